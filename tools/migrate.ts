/** Brings a database to the present: roles, graphile-worker's tables, our migrations, what is not sealed yet. `npm run migrate` runs it; so does every start. */
import { readdirSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { runMigrations } from 'graphile-worker'
import pg from 'pg'
import { DataSource, type MigrationInterface } from 'typeorm'
import { WritablePool } from '../src/base/pool.js'
import type { Bilingual } from '../src/base/text.js'
import { type Config, loadConfig, requireAddresses } from '../src/config.js'
import { administerFunctions } from '../src/jobs/administer.js'
import { enqueueFunction } from '../src/jobs/queue.js'
import { type MasterKeySettings, readMasterKeys } from '../src/masterKeys.js'
import { APP_ROLE, ENTRY_ROLE, ROLES, WORKER_ROLE } from '../src/settings.js'
import { codeOf, LauncherError } from './binaries.js'
import { isMain, runCommand, tell } from './command.js'
import { provideDatabase } from './database.js'
import { type Addresses, connect, prepareRoles } from './roles.js'
import { sealExisting } from './sealExisting.js'
import { countUnreadable, keepExportKeys } from './secrets.js'

const LOCK = 'haijian migrate'

export type MigrationConfig = Addresses & Pick<Config, 'dataDir'> & MasterKeySettings

/**
 * `closes`: takes away what the last release uses, and so runs when none of its processes does any more
 * (docs/operations.md#migrations-while-the-last-release-runs).
 */
type Migration = (new () => MigrationInterface) & { readonly closes?: boolean }

/** Those that may run beside the last release. */
export const listExpanding = async (): Promise<Migration[]> =>
  (await listMigrations()).filter(({ closes }) => closes !== true)

/**
 * Runs everything that is still to be run; once more does nothing. Two processes that start at once wait for each other. Answers what the operator should know of SECRET.
 * @param expand only what may run beside the last release: migrations that take nothing away; what is stored stays as that release reads it
 * @throws SettingsError when a role has no address; LauncherError when the roles cannot be prepared, or the database was sealed by another master key
 */
export async function migrate(ownerUrl: string, config: MigrationConfig, expand = false): Promise<Bilingual[]> {
  const keys = ROLES.map(({ key }) => key)
  requireAddresses(config, keys)
  const owner = await connect(ownerUrl)
  try {
    await takeTurn(owner)
    await prepareRoles(ownerUrl, config)
    await prepareQueue(owner, config.workerDatabaseUrl ?? '')
    await runOurs(ownerUrl, expand ? await listExpanding() : await listMigrations())
    if (!expand) await sealExisting(owner, readMasterKeys(config), config.dataDir)
    return await bringSecret(owner, config)
  } finally {
    // The lock goes with the connection.
    await owner.end()
  }
}

/** The database is told of SECRET; what was sealed under one that is not named is told. */
async function bringSecret(owner: pg.Client, config: MigrationConfig): Promise<Bilingual[]> {
  await keepExportKeys(owner, config)
  const count = await countUnreadable(owner, config)
  if (count === 0) return []
  const zh = `有 ${count} 个验证器是用别的 SECRET 加密的，现在打不开：这些人只能用恢复码或通行密钥登录。请把以前的 SECRET 写进 SECRET_EARLIER。`
  const en =
    `${count} authenticators were sealed under another SECRET and cannot be opened: their people can sign in by ` +
    'recovery code or passkey only. Put the earlier SECRET into SECRET_EARLIER.'
  return [{ zh, en }]
}

/** Asks again and again instead of waiting within a statement: what waits holds a snapshot, and an index that is made concurrently would wait for that. */
async function takeTurn(owner: pg.Client): Promise<void> {
  for (;;) {
    const { rows } = await owner.query<{ mine: boolean }>(
      'select pg_try_advisory_lock(hashtextextended($1, 0)) as mine',
      [LOCK],
    )
    if (rows[0]?.mine) return
    await sleep(100)
  }
}

/** What is done to the tables of a queue may take longer than a job's statement. */
const UNLIMITED = '-c statement_timeout=0 -c lock_timeout=0'

/** The worker owns its queue, so that it never needs the owner's rights. It may make schemas for as long as that takes, and no longer. */
async function prepareQueue(owner: pg.Client, workerUrl: string): Promise<void> {
  const { rows } = await owner.query<{ name: string }>('select quote_ident(current_database()) as name')
  const database = rows[0]?.name
  await owner.query(`grant create on database ${database} to ${WORKER_ROLE}`)
  try {
    const queue = new WritablePool({ connectionString: workerUrl, options: UNLIMITED })
    await runMigrations({ pgPool: queue, schema: 'graphile_worker' }).finally(() => queue.end())
    const worker = await connect(workerUrl)
    try {
      await worker.query(enqueueFunction([APP_ROLE, ENTRY_ROLE]))
      await worker.query(administerFunctions(APP_ROLE))
    } finally {
      await worker.end()
    }
  } finally {
    await owner.query(`revoke create on database ${database} from ${WORKER_ROLE}`)
  }
}

/**
 * Migrations run while the system is used: one that cannot have a table at once lets go, so that nobody queues behind it for long, and is tried again from its beginning.
 */
const LOCK_PATIENCE = 300 // ms
const ATTEMPTS = 100
/** lock_not_available, deadlock_detected */
const HELD = new Set(['55P03', '40P01'])

/** @param migrations in their order; those that have run are left out */
export async function runOurs(ownerUrl: string, migrations: readonly Migration[]): Promise<void> {
  for (let attempt = 1; ; attempt++)
    try {
      await runOnce(ownerUrl, migrations)
      return
    } catch (error) {
      if (attempt === ATTEMPTS || !HELD.has(codeOf(error))) throw error
      await sleep(100 + 400 * Math.random())
    }
}

/** On a connection of its own: a limit that a migration has lifted is there again at the next try. */
async function runOnce(ownerUrl: string, migrations: readonly Migration[]): Promise<void> {
  const source = new DataSource({
    type: 'postgres',
    url: ownerUrl,
    driver: { ...pg, Pool: WritablePool },
    migrations: [...migrations],
    installExtensions: false,
    extra: { lock_timeout: LOCK_PATIENCE },
  })
  await source.initialize()
  try {
    await source.runMigrations({ transaction: 'each' })
  } finally {
    await source.destroy()
  }
}

/** The migration classes of migrations/, oldest first; from sources as from dist/. */
export async function listMigrations(): Promise<Migration[]> {
  const folder = new URL('../migrations/', import.meta.url)
  const files = readdirSync(folder).filter((name) => /^\d+.*\.(ts|js)$/.test(name))
  const classes: Migration[] = []
  for (const file of files.sort()) {
    const module: Record<string, unknown> = await import(new URL(file, folder).href)
    for (const value of Object.values(module)) if (isMigration(value)) classes.push(value)
  }
  return classes
}

function isMigration(value: unknown): value is Migration {
  return (
    typeof value === 'function' &&
    typeof value.prototype?.up === 'function' &&
    typeof value.prototype?.down === 'function'
  )
}

if (isMain(import.meta.url)) {
  await runCommand(async () => {
    const [, , word] = process.argv
    if (word !== undefined && word !== 'expand')
      throw new LauncherError('npm run migrate [-- expand]', 'npm run migrate [-- expand]')
    const { config, stop } = await provideDatabase(loadConfig(), tell)
    try {
      for (const line of await migrate(config.databaseUrl ?? '', config, word === 'expand')) tell(line)
    } finally {
      await stop()
    }
  })
}
