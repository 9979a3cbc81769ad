/** What the cells of a workbook become: answers, rows in their order, and what is said of what cannot be read. */
import { describe, expect, test } from '@jest/globals'
import { valueAt } from '../../src/forms/engine/node.js'
import { Invalid } from '../../src/base/errors.js'
import type { BatchSheet } from '../../src/cases/files/workbook.js'
import { readHosts } from '../../src/exchange/batchReading.js'
import { BOOK, CASE, HEADING_ROWS, NUMBER, OF, ORDER, WITHIN } from '../../src/exchange/batchSheets.js'

const TODAY = '2026-11-24'
const PASSPORT = 'talent.passport.number'
type Cells = Readonly<Record<string, string>>

/** A sheet with the columns that the rows use; `numeric`: the codes of those that hold figures. */
function sheetOf(list: string, lines: readonly Cells[], numeric: readonly string[] = []): BatchSheet {
  const codes = [...new Set(lines.flatMap((line) => Object.keys(line)))]
  const rows = [codes, ...lines.map((line) => codes.map((code) => line[code] ?? ''))]
  return {
    sheet: BOOK.find((one) => one.list === list)?.name ?? list,
    computed: [],
    rows: rows.map((cells, at) => ({
      ...{ row: HEADING_ROWS + at, cells },
      numeric: at === 0 ? [] : codes.flatMap((code, column) => (numeric.includes(code) ? [column] : [])),
    })),
  }
}

const host = (cells: Cells): Cells => ({ [NUMBER]: '1', [PASSPORT]: 'FK1000000', ...cells })
const readOne = (cells: Cells, numeric: readonly string[] = []) => {
  const [one] = readHosts([sheetOf('', [host(cells)], numeric)], TODAY)
  if (!one) throw new Error('no host')
  return one
}

describe('a cell', () => {
  const ZONE = ['P<BRASANTOS<<ANA<LUIZA'.padEnd(44, '<'), 'FK1000000'.padEnd(44, '<')] as const

  test.each([
    ['talent.other.patent', '是', 'true'],
    ['talent.other.patent', 'Yes', 'true'],
    ['talent.other.patent', '否 No', undefined],
    ['talent.other.patent', 'perhaps', 'perhaps'],
    ['talent.nationality', '意大利（ITA）', 'ITA'],
    ['talent.nationality', 'Italy (ITA)', 'ITA'],
    ['talent.nationality', '意大利（FRA）', '意大利（FRA）'],
    ['talent.passport.mrz', ZONE.join(''), [...ZONE]],
    ['talent.passport.mrz', ZONE.join('\r\n'), [...ZONE]],
    ['talent.passport.mrz', ZONE[0], [ZONE[0]]],
    [
      'circumstances.promised',
      '工作资历证明；Highest degree; policeRecord\n ,\nsomething else',
      ['workExperience', 'degree', 'policeRecord', ',', 'something else'],
    ],
    ['engagement.post', 'Host ； guest', 'Host ； guest'],
  ])('of %s with %j is read as %j', (code, typed, wanted) => {
    expect(valueAt(readOne({ [code]: typed }).answers, code)).toEqual(wanted)
  })

  test('of a month that a program has made a day is the month, of a day the day', () => {
    const stays = [{ [OF]: '1', 'talent.resume.*.from': '2015-09-01', 'talent.resume.*.to': '2019-06' }]
    const [one] = readHosts(
      [sheetOf('', [host({ 'talent.birthDate': '1996-07-02' })]), sheetOf('talent.resume', stays)],
      TODAY,
    )
    expect(one?.answers).toMatchObject({
      talent: { birthDate: '1996-07-02', resume: [{ from: '2015-09', to: '2019-06' }] },
    })
  })

  test.each(['至今', ' Present ', 'to date'])('of a last month with %j is none: it is still going on', (typed) => {
    const stays = [
      { [OF]: '1', 'talent.resume.*.from': '2015-09', 'talent.resume.*.to': typed, 'talent.resume.*.what': '主播' },
    ]
    const [one] = readHosts([sheetOf('', [host({})]), sheetOf('talent.resume', stays)], TODAY)
    expect(one?.problems).toEqual([])
    expect(valueAt(one?.answers, 'talent.resume.0.from')).toBe('2015-09')
    expect(valueAt(one?.answers, 'talent.resume.0.to') ?? null).toBeNull()
  })

  test.each([
    ['figures, whole', '100200300', 'batchNumber', '100200300'],
    ['figures of fifteen digits', '123456789012345', 'batchNumber', '123456789012345'],
    ['figures of sixteen digits', '1234567890123456', 'batchRounded', undefined],
    ['figures as a power of ten', '1.23E+11', 'batchRounded', undefined],
  ])('of a passport with %s', (_, typed, code, kept) => {
    const { problems, answers } = readOne({ [PASSPORT]: typed }, [PASSPORT])
    expect(problems.map((one) => [one.code, one.path])).toEqual([[code, PASSPORT]])
    expect(valueAt(answers, PASSPORT)).toBe(kept)
  })

  test('with a power of ten that was typed as a text is no number, and a short figure of a text is one', () => {
    expect(readOne({ [PASSPORT]: '1E11' }).problems.map(({ code }) => code)).toEqual(['batchRounded'])
    expect(readOne({ 'engagement.post': '12345678901' }, ['engagement.post']).problems).toEqual([])
    expect(readOne({ 'engagement.post': '123456789012' }, ['engagement.post']).problems).toHaveLength(1)
  })
})

describe('rows of a list', () => {
  const channels = (...lines: Cells[]) =>
    sheetOf(
      'channels',
      lines.map((line) => ({ [OF]: '1', ...line })),
    )
  const series = (...lines: Cells[]) =>
    sheetOf(
      'channels.*.export.series',
      lines.map((line) => ({ [OF]: 'fk 1000000', ...line })),
    )
  const handle = 'channels.*.handle'
  const month = 'channels.*.export.series.*.month'

  test('stand by their own numbers, those without one last, and rows within them by those', () => {
    const sheets = [
      sheetOf('', [host({})]),
      series({ [WITHIN]: '2', [month]: '2026-10' }, { [month]: '2026-09' }),
      channels(
        { [ORDER]: '', [handle]: 'last' },
        { [ORDER]: '2', [handle]: 'second' },
        { [ORDER]: '1', [handle]: 'first' },
      ),
    ]
    const [one] = readHosts(sheets, TODAY)
    expect(one?.answers.channels).toEqual([
      { handle: 'first', export: { series: [{ month: '2026-09' }] } },
      { handle: 'second', export: { series: [{ month: '2026-10' }] } },
      { handle: 'last' },
    ])
    expect(one?.problems).toEqual([])
  })

  test('within a channel that is not there are named and left out', () => {
    const sheets = [
      sheetOf('', [host({})]),
      channels({ [handle]: 'only' }),
      series({ [WITHIN]: '2', [month]: '2026-10' }),
    ]
    const [one] = readHosts(sheets, TODAY)
    expect(one?.answers.channels).toEqual([{ handle: 'only' }])
    expect(one?.problems.map(({ code, path }) => [code, path])).toEqual([['batchWithin', 'channels']])
  })
})

describe('a row', () => {
  test('that changes a draft takes back a yes with no, and any answer with a dash; empty cells change nothing', () => {
    const cells = { 'talent.other.patent': '否 No', 'talent.email': '—', 'talent.chineseName': '' }
    const [changed, fresh] = [readOne({ [CASE]: '2026-000001', ...cells }), readOne(cells)]
    expect(valueAt(changed.answers, 'talent.other')).toEqual({ patent: null })
    expect(valueAt(changed.answers, 'talent.email')).toBeNull()
    expect(valueAt(changed.answers, 'talent.chineseName')).toBeUndefined()
    expect(valueAt(fresh.answers, 'talent.email')).toBeUndefined()
  })

  test('is known by its number in full-width figures as well', () => {
    const channels = sheetOf('channels', [{ [OF]: '１２', 'channels.*.handle': 'a' }])
    const [one] = readHosts([sheetOf('', [host({ [NUMBER]: '12' })]), channels], TODAY)
    expect(valueAt(one?.answers, 'channels.0.handle')).toBe('a')
  })

  test('without a name and a passport is no candidate: nothing is made of a sum', () => {
    const lines = [host({ 'engagement.salaryPerYear': '600000' }), { 'engagement.salaryPerYear': '600000' }]
    const found = readHosts([sheetOf('', lines)], TODAY)
    expect(found.map(({ refused }) => refused?.en)).toEqual([undefined, expect.stringContaining('It is no candidate')])
  })

  test('of documents says which kind or day cannot be read', () => {
    const of = (kind: string, issuedOn: string) => ({
      ...{ [OF]: '1', 'documents.*.file': 'a.pdf' },
      ...{ 'documents.*.kind': kind, 'documents.*.issuedOn': issuedOn },
    })
    const papers = sheetOf('documents', [of('体检', '20/10/2026'), of('体检证明', '2026-10-20')])
    const [one] = readHosts([sheetOf('', [host({})]), papers], TODAY)
    expect(one?.problems.map(({ message }) => message.en)).toEqual([
      'Sheet “材料 Documents”, row 4: Kind “体检” is not on the list. Choose from the list in the cell.',
      'Sheet “材料 Documents”, row 4: Issued on “20/10/2026” cannot be read. Write it as 2026-01-31.',
    ])
  })
})

test('a hidden sheet of this workbook is not passed over in silence; another one is nobody’s business', () => {
  const hosts = sheetOf('', [host({})])
  const hidden = { ...sheetOf('channels', [{ [OF]: '1', 'channels.*.handle': 'a' }]), hidden: true }
  expect(() => readHosts([hosts, hidden], TODAY)).toThrow(Invalid)
  const others = { ...sheetOf('', [host({})]), sheet: 'notes', hidden: true, rows: [] }
  expect(readHosts([hosts, others], TODAY)).toHaveLength(1)
})

test('a number, passport or draft that stands in a row above is refused, each with the first such row', () => {
  const lines = [
    { [NUMBER]: '1', [PASSPORT]: 'FK1000000', [CASE]: '2026-000007' },
    { [NUMBER]: '2', [PASSPORT]: 'fk 1000000', [CASE]: '' },
    { [NUMBER]: '1', [PASSPORT]: 'FK1000001', [CASE]: '' },
    { [NUMBER]: '4', [PASSPORT]: 'FK1000002', [CASE]: '2026-000007' },
    { [NUMBER]: '', [PASSPORT]: 'FK1000003', [CASE]: '' },
    { [NUMBER]: '', [PASSPORT]: 'FK1000004', [CASE]: '' },
  ]
  const said = readHosts([sheetOf('', lines)], TODAY).map(({ refused }) => refused?.en)
  expect(said).toEqual([undefined, expect.any(String), expect.any(String), expect.any(String), undefined, undefined])
  const first = String(HEADING_ROWS + 1)
  for (const one of said.slice(1, 4)) expect(one).toContain(first)
  expect(new Set(said.slice(1, 4)).size).toBe(3)
})

test('a sheet without the column by which its rows are known, or with a strange one, names it', () => {
  const refused = (sheets: readonly BatchSheet[]): string => {
    try {
      readHosts(sheets, TODAY)
    } catch (error) {
      if (error instanceof Invalid) return error.problems.map(({ message }) => message.en).join(' ')
      throw error
    }
    throw new Error('the sheets were read')
  }
  expect(refused([sheetOf('', [{ 'engagement.post': 'Host' }])])).toContain(PASSPORT)
  expect(refused([sheetOf('', [host({})]), sheetOf('channels', [{ 'channels.*.handle': 'a' }])])).toContain(OF)
  // and of a column that is none, where it stands and what is written there
  expect(refused([sheetOf('', [host({ 'talent.shoes': '38' })])])).toMatch(/C3.*talent\.shoes/)
})
