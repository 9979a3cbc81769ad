/**
 * Tables as CSV (RFC 4180): UTF-8 with a byte order mark, so that spreadsheets read the Chinese,
 * and no cell that a spreadsheet would take for a formula.
 */
import { Readable } from 'node:stream'
import { type Bilingual, type Language, say } from '../../base/text.js'

/** What a spreadsheet takes for the beginning of a formula, or skips on the way to one. */
const RISKY = /^[=+\-@\t\r]/

export type CsvCell = string | number | Bilingual | null

function write(cell: CsvCell, language: Language): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  const text = typeof cell === 'string' ? cell : say(cell, language)
  const harmless = RISKY.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

/**
 * The bytes of a table. A number is written as it is, a negative one too; a text that would begin a
 * formula gets an apostrophe before it.
 */
export function csvOf(lines: readonly (readonly CsvCell[])[], language: Language): Buffer {
  const text = lines.map((line) => `${line.map((cell) => write(cell, language)).join(',')}\r\n`).join('')
  return Buffer.from(`\uFEFF${text}`, 'utf8')
}

/** A column of a file: its head, and what it says of a row. */
export interface CsvColumn<Row> {
  readonly head: Bilingual
  readonly cell: (row: Row) => CsvCell
}

export const csvColumn = <Row>(zh: string, en: string, cell: (row: Row) => CsvCell): CsvColumn<Row> => ({
  head: { zh, en },
  cell,
})

/** A table by its columns, written while its rows are read, some at a time. */
export const csvStream = <Row>(
  columns: readonly CsvColumn<Row>[],
  pages: AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>,
  language: Language,
): Readable =>
  Readable.from(
    (async function* () {
      yield csvOf([columns.map(({ head }) => head)], language)
      for await (const rows of pages) {
        const lines = rows.map((row) => columns.map(({ cell }) => cell(row)))
        yield csvOf(lines, language).subarray(3) // the byte order mark stands once
      }
    })(),
  )
