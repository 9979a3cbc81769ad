/**
 * `npm run restore -- FOLDER [--to TIME] [--copy]`: makes an empty DATA_DIR what it was at the end of the archived log, or at a moment after the backup. The next `npm start` opens it; passwords of
 * the database are given anew by that start. With --copy it becomes an installation of its own, which the stores of the original refuse.
 */
import { randomUUID } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Bilingual } from '../src/base/text.js'
import { type Config, loadConfig } from '../src/config.js'
import { identifiableFolder, refuseDifferent } from '../src/base/storeIdentity.js'
import { logFolder } from './backup/archive.js'
import { isLog } from './backup/base.js'
import { type Manifest, readWhole, sayNeeds } from './backup/manifest.js'
import { type Account, findAccount, LauncherError, messageOf, prepareBinaries } from './binaries.js'
import { type Cluster, checkVersion, DATABASE, findCluster, openDataDir } from './cluster.js'
import { isMain, runCommand, tell } from './command.js'
import { hasIdentity, makeOwn, takeFolder } from './installation.js'
import { startPostgres } from './postgres.js'
import { connect } from './roles.js'
import { startServer, stopServer } from './server.js'

/**
 * Restores a backup into the DATA_DIR of the settings.
 * @param to the moment; undefined for the last that the log tells
 * @param copy with an identity of its own
 * @throws LauncherError when DATA_DIR holds something, the backup is not whole, or the log does not reach the moment;
 * DATA_DIR is then as empty as before
 */
export async function restore(
  config: Config,
  folder: string,
  to?: Date,
  say: (text: Bilingual) => void = () => undefined,
  copy = false,
): Promise<Manifest> {
  const manifest = await readWhole(folder)
  const { backupDir } = config
  if (backupDir !== null)
    await refuseDifferent(
      identifiableFolder('BACKUP', join(folder, 'data')),
      identifiableFolder('BACKUP_DIR', backupDir),
    )
  const dataDir = openDataDir(config.dataDir)
  if (readdirSync(dataDir).length > 0)
    throw new LauncherError(
      `DATA_DIR（${dataDir}）不是空的。请设定一个空的 DATA_DIR，以免盖掉现有数据。`,
      `DATA_DIR (${dataDir}) is not empty. Set an empty one, so that nothing is overwritten.`,
    )
  await sayNeeds(config, manifest, say)
  try {
    await fillIn(config, folder, dataDir, manifest, to, say)
  } catch (error) {
    // as empty as it was, for the next attempt
    for (const name of readdirSync(dataDir)) rmSync(join(dataDir, name), { recursive: true })
    throw error
  }
  if (copy) await separate(dataDir, manifest, say)
  return manifest
}

async function fillIn(
  { backupDir }: Config,
  folder: string,
  dataDir: string,
  manifest: Manifest,
  to: Date | undefined,
  say: (text: Bilingual) => void,
): Promise<void> {
  if (manifest.database === 'embedded') await restoreDatabase(backupDir, folder, dataDir, manifest, to, say)
  else
    say({
      zh: `数据库不是内置的：请按 docs/operations.md 恢复数据库；这里只恢复文件。`,
      en:
        'The database is not the embedded one: restore it as described in docs/operations.md. This command ' +
        'only restores the files.',
    })
  copyInto(join(folder, 'data'), dataDir)
  if (backupDir !== null)
    // what was set aside since comes back by itself where the restored database names it
    for (const name of ['files', 'aside']) copyInto(join(backupDir, name), join(dataDir, name))
}

/** Makes what was restored an installation of its own. A database that is not here gets its identity by a command; until then its processes refuse these files. */
async function separate(dataDir: string, { database }: Manifest, say: (text: Bilingual) => void): Promise<void> {
  if (database !== 'embedded') {
    await takeFolder('DATA_DIR', dataDir, randomUUID())
    say({
      zh: '恢复数据库之后，请运行 npm run installation -- new，使副本成为独立的安装。',
      en: 'After restoring the database, run npm run installation -- new to make the copy a separate installation.',
    })
    return
  }
  const postgres = await startPostgres({ dataDir })
  try {
    const url = new URL(postgres.adminUrl)
    url.pathname = `/${DATABASE}`
    const client = await connect(url.href)
    try {
      // an older release's gets an identity, its own, when it is brought to the present
      if (await hasIdentity(client)) await makeOwn(client, dataDir)
    } finally {
      await client.end()
    }
  } finally {
    await postgres.stop()
  }
}

async function restoreDatabase(
  backupDir: string | null,
  folder: string,
  dataDir: string,
  { wal }: Manifest,
  to: Date | undefined,
  say: (text: Bilingual) => void,
): Promise<void> {
  const account = findAccount(join(dataDir, 'pg'))
  const cluster = await findCluster(dataDir, account, say)
  const binaries = await prepareBinaries(cluster.home, account)
  const log = join(cluster.home, 'restore-wal')
  mkdirSync(log, { mode: 0o700 })
  const sources = [join(folder, 'wal'), ...(backupDir ? [logFolder(backupDir)] : [])]
  for (const source of sources.filter((one) => existsSync(one)))
    for (const name of readdirSync(source))
      if (isLog(name) && (name >= (wal?.first ?? '') || name.endsWith('.history')))
        cpSync(join(source, name), join(log, name))
  rmdirSync(cluster.data)
  cpSync(join(folder, 'base'), cluster.data, { recursive: true })
  writeFileSync(join(cluster.data, 'recovery.signal'), '')
  for (const path of [cluster.data, log]) giveTo(path, account)
  chmodSync(cluster.data, 0o700)
  checkVersion(cluster, binaries)
  try {
    await replay(cluster, binaries, log, { to, archived: backupDir !== null })
  } catch (error) {
    rmSync(cluster.data, { recursive: true })
    throw error
  } finally {
    rmSync(log, { recursive: true })
  }
}

/** Runs a server until it has worked in the log and opened its data for writing. */
async function replay(
  cluster: Cluster,
  binaries: string,
  log: string,
  { to, archived }: { to: Date | undefined; archived: boolean },
): Promise<void> {
  const settings = {
    restore_command: `cp '${log.replaceAll("'", `'\\''`).replaceAll('%', '%%')}'/%f "%p"`,
    recovery_target_timeline: 'latest',
    recovery_target_action: 'promote',
    hot_standby: 'off',
    ...(to && { recovery_target_time: to.toISOString().replace('T', ' ').replace('Z', '+00') }),
  }
  try {
    await stopServer(await startServer(cluster, binaries, false, settings))
  } catch (error) {
    if (!/before configured recovery target/.test(messageOf(error))) throw error
    throw new LauncherError(
      `归档的日志没有到${to?.toISOString()}。${archived ? '' : '备份之后的日志在BACKUP_DIR中，现未设定。'}请给出更早的时刻；不加--to则恢复到日志的末尾。`,
      `The archived log does not reach ${to?.toISOString()}. ${archived ? '' : 'What came after the backup is in BACKUP_DIR, which is not set. '}Give an earlier moment, or none for the end of the log.`,
    )
  }
}

function giveTo(path: string, account: Account | null): void {
  if (!account) return
  chownSync(path, account.uid, account.gid)
  for (const entry of readdirSync(path, { recursive: true, withFileTypes: true }))
    chownSync(join(entry.parentPath, entry.name), account.uid, account.gid)
}

function copyInto(from: string, to: string): void {
  if (existsSync(from)) cpSync(from, to, { recursive: true, preserveTimestamps: true })
}

if (isMain(import.meta.url))
  await runCommand(async () => {
    const usage = new LauncherError(
      '用法：npm run restore -- 文件夹 [--to 2026-11-24T09:00:00+08:00] [--copy]',
      'Usage: npm run restore -- FOLDER [--to 2026-11-24T09:00:00+08:00] [--copy]',
    )
    const asked = readArguments()
    const [folder, ...more] = asked?.positionals ?? []
    const to = asked?.values.to
    const moment = to === undefined ? undefined : new Date(to)
    if (!folder || more.length > 0 || (moment && Number.isNaN(moment.getTime()))) throw usage
    if (to !== undefined && !/(Z|[+-]\d\d:?\d\d)$/.test(to)) throw usage
    const config = loadConfig()
    await restore(config, resolve(folder), moment, tell, asked?.values.copy)
    tell({
      zh: `已恢复到 ${config.dataDir}。现在可以启动。`,
      en: `Restored to ${config.dataDir}. It can be started now.`,
    })
  })

function readArguments() {
  try {
    return parseArgs({ allowPositionals: true, options: { to: { type: 'string' }, copy: { type: 'boolean' } } })
  } catch {
    return undefined
  }
}
