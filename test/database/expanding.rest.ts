/**
 * Every migration since the last release (migrations/released.json) can be applied while that release runs: it closes no table that grows while it reads or changes many rows, and takes
 * nothing away. What each one does is seen in the database, on rows of every table; docs/operations.md says how it is done instead.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type pg from 'pg'
import type { DataSource, MigrationInterface, QueryRunner } from 'typeorm'
import { listExpanding } from '../../tools/migrate.js'
import { connect } from '../../tools/roles.js'
import { freshDatabase, type TestDatabase } from '../database.js'
import { EXPANSIONS } from '../reliability/expansions.js'
import { goBack, listReleased, openOwner, RELEASED } from './released.js'
import { ROWS } from './rows.js'
import { faultsOf } from './whileUsed.js'

let database: TestDatabase
let admin: pg.Client
let source: DataSource

beforeAll(async () => {
  database = await freshDatabase()
  admin = await connect(database.adminUrl)
  await admin.query(ROWS)
  await admin.query('update firms set name_en = name_zh')
  source = await openOwner(database.ownerUrl, [])
})
afterAll(async () => {
  await source?.destroy()
  await admin?.end()
  await database?.drop()
})

test('the migrations since the last release, one by one, on a database of that release', async () => {
  const { later } = await listReleased()
  await goBack(database.ownerUrl)
  const found: Record<string, string[]> = {}
  for (const migration of later.filter(({ closes }) => closes !== true)) {
    const faults = await faultsOf(admin, source, new migration())
    if (faults.length > 0) found[migration.name] = faults
  }
  const borne = Object.keys(RELEASED.borne)
  expect(Object.fromEntries(Object.entries(found).filter(([name]) => !borne.includes(name)))).toEqual({})
  expect(borne.filter((name) => !found[name])).toEqual([])
  const { rows } = await admin.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`,
  )
  const tables = rows.map(({ name }) => name)
  expect(RELEASED.small.filter((name) => !tables.includes(name))).toEqual([])
})

test('what takes something away from the last release waits until it has ended', async () => {
  const { all } = await listReleased()
  const expanding = (await listExpanding()).map(({ name }) => name)
  const left = all.filter(({ name }) => !expanding.includes(name))
  const taken = new Map<string, string[]>()
  for (const migration of left) taken.set(migration.name, await faultsOf(admin, source, new migration()))
  expect([...taken]).toEqual([
    ['EntryAlone1764000000047', expect.arrayContaining(['takes away rights on the relation sessions'])],
    ['SpeakerAlone1764000000056', [expect.stringContaining('takes away rights on the function use_session')]],
    // entries of a shape that the last release cannot read
    ['ProposedInLetters1764000000061', []],
    ['ReceiptReminders1764000000069', []],
    // the last release counts the rows that are closed from then on
    ['BlindOpinions1764000000071', expect.anything()],
    // kinds of papers whose data the last release cannot read
    ['FilingKinds1764000000101', []],
    ['BlindPlans1764000000247', []],
  ])
})

describe('refused, and nothing else of it', () => {
  /** One change, its way back, and what is said of it. */
  test.each<readonly [up: string, down: string, ...faults: string[]]>([
    [
      'alter table cases add column x timestamptz default clock_timestamp()',
      'alter table cases drop column x',
      'writes all of cases anew',
    ],
    [
      'alter table cases alter column round type bigint',
      'alter table cases alter column round type int',
      'writes all of cases anew',
      'makes the column cases.round another one',
    ],
    ['create index x on events (at)', 'drop index x', 'reads events while it keeps events closed'],
    [
      'alter table letters add constraint x check (serial > 0)',
      'alter table letters drop constraint x',
      'reads letters while it keeps letters closed',
    ],
    [
      'alter table submissions add constraint x foreign key (case_id) references cases',
      'alter table submissions drop constraint x',
      'reads cases while it keeps cases, submissions closed',
      'reads submissions while it keeps cases, submissions closed',
    ],
    [
      'alter table firms alter column name_en set not null',
      'alter table firms alter column name_en drop not null',
      'reads firms while it keeps firms closed',
      'makes the column firms.name_en another one',
    ],
    [
      'create table x as select id from cases; alter table events add column x int',
      'drop table x; alter table events drop column x',
      'reads cases while it keeps events closed',
    ],
    ['update firms set name_en = name_zh', 'select 1', 'changes rows of firms, which others wait for'],
    [
      'alter table sessions drop column address',
      'alter table sessions add column address text',
      'takes away the column sessions.address',
    ],
    [
      'alter table firms rename column name_en to english',
      'alter table firms rename column english to name_en',
      'takes away the column firms.name_en',
    ],
    [
      'revoke select on letters from haijian_app',
      'grant select on letters to haijian_app',
      'takes away rights on the relation letters',
    ],
  ])('%s', async (up, down, ...faults) => {
    const migration = once(up)
    expect(await faultsOf(admin, source, migration)).toEqual(faults)
    await admin.query(down)
  })

  test('in pieces: an update of all rows, a table closed and read, an index that is left unusable', async () => {
    const pieces = (...statements: string[]) => ({ ...once(...statements), transaction: false })
    expect(await faultsOf(admin, source, pieces('update firms set district = district'))).toEqual([
      'changes rows of firms, which others wait for',
    ])
    expect(await faultsOf(admin, source, pieces('create index x on firms (id)', 'drop index concurrently x'))).toEqual([
      'reads firms while it keeps firms closed',
    ])
    await admin.query(`update pg_index set indisvalid = false where indexrelid = 'firms_grams'::regclass`)
    expect(await faultsOf(admin, source, pieces())).toEqual(['leaves the index firms_grams unusable'])
    await admin.query(`update pg_index set indisvalid = true where indexrelid = 'firms_grams'::regclass`)
  })
})

test('what the handbook recommends instead breaks no rule', async () => {
  for (const migration of EXPANSIONS)
    expect([migration.name, ...(await faultsOf(admin, source, new migration()))]).toEqual([migration.name])
  const runner = source.createQueryRunner()
  for (const migration of EXPANSIONS.toReversed()) await new migration().down(runner)
  await runner.release()
})

const once = (...statements: string[]): MigrationInterface => ({
  async up(db: QueryRunner) {
    for (const statement of statements) await db.query(statement)
  },
  async down() {},
})
