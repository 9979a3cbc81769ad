/** The public figures: by month and by cluster. */

import { path, withQuery } from '../../base/path.js'
import { type ReportTable, type Source } from './cells.js'
import { columns, shortMonth } from '../kit/chart.js'
import { asPart, countTable, groupsOf, timeTable } from './tables.js'
import { figureOf, headline, periodText } from '../kit/figures.js'

const VOLUMES = [
  'filed',
  'decided',
  'recommended',
  'refused',
  'notAccepted',
  'withdrawn',
  'lapsed',
  'letters',
  'granted',
  'revoked',
]

export function publicTables(source: Source): ReportTable[] {
  const clusters = { ...source, question: { ...source.question, by: 'cluster' as const } }
  return [
    countTable(source, 'months', { zh: '各月办件量和结果', en: 'Volumes and outcomes by month' }, VOLUMES),
    timeTable(source, 'times', {
      zh: '各月从提交到首次决定的用时（工作日）',
      en: 'Working days from filing to the first decision, by month',
    }),
    countTable(clusters, 'clusters', { zh: '各集聚区', en: 'By cluster' }, [
      'filed',
      'decided',
      'recommended',
      'refused',
      'letters',
    ]),
  ]
}

export function publicView(source: Source) {
  const months = groupsOf(source).filter(({ by }) => by === 'month')
  const bars = months.map(({ key }) => ({ name: shortMonth(key), values: [figureOf(source, 'month', key, 'filed').n] }))
  const title = { zh: '各月提交的件数', en: 'Cases filed by month' }
  const about = {
    zh: '数字见旁边的表格；小于5的不画。',
    en: 'The figures stand in the table beside; those under five are not drawn.',
  }
  const hasBars = bars.some(({ values: [value] }) => value !== null && value !== undefined && value > 0)
  const [first, ...rest] = publicTables(source)
  const shown = (table: ReportTable) => ({ table: asPart(table), csv: withQuery(path.figuresCsv, { table: table.id }) })
  return {
    title: { zh: '办理数据', en: 'Service figures' },
    period: periodText(source.question.period),
    figures: headline(source),
    sections: [
      {
        id: 'months',
        below: true,
        finding: { zh: '办了多少，结果如何', en: 'How much was done, and how it ended' },
        say: { zh: '各项按事情发生的月份计。', en: 'Each figure counts in the month in which it happened.' },
        chart: hasBars ? columns({ id: 'chart-months', title, about }, [{ hue: 'c1', text: title }], bars) : undefined,
        blocks: first ? [[shown(first)]] : [],
      },
      {
        id: 'more',
        finding: { zh: '用了多久，在哪里', en: 'How long it took, and where' },
        say: { zh: '等待企业补正的日子不计。', en: 'Days of waiting for the firm’s correction are not counted.' },
        blocks: rest.map((table) => [shown(table)]),
      },
    ],
  }
}
