/**
 * Tables and lists of facts, with each name said once: a column's head is also what its cells are
 * called in the cards of a narrow screen.
 */
import type { Left } from '../../base/text.js'
import { numberText } from './page.js'
import type { Cell, Piece, Summary, SummaryRow, Table, Text } from './parts.js'
import { pieces } from './pieces.js'

type Parts = readonly (Text | Piece | Left)[]
/** What is said in a cell, or of a name: a text, a piece, a line, a number; a dash for what is left out. */
type Content = Text | Piece | Parts | number | Left
type CellParts = Omit<Cell, 'label' | 'heads' | 'numeric'>

const isThere = <Thing extends object>(thing: Thing | Left): thing is Thing =>
  typeof thing === 'object' && thing !== null

const isLine = (content: Content): content is Parts => Array.isArray(content)
const isCell = (content: Content | CellParts): content is CellParts =>
  typeof content === 'object' && content !== null && ['line', 'tag', 'button', 'choose'].some((part) => part in content)

function lineOf(content: Content) {
  if (typeof content === 'number') return [numberText(content)]
  if (!content) return ['—']
  return isLine(content) ? pieces(...content) : [content]
}

export interface Column<Row> {
  readonly head: Text
  readonly look: ColumnLook | undefined
  readonly cell: (row: Row) => CellParts
}

/** It names its row; it holds numbers; its head is for those alone who do not see the page, as it may be of names. */
type ColumnLook = 'heads' | 'numeric' | 'hidden' | 'hiddenHeads'

/**
 * A column of a table.
 *
 * @param content what is said of a row, or what else stands in its cell: a tag, a button, a box
 */
export const column = <Row>(
  zh: string,
  en: string,
  content: (row: Row) => Content | CellParts,
  look?: ColumnLook,
): Column<Row> => columnOf({ zh, en }, content, look)

/** The same with a head that is said elsewhere, too. */
export const columnOf = <Row>(
  head: Text,
  content: (row: Row) => Content | CellParts,
  look?: ColumnLook,
): Column<Row> => ({
  head,
  look,
  cell: (row) => {
    const found = content(row)
    return isCell(found) ? found : { line: lineOf(found) }
  },
})

/**
 * A table whose rows are cards on a narrow screen.
 *
 * @param caption for those who do not see the page
 */
export const tableOf = <Row>(caption: Text, rows: readonly Row[], columns: Columns<NoInfer<Row>>): Table =>
  tableWith(caption, rows, columns, true)

/** A table of many columns, which a narrow screen moves sideways. */
export const wideTable = <Row>(caption: Text, rows: readonly Row[], columns: Columns<NoInfer<Row>>): Table =>
  tableWith(caption, rows, columns, false)

type Columns<Row> = readonly (Column<Row> | Left)[]

function tableWith<Row>(caption: Text, rows: readonly Row[], columns: Columns<Row>, cards: boolean): Table {
  const shown = columns.filter(isThere)
  return {
    caption,
    captionHidden: true,
    cards,
    head: shown.map(({ head, look }) => ({
      text: head,
      numeric: look === 'numeric',
      hidden: look?.startsWith('hidden'),
    })),
    rows: rows.map((row) => ({
      cells: shown.map(({ head, look, cell }) => cellOf(cell(row), cards ? head : undefined, look)),
    })),
  }
}

/** An empty line makes an empty cell, which no card names. */
function cellOf(parts: CellParts, head: Text | undefined, look: ColumnLook | undefined): Cell {
  if (look === 'heads' || look === 'hiddenHeads') return { ...parts, heads: true }
  return { ...parts, label: parts.line?.length === 0 ? undefined : head, numeric: look === 'numeric' }
}

/** A name and what is said of it, with what else belongs to it: pages it rests on, ways to change it. */
export const fact = (zh: string, en: string, content: Content, more?: Omit<SummaryRow, 'key' | 'line'>): SummaryRow =>
  factOf({ zh, en }, content, more)

/** The same with a name that is said elsewhere, too. */
export const factOf = (key: Text, content: Content, more?: Omit<SummaryRow, 'key' | 'line'>): SummaryRow => ({
  key,
  line: lineOf(content),
  ...more,
})

/** Facts one below the other, without those that are left out. */
export const facts = (...rows: readonly (SummaryRow | Left)[]): Summary => ({ rows: rows.filter(isThere) })

/** In small type, beside something else. */
export const smallFacts = (...rows: readonly (SummaryRow | Left)[]): Summary => ({ small: true, ...facts(...rows) })
