/**
 * `npm run backup -- FOLDER [--since PREVIOUS] [--files]`: a whole backup of a running system: the database, the uploaded files and whatever else lies in DATA_DIR, with a manifest of hashes. Secrets are
 * not in it; the manifest names the settings that a restored system needs. What lies unchanged in PREVIOUS, on the same file system, is not copied but bears a second name (a hard link), so that every backup is whole and
 * any of them may be removed. With `--files` the database is left to its own means. `-- verify FOLDER` compares a backup with its manifest, without restoring it.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, linkSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { credentialsOf, withCredentials } from '../src/base/addresses.js'
import { identifiableFolder, refuseDifferent } from '../src/base/storeIdentity.js'
import type { Bilingual } from '../src/base/text.js'
import { type Config, environmentWith, loadConfig } from '../src/config.js'
import { LAST_BACKUP } from '../src/exchange/operation/readFigures.js'
import { copyBase } from './backup/base.js'
import {
  faultOf,
  findFaults,
  listNeeds,
  type Manifest,
  readManifest,
  sayNeeds,
  writeManifest,
} from './backup/manifest.js'
import { LauncherError, messageOf } from './binaries.js'
import { isMain, runCommand, tell } from './command.js'
import { startPostgres } from './postgres.js'

/** What lies in DATA_DIR and is the database's own, or made anew. */
const NOT_DATA =
  /^(pg($|-)|postgres\.log|postgresql-|roles$|incoming$|clearing$|last-backup$|copying-|restore-|\.probe-)/

interface BackupOptions {
  /** An earlier backup: what it has unchanged is not copied again. */
  readonly since?: string | undefined
  /** Without the database. */
  readonly files?: boolean | undefined
}

/**
 * Backs up into a new folder.
 * @throws LauncherError when the folder holds something, or the database cannot be copied
 */
export async function backUp(
  config: Config,
  folder: string,
  say: (text: Bilingual) => void = () => undefined,
  { since, files = false }: BackupOptions = {},
): Promise<Manifest> {
  requireEmpty(folder)
  const previous = since === undefined ? undefined : await openPrevious(config, since)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const begun = new Date().toISOString()
  const database = files ? ELSEWHERE : await copyDatabase(config, folder, say)
  // After the database: a file is stored before the row that names it, so every row that was copied finds its file.
  mkdirSync(join(folder, 'data'), { mode: 0o700 })
  const known = copyData(config.dataDir, folder, previous)
  return writeManifest(folder, { ...database, begun, needs: await listNeeds(config) }, known)
}

/** A backup to which the next one adds. */
interface Previous {
  readonly folder: string
  readonly files: ReadonlyMap<string, Manifest['files'][number]>
}

/** Throws LauncherError when it is none, WrongInstallation when it is another installation's. */
async function openPrevious({ dataDir }: Config, folder: string): Promise<Previous> {
  const { files } = readManifest(folder)
  await refuseDifferent(identifiableFolder('DATA_DIR', dataDir), identifiableFolder('BACKUP', join(folder, 'data')))
  return { folder, files: new Map(files.map((file) => [file.path, file])) }
}

/** Copies DATA_DIR, and links what the previous backup has. Answers the hashes of what was linked, by path. */
function copyData(dataDir: string, folder: string, previous: Previous | undefined): Map<string, string> {
  const known = new Map<string, string>()
  const filter = (from: string, to: string): boolean => {
    const path = relative(folder, to)
    const file = previous?.files.get(path)
    if (!previous || !file || !isSame(from, join(previous.folder, path), file.bytes)) return true
    linkTo(join(previous.folder, path), to)
    known.set(path, file.sha256)
    return false
  }
  for (const name of existsSync(dataDir) ? readdirSync(dataDir) : [])
    if (!NOT_DATA.test(name))
      cpSync(join(dataDir, name), join(folder, 'data', name), { recursive: true, preserveTimestamps: true, filter })
  return known
}

/** Of the same size and the same time of its last change, as a file that is written once stays: then its hash is not taken again. */
function isSame(file: string, copy: string, bytes: number): boolean {
  const [now, then] = [statSync(file, { throwIfNoEntry: false }), statSync(copy, { throwIfNoEntry: false })]
  if (!now?.isFile() || !then?.isFile()) return false
  return now.size === bytes && then.size === bytes && Math.abs(now.mtimeMs - then.mtimeMs) < 1
}

function linkTo(previous: string, to: string): void {
  try {
    linkSync(previous, to)
  } catch (error) {
    throw new LauncherError(
      `不能把 ${previous} 链接到新的备份：${messageOf(error)}。--since 的备份须与新的备份在同一文件系统上。`,
      `${previous} cannot be linked into the new backup: ${messageOf(error)}. The backup of --since and the new one must lie on one file system.`,
    )
  }
}

/**
 * Compares a backup with its manifest, file by file, and the base of a server's by pg_verifybackup where it is installed. Names everything that is wrong; answers whether nothing is.
 * @throws LauncherError when it was not finished
 */
export async function verifyBackup(
  config: Config,
  folder: string,
  say: (text: Bilingual) => void = () => undefined,
): Promise<boolean> {
  const manifest = readManifest(folder)
  let whole = true
  const fault = (text: Bilingual) => {
    whole = false
    say(text)
  }
  for await (const path of findFaults(folder, manifest)) fault(faultOf(path))
  if (manifest.database === 'server') verifyBase(folder, manifest, fault, say)
  if (manifest.database === 'embedded') for (const path of missingLog(manifest)) fault(faultOf(path))
  await sayNeeds(config, manifest, say)
  return whole
}

/** The first and the last file of the log without which the embedded server's base is of no use. */
function missingLog({ wal, files }: Manifest): string[] {
  const there = new Set(files.map(({ path }) => path))
  return [wal?.first, wal?.last].map((name) => `wal/${name}`).filter((path) => !there.has(path))
}

function verifyBase(
  folder: string,
  { version }: Manifest,
  fault: (text: Bilingual) => void,
  say: (text: Bilingual) => void,
): void {
  const debian = `/usr/lib/postgresql/${version}/bin/pg_verifybackup`
  const { status, stdout, stderr, error } = spawnSync(
    existsSync(debian) ? debian : 'pg_verifybackup',
    [join(folder, 'base')],
    {
      encoding: 'utf8',
    },
  )
  if (error)
    say({
      zh: `没有安装 pg_verifybackup（PostgreSQL ${version}）：base/ 只按清单核对。`,
      en: `pg_verifybackup of PostgreSQL ${version} is not installed: base/ was only compared with the manifest.`,
    })
  else if (status !== 0)
    fault({ zh: `pg_verifybackup：${stdout}${stderr}`, en: 'pg_verifybackup found faults in base/, see above.' })
}

const ELSEWHERE = { database: 'elsewhere', version: '', wal: null } as const

const copyDatabase = async (config: Config, folder: string, say: (text: Bilingual) => void) =>
  config.databaseUrl ? copyServer(config.databaseUrl, folder) : copyEmbedded(config, folder, say)

function requireEmpty(folder: string): void {
  if (!existsSync(folder) || readdirSync(folder).length === 0) return
  throw new LauncherError(
    `${folder} 不是空的。每次备份请用一个新的文件夹。`,
    `${folder} is not empty. Use a new folder for every backup.`,
  )
}

async function copyEmbedded(config: Config, folder: string, tell: (text: Bilingual) => void) {
  const postgres = await startPostgres({ dataDir: config.dataDir, backupDir: config.backupDir, tell })
  try {
    const data = join(postgres.home, 'pg')
    const wal = await copyBase(postgres.adminUrl, data, folder)
    return { database: 'embedded' as const, version: readFileSync(join(data, 'PG_VERSION'), 'utf8').trim(), wal }
  } finally {
    await postgres.stop()
  }
}

/** By the tool of PostgreSQL itself, over the replication protocol; the role in the address needs the right of replication. */
function copyServer(databaseUrl: string, folder: string) {
  const base = join(folder, 'base')
  const { username, password } = credentialsOf(databaseUrl)
  const open = withCredentials(databaseUrl, { username, password: '' }) // what a command is started with everybody can read
  const args = ['-d', open, '-D', base, '-c', 'fast', '-X', 'stream']
  const env = environmentWith({ PGPASSWORD: password })
  const { status, stderr, error } = spawnSync('pg_basebackup', args, { env, encoding: 'utf8' })
  if (status !== 0)
    throw new LauncherError(
      `pg_basebackup 失败：${error ? messageOf(error) : stderr}\n请安装与数据库同版本的 PostgreSQL 客户端，并在 DATABASE_URL 中用有 REPLICATION 权限的角色；或按 docs/operations.md 用数据库自己的备份。`,
      'pg_basebackup failed, see above. Install the PostgreSQL client of the server’s version and give, in DATABASE_URL, a role with the right of REPLICATION; or use the backup of your database server, see docs/operations.md.',
    )
  return { database: 'server' as const, version: readFileSync(join(base, 'PG_VERSION'), 'utf8').trim(), wal: null }
}

const usage = () =>
  new LauncherError(
    '用法：npm run backup -- 文件夹 [--since 上一个备份] [--files]，或 npm run backup -- verify 文件夹',
    'Usage: npm run backup -- FOLDER [--since PREVIOUS] [--files], or npm run backup -- verify FOLDER',
  )

function readArguments(args: string[]) {
  try {
    const options = { since: { type: 'string' }, files: { type: 'boolean' } } as const
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options })
    return { ...values, positionals }
  } catch {
    throw usage()
  }
}

async function verify(folder: string): Promise<void> {
  if (!(await verifyBackup(loadConfig(), folder, tell))) {
    process.exitCode = 1
    return
  }
  const { files, ended } = readManifest(folder)
  tell({
    zh: `备份完整：${files.length} 个文件，完成于 ${ended}。`,
    en: `The backup is complete: ${files.length} files, of ${ended}.`,
  })
}

/** For metrics, the administrator's page and doctor: its time says when. */
function noteBackup({ dataDir }: Config): void {
  try {
    writeFileSync(join(dataDir, LAST_BACKUP), '')
  } catch (error) {
    tell({
      zh: `备份已完成，但不能写入 ${LAST_BACKUP}：${messageOf(error)}。监控将视为没有备份。`,
      en:
        `The backup is done, but ${LAST_BACKUP} in DATA_DIR cannot be written: ${messageOf(error)}. ` +
        'Monitoring will report that there is no backup.',
    })
  }
}

async function back(folder: string, options: BackupOptions): Promise<void> {
  const config = loadConfig()
  const { files, needs, ended } = await backUp(config, folder, tell, options)
  noteBackup(config)
  const bytes = files.reduce((total, file) => total + file.bytes, 0)
  const names = needs.map(({ name }) => name).join(', ') || '–'
  tell({
    zh: `已备份到 ${folder}：${files.length} 个文件，${Math.ceil(bytes / 1_000_000)} MB，完成于 ${ended}。恢复时还需要这些设置：${names}。`,
    en:
      `Backed up to ${folder}: ${files.length} files, ${Math.ceil(bytes / 1_000_000)} MB, at ${ended}. To ` +
      `restore it, you also need these settings: ${names}.`,
  })
  if (config.filesS3Endpoint !== null)
    tell({
      zh: '存储桶中的文件不在这个备份里，见 docs/operations.md。',
      en: 'Files in the bucket are not part of this backup. See docs/operations.md.',
    })
}

if (isMain(import.meta.url))
  await runCommand(async () => {
    const { positionals, since, files } = readArguments(process.argv.slice(2))
    const [first, second, ...more] = positionals
    const verifying = first === 'verify' && second !== undefined
    if (!first || more.length > 0 || (second !== undefined && !verifying) || (verifying && (since || files)))
      throw usage()
    if (verifying) await verify(resolve(second))
    else await back(resolve(first), { since: since && resolve(since), files })
  })
