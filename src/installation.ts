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
import { Installation, WrongInstallation } from './base/installation.js'
import { listNeededMigrations } from './base/migrations.js'
import { PortTaken } from './base/readiness.js'
import { claimStore } from './base/storeIdentity.js'
import type { Bilingual } from './base/text.js'
import { UnknownSecret } from './cases/audit/exportKeys.js'
import { type Ask, findDoubt } from './cases/files/claim.js'
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

/** The installation of this database, once the stores of the settings are surely its own. Throws WrongInstallation. */
export async function openInstallation(
  db: Database,
  config: Pick<Config, 'dataDir' | 'backupDir'>,
): Promise<Installation> {
  const installation = await Installation.open(db)
  const ask: Ask = (sql, values) => db.lookUp(sql, values)
  for (const folder of storeFoldersOf(config))
    await claimStore(folder.identity, installation.id, () => findDoubt(ask, folder))
  return installation
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
  if (!WRONG.some((kind) => error instanceof kind)) throw error
  process.stderr.write(`${(error as Error).message}\n`) // each of them is one
  process.exit(EXIT_SETTINGS)
}
