/**
 * The workbook of a batch, as it follows from the application's form: a sheet with one row a host, a sheet for
 * each list of answers, one for the documents. Row 3 of each holds the codes by which a sheet is read again,
 * whatever was moved or renamed. Pure.
 */
import { APPLICATION, SECTIONS } from '../forms/application.js'
import { DOCUMENT_KINDS, PAPER_LANGUAGES, TRANSLATION } from '../forms/choices.js'
import {
  type FormNode,
  findNode,
  getNode,
  getRow,
  isGroup,
  isRows,
  listChildren,
  listLeaves,
} from '../forms/engine/node.js'
import type { Control, Option } from '../forms/engine/ui.js'
import type { Bilingual } from '../base/text.js'

/** Columns that are no question: the draft's number, the row's own number, whose row it is, in which channel. */
export const CASE = '_case'
export const NUMBER = '_no'
export const OF = '_of'
export const WITHIN = '_within'
/** Of a list in which other lists lie: its rows by their own numbers, however they are sorted. */
export const ORDER = '_order'
export const REMARKS = '_remarks'

/** The rows above the answers: both languages and the codes. */
export const HEADING_ROWS = 3
export const MOST_HOSTS = 1000

export interface SheetColumn {
  /** The path of the question (`talent.resume.*.from`), or one of the names above. */
  readonly code: string
  readonly label: Bilingual
  readonly hint?: Bilingual | undefined
  readonly control: Control
  /** Must be filled in before an application can be submitted. */
  readonly required: boolean
  /** One of these; of `checkboxes` some of them. */
  readonly options?: readonly Option[] | undefined
}

export interface BookSheet {
  /** '' for that of the hosts, the list's path (`channels.*.export.series`) for others. */
  readonly list: string
  readonly name: string
  readonly columns: readonly SheetColumn[]
}

const PLAIN = { control: 'text', required: false } as const
const column = (code: string, zh: string, en: string, more: Partial<SheetColumn> = {}): SheetColumn => ({
  ...PLAIN,
  code,
  label: { zh, en },
  ...more,
})

const CASE_COLUMN = column(CASE, '草稿编号', 'Number of the draft', {
  hint: {
    zh: '新的人选留空。填已有草稿的编号，则修改该草稿：空着的单元格不改，填“—”的清空。',
    en: 'Empty for a new candidate. The number of a draft changes that draft: empty cells change nothing, “—” clears.',
  },
})
const NUMBER_COLUMN = column(NUMBER, '序号', 'No.', {
  hint: {
    zh: '自行编号，不重复即可；其他工作表用该序号或护照号码指明人选。',
    en: 'Your own numbering, each number once. The other sheets use it or the passport number.',
  },
})
const OF_COLUMN = column(OF, '人选：序号或护照号码', 'Candidate: No. or passport number', { required: true })
const WITHIN_COLUMN = column(WITHIN, '所属频道的序号', 'Number of its channel (1, 2, …)', {
  hint: {
    zh: '“频道”工作表中的频道序号；空着算第1个。',
    en: 'Its number in the sheet “Channels”; empty means the first.',
  },
})
const ORDER_COLUMN = column(ORDER, '频道序号', 'Number of the channel (1, 2, …)', {
  hint: {
    zh: '每位人选从1编起；空着的，按行的先后。',
    en: 'From 1 for each candidate; without numbers, the order of the rows counts.',
  },
})

/** Nobody types them: the system writes them, or asks for them no more. */
const isTyped = ({ ui }: FormNode): boolean =>
  !ui.given && !ui.retired && !['hidden', 'tree', 'file', 'group'].includes(ui.control)

const unitOf = ({ ui }: FormNode): Bilingual =>
  ui.unit ? { zh: `${ui.label.zh}（${ui.unit.zh}）`, en: `${ui.label.en} (${ui.unit.en})` } : ui.label

/** Whether a group is asked although it may be left out: its questions are then asked, too. */
const isAlwaysThere = ({ optional, fallback }: FormNode): boolean => !optional || fallback !== undefined

interface Found {
  readonly columns: SheetColumn[]
  readonly lists: { readonly path: string; readonly node: FormNode; readonly within: Bilingual }[]
}

/** The questions below a node; lists are handed out to have sheets of their own. */
function gather(node: FormNode, path: string, needed: boolean, within: Bilingual, found: Found): void {
  if (isRows(node)) {
    found.lists.push({ path, node, within })
    return
  }
  if (isGroup(node)) {
    const isAsked = needed && isAlwaysThere(node) && !node.ui.after
    for (const [key, child] of listChildren(node)) gather(child, `${path}.${key}`, isAsked, within, found)
    return
  }
  if (!isTyped(node)) return
  const { hint, options, control, after } = node.ui
  const required = needed && !node.optional && !after
  found.columns.push({ code: path, label: unitOf(node), hint, control, required, options })
}

/** Excel takes 31 characters, and not these. */
const MOST_NAME = 31
const nameOf = (label: Bilingual): string => {
  const plain = (text: string): string => text.replace(/[[\]:*?/\\']/g, '')
  const fitting = [`${label.zh} ${label.en}`, label.zh].map(plain).filter(({ length }) => length <= MOST_NAME)
  return fitting[0] ?? plain(label.zh).slice(0, MOST_NAME)
}

function listSheets({ path, node, within }: Found['lists'][number]): BookSheet[] {
  const inner: Found = { columns: [], lists: [] }
  const own = `${path}.*`
  for (const [key, child] of listChildren(getRow(node))) gather(child, `${own}.${key}`, true, node.ui.label, inner)
  const nested = path.includes('*')
  const places = nested ? [WITHIN_COLUMN] : inner.lists.length > 0 ? [ORDER_COLUMN] : []
  const columns = [OF_COLUMN, ...places, ...inner.columns]
  const label = nested ? { zh: `${within.zh}${node.ui.label.zh}`, en: node.ui.label.en } : node.ui.label
  return [{ list: path, name: nameOf(label), columns }, ...inner.lists.flatMap(listSheets)]
}

/** What is said of a file that comes beside the workbook, or in its archive. */
export const DOCUMENTS = 'documents'
const TRANSLATES = column('documents.*.of', '译自', 'Translates', {
  control: 'select',
  options: DOCUMENT_KINDS.filter(({ value }) => value !== TRANSLATION),
  hint: { zh: '只对译文填写。', en: 'For translations only.' },
})
const DOCUMENT_SHEET: BookSheet = {
  list: DOCUMENTS,
  name: '材料 Documents',
  columns: [
    OF_COLUMN,
    column('documents.*.file', '文件名', 'File name', {
      required: true,
      hint: { zh: '含扩展名，例如 degree.pdf。', en: 'With its extension, for example degree.pdf.' },
    }),
    column('documents.*.kind', '种类', 'Kind', { control: 'select', options: DOCUMENT_KINDS, required: true }),
    column('documents.*.issuedOn', '签发日期', 'Issued on', { control: 'date' }),
    column('documents.*.language', '语言', 'Language', { control: 'select', options: PAPER_LANGUAGES }),
    TRANSLATES,
  ],
}

function makeSheets(): BookSheet[] {
  const root = getNode(APPLICATION)
  const found: Found = { columns: [], lists: [] }
  for (const { paths } of SECTIONS)
    for (const path of paths.flatMap((one) => leavesWithNeed(root, one))) {
      const node = findNode(root, path.at)
      if (node) gather(node, path.at, path.needed, { zh: '', en: '' }, found)
    }
  const hosts: BookSheet = {
    list: '',
    name: '人选 Candidates',
    columns: [CASE_COLUMN, NUMBER_COLUMN, ...found.columns],
  }
  return [hosts, ...found.lists.flatMap(listSheets), DOCUMENT_SHEET]
}

/** The leaves at a path of a section, each with whether all around it is always there. */
function leavesWithNeed(root: FormNode, path: string): { at: string; needed: boolean }[] {
  const node = findNode(root, path)
  if (!node) return []
  return listLeaves(node, path).map((at) => {
    const around = at
      .split('.')
      .slice(0, -1)
      .map((_, depth, keys) => findNode(root, keys.slice(0, depth + 1).join('.')))
    return { at, needed: around.every((one) => one && isAlwaysThere(one) && !one.ui.after) }
  })
}

/** All sheets that are filled in, that of the hosts first. */
export const BOOK: readonly BookSheet[] = makeSheets()

const YES_NO: readonly Option[] = [
  { value: 'true', label: { zh: '是', en: 'Yes' } },
  { value: 'false', label: { zh: '否', en: 'No' } },
]

/** What may be chosen in a column; a box to tick is yes or no here. */
export const optionsOf = ({ options, control }: SheetColumn): readonly Option[] | undefined =>
  control === 'checkbox' ? YES_NO : options

/** An option as it stands in the lists to choose from. */
export const optionText = ({ label }: Option): string => `${label.zh} ${label.en}`
