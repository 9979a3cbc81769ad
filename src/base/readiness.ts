/** Whether this process can work now, for whoever watches over it: what web server and worker ask alike. */
import type { Database } from './database.js'
import { sqlState } from './databaseErrors.js'
import type { Installation } from './installation.js'
import { READ_ONLY } from './writable.js'
import type { Bilingual } from './text.js'

/** The database does not answer, or can only be read; undefined when all is well. Another one ends the process. */
export async function findFault(
  db: Database,
  installation: Installation,
): Promise<'database' | 'readOnly' | undefined> {
  try {
    await db.requireWritable()
    await installation.confirm()
    return undefined
  } catch (error) {
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
