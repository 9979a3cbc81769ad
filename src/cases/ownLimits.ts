/**
 * The limits of their own that run in a case beside that of its state: of a correction, of
 * consultations, of a promised hearing.
 */
import { atLast, type Tx } from '../base/database.js'
import { sql } from '../base/sql.js'
import type { Calendar, TimeLimit } from '../reference/workingDays.js'

/**
 * The limits of their own that run in a case: of a correction, of consultations, and of the hearing
 * that may be answered until $2.
 */
export const OWN_LIMITS = `
  select reason, authority_id as "authorityId", min(from_on)::text as "from", until_on::text as "until" from clock_stops
  where case_id = $1 and (reason = 'correction' and to_on is null or reason = 'intention' and until_on = $2::date)
  group by reason, authority_id, until_on
  union all
  select 'consultation', authority_id, (since at time zone 'Asia/Shanghai')::date::text, own_due(case_id,
    authority_id)::text from case_parties
  where case_id = $1 and part = 'named' and own_due(case_id, authority_id) is not null`
const PROLONG = sql`
  with stop as (
    update clock_stops set until_on = ${'last'}, counted_days = ${'countedDays'}::int
    where case_id = ${'caseId'} and reason = ${'reason'} and authority_id is not distinct
    from ${'authorityId'}::int and until_on = ${'until'})
  update case_parties set due_on = ${'last'}, counted_days = ${'countedDays'}::int
  where case_id = ${'caseId'} and authority_id = ${'authorityId'} and part = 'named' and due_on = ${'until'}
    and ${'reason'} = 'consultation'`

/** A limit of its own that runs in a case. */
export interface OwnLimit {
  readonly reason: 'correction' | 'consultation' | 'intention'
  readonly authorityId: number | null
  readonly from: string
  readonly until: string
}

/** The last day of a limit of its own, and the working days that it counts, where it counts such. */
export interface OwnDay {
  readonly until: string
  readonly days: number | null
}

export const ownDay = (calendar: Calendar, start: string, limit: TimeLimit): OwnDay => ({
  until: calendar.dueOn(start, limit).on,
  days: limit.unit === 'workingDays' ? limit.amount : null,
})

/**
 * Moves the last day of a limit of its own.
 * @param countedDays the working days that it counts, where it counts such
 */
export function prolong(tx: Tx, caseId: number, own: OwnLimit, last: string, countedDays: number | null): void {
  const { reason, authorityId, until } = own
  atLast(tx, ...PROLONG({ caseId, reason, authorityId, until, last, countedDays }))
}
