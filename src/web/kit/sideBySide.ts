/** Two states of the same fields side by side, and how an answer stands in a cell. */
import type { Bilingual } from '../../base/text.js'
import type { Compare, Line, Piece, Text } from './parts.js'

const NOTHING: Piece = { text: { zh: '没有', en: 'nothing' }, look: 'quiet' }

/** English below Chinese keeps its own signs: a Chinese page would set its apostrophes as wide as a character. */
const languageOf = ({ zh }: Bilingual): Pick<Piece, 'lang'> =>
  /\p{Script=Latin}/u.test(zh) && !/\p{Script=Han}/u.test(zh) ? { lang: 'en-GB' } : {}

/** A text of several lines, one below the other; of several texts one after the other. */
export const linesOf = (texts: Bilingual | readonly Bilingual[], look?: Piece['look']): Piece[] =>
  [texts]
    .flat()
    .flatMap((text) => {
      const [zh, en] = [text.zh.split('\n'), text.en.split('\n')]
      return Array.from({ length: Math.max(zh.length, en.length) }, (_, at) => ({ zh: zh[at] ?? '', en: en[at] ?? '' }))
    })
    .filter(({ zh, en }) => zh || en)
    .map((text, index) => ({ text, look, below: index > 0, ...languageOf(text) }))

/** An answer in a cell, or that there is none. */
export function answerLine(answer: Bilingual | readonly Bilingual[] | null, look?: Piece['look']): Line {
  const lines = answer ? linesOf(answer, look) : []
  return lines.length > 0 ? lines : [NOTHING]
}

/** A field and what stands in it on either side. */
export interface Sides {
  readonly key: Text
  readonly cells: readonly [Line, Line]
}

/** Two columns, field by field. */
export const sidesTable = (caption: Text, heads: readonly [Text, Text], rows: readonly Sides[]): Compare =>
  compareTable(
    caption,
    heads,
    rows.map(({ key, cells }) => ({ key, lines: cells })),
    { look: 'fields' },
  )

/** What is compared, with a line for each column. */
export interface ComparedRow {
  readonly key: Text
  readonly lines: readonly Line[]
  readonly differs?: boolean
  /** What the tint means, where that is not a difference. */
  readonly says?: Text
}

/** Columns side by side; each cell says its column's head, too, for the cards of a narrow screen. */
export const compareTable = (
  caption: Text,
  heads: readonly Text[],
  rows: readonly ComparedRow[],
  more: Pick<Compare, 'look' | 'notes'> = {},
): Compare => ({
  caption,
  ...more,
  heads,
  rows: rows.map(({ key, lines, differs, says }) => ({
    key,
    differs,
    says,
    cells: lines.map((line, index) => ({ head: heads[index] ?? '', line })),
  })),
})
