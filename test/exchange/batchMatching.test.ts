/** Whose document a file of an archive is, and which: by the sheet of documents, a passport number or a name, wherever they stand. */
import { expect, test } from '@jest/globals'
import type { DocumentRule } from '../../src/criteria/documents.js'
import { type PaperRow, PaperMatcher } from '../../src/exchange/batchMatching.js'

const content = (names: string[], passport: string, papers: object[] = []) =>
  ({ names, passport, papers }) as unknown as PaperRow['content'] // what else a row holds is nothing to it
const rowOf = (row: number, caseId: number | null, names: string[], passport: string, papers?: object[]): PaperRow => ({
  row,
  caseId,
  content: content(names, passport, papers),
})
const paper = (file: string, more: object = {}) => ({ file, kind: '', issuedOn: '', language: '', of: '', ...more })
const rule = (monthsValid: number | null, translated: boolean) => ({ monthsValid, translated }) as DocumentRule // its part
const RULES = new Map([
  ['contract', rule(null, false)],
  ['policeRecord', rule(6, false)],
  ['degree', rule(null, true)],
])
const ROSSI = rowOf(1, 11, ['ROSSI GIULIA MARIA', '罗茜'], 'YB1234567')
const LI = rowOf(2, 12, ['LI NA', '李娜'], 'E12345678')
const find = (name: string, ...rows: PaperRow[]) => {
  const found = new PaperMatcher(rows.length > 0 ? rows : [ROSSI, LI], RULES).match(name)
  return 'zh' in found ? found.en : [found.caseId, found.file, found.kind]
}

test.each([
  ['by the passport number in its folder', 'papers/yb 1234567/contract.pdf', [11, 'contract.pdf', 'contract']],
  ['by the name as the passport has it', 'Rossi Giulia Maria/contract.pdf', [11, 'contract.pdf', 'contract']],
  [
    'by the name with the surname last',
    'contract Giulia Maria Rossi.pdf',
    [11, 'contract Giulia Maria Rossi.pdf', 'contract'],
  ],
  [
    'by a name without its accents',
    'Róssi-Giúlia-María contract.pdf',
    [11, 'Róssi-Giúlia-María contract.pdf', 'contract'],
  ],
  ['by two Han characters', '李娜/contract.pdf', [12, 'contract.pdf', 'contract']],
  [
    'by the number, whoever else is named',
    'E12345678 Rossi Giulia Maria/contract.pdf',
    [12, 'contract.pdf', 'contract'],
  ],
])('a file is found %s', (_, name, found) => {
  expect(find(name)).toEqual(found)
})

test.each([
  [
    'holds only a short name, which stands in many by chance',
    'lina contract.pdf',
    /^no candidate’s passport number or name/,
  ],
  ['may belong to several candidates', '李娜 罗茜 contract.pdf', /^it may belong to several candidates/],
])('a file is refused when it %s', (_, name, said) => {
  expect(find(name)).toMatch(said)
})

test('a file of a row without a draft says so', () => {
  expect(find('YB1234567.pdf', rowOf(1, null, [], 'YB1234567'))).toBe('there is no draft for this candidate yet')
})

test('what a paper is has to be confirmed where a day or a language is to be said, or nothing tells it', () => {
  const kinds = ['contract', 'police record', 'degree', 'something'].map((kind) => find(`YB1234567/${kind}.pdf`)[2])
  expect(kinds).toEqual(['contract', undefined, undefined, undefined])
})

test('the sheet of documents comes first; a name that several rows list is told apart by the folder', () => {
  const listed = (row: PaperRow, ...papers: object[]) => ({ ...row, content: { ...row.content, papers } }) as PaperRow
  const own = listed(ROSSI, paper('scan 1.pdf', { kind: 'degree', language: 'it' }), paper('scan 1.pdf'))
  expect(new PaperMatcher([own, LI], RULES).match('李娜/scan_1.PDF')).toEqual({
    ...{ caseId: 11, file: 'scan_1.PDF', kind: 'degree' },
    ...{ issuedOn: undefined, language: 'it', of: undefined },
  })
  const both = [own, listed(LI, paper('scan 1.pdf', { kind: 'contract' }))]
  expect(find('李娜/scan 1.pdf', ...both)).toEqual([12, 'scan 1.pdf', 'contract'])
  expect(find('scan 1.pdf', ...both)).toMatch(/^it may belong to several candidates/)
})
