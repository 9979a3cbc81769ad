/**
 * `npm run installation`: says which installation the database of the settings is, and whose each store is. `-- take SETTING`: makes the store of that setting (DATA_DIR, BACKUP_DIR or
 * AUDIT_DIR) this installation's, whatever it says or holds. `-- new`: the database is a copy; gives it and its DATA_DIR an identity of their own.
 */
import { existsSync, renameSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { shortOf } from '../src/base/installation.js'
import {
  IDENTITY_FILE,
  type Identifiable,
  identifiableFolder,
  identityOf,
  newIdentity,
} from '../src/base/storeIdentity.js'
import type { Bilingual } from '../src/base/text.js'
import { sinksOf } from '../src/cases/audit/sinks.js'
import { type Config, loadConfig } from '../src/config.js'
import { bucketOf } from '../src/cases/files/placeSettings.js'
import type { StoreBucket } from '../src/cases/files/storeBucket.js'
import { storeFoldersOf } from '../src/installation.js'
import { LauncherError } from './binaries.js'
import { isMain, runCommand, tell } from './command.js'
import { provideDatabase } from './database.js'
import { connect } from './roles.js'

/** Whether a database has an identity; that of an older release has none. */
export async function hasIdentity(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>(
    `select to_regclass('public.installation') is not null as there`,
  )
  return rows[0]?.there ?? false
}

/** The identity of a database. Throws LauncherError when it has none yet. */
export async function identityIn(client: pg.Client): Promise<string> {
  const { rows } = (await hasIdentity(client))
    ? await client.query<{ id: string }>('select id from installation')
    : { rows: [] }
  if (rows[0]) return rows[0].id
  throw new LauncherError(
    '数据库还没有本版本的表。请先运行 npm run migrate。',
    'The database does not have the tables of this release. Run npm run migrate first.',
  )
}

interface Folder {
  readonly setting: string
  readonly path: string
}

/** The stores that are folders, by their settings. */
function foldersOf(config: Config): Folder[] {
  const files = storeFoldersOf(config).map(({ setting, root }) => ({ setting, path: root }))
  return [...files, { setting: 'AUDIT_DIR', path: config.auditDir ?? join(config.dataDir, 'audit') }]
}

const identifiable = ({ setting, path }: Folder): Identifiable => identifiableFolder(setting, path)

/** Says whose everything is. Answers whether all of it is this installation's, or nobody's yet. */
export async function showInstallation(
  client: pg.Client,
  config: Config,
  say: (text: Bilingual) => void,
): Promise<boolean> {
  const id = await identityIn(client)
  say({ zh: `数据库：安装 ${id}`, en: `Database: installation ${id}` })
  const [, ...buckets] = sinksOf(config)
  const files = bucketOf(config)
  const stores = [...foldersOf(config).map(identifiable), ...buckets.map(({ identity }) => identity)]
  if (files) stores.push(files.identity)
  let whole = true
  for (const store of stores) {
    const found = await identityOf(store)
    whole &&= found === undefined || found.installation === id
    if (!found) say({ zh: `${store.name}：还没有标识`, en: `${store.name}: no identity yet` })
    else if (found.installation === id)
      say({ zh: `${store.name}：属于本安装`, en: `${store.name}: this installation’s` })
    else
      say({
        zh: `${store.name}：属于另一个安装 ${found.installation}`,
        en: `${store.name}: of another installation, ${found.installation}`,
      })
  }
  return whole
}

/** Makes a store this installation's. What it said before is kept beside it. */
export async function takeStore(client: pg.Client, config: Config, setting: string): Promise<void> {
  const id = await identityIn(client)
  const bucket = bucketOf(config)
  if (bucket && setting === bucket.setting) return takeBucket(client, bucket, id)
  const folder = foldersOf(config).find((one) => one.setting === setting)
  if (!folder) throw usage()
  await renewIdentity(folder, id)
}

/** Where files lie in a bucket by what the database says, this is that bucket from now on. */
async function takeBucket(client: pg.Client, bucket: StoreBucket, id: string): Promise<void> {
  const before = await bucket.identity.readIdentity()
  if (before !== undefined) await bucket.write(`installation-before-${Date.now()}.json`, before)
  await bucket.write(IDENTITY_FILE, newIdentity(id))
  const store = (await identityOf(bucket.identity))?.store
  await client.query(`update installation set bucket = $1 where files_in <> 'disk'`, [store])
}

/** Makes a folder that installation's, whatever it says. */
export const takeFolder = (setting: string, path: string, id: string): Promise<void> =>
  renewIdentity({ setting, path }, id)

async function renewIdentity(folder: Folder, id: string): Promise<void> {
  const file = join(folder.path, IDENTITY_FILE)
  if (existsSync(file)) renameSync(file, join(folder.path, `installation-before-${Date.now()}.json`))
  await identifiable(folder).addIdentity(newIdentity(id))
}

/**
 * Gives a copy an identity of its own, in its database and in its DATA_DIR; the processes of the database end when they meet it. The stores of the original are not touched.
 * @throws LauncherError when DATA_DIR is where the original has its own
 */
export async function makeOwn(client: pg.Client, dataDir: string): Promise<string> {
  await identityIn(client)
  await refuseOriginal(client, dataDir)
  await client.query('begin')
  const { rows } = await client.query<{ id: string }>('update installation set id = gen_random_uuid() returning id')
  await client.query('update stores set seen_at = null')
  await client.query('commit')
  const id = rows[0]?.id ?? ''
  await renewIdentity({ setting: 'DATA_DIR', path: dataDir }, id)
  const audit = { setting: 'AUDIT_DIR', path: join(dataDir, 'audit') }
  if (await identityOf(identifiable(audit))) await renewIdentity(audit, id)
  return id
}

/** The copied list of stores says where the original's lie. */
async function refuseOriginal(client: pg.Client, dataDir: string): Promise<void> {
  const found = await identityOf(identifiable({ setting: 'DATA_DIR', path: dataDir }))
  const place = `${hostname()}:${dataDir}`
  if (
    !found ||
    (await client.query('select 1 from stores where id = $1 and place = $2', [found.store, place])).rowCount === 0
  )
    return
  throw new LauncherError(
    `DATA_DIR（${dataDir}）是原安装自己的。请给副本另设一个 DATA_DIR，其中是文件的副本。`,
    `DATA_DIR (${dataDir}) is the original’s own. Set another one for the copy, with a copy of the files.`,
  )
}

const usage = () =>
  new LauncherError(
    '用法：npm run installation，或 npm run installation -- take DATA_DIR|BACKUP_DIR|AUDIT_DIR|FILES_S3，或 npm run installation -- new',
    'Usage: npm run installation, npm run installation -- take DATA_DIR|BACKUP_DIR|AUDIT_DIR|FILES_S3, or npm run installation -- new',
  )

async function run([what = 'show', setting, ...more]: readonly string[]): Promise<void> {
  if (more.length > 0 || (setting !== undefined) !== (what === 'take') || !['show', 'take', 'new'].includes(what))
    throw usage()
  const { config, stop } = await provideDatabase(loadConfig(), tell)
  const client = await connect(config.databaseUrl ?? '')
  try {
    if (what === 'take') {
      await takeStore(client, config, setting ?? '')
      tell({ zh: `${setting} 现在属于本安装。`, en: `${setting} now belongs to this installation.` })
    } else if (what === 'new') {
      const id = await makeOwn(client, config.dataDir)
      tell({
        zh: `这个副本现在是安装 ${shortOf(id)}。请勿让它使用原安装的 BACKUP_DIR、AUDIT_DIR、存储桶和邮件服务器。`,
        en:
          `This copy is installation ${shortOf(id)} now. Do not let it use the BACKUP_DIR, AUDIT_DIR, bucket ` +
          'or mail server of the original.',
      })
    } else if (!(await showInstallation(client, config, tell))) process.exitCode = 1
  } finally {
    await client.end()
    await stop()
  }
}

if (isMain(import.meta.url)) await runCommand(() => run(process.argv.slice(2)))
