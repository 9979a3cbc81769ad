/**
 * A database of its own for a test, on a real PostgreSQL. One cluster serves the whole run: the first test that asks starts it and migrates a template, and
 * every test gets a copy of that in a few hundredths of a second. What else is made once a run, is copied likewise.
 */
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import pg from 'pg'
import { type Config, type Environment, readConfig } from '../src/config.js'
import { ROLES, SETTINGS } from '../src/settings.js'
import { OWNER } from '../tools/cluster.js'
import { withLock } from '../tools/lock.js'
import { migrate } from '../tools/migrate.js'
import { startPostgres } from '../tools/postgres.js'
import { connect, openDatabase, withAddresses } from '../tools/roles.js'
import { keepExportKeys } from '../tools/secrets.js'

export interface TestDatabase {
  readonly name: string
  /** The settings of a test process on this database. */
  readonly config: Config
  readonly ownerUrl: string
  readonly appUrl: string
  readonly workerUrl: string
  /** The same database for the superuser, whom row-level security does not stop: for looking, never for acting. */
  readonly adminUrl: string
  /** Throws the database away, whoever is still connected. */
  drop(): Promise<void>
}

interface TestCluster {
  readonly adminUrl: string
  readonly ownerUrl: string
}

const TEMPLATE = 'haijian_template'

/**
 * A new database: migrated, or empty (roles exist, tables do not) for tests of the migrations themselves.
 * @param settings further settings for `config`, such as CLOCK_AT
 * @param from the database that it is a copy of
 */
export async function freshDatabase(
  settings: Environment = {},
  { migrated = true, from = TEMPLATE } = {},
): Promise<TestDatabase> {
  const cluster = await findTestCluster()
  const name = `test_${randomBytes(6).toString('hex')}`
  const template = migrated ? from : 'template1'
  await command(cluster.adminUrl, `create database ${name} template ${template} strategy file_copy owner ${OWNER}`)
  const ownerUrl = at(cluster.ownerUrl, name)
  // the cluster's roles have the passwords that were made for its template, whatever a test sets
  const made = configOf(testFolder(), ownerUrl)
  const roles = Object.fromEntries(ROLES.map(({ key }) => [SETTINGS[key].name, made[key] ?? undefined]))
  const own = { DATA_DIR: join(testFolder(), name) } // the project's own may be another installation's
  const config = readConfig({ NODE_ENV: 'test', ...roles, ...own, ...settings, DATABASE_URL: ownerUrl })
  if (migrated) await withClient(ownerUrl, (owner) => openFor(owner, config))
  return {
    name,
    config,
    ownerUrl,
    appUrl: config.appDatabaseUrl ?? '',
    workerUrl: config.workerDatabaseUrl ?? '',
    adminUrl: at(cluster.adminUrl, name),
    drop: () => command(cluster.adminUrl, `drop database if exists ${name} with (force)`),
  }
}

/** What was made once in this run: a database and a folder, of which tests begin with copies, and what its maker notes of it. */
export interface ReadyMade<T> {
  readonly database: string
  readonly folder: string
  readonly note: T
}

/** What bears this name, made by whichever test process asks first. Its maker leaves nobody connected to the database. */
export async function readyMade<T>(
  name: string,
  make: (db: TestDatabase, folder: string) => Promise<T>,
): Promise<ReadyMade<T>> {
  const folder = join(testFolder(), `ready-${name}`)
  const file = `${folder}.made`
  return withLock(`test template ${folder}`, async () => {
    if (!existsSync(file)) {
      mkdirSync(folder, { recursive: true })
      const db = await freshDatabase({ DATABASE_POOL: '4', DATA_DIR: folder })
      const made: ReadyMade<T> = { database: db.name, folder, note: await make(db, folder) }
      writeFileSync(file, serialize(made))
    }
    return deserialize(readFileSync(file))
  })
}

/** What is not copied from the template: the rights of the roles, and what hangs on the SECRET of this test. */
async function openFor(owner: pg.Client, config: Config): Promise<void> {
  await openDatabase(owner)
  await keepExportKeys(owner, config)
}

function testFolder(): string {
  const folder = process.env.TEST_FOLDER
  if (!folder) throw new Error('TEST_FOLDER is not set: run the tests by Jest, whose globalSetup sets it')
  return folder
}

/** The run's cluster, started by whichever test process asks first. It outlives that process; test/globalTeardown.mjs ends it. */
async function findTestCluster(): Promise<TestCluster> {
  const folder = testFolder()
  const note = join(folder, 'cluster.json')
  return withLock(`test cluster ${folder}`, async () => {
    if (!existsSync(note)) {
      const cluster = await startTestCluster(folder)
      writeFileSync(`${note}.new`, JSON.stringify(cluster), { mode: 0o600 })
      renameSync(`${note}.new`, note)
    }
    return JSON.parse(readFileSync(note, 'utf8'))
  })
}

async function startTestCluster(dataDir: string): Promise<TestCluster> {
  const { url: ownerUrl, adminUrl } = await startPostgres({ dataDir, testing: true })
  await command(adminUrl, `drop database if exists ${TEMPLATE} with (force)`)
  await command(adminUrl, `create database ${TEMPLATE} owner ${OWNER}`)
  await migrate(at(ownerUrl, TEMPLATE), configOf(dataDir, at(ownerUrl, TEMPLATE)))
  return { ownerUrl, adminUrl }
}

/** The settings of the cluster's own, with an address for every role. */
const configOf = (folder: string, ownerUrl: string): Config =>
  withAddresses(readConfig({ NODE_ENV: 'test', DATABASE_URL: ownerUrl, DATA_DIR: folder }))

function at(url: string, database: string): string {
  const changed = new URL(url)
  changed.pathname = `/${database}`
  return changed.href
}

async function withClient(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = await connect(url)
  try {
    await work(client)
  } finally {
    await client.end()
  }
}

const command = (url: string, statement: string) => withClient(url, (client) => client.query(statement))
