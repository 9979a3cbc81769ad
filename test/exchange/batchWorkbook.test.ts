/** The workbook that is written, to the letter: ECMA-376, 18.3 (sheets), 18.8 (styles), and Part 2 (packages). */
import { buffer } from 'node:stream/consumers'
import { beforeAll, expect, test } from '@jest/globals'
import { fromBufferPromise } from 'yauzl'
import { writeWorkbook } from '../../src/exchange/batchWorkbook.js'

const parts = new Map<string, string>()

beforeAll(async () => {
  const book = writeWorkbook({
    at: new Date('2026-11-24T01:00:00Z'),
    listsName: 'Lists',
    lists: [['a', 'b', 'c'], ['x']],
    sheets: [
      {
        name: 'A & B',
        rows: [
          [
            { text: 'No.', look: 'heading' },
            { text: 'Kind *', look: 'needed' },
          ],
          [{ text: '<1>\u0000' }, { text: '', look: 'wrong' }],
          [{ text: '' }, { text: '' }],
        ],
        columns: [
          { width: 12, prompt: 'Your own "No."' },
          { width: 20, list: 0 },
          { width: 9, list: 1, prompt: 'p'.repeat(300) },
          { width: 5 },
        ],
        frozen: { rows: 1, columns: 1 },
        helpTo: 40,
      },
      { name: 'Plain', rows: [[{ text: 'only' }]], columns: [{ width: 30 }] },
    ],
  })
  const zip = await fromBufferPromise(await buffer(book), { lazyEntries: true })
  for await (const entry of zip.eachEntry())
    parts.set(entry.fileName, (await buffer(await zip.openReadStreamPromise(entry))).toString('utf8'))
})

/** What stands within an element of a part, each piece on a line of its own. */
function within(part: string, element: string): string[] {
  const [, inner = ''] = new RegExp(`<${element}[^>]*>(.*)</${element}>`, 's').exec(parts.get(part) ?? '') ?? []
  return inner.replaceAll('><', '>\n<').split('\n')
}

test('a sheet has its frozen headings, widths, texts and looks, and nothing of rows that are empty', () => {
  expect(within('xl/worksheets/sheet1.xml', 'sheetViews')).toEqual([
    '<sheetView workbookViewId="0">',
    '<pane xSplit="1" ySplit="1" topLeftCell="B2" activePane="bottomRight" state="frozen"/>',
    '</sheetView>',
  ])
  expect(within('xl/worksheets/sheet1.xml', 'cols')).toEqual([
    '<col min="1" max="1" width="12" style="0" customWidth="1"/>',
    '<col min="2" max="2" width="20" style="0" customWidth="1"/>',
    '<col min="3" max="3" width="9" style="0" customWidth="1"/>',
    '<col min="4" max="4" width="5" style="0" customWidth="1"/>',
  ])
  expect(within('xl/worksheets/sheet1.xml', 'sheetData').join('')).toBe(
    '<row r="1"><c r="A1" s="2" t="inlineStr"><is><t xml:space="preserve">No.</t></is></c>' +
      '<c r="B1" s="3" t="inlineStr"><is><t xml:space="preserve">Kind *</t></is></c></row>' +
      '<row r="2"><c r="A2" s="0" t="inlineStr"><is><t xml:space="preserve">&lt;1&gt;</t></is></c>' +
      '<c r="B2" s="5"/></row>',
  )
})

test('below the headings, words stand beside a column and its choices are offered', () => {
  expect(within('xl/worksheets/sheet1.xml', 'dataValidations')).toEqual([
    '<dataValidation allowBlank="1" showInputMessage="1" prompt="Your own &quot;No.&quot;" sqref="A2:A40"/>',
    '<dataValidation type="list" allowBlank="1" showErrorMessage="1" sqref="B2:B40">',
    "<formula1>'Lists'!$A$1:$A$3</formula1>",
    '</dataValidation>',
    '<dataValidation type="list" allowBlank="1" showErrorMessage="1" showInputMessage="1" ' +
      `prompt="${'p'.repeat(255)}" sqref="C2:C40">`,
    "<formula1>'Lists'!$B$1:$B$1</formula1>",
    '</dataValidation>',
  ])
  expect(parts.get('xl/worksheets/sheet1.xml')).toContain('<dataValidations count="3">')
})

test('a sheet without help has none, and the choices stand below each other in the last one', () => {
  expect(parts.get('xl/worksheets/sheet2.xml')).toMatch(
    /<sheetView workbookViewId="0"><\/sheetView>.*<\/sheetData><\/worksheet>$/s,
  )
  const cells = within('xl/worksheets/sheet3.xml', 'sheetData')
    .join('')
    .matchAll(/<c r="(\w+)"[^>]*>.*?>([^<>]+)<\/t>/g)
  expect([...cells].map(([, at, text]) => `${at} ${text}`)).toEqual(['A1 a', 'B1 x', 'A2 b', 'A3 c'])
  expect(within('xl/worksheets/sheet3.xml', 'cols')).toHaveLength(2)
})

test('the package names every sheet once, where it is, and its styles', () => {
  expect(within('xl/workbook.xml', 'sheets')).toEqual([
    '<sheet name="A &amp; B" sheetId="1" r:id="rId1"/>',
    '<sheet name="Plain" sheetId="2" r:id="rId2"/>',
    '<sheet name="Lists" sheetId="3" r:id="rId3"/>',
  ])
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  expect(within('xl/_rels/workbook.xml.rels', 'Relationships')).toEqual([
    ...[1, 2, 3].map(
      (at) => `<Relationship Id="rId${at}" Type="${office}/worksheet" Target="worksheets/sheet${at}.xml"/>`,
    ),
    `<Relationship Id="rId4" Type="${office}/styles" Target="styles.xml"/>`,
  ])
  const sheets = within('[Content_Types].xml', 'Types').filter((one) => one.includes('worksheet+xml'))
  expect(sheets.map((one) => /PartName="([^"]*)"/.exec(one)?.[1])).toEqual(
    [1, 2, 3].map((at) => `/xl/worksheets/sheet${at}.xml`),
  )
})

test('every look is a text, with the letters and the ground that tell it', () => {
  const looks = within('xl/styles.xml', 'cellXfs').filter((one) => one.startsWith('<xf '))
  expect(looks.map((one) => /numFmtId="(\d+)" fontId="(\d)" fillId="(\d)"/.exec(one)?.slice(1).join(' '))).toEqual(
    // plain, title, heading, needed, code, wrong, remark
    ['49 0 0', '49 1 0', '49 2 2', '49 2 3', '49 3 0', '49 0 4', '49 0 5'],
  )
  expect(parts.get('xl/styles.xml')).toContain('<cellXfs count="7">')
  expect(parts.get('xl/styles.xml')).toMatch(/<fonts count="4">.*<fills count="6">/s)
})
