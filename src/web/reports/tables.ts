/**
 * The tables of a report, each made once from the figures: the page shows it, the CSV writes it,
 * and every figure leads to its cases for whoever may see them.
 */
import type { Bilingual } from '../../base/text.js'
import type { Breakdown } from '../../cases/reports/report.service.js'
import type { Table, Text } from '../kit/parts.js'
import { numberCell, type ReportTable, type Source, TIME_HEAD, timeCells } from './cells.js'
import type { CsvCell } from '../kit/csv.js'
import { BREAKDOWN_WORDS, type Group, WHOLE } from './names.js'
import { figureOf, NONE, percentOf, percentText, SMALL } from '../kit/figures.js'

/** The rows of a table by groups: each group, then the whole when there is more than one. */
export function groupsOf({ question: { by, period }, figures, names }: Source): (Group & { by: Breakdown })[] {
  const groups = names.groups(by, figures.get(by) ?? [], period).map((group) => ({ ...group, by }))
  return by === 'none' ? groups : [...groups, { key: '', name: WHOLE, by: 'none' }]
}

/** Counts by group, a column a measure. */
export function countTable(source: Source, id: string, title: Bilingual, measures: readonly string[]): ReportTable {
  const rows = groupsOf(source).map(({ key, name, by }) => ({
    name,
    cells: measures.map((measure) => numberCell(figureOf(source, by, key, measure).n, source, { measure, by, key })),
  }))
  return { id, title, head: [BREAKDOWN_WORDS[source.question.by], ...measures.map(source.names.measure)], rows }
}

/** How long first decisions took, by group. */
export const timeTable = (source: Source, id: string, title: Bilingual): ReportTable => ({
  id,
  title,
  head: [BREAKDOWN_WORDS[source.question.by], ...TIME_HEAD],
  rows: groupsOf(source).map(({ key, name, by }) => ({ name, cells: timeCells(source, by, key, 'decided') })),
})

export const STAGES = ['acceptance', 'assessment', 'decision', 'letter', 'firm', 'review'] as const

/** How many decisions took how many days, in their order. */
export function daysOf({ figures }: Pick<Source, 'figures'>): { days: number; n: number | null }[] {
  const decided = (figures.get('days') ?? []).filter(({ measure, key }) => measure === 'decided' && key !== '')
  return decided.map(({ key, n }) => ({ days: Number(key), n })).sort((a, b) => a.days - b.days)
}

function distribution(source: Source): ReportTable {
  const whole = figureOf(source, 'none', '', 'decided').n
  const rows = daysOf(source).map(({ days, n }) => {
    const share = percentText(percentOf(n, whole))
    return {
      name: String(days),
      cells: [
        numberCell(n, source, { measure: 'decided', by: 'days', key: String(days) }),
        { text: n === null ? SMALL : share, csv: n === null ? SMALL : share },
      ],
    }
  })
  const head = [
    { zh: '工作日', en: 'Working days' },
    { zh: '件数', en: 'Cases' },
    { zh: '占比', en: 'Share' },
  ]
  return {
    id: 'days',
    title: { zh: '用时的分布', en: 'How the times are spread' },
    head,
    rows,
  }
}

function stages(source: Source, limits: ReadonlyMap<string, Text>): ReportTable {
  const rows = STAGES.map((stage) => {
    const measure = `stage.${stage}`
    const [cases, ...rest] = timeCells(source, 'none', '', measure)
    const limit = limits.get(stage) ?? NONE
    const cells = [...(cases ? [cases] : []), { text: limit, csv: limit === NONE ? null : limit }, ...rest]
    return { name: source.names.measure(measure), cells }
  })
  const [cases, ...rest] = TIME_HEAD
  const head = [{ zh: '环节', en: 'Stage' }, ...(cases ? [cases] : []), { zh: '时限', en: 'Limit' }, ...rest]
  return { id: 'stages', title: { zh: '各环节用时（工作日）', en: 'Working days by stage' }, head, rows }
}

function stagesBy(source: Source): ReportTable {
  const shown = STAGES.slice(0, 3)
  const head = shown.flatMap((stage): Text[] => {
    const { zh, en } = source.names.measure(`stage.${stage}`)
    return [
      { zh: `${zh}中位数`, en: `${en}, median` },
      { zh: `${zh}第90百分位`, en: `${en}, 90th` },
      { zh: `${zh}按时`, en: `${en} in time` },
    ]
  })
  const rows = groupsOf(source).map(({ key, name, by }) => ({
    name,
    cells: shown.flatMap((stage) => {
      const [, median, p90, , share] = timeCells(source, by, key, `stage.${stage}`)
      return [median, p90, share].filter((cell) => cell !== undefined)
    }),
  }))
  const title = { zh: '各环节用时（按分组）', en: 'Stages by group' }
  return { id: 'stages-by', title, head: [BREAKDOWN_WORDS[source.question.by], ...head], rows }
}

function reasons(source: Source): ReportTable {
  const whole = figureOf(source, 'none', '', 'refused').n
  const rows = source.names.reasons('refusal').map(({ key: code, name }) => {
    const measure = `refusal.${code}`
    const { n } = figureOf(source, 'none', '', measure)
    const share = n === null ? SMALL : percentText(percentOf(n, whole))
    return { name, cells: [numberCell(n, source, { measure, by: 'none', key: '' }), { text: share, csv: share }] }
  })
  const head = [BREAKDOWN_WORDS.reason, { zh: '次数', en: 'Times' }, { zh: '占不予推荐', en: 'Of refusals' }]
  return { id: 'reasons', title: { zh: '不予推荐的原因', en: 'Reasons for refusal' }, head, rows }
}

/** All tables of a report, in the order of the page. `limits`: what each stage may take, in words. */
export function makeTables(source: Source, limits: ReadonlyMap<string, Text>): ReportTable[] {
  const refusals = source.names.reasons('refusal').map(({ key }) => `refusal.${key}`)
  const split = source.question.by !== 'none'
  return [
    countTable(source, 'volumes', { zh: '办件量', en: 'Volumes' }, [
      'filed',
      'accepted',
      'notAccepted',
      'withdrawn',
      'lapsed',
      'decided',
    ]),
    countTable(source, 'outcomes', { zh: '结果', en: 'Outcomes' }, [
      'recommended',
      'refused',
      'notAccepted',
      'withdrawn',
      'lapsed',
      'letters',
      'granted',
      'permitRefused',
      'revoked',
      'expired',
    ]),
    distribution(source),
    timeTable(source, 'times', {
      zh: '从提交到首次决定的用时（工作日）',
      en: 'Working days from filing to the first decision',
    }),
    stages(source, limits),
    ...(split ? [stagesBy(source)] : []),
    countTable(source, 'corrections', { zh: '补正与复核', en: 'Corrections and reviews' }, [
      'corrections',
      'rounds.0',
      'rounds.1',
      'rounds.2',
      'refused',
      'reviews',
      'upheld',
      'overturned',
    ]),
    reasons(source),
    ...(split
      ? [
          countTable(
            source,
            'reasons-by',
            { zh: '不予推荐的原因（按分组）', en: 'Reasons for refusal by group' },
            refusals,
          ),
        ]
      : []),
  ]
}

/** As the page's part shows it. */
export const asPart = ({ title, head, rows }: ReportTable): Table => ({
  caption: title,
  captionHidden: true,
  head: head.map((text, index) => (index === 0 ? { text } : { text, numeric: true })),
  rows: rows.map(({ name, cells }) => ({
    cells: [
      { heads: true, line: [name] },
      ...cells.map(({ text, href }) => ({ numeric: true, line: [href ? { text, href } : text] })),
    ],
  })),
})

/** As the CSV has it: one line of heads, one a row. */
export const asCsv = ({ head, rows }: ReportTable): CsvCell[][] => [
  [...head],
  ...rows.map(({ name, cells }) => [name, ...cells.map(({ csv }) => csv)]),
]
