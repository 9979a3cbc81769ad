/** The database that the settings name, or the embedded one, started. */

import type { Bilingual } from '../src/base/text.js'
import type { Config } from '../src/config.js'
import { SETTINGS } from '../src/settings.js'
import { LauncherError } from './binaries.js'
import { type Postgres, startPostgres } from './postgres.js'
import { connectBy, withAddresses } from './roles.js'

export interface Provided {
  /** The settings with the address of the database for its owner and for each role. */
  readonly config: Config
  /** null when the settings name a server. */
  readonly postgres: Postgres | null
  stop(): Promise<void>
}

/**
 * Gives the settings with the addresses of a database, starting the embedded server when they name none.
 * @throws LauncherError when they name none and the embedded one is not allowed; as connectBy when theirs cannot be used
 */
export async function provideDatabase(
  config: Config,
  tell: (text: Bilingual) => void = () => undefined,
): Promise<Provided> {
  if (config.databaseUrl) {
    await (await connectBy(SETTINGS.databaseUrl.name, config.databaseUrl)).end()
    return { config: withAddresses(config), postgres: null, stop: async () => undefined }
  }
  if (!config.embedded) {
    throw new LauncherError(
      '没有设定 DATABASE_URL，也不允许使用内置 PostgreSQL（EMBEDDED_DATABASE=no）。',
      'DATABASE_URL is not set, and the embedded PostgreSQL is not allowed (EMBEDDED_DATABASE=no).',
    )
  }
  const postgres = await startPostgres({ dataDir: config.dataDir, backupDir: config.backupDir, tell })
  const provided = withAddresses({ ...config, databaseUrl: postgres.url })
  return { config: provided, postgres, stop: () => postgres.stop() }
}
