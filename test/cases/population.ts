/** The people of the tests: every role in the right place and in a wrong one, and those whom four eyes keep away. Each signs in with the same password and a code. */
import type { INestApplicationContext } from '@nestjs/common'
import { Clock } from '../../src/base/clock.js'
import { createDataSource, Database } from '../../src/base/database.js'
import { ENTITIES } from '../../src/entities.js'
import type { Role } from '../../src/people/actor.js'
import { type FirmFacts, Firms } from '../../src/people/firm.service.js'
import { FirmIntake } from '../../src/people/firmIntake.service.js'
import { addPerson } from '../../src/people/newPerson.js'
import { passwordHash } from '../../src/people/secrets.js'
import type { Person } from '../../src/people/session.service.js'
import { Authorities } from '../../src/reference/authorities.js'
import { letSpeak } from '../../tools/speaking.js'
import { Authenticators } from './authenticators.js'
import { type ExampleName, readExample } from './inputs.js'

/** Where people come from who come by no network. */
export const HERE = '192.0.2.1'
export const PASSWORD = 'a password of the tests'

/** By name: where they belong, and their roles. */
const STAFF = {
  intake: ['sh-commerce', 'intake'],
  assessor: ['sh-commerce', 'assessor'],
  colleague: ['sh-commerce', 'assessor'],
  approver: ['sh-commerce', 'approver'],
  otherApprover: ['sh-commerce', 'approver'],
  bothHats: ['sh-commerce', 'assessor', 'approver'],
  supervisor: ['sh-commerce', 'supervisor'],
  panel: ['sh-commerce', 'reviewPanel'],
  panelWhoAssesses: ['sh-commerce', 'assessor', 'reviewPanel'],
  cultureAssessor: ['sh-culture', 'assessor'],
  cultureSupervisor: ['sh-culture', 'supervisor'],
  marketAssessor: ['sh-market', 'assessor'],
  permitOfficer: ['sh-permit', 'permitOfficer'],
  policyEditor: ['sh-commerce', 'policyEditor'],
  otherEditor: ['sh-commerce', 'policyEditor'],
  systemAdmin: ['sh-commerce', 'systemAdmin'],
  securityAdmin: ['sh-commerce', 'securityAdmin'],
  auditor: ['sh-commerce', 'auditor'],
} as const satisfies Record<string, readonly [authority: string, ...roles: Role[]]>

type StaffName = keyof typeof STAFF
/** `applicant` and `firmAdmin` are of the first firm, `rival` and `rivalAdmin` of the second, `newcomer` of a third that nobody has confirmed. */
type FirmName = 'applicant' | 'firmAdmin' | 'rival' | 'rivalAdmin' | 'newcomer'
export type Name = StaffName | FirmName

export interface Population {
  readonly people: Readonly<Record<Name, Person>>
  readonly firms: { readonly first: number; readonly second: number; readonly third: number }
  /** The ids of the authorities, by code. */
  readonly authorities: Readonly<Record<string, number>>
  readonly authenticators: Authenticators
}

/** What is kept of people who are made once a run. */
export interface PopulationNote extends Omit<Population, 'authenticators'> {
  readonly last: Map<number, number>
}

export const noteOf = ({ authenticators: { last }, ...population }: Population): PopulationNote => ({
  ...population,
  last,
})

/** The same people on a copy of the database in which they were made. */
export const populationOf = ({ last, ...population }: PopulationNote, app: INestApplicationContext): Population => ({
  ...population,
  authenticators: new Authenticators(app, last),
})

function firmFacts(example: ExampleName): FirmFacts {
  const { firm } = readExample(example)
  return {
    nameZh: firm.nameZh ?? '',
    nameEn: firm.nameEn,
    creditCode: firm.creditCode ?? '',
    district: firm.district ?? '',
    kind: 'brand',
    crossBorderFiling: firm.crossBorderFiling,
    handler: { name: '陈静', phone: '021-00000000' },
  }
}

/** A paper of a registration whose file nobody opens. */
export const licenceOf = (key: string) => ({
  kind: 'licence' as const,
  name: '营业执照.pdf',
  mime: 'application/pdf',
  bytes: 20_000,
  sha256: '0'.repeat(64),
  storageKey: key,
})

/** Makes everybody; staff over the owner's connection, since the application itself adds none. */
export async function populate(app: INestApplicationContext, ownerUrl: string): Promise<Population> {
  const owner = await createDataSource({ url: ownerUrl, poolSize: 1, entities: ENTITIES }).initialize()
  try {
    return await populateAs(new Database(owner), app)
  } finally {
    await owner.destroy()
  }
}

async function populateAs(owner: Database, app: INestApplicationContext): Promise<Population> {
  const [firms, clock] = [app.get(Firms), app.get(Clock)]
  const hashed = await passwordHash(PASSWORD, HERE)
  const today = clock.today()
  const authorities = Object.fromEntries(
    [...(await app.get(Authorities).list(today)).values()].map(({ id, code }) => [code, id]),
  )
  const personOf = (id: number, account: string, roles: readonly Role[], place: Partial<Person>): Person => ({
    kind: 'person',
    keyId: null,
    language: 'zh',
    firmId: null,
    authorityId: null,
    id,
    name: account,
    account,
    roles,
    proved: true, // whatever they do in a test without a session, they have just shown who they are
    ...place,
  })
  const add = async (account: string, roles: readonly Role[], firmId: number | null, authorityId: number | null) => {
    const id = await owner.transaction({}, (tx) =>
      addPerson(tx, { account, name: account, hashed, roles, firmId, authorityId, now: clock.now() }),
    )
    return personOf(id, account, roles, { firmId, authorityId, speaker: await letSpeak(owner.source, id, clock.now()) })
  }
  const register = async (account: string, example: ExampleName) => {
    const first = { account, name: account, password: PASSWORD, address: HERE }
    const { firmId, personId } = await firms.register(firmFacts(example), [licenceOf(`licence of ${account}`)], first)
    return personOf(personId, account, ['firmAdmin'], {
      firmId,
      speaker: await letSpeak(owner.source, personId, clock.now()),
    })
  }

  const people: Partial<Record<Name, Person>> = {}
  for (const [name, [code, ...roles]] of Object.entries(STAFF))
    people[name as StaffName] = await add(name, roles, null, authorities[code] ?? null) // the keys are those of STAFF
  people.firmAdmin = await register('firmAdmin', 'goodsHost')
  people.rivalAdmin = await register('rivalAdmin', 'streamer')
  people.newcomer = await register('newcomer', 'tooOld')
  people.applicant = await add('applicant', ['applicant'], people.firmAdmin.firmId, null)
  people.rival = await add('rival', ['applicant'], people.rivalAdmin.firmId, null)
  const all = people as Record<Name, Person> // every name has been made above

  const authenticators = new Authenticators(app)
  for (const person of Object.values(all)) await authenticators.enrol(person)
  for (const { firmId } of [all.firmAdmin, all.rivalAdmin]) await app.get(FirmIntake).confirm(all.intake, firmId ?? 0)
  const [first, second, third] = [all.firmAdmin, all.rivalAdmin, all.newcomer].map(({ firmId }) => firmId ?? 0)
  return {
    people: all,
    firms: { first: first ?? 0, second: second ?? 0, third: third ?? 0 },
    authorities,
    authenticators,
  }
}
