/**
 * `npm run backup -- FOLDER`: a whole backup of a running system: the database, the uploaded files and whatever else lies in DATA_DIR, with a manifest of hashes. Secrets are
 * not in it; the manifest names the settings that a restored system needs.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Bilingual } from '../src/base/text.js'
import { type Config, environmentWith, loadConfig } from '../src/config.js'
import { copyBase } from './backup/base.js'
import { listNeeds, type Manifest, writeManifest } from './backup/manifest.js'
import { LauncherError, messageOf } from './binaries.js'
import { isMain, runCommand, tell } from './command.js'
import { startPostgres } from './postgres.js'

/** What lies in DATA_DIR and is the database's own, or made anew. */
const NOT_DATA = /^(pg($|-)|postgres\.log|postgresql-|roles$|incoming$|clearing$|copying-|restore-|\.probe-)/

/**
 * Backs up into a new folder.
 * @throws LauncherError when the folder holds something, or the database cannot be copied
 */
export async function backUp(
  config: Config,
  folder: string,
  say: (text: Bilingual) => void = () => undefined,
): Promise<Manifest> {
  requireEmpty(folder)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const begun = new Date().toISOString()
  const database = config.databaseUrl ? copyServer(config.databaseUrl, folder) : await copyEmbedded(config, folder, say)
  // After the database: a file is stored before the row that names it, so every row that was copied finds its file.
  mkdirSync(join(folder, 'data'), { mode: 0o700 })
  for (const name of existsSync(config.dataDir) ? readdirSync(config.dataDir) : [])
    if (!NOT_DATA.test(name))
      cpSync(join(config.dataDir, name), join(folder, 'data', name), { recursive: true, preserveTimestamps: true })
  return writeManifest(folder, { ...database, begun, needs: await listNeeds(config) })
}

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
  const address = new URL(databaseUrl)
  const password = decodeURIComponent(address.password)
  address.password = '' // what a command is started with everybody can read
  const args = ['-d', address.href, '-D', base, '-c', 'fast', '-X', 'stream']
  const env = environmentWith({ PGPASSWORD: password })
  const { status, stderr, error } = spawnSync('pg_basebackup', args, { env, encoding: 'utf8' })
  if (status !== 0)
    throw new LauncherError(
      `pg_basebackup 失败：${error ? messageOf(error) : stderr}\n请安装与数据库同版本的 PostgreSQL 客户端，并在 DATABASE_URL 中用有 REPLICATION 权限的角色；或按 docs/operations.md 用数据库自己的备份。`,
      'pg_basebackup failed, see above. Install the PostgreSQL client of the server’s version and give, in DATABASE_URL, a role with the right of REPLICATION; or use the backup of your database server, see docs/operations.md.',
    )
  return { database: 'server' as const, version: readFileSync(join(base, 'PG_VERSION'), 'utf8').trim(), wal: null }
}

if (isMain(import.meta.url))
  await runCommand(async () => {
    const [, , folder, ...more] = process.argv
    if (!folder || more.length > 0)
      throw new LauncherError('用法：npm run backup -- 文件夹', 'Usage: npm run backup -- FOLDER')
    const { files, needs, ended } = await backUp(loadConfig(), resolve(folder), tell)
    const bytes = files.reduce((total, file) => total + file.bytes, 0)
    const names = needs.map(({ name }) => name).join(', ') || '–'
    tell({
      zh: `已备份到 ${resolve(folder)}：${files.length} 个文件，${Math.ceil(bytes / 1_000_000)} MB，完成于 ${ended}。恢复时还需要这些设置：${names}。`,
      en: `Backed up to ${resolve(folder)}: ${files.length} files, ${Math.ceil(bytes / 1_000_000)} MB, at ${ended}. To restore, these settings are needed too: ${names}.`,
    })
  })
