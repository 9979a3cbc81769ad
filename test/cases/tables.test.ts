/** Tables that firms upload, in the reader's box: what is read, and what is refused with its cell or row. */
import { readFileSync } from 'node:fs'
import { buffer } from 'node:stream/consumers'
import { afterAll, expect, test } from '@jest/globals'
import { ZipFile } from 'yazl'
import { Invalid } from '../../src/base/errors.js'
import { Inspector } from '../../src/cases/files/inspect.js'

const inspector = new Inspector()
afterAll(() => inspector.close())

const KIND = 'platformExport'
const inspect = (content: Buffer, declaredName: string, kind = KIND) =>
  inspector.inspect(content, { kind, declaredName, rules: null })

/** The code of the refusal, and its English words. */
const refused = (content: Buffer, declaredName: string) =>
  inspect(content, declaredName).then(
    ({ mime }) => [mime],
    (problem: unknown) => {
      if (!(problem instanceof Invalid)) throw problem
      return problem.problems.map(({ code, message }) => `${code} ${message.en}`)
    },
  )

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const LINKS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** A workbook of one sheet, with whatever parts are given besides. */
async function workbook(rows: string, more: Readonly<Record<string, string | Buffer>> = {}): Promise<Buffer> {
  const zip = new ZipFile()
  const parts: Record<string, string | Buffer> = {
    '[Content_Types].xml':
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
    '_rels/.rels': `<Relationships><Relationship Id="r" Type="${LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${LINKS}"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="r1" Type="${LINKS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="${MAIN}"><sheetData>${rows}</sheetData></worksheet>`,
    ...more,
  }
  for (const [name, content] of Object.entries(parts)) zip.addBuffer(Buffer.from(content), name)
  zip.end()
  return buffer(zip.outputStream)
}

test('CSV and XLSX are taken as what they are, and as no other kind of document', async () => {
  const sample = (name: string) => readFileSync(`test/exports/${name}`)
  expect(await inspect(sample('douyin.csv'), '数据.csv')).toMatchObject({ mime: 'text/csv', extension: 'csv' })
  expect(await inspect(sample('xiaohongshu.xlsx'), '数据.xlsx')).toMatchObject({ extension: 'xlsx' })
  await expect(inspect(sample('douyin.csv'), '数据.csv', 'contract')).rejects.toThrow(Invalid)
  await expect(inspect(sample('xiaohongshu.xlsx'), '数据.xlsx', 'contract')).rejects.toThrow(Invalid)
  expect(await refused(Buffer.from('%PDF-1.7\n'), 'a.pdf')).toEqual([expect.stringContaining('file:tableWanted')])
})

test('what is computed, runs, or cannot be read is refused, with the cell or the row', async () => {
  const csv = (text: string) => refused(Buffer.from(text), 'a.csv')
  const xlsx = async (rows: string, more = {}) => refused(await workbook(rows, more), 'a.xlsx')
  const starting = (text: string) => [expect.stringMatching(new RegExp(`^${text}`))]
  expect(await csv('month,sales\n2026-01,"=HYPERLINK(1)"\n')).toEqual(
    starting('file:tableFormula Cell B2 is a formula'),
  )
  expect(await csv('month,sales\n2026-01,+cmd|x\n')).toEqual(starting('file:tableFormula Cell B2'))
  expect(await csv('month,sales\n2026-01,@sum\\(1\\)\n')).toEqual(starting('file:tableFormula Cell B2'))
  expect(await csv('month,sales\n2026-01,-5\n')).toEqual(['text/csv'])
  expect(await csv('month,sales\n2026-01,"5\n')).toEqual(starting('file:tableRow Row'))
  expect(await csv('\n\n')).toEqual(starting('file:tableEmpty'))
  expect(await csv('<html><script>1</script></html>')).toEqual(starting('file:polyglot'))
  const strange = Buffer.concat([Buffer.from('a,b\n'), Buffer.from([0x81, 0x20, 0xff]), Buffer.from('\n')])
  expect(await refused(strange, 'a.csv')).toEqual(starting('file:tableEncoding The characters of row 2'))
  expect(await csv('a,b\n'.repeat(1300))).toEqual(starting('file:tableTooLong'))

  expect(await xlsx('<row r="4"><c r="C4"><f>SUM(A1:A3)</f><v>6</v></c></row>')).toEqual(
    starting('file:tableFormula Cell C4 is a formula'),
  )
  const row = '<row r="1"><c r="A1" t="inlineStr"><is><t>month</t></is></c></row>'
  expect(await xlsx(row)).toEqual([expect.stringContaining('spreadsheetml')])
  expect(await xlsx(row, { 'xl/vbaProject.bin': 'x' })).toEqual(starting('file:tableActive The table contains macros'))
  expect(await xlsx(row, { 'xl/externalLinks/externalLink1.xml': '<a/>' })).toEqual(starting('file:tableActive'))
  expect(await xlsx(row, { 'xl/sharedStrings.xml': Buffer.alloc(30_000_000, 0x20) })).toEqual(
    starting('file:tableBomb'),
  )
  expect(await xlsx(`${row}<row r="2">`)).toEqual(starting('file:damaged'))
  expect(
    await xlsx(row, { 'xl/sharedStrings.xml': '<!DOCTYPE a [<!ENTITY b "c">]><sst><si><t>&b;</t></si></sst>' }),
  ).toEqual(starting('file:damaged'))
  expect(await xlsx('<row r="1"><c r="A1" t="s"><v>9</v></c></row>')).toEqual(starting('file:damaged'))
})
