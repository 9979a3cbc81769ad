/**
 * The sheets of a workbook (ECMA-376) as text: of a platform's export the first one in which something stands, of a
 * batch all of them. Only the parts that hold figures are unpacked, and none that says it is larger than it can be.
 * Over 250 lines because the format is read from its archive to its cells in one file.
 */
import { posix } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl'
import { cellName, type ExportRow, type ExportTable } from '../../criteria/exportTable.js'
import { Refused, refuse } from './refusals.js'
import { readXml } from './xml.js'

const MOST_ENTRIES = 300
/** Of one part, unpacked; a hundred times packed is what honest tables reach at most. */
const MOST_BYTES = 6_000_000
const MOST_RATIO = 200

/** What runs, is fetched or is hidden inside: named for the person. */
const ACTIVE: readonly (readonly [RegExp, { readonly zh: string; readonly en: string }])[] = [
  [/vbaProject\.bin$|macrosheets\//i, { zh: '宏', en: 'macros' }],
  [/activeX\/|ctrlProps\//i, { zh: '控件', en: 'controls' }],
  [/externalLinks\/|connections\.xml$|queryTables\//i, { zh: '外部数据连接', en: 'links to other files' }],
  [/embeddings\//i, { zh: '嵌入的文件', en: 'embedded files' }],
]

/** Loads a part by its name; undefined when there is none. */
type Load = (name: string) => Promise<string | undefined>

async function openParts(bytes: Buffer, mostBytes: number): Promise<{ zip: ZipFile; parts: Map<string, Entry> }> {
  const zip = await fromBufferPromise(bytes, { lazyEntries: true, strictFileNames: true })
  if (zip.entryCount > MOST_ENTRIES) refuse('file:tableBomb')
  const parts = new Map<string, Entry>()
  for await (const entry of zip.eachEntry()) {
    const { fileName, compressedSize, uncompressedSize } = entry
    const active = ACTIVE.find(([name]) => name.test(fileName))
    if (active) refuse('file:tableActive', { found: active[1] })
    if (entry.isEncrypted()) refuse('file:tableEncrypted')
    if (uncompressedSize > mostBytes || uncompressedSize > 10_000 + compressedSize * MOST_RATIO)
      refuse('file:tableBomb')
    if (parts.has(fileName)) refuse('file:damaged')
    parts.set(fileName, entry)
  }
  return { zip, parts }
}

/** Texts of cells that several cells share; what stands above them to be read aloud is left out. */
function readShared(xml: string): string[] {
  const texts: string[] = []
  let [reading, passing] = [false, 0]
  readXml(xml, {
    open: (name) => {
      if (name === 'si') texts.push('')
      if (name === 'rPh') passing++
      reading = name === 't' && passing === 0
    },
    close: (name) => {
      if (name === 'rPh') passing--
      if (name === 't') reading = false
    },
    text: (text) => {
      if (reading) texts[texts.length - 1] += text
    },
  })
  return texts
}

type Shape = 'date' | 'percent' | 'plain'

/** How a format of figures shows them: ECMA-376 Part 1 §18.8.30, with those of East Asia. */
function shapeOf(id: number, code: string | undefined): Shape {
  if (code !== undefined) {
    const signs = code.replace(/"[^"]*"|\[[^\]]*\]|\\./g, '')
    return /%/.test(signs) ? 'percent' : /[ymd]/i.test(signs) ? 'date' : 'plain'
  }
  if (id === 9 || id === 10) return 'percent'
  return (id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58) ? 'date' : 'plain'
}

/** By the number of a cell's style. */
function readStyles(xml: string): Shape[] {
  const codes = new Map<number, string>()
  const shapes: Shape[] = []
  let inCells = false
  readXml(xml, {
    open: (name, given) => {
      if (name === 'numFmt') codes.set(Number(given.get('numFmtId')), given.get('formatCode') ?? '')
      if (name === 'cellXfs') inCells = true
      const id = Number(given.get('numFmtId') ?? 0)
      if (name === 'xf' && inCells) shapes.push(shapeOf(id, codes.get(id)))
    },
    close: (name) => {
      if (name === 'cellXfs') inCells = false
    },
    text: () => {},
  })
  return shapes
}

const DAY = 86_400_000
/** Without the noise of binary fractions; a whole number to its last digit. */
const plain = (value: number): string => String(Number.isSafeInteger(value) ? value : Number(value.toPrecision(12)))

/** A figure as its format shows it, dates as YYYY-MM-DD. */
function shown(text: string, shape: Shape, since: number): string {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value)) return text
  if (shape === 'percent') return `${plain(value * 100)}%`
  if (shape === 'plain') return plain(value)
  const day = new Date(since + Math.floor(value) * DAY)
  return value > 0 && value < 200_000 ? day.toISOString().slice(0, 10) : plain(value)
}

/** A row, and the places of its cells that are stored as figures and not as text. */
export interface SheetRow extends ExportRow {
  readonly numeric: readonly number[]
}

interface Book {
  readonly shared: readonly string[]
  readonly shapes: readonly Shape[]
  /** The day 0 of its dates, in milliseconds. */
  readonly since: number
}

const columnOf = (letters: string): number =>
  [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1

/** What is done with a formula or the error of one, by its cell; without it, a file with formulas is refused. */
type OnFormula = (cell: string) => void

/** LibreOffice writes a cell that says true or false so. */
const isConstant = (formula: string): boolean => /^(?:TRUE|FALSE)\(\)$/.test(formula.trim())

function readSheet(xml: string, { shared, shapes, since }: Book, most: number, onFormula?: OnFormula): SheetRow[] {
  const rows: { row: number; cells: string[]; numeric: number[] }[] = []
  let cell: { name: string; kind: string; shape: Shape; text: string; formula?: string } | undefined
  let reading: 'text' | 'formula' | undefined
  const finish = () => {
    const place = cell && /^([A-Z]{1,3})(\d{1,7})$/.exec(cell.name)
    if (!cell || !place) return refuse('file:damaged')
    const column = columnOf(place[1] ?? '')
    const row = rows.at(-1)
    if (!row || column >= 16_384) return refuse('file:damaged')
    const isComputed = cell.formula !== undefined && !isConstant(cell.formula)
    if (onFormula && (isComputed || cell.kind === 'e')) return onFormula(cell.name)
    if (isComputed) return refuse('file:tableFormula', { cell: cell.name })
    if (cell.text === '') return
    if (column > 200) refuse('file:tableTooWide', { row: row.row, limit: 200 })
    while (row.cells.length < column) row.cells.push('')
    const { kind, text, shape } = cell
    if (kind === 's') row.cells[column] = shared[Number(text)] ?? refuse('file:damaged')
    else if (kind === 'b') row.cells[column] = text.trim() === '1' ? 'true' : 'false'
    else row.cells[column] = kind === 'n' ? shown(text, shape, since) : text
    if (kind === 'n' && shape === 'plain') row.numeric.push(column)
  }
  readXml(xml, {
    open: (name, given) => {
      if (name === 'row') {
        if (rows.length >= most + 1) refuse('file:tableTooLong', { limit: most })
        rows.push({ row: Number(given.get('r') ?? (rows.at(-1)?.row ?? 0) + 1), cells: [], numeric: [] })
      } else if (name === 'c') {
        const shape = shapes[Number(given.get('s') ?? 0)] ?? 'plain'
        const next = { row: rows.at(-1)?.row ?? 0, cells: rows.at(-1)?.cells.length ?? 0 }
        const at = given.get('r') ?? refuse('file:tableRow', { row: next.row })
        cell = { name: at, kind: given.get('t') ?? 'n', shape, text: '' }
      } else if (name === 'f' && cell) {
        cell.formula = ''
        reading = 'formula'
      } else reading = cell && (name === 'v' || name === 't') ? 'text' : undefined
    },
    close: (name) => {
      if (name === 'v' || name === 't' || name === 'f') reading = undefined
      if (name === 'c') {
        finish()
        cell = undefined
      }
    },
    text: (text) => {
      if (reading === 'text' && cell) cell.text += text
      if (reading === 'formula' && cell) cell.formula += text
    },
  })
  return rows
}

interface Listed {
  readonly name: string
  readonly part: string
  readonly hidden: boolean
}

/** The sheets, and since when its dates count. */
async function listSheets(load: Load): Promise<{ sheets: Listed[]; since: number }> {
  const book = (await load('xl/workbook.xml')) ?? refuse('file:damaged')
  const parts = new Map<string, string>()
  readXml((await load('xl/_rels/workbook.xml.rels')) ?? refuse('file:damaged'), {
    open: (name, given) => {
      if (name !== 'Relationship' || given.get('TargetMode') === 'External') return
      const target = given.get('Target') ?? ''
      parts.set(given.get('Id') ?? '', target.startsWith('/') ? target.slice(1) : posix.join('xl', target))
    },
    close: () => {},
    text: () => {},
  })
  const sheets: Listed[] = []
  let since = Date.UTC(1899, 11, 30)
  readXml(book, {
    open: (name, given) => {
      if (name === 'workbookPr' && /^(?:1|true)$/.test(given.get('date1904') ?? '')) since = Date.UTC(1904, 0, 1)
      const part = parts.get(given.get('id') ?? '')
      const hidden = (given.get('state') ?? 'visible') !== 'visible'
      if (name === 'sheet' && part) sheets.push({ name: given.get('name') ?? '', part, hidden })
    },
    close: () => {},
    text: () => {},
  })
  return { sheets, since }
}

interface OpenSheet {
  readonly name: string
  readonly hidden: boolean
  readonly xml: string
  readonly book: Book
}

/** The sheets one after the other. */
async function* sheetsIn(bytes: Buffer, mostBytes: number): AsyncGenerator<OpenSheet> {
  const { zip, parts } = await openParts(bytes, mostBytes).catch((problem: unknown) => {
    if (problem instanceof Refused) throw problem
    return refuse('file:damaged')
  })
  const load: Load = async (name) => {
    const entry = parts.get(name)
    if (!entry) return undefined
    const content = await buffer(await zip.openReadStreamPromise(entry)).catch(() => refuse('file:damaged'))
    return content.toString('utf8')
  }
  const { sheets, since } = await listSheets(load)
  const shared = readShared((await load('xl/sharedStrings.xml')) ?? '')
  const shapes = readStyles((await load('xl/styles.xml')) ?? '')
  for (const { part, ...sheet } of sheets)
    yield { ...sheet, xml: (await load(part)) ?? refuse('file:damaged'), book: { shared, shapes, since } }
}

/** Throws `Refused` with the cell or the row, where there is one. */
export async function readWorkbook(bytes: Buffer, most: number): Promise<{ sheet: string; rows: ExportRow[] }> {
  for await (const { name, hidden, xml, book } of sheetsIn(bytes, MOST_BYTES)) {
    if (hidden) continue
    const rows = readSheet(xml, book, most)
    if (rows.some(({ cells }) => cells.some((text) => text.trim() !== ''))) return { sheet: name, rows }
  }
  return refuse('file:tableEmpty')
}

/** A sheet of a batch, and the cells that were left out since something is computed in them. */
export interface BatchSheet extends ExportTable {
  readonly sheet: string
  readonly rows: readonly SheetRow[]
  readonly computed: readonly string[]
  readonly hidden?: boolean
}

/** What a batch may hold: a thousand hosts with three years by month, and what may be typed in a cell. */
const BATCH = { bytes: 40_000_000, rows: 40_000, cell: 20_000, computed: 1000 }

/** A hidden sheet that cannot be read is nobody's, and in nobody's way. */
function unlessRefused(read: () => SheetRow[]): SheetRow[] {
  try {
    return read()
  } catch (error) {
    if (error instanceof Refused) return []
    throw error
  }
}

/** All sheets, cells trimmed, rows with something in them. Throws `Refused`. */
export async function readBatch(bytes: Buffer): Promise<BatchSheet[]> {
  const found: BatchSheet[] = []
  for await (const { name, hidden, xml, book } of sheetsIn(bytes, BATCH.bytes)) {
    const computed: string[] = []
    const read = () =>
      readSheet(xml, book, BATCH.rows, (cell) => {
        if (computed.length < BATCH.computed) computed.push(cell)
      })
    const rows = hidden ? unlessRefused(read) : read()
    const trimmed = rows.map(({ row, cells, numeric }) => ({
      row,
      numeric,
      cells: cells.map((cell, column) =>
        cell.length > BATCH.cell
          ? refuse('file:tableCell', { cell: cellName(row, column), limit: BATCH.cell })
          : cell.trim(),
      ),
    }))
    found.push({
      sheet: name,
      rows: trimmed.filter(({ cells }) => cells.some((cell) => cell !== '')),
      computed,
      hidden,
    })
  }
  return found
}
