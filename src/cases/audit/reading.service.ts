/**
 * An auditor sees no content. Where that is needed all the same, a second person has to consent:
 * the auditor says which case and why, a security administrator consents or refuses, and then the
 * case can be opened for some hours. Every opening is an event in the case's history. Row-level
 * security asks the same question (migrations/…-audit.ts).
 */
import { Injectable } from '@nestjs/common'
import { Clock } from '../../base/clock.js'
import { Database, row, rows, sqlState } from '../../base/database.js'
import { NotFound, NotNow } from '../../base/errors.js'
import { type Actor, requireRole } from '../../people/actor.js'
import { settingsOf } from '../../people/scope.js'

/** A wish to read, and what was said to it. */
export interface ReadingWish {
  readonly id: number
  readonly caseId: number
  readonly number: string
  readonly askedBy: number
  readonly askedName: string
  readonly askedAt: Date
  readonly reason: string
  readonly decidedName: string | null
  readonly decidedAt: Date | null
  readonly refusedWhy: string | null
  readonly openUntil: Date | null
}

/** For how many hours a case may be read. */
export class ReadingHours {
  constructor(readonly hours: number) {}
}

const LIST = `
  select r.id, r.case_id as "caseId", n.number, r.asked_by as "askedBy", a.name as "askedName", r.asked_at as "askedAt",
    r.reason, d.name as "decidedName",
    r.decided_at as "decidedAt", r.refused_why as "refusedWhy", r.open_until as "openUntil"
  from content_readings r
  left join people a on a.id = r.asked_by
  left join people d on d.id = r.decided_by
  left join case_numbers((select array_agg(case_id) from content_readings)) n on n.id = r.case_id
  where ($1::int is null or r.case_id = $1)
  order by r.decided_at is null desc, r.id desc limit 200`
const ASK = 'insert into content_readings (case_id, asked_by, asked_at, reason) values ($1, $2, $3, $4)'
const DECIDE = `
  update content_readings set decided_by = $2, decided_at = $3, refused_why = $4, open_until = $5
  where id = $1 and decided_at is null returning id`

@Injectable()
export class ContentReadings {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly hours: ReadingHours,
  ) {}

  /** All wishes, of one case or of every one; those that wait come first. Throws Forbidden. */
  list(actor: Actor, caseId?: number): Promise<ReadingWish[]> {
    requireRole(actor, 'auditor', 'securityAdmin')
    return this.db.transaction(settingsOf(actor), (tx) => rows<ReadingWish>(tx, LIST, [caseId ?? null]))
  }

  /** Asks to read a case. Throws Forbidden, NotFound, NotNow (asked already, and not decided). */
  async ask(actor: Actor, caseId: number, reason: string): Promise<void> {
    requireRole(actor, 'auditor')
    try {
      await this.db.transaction(settingsOf(actor), async (tx) => {
        if (!(await row(tx, 'select 1 from case_numbers(array[$1::int])', [caseId]))) throw new NotFound()
        await rows(tx, ASK, [caseId, actor.id, this.clock.now(), reason])
      })
    } catch (error) {
      if (sqlState(error) === '23505') throw new NotNow([askedAlready])
      throw error
    }
  }

  /** Consents, or refuses with a reason. Throws Forbidden, NotNow (decided already). */
  async decide(actor: Actor, id: number, refusedWhy: string | null): Promise<void> {
    requireRole(actor, 'securityAdmin')
    const now = this.clock.now()
    const until = refusedWhy === null ? new Date(now.getTime() + this.hours.hours * 3_600_000) : null
    const decided = await this.db.transaction(settingsOf(actor), (tx) =>
      row(tx, DECIDE, [id, actor.id, now, refusedWhy, until]),
    )
    if (!decided) throw new NotNow([decidedAlready])
  }
}

const askedAlready = {
  code: 'readingAsked',
  zh: '您已申请查看该案件，正待第二人决定。',
  en: 'You have already requested access to this case. The second person has not decided yet.',
}
const decidedAlready = {
  code: 'readingDecided',
  zh: '这份申请已经有人决定了。',
  en: 'This request has already been decided.',
}
