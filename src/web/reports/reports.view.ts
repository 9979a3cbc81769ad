/** The page of a report: the few figures that matter first, then each question with its chart and its table. */
import { path, withQuery } from '../../base/path.js'
import type { Bilingual } from '../../base/text.js'
import { BREAKDOWNS } from '../../cases/reports/report.service.js'
import type { Link, Notice, Table, Text } from '../kit/parts.js'
import { type ReportTable, type Source } from './cells.js'
import type { Chart } from '../kit/chart.js'
import { makeDrawings } from './drawings.js'
import { BREAKDOWN_WORDS } from './names.js'
import { type Question, queryOf, usualPeriods } from './question.js'
import { asPart, makeTables } from './tables.js'
import { headline, periodText } from '../kit/figures.js'

export interface Section {
  readonly id: string
  readonly finding: Text
  readonly say: Text
  readonly chart?: Chart
  /** The first table has many columns and stands below the chart. */
  readonly below?: true
  /** Tables that stand together: the first beside the chart, the others below it. */
  readonly blocks: readonly (readonly { readonly table: Table; readonly csv: string }[])[]
}

interface Limits {
  readonly words: ReadonlyMap<string, Text>
  readonly days: ReadonlyMap<string, number>
}

/** What the form that chooses period and breakdown shows. */
export function chooserOf(question: Question, today: string) {
  const { period, by } = question
  return {
    from: period.from,
    to: period.to,
    choices: BREAKDOWNS.map((value) => ({ value, text: BREAKDOWN_WORDS[value], chosen: value === by })),
    periods: usualPeriods(today).map(
      (usual): Link => ({ text: usual.text, href: withQuery(path.reports, queryOf({ period: usual.period, by })) }),
    ),
  }
}

function sectionsOf(source: Source, limits: Limits): Section[] {
  const drawings = makeDrawings(source, limits.days)
  const sections: (Omit<Section, 'blocks'> & { blocks: Section['blocks'][number][] })[] = []
  const shown = (table: ReportTable) => ({
    table: asPart(table),
    csv: withQuery(path.reportCsv(table.id), queryOf(source.question)),
  })
  for (const table of makeTables(source, limits.words)) {
    const drawing = drawings[table.id]
    if (drawing) sections.push({ id: table.id, ...drawing, blocks: [[shown(table)]] })
    else sections.at(-1)?.blocks.push([shown(table)])
  }
  return sections
}

const SMALL_NOTE: Notice = {
  kind: 'info',
  text: {
    zh: '只有数字，没有案件。小于5的数字不显示；能由合计倒推的，相邻的数字也不显示。期间按整月计。',
    en:
      'Figures only, no cases. Numbers under five are not shown, nor is a neighbour from ' +
      'which they could be worked out. Periods are whole months.',
  },
}
const OVERLAP: Readonly<Record<string, Bilingual>> = {
  department: {
    zh: '一件案件在牵头和参与评估的每个部门各计一次，各行相加多于合计。',
    en:
      'A case counts once at each department that leads it or is named in it, ' +
      'so that the rows add up to more than the total.',
  },
  reason: {
    zh: '按原因分组时，各行只含因该原因不予推荐过的案件；合计含全部案件。',
    en: 'By reason, a row has the cases that were once refused for that reason; the total has all cases.',
  },
}

export function reportView(source: Source, limits: Limits, reader: { today: string; seesCases: boolean }) {
  const { question } = source
  const overlap = OVERLAP[question.by]
  return {
    title: { zh: '统计', en: 'Reports' },
    period: periodText(question.period),
    chooser: chooserOf(question, reader.today),
    figures: headline(source),
    sections: sectionsOf(source, limits),
    method: METHOD,
    note: overlap,
    notices: !reader.seesCases ? [SMALL_NOTE] : undefined,
  }
}

const METHOD: readonly Bilingual[] = [
  {
    zh: '所有数字直接由案件的经过得出，不另设台账。日期为上海时间。',
    en: 'All figures are counted from the cases’ own histories; no other books are kept. Dates are those of Shanghai.',
  },
  {
    zh: '工作日按国务院公布的日历，起始日不计。等待企业补正、征求意见、意向告知和服务中断而中止计时的日子不计入用时。',
    en:
      'Working days follow the State Council’s calendar; the first day is not counted. Days on which the clock ' +
      'stood still (a correction, a consultation, an announced refusal, an outage) are left out.',
  },
  {
    zh:
      '中位数：件数为偶数时取中间两数的平均。第90百分位：' +
      '十分之九的案件不超过的最小工作日数。按时：与提交日有效的时限相比。',
    en:
      'Median: of an even number of cases, halfway between the two in the middle. Ninetieth ' +
      'percentile: the least number of days that nine cases in ten did not exceed. In time: ' +
      'compared with the limits in force on the filing day.',
  },
  {
    zh: '分组中的区和集聚区以提交时企业的注册地和功能区为准；功能区优先于区。',
    en: 'District and cluster are those of the firm when it filed; a zone goes before a district.',
  },
]
