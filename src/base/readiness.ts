/** Whether this process can work now, for whoever watches over it: what web server and worker ask alike. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from './database.js'
import { sqlState } from './databaseErrors.js'
import type { Installation } from './installation.js'
import { isCrowded } from './pool.js'
import { READ_ONLY } from './writable.js'
import type { Bilingual } from './text.js'

/** In milliseconds: a process that has stood still reads the answers that have come only after time has run out. */
const MOMENT = 50

/**
 * The database does not answer, or can only be read; undefined when all is well. One whose
 * connections are all in use is well as long as those who have them are answered. Another database ends the process.
 */
export async function findFault(
  db: Database,
  installation: Installation,
): Promise<'database' | 'readOnly' | undefined> {
  const { served } = db.connections
  try {
    await db.requireWritable()
    await installation.confirm()
    return undefined
  } catch (error) {
    if (isCrowded(error) && (await sleep(MOMENT, served)) < db.connections.served) return undefined
    return sqlState(error) === READ_ONLY ? 'readOnly' : 'database'
  }
}

/** Seconds after which one that is not ready may be asked again. */
export const ASK_AGAIN = '5'

/** Nothing can listen where the settings say; the message is for the operator. */
export class PortTaken extends Error {
  constructor({ zh, en }: Bilingual) {
    super(`${zh}\n${en}`)
  }
}
