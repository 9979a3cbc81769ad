/**
 * The embedded PostgreSQL: a real server on loopback, for everybody who has no other. Whatever was killed before (a parent, the server, both), the next
 * start uses the server that still lives or clears away what the dead one left.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { identifiableFolder, refuseDifferent } from '../src/base/storeIdentity.js'
import type { Bilingual } from '../src/base/text.js'
import { archiveSettings, logFolder, openArchive } from './backup/archive.js'
import { findAccount, prepareBinaries } from './binaries.js'
import {
  addressOf,
  type Cluster,
  checkVersion,
  createData,
  DATABASE,
  findCluster,
  findPassword,
  hasData,
  makePassword,
  OWNER,
  openDataDir,
  ownerPassword,
  resetPassword,
  SUPERUSER,
} from './cluster.js'
import { withLock } from './lock.js'
import { findProcess, isLiving } from './processes.js'
import { clearRemains, type Server, settle, startServer, stopServer } from './server.js'

export interface Postgres {
  /** The address of the database `haijian` for its owner, who is no superuser. */
  readonly url: string
  /** The address of the database `postgres` for the superuser. */
  readonly adminUrl: string
  readonly pid: number
  readonly port: number
  /** The folder of its data, password, port and log. */
  readonly home: string
  /** Was it living already, left by a parent that was killed or shared with another process? */
  readonly found: boolean
  /** Settles when the server process has gone, whoever ended it. */
  readonly ended: Promise<void>
  /** Stops the server, unless another living process uses it too. */
  stop(): Promise<void>
}

export interface PostgresOptions {
  readonly dataDir: string
  /** Nothing waits for the disk: for data that are thrown away. */
  readonly testing?: boolean
  /** Where finished files of the log are copied to, in wal/. A server that is found living keeps what it was started with. */
  readonly backupDir?: string | null
  /** Hears where the data lie when that is not in `dataDir`. */
  readonly tell?: (text: Bilingual) => void
}

/**
 * Starts the server of these data, or finds it living; makes the data, the owner's role and the database at the first start.
 * @throws LauncherError, to be shown to the person who starts
 */
export async function startPostgres({
  dataDir,
  testing = false,
  backupDir = null,
  tell = () => undefined,
}: PostgresOptions): Promise<Postgres> {
  const folder = openDataDir(dataDir)
  // what is archived in another installation's folder spoils its backups
  if (backupDir !== null)
    await refuseDifferent(identifiableFolder('DATA_DIR', folder), identifiableFolder('BACKUP_DIR', backupDir))
  return withLock(`postgres ${folder}`, async () => {
    const account = findAccount(join(folder, 'pg'))
    const cluster = await findCluster(folder, account, tell)
    const living = await findLiving(cluster)
    const server = living ?? (await startAnew(cluster, testing, backupDir))
    const password = findPassword(cluster) ?? ''
    const lease = takeLease(cluster, server)
    await prepareDatabase(password, server.port)
    return {
      url: addressOf(OWNER, ownerPassword(password), server.port, DATABASE),
      adminUrl: addressOf(SUPERUSER, password, server.port, 'postgres'),
      pid: server.pid,
      port: server.port,
      home: cluster.home,
      found: living !== undefined,
      ended: waitForEnd(server),
      stop: () => withLock(`postgres ${folder}`, () => leave(cluster, lease, server)),
    }
  })
}

/** The living server, when the password that we keep opens it. */
async function findLiving(cluster: Cluster): Promise<Server | undefined> {
  const server = await settle(cluster.data)
  if (!server) return undefined
  const password = findPassword(cluster)
  if (password && (await opens(addressOf(SUPERUSER, password, server.port, 'postgres')))) return server
  await stopServer(server)
  return undefined
}

async function startAnew(cluster: Cluster, testing: boolean, backupDir: string | null): Promise<Server> {
  await clearRemains(cluster.data)
  const binaries = await prepareBinaries(cluster.home, cluster.account)
  const password = findPassword(cluster)
  if (!hasData(cluster)) await createData(cluster, binaries, password ?? makePassword(cluster), testing)
  checkVersion(cluster, binaries)
  if (!findPassword(cluster)) await resetPassword(cluster, binaries)
  const archive = backupDir === null ? undefined : logFolder(backupDir)
  if (archive !== undefined) await openArchive(archive, cluster.account)
  return startServer(cluster, binaries, testing, archive === undefined ? {} : archiveSettings(archive))
}

/** Makes the owner's role and the database when the owner cannot open it. The owner has no rights beyond its database and its roles, as on a managed server. */
async function prepareDatabase(password: string, port: number): Promise<void> {
  const secret = ownerPassword(password)
  if (await opens(addressOf(OWNER, secret, port, DATABASE))) return
  const client = new pg.Client({ connectionString: addressOf(SUPERUSER, password, port, 'postgres') })
  await client.connect()
  try {
    const { rows } = await client.query('select 1 from pg_roles where rolname = $1', [OWNER])
    await client.query(`${rows.length > 0 ? 'alter' : 'create'} role ${OWNER} login createrole password '${secret}'`)
    const databases = await client.query('select 1 from pg_database where datname = $1', [DATABASE])
    if (databases.rows.length === 0) await client.query(`create database ${DATABASE} owner ${OWNER}`)
  } finally {
    await client.end()
  }
}

async function opens(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 10_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

let leases = 0

/** Notes that this process uses this server; the note of a process that has died counts no more, nor one about an earlier server. */
function takeLease({ home }: Cluster, { identity }: Server): string {
  const folder = join(home, 'pg-users')
  mkdirSync(folder, { recursive: true })
  leases += 1
  const lease = join(folder, `${findProcess(process.pid)?.identity}-${leases}`)
  writeFileSync(lease, identity)
  return lease
}

async function leave({ home }: Cluster, lease: string, server: Server): Promise<void> {
  rmSync(lease, { force: true })
  const folder = join(home, 'pg-users')
  let used = false
  for (const name of readdirSync(folder)) {
    const [pid, tick] = name.split('-')
    if (isLiving(`${pid}-${tick}`) && readFileSync(join(folder, name), 'utf8') === server.identity) used = true
    else rmSync(join(folder, name), { force: true })
  }
  if (!used) await stopServer(server)
}

/** Asked of /proc, because a server that was found is no child of ours. Never keeps this process alive. */
async function waitForEnd({ identity }: Server): Promise<void> {
  while (isLiving(identity)) await sleep(250, undefined, { ref: false })
}
