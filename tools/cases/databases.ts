/** A fresh database for every case: copies of one migrated template, on an embedded server of this run, or on the server that DATABASE_URL names. */
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Config } from '../../src/config.js'
import { codeOf, LauncherError, messageOf } from '../binaries.js'
import { OWNER } from '../cluster.js'
import { migrate } from '../migrate.js'
import { startPostgres } from '../postgres.js'
import { findProcess, listServerProcesses, signal, waitUntil } from '../processes.js'
import { type Addresses, connect, openDatabase, withAddresses } from '../roles.js'

/** One database, by the addresses under which the product knows it. */
export interface DatabaseCopy {
  readonly ownerUrl: string
  readonly roles: Addresses
  drop(): Promise<void>
}

export interface Databases {
  /** For whatever the run needs on the disk; goes with it. */
  readonly folder: string
  copy(): Promise<DatabaseCopy>
  /** Takes everything away again. */
  end(): Promise<void>
}

interface Server {
  /** Who may make databases. */
  readonly adminUrl: string
  /** `owner NAME` when the maker is not the owner. */
  readonly owner: string
  readonly ownerUrl: string
  readonly roles: Addresses
  stop(): Promise<void>
}

const PREFIX = 'haijian-cases-'

/** @throws LauncherError when no server can be had, or databases cannot be made on it */
export async function openDatabases(config: Config): Promise<Databases> {
  for (const name of readdirSync(tmpdir())) await clearRemains(name)
  const folder = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`))
  chmodSync(folder, 0o711) // the server may run as another account
  const server = await findServer(config, folder)
  const template = `haijian_cases_${randomBytes(5).toString('hex')}`
  const make = (name: string, from: string) =>
    command(server.adminUrl, `create database ${name} template ${from} ${server.owner}`)
  const made = new Set([template])
  const drop = async (name: string) => {
    await command(server.adminUrl, `drop database if exists ${name} with (force)`)
    made.delete(name)
  }
  const end = async () => {
    try {
      for (const name of made) await drop(name)
    } finally {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    }
  }
  try {
    await make(template, 'template1').catch((error: unknown) => Promise.reject(cannotMake(error)))
    await migrate(at(server.ownerUrl, template), { ...config, ...addressesOf(server, template), dataDir: folder })
  } catch (error) {
    await end()
    throw error
  }
  const copy = async (): Promise<DatabaseCopy> => {
    const name = `${template}_${randomBytes(3).toString('hex')}`
    made.add(name)
    await make(name, template)
    const ownerUrl = at(server.ownerUrl, name)
    const owner = await connect(ownerUrl)
    await openDatabase(owner).finally(() => owner.end())
    return {
      ownerUrl,
      roles: addressesOf(server, name),
      drop: () => drop(name),
    }
  }
  return { folder, copy, end }
}

async function findServer(config: Config, folder: string): Promise<Server> {
  if (config.databaseUrl) {
    const { databaseUrl } = config
    const roles = withAddresses(config)
    return { adminUrl: databaseUrl, ownerUrl: databaseUrl, owner: '', roles, stop: async () => undefined }
  }
  const dataDir = join(folder, 'database')
  mkdirSync(dataDir, { mode: 0o711 })
  const postgres = await startPostgres({ dataDir, testing: true })
  return {
    adminUrl: postgres.adminUrl,
    ownerUrl: postgres.url,
    owner: `owner ${OWNER}`,
    roles: withAddresses({ ...config, databaseUrl: postgres.url, dataDir }),
    stop: () => postgres.stop(),
  }
}

const addressesOf = ({ roles }: Server, name: string): Addresses => ({
  appDatabaseUrl: at(roles.appDatabaseUrl ?? '', name),
  entryDatabaseUrl: at(roles.entryDatabaseUrl ?? '', name),
  workerDatabaseUrl: at(roles.workerDatabaseUrl ?? '', name),
})

function at(url: string, database: string): string {
  const changed = new URL(url)
  changed.pathname = `/${database}`
  return changed.href
}

async function command(url: string, statement: string): Promise<void> {
  const client = await connect(url)
  await client.query(statement).finally(() => client.end())
}

function cannotMake(error: unknown): unknown {
  if (codeOf(error) !== '42501') return error
  return new LauncherError(
    `DATABASE_URL 的用户不能建立数据库（${messageOf(error)}）。样例需要它有 CREATEDB 权限；或不设 DATABASE_URL，使用内置 PostgreSQL。`,
    'The user of DATABASE_URL may not make databases. The case files need the right CREATEDB; or leave DATABASE_URL unset, and the embedded PostgreSQL is used.',
  )
}

/** A run that was killed leaves its server and folder behind; the folder's name tells whose it was. */
async function clearRemains(name: string): Promise<void> {
  const pid = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1]
  if (!pid || findProcess(Number(pid))) return
  const folder = join(tmpdir(), name)
  const data = join(folder, 'database/pg')
  try {
    for (const server of existsSync(data) ? listServerProcesses(data) : []) signal(server.pid, 'SIGQUIT')
    await waitUntil(() => listServerProcesses(data).length === 0, 5_000)
    rmSync(folder, { recursive: true, force: true })
  } catch {
    // Another user's folder: theirs to remove.
  }
}
