/**
 * The channels as the platforms export them: period and file, each figure with its page and its
 * questions, the months as a small drawing with its table.
 */

import { sayMonth } from '../../base/dates.js'
import type { Bilingual } from '../../base/text.js'
import type { CaseFile } from '../../cases/caseFile.js'
import { type Indicator, listIndicators } from '../../criteria/indicators.js'
import type { Scorecard } from '../../criteria/scorecard.js'
import type { StreamingFinding } from '../../criteria/streamingChecks.js'
import { channelName } from '../../criteria/streamingWords.js'
import { type KnownChannel, readChannels } from '../../criteria/subject.js'
import { REAL_NAMES } from '../../forms/choices.js'
import { kindLabel } from '../case/case.view.js'
import { both, dateText, numberText } from '../kit/page.js'
import type { Line, Piece, Summary, SummaryRow, Table, Text } from '../kit/parts.js'
import { type Chart, columns, shortMonth } from '../kit/chart.js'
import { currentPaper } from './evidence.js'
import { viewHref } from '../case/preview.view.js'

export interface Channel {
  readonly id: string
  readonly name: Text
  /** What stands in the line that folds it. */
  readonly gist: Text
  readonly open: boolean
  readonly facts: Summary
  readonly figures: Summary
  readonly charts: readonly Chart[]
  readonly months?: Table
}

/** The platform's export: a paper of this kind. */
const EXPORT = 'platformEvidence'

/** Where a figure stands, as a link to the page of the paper that counts now; words alone while it is not here. */
export function pagePiece(
  file: CaseFile,
  evidence: { readonly document: string; readonly page: number | null } | null,
): Piece {
  if (!evidence) return { text: { zh: '未指明出处', en: 'no page given' }, look: 'quiet' }
  const { document, page } = evidence
  const name = kindLabel(document)
  const text = page ? { zh: `${name.zh}第${page}页`, en: `${name.en}, page ${page}` } : name
  const paper = currentPaper(file, document)
  if (!paper) return { text: { zh: `${text.zh}（未上传）`, en: `${text.en} (not here)` }, look: 'bad' }
  return { text, href: viewHref(file.case.id, paper.id, page) }
}

/** Every channel; the questions that its figures feed only with a card. */
export function channelsOf(
  file: CaseFile,
  channels: unknown,
  findings: readonly StreamingFinding[],
  card: Pick<Scorecard, 'questions'> | undefined,
): Channel[] {
  const known = readChannels(channels)
  // what was read is what may be read again
  const indicators = listIndicators(card ?? NO_CARD, known as Parameters<typeof listIndicators>[1])
  return known.map((channel, index) => {
    const own = findings.filter((finding) => finding.channel === index)
    const mine = indicators.filter((indicator) => indicator.channel === index)
    const months = monthsOf(channel, own)
    return {
      id: `channel-${index + 1}`,
      name: channelName(channel, index),
      gist: gistOf(channel, own.length),
      open: own.length > 0,
      facts: factsOf(file, channel),
      figures: figuresOf(file, mine, card),
      charts: chartsOf(channel, index, own),
      months,
    }
  })
}

/** Without a card no figure feeds a question. */
const NO_CARD = { questions: [] }

const gistOf = ({ hasExport, export: { from, to } }: KnownChannel, doubts: number): Text =>
  both((language) => {
    const zh = language === 'zh'
    const period =
      hasExport !== true
        ? zh
          ? '没有填平台导出的数据'
          : 'no export given'
        : from && to
          ? zh
            ? `${dateText(from, 'zh')}至${dateText(to, 'zh')}`
            : `${dateText(from, 'en')} to ${dateText(to, 'en')}`
          : zh
            ? '未写明数据期间'
            : 'period not given'
    if (doubts === 0) return period
    return zh ? `${period} · ${doubts} 处要核` : `${period} · ${doubts} to look at`
  })

function factsOf(file: CaseFile, channel: KnownChannel): Summary {
  const papers = file.attachments.filter(({ kind, replacedAt }) => kind === EXPORT && replacedAt === null)
  const { realName, violations } = channel.export
  const name = REAL_NAMES.find(({ value }) => value === realName)?.label
  const files: Line = papers.flatMap((paper, index): Piece[] => [
    { text: paper.name, href: viewHref(file.case.id, paper.id, null), below: index > 0 },
    { text: `SHA-256 ${paper.sha256}`, look: 'code', below: true },
  ])
  const recorded: Line = violations.flatMap(({ on, what, outcome }, index): Piece[] => [
    {
      text: both((language) =>
        [on && dateText(on, language), what].filter(Boolean).join(language === 'zh' ? '，' : ', '),
      ),
      below: index > 0,
      look: 'near',
    },
    ...(outcome ? [{ text: outcome, below: true, look: 'quiet' as const }] : []),
  ])
  return {
    small: true,
    rows: [
      { key: { zh: '数据期间', en: 'Period' }, line: [gistOf(channel, 0)] },
      {
        key: { zh: '导出文件', en: 'File of the export' },
        line: files.length > 0 ? files : [{ text: { zh: '未上传', en: 'not here' }, look: 'bad' }],
      },
      {
        key: { zh: '账号实名', en: 'Real name' },
        line: [name ? { text: name, look: realName !== 'talent' ? ('near' as const) : undefined } : UNSAID],
      },
      {
        key: { zh: '违规记录', en: 'Violations' },
        line: recorded.length > 0 ? recorded : [channel.hasExport === true ? NO_VIOLATION : UNSAID],
      },
    ],
  }
}

const UNSAID: Piece = { text: { zh: '未说明', en: 'not said' }, look: 'quiet' }
const NO_VIOLATION: Piece = { text: { zh: '企业没有填写记录', en: 'none given by the firm' }, look: 'quiet' }
/** Told among the facts, with all that was said of them. */
const ELSEWHERE: ReadonlySet<string> = new Set(['realName', 'violations'])

/** Each figure with the page where it stands, and below it the questions that it feeds. */
function figuresOf(
  file: CaseFile,
  indicators: readonly Indicator[],
  card: Pick<Scorecard, 'questions'> | undefined,
): Summary {
  const rows = indicators
    .filter(({ code }) => !ELSEWHERE.has(code))
    .map(({ label, value, evidence, questions, path }): SummaryRow => {
      const place = path.includes('.export.') ? pagePiece(file, evidence) : DECLARED
      const page = evidence?.document === EXPORT ? pageText(evidence.page) : undefined
      const feeds = card && questionsText(card, questions)
      const where = place.href && page ? { ...place, text: page } : place
      return { key: label, line: [{ text: value, look: 'strong' }, ' ', where, ...(feeds ? [feeds] : [])] }
    })
  return { small: true, rows }
}

const DECLARED: Piece = { text: { zh: '企业申报', en: 'declared by the firm' }, look: 'quiet' }
const pageText = (page: number | null): Text | undefined =>
  page === null ? undefined : { zh: `第${page}页`, en: `page ${page}` }

function questionsText(card: Pick<Scorecard, 'questions'>, ids: readonly string[]): Piece | undefined {
  const labels = card.questions.flatMap(({ id, label }) => (ids.includes(id) ? [label] : []))
  if (labels.length === 0) return undefined
  const text = {
    zh: `用于评分问题：${labels.map(({ zh }) => zh).join('、')}`,
    en: `feeds: ${labels.map(({ en }) => en).join('; ')}`,
  }
  return { text, look: 'quiet', below: true }
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

/** A drawing for followers and for sales, in thousands where they are large; months that were flagged stand out. */
function chartsOf(channel: KnownChannel, index: number, findings: readonly StreamingFinding[]): Chart[] {
  const months = seriesOf(channel)
  return MEASURES.filter(({ key }) => key !== 'averageViewers').flatMap(({ key, label }): Chart[] => {
    const values = months.map((one) => one[key] ?? 0)
    const most = Math.max(0, ...values)
    if (months.length < 2 || most === 0) return []
    const unit = most >= 5_000_000 ? 1_000_000 : most >= 10_000 ? 1000 : 1
    const flagged = new Set(
      findings.flatMap(({ code, months: at }) => (code.startsWith('follower') === (key === 'followers') ? at : [])),
    )
    const isFlagged = months.some(({ month }) => flagged.has(month))
    const words = {
      id: `channel-${index + 1}-${key}`,
      title: unit === 1 ? label : inUnits(label, unit),
      about: { zh: '各月数值见下表。', en: 'The figures of each month are in the table below.' },
    }
    const series = [
      { hue: isFlagged ? ('c5' as const) : ('c1' as const), text: { zh: '各月', en: 'Each month' } },
      ...(isFlagged ? [{ hue: 'c1' as const, text: { zh: '要核的月份', en: 'Months to look at' } }] : []),
    ]
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

function monthsOf(channel: KnownChannel, findings: readonly StreamingFinding[]): Table | undefined {
  const months = seriesOf(channel)
  if (months.length === 0) return undefined
  const flagged = new Set(findings.flatMap(({ months: at }) => at))
  return {
    caption: { zh: '按月数据', en: 'Figures by month' },
    captionHidden: true,
    head: [{ text: { zh: '月份', en: 'Month' } }, ...MEASURES.map(({ label }) => ({ text: label, numeric: true }))],
    rows: months.map((one) => ({
      cells: [
        {
          line: [sayMonth(one.month), ...(flagged.has(one.month) ? [TO_CHECK] : [])],
          heads: true,
        },
        ...MEASURES.map(({ key }) => {
          const value = one[key]
          return { line: [value === undefined ? '—' : numberText(value)], numeric: true }
        }),
      ],
    })),
  }
}

const TO_CHECK: Piece = { text: { zh: '要核', en: 'look at this' }, look: 'near', below: true }
