/**
 * Tables that somebody sends as CSV (RFC 4180), as spreadsheets write them: with commas, semicolons
 * or tabs. In UTF-8 only: what is written otherwise would be read wrongly without anybody seeing it.
 */
import { CsvError, parse } from 'csv-parse/sync'
import { Invalid } from './errors.js'
import { type Bilingual, fill } from './text.js'

export interface CsvRow {
  /** The line of the file on which the row begins; the first one is 1. */
  readonly at: number
  readonly cells: readonly string[]
}

/** The apostrophe that web/kit/csv.ts puts before what a spreadsheet would take for a formula. */
const MARKED = /^'(?=[=+\-@\t\r])/

/** The rows that are not empty. Throws Invalid: what is wrong with the file, and on which line. */
export function readCsv(content: Buffer): CsvRow[] {
  const text = decode(content)
  const head = text.slice(0, (text.indexOf('\n') + 1 || text.length + 1) - 1)
  const delimiter = [',', ';', '\t'].reduce((best, one) => (count(head, one) > count(head, best) ? one : best), ',')
  try {
    // with `info` each record comes with the line on which it ends
    const found = parse(text, { delimiter, bom: true, relax_column_count: true, info: true, raw: true }) as unknown as {
      readonly record: readonly string[]
      readonly info: { readonly lines: number }
      readonly raw: string
    }[]
    return found
      .map(({ record, info, raw }) => ({
        at: info.lines - count(raw.trimEnd(), '\n'),
        cells: record.map((cell) => cell.trim().replace(MARKED, '')),
      }))
      .filter(({ cells }) => cells.some((cell) => cell !== ''))
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw invalid('notCsv', fill(NOT_CSV, { at: Number(error.lines ?? 1) }))
  }
}

const count = (text: string, what: string): number => text.split(what).length - 1

/** Throws Invalid with the first line that is no UTF-8. */
function decode(content: Buffer): string {
  const strict = new TextDecoder('utf-8', { fatal: true })
  if (content.length === 0) throw invalid('noFile', NO_FILE)
  try {
    return strict.decode(content)
  } catch {
    throw invalid('notUtf8', fill(NOT_UTF8, { at: firstBroken(content) }))
  }
}

function firstBroken(content: Buffer): number {
  let [at, from] = [1, 0]
  for (;;) {
    const end = content.indexOf(0x0a, from)
    const line = content.subarray(from, end < 0 ? undefined : end)
    if (Buffer.compare(Buffer.from(line.toString('utf8'), 'utf8'), line) !== 0 || end < 0) return at
    ;[at, from] = [at + 1, end + 1]
  }
}

/** What is wrong with a file that was sent. */
export const invalid = (code: string, message: Bilingual): Invalid => new Invalid([{ code, path: 'file', message }])

const NO_FILE = { zh: '请选择文件。', en: 'Select a file.' }
const NOT_UTF8 = {
  zh: '文件不是 UTF-8 编码：第 {at} 行无法读取。请另存为“CSV UTF-8（逗号分隔）”后上传；未登记任何内容。',
  en:
    'The file is not in UTF-8: line {at} cannot be read. Save it as “CSV UTF-8 (comma delimited)” and send it again. ' +
    'Nothing was recorded.',
}
const NOT_CSV = {
  zh: '第 {at} 行不是完整的 CSV：引号没有成对，或者文件中途断了。未登记任何内容。',
  en: 'Line {at} is not valid CSV: a quotation mark is missing or the file is incomplete. Nothing was recorded.',
}
