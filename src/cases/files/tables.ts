/**
 * Reads what platforms export, CSV and XLSX, into text (in the box: reader.ts, pageReader.ts). What
 * would be computed or run when somebody opens the file is refused, with the cell where it stands;
 * a file that says more than a platform does is refused before it is unpacked.
 */
import { TextDecoder } from 'node:util'
import { CsvError, parse } from 'csv-parse/sync'
import { cellName, type ExportRow, type ExportTable } from '../../criteria/exportTable.js'
import { refuse } from './refusals.js'
import { readWorkbook } from './workbook.js'

/** Three years by day, and more columns than any platform has. */
export const TABLE_LIMITS = { rows: 1200, columns: 80, cell: 300, characters: 250_000 }

const COMPUTES = /^\s*[=+\-@]/
/** A figure, a mark for no figure, a handle. */
const HARMLESS =
  /^\s*(?:[+-]?[\d.,，\s]+(?:%|％|[a-zA-Z万亿]{1,4})?|-+|[+-]?[¥￥$€£][\d.,\s]+|@[\p{L}\p{N}._-]{1,60})\s*$/u

/** The rows with something in them, cells trimmed. Throws `Refused` for a cell that computes, and for too many. */
function settled(rows: readonly ExportRow[]): ExportRow[] {
  let characters = 0
  return rows.flatMap(({ row, cells }) => {
    const found = cells.map((cell) => cell.normalize('NFC').trim())
    while (found.at(-1) === '') found.pop()
    if (found.length === 0) return []
    if (found.length > TABLE_LIMITS.columns) refuse('file:tableTooWide', { row, limit: TABLE_LIMITS.columns })
    found.forEach((cell, column) => {
      characters += cell.length
      if (COMPUTES.test(cell) && !HARMLESS.test(cell)) refuse('file:tableFormula', { cell: cellName(row, column) })
      if (cell.length > TABLE_LIMITS.cell)
        refuse('file:tableCell', { cell: cellName(row, column), limit: TABLE_LIMITS.cell })
    })
    if (characters > TABLE_LIMITS.characters) refuse('file:tableTooLong', { limit: TABLE_LIMITS.rows })
    return [{ row, cells: found }]
  })
}

const decoded = (bytes: Uint8Array, encoding: string): string | undefined => {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** UTF-8 with or without its mark, UTF-16 with it, else GB 18030, of which GBK is a part. */
function textOf(bytes: Buffer): string {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return decoded(bytes, 'utf-16le') ?? refuse('file:tableEncoding', { row: 1 })
  const text = decoded(bytes, 'utf-8') ?? decoded(bytes, 'gb18030')
  if (text !== undefined && !text.includes('\0')) return text
  let row = 1
  for (let from = 0; from < bytes.length; row++) {
    const end = bytes.indexOf(0x0a, from)
    const line = bytes.subarray(from, end < 0 ? bytes.length : end)
    if (line.includes(0) || (!decoded(line, 'utf-8') && !decoded(line, 'gb18030') && line.length > 0)) break
    from = end < 0 ? bytes.length : end + 1
  }
  return refuse('file:tableEncoding', { row })
}

/** The sign that stands most often in the first lines. */
function delimiterOf(text: string): string {
  const head = text.split(/\r?\n/, 10).join('\n')
  const count = (sign: string) => head.split(sign).length
  return [',', '\t', ';'].reduce((best, sign) => (count(sign) > count(best) ? sign : best))
}

function readCsv(bytes: Buffer): ExportRow[] {
  const text = textOf(bytes)
  try {
    const records: string[][] = parse(text, {
      bom: true,
      delimiter: delimiterOf(text),
      relax_column_count: true,
      skip_empty_lines: false,
      max_record_size: TABLE_LIMITS.columns * TABLE_LIMITS.cell,
      to: TABLE_LIMITS.rows + 1,
    })
    return records.map((cells, index) => ({ row: index + 1, cells }))
  } catch (problem) {
    if (problem instanceof CsvError) refuse('file:tableRow', { row: Number(problem['lines'] ?? 0) || 1 })
    throw problem
  }
}

/** The table of a file whose type is known. Throws `Refused`. */
export async function readTable(bytes: Buffer, format: 'csv' | 'xlsx'): Promise<ExportTable> {
  const { sheet, rows } = format === 'xlsx' ? await readWorkbook(bytes, TABLE_LIMITS.rows) : { rows: readCsv(bytes) }
  if (rows.length > TABLE_LIMITS.rows) refuse('file:tableTooLong', { limit: TABLE_LIMITS.rows })
  const found = settled(rows)
  if (found.length === 0) refuse('file:tableEmpty')
  return sheet === undefined ? { rows: found } : { sheet, rows: found }
}
