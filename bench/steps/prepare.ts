/** Cases under assessment and people with keys, made through the product's own functions. */
import 'reflect-metadata'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { NestFactory } from '@nestjs/core'
import pg from 'pg'
import { webModule } from '../../src/web.module.js'
import { createDataSource, Database, type Tx } from '../../src/base/database.js'
import { CaseService } from '../../src/cases/case.service.js'
import type { Config } from '../../src/config.js'
import { ENTITIES } from '../../src/entities.js'
import type { Role } from '../../src/people/actor.js'
import { Keys } from '../../src/people/key.service.js'
import { addPerson } from '../../src/people/newPerson.js'
import { settingsOf } from '../../src/people/scope.js'
import { passwordHash } from '../../src/people/secrets.js'
import type { Person } from '../../src/people/session.service.js'
import { projectFolder } from '../../src/settings.js'
import type { PaperCase } from '../../tools/papers.js'
import { letSpeak } from '../../tools/speaking.js'

const CASES = 640
/** Of all of them; for whoever comes by no key. */
export const PASSWORD = 'for benchmarks only'

export interface Prepared {
  readonly cases: readonly number[]
  /** Keys of an assessor and of an approver of the lead department. */
  readonly assessorKey: string
  readonly approverKey: string
  /** Where each case stands; the clients keep it up to date. */
  readonly standing: Map<number, { version: number; state: string }>
}

/** The day of filing of the case file, at which every clock of a bench with its cases stands: its resume would have gaps later on. */
export const CLOCK_AT = '2026-11-24T01:00:00Z'

/** A filed application of the repository's own case files. */
export const example = JSON.parse(
  readFileSync(join(projectFolder, 'test/cases/01-goods-host-with-a-high-salary-class-a-by-the-si.json'), 'utf8'),
) as PaperCase & {
  documents: { kind: string; issuedOn?: string; width?: number; height?: number; bytes?: number; format?: string }[]
}

/** Makes firm, people, keys and cases in the database of the settings. */
export async function prepareCases(config: Config, count = CASES): Promise<Prepared> {
  const assets = { folder: '', css: '', script: '', icon: '' }
  const app = await NestFactory.createApplicationContext(
    webModule({ config, databaseUrl: config.appDatabaseUrl ?? '' }, assets),
    { logger: false },
  )
  const owner = new pg.Client({ connectionString: config.databaseUrl ?? '' })
  await owner.connect()
  try {
    const people = await makePeople(config, owner)
    const cases: number[] = []
    const service = app.get(CaseService)
    for (let made = 0; made < count; made += 16)
      cases.push(...(await Promise.all(Array.from({ length: 16 }, () => makeCase(service, app.get(Database), people)))))
    const keyOf = async (person: Person) =>
      (await app.get(Keys).create(person, { name: 'bench', scopes: ['read', 'write'], days: 1 })).secret
    await owner.query('vacuum analyze')
    return {
      cases,
      standing: new Map(),
      assessorKey: await keyOf(people.assessor),
      approverKey: await keyOf(people.approver),
    }
  } finally {
    await owner.end()
    await app.close()
  }
}

export interface People {
  readonly firm: Person
  readonly intake: Person
  readonly assessor: Person
  readonly approver: Person
}

export async function makePeople({ databaseUrl }: Config, owner: pg.Client): Promise<People> {
  const source = await createDataSource({ url: databaseUrl ?? '', poolSize: 1, entities: ENTITIES }).initialize()
  try {
    return await makePeopleAs(new Database(source), owner)
  } finally {
    await source.destroy()
  }
}

/** Over the owner's connection: the application itself adds no staff. */
async function makePeopleAs(db: Database, owner: pg.Client): Promise<People> {
  const hashed = await passwordHash(PASSWORD, 'bench')
  const now = new Date(CLOCK_AT)
  const firm = await owner.query<{ id: number }>(
    `insert into firms (name_zh, credit_code, district, kind, registered_at, confirmed_at) values ('测速企业', '91310105MA1FW0007P', '310105', 'brand', $1, $1) returning id`,
    [now],
  )
  const lead = await owner.query<{ id: number }>(`select id from authorities where code = 'sh-commerce'`)
  const make = async (
    account: string,
    role: Role,
    firmId: number | null,
    authorityId: number | null,
  ): Promise<Person> => {
    const id = await db.transaction({}, (tx: Tx) =>
      addPerson(tx, { account, name: account, hashed, roles: [role], firmId, authorityId, now }),
    )
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
      speaker: await letSpeak(owner, id, now),
    }
  }
  const [firmId, leadId] = [firm.rows[0]?.id ?? null, lead.rows[0]?.id ?? null]
  return {
    firm: await make('bench-firm', 'applicant', firmId, null),
    intake: await make('bench-intake', 'intake', null, leadId),
    assessor: await make('bench-assessor', 'assessor', null, leadId),
    approver: await make('bench-approver', 'approver', null, leadId),
  }
}

/** A case under assessment. @param of whom it is about, and what they will do */
export async function makeCase(
  service: CaseService,
  db: Database,
  { firm, intake }: Pick<People, 'firm' | 'intake'>,
  { talent, engagement, channels }: Pick<typeof example, 'talent' | 'engagement' | 'channels'> = example,
): Promise<number> {
  const { caseId } = await service.start(firm)
  await service.act(caseId, 'saveAnswers', { actor: firm, input: { answers: { talent, engagement, channels } } })
  await attachPapers(db, firm, caseId)
  await service.act(caseId, 'submit', { actor: firm, input: { declaration: true } })
  await service.act(caseId, 'accept', { actor: intake, input: {} })
  return caseId
}

/** Rows of papers without their files: nobody opens them here. */
async function attachPapers(db: Database, firm: Person, caseId: number): Promise<void> {
  await db.transaction(settingsOf(firm), (tx) =>
    tx.query(
      `insert into attachments (case_id, kind, name, mime, bytes, sha256, width, height, issued_on, storage_key, uploaded_by, uploaded_at)
       select $1::int, d.kind, d.kind, case when d.kind = 'photo' then 'image/jpeg' else 'application/pdf' end, coalesce(d.bytes, 1000), repeat('0', 64), d.width, d.height,
         d."issuedOn", md5($1::int || d.kind), $2, now()
       from json_to_recordset($3::json) as d(kind text, bytes int, width int, height int, "issuedOn" date)`,
      [caseId, firm.id, JSON.stringify(example.documents)],
    ),
  )
}

/** Reads where every case stands now. */
export async function refreshStanding(config: Config, { standing }: Prepared): Promise<void> {
  const worker = new pg.Client({ connectionString: config.workerDatabaseUrl ?? '' }) // whose role sees every case
  await worker.connect()
  const { rows } = await worker.query<{ id: number; version: number; state: string }>(
    'select id, version, state from cases',
  )
  for (const { id, version, state } of rows) standing.set(id, { version, state })
  await worker.end()
}
