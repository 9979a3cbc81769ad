/**
 * The channels as the platforms export them: period and file, each figure with its page and its
 * questions, the months as a small drawing with its table.
 */
import { sayMonth } from '../../base/dates.js'
import { type Bilingual, COMMA, DOT, fill, joined } from '../../base/text.js'
import type { CaseFile } from '../../cases/caseFile.js'
import { type ReadExport, sourcesIn } from '../../cases/exportOffers.js'
import { type Indicator, listIndicators } from '../../criteria/indicators.js'
import type { Scorecard } from '../../criteria/scorecard.js'
import type { StreamingFinding } from '../../criteria/streamingChecks.js'
import { channelName } from '../../criteria/streamingWords.js'
import { type KnownChannel, readChannels } from '../../criteria/subject.js'
import { REAL_NAMES } from '../../forms/choices.js'
import { current } from '../../cases/documents.js'
import { viewHref } from '../case/preview.view.js'
import { type Chart, columns, type Series, shortMonth } from '../kit/chart.js'
import { day, numberText, span } from '../kit/page.js'
import type { Line, Piece, Summary, Table, Text } from '../kit/parts.js'
import { below, caution, pieces, quiet, strong } from '../kit/pieces.js'
import { fact, smallFacts } from '../kit/table.js'
import { figurePiece } from './evidence.js'

export interface Channel {
  readonly id: string
  readonly name: Text
  /** What stands in the line that folds it. */
  readonly gist: Text
  readonly open: boolean
  readonly facts: Summary
  readonly figures: Summary
  readonly charts: readonly Chart[]
  readonly months: Table | undefined
}

/** The platform's export: a document of this kind. */
const EXPORT = 'platformEvidence'

type Card = Pick<Scorecard, 'questions'>

/** Every channel; the questions that its figures feed only with a card. */
export function channelsOf(
  file: CaseFile,
  channels: unknown,
  findings: readonly StreamingFinding[],
  card: Card = { questions: [] },
  exports: readonly ReadExport[] = [],
): Channel[] {
  const known = readChannels(channels)
  // what was read is what may be read again
  const indicators = listIndicators(card, known as Parameters<typeof listIndicators>[1])
  return known.map((channel, index) => {
    const own = findings.filter((finding) => finding.channel === index)
    const mine = indicators.filter((indicator) => indicator.channel === index)
    return {
      id: `channel-${index + 1}`,
      name: channelName(channel, index),
      gist: joined([periodText(channel), own.length > 0 && toCheck(own.length)], DOT),
      open: own.length > 0,
      facts: channelFacts(file, channel),
      figures: smallFacts(...mine.flatMap((indicator) => figureFact(file, indicator, card))),
      charts: chartsOf(channel, index, own),
      months: monthsTable(file, channel, own, exports),
    }
  })
}

const toCheck = (count: number): Bilingual => ({ zh: `${count} 处待核对`, en: `${count} to check` })

function periodText({ hasExport, export: { from, to } }: KnownChannel): Bilingual {
  if (hasExport !== true) return { zh: '未填写平台导出的数据', en: 'no export given' }
  return from && to ? span({ from, to }) : { zh: '未写明数据期间', en: 'period not stated' }
}

function channelFacts({ case: { id }, attachments }: CaseFile, channel: KnownChannel): Summary {
  const { realName, violations } = channel.export
  const name = REAL_NAMES.find(({ value }) => value === realName)?.label
  const files = current(attachments)
    .filter(({ kind }) => kind === EXPORT)
    .flatMap((paper, index): Piece[] => [
      { text: paper.name, href: viewHref(id, paper.id), below: index > 0 },
      below(`SHA-256 ${paper.sha256}`, 'code'),
    ])
  const recorded = violations.flatMap(
    ({ on, what, outcome }, index): Line =>
      pieces(
        { ...caution(joined([on && day(on), what], COMMA)), below: index > 0 },
        outcome && below(outcome, 'quiet'),
      ),
  )
  return smallFacts(
    fact('数据期间', 'Period', periodText(channel)),
    fact('导出文件', 'File of the export', files.length > 0 ? files : NOT_UPLOADED),
    fact('账号实名', 'Real name', name ? { text: name, look: realName === 'talent' ? undefined : 'near' } : NOT_SAID),
    fact(
      '违规记录',
      'Violations',
      recorded.length > 0 ? recorded : channel.hasExport === true ? NO_VIOLATION : NOT_SAID,
    ),
  )
}

const NOT_UPLOADED: Piece = { text: { zh: '未上传', en: 'missing' }, look: 'bad' }
const NOT_SAID = quiet({ zh: '未说明', en: 'not stated' })
const NO_VIOLATION = quiet({ zh: '企业未填写记录', en: 'none declared by the firm' })
/** Among the facts, with all that was said of them. */
const ELSEWHERE: ReadonlySet<string> = new Set(['realName', 'violations'])

/** A figure with the page where it stands, and below it the questions that it feeds. */
function figureFact(file: CaseFile, { code, label, value, evidence, questions, path }: Indicator, card: Card) {
  if (ELSEWHERE.has(code)) return []
  const place = path.includes('.export.') ? figurePiece(file, evidence) : DECLARED
  const page = evidence?.document === EXPORT && evidence.page
  const where = place.href && page ? { ...place, text: { zh: `第${page}页`, en: `page ${page}` } } : place
  const line = pieces(strong(value), ' ', where, feedsPiece(card, questions))
  return [{ key: label, line }]
}

const DECLARED = quiet({ zh: '企业申报', en: 'declared by the firm' })

function feedsPiece({ questions }: Card, ids: readonly string[]): Piece | undefined {
  const labels = questions.flatMap(({ id, label }) => (ids.includes(id) ? [label] : []))
  if (labels.length === 0) return undefined
  const listed = joined(labels, { zh: '、', en: '; ' })
  return below(fill({ zh: '用于评分问题：{listed}', en: 'used for: {listed}' }, { listed }), 'quiet')
}

type Measure = 'followers' | 'averageViewers' | 'sales'
const MEASURES: readonly { key: Measure; label: Bilingual }[] = [
  { key: 'followers', label: { zh: '粉丝数', en: 'Followers' } },
  { key: 'averageViewers', label: { zh: '平均观看人数', en: 'Average viewers' } },
  { key: 'sales', label: { zh: '销售额（元）', en: 'Sales (yuan)' } },
]

/** The months in rising order, each once. */
function seriesOf({ hasExport, export: { series } }: KnownChannel) {
  if (hasExport !== true) return []
  const found = new Map(series.flatMap((one) => (one.month === undefined ? [] : [[one.month, one] as const])))
  return [...found].sort(([one], [other]) => (one < other ? -1 : 1)).map(([month, one]) => ({ ...one, month }))
}

const inUnits = ({ zh, en }: Bilingual, unit: number): Bilingual =>
  unit === 1000
    ? { zh: `${zh}，以千计`, en: `${en}, in thousands` }
    : { zh: `${zh}，以百万计`, en: `${en}, in millions` }

/** The measure that a finding on months speaks of. */
const measureOf = ({ code }: StreamingFinding): Measure =>
  code.startsWith('follower') ? 'followers' : code === 'viewersImprobable' ? 'averageViewers' : 'sales'

/**
 * A drawing for each measure, in thousands where it is large: viewers beside followers and sales, since they prove or
 * refute both. Months that were flagged stand out; where any is, one hue means the same in all drawings.
 */
function chartsOf(channel: KnownChannel, index: number, findings: readonly StreamingFinding[]): Chart[] {
  const months = seriesOf(channel)
  const isFlagged = findings.some(({ months: at }) => at.length > 0)
  return MEASURES.flatMap(({ key, label }): Chart[] => {
    const values = months.map((one) => one[key] ?? 0)
    const most = Math.max(0, ...values)
    if (months.length < 2 || most === 0) return []
    const unit = most >= 5_000_000 ? 1_000_000 : most >= 10_000 ? 1000 : 1
    const flagged = new Set(findings.flatMap((one) => (measureOf(one) === key ? one.months : [])))
    const words = {
      id: `channel-${index + 1}-${key}`,
      title: unit === 1 ? label : inUnits(label, unit),
      about: { zh: '各月数值见下表。', en: 'See the table below for monthly figures.' },
    }
    const series: Series[] = [{ hue: isFlagged ? 'c5' : 'c1', text: { zh: '各月', en: 'Each month' } }]
    if (flagged.size > 0) series.push({ hue: 'c1', text: { zh: '待核对的月份', en: 'Months to check' } })
    const named = 2 * Math.ceil((months.length + 1) / 12)
    const bars = months.map(({ month }, at) => {
      const value = (values[at] ?? 0) / unit
      const name = (at + 1) % named === 0 ? shortMonth(month) : ''
      return { name, values: flagged.has(month) ? [null, value] : [value, null] }
    })
    // an empty column at first leaves room for the scale
    return [columns(words, series, [{ name: '', values: [] }, ...bars])]
  })
}

const TYPED = quiet({ zh: '企业填写', en: 'entered by the firm' })

function monthsTable(
  file: CaseFile,
  channel: KnownChannel,
  findings: readonly StreamingFinding[],
  exports: readonly ReadExport[],
): Table | undefined {
  const months = seriesOf(channel)
  if (months.length === 0) return undefined
  const flagged = new Set(findings.flatMap(({ months: at }) => at))
  const sources = sourcesIn(channel, exports)
  const sourceLine = (month: string): Line => {
    const found = (sources?.(month) ?? []).map(({ paper, text, agrees }, index): Piece => {
      return { text, href: viewHref(file.case.id, paper.id), below: index > 0, look: agrees ? undefined : 'near' }
    })
    return found.length > 0 ? found : [TYPED]
  }
  return {
    caption: { zh: '按月数据', en: 'Figures by month' },
    captionHidden: true,
    head: [
      { text: { zh: '月份', en: 'Month' } },
      ...MEASURES.map(({ label }) => ({ text: label, numeric: true })),
      ...(sources ? [{ text: { zh: '出处', en: 'Source' } }] : []),
    ],
    rows: months.map((one) => ({
      cells: [
        { line: pieces(sayMonth(one.month), flagged.has(one.month) && TO_CHECK), heads: true },
        ...MEASURES.map(({ key }) => {
          const value = one[key]
          return { line: [value === undefined ? '—' : numberText(value)], numeric: true }
        }),
        ...(sources ? [{ line: sourceLine(one.month) }] : []),
      ],
    })),
  }
}

const TO_CHECK = below({ zh: '待核对', en: 'check' }, 'near')
