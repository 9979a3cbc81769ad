/** Who asks: an officer of the department that leads every case, one of a department that is consulted in one case of twenty, and those in whose names the generated cases stand. */
import type pg from 'pg'
import type { Role } from '../../src/people/actor.js'
import { passwordHash } from '../../src/people/secrets.js'
import type { Person } from '../../src/people/session.service.js'
import { letSpeak } from '../../tools/speaking.js'
import { type Crew, generateFirms } from './generate.js'

const FIRMS = 2000
/** One officer of the lead department has about twenty cases, however many there are. */
const CASES_AN_OFFICER = 800

export interface Officers {
  readonly assessor: Person
  readonly consulted: Person
  /** Of a firm that has one case of a hundred. */
  readonly agency: Person
}

/** Adds them to an empty database. @param most so many cases will be generated at most */
export async function makePeople(admin: pg.Client, most: number): Promise<Officers & { crew: Crew }> {
  const hashed = await passwordHash('not used: nobody signs in', 'bench')
  const { rows } = await admin.query<{ id: number; code: string }>('select id, code from authorities')
  const authority = (code: string) => rows.find((one) => one.code === code)?.id ?? 0
  const firmIds = await generateFirms(admin, FIRMS)
  const make = async (
    account: string,
    role: Role,
    firmId: number | null,
    authorityId: number | null,
  ): Promise<Person> => {
    // the application itself adds no staff: the owner does, as for the many below
    const { rows: added } = await admin.query<{ id: number }>(
      `insert into people (account, name, password_hash, firm_id, authority_id, roles, created_at) values ($1, $1, $2, $3, $4, $5, now()) returning id`,
      [account, hashed, firmId, authorityId, [role]],
    )
    const id = added[0]?.id ?? 0
    return {
      kind: 'person',
      id,
      name: account,
      roles: [role],
      firmId,
      authorityId,
      keyId: null,
      language: 'zh',
      account,
      speaker: await letSpeak(admin, id, new Date()),
    }
  }
  const lead = authority('sh-commerce')
  const others = [authority('sh-culture'), authority('sh-cyberspace')]
  const clerk = await make('bench-clerk', 'applicant', firmIds.from, null)
  const agency = await make('bench-agency', 'applicant', firmIds.to, null)
  const assessor = await make('bench-0', 'assessor', null, lead)
  await admin.query(
    `insert into people (account, name, password_hash, authority_id, roles, created_at)
     select 'bench-' || n, 'bench-' || n, 'x', $1, '{assessor}', now() from generate_series(1, $2::int) n`,
    [lead, Math.ceil(most / CASES_AN_OFFICER)],
  )
  const { rows: officers } = await admin.query<{ id: number }>(
    'select id from people where authority_id = $1 order by id',
    [lead],
  )
  const consulted = await make('bench-culture', 'assessor', null, others[0] ?? 0)
  const crew = { firmIds, clerk: clerk.id ?? 0, officers: officers.map(({ id }) => id), lead, others }
  return { assessor, consulted, agency, crew }
}
