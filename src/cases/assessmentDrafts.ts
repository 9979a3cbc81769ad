/** An assessment that is being written is kept, sealed, for its author: it takes hours, and a correction may come between. Nothing of it is part of the record. */
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, row, rows } from '../base/database.js'
import { Invalid, NotFound } from '../base/errors.js'
import { ACTION_FORMS } from '../forms/actions.js'
import { draftProblems } from '../forms/engine/body.js'
import { type Branch, isBranch } from '../forms/engine/node.js'
import type { Actor } from '../people/actor.js'
import { settingsOf } from '../people/scope.js'
import { CaseKeys } from './sealing/caseKeys.js'
import { PLACES } from './sealing/place.js'
import { needed, openValue, sealValue } from './sealing/sealedTree.js'

const KEEP = `
  insert into assessment_drafts (case_id, person_id, input, saved_at) values ($1, $2, $3, $4)
  on conflict (case_id, person_id) do update set input = excluded.input, saved_at = excluded.saved_at
    where md5(assessment_drafts.input::text) = $5
  returning 1`

const FIND = `
  select d.input, d.saved_at as "savedAt", md5(d.input::text) as mark, c.data_key as "dataKey"
  from assessment_drafts d join cases c on c.id = d.case_id where d.case_id = $1 and d.person_id = $2`

export interface KeptAssessment {
  readonly input: Branch
  readonly savedAt: Date
  /** Another one for whatever is kept anew: what a page was made from. */
  readonly mark: string
}

@Injectable()
export class AssessmentDrafts {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly keys: CaseKeys,
  ) {}

  /** What this person has written about the case so far; undefined when nothing is kept. */
  async find(actor: Actor, caseId: number): Promise<KeptAssessment | undefined> {
    const kept = await this.db.transaction(settingsOf(actor), (tx) =>
      row<KeptAssessment & { dataKey: Buffer | null }>(tx, FIND, [caseId, actor.id]),
    )
    if (!kept) return undefined
    const place = PLACES.assessmentDraft(caseId, actor.id)
    const input = openValue(this.keys.of(caseId, kept.dataKey), kept.input, place)
    return isBranch(input) ? { input, savedAt: kept.savedAt, mark: kept.mark } : undefined
  }

  /** Keeps it as typed, right or wrong; false when it was kept from another screen since `mark` and stays as that was. Throws Invalid when no database could keep it. */
  async keep(actor: Actor, caseId: number, input: Branch, mark: string | undefined): Promise<boolean> {
    const form = ACTION_FORMS.report
    const problems = form ? draftProblems(form, input) : []
    if (problems.length > 0) throw new Invalid(problems)
    return this.db.transaction(settingsOf(actor), async (tx) => {
      const found = await row<{ dataKey: Buffer | null }>(tx, 'select data_key as "dataKey" from cases where id = $1', [
        caseId,
      ])
      if (!found) throw new NotFound()
      const key = needed(this.keys.of(caseId, found.dataKey))
      const sealed = sealValue(key, input, PLACES.assessmentDraft(caseId, actor.id))
      const kept = await rows(tx, KEEP, [caseId, actor.id, JSON.stringify(sealed), this.clock.now(), mark ?? ''])
      return kept.length > 0
    })
  }

  /** It was reported. */
  async drop(actor: Actor, caseId: number): Promise<void> {
    await this.db.transaction(settingsOf(actor), (tx) =>
      rows(tx, 'delete from assessment_drafts where case_id = $1 and person_id = $2', [caseId, actor.id]),
    )
  }
}
