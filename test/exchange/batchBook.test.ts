/** What the workbook shows beside its answers: which cells are wrong, and what may be chosen in a column. */
import { buffer } from 'node:stream/consumers'
import { expect, test } from '@jest/globals'
import { fromBufferPromise } from 'yauzl'
import { columnName } from '../../src/criteria/exportTable.js'
import { type BookRow, writeBook } from '../../src/exchange/batchBook.js'
import { APPLICATION } from '../../src/forms/application.js'
import { findNode, getNode } from '../../src/forms/engine/node.js'
import { BOOK, HEADING_ROWS, type SheetColumn } from '../../src/exchange/batchSheets.js'
import { host } from './books.js'

const AT = new Date('2026-11-24T01:00:00Z')
const TITLE = 's="1"'
const WRONG = 's="5"' // the looks of batchWorkbook.ts by their places

/** The instructions, and the sheets in their order. */
async function sheetsOf(hosts: readonly BookRow[]): Promise<string[]> {
  const found = new Map<string, string>()
  const zip = await fromBufferPromise(await buffer(writeBook(hosts, AT)), { lazyEntries: true })
  for await (const entry of zip.eachEntry())
    found.set(entry.fileName, (await buffer(await zip.openReadStreamPromise(entry))).toString('utf8'))
  return [undefined, ...BOOK].map((_, index) => found.get(`xl/worksheets/sheet${index + 1}.xml`) ?? '')
}

const sheetAt = (list: string): number => BOOK.findIndex((sheet) => sheet.list === list) + 1

function columnAt(list: string, isIt: (column: SheetColumn) => boolean): string {
  const at = BOOK[sheetAt(list) - 1]?.columns.findIndex(isIt) ?? -1
  expect(at).toBeGreaterThanOrEqual(0)
  return columnName(at)
}

const wrongIn = (sheet = ''): string[] =>
  [...sheet.matchAll(/<c r="(\w+)" (s="\d+")/g)].flatMap(([, place = '', look]) => (look === WRONG ? [place] : []))

const problem = (path: string) => ({ code: 'required', path, message: { zh: '请填写。', en: 'Enter this.' } })

test('the cells of what is wrong are marked, of a host and of a row of a list, and no others', async () => {
  const problems = [problem('talent.passport.number'), problem('channels.0.followers')]
  const sheets = await sheetsOf([host(0), { ...host(1), problems }])
  const [first, second] = [HEADING_ROWS + 1, HEADING_ROWS + 2]
  const passport = columnAt('', ({ code }) => code === 'talent.passport.number')
  const followers = columnAt('channels', ({ code }) => code === 'channels.*.followers')
  const channels = sheets[sheetAt('channels')] ?? ''
  expect(wrongIn(sheets[sheetAt('')])).toEqual([`${passport}${second}`])
  // the channels of both hosts stand below each other
  const before = host(0).answers as { channels: unknown[] }
  expect(wrongIn(channels)).toEqual([`${followers}${first + before.channels.length}`])
  expect(sheets.flatMap(wrongIn)).toHaveLength(2)
})

test('what may be chosen several times is written out beside its column; what may be chosen once is a list', async () => {
  const sheets = await sheetsOf([])
  const [several, once] = [
    columnAt('', ({ control }) => control === 'checkboxes'),
    columnAt('', ({ control }) => control === 'radio'),
  ]
  const helpOf = (column: string) =>
    [...(sheets[sheetAt('')] ?? '').matchAll(/<dataValidation [^>]*>/g)]
      .map(([help]) => help)
      .find((help) => help.includes(`sqref="${column}${HEADING_ROWS + 1}:`))
  const options = BOOK[sheetAt('') - 1]?.columns.find(({ control }) => control === 'checkboxes')?.options ?? []
  expect(options.length).toBeGreaterThan(1)
  expect(helpOf(several)).not.toContain('type="list"')
  for (const { label } of options.slice(0, 2)) expect(helpOf(several)).toContain(label.en)
  expect(helpOf(once)).toContain('type="list"')
})

test('the instructions have one title, at their head', async () => {
  const [instructions = ''] = await sheetsOf([])
  expect(
    [...instructions.matchAll(/<c r="(\w+)" (s="\d+")/g)].filter(([, , look]) => look === TITLE).map(([, at]) => at),
  ).toEqual(['A1'])
})

test('what may be left out is not marked as needed, nor what is asked only after another answer', () => {
  const columns = BOOK.flatMap((sheet) => sheet.columns)
  const needed = new Map(columns.map(({ code, required }) => [code, required]))
  const marks = (...codes: string[]) => codes.map((code) => [code, needed.get(code)])
  const asked = ['talent.systemName', 'talent.passport.number', 'engagement.post', 'channels.*.handle']
  expect(marks(...asked)).toEqual(asked.map((code) => [code, true]))
  const left = ['talent.chineseName', 'talent.other.patent', 'talent.chinese.formerChineseNational']
  expect(marks(...left)).toEqual(left.map((code) => [code, false]))
  for (const { code, required } of columns) {
    const keys = code.startsWith('_') ? [] : code.replaceAll('*', '0').split('.')
    // a row that is there is asked for what belongs to it, whether or not there have to be rows
    const own = keys.lastIndexOf('0') + 1
    const around = keys.map((_, depth) => findNode(getNode(APPLICATION), keys.slice(0, depth + 1).join('.'))).slice(own)
    const mayBeLeft = around.some((node) => node && ((node.optional && node.fallback === undefined) || node.ui.after))
    if (mayBeLeft) expect([code, required]).toEqual([code, false])
  }
})
