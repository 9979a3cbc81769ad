import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { DataSource } from 'typeorm'
import { FirstEntries1764000000020 } from '../migrations/1764000000020-first-entries.js'
import { createDataSource } from '../src/base/database.js'
import { ENTITIES } from '../src/entities.js'
import { Letter, LetterFile } from '../src/letters/entities.js'
import { Person } from '../src/people/entities.js'
import { ReferenceEntry } from '../src/reference/entities.js'
import { connect } from '../tools/roles.js'
import { letSpeak, speak } from '../tools/speaking.js'
import { namesOf, readCatalogue, type Thing } from './database/catalogue.js'
import { ROWS } from './database/rows.js'
import { freshDatabase, type TestDatabase } from './database.js'

const open = (url: string) => createDataSource({ url, poolSize: 1, entities: ENTITIES }).initialize()

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
