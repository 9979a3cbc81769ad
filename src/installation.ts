/**
 * Sees to it that a process, its database and its stores of files belong to one installation; the
 * places of checkpoints are the worker's to claim (worker/sealer.ts).
 */
import { credentialsOf, withCredentials } from './base/addresses.js'
import type { Database } from './base/database.js'
import { DatabaseUnusable } from './base/databaseRefusal.js'
import {
  DatabaseAway,
  lostWhileStarting,
  openWhenThere,
  waitForDatabase,
  waitForSessions,
} from './base/databaseStart.js'
import { AWAY } from './base/ending.js'
import type { FilesIn } from './base/filesIn.js'
import { Installation, WrongInstallation } from './base/installation.js'
import { listNeededMigrations } from './base/migrations.js'
import { PortTaken } from './base/readiness.js'
import { claimStore } from './base/storeIdentity.js'
import { type Bilingual, fill } from './base/text.js'
import { UnknownSecret } from './cases/audit/exportKeys.js'
import { type Ask, findDoubt } from './cases/files/claim.js'
import { isFinal, StoreAway, whyAway } from './cases/files/s3Client.js'
import { bucketOf, type PlaceSettings } from './cases/files/placeSettings.js'
import type { StoreBucket } from './cases/files/storeBucket.js'
import { StoreFolder } from './cases/files/storeFolder.js'
import { WallsMissing } from './cases/files/walls.js'
import { UnknownStates } from './cases/knownStates.js'
import { WrongMasterKey } from './cases/sealing/openKeys.js'
import { EXIT_SETTINGS, type Config, type RoleKey, SettingsError } from './config.js'
import { SETTINGS } from './settings.js'

/** The folders that the settings name for uploaded files: that which they are read from, and that of their copies. */
export function storeFoldersOf({
  dataDir,
  backupDir,
}: Pick<Config, 'dataDir' | 'backupDir'>): readonly [StoreFolder, ...StoreFolder[]] {
  const copies = backupDir === null ? [] : [new StoreFolder('BACKUP_DIR', backupDir)]
  return [new StoreFolder('DATA_DIR', dataDir), ...copies]
}

/** In an empty database files lie in the bucket from the first on; else where they lie. */
const BEGIN = 'select begin_in_bucket($1)'
const FILES_IN = 'select files_in as "filesIn" from installation'

/**
 * The installation of this database, once the stores of the settings are surely its own. Throws
 * WrongInstallation, and StoreAway when the bucket does not answer.
 */
export async function openInstallation(db: Database, config: PlaceSettings): Promise<Installation> {
  const installation = await Installation.open(db)
  const ask: Ask = (sql, values) => db.lookUp(sql, values)
  const bucket = bucketOf(config)
  if (bucket) installation.hasBucket(await claimBucket(ask, bucket, installation.id))
  const filesIn = await installation.confirm()
  for (const folder of storeFoldersOf(config)) {
    const expected = folder.setting === 'DATA_DIR' && filesIn === 'disk'
    await claimStore(folder.identity, installation.id, () => findDoubt(ask, folder, expected))
  }
  return installation
}

/** Answers the bucket's name, once it is surely this installation's. */
export async function claimBucket(ask: Ask, bucket: StoreBucket, installation: string): Promise<string> {
  const [before] = await ask<{ filesIn: FilesIn }>(FILES_IN, [])
  const findDoubtOf = () => findDoubt(ask, bucket, before?.filesIn === 'bucket')
  const { store } = await claimStore(bucket.identity, installation, findDoubtOf)
  await ask(BEGIN, [store])
  return store
}

const WRONG = [
  DatabaseUnusable,
  WrongInstallation,
  WrongMasterKey,
  UnknownSecret,
  UnknownStates,
  SettingsError,
  WallsMissing,
  PortTaken,
]

/** The address by which somebody's connections have sessions of their own. */
export const sessionUrlOf = ({ listenDatabaseUrl }: Pick<Config, 'listenDatabaseUrl'>, url: string): string =>
  listenDatabaseUrl === null ? url : withCredentials(listenDatabaseUrl, credentialsOf(url))

const say = ({ zh, en }: Bilingual) => void process.stderr.write(`${zh}\n${en}\n`)

/** A database of the process, opened; waited for once more where it has gone since `waitForDatabases`. */
export function openDatabase<T>(url: string, key: RoleKey, open: (url: string) => Promise<T>): Promise<T> {
  return openWhenThere({ setting: SETTINGS[key].name, url }, () => open(url), say)
}

/**
 * Waits for the databases of a process; the first is looked at whether its schema is as new as this program, and
 * whether there are sessions of one's own.
 */
export async function waitForDatabases(config: Config, keys: readonly [RoleKey, ...RoleKey[]]): Promise<void> {
  let needs = listNeededMigrations()
  for (const key of keys) {
    await waitForDatabase({ setting: SETTINGS[key].name, url: config[key] ?? '', needs }, say)
    needs = []
  }
  const key = config.listenDatabaseUrl === null ? keys[0] : 'listenDatabaseUrl'
  const url = sessionUrlOf(config, config[keys[0]] ?? '')
  await waitForSessions({ setting: SETTINGS[key].name, url }, say)
}

const NO_BUCKET: Bilingual = {
  zh: 'FILES_S3：存储桶没有应答，或不接受本系统（{why}）。进程结束；请运行 npm run doctor，' + '存储桶可用后再启动。',
  en:
    'FILES_S3: the bucket does not answer, or refuses this system ({why}). The process ends; run ' +
    'npm run doctor, and start again once the bucket can be used.',
}

/**
 * Ends a process that has not what belongs to its database, keys or stores, or is of another
 * release than the database, with the sentence that says so; so it does when the database stayed
 * away, or was lost again while the process was starting, with another status. Any other error goes on.
 */
export function endOnWrongSettings(error: unknown): never {
  const away = error instanceof DatabaseAway ? error : lostWhileStarting(error)
  if (away) {
    process.stderr.write(`${away.message}\n`)
    process.exit(AWAY)
  }
  if (error instanceof StoreAway) {
    say(fill(NO_BUCKET, { why: whyAway(error) }))
    process.exit(isFinal(error.cause) ? EXIT_SETTINGS : AWAY)
  }
  if (!WRONG.some((kind) => error instanceof kind)) throw error
  process.stderr.write(`${(error as Error).message}\n`) // each of them is one
  process.exit(EXIT_SETTINGS)
}
