/**
 * Who acts. A person belongs to a firm or to an authority, never to both; `clock` and `worker` are
 * no persons and cannot be reached by HTTP. `talent` is the candidate of one case, without an account.
 */
import type { Speaker } from '../base/database.js'
import { Forbidden } from '../base/errors.js'

export const ROLES = [
  'applicant',
  'firmAdmin',
  'preparer',
  'viewer',
  'intake',
  'assessor',
  'approver',
  'supervisor',
  'reviewPanel',
  'permitOfficer',
  'policyEditor',
  'systemAdmin',
  'securityAdmin',
  'auditor',
] as const
export type Role = (typeof ROLES)[number]

/** The three administrators exclude each other and see no case's contents (GB/T 22239-2019, level 3). */
export const ADMINISTRATORS = ['systemAdmin', 'securityAdmin', 'auditor'] as const satisfies readonly Role[]
export const FIRM_ROLES = ['applicant', 'firmAdmin', 'preparer', 'viewer'] as const satisfies readonly Role[]
export const STAFF_ROLES = ROLES.filter((role) => !FIRM_ROLES.some((firmRole) => firmRole === role))

/** Those of a department who work on its cases. */
export const CASE_ROLES = ['intake', 'assessor', 'approver'] as const satisfies readonly Role[]
export type CaseRole = (typeof CASE_ROLES)[number]
export const isCaseRole = (role: Role): boolean => CASE_ROLES.some((caseRole) => caseRole === role)

export type ActorKind = 'person' | 'clock' | 'worker' | 'talent' | 'service'

export interface Actor {
  /** To the scope a service account is one of its firm or authority; `service` says that it is no person. */
  readonly kind: Exclude<ActorKind, 'service'>
  /** The person's id; null for the clock, the worker and a candidate. */
  readonly id: number | null
  readonly name: string
  readonly roles: readonly Role[]
  readonly firmId: number | null
  readonly authorityId: number | null
  /** The API key that was used, when it was one. */
  readonly keyId: number | null
  /** Of a service account: what it may do, of what such accounts may do at all (workflow/serviceActs.ts). */
  readonly service?: { readonly acts: readonly string[] } | undefined
  /**
   * Has shown within the last minutes who they are (PROOF_MINUTES); a key never has. What issues,
   * revokes or exports asks for it.
   */
  readonly proved?: boolean
  /** By what the database knows that it is they who speak; nobody does without. */
  readonly speaker?: Speaker | undefined
}

const nobody = { id: null, roles: [], firmId: null, authorityId: null, keyId: null } as const
export const CLOCK: Actor = { ...nobody, kind: 'clock', name: 'clock' }
export const WORKER: Actor = { ...nobody, kind: 'worker', name: 'worker' }
/** The candidate who has opened the own page. */
export const candidate = (speaker: Speaker | undefined): Actor => ({
  ...nobody,
  kind: 'talent',
  name: 'talent',
  speaker,
})

export const has = (actor: Actor, ...roles: Role[]): boolean => roles.some((role) => actor.roles.includes(role))

/** Throws Forbidden unless the actor has one of these roles. */
export function requireRole(actor: Actor, ...roles: Role[]): void {
  if (!has(actor, ...roles)) throw new Forbidden()
}

/** Whether somebody of a firm may fill in for it: drafts, corrections, documents. */
export const mayFillIn = (actor: Actor): boolean => has(actor, 'applicant', 'firmAdmin', 'preparer')

/** Whether somebody of a firm may speak for it: whatever goes to an authority, and what ends an application. */
export const maySubmit = (actor: Actor): boolean => has(actor, 'applicant', 'firmAdmin')

/** Whether somebody belongs to an authority, or is an administrator. */
export const isStaff = ({ firmId }: Pick<Actor, 'firmId'>): boolean => firmId === null

/**
 * The part an authority plays in a case; what a person may see follows from the parts that their
 * roles open (see cases/scope.ts).
 */
export type Part = 'lead' | 'named' | 'review' | 'permit'

/** The parts of a case that this person's roles open, for their own authority. */
export function partsOf(actor: Actor): Part[] {
  const parts: Part[] = []
  if (has(actor, 'intake', 'assessor', 'approver', 'supervisor')) parts.push('lead', 'named')
  if (has(actor, 'reviewPanel')) parts.push('review')
  if (has(actor, 'permitOfficer')) parts.push('permit')
  return parts
}

/** What a key may be used for: to read, to write (file, answer, act), to take out what else needs a renewed proof. */
export type KeyScope = 'read' | 'write' | 'export'
