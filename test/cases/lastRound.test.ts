/** Whose report of the round before a person goes on from: by who they are, and not by what they are called. */
import { expect, test } from '@jest/globals'
import type { Assessment, CaseFile } from '../../src/cases/caseFile.js'
import { lastReportOf } from '../../src/cases/lastRound.js'

const reported = (personId: number, round: number, summary: string, authorityId = 3): Assessment => ({
  ...{ round, authorityId, personId, personName: '王敏', at: new Date(0), opinion: 'recommend', summary },
  ...{ findings: [], scores: [], compliance: [] },
})
/** A case in its second round, as far as this is read. */
const inSecondRound = (...assessments: Assessment[]) => ({ assessments, case: { round: 2 } }) as unknown as CaseFile

test('two of one department who have the same name each go on from their own report', () => {
  const file = inSecondRound(reported(7, 1, 'hers'), reported(8, 1, 'his'), reported(7, 2, 'of this round'))
  const of = (id: number) => lastReportOf(file, { authorityId: 3, id })?.summary
  expect([of(7), of(8), of(9)]).toEqual(['hers', 'his', undefined])
})

test('somebody else goes on from the only report of their department, and never from another one’s', () => {
  const file = inSecondRound(reported(7, 1, 'hers'), reported(8, 1, 'the other department’s', 4))
  expect(lastReportOf(file, { authorityId: 3, id: 9 })?.summary).toBe('hers')
  expect(lastReportOf(file, { authorityId: 5, id: 7 })).toBe(undefined)
})
