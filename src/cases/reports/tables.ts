/**
 * The tables of a report, each made once from the figures: a page shows it, a file has it, and
 * every figure names the cases behind it.
 */
import type { Bilingual } from '../../base/text.js'
import { CASES, type FigureColumn, IN_TIME, LATE, MEDIAN, NINETIETH, ofMeasure, shareOf } from './cells.js'
import { type FigureQuestion, type Figures, STAGES } from './figures.js'
import { BREAKDOWN_WORDS, WHOLE } from './names.js'
import type { Report } from './report.js'

/** A row: what it is called, and the figure that its columns speak of. */
interface FigureRow extends FigureQuestion {
  readonly name: Bilingual
}

export interface ReportTable {
  readonly id: string
  readonly title: Bilingual
  /** The head of the column that names the rows. */
  readonly first: Bilingual
  readonly rows: readonly FigureRow[]
  readonly columns: readonly FigureColumn[]
}

/**
 * Rows by groups, of decisions until a column asks for more: each group, then the whole when there
 * is more than one.
 */
export function groupsOf({ by, period, figures, names }: Report): FigureRow[] {
  const keys = (figures.get(by) ?? []).map(({ key }) => key)
  const groups = names.groups(by, keys, period).map((group) => ({ ...group, by, measure: 'decided' }))
  return by === 'none' ? groups : [...groups, { key: '', name: WHOLE, by: 'none', measure: 'decided' }]
}

const byGroup = (report: Report, id: string, title: Bilingual, columns: readonly FigureColumn[]): ReportTable => ({
  ...{ id, title, columns },
  first: BREAKDOWN_WORDS[report.by],
  rows: groupsOf(report),
})

/** Counts by group, a column a measure. */
export const countTable = (report: Report, id: string, title: Bilingual, measures: readonly string[]): ReportTable =>
  byGroup(
    report,
    id,
    title,
    measures.map((measure) => ofMeasure(measure, { ...CASES, head: report.names.measure(measure) })),
  )

/** How long first decisions took, by group. */
export const timeTable = (report: Report, id: string, title: Bilingual): ReportTable =>
  byGroup(report, id, title, [CASES, MEDIAN, NINETIETH, LATE, IN_TIME])

/** How many decisions took how many days, in their order. */
export function daysOf({ figures }: Figures): { days: number; n: number | null }[] {
  const decided = (figures.get('days') ?? []).filter(({ measure, key }) => measure === 'decided' && key !== '')
  return decided.map(({ key, n }) => ({ days: Number(key), n })).sort((a, b) => a.days - b.days)
}

const distribution = (report: Report): ReportTable => ({
  id: 'days',
  title: { zh: '用时的分布', en: 'Distribution of times' },
  first: { zh: '工作日', en: 'Working days' },
  rows: daysOf(report).map(({ days }) => {
    const key = String(days)
    return { name: { zh: key, en: key }, measure: 'decided', by: 'days', key }
  }),
  columns: [CASES, shareOf({ zh: '占比', en: 'Share' }, 'decided')],
})

/** The rows of some measures of the whole. */
const wholeRows = ({ names }: Report, measures: readonly string[]): FigureRow[] =>
  measures.map((measure) => ({ name: names.measure(measure), measure, by: 'none', key: '' }))

const UNITS = {
  workingDays: { zh: '个工作日', en: 'working day' },
  days: { zh: '日', en: 'day' },
  months: { zh: '个月', en: 'month' },
}

function limitColumn({ limits }: Report): FigureColumn {
  const words = [...limits].map(([stage, { amount, unit }]): [string, Bilingual] => [
    `stage.${stage}`,
    { zh: `${amount}${UNITS[unit].zh}`, en: `${amount} ${UNITS[unit].en}${amount === 1 ? '' : 's'}` },
  ])
  const byMeasure = new Map(words)
  return {
    head: { zh: '时限', en: 'Limit' },
    cell: (_, { measure }) => ({ value: byMeasure.get(measure) ?? null }),
  }
}

const stages = (report: Report): ReportTable => ({
  id: 'stages',
  title: { zh: '各环节用时（工作日）', en: 'Working days by stage' },
  first: { zh: '环节', en: 'Stage' },
  rows: wholeRows(
    report,
    STAGES.map((stage) => `stage.${stage}`),
  ),
  columns: [CASES, limitColumn(report), MEDIAN, NINETIETH, LATE, IN_TIME],
})

function stagesBy(report: Report): ReportTable {
  const columns = STAGES.slice(0, 3).flatMap((stage) => {
    const measure = `stage.${stage}`
    const { zh, en } = report.names.measure(measure)
    return [
      { ...MEDIAN, head: { zh: `${zh}中位数`, en: `${en}, median` } },
      { ...NINETIETH, head: { zh: `${zh}第90百分位`, en: `${en}, 90th` } },
      { ...IN_TIME, head: { zh: `${zh}按时`, en: `${en} on time` } },
    ].map((column) => ofMeasure(measure, column))
  })
  return byGroup(report, 'stages-by', { zh: '各环节用时（按分组）', en: 'Stages by group' }, columns)
}

const reasons = (report: Report, refusals: readonly string[]): ReportTable => ({
  id: 'reasons',
  title: { zh: '不予推荐的原因', en: 'Reasons for refusal' },
  first: BREAKDOWN_WORDS.reason,
  rows: wholeRows(report, refusals),
  columns: [
    { ...CASES, head: { zh: '次数', en: 'Number' } },
    shareOf({ zh: '占不予推荐的比例', en: 'Share of refusals' }, 'refused'),
  ],
})

const VOLUMES = ['filed', 'accepted', 'notAccepted', 'withdrawn', 'lapsed', 'decided']
const OUTCOMES = [
  ...['recommended', 'refused', 'notAccepted', 'withdrawn', 'lapsed'],
  ...['letters', 'granted', 'permitRefused', 'revoked', 'expired'],
]
const NOT_GRANTED = ['permit.refused', 'permit.open', 'permit.ended']
/** What was asked of the permit authority, and how what it granted compares. */
const COMPARED = ['same', 'less', 'more', 'unsaid']
const CLASSES = ['asked', ...COMPARED.map((how) => `permit.class.${how}`), ...NOT_GRANTED]
const LENGTHS = ['asked', ...COMPARED.map((how) => `permit.months.${how}`), ...NOT_GRANTED]
const CORRECTIONS = [
  ...['corrections', 'rounds.0', 'rounds.1', 'rounds.2'],
  ...['refused', 'reviews', 'upheld', 'overturned'],
]

/** All tables of a report, in the order of the page. */
export function makeTables(report: Report): ReportTable[] {
  const refusals = report.names.reasons('refusal').map(({ key }) => `refusal.${key}`)
  const split = report.by !== 'none'
  const byReason = { zh: '不予推荐的原因（按分组）', en: 'Reasons for refusal by group' }
  return [
    countTable(report, 'volumes', { zh: '办件量', en: 'Volumes' }, VOLUMES),
    countTable(report, 'outcomes', { zh: '结果', en: 'Outcomes' }, OUTCOMES),
    distribution(report),
    timeTable(report, 'times', {
      zh: '从提交到首次决定的用时（工作日）',
      en: 'Working days from filing to the first decision',
    }),
    stages(report),
    ...(split ? [stagesBy(report)] : []),
    countTable(report, 'asked', { zh: '建议的类别与准予的类别', en: 'Class proposed and class granted' }, CLASSES),
    countTable(report, 'asked-months', { zh: '建议的期限与准予的期限', en: 'Length proposed and granted' }, LENGTHS),
    countTable(report, 'corrections', { zh: '补正与复核', en: 'Corrections and reviews' }, CORRECTIONS),
    reasons(report, refusals),
    ...(split ? [countTable(report, 'reasons-by', byReason, refusals)] : []),
  ]
}
