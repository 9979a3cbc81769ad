/** Lists whose columns have names: a table, and on a narrow screen a card for each of its rows. */
import type { Cell, Table, Text } from './parts.js'

type Row<Name extends string> = Readonly<Record<Name, Omit<Cell, 'label' | 'numeric'>>>

/**
 * A list as a table.
 *
 * @param caption for those who do not see the page
 * @param heads what its columns are called, in their order
 * @param rows what stands in each column
 * @param numbers the columns that hold numbers
 */
export function cardTable<Name extends string>(
  caption: Text,
  heads: Readonly<Record<Name, Text>>,
  rows: readonly Row<NoInfer<Name>>[],
  numbers: readonly NoInfer<Name>[] = [],
): Table {
  const names = Object.keys(heads) as Name[] // it has no others
  const columns = names.map((name) => ({ name, text: heads[name], numeric: numbers.includes(name) }))
  return {
    caption,
    captionHidden: true,
    cards: true,
    head: columns.map(({ text, numeric }) => ({ text, numeric })),
    rows: rows.map((row) => ({
      cells: columns.map(({ name, text, numeric }) => ({ ...row[name], numeric, label: text })),
    })),
  }
}
