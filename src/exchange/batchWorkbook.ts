/**
 * Writes a workbook (ECMA-376, Office Open XML): sheets of texts with headings, lists to choose from and words
 * beside the cells. Every cell is a text, so that no passport number is rounded, no date turned round and nothing
 * computed. An own small writer: what is needed of the format is little, and its ZIP is written by yazl.
 */
import type { Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import { columnName } from '../criteria/exportTable.js'

export type CellLook = 'plain' | 'title' | 'heading' | 'needed' | 'code' | 'wrong' | 'remark'

export interface BookCell {
  readonly text: string
  readonly look?: CellLook
}

/** What a column offers below its headings. */
export interface ColumnHelp {
  /** The list of choices, by its number in `lists`. */
  readonly list?: number | undefined
  /** Shown beside a chosen cell: at most 255 characters. */
  readonly prompt?: string | undefined
  readonly width: number
}

export interface WrittenSheet {
  readonly name: string
  readonly rows: readonly (readonly BookCell[])[]
  readonly columns: readonly ColumnHelp[]
  /** Rows and columns that stay in sight. */
  readonly frozen?: { readonly rows: number; readonly columns: number }
  /** Up to which row the columns' help reaches. */
  readonly helpTo?: number
}

export interface WrittenBook {
  readonly sheets: readonly WrittenSheet[]
  /** What may be chosen, written as columns of the last sheet. */
  readonly lists: readonly (readonly string[])[]
  readonly listsName: string
  readonly at: Date
}

const LOOKS: readonly CellLook[] = ['plain', 'title', 'heading', 'needed', 'code', 'wrong', 'remark']
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const SHEET_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
const MOST_PROMPT = 255

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
/** XML 1.0 has no way to write these. */
const UNWRITABLE = /(?![\t\n\r])\p{Cc}|[\uFFFE\uFFFF]|\p{Cs}/gu
const xml = (text: string): string => text.replace(UNWRITABLE, '').replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign)

const cellXml = ({ text, look = 'plain' }: BookCell, row: number, column: number): string => {
  if (text === '' && look === 'plain') return ''
  const at = `r="${columnName(column)}${row + 1}" s="${LOOKS.indexOf(look)}"`
  return text === '' ? `<c ${at}/>` : `<c ${at} t="inlineStr"><is><t xml:space="preserve">${xml(text)}</t></is></c>`
}

function helpXml(sheet: WrittenSheet, { lists, listsName }: WrittenBook): string {
  const from = (sheet.frozen?.rows ?? 0) + 1
  const found = sheet.columns.flatMap(({ list, prompt }, column) => {
    if (list === undefined && !prompt) return []
    const place = `${columnName(column)}${from}:${columnName(column)}${sheet.helpTo ?? from}`
    const words = prompt ? ` showInputMessage="1" prompt="${xml(prompt.slice(0, MOST_PROMPT))}"` : ''
    if (list === undefined) return [`<dataValidation allowBlank="1"${words} sqref="${place}"/>`]
    const letter = columnName(list)
    const choices = `'${listsName}'!$${letter}$1:$${letter}$${lists[list]?.length ?? 1}`
    return [
      `<dataValidation type="list" allowBlank="1" showErrorMessage="1"${words} sqref="${place}">` +
        `<formula1>${xml(choices)}</formula1></dataValidation>`,
    ]
  })
  return found.length > 0 ? `<dataValidations count="${found.length}">${found.join('')}</dataValidations>` : ''
}

function frozenXml({ rows, columns }: { readonly rows: number; readonly columns: number }): string {
  const pane = columns > 0 ? 'bottomRight' : 'bottomLeft'
  const split = `${columns > 0 ? ` xSplit="${columns}"` : ''} ySplit="${rows}"`
  return `<pane${split} topLeftCell="${columnName(columns)}${rows + 1}" activePane="${pane}" state="frozen"/>`
}

function sheetXml(sheet: WrittenSheet, book: WrittenBook): string {
  const view = `<sheetView workbookViewId="0">${sheet.frozen ? frozenXml(sheet.frozen) : ''}</sheetView>`
  const columns = sheet.columns.map(
    ({ width }, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" style="0" customWidth="1"/>`,
  )
  const rows = sheet.rows.map((cells, row) => {
    const found = cells.map((cell, column) => cellXml(cell, row, column)).join('')
    return found ? `<row r="${row + 1}">${found}</row>` : ''
  })
  return (
    `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews>${view}</sheetViews><cols>${columns.join('')}</cols>` +
    `<sheetData>${rows.join('')}</sheetData>${helpXml(sheet, book)}</worksheet>`
  )
}

/** All cells are of the format `@`, a text, whose number is 49. */
const STYLES = (() => {
  const font = (more: string) => `<font>${more}<name val="Arial"/><family val="2"/></font>`
  const fill = (colour: string) =>
    `<fill><patternFill patternType="solid"><fgColor rgb="FF${colour}"/></patternFill></fill>`
  const look = (fontAt: number, fillAt: number) =>
    `<xf numFmtId="49" fontId="${fontAt}" fillId="${fillAt}" borderId="0" xfId="0" applyNumberFormat="1" ` +
    'applyFont="1" applyFill="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'
  const fonts = [font('<sz val="10"/>'), font('<b/><sz val="16"/>'), font('<b/><sz val="10"/>')]
  const small = font('<sz val="8"/><color rgb="FF6B7280"/>')
  const fills = ['<fill><patternFill patternType="none"/></fill>', '<fill><patternFill patternType="gray125"/></fill>']
  const colours = ['E8EDF4', 'FBE9D0', 'FAD4D0', 'FFF6D6'].map(fill)
  const looks = [look(0, 0), look(1, 0), look(2, 2), look(2, 3), look(3, 0), look(0, 4), look(0, 5)]
  return (
    `${HEAD}<styleSheet xmlns="${MAIN}"><fonts count="4">${[...fonts, small].join('')}</fonts>` +
    `<fills count="6">${[...fills, ...colours].join('')}</fills><borders count="1"><border/></borders>` +
    `<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="${looks.length}">${looks.join('')}</cellXfs>` +
    '</styleSheet>'
  )
})()

const part = (index: number): string => `worksheets/sheet${index + 1}.xml`

/** The bytes of the workbook, written while they are read. */
export function writeWorkbook(book: WrittenBook): Readable {
  const most = Math.max(1, ...book.lists.map((list) => list.length))
  const lists: WrittenSheet = {
    name: book.listsName,
    rows: Array.from({ length: most }, (_, row) => book.lists.map((list) => ({ text: list[row] ?? '' }))),
    columns: book.lists.map(() => ({ width: 24 })),
  }
  const sheets = [...book.sheets, lists]
  const zip = new ZipFile()
  const add = (name: string, content: string) => zip.addBuffer(Buffer.from(content), name, { mtime: book.at })
  const named = sheets.map(({ name }, at) => `<sheet name="${xml(name)}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`)
  const related = sheets.map(
    (_, at) => `<Relationship Id="rId${at + 1}" Type="${OFFICE}/worksheet" Target="${part(at)}"/>`,
  )
  const types = sheets.map(
    (_, at) => `<Override PartName="/xl/${part(at)}" ContentType="${SHEET_TYPE}.worksheet+xml"/>`,
  )
  add(
    '[Content_Types].xml',
    `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ` +
      'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
      `<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="` +
      `${SHEET_TYPE}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${SHEET_TYPE}.styles+xml"/>` +
      `${types.join('')}</Types>`,
  )
  add(
    '_rels/.rels',
    `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" ` +
      `Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  )
  add(
    'xl/workbook.xml',
    `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><bookViews><workbookView activeTab="0"/></bookViews>` +
      `<sheets>${named.join('')}</sheets></workbook>`,
  )
  add(
    'xl/_rels/workbook.xml.rels',
    `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${related.join('')}<Relationship ` +
      `Id="rId${sheets.length + 1}" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
  )
  add('xl/styles.xml', STYLES)
  for (const [at, sheet] of sheets.entries()) add(`xl/${part(at)}`, sheetXml(sheet, book))
  zip.end()
  // a stream of Node's own, whatever yazl's types call it
  return zip.outputStream as Readable
}
