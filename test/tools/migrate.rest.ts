/** What a start does to a database: two roles that may do little, and everything once, whoever starts at the same time. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type pg from 'pg'
import { deriveSecret, type Environment, readConfig } from '../../src/config.js'
import { DEMONSTRATION_SECRET } from '../../src/settings.js'
import { LauncherError } from '../../tools/binaries.js'
import { migrate } from '../../tools/migrate.js'
import { type Postgres, startPostgres } from '../../tools/postgres.js'
import { connect, scramVerifier, withAddresses } from '../../tools/roles.js'
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

  const settings = (changes: Environment = {}) =>
    withAddresses(readConfig({ NODE_ENV: 'test', DATABASE_URL: postgres.url, DATA_DIR: folder, ...changes }))

  test('each has a random password, kept for this account alone; SECRET makes none of them', async () => {
    const { appDatabaseUrl, entryDatabaseUrl, workerDatabaseUrl } = settings()
    await migrate(postgres.url, settings())
    for (const [role, url] of [
      ['haijian_app', appDatabaseUrl],
      ['haijian_entry', entryDatabaseUrl],
      ['haijian_worker', workerDatabaseUrl],
    ]) {
      const file = join(folder, 'roles', role ?? '')
      expect(statSync(file).mode & 0o777).toBe(0o600)
      const password = readFileSync(file, 'utf8')
      expect(password).toMatch(/^[\w-]{43}$/)
      expect(new URL(url ?? '').password).toBe(password)
      await (await connect(url ?? '')).end()
      const guessed = new URL(url ?? '')
      guessed.password = deriveSecret(DEMONSTRATION_SECRET, `database role ${role}`)
      await expect(connect(guessed.href)).rejects.toThrow('password authentication failed')
    }
    expect(settings({ SECRET: 'another one, of no use here' }).appDatabaseUrl).toBe(appDatabaseUrl)
    expect(appDatabaseUrl).not.toBe(workerDatabaseUrl)
  })

  test('another address gives the role another password', async () => {
    const url = new URL(settings().appDatabaseUrl ?? '')
    url.password = 'another one'
    await migrate(postgres.url, settings({ APP_DATABASE_URL: url.href }))
    await (await connect(url.href)).end()
    await expect(connect(settings().appDatabaseUrl ?? '')).rejects.toThrow('password authentication failed')
    await migrate(postgres.url, settings())
  })

  test('production on a server of one’s own makes no password: migrating asks for each address', async () => {
    const given = { ...settings(), production: true, embedded: false, appDatabaseUrl: null, entryDatabaseUrl: null }
    expect(withAddresses(given)).toBe(given)
    await expect(migrate(postgres.url, given)).rejects.toThrow('APP_DATABASE_URL, ENTRY_DATABASE_URL must be set')
  })

  test('an owner who may not make roles is enough once they are there', async () => {
    const admin = await connect(postgres.adminUrl)
    await admin.query('alter role haijian_owner nocreaterole')
    await migrate(postgres.url, settings())
    const url = new URL(settings().appDatabaseUrl ?? '')
    url.password = 'a third one'
    await expect(migrate(postgres.url, settings({ APP_DATABASE_URL: url.href }))).rejects.toThrow(
      /haijian_app can neither sign in nor be made/,
    )
    await admin.query('alter role haijian_owner createrole')
    await admin.end()
  })

  test('a role that an administrator has made gets time limits of itself, and keeps those that it was given', async () => {
    const admin = await connect(postgres.adminUrl)
    const limitsOf = async (url: string | null) => {
      const client = await connect(url ?? '')
      const { rows } = await client.query(
        `select setting from pg_settings where name in ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout') order by name`,
      )
      await client.end()
      return rows.map(({ setting }) => Number(setting))
    }
    await admin.query('alter role haijian_owner nocreaterole')
    await admin.query('alter role haijian_app reset all')
    await admin.query('alter role haijian_worker reset all')
    await admin.query('alter role haijian_worker set statement_timeout = 40000')
    await admin.query('alter role haijian_worker in database haijian set lock_timeout = 0')
    await admin.query('alter system set statement_timeout = 600000')
    await admin.query('select pg_reload_conf()')
    const { appDatabaseUrl, workerDatabaseUrl } = settings()
    await migrate(postgres.url, settings())
    expect(await limitsOf(appDatabaseUrl)).toEqual([15_000, 5_000, 15_000])
    expect(await limitsOf(workerDatabaseUrl)).toEqual([15_000, 5_000, 40_000])
    await admin.query('alter system reset statement_timeout')
    await admin.query('select pg_reload_conf()')
    await admin.query('alter role haijian_owner createrole')
    await admin.end()
  })

  test.each(['superuser', 'bypassrls', 'createrole', 'createdb', 'replication'])(
    'a role with %s is refused',
    async (right) => {
      const admin = await connect(postgres.adminUrl)
      await admin.query(`alter role haijian_app ${right}`)
      await expect(migrate(postgres.url, settings())).rejects.toThrow(LauncherError)
      await admin.query(`alter role haijian_app no${right}`)
      await expect(migrate(postgres.url, settings())).resolves.toEqual([])
      await admin.end()
    },
  )
})
