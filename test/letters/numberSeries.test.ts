/** Two series of one pattern would give two letters one number. */
import { expect, test } from '@jest/globals'
import { checkNumberSeries } from '../../src/letters/numberSeriesCheck.js'
import type { Beside } from '../../src/reference/registry.js'

const series = (form: string) => ({ label: { zh: '文号', en: 'Numbers' }, form })
const beside: Beside = [
  { kind: 'numberSeries', key: 'recommendation', body: series('{authority}〔{year}〕{serial}号') },
  { kind: 'paperKinds', key: 'notice', body: {} },
]

test('a series with the pattern of another one is refused, however its spaces and figures are written', () => {
  const said = (form: string, key = 'notice') =>
    checkNumberSeries(series(form), key, undefined, beside).map(({ code, path }) => `${path} ${code}`)
  expect(said('{authority}〔{year}〕{serial}号')).toEqual(['form sameNumbers'])
  expect(said('{authority} 〔{year}〕 {serial} 号')).toEqual(['form sameNumbers'])
  expect(said('{authority}告〔{year}〕{serial}号')).toEqual([])
  expect(said('{authority}〔{year}〕{serial}号', 'recommendation')).toEqual([])
})
