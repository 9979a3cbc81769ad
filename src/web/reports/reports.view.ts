/** The page of a report: the few figures that matter first, then each question with its chart and its table. */
import { path, withQuery } from '../../base/path.js'
import { type Bilingual, fill } from '../../base/text.js'
import type { ReportCell } from '../../cases/reports/cells.js'
import { BREAKDOWNS } from '../../cases/reports/figures.js'
import { BREAKDOWN_WORDS } from '../../cases/reports/names.js'
import type { Report, ReportQuestion } from '../../cases/reports/report.js'
import { makeTables, type ReportTable } from '../../cases/reports/tables.js'
import type { CsvCell } from '../kit/csv.js'
import { headline } from '../kit/figures.js'
import { span, time } from '../kit/page.js'
import type { Notice, Table } from '../kit/parts.js'
import { link } from '../kit/pieces.js'
import { columnOf, wideTable } from '../kit/table.js'
import { type Drawing, makeDrawings } from './drawings.js'
import { figureQuery, queryOf, usualPeriods } from './question.js'

interface Section extends Drawing {
  readonly id: string
  /** Its first table is too wide to stand beside the chart. */
  readonly below: boolean
  /** Tables that stand together: the first beside the chart, the others below it. */
  readonly blocks: { readonly table: Table; readonly csv: string }[][]
}

/** What the form that chooses period and breakdown shows. */
function chooserOf({ period, by }: ReportQuestion, today: string) {
  return {
    ...period,
    choices: BREAKDOWNS.map((value) => ({ value, text: BREAKDOWN_WORDS[value], chosen: value === by })),
    periods: usualPeriods(today).map((usual) =>
      link(usual.text, withQuery(path.reports, queryOf({ period: usual.period, by }))),
    ),
  }
}

/** A table with its numbers; they lead to their cases for a reader who sees these. */
export function figuresTable(report: Report, { title, first, rows, columns }: ReportTable, seesCases = false): Table {
  const content = ({ value, behind }: ReportCell) => {
    const text = typeof value === 'number' ? String(value) : value
    return text && behind && seesCases ? link(text, withQuery(path.reportedCases, figureQuery(report, behind))) : text
  }
  return wideTable(title, rows, [
    columnOf(first, ({ name }) => name, 'heads'),
    ...columns.map(({ head, cell }) =>
      columnOf(head, (row: (typeof rows)[number]) => content(cell(report, row)), 'numeric'),
    ),
  ])
}

/** The same as a file: one line of heads, one a row. */
export const figuresLines = (report: Report, { first, rows, columns }: ReportTable): CsvCell[][] => [
  [first, ...columns.map(({ head }) => head)],
  ...rows.map((row) => [row.name, ...columns.map(({ cell }) => cell(report, row).value)]),
]

/** Columns of figures that have room beside a chart. */
const MOST_BESIDE = 6

function sectionsOf(report: Report, seesCases: boolean): Section[] {
  const drawings = makeDrawings(report)
  const sections: Section[] = []
  const shown = (table: ReportTable) => ({
    table: figuresTable(report, table, seesCases),
    csv: withQuery(path.reportCsv(table.id), queryOf(report)),
  })
  for (const table of makeTables(report)) {
    const drawing = drawings[table.id]
    const below = table.columns.length > MOST_BESIDE
    if (drawing) sections.push({ id: table.id, below, ...drawing, blocks: [[shown(table)]] })
    else sections.at(-1)?.blocks.push([shown(table)])
  }
  return sections
}

const SMALL_NOTE: Notice = {
  kind: 'info',
  text: {
    zh: '只有数字，没有案件。小于5的数字不显示；能由合计倒推的，相邻的数字也不显示，均以“*”表示。期间按整月计。',
    en:
      'Figures only, no cases. Numbers under five are not shown, nor are others from which they could be ' +
      'worked out. Both are shown as “*”. Periods are whole months.',
  },
}
const OVERLAP: Readonly<Record<string, Bilingual>> = {
  department: {
    zh: '一件案件在牵头和参与评估的每个部门各计一次，各行相加多于合计。',
    en:
      'A case counts once at each department that leads it or is named in it, so the rows add up to more ' +
      'than the total.',
  },
  reason: {
    zh: '按原因分组时，各行只含因该原因不予推荐过的案件；合计含全部案件。',
    en: 'If grouped by reason, each row has the cases refused for that reason; the total has all cases.',
  },
}

/** Where a copy of the database was read, up to when its data go. */
export const asOfText = ({ asOf }: { readonly asOf?: Date | undefined }): Bilingual | undefined =>
  asOf && fill({ zh: '数据截至{time}', en: 'Data up to {time}' }, { time: time(asOf) })

/** `seesCases`: the reader does, and numbers lead to them. */
export function reportView(report: Report, today: string, seesCases: boolean) {
  return {
    title: { zh: '统计', en: 'Reports' },
    period: span(report.period),
    asOf: asOfText(report),
    chooser: chooserOf(report, today),
    figures: headline(report),
    sections: sectionsOf(report, seesCases),
    method: METHOD,
    note: OVERLAP[report.by],
    notices: seesCases ? [] : [SMALL_NOTE],
  }
}

const METHOD: readonly Bilingual[] = [
  {
    zh: '所有数字直接由案件的办理记录得出，不另设台账。日期为上海时间。',
    en: 'All figures come directly from the case histories. Dates are in Shanghai time.',
  },
  {
    zh: '工作日按国务院公布的日历，起始日不计。等待企业补正、征求意见、意向告知和服务中断而中止计时的日子不计入用时。',
    en:
      'Working days follow the State Council’s calendar; the first day is not counted. Days on which the ' +
      'time limit was paused (a correction, a consultation, an announced refusal, an outage) are not ' +
      'counted.',
  },
  {
    zh:
      '中位数：件数为偶数时取中间两数的平均。第90百分位：' +
      '十分之九的案件不超过的最小工作日数。按时：与提交日有效的时限相比。',
    en:
      'Median: with an even number of cases, the mean of the two in the middle. 90th percentile: the ' +
      'smallest number of working days that nine cases in ten did not exceed. On time: compared with the ' +
      'limits in force on the filing day.',
  },
  {
    zh: '分组中的区和集聚区以提交时企业的注册地和功能区为准；功能区优先于区。',
    en: 'District and cluster are those of the firm on submission. A zone takes precedence over a district.',
  },
]
