/** An assessment that is being written is kept for its author: it takes hours, and a correction may come between. Nothing of it is part of the record. */
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, row, rows } from '../base/database.js'
import { Invalid } from '../base/errors.js'
import { ACTION_FORMS } from '../forms/actions.js'
import { draftProblems } from '../forms/body.js'
import type { Branch } from '../forms/node.js'
import type { Actor } from '../people/actor.js'
import { settingsOf } from '../people/scope.js'

const KEEP = `
  insert into assessment_drafts (case_id, person_id, input, saved_at) values ($1, $2, $3, $4)
  on conflict (case_id, person_id) do update set input = excluded.input, saved_at = excluded.saved_at`

export interface KeptAssessment {
  readonly input: Branch
  readonly savedAt: Date
}

@Injectable()
export class AssessmentDrafts {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** What this person has written about the case so far; undefined when nothing is kept. */
  find(actor: Actor, caseId: number): Promise<KeptAssessment | undefined> {
    return this.db.transaction(settingsOf(actor), (tx) =>
      row<KeptAssessment>(
        tx,
        'select input, saved_at as "savedAt" from assessment_drafts where case_id = $1 and person_id = $2',
        [caseId, actor.id],
      ),
    )
  }

  /** Keeps it as typed, right or wrong. Throws Invalid when no database could keep it. */
  async keep(actor: Actor, caseId: number, input: Branch): Promise<void> {
    const form = ACTION_FORMS.report
    const problems = form ? draftProblems(form, input) : []
    if (problems.length > 0) throw new Invalid(problems)
    await this.db.transaction(settingsOf(actor), (tx) =>
      rows(tx, KEEP, [caseId, actor.id, JSON.stringify(input), this.clock.now()]),
    )
  }

  /** It was reported. */
  async drop(actor: Actor, caseId: number): Promise<void> {
    await this.db.transaction(settingsOf(actor), (tx) =>
      rows(tx, 'delete from assessment_drafts where case_id = $1 and person_id = $2', [caseId, actor.id]),
    )
  }
}
