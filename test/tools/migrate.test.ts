/** What a start does to a database: roles that may do little, a queue that the worker owns, and one narrow door into it. */
import { randomUUID } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { Logger, runOnce } from 'graphile-worker'
import type pg from 'pg'
import { DataSource } from 'typeorm'
import { readConfig } from '../../src/config.js'
import { enqueue, enqueueFunction, TASKS } from '../../src/jobs/queue.js'
import { LauncherError } from '../../tools/binaries.js'
import { migrate } from '../../tools/migrate.js'
import { type Postgres, startPostgres } from '../../tools/postgres.js'
import { connect, scramVerifier } from '../../tools/roles.js'
import { freshDatabase, type TestDatabase } from '../database.js'

let database: TestDatabase
let app: pg.Client
let worker: pg.Client

beforeAll(async () => {
  database = await freshDatabase()
  app = await connect(database.appUrl)
  worker = await connect(database.workerUrl)
})

afterAll(async () => {
  await app.end()
  await worker.end()
  await database.drop()
})

async function countJobs(key: string): Promise<unknown> {
  const { rows } = await worker.query(
    'select task_identifier as task, key from graphile_worker.jobs where key like $1 order by key',
    [`${key}%`],
  )
  return rows.map(({ task }) => task)
}

describe('roles', () => {
  test.each([
    'create table mine (a int)',
    'create schema mine',
    'create temporary table mine (a int)',
    "create function mine() returns int language sql as 'select 1'",
    'create role mine',
    'create database mine',
    'alter role haijian_app bypassrls',
    'set role haijian_owner',
    'set session authorization postgres',
    'select pg_read_file($$/etc/passwd$$)',
    'copy (select 1) to program $$true$$',
  ])('neither may: %s', async (statement) => {
    await expect(app.query(statement)).rejects.toThrow(/permission denied|must be|Only roles/)
    await expect(worker.query(statement)).rejects.toThrow(/permission denied|must be|Only roles/)
  })

  test('nobody but them and the owner may connect', async () => {
    const admin = await connect(database.adminUrl)
    await admin.query("create role stranger login password 'stranger'")
    const url = new URL(database.appUrl)
    url.username = 'stranger'
    url.password = 'stranger'
    await expect(connect(url.href)).rejects.toThrow('permission denied for database')
    await admin.query('drop role stranger')
    await admin.end()
  })

  test('the owner is no superuser, and is not stopped by the migrations', async () => {
    const owner = await connect(database.ownerUrl)
    const { rows } = await owner.query('select rolsuper, rolbypassrls from pg_roles where rolname = current_user')
    expect(rows).toEqual([{ rolsuper: false, rolbypassrls: false }])
    await owner.end()
  })

  test('a verifier is what PostgreSQL itself would store', async () => {
    const admin = await connect(database.adminUrl)
    await admin.query("create role verified login password 'correct horse'")
    const { rows } = await admin.query<{ stored: string }>(
      "select rolpassword as stored from pg_authid where rolname = 'verified'",
    )
    const stored = rows[0]?.stored ?? ''
    const salt = /:([^$]+)\$/.exec(stored)?.[1] ?? ''
    expect(scramVerifier('correct horse', Buffer.from(salt, 'base64'))).toBe(stored)
    await admin.query('drop role verified')
    await admin.end()
  })
})

describe('the queue', () => {
  test('a job asked for in a transaction is there after its commit', async () => {
    const key = randomUUID()
    await app.query('begin')
    await app.query('select jobs.enqueue($1, $2, $3)', ['makeLetter', { caseId: 7 }, key])
    expect(await countJobs(key)).toEqual([])
    await app.query('commit')
    expect(await countJobs(key)).toEqual(['makeLetter'])
  })

  test('and vanishes with its rollback', async () => {
    const key = randomUUID()
    await app.query('begin')
    await app.query('select jobs.enqueue($1, $2, $3)', ['makeLetter', { caseId: 7 }, key])
    await app.query('rollback')
    expect(await countJobs(key)).toEqual([])
  })

  test('the same key twice is one job, with the later payload', async () => {
    const key = randomUUID()
    await app.query('select jobs.enqueue($1, $2, $3)', ['makeLetter', { round: 1 }, key])
    await app.query('select jobs.enqueue($1, $2, $3)', ['makeLetter', { round: 2 }, key])
    const { rows } = await worker.query('select payload from graphile_worker._private_jobs where key = $1', [key])
    expect(rows).toEqual([{ payload: { round: 2 } }])
  })

  test('every name of the list is taken, by the function that the application calls', async () => {
    const key = randomUUID()
    const source = await new DataSource({
      type: 'postgres',
      url: database.appUrl,
      installExtensions: false,
    }).initialize()
    await source.transaction(async (tx) => {
      for (const task of TASKS) await enqueue(tx, task, { caseId: 1 }, `${key} ${task}`)
    })
    await source.destroy()
    expect(await countJobs(key)).toEqual([...TASKS].sort())
  })

  test.each(['dropEverything', '', "makeLetter'; drop table cases; --", null])('no other name: %s', async (task) => {
    await expect(app.query('select jobs.enqueue($1, $2)', [task, {}])).rejects.toThrow('no task of this name')
  })

  test.each([
    "select graphile_worker.add_job('makeLetter')",
    'select * from graphile_worker.jobs',
    'delete from graphile_worker._private_jobs',
    "create or replace function jobs.enqueue(task text, payload jsonb, job_key text default null) returns void language sql as 'select'",
    'drop function jobs.enqueue',
  ])('the application has no other way in: %s', async (statement) => {
    await expect(app.query(statement)).rejects.toThrow(/permission denied|must be owner/)
  })

  test('the search path of the caller does not lead the function astray', async () => {
    const key = randomUUID()
    await app.query('begin')
    await app.query("set local search_path = 'pg_temp'")
    await app.query('select jobs.enqueue($1, $2, $3)', ['makeLetter', {}, key])
    await app.query('commit')
    expect(await countJobs(key)).toEqual(['makeLetter'])
  })

  test('a name that would not fit into the function is refused when it is built', () => {
    expect(() => enqueueFunction('haijian_app', ["a']) or true --"])).toThrow('not a name of a task')
  })

  test('the worker takes up jobs with its own role', async () => {
    const fresh = await freshDatabase()
    const client = await connect(fresh.appUrl)
    await client.query('select jobs.enqueue($1, $2)', ['makeLetter', { caseId: 12 }])
    const seen: unknown[] = []
    await runOnce({
      connectionString: fresh.workerUrl,
      noHandleSignals: true,
      logger: new Logger(() => () => undefined),
      taskList: {
        makeLetter: async (payload, { query }) => {
          seen.push(payload, (await query('select current_user::text as role')).rows[0])
        },
      },
    })
    expect(seen).toEqual([{ caseId: 12 }, { role: 'haijian_worker' }])
    await client.end()
    await fresh.drop()
  })
})

describe('migrating', () => {
  test('two processes that start at once on an empty database', async () => {
    const empty = await freshDatabase({}, { migrated: false })
    await Promise.all([migrate(empty.ownerUrl, empty.config), migrate(empty.ownerUrl, empty.config)])
    const admin = await connect(empty.adminUrl)
    const { rows } = await admin.query(
      'select count(*) - count(distinct name) as doubled, count(*) > 0 as some from migrations',
    )
    expect(rows).toEqual([{ doubled: '0', some: true }])
    await admin.end()
    await empty.drop()
  })

  test('afterwards the worker may not make schemas any more', async () => {
    const { rows } = await worker.query("select has_database_privilege(current_database(), 'create') as may")
    expect(rows).toEqual([{ may: false }])
  })

  test('once more changes nothing', async () => {
    const state = () =>
      worker
        .query('select (select count(*) from pg_class) as classes, (select count(*) from pg_proc) as functions')
        .then(({ rows }) => rows)
    const before = await state()
    await migrate(database.ownerUrl, database.config)
    expect(await state()).toEqual(before)
  })
})

describe('passwords and rights of the roles, which the whole server shares', () => {
  let folder: string
  let postgres: Postgres

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'haijian-roles-'))
    chmodSync(folder, 0o755)
    postgres = await startPostgres({ dataDir: folder, testing: true })
  })

  afterAll(async () => {
    await postgres.stop()
    rmSync(folder, { recursive: true })
  })

  const settings = (SECRET: string) => readConfig({ NODE_ENV: 'test', DATABASE_URL: postgres.url, SECRET })

  test('another SECRET gives other passwords', async () => {
    await migrate(postgres.url, settings('the first secret'))
    await migrate(postgres.url, settings('the second secret'))
    const client = await connect(settings('the second secret').appDatabaseUrl ?? '')
    await client.end()
    await expect(connect(settings('the first secret').appDatabaseUrl ?? '')).rejects.toThrow(
      'password authentication failed',
    )
  })

  test('an owner who may not make roles is enough once they are there', async () => {
    await migrate(postgres.url, settings('the second secret'))
    const admin = await connect(postgres.adminUrl)
    await admin.query('alter role haijian_owner nocreaterole')
    await migrate(postgres.url, settings('the second secret'))
    await expect(migrate(postgres.url, settings('the third secret'))).rejects.toThrow(
      /haijian_app can neither sign in nor be made/,
    )
    await admin.query('alter role haijian_owner createrole')
    await admin.end()
  })

  test.each(['superuser', 'bypassrls', 'createrole', 'createdb', 'replication'])(
    'a role with %s is refused',
    async (right) => {
      const admin = await connect(postgres.adminUrl)
      await admin.query(`alter role haijian_app ${right}`)
      await expect(migrate(postgres.url, settings('the second secret'))).rejects.toThrow(LauncherError)
      await admin.query(`alter role haijian_app no${right}`)
      await expect(migrate(postgres.url, settings('the second secret'))).resolves.toBeUndefined()
      await admin.end()
    },
  )
})
