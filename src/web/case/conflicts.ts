/** Reads what the page of a conflict tells: the filings too, when the firm has filed again meanwhile. */
import { Injectable } from '@nestjs/common'
import { Database } from '../../base/database.js'
import type { Stale } from '../../base/errors.js'
import type { CaseFile } from '../../cases/caseFile.js'
import { ReadingService } from '../../cases/reading.service.js'
import type { Actor } from '../../people/actor.js'
import { settingsOf } from '../../people/scope.js'
import { type Change, changesOf } from './conflict.view.js'

@Injectable()
export class Conflicts {
  constructor(
    private readonly db: Database,
    private readonly reading: ReadingService,
  ) {}

  /** What others did since the form was opened, with what it changed, as far as this person may see it. */
  async list(actor: Actor, stale: Stale, file: CaseFile): Promise<Change[]> {
    const filedAgain = stale.since.some(({ action }) => action === 'resubmit')
    const filings = filedAgain
      ? await this.db.transaction(settingsOf(actor), (tx) => this.reading.filings(tx, actor, file.case.id))
      : []
    return changesOf(stale, file, filings)
  }
}
