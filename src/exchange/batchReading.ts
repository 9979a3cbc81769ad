/**
 * Reads the sheets of a workbook as hosts with answers. What is wrong with the workbook as a whole is refused with
 * the place and the way to put it right, and nothing is kept of it; what is wrong in one cell or row is said of
 * that row, and everything else of it goes on. Values are kept as typed, for the draft's own checks to judge. Over
 * 250 lines because the reading of a workbook is followed from its sheets to its hosts in one file.
 */
import { Invalid, type Problem } from '../base/errors.js'
import { type Bilingual, fill } from '../base/text.js'
import type { BatchSheet } from '../cases/files/workbook.js'
import { cellName } from '../criteria/exportTable.js'
import { withValue } from '../forms/engine/body.js'
import { type Branch, isBlank, textAt, valueAt } from '../forms/engine/node.js'
import { dateParts } from '../forms/engine/read.js'
import type { Option } from '../forms/engine/ui.js'
import { fillFromZone } from '../forms/zone.js'
import {
  BOOK,
  type BookSheet,
  CASE,
  DOCUMENTS,
  HEADING_ROWS,
  MOST_HOSTS,
  NUMBER,
  OF,
  ORDER,
  optionsOf,
  REMARKS,
  type SheetColumn,
  WITHIN,
} from './batchSheets.js'
import { fault, WORDS } from './batchWords.js'

/** What is said of a file that belongs to a host. */
export interface NamedPaper {
  readonly file: string
  readonly kind: string
  readonly issuedOn: string
  readonly language: string
  readonly of: string
}

export interface HostRow {
  /** Of the sheet of hosts, as the person sees it. */
  readonly row: number
  readonly number: string
  /** The number of a draft that is to be changed. */
  readonly draft: string
  readonly passport: string
  readonly answers: Branch
  readonly papers: readonly NamedPaper[]
  /** What is wrong in its cells; the row goes on. */
  readonly problems: readonly Problem[]
  /** Why nothing is made of the row. */
  readonly refused: Bilingual | undefined
}

/** A row of a sheet by its columns' codes. */
interface Line {
  readonly sheet: string
  readonly row: number
  readonly values: ReadonlyMap<string, string>
  readonly problems: readonly Problem[]
}

const MOST_SAID = 20
const PASSPORT = 'talent.passport.number'

/** A number that a sheet gives its rows, in full-width figures too. */
const numberIn = ({ values }: Line, code: string): string => (values.get(code) ?? '').normalize('NFKC').trim()

const plain = (text: string): string => text.normalize('NFKC').replace(/\s+/g, ' ').trim().toLowerCase()
const keyOf = (text: string): string => plain(text).replace(/ /g, '')

/** The option that a cell names: its code, its name in one language, both as in the list, or a name with the code. */
function chosen(options: readonly Option[], typed: string): string | undefined {
  const wanted = keyOf(typed)
  return options.find(({ value, label: { zh, en } }) =>
    [value, zh, en, `${zh}${en}`, `${zh}(${value})`, `${en}(${value})`].some((one) => keyOf(one) === wanted),
  )?.value
}

/** A cell that says that there is no answer: it takes away what stands in a draft. */
const NONE = ['—', '——', '–', '-', '/']

/** What is still going on has no last month. */
const STILL = ['至今', '迄今', '现在', 'present', 'now', 'todate', 'current']

/** A program for tables makes a day of a month. */
const monthOf = ({ required }: SheetColumn, typed: string): string | null =>
  !required && STILL.includes(keyOf(typed)) ? null : typed.replace(/^(\d{4}-\d{2})-\d{2}$/, '$1')

/** A cell as a draft keeps it; null where it says that there is no answer. */
function answerOf(column: SheetColumn, typed: string): unknown {
  if (NONE.includes(typed)) return null
  const options = optionsOf(column)
  if (column.control === 'mrz') {
    const lines = typed.split(/\r\n?|\n/).map((line) => line.trim())
    const [only = ''] = lines
    return lines.length === 1 && only.length === 88 ? [only.slice(0, 44), only.slice(44)] : lines
  }
  if (column.control === 'month') return monthOf(column, typed)
  if (!options) return typed
  if (column.control === 'checkboxes')
    return typed.split(/[;；\n]/).flatMap((one) => (one.trim() ? [chosen(options, one) ?? one.trim()] : []))
  const value = chosen(options, typed) ?? typed
  return column.control === 'checkbox' && value === 'false' ? null : value
}

/** The columns of a sheet by their place, when its third row says them. */
function codesOf(sheet: BatchSheet): { codes: readonly string[]; known: BookSheet | undefined } {
  const codes = sheet.rows.find(({ row }) => row === HEADING_ROWS)?.cells ?? []
  const known = BOOK.find(({ list, columns }) =>
    columns.some(({ code }) => codes.includes(code) && !code.startsWith('_') && listOf(code) === list),
  )
  return { codes, known }
}
/** Whether a sheet without codes is one of this workbook nevertheless. */
const isOurs = ({ sheet }: BatchSheet): boolean => BOOK.some(({ name }) => name === sheet)
const listOf = (code: string): string => code.split('.*.').slice(0, -1).join('.*.')

/** Throws Invalid for columns that the form does not have, and for those without which nothing can be read. */
function columnsOf(sheet: BatchSheet, known: BookSheet, codes: readonly string[]): (SheetColumn | undefined)[] {
  const columns = codes.map((code) => known.columns.find((column) => column.code === code))
  const strange = codes.flatMap((code, at) =>
    code !== '' && code !== REMARKS && !columns[at]
      ? [fault('batchColumn', WORDS.column, { cell: cellName(HEADING_ROWS, at), sheet: sheet.sheet, code })]
      : [],
  )
  const keys = known.list === '' ? [PASSPORT] : [OF]
  const missing = keys
    .filter((key) => !codes.includes(key))
    .map((code) => fault('batchHeadings', WORDS.heading, { sheet: sheet.sheet, code }))
  const twice = codes
    .filter((code, at) => code !== '' && codes.indexOf(code) !== at)
    .map((code) => fault('batchColumn', WORDS.columnTwice, { sheet: sheet.sheet, code }))
  const problems = [...strange, ...missing, ...twice]
  if (problems.length > 0) throw new Invalid(problems.slice(0, MOST_SAID))
  return columns
}

/** As programs for tables show a number that is too long. */
const SCIENTIFIC = /^\d([.,]\d+)?E\+?\d+$/i
/** Digits of a number that a cell keeps whole. */
const WHOLE = /^\d{1,15}$/
/** Beyond that a text of digits is a number of something, and no figure. */
const LONG = /^\d{12}/

/**
 * Numbers of documents and telephones that a program has made into figures: those that may have lost their zeros, to
 * be compared, and those that are certainly not what was typed, which are not read.
 */
function lostIn(
  sheet: BatchSheet,
  columns: readonly (SheetColumn | undefined)[],
  row: number,
  cells: readonly string[],
) {
  const numeric = sheet.rows.find((one) => one.row === row)?.numeric ?? []
  return new Map(
    columns.flatMap((column, at): [number, Problem][] => {
      const typed = cells[at] ?? ''
      const isNumber = column?.control === 'code' || column?.control === 'phone'
      if (!column || typed === '' || !(isNumber || (column.control === 'text' && LONG.test(typed)))) return []
      const stored = numeric.includes(at)
      if (!stored && !SCIENTIFIC.test(typed)) return []
      const place = { cell: cellName(row, at), column: column.label, sheet: sheet.sheet }
      const kept = stored && WHOLE.test(typed)
      const said = kept ? fault('batchNumber', WORDS.number, place, column.code) : undefined
      return [[at, said ?? fault('batchRounded', WORDS.rounded, place, column.code)]]
    }),
  )
}

function linesOf(sheet: BatchSheet, columns: readonly (SheetColumn | undefined)[]): Line[] {
  const computed = new Map<number, Problem[]>()
  for (const cell of sheet.computed) {
    const [, letters, row] = /^([A-Z]+)(\d+)$/.exec(cell) ?? []
    const at = columns.findIndex((_, index) => cellName(1, index) === `${letters}1`)
    const path = columns[at]?.code ?? 'file'
    const said = fault('batchFormula', WORDS.formula, { cell, sheet: sheet.sheet }, path)
    computed.set(Number(row), [...(computed.get(Number(row)) ?? []), said])
  }
  const filled = new Map(sheet.rows.map(({ row, cells }) => [row, cells]))
  for (const row of computed.keys()) if (!filled.has(row)) filled.set(row, [])
  return [...filled]
    .filter(([row]) => row > HEADING_ROWS)
    .sort(([one], [other]) => one - other)
    .map(([row, cells]) => {
      const lost = lostIn(sheet, columns, row, cells)
      const values = columns.flatMap((column, at): [string, string][] =>
        column && cells[at] && lost.get(at)?.code !== 'batchRounded' ? [[column.code, cells[at]]] : [],
      )
      const problems = [...(computed.get(row) ?? []), ...lost.values()]
      return { sheet: sheet.sheet, row, values: new Map(values), problems }
    })
    .filter(({ values, problems }) => problems.length > 0 || [...values.keys()].some((code) => code !== NUMBER))
}

/** Lines that belong to a list, under the hosts that they name. */
type Listed = Map<HostLine, { readonly known: BookSheet; readonly line: Line }[]>
interface HostLine {
  readonly line: Line
  readonly number: string
  readonly passport: string
}

/** The answers of a line of a list, without its place. */
function rowOf(known: BookSheet, { values }: Line): Branch {
  return known.columns
    .filter(({ code }) => !code.startsWith('_') && values.has(code))
    .reduce<unknown>((row, column) => {
      const member = column.code.slice(known.list.length + '.*.'.length).split('.')
      return withValue(row, member, answerOf(column, values.get(column.code) ?? '') ?? undefined)
    }, {}) as Branch // the root of a tree is a branch
}

/** Its own number among the rows of its list; after those that have one, where it stands. */
const orderOf = (line: Line): number => Number(numberIn(line, ORDER)) || 1_000_000

function withLists(answers: Branch, listed: readonly { known: BookSheet; line: Line }[]) {
  const problems: Problem[] = []
  let tree: unknown = answers
  const inOrder = [...listed].sort(
    (one, other) => BOOK.indexOf(one.known) - BOOK.indexOf(other.known) || orderOf(one.line) - orderOf(other.line),
  )
  for (const { known, line } of inOrder) {
    const [outer = '', inner] = known.list.split('.*.')
    const within = Number(numberIn(line, WITHIN) || '1') - 1
    const around = valueAt(tree, outer)
    const there = inner === undefined || (Array.isArray(around) && around[within] !== undefined)
    if (!there) {
      problems.push(fault('batchWithin', WORDS.within, { sheet: line.sheet, row: line.row }, known.list.split('.')[0]))
      continue
    }
    const list = inner === undefined ? outer : `${outer}.${within}.${inner}`
    const before = valueAt(tree, list)
    const rows: unknown[] = Array.isArray(before) ? before : []
    tree = withValue(tree, [...list.split('.'), String(rows.length)], rowOf(known, line))
    const path = `${list}.${rows.length}`
    problems.push(...line.problems.map((one) => ({ ...one, path: one.path.replace(`${known.list}.*`, path) })))
  }
  return { tree: tree as Branch, problems } // the root of a tree is a branch
}

/** Answers of new drafts: what the passport's zone says stands where nothing was filled in. */
function withZone(answers: Branch, today: string): Branch {
  const { tree, filled } = fillFromZone(answers, today)
  return filled
    .filter((path) => !isBlank(valueAt(answers, path)))
    .reduce<unknown>((at, path) => withValue(at, path.split('.'), valueAt(answers, path)), tree) as Branch // as before
}

const paperOf = (values: ReadonlyMap<string, string>): NamedPaper => {
  const at = (name: string): string => values.get(`${DOCUMENTS}.*.${name}`) ?? ''
  const choice = (name: string): string => {
    const column = BOOK.at(-1)?.columns.find(({ code }) => code === `${DOCUMENTS}.*.${name}`)
    return String((column && at(name) && answerOf(column, at(name))) || '')
  }
  return {
    file: at('file'),
    kind: choice('kind'),
    issuedOn: at('issuedOn'),
    language: choice('language'),
    of: choice('of'),
  }
}

/** What is said of a file that nobody could read: a kind that is none, a day that is none. */
const wrongIn = ({ sheet, row, values }: Line): Problem[] =>
  (BOOK.at(-1)?.columns ?? []).flatMap((column) => {
    const typed = values.get(column.code) ?? ''
    if (typed === '' || NONE.includes(typed)) return []
    const { year, month, day } = dateParts(typed, ['year', 'month', 'day'])
    const isWrong = column.options
      ? chosen(column.options, typed) === undefined
      : column.control === 'date' && [year, month, day].includes('')
    if (!isWrong) return []
    const words = column.options ? WORDS.paperChoice : WORDS.paperDate
    return [fault('batchPaper', words, { sheet, row, column: column.label, typed: typed.slice(0, 40) }, DOCUMENTS)]
  })

function hostOf(one: HostLine, listed: Listed, before: readonly HostLine[], today: string): HostRow {
  const { line, number } = one
  const draft = numberIn(line, CASE)
  const own = (BOOK[0]?.columns ?? [])
    .filter(({ code }) => !code.startsWith('_') && line.values.has(code))
    .reduce<unknown>((tree, column) => {
      const answer = answerOf(column, line.values.get(column.code) ?? '')
      return withValue(tree, column.code.split('.'), answer ?? (draft ? null : undefined))
    }, {}) as Branch // the root of a tree is a branch
  const all = listed.get(one) ?? []
  const papers = all.filter(({ known }) => known.list === DOCUMENTS)
  const lists = all.filter(({ known }) => known.list !== DOCUMENTS)
  const { tree, problems } = withLists(own, lists)
  const answers = draft ? tree : withZone(tree, today)
  const passport = keyOf(textAt(answers, PASSPORT)).toUpperCase()
  return {
    row: line.row,
    number,
    passport,
    draft,
    answers,
    papers: papers.map(({ line: { values } }) => paperOf(values)),
    problems: [
      ...line.problems,
      ...problems,
      ...papers.flatMap(({ line: paper }) => [...paper.problems, ...wrongIn(paper)]),
    ],
    refused:
      twiceIn(before, { ...one, passport }, draft) ?? (draft || isSomebody(line) ? undefined : WORDS.noCandidate),
  }
}

const NAMES = ['systemName', 'visualName', 'chineseName', 'passport.mrz', 'passport.number'].map(
  (one) => `talent.${one}`,
)

/** Whether a row names a candidate; a row of sums does not. */
const isSomebody = ({ values }: Line): boolean => NAMES.some((code) => values.has(code))

/** Why the row is one too many: the same host, number or draft stands in a row above. */
function twiceIn(before: readonly HostLine[], { number, passport }: HostLine, draft: string): Bilingual | undefined {
  const samePassport = before.find((other) => passport !== '' && other.passport === passport)
  if (samePassport) return fill(WORDS.passportTwice, { row: samePassport.line.row })
  const sameNumber = before.find((other) => number !== '' && other.number === number)
  if (sameNumber) return fill(WORDS.numberTwice, { row: sameNumber.line.row })
  const sameDraft = before.find(({ line }) => draft !== '' && numberIn(line, CASE) === draft)
  return sameDraft && fill(WORDS.draftTwice, { row: sameDraft.line.row })
}

/** Whose row it is, by number or passport; the first of several. */
const hostBy = (hosts: readonly HostLine[], typed: string): HostLine | undefined =>
  hosts.find(({ number }) => number !== '' && number === typed) ??
  hosts.find(({ passport }) => passport !== '' && passport === keyOf(typed).toUpperCase())

/**
 * The hosts of a workbook.
 *
 * @param today ISO date
 * @throws Invalid when it has no sheet of hosts or none with a host, columns that are not known, more than a thousand
 * hosts, rows of lists that name nobody
 */
export function readHosts(sheets: readonly BatchSheet[], today: string): HostRow[] {
  const found = sheets.flatMap((sheet) => {
    const { codes, known } = codesOf(sheet)
    if (sheet.hidden) {
      const isFilled = known && sheet.rows.some(({ row }) => row > HEADING_ROWS)
      if (isFilled) throw new Invalid([fault('batchHidden', WORDS.hidden, { sheet: sheet.sheet })])
      return []
    }
    if (!known && isOurs(sheet)) throw new Invalid([fault('batchHeadings', WORDS.codes, { sheet: sheet.sheet })])
    return known ? [{ known, lines: linesOf(sheet, columnsOf(sheet, known, codes)) }] : []
  })
  const main = found.find(({ known }) => known.list === '')
  if (!main) throw new Invalid([fault('batchHeadings', WORDS.noSheet)])
  const hosts = main.lines.map((line): HostLine => {
    const typed = Object.fromEntries(line.values)
    const zone = withZone(
      withValue({}, ['talent', 'passport', 'mrz'], answerOf(ZONE, typed['talent.passport.mrz'] ?? '')) as Branch,
      today,
    )
    const own = NONE.includes(typed[PASSPORT] ?? '') ? undefined : typed[PASSPORT]
    const passport = keyOf(own ?? textAt(zone, PASSPORT)).toUpperCase()
    return { line, number: numberIn(line, NUMBER), passport }
  })
  if (hosts.length === 0) throw new Invalid([fault('batchEmpty', WORDS.empty)])
  if (hosts.length > MOST_HOSTS) throw new Invalid([fault('batchTooLong', WORDS.tooLong, { count: hosts.length })])
  const listed: Listed = new Map()
  const nobodys: Problem[] = []
  for (const { known, lines } of found.filter(({ known: { list } }) => list !== ''))
    for (const line of lines) {
      const typed = numberIn(line, OF)
      const host = hostBy(hosts, typed)
      if (host) listed.set(host, [...(listed.get(host) ?? []), { known, line }])
      else
        nobodys.push(
          fault('batchNobody', WORDS.nobody, { sheet: line.sheet, row: line.row, typed: typed.slice(0, 40) }),
        )
    }
  if (nobodys.length > 0) throw new Invalid(nobodys.slice(0, MOST_SAID))
  return hosts.map((one, index) => hostOf(one, listed, hosts.slice(0, index), today))
}

const ZONE: SheetColumn = { code: '', label: { zh: '', en: '' }, control: 'mrz', required: false }
