/** The public figures: by month and by cluster. */
import { path, withQuery } from '../../base/path.js'
import { figureOf } from '../../cases/reports/figures.js'
import type { Report } from '../../cases/reports/report.js'
import { countTable, groupsOf, type ReportTable, timeTable } from '../../cases/reports/tables.js'
import { columns, shortMonth } from '../kit/chart.js'
import { headline } from '../kit/figures.js'
import { span } from '../kit/page.js'
import { asOfText, figuresTable } from './reports.view.js'

const VOLUMES = [
  ...['filed', 'decided', 'recommended', 'refused', 'notAccepted', 'withdrawn', 'lapsed'],
  ...['letters', 'granted', 'revoked'],
]

export function publicTables(report: Report) {
  const byCluster = { ...report, by: 'cluster' as const }
  return {
    months: countTable(report, 'months', { zh: '各月办件量和结果', en: 'Volumes and outcomes by month' }, VOLUMES),
    times: timeTable(report, 'times', {
      zh: '各月从提交到首次决定的用时（工作日）',
      en: 'Working days from filing to the first decision, by month',
    }),
    clusters: countTable(byCluster, 'clusters', { zh: '各集聚区', en: 'By cluster' }, [
      ...['filed', 'decided', 'recommended', 'refused', 'letters'],
    ]),
  }
}

function monthsChart(report: Report) {
  const months = groupsOf(report).filter(({ by }) => by === 'month')
  const bars = months.map(({ key, by }) => ({
    name: shortMonth(key),
    values: [figureOf(report, { measure: 'filed', by, key }).n],
  }))
  const title = { zh: '各月提交的件数', en: 'Cases filed by month' }
  const about = {
    zh: '数字见旁侧表格；小于5的不绘出。',
    en: 'See the table for the figures. Those under five are not shown in the chart.',
  }
  const hasBars = bars.some(({ values: [value] }) => value)
  return hasBars ? columns({ id: 'chart-months', title, about }, [{ hue: 'c1', text: title }], bars) : undefined
}

export function publicView(report: Report) {
  const { months, times, clusters } = publicTables(report)
  const shown = (table: ReportTable) => [
    { table: figuresTable(report, table), csv: withQuery(path.figuresCsv, { table: table.id }) },
  ]
  return {
    title: { zh: '办理数据', en: 'Service figures' },
    period: span(report.period),
    asOf: asOfText(report),
    figures: headline(report),
    sections: [
      {
        id: 'months',
        below: true,
        finding: { zh: '办件量和结果', en: 'Volumes and outcomes' },
        say: { zh: '各项按发生月份计。', en: 'Each event is counted in the month it happened.' },
        chart: monthsChart(report),
        blocks: [shown(months)],
      },
      {
        id: 'more',
        finding: { zh: '用时和地区', en: 'Time taken and location' },
        say: { zh: '等待企业补正的日子不计。', en: 'Days of waiting for the firm’s correction are not counted.' },
        blocks: [shown(times), shown(clusters)],
      },
    ],
  }
}
