/**
 * The day of decision that a firm was promised when it filed, later by the days for which its clock
 * stood. It bounds the limits of the stages before the decision: none of them ends after it.
 */
import { rows, type Tx } from '../base/database.js'
import { inLane } from '../criteria/fastLanes.js'
import type { Reference } from '../reference/reference.service.js'
import type { Counted } from '../reference/workingDays.js'
import { INITIAL, metaOf, PROMISED } from '../workflow/step.js'
import type { State } from '../workflow/machine.js'
import type { LedgerLine } from './caseFile.js'
import type { Cause } from './causes.js'
import { countedDeadline, type Deadline } from './deadlines.js'
import { daysStopped } from './ledger.js'

/** Stops that are open end with the move. */
const LEDGER = `
  select s.seq, s.reason, s.from_on::text as "fromOn", s.until_on::text as "untilOn",
    coalesce(s.to_on, least(s.until_on, greatest($2::date, s.from_on)))::text as "toOn", s.days, e.at
  from clock_stops s left join events e on e.case_id = s.case_id and e.seq = s.seq where s.case_id = $1`

/** Whether a case with these states behind it was decided once: what follows counts to no promise any more. */
export const wasDecided = (visited: readonly State[]): boolean =>
  visited.some((state) => {
    const { clock } = metaOf(state)
    return state !== INITIAL && !clock?.promised && !clock?.stops
  })

/** The limit of a state that a case comes into, and no day after the promise. */
export async function withinPromise(
  tx: Tx,
  cause: Cause,
  state: State,
  deadline: Deadline,
  reference: Reference,
): Promise<Deadline> {
  const { case: found, past, today, judgedOn } = cause
  const { filedOn, lane } = found
  if (!metaOf(state).clock?.promised || !filedOn || deadline.dueOn === null || wasDecided(past.visited ?? []))
    return deadline
  const calendar = await reference.calendar(today)
  const limits = await Promise.all(
    PROMISED.map(async ({ limit }) => inLane(await reference.timeLimit(limit, judgedOn), limit, lane)),
  )
  const whole = limits.reduce((sum, { amount }) => sum + amount, 0)
  if (deadline.dueOn <= calendar.addWorkingDays(filedOn, whole).on) return deadline
  const stops = await rows<LedgerLine & { at: Date }>(tx, LEDGER, [found.id, today])
  const counted: Counted = { from: filedOn, days: whole + daysStopped({ stops, events: stops }, calendar, today) }
  const promised = countedDeadline(calendar, counted)
  return promised.dueOn !== null && promised.dueOn < deadline.dueOn ? promised : deadline
}
