/**
 * What looks doubtful in the figures of a channel month by month: jumps, gaps, and sums that do not
 * fit what was declared.
 */
import { addDays, addMonths, listMonths, monthNumber, monthOf, sayMonth } from '../base/dates.js'
import type { Bilingual } from '../base/text.js'
import type { EvidencePointer } from './claims.js'
import type { Fault, StreamingChecks } from './streamingChecks.js'
import { figure, percent, sayMonths, times } from './streamingWords.js'
import type { KnownChannel } from './subject.js'

interface Month {
  readonly month: string
  readonly followers?: number | undefined
  readonly averageViewers?: number | undefined
  readonly sales?: number | undefined
}

/** The months in rising order; of a month that comes twice the last one counts. */
function listSeries({ export: { series } }: KnownChannel): Month[] {
  const found = new Map(series.flatMap((one) => (one.month === undefined ? [] : [[one.month, one] as const])))
  return [...found.entries()]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([month, { followers, averageViewers, sales }]) => ({ month, followers, averageViewers, sales }))
}

const evidenceOf = ({ export: { seriesPage } }: KnownChannel): EvidencePointer | null =>
  seriesPage === undefined ? null : { document: 'platformEvidence', page: seriesPage }

function findJumps(months: readonly Month[], checks: StreamingChecks, evidence: EvidencePointer | null): Fault[] {
  const known = months.flatMap(({ month, followers }) => (followers === undefined ? [] : [{ month, followers }]))
  return known.flatMap(({ month, followers: after }, index): Fault[] => {
    const earlier = known[index - 1]
    if (!earlier || earlier.followers === 0) return []
    const ratio = after / earlier.followers
    const { followerJump: jump, followerDrop: drop } = checks
    const said = sayMonth(month)
    const sum = (rule: Bilingual): Bilingual => ({
      zh: `粉丝数${figure(earlier.followers)} → ${figure(after)}（${said.zh}）：${times(ratio)}；${rule.zh}`,
      en: `followers ${figure(earlier.followers)} → ${figure(after)} in ${said.en}: ${times(ratio)}; ${rule.en}`,
    })
    const about = { at: 'export.series', months: [month], evidence }
    if (ratio > jump.ratio && after >= jump.from)
      return [
        {
          ...about,
          code: 'followerJump',
          message: { zh: `${said.zh}粉丝数突增`, en: `followers jumped in ${said.en}` },
          arithmetic: sum({
            zh: `规则标记超过${times(jump.ratio)}的情形`,
            en: `the rule flags more than ${times(jump.ratio)}`,
          }),
        },
      ]
    if (ratio < drop.ratio && earlier.followers >= drop.from)
      return [
        {
          ...about,
          code: 'followerDrop',
          message: { zh: `${said.zh}粉丝数骤减`, en: `followers fell sharply in ${said.en}` },
          arithmetic: sum({
            zh: `规则标记低于${times(drop.ratio)}的情形`,
            en: `the rule flags less than ${times(drop.ratio)}`,
          }),
        },
      ]
    return []
  })
}

/** Whole months of the period, or between the first and the last one of the series, of which nothing is said. */
function findGaps(channel: KnownChannel, months: readonly Month[], evidence: EvidencePointer | null): Fault[] {
  const [first, last] = [months[0]?.month, months.at(-1)?.month]
  if (first === undefined || last === undefined) return []
  const { from, to } = channel.export
  if (from !== undefined && to !== undefined && from > to) return []
  const whole = {
    from: from === undefined ? first : monthOf(from.endsWith('-01') ? from : addMonths(from, 1)),
    to: to === undefined ? last : monthOf(addDays(to, 1).endsWith('-01') ? to : addMonths(to, -1)),
  }
  const [start = first] = [whole.from, first].sort()
  const finish = [whole.to, last].sort().at(-1) ?? last
  if (monthNumber(finish) - monthNumber(start) > 240) return []
  const here = new Set(months.map(({ month }) => month))
  const missing = listMonths(start, finish).filter((month) => !here.has(month))
  if (missing.length === 0) return []
  const said = sayMonths(missing)
  return [
    {
      code: 'seriesGap',
      at: 'export.series',
      months: missing,
      evidence,
      message: { zh: '按月数据不连续', en: 'the figures by month have gaps' },
      arithmetic: {
        zh: `缺${missing.length}个月：${said.zh}`,
        en: `${missing.length} missing: ${said.en}`,
      },
    },
  ]
}

interface Pair {
  readonly at: string
  readonly one: Bilingual
  readonly other: Bilingual
  readonly sum: number
  readonly declared: number
  readonly months?: readonly string[]
  /** Only more than declared is wrong: the sum is of a part. */
  readonly partial?: boolean
  readonly evidence: EvidencePointer | null
}

function compare(pair: Pair, { totals: { tolerance } }: StreamingChecks): Fault[] {
  const { sum, declared, partial = false } = pair
  const off = declared === 0 ? (sum === 0 ? 0 : 1) : (sum - declared) / declared
  if (partial ? off <= tolerance : Math.abs(off) <= tolerance) return []
  const by = `${off > 0 ? '+' : '−'}${percent(Math.abs(off))}`
  return [
    {
      code: 'totalsDiffer',
      at: pair.at,
      evidence: pair.evidence,
      months: pair.months,
      message: {
        zh: `${pair.one.zh}与${pair.other.zh}不符`,
        en: `${pair.one.en} and ${pair.other.en} do not agree`,
      },
      arithmetic: {
        zh:
          `${pair.one.zh}${figure(sum)}，${pair.other.zh}${figure(declared)}，` +
          `相差${by}；规则标记相差超过${percent(tolerance)}的情形`,
        en:
          `${pair.one.en} ${figure(sum)}, ${pair.other.en} ${figure(declared)}: ${by}; the ` +
          `rule flags differences of more than ${percent(tolerance)}`,
      },
    },
  ]
}

/** Sales and viewers of the last twelve months of the series, and its last followers, against what was declared. */
function pairSeries(channel: KnownChannel, months: readonly Month[], evidence: EvidencePointer | null): Pair[] {
  const pairs: Pair[] = []
  const year = months.slice(-12)
  const sold = year.flatMap(({ sales }) => sales ?? [])
  const named = year.map(({ month }) => month)
  const { salesLast12MonthsCny: sales, followers, averageViewers } = channel
  if (sales !== undefined && sold.length > 0)
    pairs.push({
      at: 'export.series',
      one: { zh: `${sold.length}个月销售额合计`, en: `the sum of ${sold.length} months’ sales` },
      other: { zh: '所填近12个月销售额', en: 'the declared sales of 12 months' },
      sum: sold.reduce((sum, one) => sum + one, 0),
      declared: sales,
      partial: sold.length < 12,
      months: named,
      evidence,
    })
  const last = months.findLast((one) => one.followers !== undefined)
  if (followers !== undefined && last?.followers !== undefined)
    pairs.push({
      at: 'export.series',
      one: { zh: `${sayMonth(last.month).zh}粉丝数`, en: `followers at the end of ${sayMonth(last.month).en}` },
      other: { zh: '所填粉丝数', en: 'the declared followers' },
      sum: last.followers,
      declared: followers,
      months: [last.month],
      evidence,
    })
  const watched = year.flatMap((one) => one.averageViewers ?? [])
  if (averageViewers !== undefined && watched.length > 0)
    pairs.push({
      at: 'export.series',
      one: { zh: `${watched.length}个月平均观看人数均值`, en: `the mean of ${watched.length} months’ viewers` },
      other: { zh: '所填平均观看人数', en: 'the declared average viewers' },
      sum: Math.round(watched.reduce((sum, one) => sum + one, 0) / watched.length),
      declared: averageViewers,
      months: named,
      evidence,
    })
  return pairs
}

/** Indicators against what was declared, and the sales of all countries against the sales. */
function pairIndicators(channel: KnownChannel): Pair[] {
  const { indicators } = channel.export
  const pointer = (index: number): EvidencePointer | null => {
    const { document, page } = indicators[index] ?? {}
    return document === undefined ? null : { document, page: page ?? null }
  }
  const pairs = indicators.flatMap(({ kind, value }, index): Pair[] => {
    const at = `export.indicators.${index}.value`
    const evidence = pointer(index)
    if (value === undefined) return []
    if (kind === 'followers' && channel.followers !== undefined)
      return [
        {
          at,
          one: { zh: '指标中的粉丝数', en: 'the indicator’s followers' },
          other: { zh: '所填粉丝数', en: 'the declared followers' },
          sum: value,
          declared: channel.followers,
          evidence,
        },
      ]
    if (kind === 'averageViewers' && channel.averageViewers !== undefined)
      return [
        {
          at,
          one: { zh: '指标中的平均观看人数', en: 'the indicator’s average viewers' },
          other: { zh: '所填平均观看人数', en: 'the declared average viewers' },
          sum: value,
          declared: channel.averageViewers,
          evidence,
        },
      ]
    return []
  })
  const countries = indicators.flatMap(({ kind, value }, index) =>
    kind === 'salesInCountry' && value !== undefined ? [{ value, index }] : [],
  )
  const total = indicators.find(({ kind, value }) => kind === 'sales' && value !== undefined)?.value
  const [first] = countries
  if (!first || total === undefined) return pairs
  return [
    ...pairs,
    {
      at: 'export.indicators',
      one: { zh: '各国家或地区销售额合计', en: 'the sum of sales by country' },
      other: { zh: '销售额', en: 'the sales' },
      sum: countries.reduce((sum, { value }) => sum + value, 0),
      declared: total,
      partial: true,
      evidence: pointer(first.index),
    },
  ]
}

/** Jumps, gaps and sums that do not agree, of one channel's export. */
export function findSeriesFaults(channel: KnownChannel, checks: StreamingChecks): Fault[] {
  const months = listSeries(channel)
  const evidence = evidenceOf(channel)
  const pairs = [...pairSeries(channel, months, evidence), ...pairIndicators(channel)]
  return [
    ...findJumps(months, checks, evidence),
    ...findGaps(channel, months, evidence),
    ...pairs.flatMap((pair) => compare(pair, checks)),
  ]
}
