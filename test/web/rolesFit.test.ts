/** Nobody is invited to an authority at which their roles see nothing. */
import { expect, test } from '@jest/globals'
import { Invalid } from '../../src/base/errors.js'
import type { Authority } from '../../src/reference/authorities.js'
import { requireFitting } from '../../src/web/admin/rolesFit.js'

test.each([
  [['permitOfficer'], 'permit', undefined],
  [['permitOfficer', 'supervisor'], 'permit', undefined],
  [['intake', 'assessor'], 'department', undefined],
  [['auditor'], 'permit', undefined],
  [['approver'], 'permit', 'notOfPermit'],
  [['reviewPanel'], 'permit', 'notOfPermit'],
  [['permitOfficer'], 'department', 'notOfDepartment'],
] as const)('%j at an authority of the kind %s', (roles, kind, code) => {
  const codeOf = () => {
    try {
      requireFitting(roles, { kind } as Authority) // what it looks at
      return undefined
    } catch (error) {
      return error instanceof Invalid ? error.problems[0]?.code : 'another error'
    }
  }
  expect(codeOf()).toBe(code)
})
