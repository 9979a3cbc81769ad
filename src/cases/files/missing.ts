/**
 * Files that a row names and that are not in the store: each is noted, logged once, and listed for
 * system administrators; the worker looks for it every minute (worker/missingContents.ts).
 */
import { Injectable, Logger } from '@nestjs/common'
import { Clock } from '../../base/clock.js'
import { Database } from '../../base/database.js'

@Injectable()
export class MissingFiles {
  private readonly log = new Logger('store')

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** Notes that the file of this key is not there. Does nothing when no row names it any more. */
  async note(key: string): Promise<void> {
    const [found] = await this.db.lookUp<{ fresh: boolean }>('select note_missing($1, $2) as fresh', [
      key,
      this.clock.now(),
    ])
    if (found?.fresh) this.log.error(`the content of a document is missing: ${key}`)
  }
}
