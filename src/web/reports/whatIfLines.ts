/** The cases that a draft would change, line by line, on the page and in the file. */
import { path } from '../../base/path.js'
import { asClause, type Bilingual, sameText } from '../../base/text.js'
import type { ChangedCase, Direction, WhatIf } from '../../cases/reports/tally.js'
import { both } from '../kit/page.js'
import type { Cell, Piece, Text } from '../kit/parts.js'
import type { CsvCell } from '../kit/csv.js'
import type { Names } from './names.js'

export const CATEGORY: Readonly<Record<string, Bilingual>> = {
  A: { zh: 'A类', en: 'Class A' },
  B: { zh: 'B类', en: 'Class B' },
  none: { zh: '未达A、B类', en: 'Neither' },
}
export const DIRECTION: Readonly<Record<Direction, Bilingual>> = {
  worse: { zh: '变差', en: 'Worse' },
  better: { zh: '变好', en: 'Better' },
  other: { zh: '其他变化', en: 'Otherwise' },
}
export const ORDER: readonly Direction[] = ['worse', 'better', 'other']

/**
 * Why, in full for those who see the case; for others without what the talent answered: which
 * routes, which elements of the points.
 */
function why({ difference }: ChangedCase, named: boolean): Bilingual[] {
  if (named) return [...difference.sentences]
  const { routes, points, blocks, warns } = difference
  const codes = [...blocks.appeared, ...blocks.gone].length + [...warns.appeared, ...warns.gone].length
  return [
    ...routes.map(({ class: name, label, opened }) => ({
      zh: `${name}类“${label.zh}”${opened ? '变为符合' : '不再符合'}`,
      en: `class ${name}, “${label.en}”: ${opened ? 'now open' : 'no longer open'}`,
    })),
    ...points.lines.map(({ label, by }) => {
      const sign = by > 0 ? `+${by}` : `−${Math.abs(by)}`
      return { zh: `${label.zh}${sign}分`, en: `${label.en} ${sign}` }
    }),
    ...(codes > 0 ? [{ zh: '不能提交的原因或提醒有变化', en: 'other blocks or warnings' }] : []),
  ]
}

export const sorted = (changed: readonly ChangedCase[]): ChangedCase[] =>
  [...changed].sort((a, b) => ORDER.indexOf(a.direction) - ORDER.indexOf(b.direction))

export const LINE_HEAD = {
  case: { zh: '案件', en: 'Case' },
  category: { zh: '类别', en: 'Category' },
  points: { zh: '积分', en: 'Points' },
  direction: { zh: '方向', en: 'Which way' },
  why: { zh: '原因', en: 'Why' },
}

/** 79, or 79 → 64. */
function changeOf(before: Text, after: Text): Text | Piece {
  const words = (text: Text) => (typeof text === 'string' ? { zh: text, en: text } : text)
  const [from, to] = [words(before), words(after)]
  if (sameText(from, to)) return after
  return { text: { zh: `${from.zh} → ${to.zh}`, en: `${from.en} → ${to.en}` }, look: 'strong' }
}

export function lineOf(one: ChangedCase, index: number, named: boolean): { cells: Cell[] } {
  const { id, number, name, before, after, direction } = one
  const [from, to] = [before.category, after.category].map((category) => CATEGORY[category] ?? category)
  const reasons = why(one, named)
  const said = both((language) => reasons.map((text) => asClause(text)[language]).join(language === 'zh' ? '；' : '; '))
  return {
    cells: [
      {
        heads: true,
        label: LINE_HEAD.case,
        line:
          id === null
            ? [{ zh: `第${index + 1}件`, en: `Case ${index + 1}` }]
            : [
                { text: number ?? '', href: path.case(id) },
                { text: name ?? '', below: true, look: 'quiet' },
              ],
      },
      {
        label: LINE_HEAD.category,
        line: [changeOf(from ?? '', to ?? '')],
      },
      {
        label: LINE_HEAD.points,
        line: [changeOf(String(before.points), String(after.points))],
      },
      {
        label: LINE_HEAD.direction,
        line: [
          {
            text: DIRECTION[direction],
            look: direction === 'worse' ? 'near' : direction === 'better' ? 'ok' : 'quiet',
          },
        ],
      },
      { label: LINE_HEAD.why, line: [said] },
    ],
  }
}

/** All lines; without what names a case for whoever does not see it. */
export function csvOfWhatIf({ changed }: WhatIf, names: Names): CsvCell[][] {
  const clusters = new Map(
    names.groups('cluster', [], { from: '2000-01-01', to: '2000-01-01' }).map(({ key, name }) => [key, name]),
  )
  const head: CsvCell[] = [
    { zh: '编号', en: 'Number' },
    { zh: '集聚区', en: 'Cluster' },
    { zh: '原类别', en: 'Category before' },
    { zh: '新类别', en: 'Category after' },
    { zh: '原积分', en: 'Points before' },
    { zh: '新积分', en: 'Points after' },
    LINE_HEAD.direction,
    LINE_HEAD.why,
  ]
  const lines = sorted(changed).map((one): CsvCell[] => {
    const reasons = why(one, one.id !== null)
    return [
      one.number,
      one.id === null ? null : (clusters.get(one.cluster) ?? one.cluster),
      CATEGORY[one.before.category] ?? null,
      CATEGORY[one.after.category] ?? null,
      one.before.points,
      one.after.points,
      DIRECTION[one.direction],
      both((language) => reasons.map((text) => text[language]).join(' ')),
    ]
  })
  return [head, ...lines]
}
