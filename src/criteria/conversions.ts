/** Sums in another currency without a rate: they stop nothing once the sum in yuan is given, and are asked about. */
import { type Bilingual, fill } from '../base/text.js'
import { labelOf } from '../forms/engine/ui.js'
import { CURRENCIES } from '../forms/money.js'
import type { Finding, Findings } from './findings.js'
import type { ReadAnswers } from './subject.js'

const SOURCE: Bilingual = {
  zh: '推荐工作规则：只按人民币金额评判',
  en: 'Rules of the recommendation: sums are judged in yuan',
}
const MISSING: Bilingual = {
  zh: '{currency}现在没有可用的折算率，请直接填人民币金额。',
  en: 'There is no exchange rate in force for {currency}. Enter the amount in yuan.',
}
const UNPROVED: Bilingual = {
  zh: '金额以{currency}约定，没有折算率，人民币金额由企业自行折算。请准备说明所用的汇率和日期。',
  en:
    'The sum is in {currency}, for which there is no rate; the firm converted it. ' +
    'Be ready to state the rate and its date.',
}

const finding = (code: string, path: string, text: Bilingual, currency: string): Finding => ({
  ...{ code, path, source: SOURCE },
  message: fill(text, { currency: labelOf(CURRENCIES, currency) }),
})

/** Everything that is given in a currency without a rate, and whether its sum in yuan is missing. */
function unconverted({ engagement, channels }: ReadAnswers) {
  const { paidInOther, paidIn, salaryPerYear } = engagement
  return [
    { path: 'engagement.paidIn.currency', is: paidInOther, ...paidIn, yuan: salaryPerYear },
    ...channels.map(({ soldInOther, soldIn, salesLast12MonthsCny }, index) => ({
      ...{ path: `channels.${index}.soldIn.currency`, is: soldInOther },
      ...{ ...soldIn, yuan: salesLast12MonthsCny },
    })),
  ].flatMap(({ path, is, currency, rate, yuan }) =>
    is === true && currency && rate === undefined ? [{ path, currency, missing: yuan === undefined }] : [],
  )
}

/** `noRate`: blocks while the sum in yuan is missing. */
export const blockUnconverted = (known: ReadAnswers): Findings['blocks'] =>
  unconverted(known).flatMap(({ path, currency, missing }) =>
    missing ? [finding('noRate', path, MISSING, currency)] : [],
  )

/** `ownRate`: the sum in yuan is the firm's own. */
export const askUnconverted = (known: ReadAnswers): Finding[] =>
  unconverted(known).flatMap(({ path, currency, missing }) =>
    missing ? [] : [finding('ownRate', path, UNPROVED, currency)],
  )
