/**
 * The workbook that a firm fills in: empty, with drafts that are there, or with the rows of a batch and a remark
 * beside each of what is missing or wrong. Pure but for the writing.
 */
import type { Readable } from 'node:stream'
import type { Problem } from '../base/errors.js'
import type { Bilingual } from '../base/text.js'
import { dateParts } from '../forms/engine/read.js'
import { isBlank, rowsAt, valueAt } from '../forms/engine/node.js'
import {
  BOOK,
  type BookSheet,
  CASE,
  HEADING_ROWS,
  MOST_HOSTS,
  NUMBER,
  OF,
  ORDER,
  optionsOf,
  optionText,
  REMARKS,
  type SheetColumn,
  WITHIN,
} from './batchSheets.js'
import { type BookCell, type WrittenSheet, writeWorkbook } from './batchWorkbook.js'

/** One host in the workbook. */
export interface BookRow {
  readonly number: string
  /** The draft's number, when there is one. */
  readonly draft: string
  readonly answers: unknown
  /** What is missing or wrong, by the questions' paths. */
  readonly problems: readonly Problem[]
  /** What is said of the row as a whole. */
  readonly said?: Bilingual | undefined
  /** What is said of its files. */
  readonly files?: readonly Bilingual[] | undefined
}

/** A column of lists reaches down so far: several rows a host. */
const LIST_ROWS = 6 * MOST_HOSTS
const LISTS_NAME = '选项 Lists'

const REMARK_COLUMN: SheetColumn = {
  code: REMARKS,
  label: { zh: '备注', en: 'Remarks' },
  hint: { zh: '由系统填写，上传时不读取。', en: 'Filled in by the system; ignored on upload.' },
  control: 'text',
  required: false,
}

const INSTRUCTIONS: readonly Bilingual[] = [
  { zh: '批量填报：使用说明', en: 'Bulk applications: instructions' },
  {
    zh: '1. “人选”工作表一行一位，最多1,000行。橙色标题的栏目提交前必填，其他的可以空着。',
    en: '1. One row per candidate in the sheet “Candidates”, at most 1,000. Orange headings: needed to submit.',
  },
  {
    zh: '2. 频道、履历、家属等一人有多条的，填在各自的工作表里，一行一条，用序号或护照号码指明是哪位人选。',
    en:
      '2. Channels, resume, family and the like have sheets of their own, one row each. Name the candidate ' +
      'by No. or passport number.',
  },
  {
    zh: '3. 有下拉列表的单元格请从列表中选。可以选多项的，用分号隔开。日期写成2026-01-31，年月写成2026-01。',
    en:
      '3. Choose from the list where a cell has one. Separate several choices with semicolons. Write dates as ' +
      '2026-01-31, months as 2026-01.',
  },
  {
    zh: '4. 请粘贴数值，不要用公式：公式单元格不读，会在备注中指出。不要改动每个工作表的第3行。',
    en:
      '4. Paste values, not formulas: a cell with a formula is not read and is named in the remarks. Leave row 3 of ' +
      'each sheet as it is.',
  },
  {
    zh:
      '5. 材料可以打成一个ZIP，也可以单独选择。按“材料”工作表中的文件名对应；' +
      '没有列出的，按文件名或文件夹名中的护照号码、姓名对应。',
    en:
      '5. Send documents as one ZIP or one by one. They are matched by the file names in the sheet “Documents”, else ' +
      'by a passport number or name in the name of the file or its folder.',
  },
  {
    zh: '6. 填好后在“批量填报”页面上传。每行生成一份草稿，不会自动提交。',
    en: '6. Upload the workbook on the page “Bulk applications”. Each row becomes a draft; none is submitted.',
  },
]

/** An answer as it stands in a cell, so that it is read as the same answer again. */
export function cellText(answer: unknown, column: SheetColumn): string {
  if (isBlank(answer)) return ''
  const options = optionsOf(column)
  const one = (value: unknown): string => {
    const found = options?.find((option) => option.value === String(value))
    return found ? optionText(found) : String(value)
  }
  if (column.control === 'mrz') return Array.isArray(answer) ? answer.join('\n') : String(answer)
  if (column.control === 'date' || column.control === 'month') {
    const { year, month, day } = dateParts(
      answer,
      column.control === 'date' ? ['year', 'month', 'day'] : ['year', 'month'],
    )
    return [year, month, day].filter((text) => text !== '').join('-')
  }
  if (Array.isArray(answer)) return answer.map(one).join(options ? '；' : '，')
  return typeof answer === 'object' ? '' : one(answer)
}

const text = (given: string, look?: BookCell['look']): BookCell => (look ? { text: given, look } : { text: given })

function headings(columns: readonly SheetColumn[]): BookCell[][] {
  const look = ({ required }: SheetColumn) => (required ? 'needed' : 'heading')
  return [
    columns.map((one) => text(one.label.zh + (one.required ? ' *' : ''), look(one))),
    columns.map((one) => text(one.label.en + (one.required ? ' *' : ''), look(one))),
    columns.map(({ code }) => text(code, 'code')),
  ]
}

/** All rows of a list of a host, each with the numbers of the rows around it. */
function listRows(answers: unknown, list: string): { readonly row: unknown; readonly within: number; at: string }[] {
  const [outer, inner] = list.split('.*.')
  if (inner === undefined)
    return rowsAt(answers, list).map((row, index) => ({ row, within: 0, at: `${list}.${index}` }))
  return rowsAt(answers, outer ?? '').flatMap((around, within) =>
    rowsAt(around, inner).map((row, index) => ({ row, within, at: `${outer}.${within}.${inner}.${index}` })),
  )
}

const problemsAt = (problems: readonly Problem[], path: string): readonly Problem[] =>
  problems.filter((one) => one.path === path || one.path.startsWith(`${path}.`))

function remarkCell({ problems, said, files = [] }: BookRow): BookCell {
  const sentences = [...(said ? [said] : []), ...files, ...problems.map(({ message }) => message)]
  const both = sentences.map(({ zh, en }) => `${zh}\n${en}`).join('\n')
  return text(both, both ? 'remark' : 'plain')
}

const own = (one: BookRow, { code }: SheetColumn): string | undefined =>
  code === CASE ? one.draft : code === NUMBER ? one.number : undefined

function hostRow(one: BookRow, columns: readonly SheetColumn[]): BookCell[] {
  return columns.map((column) => {
    if (column.code === REMARKS) return remarkCell(one)
    const given = own(one, column)
    if (given !== undefined) return text(given)
    const wrong = problemsAt(one.problems, column.code).length > 0
    return text(cellText(valueAt(one.answers, column.code), column), wrong ? 'wrong' : 'plain')
  })
}

function listRow(one: BookRow, list: string, columns: readonly SheetColumn[]): BookCell[][] {
  return listRows(one.answers, list).map(({ row, within, at }, index) =>
    columns.map(({ code, ...column }) => {
      if (code === OF) return text(one.number)
      if (code === WITHIN) return text(String(within + 1))
      if (code === ORDER) return text(String(index + 1))
      const member = code.slice(list.length + '.*.'.length)
      const wrong = problemsAt(one.problems, `${at}.${member}`).length > 0
      return text(cellText(valueAt(row, member), { code, ...column }), wrong ? 'wrong' : 'plain')
    }),
  )
}

const WIDE = { textarea: 40, mrz: 48, text: 22 } as Readonly<Record<string, number>>

/** The workbook with these hosts; with `remarks` what is said of each stands in a column of its own. */
export function writeBook(hosts: readonly BookRow[], at: Date, remarks = false): Readable {
  const lists: string[][] = []
  const listOf = (column: SheetColumn): number | undefined => {
    const options = column.control === 'checkboxes' ? undefined : optionsOf(column)
    if (!options) return undefined
    const texts = options.map(optionText)
    const known = lists.findIndex((list) => list.length === texts.length && list.every((one, i) => one === texts[i]))
    return known >= 0 ? known : lists.push(texts) - 1
  }
  const promptOf = ({ hint, control, options }: SheetColumn): string | undefined => {
    const several = control === 'checkboxes' ? (options ?? []).map(optionText).join('；') : ''
    const said = hint ? `${hint.zh}\n${hint.en}` : ''
    return [said, several].filter((one) => one !== '').join('\n') || undefined
  }
  const sheetOf = ({ list, name, columns: asked }: BookSheet): WrittenSheet => {
    const columns = remarks && list === '' ? [REMARK_COLUMN, ...asked] : asked
    const rows = hosts.flatMap((one) => (list === '' ? [hostRow(one, columns)] : listRow(one, list, columns)))
    const help = columns.map((one) => ({
      list: listOf(one),
      prompt: promptOf(one),
      width: one.code === REMARKS ? 60 : (WIDE[one.control] ?? 18),
    }))
    return {
      name,
      rows: [...headings(columns), ...rows],
      columns: help,
      frozen: { rows: HEADING_ROWS, columns: list === '' ? 2 : 1 },
      helpTo: HEADING_ROWS + (list === '' ? MOST_HOSTS : LIST_ROWS),
    }
  }
  const instructions: WrittenSheet = {
    name: '说明 Instructions',
    rows: INSTRUCTIONS.flatMap(({ zh, en }, index) => [[text(zh, index === 0 ? 'title' : 'plain')], [text(en)]]),
    columns: [{ width: 110 }],
  }
  return writeWorkbook({ sheets: [instructions, ...BOOK.map(sheetOf)], lists, listsName: LISTS_NAME, at })
}
