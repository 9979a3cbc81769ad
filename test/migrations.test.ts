/** The migrations go up, down and up again and leave nothing behind; the entities say of every table exactly what the database says. */
import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type pg from 'pg'
import type { DataSource } from 'typeorm'
import { FirstEntries1764000000020 } from '../migrations/1764000000020-first-entries.js'
import { CorrectedFacts1764000000028 } from '../migrations/1764000000028-correctedFacts.js'
import { TriedAgain1764000000031 } from '../migrations/1764000000031-triedAgain.js'
import { RecommendedRoutes1764000000060 } from '../migrations/1764000000060-recommendedRoutes.js'
import { ProposedInLetters1764000000061 } from '../migrations/1764000000061-proposedInLetters.js'
import { FurtherFacts1764000000065 } from '../migrations/1764000000065-furtherFacts.js'
import { RouteToConfirm1764000000066 } from '../migrations/1764000000066-routeToConfirm.js'
import { FilingKinds1764000000101 } from '../migrations/1764000000101-filingKinds.js'
import { PermitSteps1764000000102 } from '../migrations/1764000000102-permitSteps.js'
import { DepartmentRules1764000000130 } from '../migrations/1764000000130-departmentRules.js'
import { Phrases1764000000135 } from '../migrations/1764000000135-phrases.js'
import { PlatformExports1764000000150 } from '../migrations/1764000000150-platformExports.js'
import { CorrectionWords1764000000156 } from '../migrations/1764000000156-correctionWords.js'
import { ConsentRule1764000000164 } from '../migrations/1764000000164-consentRule.js'
import { GoodsWords1764000000179 } from '../migrations/1764000000179-goodsWords.js'
import { SignatureRule1764000000181 } from '../migrations/1764000000181-signatureRule.js'
import { PlainWords1764000000244 } from '../migrations/1764000000244-plainWords.js'
import { PlainLetters1764000000248 } from '../migrations/1764000000248-plainLetters.js'
import { LetterOpening1764000000251 } from '../migrations/1764000000251-letterOpening.js'
import { ClearHints1764000000255 } from '../migrations/1764000000255-clearHints.js'
import { RefusalWords1764000000267 } from '../migrations/1764000000267-refusalWords.js'
import { createDataSource } from '../src/base/database.js'
import { ENTITIES } from '../src/entities.js'
import { Letter, LetterFile } from '../src/letters/entities.js'
import { Person } from '../src/people/entities.js'
import { ReferenceEntry } from '../src/reference/entities.js'
import { listMigrations } from '../tools/migrate.js'
import { connect } from '../tools/roles.js'
import { letSpeak, speak } from '../tools/speaking.js'
import { namesOf, readCatalogue, type Thing } from './database/catalogue.js'
import { ROWS } from './database/rows.js'
import { freshDatabase, type TestDatabase } from './database.js'

/** They change rows and nothing in the catalogue. */
const ROWS_ONLY = [
  FirstEntries1764000000020.name,
  CorrectedFacts1764000000028.name,
  TriedAgain1764000000031.name,
  RecommendedRoutes1764000000060.name,
  ProposedInLetters1764000000061.name,
  FurtherFacts1764000000065.name,
  RouteToConfirm1764000000066.name,
  FilingKinds1764000000101.name,
  PermitSteps1764000000102.name,
  DepartmentRules1764000000130.name,
  Phrases1764000000135.name,
  PlatformExports1764000000150.name,
  CorrectionWords1764000000156.name,
  ConsentRule1764000000164.name,
  GoodsWords1764000000179.name,
  SignatureRule1764000000181.name,
  PlainWords1764000000244.name,
  PlainLetters1764000000248.name,
  LetterOpening1764000000251.name,
  ClearHints1764000000255.name,
  RefusalWords1764000000267.name,
]

const open = (url: string) => createDataSource({ url, poolSize: 1, entities: ENTITIES }).initialize()

describe('up, down and up again', () => {
  let database: TestDatabase
  let admin: pg.Client
  let source: DataSource
  /** The catalogue before the first migration, and after each. */
  const stages: Thing[][] = []

  beforeAll(async () => {
    // a migrated database first: the roles, which belong to the whole server, exist from then on
    await (await freshDatabase()).drop()
    database = await freshDatabase({}, { migrated: false })
    admin = await connect(database.adminUrl)
    source = createDataSource({ url: database.ownerUrl, poolSize: 1, entities: [] })
    source.setOptions({ migrations: await listMigrations() })
    await source.initialize()
  })

  afterAll(async () => {
    await source.destroy()
    await admin.end()
    await database.drop()
  })

  test('every down takes away all that its up has made, and nothing else', async () => {
    stages.push(await readCatalogue(admin))
    const runner = source.createQueryRunner()
    for (const migration of source.migrations) {
      await migration.up(runner)
      stages.push(await readCatalogue(admin))
    }
    expect(stages).toHaveLength(source.migrations.length + 1)
    for (const [index, migration] of [...source.migrations.entries()].reverse()) {
      const changes = !isDeepStrictEqual(stages[index + 1], stages[index])
      const { name } = migration.constructor
      expect([name, changes]).toEqual([name, !ROWS_ONLY.includes(name)])
      await migration.down(runner)
      expect(await readCatalogue(admin)).toEqual(stages[index])
    }
    await runner.release()
  })

  test('an empty database has nothing of ours', () => {
    expect(stages[0]?.filter(({ kind }) => kind !== 'schema')).toEqual([])
  })

  test('and the second time they make the same, rows too', async () => {
    const entries = async () => (await admin.query(CONTENTS)).rows
    await source.runMigrations({ transaction: 'each' })
    expect(await readCatalogue(admin)).toEqual(stages.at(-1))
    const first = await entries()
    expect(first.length).toBeGreaterThan(100)
    for (let count = source.migrations.length; count > 0; count--)
      await source.undoLastMigration({ transaction: 'each' })
    expect(await readCatalogue(admin)).toEqual(stages[0])
    await source.runMigrations({ transaction: 'each' })
    expect(await readCatalogue(admin)).toEqual(stages.at(-1))
    expect(await entries()).toEqual(first)
  })
})

describe('the migration that renews the first entries, on an older database', () => {
  test('adds entries of new kinds, renews what nobody has drafted, and leaves what policy editors have approved', async () => {
    const database = await freshDatabase()
    const admin = await connect(database.adminUrl)
    const source = createDataSource({ url: database.ownerUrl, poolSize: 1, entities: [] })
    await source.initialize()
    await admin.query(ROWS)
    await admin.query(`delete from reference where kind = 'scorecard'`)
    await admin.query(`update reference set body = '{"old": true}' where kind = 'routes'`)
    await admin.query(
      `update reference set body = '{"ours": true}', drafted_by = 8, approved_by = 9 where kind = 'salary'`,
    )
    await new FirstEntries1764000000020().up(source.createQueryRunner())
    const { rows } = await admin.query(
      `select kind, count(*)::int as n, count(*) filter (where body ? 'old' or body ? 'ours')::int as kept
       from reference where kind in ('scorecard', 'routes', 'salary') group by 1 order by 1`,
    )
    expect(rows.map(({ kind, kept }) => [kind, kept])).toEqual([
      ['routes', 0],
      ['salary', rows[1]?.n],
      ['scorecard', 0],
    ])
    expect(rows[1]?.n).toBeGreaterThan(0)
    await source.destroy()
    await admin.end()
    await database.drop()
  })
})

const CONTENTS = `
  select id, kind, key, effective_from::text, body from reference
  union all select id, 'authority', code, null, to_jsonb(a) from authorities a order by 2, 1`

describe('entities and tables', () => {
  let database: TestDatabase
  let twin: TestDatabase
  let source: DataSource
  let made: DataSource
  let tables: Thing[]
  let declared: Thing[]

  const look = async ({ adminUrl }: TestDatabase) => {
    const admin = await connect(adminUrl)
    try {
      return await readCatalogue(admin)
    } finally {
      await admin.end()
    }
  }

  beforeAll(async () => {
    database = await freshDatabase()
    twin = await freshDatabase({}, { migrated: false })
    source = await open(database.ownerUrl)
    made = await open(twin.ownerUrl)
    await made.synchronize()
    tables = await look(database)
    declared = await look(twin)
  })

  afterAll(async () => {
    await source.destroy()
    await made.destroy()
    await database.drop()
    await twin.drop()
  })

  test('every table has an entity, and every entity a table', () => {
    const named = source.entityMetadatas.map(({ tableName }) => tableName).sort()
    expect(named).toEqual(namesOf(tables, 'relation'))
    expect(named).toHaveLength(90)
  })

  test('a database made from the entities has the same columns, with types, defaults, expressions and nulls', () => {
    expect(bare(declared, 'column')).toEqual(bare(tables, 'column'))
  })

  test('the same keys, foreign keys, unique constraints and checks, by the same names', () => {
    expect(bare(declared, 'constraint')).toEqual(bare(tables, 'constraint'))
    expect(namesOf(declared, 'constraint').filter((name) => name.endsWith('_fkey'))).toHaveLength(165)
  })

  test('the same indexes, but for those that TypeORM cannot say, which the entities only name', () => {
    const said = namesOf(declared, 'index')
    expect(bare(declared, 'index')).toEqual(bare(tables, 'index').filter(([name]) => said.includes(name ?? '')))
    expect(namesOf(tables, 'index').filter((name) => !said.includes(name))).toEqual([
      'case_words.case_words_grams',
      'cases.cases_firm',
      'cases.cases_heads',
      'checkpoints.checkpoints_cases',
      'events.events_actor',
      'events.events_at',
      'firms.firms_grams',
      'letters.letters_permit',
      'people.people_account',
      'queue_places.queue_places_of_district',
      'queue_places.queue_places_order',
      'webhook_deliveries.webhook_deliveries_newest',
    ])
    const onlyNamed = source.entityMetadatas.flatMap(({ tableName, indices }) =>
      indices.filter(({ synchronize }) => !synchronize).map(({ name }) => `${tableName}.${name}`),
    )
    expect(onlyNamed.sort()).toEqual([
      'case_words.case_words_grams',
      'cases.cases_firm',
      'cases.cases_heads',
      'checkpoints.checkpoints_cases',
      'events.events_actor',
      'events.events_at',
      'firms.firms_grams',
      'letters.letters_permit',
      'people.people_account',
      'queue_places.queue_places_of_district',
      'queue_places.queue_places_order',
      'webhook_deliveries.webhook_deliveries_newest',
    ])
  })

  test('TypeORM itself finds nothing to change', async () => {
    await noteExpressions(source)
    const { upQueries } = await source.driver.createSchemaBuilder().log()
    expect(upQueries.map(({ query }) => query)).toEqual([])
  })
})

describe('reading by entities', () => {
  let database: TestDatabase
  let everything: DataSource
  let app: DataSource

  beforeAll(async () => {
    database = await freshDatabase()
    const admin = await connect(database.adminUrl)
    await admin.query(ROWS)
    await admin.end()
    everything = await open(database.adminUrl)
    app = await open(database.appUrl)
  })

  afterAll(async () => {
    await everything.destroy()
    await app.destroy()
    await database.drop()
  })

  test.each(ENTITIES.map((entity) => [entity.name, entity] as const))(
    '%s: a row has every column but the secrets',
    async (_name, entity) => {
      const [found] = await everything.manager.find(entity, { take: 1 })
      const { columns } = everything.getMetadata(entity)
      expect(Object.keys(found ?? {}).sort()).toEqual(
        columns
          .filter(({ isSelect }) => isSelect)
          .map(({ propertyName }) => propertyName)
          .sort(),
      )
    },
  )

  test('the secrets are these', () => {
    const secrets = everything.entityMetadatas.flatMap(({ tableName, columns }) =>
      columns.filter(({ isSelect }) => !isSelect).map(({ databaseName }) => `${tableName}.${databaseName}`),
    )
    expect(secrets.sort()).toEqual([
      'api_keys.key_hash',
      'authenticators.secret',
      'cases.data_key',
      'invitations.token_hash',
      'people.chat_token',
      'people.chat_tries',
      'people.email_token',
      'people.password_hash',
      'people.phone_token',
      'people.phone_tries',
      'speaker_keys.key',
      'system_keys.wrapped',
      'talent_links.session_hash',
      'talent_links.session_until',
      'talent_links.token_hash',
      'talent_pages.code_address',
      'talent_pages.code_failures',
      'talent_pages.code_hash',
      'talent_pages.code_until',
      'talent_pages.pin_failures',
      'talent_pages.pin_hash',
      'talent_pages.session_by',
      'talent_pages.session_hash',
      'talent_pages.session_until',
      'talent_signatures.pdf',
      'talent_signatures.shown',
      'talent_signatures.strokes',
      'webhooks.earlier_secret',
      'webhooks.secret',
    ])
  })

  test('values have the types of the entities: civil dates are text, instants are dates, bytes are buffers', async () => {
    const { manager } = everything
    const entry = await manager.findOneByOrFail(ReferenceEntry, { key: 'drafted' })
    expect(entry).toMatchObject({ effectiveFrom: '2026-01-01', body: {}, approvedAt: null, draftedBy: 8 })
    expect(entry.draftedAt).toBeInstanceOf(Date)
    expect(await manager.findOneByOrFail(Letter, { id: 1 })).toMatchObject({
      validUntil: null,
      publicFacts: {},
      endedAs: null,
    })
    expect((await manager.findOneByOrFail(LetterFile, { letterId: 1 })).pdf).toEqual(Buffer.alloc(0))
    expect((await manager.findOneByOrFail(Person, { account: '1' })).roles).toEqual(['firmAdmin'])
  })

  test('the web server reads people by the entity, though it may not read their passwords', async () => {
    await app.transaction(async (tx) => {
      await speak(tx, await letSpeak(everything, 1, new Date('2026-11-24T01:00:00Z')))
      expect((await tx.find(Person, { order: { id: 'ASC' } })).map(({ name }) => name)).toEqual(['boss', 'clerk'])
      await expect(tx.find(Person, { select: { passwordHash: true } })).rejects.toThrow('permission denied')
    })
  })
})

/** Names and definitions of a kind, without rights: those are no matter of the entities. */
const bare = (things: readonly Thing[], kind: Thing['kind']): string[][] =>
  things.filter((thing) => thing.kind === kind).map(({ name, what }) => [name, what])

/** TypeORM compares the expression of a generated column with what it once noted of it, in a table that ours does without. */
async function noteExpressions(source: DataSource): Promise<void> {
  const runner = source.createQueryRunner()
  await runner.query(
    'create table typeorm_metadata (type text, database text, schema text, "table" text, name text, value text)',
  )
  for (const { tableName, columns } of source.entityMetadatas)
    for (const { asExpression, databaseName } of columns.filter(({ generatedType }) => generatedType))
      await runner.query(
        `insert into typeorm_metadata values ('GENERATED_COLUMN', current_database(), 'public', $1, $2, $3)`,
        [tableName, databaseName, asExpression],
      )
  await runner.release()
}
