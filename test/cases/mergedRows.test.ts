/** Two windows changed one list: what is merged, and what is asked. */
import { expect, test } from '@jest/globals'
import { mergeRows, rowMarks, withEmptyRows } from '../../src/cases/mergedRows.js'
import { APPLICATION } from '../../src/forms/application.js'
import { findNode, getNode, getRow } from '../../src/forms/engine/node.js'

const list = findNode(getNode(APPLICATION), 'talent.resume')
if (!list) throw new Error('no resume')
const ROW = getRow(list)
const mark = (answer: unknown) => JSON.stringify(answer)

interface Period {
  readonly from: string
  readonly to?: string
  readonly what: string
}
const period = (from: string, what: string, to = ''): Period => ({ from, to, what })

const SCHOOL = period('2008-09', 'study', '2012-06')
const SHOP = period('2012-07', 'shop', '2016-01')
const STREAM = period('2016-02', 'streaming')

const merge = (base: readonly Period[], mine: readonly Period[], theirs: readonly Period[]) =>
  mergeRows(
    ROW,
    base.map((row) => rowMarks(ROW, row, mark)),
    mine,
    theirs,
    mark,
  )

test('different rows, and different answers of one row, are both kept', () => {
  const mine = { ...SHOP, what: 'a shop in Porto' }
  const theirs = { ...STREAM, to: '2020-01' }
  expect(merge([SCHOOL, SHOP, STREAM], [SCHOOL, mine, STREAM], [SCHOOL, SHOP, theirs])).toEqual([SCHOOL, mine, theirs])
  expect(merge([SHOP], [{ ...SHOP, what: 'sales' }], [{ ...SHOP, to: '2016-03' }])).toEqual([
    { from: '2012-07', to: '2016-03', what: 'sales' },
  ])
})

test('a row that was added or taken out on one side stays so, wherever it stands', () => {
  expect(merge([SCHOOL, STREAM], [SCHOOL, SHOP, STREAM], [SCHOOL])).toEqual([SCHOOL, SHOP])
  expect(merge([SCHOOL], [SCHOOL, SHOP], [SCHOOL, STREAM])).toEqual([SCHOOL, STREAM, SHOP])
  expect(merge([SCHOOL], [SCHOOL, SHOP], [SCHOOL, SHOP])).toEqual([SCHOOL, SHOP])
  expect(merge([], [SHOP], [STREAM])).toEqual([STREAM, SHOP])
  const changed = { ...STREAM, what: 'TikTok' }
  expect(merge([SCHOOL, SHOP, STREAM], [SHOP, STREAM], [SCHOOL, SHOP, changed])).toEqual([SHOP, changed])
})

test('the same answer of a row changed otherwise is a clash, and so is a row taken out that the other one changed', () => {
  expect(merge([SHOP], [{ ...SHOP, what: 'sales' }], [{ ...SHOP, what: 'buyer' }])).toBeUndefined()
  expect(merge([SHOP, STREAM], [STREAM], [{ ...SHOP, what: 'buyer' }, STREAM])).toBeUndefined()
  expect(merge([SHOP], [{ ...SHOP, what: 'sales' }], [{ ...SHOP, what: 'sales', to: '2016-03' }])).toEqual([
    { from: '2012-07', to: '2016-03', what: 'sales' },
  ])
})

test('empty rows of a page stay where they are, also within a row, and nothing else of it does', () => {
  const kept = { list: [{ a: '1', yuan: 7, months: [{ of: '9' }] }, { a: '2' }], other: 'kept' }
  const months = [{ of: '' }, { of: '9' }, { of: '' }]
  const typed = { list: [{ a: '1', months }, { a: '' }, { a: '2' }, {}], other: 'typed', more: 'typed', none: [{}] }
  expect(withEmptyRows(kept, typed)).toEqual({
    list: [{ a: '1', yuan: 7, months: [{ of: '' }, { of: '9' }, { of: '' }] }, { a: '' }, { a: '2' }, {}],
    other: 'kept',
    none: [{}],
  })
  // of rows that are kept and not shown none is lost, and none that is gone comes back
  expect(withEmptyRows([{ a: '1' }, { a: '2' }], [{ a: '1' }, {}])).toEqual([{ a: '1' }, {}, { a: '2' }])
  expect(withEmptyRows([{ a: '1' }], [{ a: '1' }, { a: '2' }])).toEqual([{ a: '1' }])
})
