/**
 * Sums in another currency, made into yuan when answers are saved. Before filing, saving a section
 * converts its sums by the newest rate in force, which its page announces first. Once filed a sum
 * keeps its rate until it is changed, so that a correction elsewhere moves no figure. Rates are
 * reference data; none is seeded.
 */
import type { Problem } from '../base/errors.js'
import * as ask from '../forms/engine/field.js'
import { type Branch, isBranch, memberOf, rowsAt } from '../forms/engine/node.js'
import { parseForm } from '../forms/engine/parse.js'
import { CURRENCIES, PAID_IN, SOLD_IN } from '../forms/money.js'
import type { Reference } from '../reference/reference.service.js'
import { type Kind, kind } from '../reference/registry.js'
import { label, source } from '../reference/shapes.js'

/** The body of kind `exchangeRates`; the key is the currency (ISO 4217). */
const exchangeRateSchema = ask.body(
  {
    label,
    yuan: ask.decimal('1单位外币折人民币（元）', 'Yuan per unit of the currency', { above: 0, max: 1e6 }),
    on: ask.date('折算率日期', 'Date of the rate'),
    until: ask.date('最后适用日', 'Last day of use'),
    source,
  },
  { inOrder: [['on', 'until']] },
)

export const EXCHANGE_KINDS: readonly Kind[] = [
  kind('exchangeRates', {
    label: ['折算率', 'Exchange rates'],
    what: [
      '企业以外币填报的报酬和销售额折算为人民币的汇率，一种货币一条（中国外汇交易中心人民币汇率中间价）。',
      'Rates for converting pay and sales in other currencies into yuan, one entry per currency (CFETS ' +
        'central parity).',
    ],
    applies: 'doing',
    schema: exchangeRateSchema,
    newKeys: true,
    fromToday: true,
    ends: {
      on: ({ body }) => exchangeRateSchema.parse(body).until,
      then: {
        zh: '之后填报的这种外币金额不能折算。',
        en: 'After that day, amounts in this currency cannot be converted.',
      },
    },
    check: (_body, key) => (CURRENCIES.some(({ value }) => value === key) ? [] : [noSuchCurrency]),
  }),
]

const noSuchCurrency: Problem = {
  code: 'noSuchCurrency',
  path: 'key',
  message: {
    zh: '代码应为申请表中的币种代码（ISO 4217），例如USD。',
    en: 'The code must be a currency used in the application form (ISO 4217), such as USD.',
  },
}

/** What a sum is converted by. */
export interface Rate {
  readonly rate: number
  readonly rateOn: string
}

/** The rates in force on a day, by currency; one past its last day is none. */
export async function ratesOn(reference: Reference, on: string): Promise<Map<string, Rate>> {
  const known = await reference.all('exchangeRates', on, exchangeRateSchema)
  return new Map(
    [...known].flatMap(([currency, { yuan, on: day, until }]) =>
      on <= until ? [[currency, { rate: yuan, rateOn: day }] as const] : [],
    ),
  )
}

/** Where sums stand beside each other: whether there are any, the sums in the currency, and those in yuan. */
interface Place {
  readonly other: string
  readonly group: string
  readonly schema: typeof PAID_IN | typeof SOLD_IN
  readonly sums: readonly (readonly [foreign: string, yuan: string])[]
}
const PAY: Place = {
  other: 'paidInOther',
  group: 'paidIn',
  schema: PAID_IN,
  sums: [
    ['perYear', 'salaryPerYear'],
    ['perMonth', 'salaryPerMonth'],
  ],
}
const SALES: Place = {
  other: 'soldInOther',
  group: 'soldIn',
  schema: SOLD_IN,
  sums: [['last12Months', 'salesLast12MonthsCny']],
}

/** What the firm has typed of a group, without what is written beside it. */
const typedIn = ({ rate: _rate, rateOn: _rateOn, ...typed }: Branch): Branch => typed

/** The rate that the same sums were converted by before. */
function keptRate(before: readonly unknown[], typed: Branch, group: string): Rate | undefined {
  const same = before
    .map((one) => memberOf(one, group))
    .find((one) => isBranch(one) && JSON.stringify(typedIn(one)) === JSON.stringify(typed))
  const [rate, rateOn] = [Number(memberOf(same, 'rate')), memberOf(same, 'rateOn')]
  return rate > 0 && typeof rateOn === 'string' ? { rate, rateOn } : undefined
}

/** What was saved, by which rates, and whether a rate in force goes before the one of before. */
interface Saving {
  readonly rates: ReadonlyMap<string, Rate>
  readonly renews: boolean
}

function convertAt(holder: Branch, before: readonly unknown[], place: Place, { rates, renews }: Saving): Branch {
  const given = memberOf(holder, place.group)
  if (!isBranch(given)) return holder
  const typed = typedIn(given)
  const { partial } = parseForm(place.schema, typed)
  const isOther = String(memberOf(holder, place.other)) === 'true'
  const now = partial.currency && rates.get(partial.currency)
  const kept = keptRate(before, typed, place.group)
  const by = isOther && partial.currency ? (renews ? (now ?? kept) : (kept ?? now)) : undefined
  if (!by) return { ...holder, [place.group]: typed }
  const yuan = place.sums.flatMap(([foreign, name]) => {
    const sum = memberOf(partial, foreign)
    return typeof sum === 'number' ? [[name, Math.round(sum * by.rate * 100) / 100]] : []
  })
  return { ...holder, ...Object.fromEntries(yuan), [place.group]: { ...typed, ...by } }
}

/** Where a day of a rate stands, and the newer rate that the next save would take. */
export function newerRates(answers: unknown, rates: ReadonlyMap<string, Rate>): Map<string, Rate> {
  const at = (holder: unknown, { other, group }: Place, path: string): [string, Rate][] => {
    const [sums, isOther] = [memberOf(holder, group), String(memberOf(holder, other)) === 'true']
    const now = isOther ? rates.get(String(memberOf(sums, 'currency'))) : undefined
    const on = memberOf(sums, 'rateOn')
    return now && typeof on === 'string' && now.rateOn > on ? [[`${path}.${group}.rateOn`, now]] : []
  }
  return new Map([
    ...at(memberOf(answers, 'engagement'), PAY, 'engagement'),
    ...rowsAt(answers, 'channels').flatMap((one, index) => at(one, SALES, `channels.${index}`)),
  ])
}

/**
 * The answers with every sum in another currency in yuan, too, where there is a rate. `sent`: what is saved now of
 * an application that is not filed, whose sums take the newest rate.
 */
export function convertMoney(
  before: unknown,
  answers: Branch,
  rates: ReadonlyMap<string, Rate>,
  sent: unknown = {},
): Branch {
  const saving = (section: string): Saving => ({ rates, renews: memberOf(sent, section) !== undefined })
  const engagement = memberOf(answers, 'engagement')
  const channels = memberOf(answers, 'channels')
  const earlier = rowsAt(before, 'channels')
  return {
    ...answers,
    ...(isBranch(engagement) && {
      engagement: convertAt(engagement, [memberOf(before, 'engagement')], PAY, saving('engagement')),
    }),
    ...(Array.isArray(channels) && {
      channels: channels.map((one: unknown) =>
        isBranch(one) ? convertAt(one, earlier, SALES, saving('channels')) : one,
      ),
    }),
  }
}
