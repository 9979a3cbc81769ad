/**
 * Erases the personal data of cases: the key of what is sealed is destroyed, what is plain is
 * blanked, files are removed (erase_case, migrations/…-personalData.ts). The case's number, its
 * steps with their hashes, and its letters' numbers, hashes, dates and states stay. By itself when
 * the time of keeping is over, or when a request of the candidate was granted.
 */
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, row, rows } from '../base/database.js'
import { addMonths } from '../base/dates.js'
import { NotFound, unlessNotFound } from '../base/errors.js'
import { CLOCK } from '../people/actor.js'
import { settingsOf } from '../people/scope.js'
import { Reference } from '../reference/reference.service.js'
import { RETENTION_KEYS, type RetentionKey, retentionSchema } from '../reference/retention.js'
import type { State } from '../workflow/machine.js'
import { metaOf, STATES } from '../workflow/step.js'
import { CaseService } from './case.service.js'
import { STAYS } from './entered.js'
import { FileStore } from './files/store.js'

/** The states whose cases are kept by a rule, straight from the chart. */
export const keptBy = (rule: RetentionKey): State[] => STATES.filter((state) => metaOf(state).kept === rule)

const MOST = 500 // a time; the rest the next hour

/**
 * Counted from the last step, not from the last reading; a permit from its last day. A draft from
 * when it was last written.
 */
const DUE = `
  select c.id from cases c
  where c.erased_at is null and c.state = any ($1) and greatest(coalesce(c.permit_valid_until, '-infinity'), (
    select max(e.at at time zone 'Asia/Shanghai')::date from events e
    where e.case_id = c.id and (c.state = 'draft' or e.from_state is distinct from e.to_state))) < $2::date
  order by c.id limit ${MOST}`

const GRANTED = `
  select distinct r.case_id as id from talent_requests r join cases c on c.id = r.case_id and c.erased_at is null
  where r.kind = 'erasure' and r.outcome = 'granted' order by 1 limit ${MOST}`

const FORGET = 'select forget_kept_forms($1) as id'
const ERASE = 'select keys from erase_case($1, $2) keys'
/** Erasing takes their rows away, and does not say which they were. */
const PICTURES = `
  select i.storage_key as key from page_images i join attachments a on a.id = i.attachment_id where a.case_id = $1`

@Injectable()
export class Erasing {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly cases: CaseService,
    private readonly reference: Reference,
    private readonly files: FileStore,
  ) {}

  /**
   * Erases what is due today, and what was typed into forms and not touched for as long as drafts
   * are kept. Answers how many cases.
   */
  async eraseDue(): Promise<number> {
    const today = this.clock.today()
    const rules = await this.reference.all('retention', today, retentionSchema)
    let count = 0
    for (const key of RETENTION_KEYS) {
      const rule = rules.get(key)
      if (!rule) continue
      const due = await this.find(DUE, [keptBy(key), addMonths(today, -rule.months)])
      for (const { id } of due) count += await this.erase(id, { rule: key, months: rule.months })
    }
    for (const { id } of await this.find(GRANTED, [])) count += await this.erase(id, { rule: 'request' })
    const drafts = rules.get('draft')
    if (drafts) await this.find(FORGET, [addMonths(today, -drafts.months)])
    return count
  }

  /** One case, with the event that says why. Answers 1, or 0 when somebody was faster. */
  private async erase(caseId: number, why: Record<string, unknown>): Promise<number> {
    const keys = await this.db
      .transaction(settingsOf(CLOCK), async (tx) => {
        const letters = await rows(tx, STAYS, [caseId])
        await this.cases.recordReading(tx, caseId, CLOCK, 'erase', letters.length > 0 ? { ...why, letters } : why)
        const pictures = await rows<{ key: string }>(tx, PICTURES, [caseId])
        // before COMMIT, with which the event goes out: what it says stays
        const erased = await row<{ keys: string[] | null }>(tx, ERASE, [caseId, this.clock.now()])
        if (!erased?.keys) throw new NotFound() // another worker was faster
        return [...erased.keys, ...pictures.map(({ key }) => key)]
      })
      .catch(unlessNotFound)
    for (const key of keys ?? []) await this.files.remove(key)
    return keys ? 1 : 0
  }

  private find(sql: string, values: readonly unknown[]): Promise<{ id: number }[]> {
    return this.db.transaction(settingsOf(CLOCK), (tx) => rows<{ id: number }>(tx, sql, values))
  }
}
