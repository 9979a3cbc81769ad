/** The people of the chart's tests: every role, in the right place and in a wrong one, and those whom four eyes keep away. */
import { type Actor, candidate, CLOCK, type Role, WORKER } from '../../src/people/actor.js'

export const OUR_FIRM = 100
export const OTHER_FIRM = 200
/** It files for ours under a mandate. */
export const AGENT_FIRM = 300
/** The departments: the lead one, another one that is named, one that may be consulted; then the permit authority addressed, and another one. */
export const LEAD = 1
export const NAMED = 2
export const THIRD = 3
export const PERMIT = 8
export const OTHER_PERMIT = 9

let lastId = 0
const person = (place: { firmId?: number; authorityId?: number }, ...roles: Role[]): Actor => {
  lastId += 1
  return {
    kind: 'person',
    id: lastId,
    name: `${lastId}`,
    roles,
    firmId: null,
    authorityId: null,
    keyId: null,
    ...place,
  }
}
const inLead = { authorityId: LEAD }
const inNamed = { authorityId: NAMED }
const inThird = { authorityId: THIRD }

export const people = {
  applicant: person({ firmId: OUR_FIRM }, 'applicant'),
  firmAdmin: person({ firmId: OUR_FIRM }, 'firmAdmin'),
  preparer: person({ firmId: OUR_FIRM }, 'preparer'),
  viewer: person({ firmId: OUR_FIRM }, 'viewer'),
  agent: person({ firmId: AGENT_FIRM }, 'applicant'),
  otherApplicant: person({ firmId: OTHER_FIRM }, 'applicant'),
  otherFirmAdmin: person({ firmId: OTHER_FIRM }, 'firmAdmin'),

  leadIntake: person(inLead, 'intake'),
  leadAssessor: person(inLead, 'assessor'),
  leadApprover: person(inLead, 'approver'),
  leadSupervisor: person(inLead, 'supervisor'),
  leadIntakeInterested: person(inLead, 'intake'),
  leadAssessorInterested: person(inLead, 'assessor'),
  leadApproverInterested: person(inLead, 'approver'),
  leadApproverWhoAssessed: person(inLead, 'assessor', 'approver'),
  leadApproverWhoRefused: person(inLead, 'approver'),
  leadWithoutRole: person(inLead),

  namedIntake: person(inNamed, 'intake'),
  namedAssessor: person(inNamed, 'assessor'),
  namedApprover: person(inNamed, 'approver'),
  namedSupervisor: person(inNamed, 'supervisor'),
  otherIntake: person(inThird, 'intake'),
  otherAssessor: person(inThird, 'assessor'),
  otherApprover: person(inThird, 'approver'),
  otherSupervisor: person(inThird, 'supervisor'),

  reviewPanel: person(inLead, 'reviewPanel'),
  reviewPanelWhoTouched: person(inLead, 'assessor', 'reviewPanel'),
  reviewPanelInterested: person(inLead, 'reviewPanel'),
  permitOfficer: person({ authorityId: PERMIT }, 'permitOfficer'),
  otherPermitOfficer: person({ authorityId: OTHER_PERMIT }, 'permitOfficer'),

  policyEditor: person(inLead, 'policyEditor'),
  systemAdmin: person(inLead, 'systemAdmin'),
  securityAdmin: person(inLead, 'securityAdmin'),
  auditor: person(inLead, 'auditor'),

  namedAssessor2: person(inNamed, 'assessor'),
  otherAssessor2: person(inThird, 'assessor'),
  leadAssessor2: person(inLead, 'assessor'),

  clock: CLOCK,
  worker: WORKER,
  candidate: candidate(undefined),
} as const satisfies Record<string, Actor>
export type Name = keyof typeof people

/** The number of one of them. */
export const idOf = (name: Name): number => people[name].id ?? 0

/** Whatever is in it cannot be changed. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    Object.values(value).forEach(deepFreeze)
  }
  return value
}
