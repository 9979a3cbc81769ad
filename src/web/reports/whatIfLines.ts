/** The cases that a draft would change, line by line, on the page and in the file. */
import { path } from '../../base/path.js'
import { asClause, type Bilingual, joined, sameText, SEMICOLON } from '../../base/text.js'
import type { Names } from '../../cases/reports/names.js'
import type { ChangedCase, Direction } from '../../cases/reports/tally.js'
import { type CsvColumn, csvColumn } from '../kit/csv.js'
import { both } from '../kit/page.js'
import type { Piece, Table } from '../kit/parts.js'
import { below, link, strong } from '../kit/pieces.js'
import { column, tableOf } from '../kit/table.js'

export const CATEGORY: Readonly<Record<string, Bilingual>> = {
  A: { zh: 'A类', en: 'Class A' },
  B: { zh: 'B类', en: 'Class B' },
  none: { zh: '未达A、B类', en: 'Neither' },
}
export const DIRECTION: Readonly<Record<Direction, Bilingual>> = {
  worse: { zh: '变差', en: 'Worse' },
  better: { zh: '变好', en: 'Better' },
  other: { zh: '其他变化', en: 'Other change' },
}
const LOOK = { worse: 'near', better: 'ok', other: 'quiet' } as const

const reasonsText = ({ reasons }: ChangedCase): Bilingual => joined(reasons.map(asClause), SEMICOLON)

/** 79, or 79 → 64. */
const changeOf = (before: Bilingual, after: Bilingual): Bilingual | Piece =>
  sameText(before, after) ? after : strong(joined([before, after], ' → '))

const pointsText = (points: number): Bilingual => both(() => String(points))
const categoryText = (category: string): Bilingual => CATEGORY[category] ?? { zh: category, en: category }

export function linesTable(caption: Bilingual, lines: readonly ChangedCase[]): Table {
  const caseLine = ({ id, number, name }: ChangedCase, index: number) =>
    id === null
      ? { zh: `第${index + 1}件`, en: `Case ${index + 1}` }
      : [link(number ?? '', path.case(id)), below(name ?? '', 'quiet')]
  const table = tableOf(
    caption,
    [...lines.entries()],
    [
      column('案件', 'Case', ([index, one]) => caseLine(one, index), 'heads'),
      column('类别', 'Category', ([, { before, after }]) =>
        changeOf(categoryText(before.category), categoryText(after.category)),
      ),
      column('积分', 'Points', ([, { before, after }]) =>
        changeOf(pointsText(before.points), pointsText(after.points)),
      ),
      column('方向', 'Direction', ([, { direction }]) => ({ text: DIRECTION[direction], look: LOOK[direction] })),
      column('原因', 'Reason', ([, one]) => reasonsText(one)),
    ],
  )
  return { ...table, captionHidden: false }
}

/** All lines as a file; without what names a case for whoever does not see it. */
export function lineColumns(names: Names): readonly CsvColumn<ChangedCase>[] {
  const groups = names.groups('cluster', [], { from: '2000-01-01', to: '2000-01-01' })
  const clusters = new Map(groups.map(({ key, name }) => [key, name]))
  return [
    csvColumn('编号', 'Number', ({ number }) => number),
    csvColumn('集聚区', 'Cluster', ({ id, cluster }) => (id === null ? null : (clusters.get(cluster) ?? cluster))),
    csvColumn('原类别', 'Previous class', ({ before }) => CATEGORY[before.category] ?? null),
    csvColumn('新类别', 'Category after', ({ after }) => CATEGORY[after.category] ?? null),
    csvColumn('原积分', 'Previous points', ({ before }) => before.points),
    csvColumn('新积分', 'Points after', ({ after }) => after.points),
    csvColumn('方向', 'Direction', ({ direction }) => DIRECTION[direction]),
    csvColumn('原因', 'Reason', ({ reasons }) => joined(reasons, ' ')),
  ]
}
