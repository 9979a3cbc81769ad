/** What the platforms export about the channels of the demonstration: twelve months that lead to the declared figures, and now and then something to look at. */
import { addDays, addMonths, monthOf } from '../../src/base/dates.js'
import type { ChannelAnswers } from '../../src/criteria/subject.js'
import { Chance } from '../papers/chance.js'

/** What an assessor finds in an export: nothing, followers that jump, or a violation of the account. */
export type ExportStory = 'plain' | 'jump' | 'violation'

interface Declared {
  readonly handle: string
  readonly followers: number
  readonly averageViewers: number
  readonly salesLast12MonthsCny: number
  readonly markets: readonly string[]
}

/** Followers of a month, growing evenly to the declared figure; in a `jump` they are a third of it until the fifth month from the end. */
function followersIn(month: number, { followers }: Declared, story: ExportStory): number {
  if (story === 'jump' && month < 7) return Math.round(followers * (0.26 + 0.01 * month))
  return Math.round(followers * (0.8 + (0.2 * (month + 1)) / 12))
}

/**
 * The answers of the form about one channel's export, for an application of this day. The period is the twelve whole months before it. The same channel and day give
 * the same figures.
 */
export function platformExport(
  channel: Declared,
  filedOn: string,
  story: ExportStory,
): NonNullable<ChannelAnswers['export']> {
  const chance = new Chance(channel.handle)
  const start = `${monthOf(addMonths(filedOn, -12))}-01`
  const end = addDays(`${monthOf(filedOn)}-01`, -1)
  const shares = Array.from({ length: 12 }, () => 80 + chance.below(41))
  const total = shares.reduce((sum, one) => sum + one, 0)
  const abroad = channel.markets.find((market) => market !== 'CN')
  const evidence = { document: 'platformEvidence' }
  const sales = channel.salesLast12MonthsCny
  return {
    from: start,
    to: end,
    realName: 'talent',
    seriesPage: 2,
    series: shares.map((share, month) => ({
      month: monthOf(addMonths(start, month)),
      followers: followersIn(month, channel, story),
      averageViewers: Math.round(channel.averageViewers * (0.94 + chance.below(13) / 100)),
      sales: Math.round((sales * share) / total),
    })),
    indicators: [
      { kind: 'engagementRate', value: 3 + chance.below(50) / 10, ...evidence, page: 1 },
      { kind: 'sales', value: sales, ...evidence, page: 3 },
      ...(abroad
        ? [{ kind: 'salesInCountry', value: Math.round(sales * 0.18), country: abroad, ...evidence, page: 1 }]
        : []),
      { kind: 'returnRate', value: 4 + chance.below(80) / 10, ...evidence, page: 1 },
    ],
    ...(story === 'violation' && {
      violations: [{ on: addMonths(filedOn, -7), what: '使用绝对化用语', outcome: '警告，已整改' }],
    }),
  }
}
