/** Appends what talents did by their links to the histories of their cases (jobs/talentAct.ts). */
import { Injectable } from '@nestjs/common'
import { Database } from '../base/database.js'
import { CaseService } from '../cases/case.service.js'
import type { TalentActJob } from '../jobs/talentAct.js'
import { WORKER } from '../people/actor.js'
import { settingsOf } from '../people/scope.js'

@Injectable()
export class TalentRecord {
  constructor(
    private readonly db: Database,
    private readonly cases: CaseService,
  ) {}

  /** Job `recordTalentAct`. Throws NotFound when there is no such case. */
  async record({ caseId, act, ...content }: TalentActJob): Promise<void> {
    await this.db.transaction(settingsOf(WORKER), (tx) => this.cases.recordReading(tx, caseId, WORKER, act, content))
  }
}
