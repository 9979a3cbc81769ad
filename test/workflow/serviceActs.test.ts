/** What a service account may do: what such accounts may do at all, of that what it was let do, and nothing where two people are wanted. */
import { describe, expect, test } from '@jest/globals'
import { Forbidden } from '../../src/base/errors.js'
import type { Actor } from '../../src/people/actor.js'
import { mayByService, requireServiceAct } from '../../src/workflow/serviceActs.js'
import { people } from './people.js'

const account = (who: Actor, ...acts: string[]): Actor => ({ ...who, service: { acts } })
const ofFirm = account(people.applicant, 'start', 'submit', 'resubmit', 'saveAnswers', 'withdraw', 'recordGranted')
const ofPermit = account(people.permitOfficer, 'recordGranted', 'submit')

describe('a service account', () => {
  test('does what its firm let it do, and of that only what accounts of firms may do', () => {
    expect((['start', 'submit', 'saveAnswers'] as const).map((act) => mayByService(ofFirm, act))).toEqual([
      true,
      true,
      true,
    ])
    expect((['withdraw', 'recordGranted', 'attachFile'] as const).map((act) => mayByService(ofFirm, act))).toEqual([
      ...[false, false],
      false,
    ])
  })

  test('of a permit authority records what its system has decided, and submits nothing', () => {
    expect([mayByService(ofPermit, 'recordGranted'), mayByService(ofPermit, 'submit')]).toEqual([true, false])
    expect(mayByService(ofPermit, 'recordRefused')).toBe(false)
  })

  test('sends nothing where the firm wants a second person to look, and fills in all the same', () => {
    const wanting = { filledLast: 5 }
    expect((['submit', 'resubmit', 'saveAnswers'] as const).map((act) => mayByService(ofFirm, act, wanting))).toEqual([
      ...[false, false],
      true,
    ])
    expect(mayByService(ofFirm, 'submit', { filledLast: null })).toBe(true)
  })

  test('is told that a person has to do it', () => {
    expect(() => requireServiceAct(ofFirm, 'withdraw')).toThrow(Forbidden)
    expect(() => requireServiceAct(ofFirm, 'submit')).not.toThrow()
    expect(() => requireServiceAct(people.applicant, 'withdraw')).not.toThrow()
  })
})
