/** Appends what talents did by their links to the histories of their cases (jobs/talentAct.ts). */
import { Injectable } from '@nestjs/common'
import { Database, row } from '../base/database.js'
import { CaseService } from '../cases/case.service.js'
import type { TalentActJob } from '../jobs/talentAct.js'
import { WORKER } from '../people/actor.js'
import { settingsOf } from '../people/scope.js'

/** Minutes in which a page that shows the same is recorded once, however often it is opened. */
const LOOKED_LATELY = 15
const LOOKED = `
  select exists (
    select from events e join event_contents t on t.case_id = e.case_id and t.seq = e.seq
    where e.case_id = $1 and e.action = $2 and t.content @> $3
      and (t.content ->> 'at')::timestamptz > $4::timestamptz - make_interval(mins => ${LOOKED_LATELY})) as lately`

@Injectable()
export class TalentRecord {
  constructor(
    private readonly db: Database,
    private readonly cases: CaseService,
  ) {}

  /** Job `recordTalentAct`. Throws NotFound when there is no such case. */
  async record({ caseId, act, ...content }: TalentActJob): Promise<void> {
    await this.db.transaction(settingsOf(WORKER), async (tx) => {
      const { at, ...seen } = content
      const isLook = content.version !== undefined
      const asked = [caseId, act, JSON.stringify(seen), at]
      const looked = isLook ? await row<{ lately: boolean }>(tx, LOOKED, asked) : undefined
      if (!looked?.lately) await this.cases.recordReading(tx, caseId, WORKER, act, content)
    })
  }
}
