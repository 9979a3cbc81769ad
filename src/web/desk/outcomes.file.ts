/** Outcomes in a spreadsheet: the file to be filled in, and what is read of it. A column is what the form asks. */
import { type CsvRow, invalid, readCsv } from '../../base/csvRead.js'
import { type Bilingual, fill, joined } from '../../base/text.js'
import { getNode, listChildren } from '../../forms/engine/node.js'
import { type Option, option } from '../../forms/engine/ui.js'
import { MOST_OUTCOMES, OUTCOME } from '../../forms/outcomes.js'
import type { OutcomeCase } from '../../letters/outcomes.service.js'
import { type CsvColumn, csvColumn } from '../kit/csv.js'

const QUESTIONS = listChildren(getNode(OUTCOME))

/** What stands in the file for the reader alone. */
const KNOWN: readonly CsvColumn<OutcomeCase>[] = [
  csvColumn('推荐函', 'Letter', ({ letter }) => letter),
  csvColumn('人选', 'Candidate', ({ talentName }) => talentName),
  csvColumn('企业', 'Firm', ({ firmName }) => firmName),
  csvColumn('建议', 'Proposed', ({ proposed }) => proposed ?? null),
]

const FILLED: Readonly<Record<string, (of: OutcomeCase) => string | number>> = {
  case: ({ number }) => number,
  version: ({ version }) => version,
}

/** The case and who it is about, then what is asked. */
export const OUTCOME_COLUMNS: readonly CsvColumn<OutcomeCase>[] = QUESTIONS.flatMap(([name, { ui }]) => {
  const column = csvColumn<OutcomeCase>(ui.label.zh, ui.label.en, (of) => FILLED[name]?.(of) ?? null)
  return name === 'case' ? [column, ...KNOWN] : [column]
})

/** A line of a file as the form would send it, and where it stands. */
export interface FileLine {
  readonly at: number
  readonly line: Readonly<Record<string, string>>
}

/**
 * The lines in which an outcome, or anything of one, was entered; all others are left out. Throws
 * Invalid: what is wrong with the file as a whole, and where.
 */
export function readOutcomes(content: Buffer): FileLine[] {
  const [head, ...rows] = readCsv(content)
  const columns = (head?.cells ?? []).map(nameOf)
  requireColumns(head?.cells ?? [], columns)
  const lines = rows.flatMap((row) => lineOf(row, columns))
  if (lines.length > MOST_OUTCOMES) throw invalid('tooMany', fill(TOO_MANY, { n: lines.length, most: MOST_OUTCOMES }))
  if (lines.length === 0) throw invalid('nothing', NOTHING)
  return lines
}

const isSaid = ({ zh, en }: Bilingual, said: string) =>
  [zh, en].some((words) => words.toLowerCase() === said.toLowerCase())

/**
 * The question of a column's head, in either language or by its name; '' for what is not read;
 * undefined when it is unknown.
 */
function nameOf(head: string): string | undefined {
  const asked = QUESTIONS.find(([name, { ui }]) => head === name || isSaid(ui.label, head))
  if (asked) return asked[0]
  return head === '' || KNOWN.some((column) => isSaid(column.head, head)) ? '' : undefined
}

function requireColumns(head: readonly string[], columns: readonly (string | undefined)[]): void {
  const unknown = head.filter((_, index) => columns[index] === undefined)
  if (unknown.length > 0) throw invalid('unknownColumn', fill(UNKNOWN, { names: joined(unknown.map(quoted)) }))
  const missing = QUESTIONS.filter(([name, { optional }]) => !optional && name !== 'why' && !columns.includes(name))
  if (missing.length > 0)
    throw invalid('missingColumn', fill(MISSING, { names: joined(missing.map(([, { ui }]) => ui.label)) }))
  const twice = columns.find((name, index) => name && columns.indexOf(name) !== index)
  if (twice) throw invalid('columnTwice', fill(COLUMN_TWICE, { name: head[columns.indexOf(twice)] ?? '' }))
}

const quoted = (name: string): Bilingual => ({ zh: `“${name}”`, en: `“${name}”` })

function lineOf({ at, cells }: CsvRow, columns: readonly (string | undefined)[]): FileLine[] {
  if (cells.slice(columns.length).some((cell) => cell !== '')) throw invalid('moreCells', fill(MORE_CELLS, { at }))
  const line = Object.fromEntries(
    columns.flatMap((name, index) => (name ? [[name, answerOf(name, cells[index] ?? '')]] : [])),
  )
  const entered = Object.entries(line).some(([name, value]) => !(name in FILLED) && value !== '')
  return entered ? [{ at, line }] : []
}

const YES_NO = [option('true', '是', 'Yes'), option('false', '否', 'No')]

/** A choice by its words in either language; anything else as it is. */
function answerOf(name: string, cell: string): string {
  const ui = QUESTIONS.find(([known]) => known === name)?.[1].ui
  const options = ui?.control === 'checkbox' ? YES_NO : (ui?.options ?? [])
  const said = ({ label, value }: Option) => isSaid(label, cell) || value.toLowerCase() === cell.toLowerCase()
  return options.find(said)?.value ?? cell
}

const UNKNOWN = {
  zh: '无法识别下列列：{names}。请用下载的表格填写，勿改动表头；未登记任何内容。',
  en: 'Unknown columns: {names}. Use the file downloaded here and do not change its headings. Nothing was recorded.',
}
const MISSING = {
  zh: '缺少这些列：{names}。未登记任何内容。',
  en: 'These columns are missing: {names}. Nothing was recorded.',
}
const COLUMN_TWICE = {
  zh: '“{name}”这一列有两次。未登记任何内容。',
  en: 'The column “{name}” appears twice. Nothing was recorded.',
}
const MORE_CELLS = {
  zh: '第 {at} 行的内容多于表头：含逗号的值须用引号括起来。未登记任何内容。',
  en:
    'Line {at} has more cells than the headings. Put a value that contains a comma in quotation marks. ' +
    'Nothing was recorded.',
}
const TOO_MANY = {
  zh: '一次最多 {most} 件，文件里有 {n} 件。请分次上传。',
  en: 'At most {most} cases at a time. The file has {n}. Upload it in parts.',
}
const NOTHING = {
  zh: '文件中未填写结果：“结果”列写“准予”或“不予”。',
  en: 'No outcome was entered in the file: write “Granted” or “Refused” in the column “Outcome”.',
}
