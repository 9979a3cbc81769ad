/** The people of a case, made as an administrator makes them: by the product's own functions, over the connection of the database's owner. */

import { StandingClock } from '../../src/base/clock.js'
import { createDataSource, Database, rows } from '../../src/base/database.js'
import { Scanning } from '../../src/base/scanning.js'
import { ENTITIES } from '../../src/entities.js'
import type { Role } from '../../src/people/actor.js'
import { Firms } from '../../src/people/firm.service.js'
import { FirmIntake } from '../../src/people/firmIntake.service.js'
import { addPerson } from '../../src/people/newPerson.js'
import { passwordHash } from '../../src/people/secrets.js'
import { jurisdictionSchema } from '../../src/reference/authorities.js'
import { Reference } from '../../src/reference/reference.service.js'
import type { CaseFile } from './caseFile.js'

export const PASSWORD = 'case files, one password'

/** Roles of which every department has two people, and roles of which there is one person in all. */
const DEPARTMENT_ROLES = ['intake', 'assessor', 'approver', 'supervisor'] as const satisfies readonly Role[]
const SINGLE_ROLES = ['policyEditor', 'systemAdmin', 'securityAdmin', 'auditor'] as const satisfies readonly Role[]
const TWO = [1, 2]

export interface Member {
  readonly account: string
  readonly role: Role
  /** The subject of the department, for the roles of departments. */
  readonly department: string | null
}

/** Argon2 is slow on purpose; one hash serves all. */
let hashing: Promise<string> | undefined

/**
 * Makes the firm, confirmed, with its people, and everybody else whom a step may name.
 * @param at the instant that the case's clock shows
 */
export async function makeCast(ownerUrl: string, file: CaseFile, at: Date): Promise<Member[]> {
  const source = await createDataSource({ url: ownerUrl, poolSize: 1, entities: ENTITIES }).initialize()
  const db = new Database(source)
  const clock = new StandingClock(at)
  try {
    const authorities = await findAuthorities(db, file.submittedOn)
    const staff = listStaff(authorities.departments)
    hashing ??= passwordHash(PASSWORD, 'case files')
    const hashed = await hashing
    const ids = new Map<string, number>()
    await db.transaction({}, async (tx) => {
      for (const { account, role, department } of staff) {
        const authorityId = authorities.of(role, department)
        ids.set(
          account,
          await addPerson(tx, { account, name: account, hashed, roles: [role], firmId: null, authorityId, now: at }),
        )
      }
    })
    const firms = new Firms(db, db, clock, new Scanning(false))
    const { firmId } = await firms.register(
      { ...file.firm, kind: file.firm.kind ?? 'brand', district: file.firm.district ?? '310101' },
      [],
      { account: 'firmAdmin', name: 'firmAdmin', password: PASSWORD, address: 'case files' },
    )
    await db.transaction({}, (tx) =>
      addPerson(tx, {
        account: 'applicant',
        name: 'applicant',
        hashed,
        roles: ['applicant'],
        firmId,
        authorityId: null,
        now: at,
      }),
    )
    const intake = staff.find(({ role }) => role === 'intake')
    await new FirmIntake(db, clock).confirm(
      {
        kind: 'person',
        id: ids.get(intake?.account ?? '') ?? null,
        name: 'intake',
        roles: ['intake'],
        firmId: null,
        authorityId: authorities.of('intake', authorities.lead),
        keyId: null,
      },
      firmId,
    )
    const ofFirm = (role: Role): Member => ({ account: role, role, department: null })
    return [...staff, ofFirm('applicant'), ofFirm('firmAdmin')]
  } finally {
    await source.destroy()
  }
}

function listStaff(departments: readonly string[]): Member[] {
  const inDepartments = departments.flatMap((department) =>
    DEPARTMENT_ROLES.flatMap((role) => TWO.map((n) => ({ account: `${role}.${department}.${n}`, role, department }))),
  )
  const elsewhere = (['permitOfficer', 'reviewPanel'] as const).flatMap((role) =>
    TWO.map((n) => ({ account: `${role}.${n}`, role, department: null })),
  )
  return [...inDepartments, ...elsewhere, ...SINGLE_ROLES.map((role) => ({ account: role, role, department: null }))]
}

/** Which authority people of a role belong to, by the jurisdiction of the day. The lead's department comes first. */
async function findAuthorities(db: Database, on: string) {
  const jurisdiction = await new Reference(db).at('jurisdiction', 'shanghai', on, jurisdictionSchema)
  const known = await db.transaction({}, (tx) =>
    rows<{ id: number; code: string }>(tx, 'select id, code from authorities'),
  )
  const idOf = (code: string | undefined) => known.find((one) => one.code === code)?.id ?? null
  const subjects = Object.keys(jurisdiction.departments)
  const lead = subjects.find((subject) => jurisdiction.departments[subject] === jurisdiction.lead) ?? ''
  const of = (role: Role, department: string | null): number | null => {
    if (department !== null) return idOf(jurisdiction.departments[department])
    if (role === 'permitOfficer') return idOf(jurisdiction.permit)
    if (role === 'reviewPanel') return idOf(jurisdiction.review)
    return role === 'policyEditor' ? idOf(jurisdiction.lead) : null
  }
  return { lead, of, departments: [lead, ...subjects.filter((subject) => subject !== lead)] }
}

/**
 * Who may be meant by a step: people of the role, of the department named or else of the lead's. The clock and the worker cannot be reached by HTTP, so the most
 * powerful person who might try in their place is taken.
 */
export function findMembers(cast: readonly Member[], by: string, department: string | null | undefined): Member[] {
  const role = by === 'clock' || by === 'worker' ? 'systemAdmin' : by
  const ofRole = cast.filter((member) => member.role === role)
  if (ofRole.every((member) => member.department === null)) return ofRole
  return ofRole.filter((member) => member.department === (department ?? cast[0]?.department))
}
