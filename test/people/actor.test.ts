/** Who acts: roles, and the parts of a case that they open. */
import { describe, expect, test } from '@jest/globals'
import {
  type Actor,
  ADMINISTRATORS,
  CASE_ROLES,
  CLOCK,
  FIRM_ROLES,
  has,
  partsOf,
  ROLES,
  type Role,
  STAFF_ROLES,
  WORKER,
} from '../../src/people/actor.js'
import { fc } from '../properties.js'

const person = (...roles: Role[]): Actor => ({
  kind: 'person',
  id: 7,
  name: '张三',
  roles,
  firmId: null,
  authorityId: 3,
  keyId: null,
})

describe('the roles', () => {
  test('are these fourteen', () => {
    expect(ROLES.join(' ')).toBe(
      'applicant firmAdmin preparer viewer intake assessor approver supervisor reviewPanel permitOfficer policyEditor systemAdmin securityAdmin auditor',
    )
  })

  test('belong to a firm or to an authority, never to both', () => {
    expect(FIRM_ROLES).toEqual(['applicant', 'firmAdmin', 'preparer', 'viewer'])
    expect([...FIRM_ROLES, ...STAFF_ROLES].sort()).toEqual([...ROLES].sort())
    expect(STAFF_ROLES).toHaveLength(10)
  })

  test('a case is held by intake, an assessor or an approver', () => {
    expect(CASE_ROLES).toEqual(['intake', 'assessor', 'approver'])
  })

  test('has() asks for any one of them', () => {
    expect(has(person('assessor', 'approver'), 'approver')).toBe(true)
    expect(has(person('assessor'), 'approver', 'assessor')).toBe(true)
    expect(has(person('assessor'), 'approver', 'intake')).toBe(false)
    expect(has(person('assessor'))).toBe(false)
    expect(has(person(), ...ROLES)).toBe(false)
  })
})

describe('the parts of a case that a role opens', () => {
  test.each<[Role, string[]]>([
    ['applicant', []],
    ['firmAdmin', []],
    ['preparer', []],
    ['viewer', []],
    ['intake', ['lead', 'named']],
    ['assessor', ['lead', 'named']],
    ['approver', ['lead', 'named']],
    ['supervisor', ['lead', 'named']],
    ['reviewPanel', ['review']],
    ['permitOfficer', ['permit']],
    ['policyEditor', []],
    ['systemAdmin', []],
    ['securityAdmin', []],
    ['auditor', []],
  ])('%s', (role, parts) => {
    expect(partsOf(person(role))).toEqual(parts)
  })

  test('several roles open the parts of each, once', () => {
    fc.assert(
      fc.property(fc.subarray([...ROLES]), (roles) => {
        const parts = partsOf(person(...roles))
        expect(new Set(parts).size).toBe(parts.length)
        expect([...parts].sort()).toEqual([...new Set(roles.flatMap((role) => partsOf(person(role))))].sort())
      }),
    )
  })

  test('an administrator’s role opens no part (GB/T 22239-2019, level 3)', () => {
    expect(ADMINISTRATORS).toEqual(['systemAdmin', 'securityAdmin', 'auditor'])
    expect(partsOf(person(...ADMINISTRATORS, 'policyEditor'))).toEqual([])
  })
})

test('the clock and the worker are no persons: no id, no role, no firm, no authority, no key', () => {
  for (const actor of [CLOCK, WORKER]) {
    expect([actor.id, actor.roles, actor.firmId, actor.authorityId, actor.keyId]).toEqual([null, [], null, null, null])
    expect(has(actor, ...ROLES)).toBe(false)
    expect(partsOf(actor)).toEqual([])
  }
  expect([CLOCK.kind, WORKER.kind]).toEqual(['clock', 'worker'])
})
