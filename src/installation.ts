/**
 * Sees to it that a process, its database and its stores of files belong to one installation; the
 * places of checkpoints are the worker's to claim (worker/sealer.ts).
 */
import type { Database } from './base/database.js'
import { Installation, WrongInstallation } from './base/installation.js'
import { PortTaken } from './base/readiness.js'
import { claimStore } from './base/storeIdentity.js'
import { UnknownSecret } from './cases/audit/exportKeys.js'
import { type Ask, findDoubt } from './cases/files/claim.js'
import { StoreFolder } from './cases/files/storeFolder.js'
import { WallsMissing } from './cases/files/walls.js'
import { UnknownStates } from './cases/knownStates.js'
import { WrongMasterKey } from './cases/sealing/openKeys.js'
import { EXIT_SETTINGS, type Config, SettingsError } from './config.js'

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

const WRONG = [WrongInstallation, WrongMasterKey, UnknownSecret, UnknownStates, SettingsError, WallsMissing, PortTaken]

/**
 * Ends a process that has not what belongs to its database, keys or stores, or is of another
 * release than the database, with the sentence that says so; any other error goes on.
 */
export function endOnWrongSettings(error: unknown): never {
  if (!WRONG.some((kind) => error instanceof kind)) throw error
  process.stderr.write(`${(error as Error).message}\n`) // each of them is one
  process.exit(EXIT_SETTINGS)
}
