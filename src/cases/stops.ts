/**
 * The ledger of a case's clock: every stop with its reason, from when until when, and by how many
 * working days it moved the deadline. A correction stops the clock by the chart; a consultation and
 * an announced refusal hold it for a time limit of their own, so that the day the case is due can
 * be told at once. A case that waits for a policy has no such day until there is one.
 */
import { Injectable } from '@nestjs/common'
import { atLast, row, rows, type Tx } from '../base/database.js'
import { addDays, daysBetween } from '../base/dates.js'
import { Invalid, NotFound } from '../base/errors.js'
import { fill } from '../base/text.js'
import { Reference } from '../reference/reference.service.js'
import { type Calendar, type Counted, countedOf, type TimeLimit } from '../reference/workingDays.js'
import { entriesIn, metaOf } from '../workflow/step.js'
import type { Cause } from './causes.js'
import { countedDeadline, type Deadline, daysLeftNow, goingOn, heldUntil, type OpenStop } from './deadlines.js'
import { OWN_LIMITS, type OwnDay, type OwnLimit, ownDay, prolong } from './ownLimits.js'
import { withinPromise } from './promised.js'
import type { StopReason } from './timeEntities.js'
import type { State } from '../workflow/machine.js'

const OPEN = `
  insert into clock_stops (case_id, seq, reason, from_on, until_on, days_left, authority_id, counted_days)
  values ($1, $2, $3, $4, $5, $6, $7, $8)`
const CLOSE = 'update clock_stops set to_on = $3, days = $4 where case_id = $1 and seq = $2'

/**
 * An outage, and the first day that it took of the limit of the case's state: the day on which that
 * began is not counted.
 */
const OUTAGE = `
  select o.from_on::text as "from", o.to_on::text as "to", greatest(o.from_on,
    (max(e.at) at time zone 'Asia/Shanghai')::date + 1)::text as first
  from outages o join events e on e.case_id = $2 and e.from_state is distinct from e.to_state where o.id = $1
  group by o.id`
const EXTENDED = `
  insert into clock_stops (case_id, seq, reason, from_on, until_on, to_on, days, outage_id)
  values ($1, $2, $3, $4, $5, $5, $6, $7)`

interface Outage {
  readonly from: string
  readonly to: string
  readonly first: string
}

/**
 * The last day of a limit of which the days from `first` on, the last one included, are had after
 * an outage instead: working days where the limit is in working days, else days. Undefined when the
 * outage took none of them.
 */
function afterOutage(
  calendar: Calendar,
  limit: TimeLimit,
  first: string,
  dueOn: string,
  to: string,
): { readonly on: string; readonly counted: Counted | null } | undefined {
  if (first > dueOn || first > to) return undefined
  const amount =
    limit.unit === 'workingDays'
      ? calendar.workingDaysBetween(addDays(first, -1), dueOn)
      : daysBetween(first, dueOn) + 1
  const rest: TimeLimit = { ...limit, amount, unit: limit.unit === 'workingDays' ? 'workingDays' : 'days' }
  return { on: calendar.dueOn(to, rest).on, counted: countedOf(to, rest) }
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

  /**
   * Stops the clock of a case that stays in its state; it goes on when `resume` is called, or by
   * itself after the limit. Answers the limit's last day.
   */
  async hold(tx: Tx, cause: Cause, { reason, limit, authorityId }: Hold): Promise<OwnDay> {
    const { today, past } = cause
    const calendar = await this.reference.calendar(today)
    const own = ownDay(calendar, today, await this.reference.timeLimit(limit, cause.judgedOn))
    const left = daysLeftNow(calendar, today, cause.case.dueOn, past.stops)
    open(tx, cause, { reason, ...own, left, authorityId })
    if (left !== null && !past.stops.some(isEndless))
      cause.changes.deadline = goingOn(calendar, heldUntil(past.stops, own.until), left)
    return own
  }

  /** Stops the clock of a case that stays in its state until `resume` is called: nobody knows for how long. */
  async pause(tx: Tx, cause: Cause, reason: StopReason): Promise<void> {
    const { today, past } = cause
    const left = daysLeftNow(await this.reference.calendar(today), today, cause.case.dueOn, past.stops)
    open(tx, cause, { reason, until: null, days: null, left })
    cause.changes.deadline = { dueOn: null, dueProvisional: false, daysLeft: left, counted: null }
  }

  /**
   * Lets the clock go on from today, or from the day on which it went on by itself; while another
   * stop holds it the deadline stays.
   */
  async resume(tx: Tx, cause: Cause, stop: OpenStop): Promise<void> {
    const { today, past } = cause
    const calendar = await this.reference.calendar(today)
    close(tx, cause, calendar, stop)
    const others = past.stops.filter((other) => other.seq !== stop.seq)
    if (others.some(isEndless)) return
    const left = daysLeftNow(calendar, today, null, [stop])
    if (left === null) return // its time was over, and the deadline has counted that
    const earliest = daysLeftNow(calendar, today, null, past.stops) ?? left
    cause.changes.deadline = goingOn(calendar, heldUntil(others, today), earliest)
  }

  /**
   * The days that an outage took are had after it: of the limit of the case's state, and of the
   * limits of their own that run in the case. Throws NotFound when the outage is unknown or took no
   * day; a second time for one outage the database refuses.
   */
  async extend(tx: Tx, cause: Cause): Promise<void> {
    const { case: found, input, seq, today } = cause
    const outage = await row<Outage>(tx, OUTAGE, [input.outageId, found.id])
    if (!outage) throw new NotFound()
    const calendar = await this.reference.calendar(today)
    const own = await this.extendOwn(tx, cause, calendar, outage)
    const limit = metaOf(found.state).clock?.limit
    const { first, to } = outage
    const due =
      limit && found.dueOn !== null
        ? afterOutage(calendar, await this.reference.timeLimit(limit, cause.judgedOn), first, found.dueOn, to)
        : undefined
    if (due === undefined && own.size === 0) throw new NotFound()
    if (due) {
      const { on, counted } = due
      cause.changes.deadline = {
        dueOn: on,
        dueProvisional: !calendar.isAnnounced(on),
        daysLeft: found.daysLeft,
        counted,
      }
    }
    const from = due ? first : outage.from
    const dueOn = due?.on ?? found.dueOn
    const days = due && found.dueOn ? calendar.workingDaysBetween(found.dueOn, due.on) : 0
    const answerUntil = own.get('intention')
    Object.assign(cause.content, { days, dueOn, from, to, ...(answerUntil && { answerUntil }) })
    atLast(tx, EXTENDED, [found.id, seq, 'outage', from, to, days, input.outageId])
  }

  /**
   * A supervisor adds working days to the limit of the state (行政许可法 Art. 42). Throws Invalid when
   * they are more than the rules allow.
   */
  async extendBySupervisor(tx: Tx, cause: Cause): Promise<void> {
    const { case: found, input, seq, today, judgedOn, content, changes } = cause
    const days = Number(input.days) // the form has made it a whole number
    const { mostDays } = await this.reference.procedure('extension', judgedOn)
    if (days > mostDays) throw new Invalid([{ ...tooManyDays, message: fill(tooManyDays.message, { most: mostDays }) }])
    if (found.dueOn === null) throw new Error('no limit runs') // the chart has asked
    const calendar = await this.reference.calendar(today)
    const deadline = countedDeadline(calendar, moreDays(calendar, found.counted, found.dueOn, days))
    changes.deadline = deadline
    Object.assign(content, { was: found.dueOn, dueOn: deadline.dueOn })
    atLast(tx, EXTENDED, [found.id, seq, 'extension', found.dueOn, deadline.dueOn, days, null])
  }

  /** Extends the limits of their own of which the outage took days. Answers the last day of each now, by its reason. */
  private async extendOwn(tx: Tx, { case: found, past, judgedOn }: Cause, calendar: Calendar, { from, to }: Outage) {
    const mayAnswer = !past.answered && entriesIn(found.state).has('answerIntention')
    const limits = await rows<OwnLimit>(tx, OWN_LIMITS, [found.id, mayAnswer ? past.answerUntil : null])
    const moved = new Map<OwnLimit['reason'], string>()
    for (const { reason, authorityId, until, from: began } of limits) {
      const second = addDays(began, 1)
      const first = from > second ? from : second
      const limit = await this.reference.timeLimit(reason, judgedOn)
      const after = afterOutage(calendar, limit, first, until, to)?.on
      if (!after) continue
      const days = limit.unit === 'workingDays' ? calendar.workingDaysBetween(began, after) : null
      prolong(tx, found.id, { reason, authorityId, from: began, until }, after, days)
      moved.set(reason, after)
    }
    return moved
  }

  /**
   * Keeps the ledger when a case moves on: its open stops end, a state that stops the clock begins
   * one, and a decision waits for a hearing that was promised before. Answers the deadline that
   * results, which is no later than the promise.
   */
  async move(tx: Tx, cause: Cause, state: State, deadline: Deadline): Promise<Deadline> {
    const calendar = await this.reference.calendar(cause.today)
    for (const stop of cause.past.stops) close(tx, cause, calendar, stop)
    if (metaOf(state).clock?.stops && deadline.dueOn)
      open(tx, cause, { reason: 'correction', until: deadline.dueOn, days: null, left: deadline.daysLeft })
    const within = await withinPromise(tx, cause, state, deadline, this.reference)
    const { intention, intentionUntil: until } = cause.facts
    if (metaOf(state).waitsFor !== 'approver' || intention !== 'open' || until === null) return within
    const left = daysLeftNow(calendar, cause.today, within.dueOn, [])
    open(tx, cause, { reason: 'intention', until, days: calendar.workingDaysBetween(cause.today, until), left })
    return left === null ? within : goingOn(calendar, until, left)
  }
}

/** The count of a day with so many working days more: of the day itself where it is not as it was counted. */
function moreDays(calendar: Calendar, counted: Counted | null, dueOn: string, days: number): Counted {
  const asCounted = counted !== null && counted.days > 0 && calendar.counted(counted).on === dueOn
  return asCounted ? { from: counted.from, days: counted.days + days } : { from: dueOn, days }
}

/** A correction has the firm's own limit; only what waits for a policy has none. */
const isEndless = ({ untilOn }: OpenStop): boolean => untilOn === null

function open(
  tx: Tx,
  { case: found, seq, today }: Cause,
  stop: {
    reason: StopReason
    until: string | null
    days: number | null
    left: number | null
    authorityId?: number | undefined
  },
): void {
  atLast(tx, OPEN, [found.id, seq, stop.reason, today, stop.until, stop.left, stop.authorityId ?? null, stop.days])
}

function close(tx: Tx, { case: found, today }: Cause, calendar: Calendar, { seq, fromOn, untilOn }: OpenStop): void {
  const last = untilOn !== null && untilOn < today ? untilOn : today
  const end = last < fromOn ? fromOn : last // the clock of this machine may have gone back meanwhile
  atLast(tx, CLOSE, [found.id, seq, end, calendar.workingDaysBetween(fromOn, end)])
}

const tooManyDays = {
  code: 'tooMany',
  path: 'days',
  message: { zh: '最多可以延长{most}个工作日。', en: 'At most {most} working days can be added.' },
}
