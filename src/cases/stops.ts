/**
 * The ledger of a case's clock: every stop with its reason, from when until when, and by how many working days it moved the deadline. A correction stops the clock by the
 * chart; a consultation and an announced refusal hold it for a time limit of their own, so that the day the case is due can be told at once.
 */
import { Injectable } from '@nestjs/common'
import { atLast, row, type Tx } from '../base/database.js'
import { addDays, daysBetween } from '../base/dates.js'
import { NotFound } from '../base/errors.js'
import { Reference } from '../reference/reference.service.js'
import type { Calendar } from '../reference/workingDays.js'
import { metaOf } from '../workflow/step.js'
import type { Cause } from './causes.js'
import { type Deadline, daysLeftNow, goingOn, heldUntil, type OpenStop } from './deadlines.js'
import type { StopReason } from './timeEntities.js'
import type { State } from '../workflow/machine.js'

const OPEN = `
  insert into clock_stops (case_id, seq, reason, from_on, until_on, days_left, authority_id) values ($1, $2, $3, $4, $5, $6, $7)`
const CLOSE = 'update clock_stops set to_on = $3, days = $4 where case_id = $1 and seq = $2'

/** The first day of the limit that the outage took: the day on which the clock began is not counted. */
const OUTAGE = `
  select greatest(o.from_on, (max(e.at) at time zone 'Asia/Shanghai')::date + 1)::text as first, o.to_on::text as "to"
  from outages o join events e on e.case_id = $2 and e.from_state is distinct from e.to_state where o.id = $1 group by o.id`
const EXTENDED = `
  insert into clock_stops (case_id, seq, reason, from_on, until_on, to_on, days, outage_id) values ($1, $2, 'outage', $3, $4, $4, $5, $6)`

/** The last day of a limit of which the days from `first` on, the last one included, are had after an outage instead. */
function afterOutage(
  calendar: Calendar,
  working: boolean,
  movesOn: boolean,
  first: string,
  dueOn: string,
  to: string,
): string {
  if (working) return calendar.addWorkingDays(to, calendar.workingDaysBetween(addDays(first, -1), dueOn)).on
  const due = addDays(to, daysBetween(first, dueOn) + 1)
  return movesOn ? calendar.nextWorkingDay(due).on : due
}

/** A stop that holds the clock at the longest for a time limit (a key of `timeLimits`). */
interface Hold {
  readonly reason: StopReason
  readonly limit: string
  readonly authorityId?: number
}

@Injectable()
export class Stops {
  constructor(private readonly reference: Reference) {}

  /** Stops the clock of a case that stays in its state; it goes on when `resume` is called, or by itself after the limit. Answers the limit's last day. */
  async hold(tx: Tx, cause: Cause, { reason, limit, authorityId }: Hold): Promise<string> {
    const { today, past } = cause
    const calendar = await this.reference.calendar(today)
    const until = calendar.dueOn(today, await this.reference.timeLimit(limit, cause.judgedOn)).on
    const left = daysLeftNow(calendar, today, cause.case.dueOn, past.stops)
    open(tx, cause, { reason, until, left, authorityId })
    if (left !== null) cause.changes.deadline = goingOn(calendar, heldUntil(past.stops, until), left)
    return until
  }

  /** Lets the clock go on from today, or from the day on which it went on by itself; while another stop holds it the deadline stays. */
  async resume(tx: Tx, cause: Cause, stop: OpenStop): Promise<void> {
    const { today, past } = cause
    const calendar = await this.reference.calendar(today)
    close(tx, cause, calendar, stop)
    const others = past.stops.filter((other) => other.seq !== stop.seq)
    const left = daysLeftNow(calendar, today, null, [stop])
    if (left === null) return // its time was over, and the deadline has counted that
    const earliest = daysLeftNow(calendar, today, null, past.stops) ?? left
    cause.changes.deadline = goingOn(calendar, heldUntil(others, today), earliest)
  }

  /**
   * The days of the limit that an outage took are had after it: working days where the limit is in working days, else days. Throws NotFound when the outage is unknown or
   * did not cover the case's clock; a second time for one outage the database refuses.
   */
  async extend(tx: Tx, cause: Cause): Promise<void> {
    const { case: found, input, seq, today } = cause
    const outage = await row<{ first: string; to: string }>(tx, OUTAGE, [input.outageId, found.id])
    const limit = metaOf(found.state).clock?.limit
    if (!outage || !limit || found.dueOn === null) throw new NotFound()
    const calendar = await this.reference.calendar(today)
    const { unit, movesOn } = await this.reference.timeLimit(limit, cause.judgedOn)
    const { first, to } = outage
    if (first > found.dueOn || first > to) throw new NotFound()
    const due = afterOutage(calendar, unit === 'workingDays', movesOn, first, found.dueOn, to)
    const days = calendar.workingDaysBetween(found.dueOn, due)
    cause.changes.deadline = { dueOn: due, dueProvisional: !calendar.isAnnounced(due), daysLeft: found.daysLeft }
    Object.assign(cause.content, { days, dueOn: due, from: first, to })
    atLast(tx, EXTENDED, [found.id, seq, first, to, days, input.outageId])
  }

  /**
   * Keeps the ledger when a case moves on: its open stops end, a state that stops the clock begins one, and a decision waits for a hearing that was promised before.
   * Answers the deadline that results.
   */
  async move(tx: Tx, cause: Cause, state: State, deadline: Deadline): Promise<Deadline> {
    const calendar = await this.reference.calendar(cause.today)
    for (const stop of cause.past.stops) close(tx, cause, calendar, stop)
    if (metaOf(state).clock?.stops && deadline.dueOn)
      open(tx, cause, { reason: 'correction', until: deadline.dueOn, left: deadline.daysLeft })
    const { intention, intentionUntil: until } = cause.facts
    if (metaOf(state).waitsFor !== 'approver' || intention !== 'open' || until === null) return deadline
    const left = daysLeftNow(calendar, cause.today, deadline.dueOn, [])
    open(tx, cause, { reason: 'intention', until, left })
    return left === null ? deadline : goingOn(calendar, until, left)
  }
}

function open(
  tx: Tx,
  { case: found, seq, today }: Cause,
  stop: { reason: StopReason; until: string; left: number | null; authorityId?: number | undefined },
): void {
  atLast(tx, OPEN, [found.id, seq, stop.reason, today, stop.until, stop.left, stop.authorityId ?? null])
}

function close(tx: Tx, { case: found, today }: Cause, calendar: Calendar, { seq, fromOn, untilOn }: OpenStop): void {
  const last = untilOn !== null && untilOn < today ? untilOn : today
  const end = last < fromOn ? fromOn : last // the clock of this machine may have gone back meanwhile
  atLast(tx, CLOSE, [found.id, seq, end, calendar.workingDaysBetween(fromOn, end)])
}
