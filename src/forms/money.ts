/**
 * Sums that were agreed or earned in another currency, beside those in yuan, which alone are judged.
 * Rate and day are written by the system when the answers are saved (cases/exchange.ts).
 */
import type { z } from 'zod'
import * as ask from './engine/field.js'
import { option } from './engine/ui.js'

/** ISO 4217: those for which 中国外汇交易中心 publishes a central parity, and some that hosts are often paid in. */
export const CURRENCIES = [
  option('AED', '阿联酋迪拉姆', 'UAE dirham'),
  option('AUD', '澳大利亚元', 'Australian dollar'),
  option('BRL', '巴西雷亚尔', 'Brazilian real'),
  option('CAD', '加拿大元', 'Canadian dollar'),
  option('CHF', '瑞士法郎', 'Swiss franc'),
  option('DKK', '丹麦克朗', 'Danish krone'),
  option('EUR', '欧元', 'euro'),
  option('GBP', '英镑', 'pound sterling'),
  option('HKD', '港元', 'Hong Kong dollar'),
  option('HUF', '匈牙利福林', 'Hungarian forint'),
  option('IDR', '印度尼西亚卢比', 'Indonesian rupiah'),
  option('INR', '印度卢比', 'Indian rupee'),
  option('JPY', '日元', 'Japanese yen'),
  option('KRW', '韩元', 'South Korean won'),
  option('MOP', '澳门元', 'Macao pataca'),
  option('MXN', '墨西哥比索', 'Mexican peso'),
  option('MYR', '马来西亚林吉特', 'Malaysian ringgit'),
  option('NOK', '挪威克朗', 'Norwegian krone'),
  option('NZD', '新西兰元', 'New Zealand dollar'),
  option('PHP', '菲律宾比索', 'Philippine peso'),
  option('PLN', '波兰兹罗提', 'Polish zloty'),
  option('RUB', '俄罗斯卢布', 'Russian rouble'),
  option('SAR', '沙特里亚尔', 'Saudi riyal'),
  option('SEK', '瑞典克朗', 'Swedish krona'),
  option('SGD', '新加坡元', 'Singapore dollar'),
  option('THB', '泰铢', 'Thai baht'),
  option('TRY', '土耳其里拉', 'Turkish lira'),
  option('USD', '美元', 'US dollar'),
  option('VND', '越南盾', 'Vietnamese dong'),
  option('ZAR', '南非兰特', 'South African rand'),
] as const

const BY_SYSTEM = { zh: '保存时由系统填写。', en: 'Filled in by the system when you save.' }

const PUBLISHED = {
  zh: '折算率公布的日期：提交前每次保存，按当日最新的折算率折算；提交后只在改动金额时重新折算。',
  en:
    'The day on which the rate was published. Until you submit, each save uses the newest rate. After that, ' +
    'only changed amounts are converted again.',
}

/** The sums in the currency, with what the system writes beside them. */
const inCurrency = <Sums extends z.ZodRawShape>(zh: string, en: string, other: string, sums: Sums) =>
  ask.group(
    zh,
    en,
    {
      currency: ask.choice('币种', 'Currency', CURRENCIES, { control: 'select', sorted: true }).optional(),
      ...sums,
      rate: ask
        .decimal('折算率（1单位外币折人民币元）', 'Rate (yuan for one unit)', {
          min: 0,
          given: true,
          hint: BY_SYSTEM,
        })
        .optional(),
      rateOn: ask.date('折算率日期', 'Date of the rate', { given: true, hint: PUBLISHED }).optional(),
    },
    { after: { field: other, is: 'true' } },
  )

const sum = (zh: string, en: string) => ask.figure(zh, en).optional()

export const PAID_IN = inCurrency('外币报酬', 'Pay in the other currency', 'paidInOther', {
  perYear: sum('年薪（税前，外币）', 'Salary per year, before tax, in that currency'),
  perMonth: sum('月薪（税前，外币）', 'Salary per month, before tax, in that currency'),
})
export const SOLD_IN = inCurrency('外币销售额', 'Sales in the other currency', 'soldInOther', {
  last12Months: sum('近12个月销售额（外币）', 'Sales of the last 12 months, in that currency'),
})

const CONVERTED = {
  zh: '选“是”后填外币金额，保存时按当日有效的折算率折成人民币；没有折算率的币种，请直接填人民币金额。',
  en:
    'With “Yes”, give the sums in that currency: they are converted into yuan by the rate in force on the day of ' +
    'saving. Where a currency has no rate, give the sum in yuan.',
}

export const PAID_IN_OTHER = ask
  .yesNo('报酬以外币约定', 'The pay is agreed in another currency', { hint: CONVERTED })
  .optional()
export const SOLD_IN_OTHER = ask
  .yesNo('销售额以外币结算', 'The sales are in another currency', { hint: CONVERTED })
  .optional()
