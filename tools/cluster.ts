/** The data of the embedded PostgreSQL: where they lie, how they are made, and the password of their superuser. */
import { createHmac, randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Bilingual } from '../src/base/text.js'
import { type Account, canWrite, LauncherError, messageOf, readVersion, run } from './binaries.js'

export const SUPERUSER = 'postgres'
export const OWNER = 'haijian_owner'
export const DATABASE = 'haijian'

/** Where folders go that must outlast a restart and that every account can reach. */
const LASTING = '/var/tmp'

export interface Cluster {
  /** Holds pg/, the password, the port and the log. */
  readonly home: string
  /** PostgreSQL's own data folder. */
  readonly data: string
  readonly account: Account | null
}

/**
 * Finds or makes the folder for the data: pg/ in `dataDir`, or, when the account cannot write there (a folder of root that is closed to others, a file
 * system without rights), a folder under the system's lasting temporary folder, which `dataDir` then names in `pg-elsewhere`.
 * @throws LauncherError when `dataDir` holds data that the account cannot reach
 */
export async function findCluster(
  dataDir: string,
  account: Account | null,
  tell: (text: Bilingual) => void,
): Promise<Cluster> {
  const here = await openHome(dataDir, account)
  if (here) return here
  if (existsSync(join(dataDir, 'pg/PG_VERSION'))) throw closed(join(dataDir, 'pg'), account)

  const note = join(dataDir, 'pg-elsewhere')
  const known = existsSync(note) ? readFileSync(note, 'utf8').trim() : ''
  const home = known && existsSync(known) ? known : makeHome(note)
  const there = await openHome(home, account)
  if (!there) throw closed(home, account)
  tell({
    zh: `运行 PostgreSQL 的账号无法进入 ${dataDir}，数据库的数据放在 ${home}。`,
    en: `The account that runs PostgreSQL has no access to ${dataDir}; the database is stored in ${home}.`,
  })
  return there
}

function makeHome(note: string): string {
  const home = mkdtempSync(join(LASTING, 'haijian-'))
  chmodSync(home, 0o711)
  writeFileSync(note, `${home}\n`)
  return home
}

/**
 * Makes the folder where there is none, and gives its true path, by which locks and processes are known.
 * @throws LauncherError when it is not ours to write
 */
export function openDataDir(dataDir: string): string {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o711 })
    const probe = join(dataDir, `.probe-${process.pid}`)
    writeFileSync(probe, '')
    rmSync(probe)
    return realpathSync(dataDir)
  } catch (error) {
    const why = messageOf(error)
    throw new LauncherError(
      `不能写入 DATA_DIR（${dataDir}）：${why}。请改变其权限，或设定别的 DATA_DIR。`,
      `DATA_DIR (${dataDir}) cannot be written: ${why}. Change its rights, or set another DATA_DIR.`,
    )
  }
}

function closed(folder: string, account: Account | null): LauncherError {
  const who = account?.name ?? 'this user'
  return new LauncherError(
    `账户 ${who} 进不了数据库的数据文件夹 ${folder}。请恢复沿途文件夹的权限（x），或设定别的 DATA_DIR。`,
    `The account ${who} cannot reach the data of the database in ${folder}. Give it back the right to enter (x) the folders on the way, or set another DATA_DIR.`,
  )
}

/** The cluster in `home` when the account can work there; an empty pg/ that it cannot use is taken away again. */
async function openHome(home: string, account: Account | null): Promise<Cluster | undefined> {
  const data = join(home, 'pg')
  const fresh = !existsSync(data)
  if (fresh) makeOwned(data, account)
  const strict = (statSync(data).mode & 0o077) === 0 || existsSync(join(data, 'PG_VERSION'))
  if (strict && (await canWrite(data, account))) return { home, data, account }
  if (fresh) rmdirSync(data)
  return undefined
}

function makeOwned(folder: string, account: Account | null): void {
  mkdirSync(folder, { mode: 0o700 })
  if (account) chownSync(folder, account.uid, account.gid)
}

/** Were the data made, whole? */
export const hasData = ({ data }: Cluster): boolean => existsSync(join(data, 'PG_VERSION'))

/**
 * Were the data made by a server of this version?
 * @throws LauncherError when not: another version cannot open them
 */
export function checkVersion({ data }: Cluster, binaries: string): void {
  const made = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim()
  if (made === readVersion(binaries)) return
  throw new LauncherError(
    `${data} 中的数据属于 PostgreSQL ${made}，内置的是 ${readVersion(binaries)}。请用 PostgreSQL ${made} 导出（pg_dump）后再导入，或设定别的 DATA_DIR。`,
    `The data in ${data} are those of PostgreSQL ${made}; the embedded one is ${readVersion(binaries)}. Carry them over by pg_dump of PostgreSQL ${made}, or set another DATA_DIR.`,
  )
}

/** The superuser's password; undefined when it was never made or is lost. */
export function findPassword({ home }: Cluster): string | undefined {
  const file = join(home, 'pg-password')
  return existsSync(file) ? readFileSync(file, 'utf8').trim() || undefined : undefined
}

export function makePassword({ home }: Cluster): string {
  const password = randomBytes(24).toString('base64url')
  const file = join(home, 'pg-password')
  writeFileSync(`${file}.new`, password, { mode: 0o600 })
  renameSync(`${file}.new`, file)
  return password
}

/** The password of the database's owner follows from the superuser's, so that one file is all there is to keep. */
export const ownerPassword = (password: string): string =>
  createHmac('sha256', password).update(OWNER).digest('base64url')

/** The address of a database for a role of the embedded server. */
export function addressOf(role: string, password: string, port: number, database: string): string {
  return `postgres://${role}:${password}@127.0.0.1:${port}/${database}?sslmode=disable`
}

/**
 * Makes the data beside their final place and moves them there when they are whole, so that a start that was killed leaves nothing half made.
 * UTF-8 and C.UTF-8, because trigrams of Chinese are empty under the locale C.
 */
export async function createData(
  cluster: Cluster,
  binaries: string,
  password: string,
  testing: boolean,
): Promise<void> {
  const { home, data, account } = cluster
  for (const name of readdirSync(home))
    if (name.startsWith('pg-new-')) rmSync(join(home, name), { recursive: true, force: true })
  const half = mkdtempSync(join(home, 'pg-new-'))
  const secret = `${half}.password`
  writeFileSync(secret, password, { mode: 0o600 })
  if (account) for (const path of [half, secret]) chownSync(path, account.uid, account.gid)
  const options = ['--encoding=UTF8', '--locale=C.UTF-8', '--auth=scram-sha-256', `--username=${SUPERUSER}`]
  const args = [...options, `--pwfile=${secret}`, '--no-instructions', ...(testing ? ['--no-sync'] : []), half]
  const { failed, output } = await run(join(binaries, 'bin/initdb'), args, account)
  rmSync(secret)
  if (failed) {
    rmSync(half, { recursive: true, force: true })
    throw new LauncherError(
      `无法建立数据库（${data}）：${output}`,
      `The database could not be made in ${data}, see above.`,
    )
  }
  rmdirSync(data)
  renameSync(half, data)
}

/** Gives the superuser a new password without knowing the old one; no server may be running. */
export async function resetPassword(cluster: Cluster, binaries: string): Promise<string> {
  const password = makePassword(cluster)
  const statement = `alter role ${SUPERUSER} password '${password}'`
  const args = ['--single', '-D', cluster.data, 'postgres']
  const { failed, output } = await run(join(binaries, 'bin/postgres'), args, cluster.account, `${statement}\n`)
  if (!failed) return password
  rmSync(join(cluster.home, 'pg-password'))
  throw new LauncherError(
    `无法重设数据库超级用户的密码：${output}`,
    'The password of the superuser could not be set, see above.',
  )
}
