/**
 * How a case's deadline changes when it moves. Deadlines are columns, worked out here and
 * nowhere else (docs/architecture.md#jobs-and-clocks). Pure.
 */
import { daysBetween } from '../base/dates.js'
import { type Calendar, type Counted, countedOf, type TimeLimit } from '../reference/workingDays.js'
import type { State, StateMeta } from '../workflow/machine.js'
import type { StopReason } from './timeEntities.js'

export interface Deadline {
  readonly dueOn: string | null
  readonly dueProvisional: boolean
  /** Working days that were left when the clock was stopped. */
  readonly daysLeft: number | null
  /** How the day was counted, so that a new calendar can move it; null when no calendar does, or nobody knows. */
  readonly counted: Counted | null
}

const NONE: Deadline = { dueOn: null, dueProvisional: false, daysLeft: null, counted: null }

/** The deadline that a calendar makes of a count. */
export function countedDeadline(calendar: Calendar, counted: Counted, daysLeft: number | null = null): Deadline {
  const { on, provisional } = calendar.counted(counted)
  return { dueOn: on, dueProvisional: provisional, daysLeft, counted }
}

export interface Move {
  readonly from: StateMeta
  readonly to: StateMeta
  readonly current: Pick<Deadline, 'daysLeft'>
  /** Working days that are left of the limit now (`daysLeftNow`); null when none runs. */
  readonly left: number | null
  /** The states that the case has been in. */
  readonly visited: readonly State[]
  readonly today: string
  readonly calendar: Calendar
  /** The limit that the new state's clock names, when it has one. */
  readonly limit: TimeLimit | undefined
}

/**
 * The deadline after a move. A limit's first day is not counted. A stopping state keeps the days
 * that were left and gives its own limit; when the case goes back, the days left go on from the day
 * of its return (not counted), one at the least.
 */
export function deadlineAfter({ from, to, current, left, visited, today, calendar, limit }: Move): Deadline {
  const clock = to.clock
  if (!clock || !limit || visited.some((state) => state === clock.notAfter)) return NONE
  if (from.clock?.stops && current.daysLeft !== null && !clock.stops) {
    return goingOn(calendar, today, current.daysLeft)
  }
  const { on, provisional } = calendar.dueOn(today, limit)
  const daysLeft = clock.stops ? left : null
  return { dueOn: on, dueProvisional: provisional, daysLeft, counted: countedOf(today, limit) }
}

/** The deadline of a clock that goes on after a day (not counted) with so many working days left, one at the least. */
export const goingOn = (calendar: Calendar, after: string, daysLeft: number): Deadline =>
  countedDeadline(calendar, { from: after, days: Math.max(1, daysLeft) })

/** A stop of the clock that has not ended. */
export interface OpenStop {
  readonly seq: number
  readonly reason: StopReason
  readonly fromOn: string
  readonly untilOn: string | null
  readonly daysLeft: number | null
  readonly authorityId: number | null
}

/** Whether it holds the clock today: on its last day it still does. */
const holds = ({ untilOn }: OpenStop, today: string): boolean => untilOn === null || today <= untilOn

/**
 * Working days left of the limit that runs: what was left when the first stop that still holds
 * began, else the days until it is due.
 */
export function daysLeftNow(
  calendar: Calendar,
  today: string,
  dueOn: string | null,
  stops: readonly OpenStop[],
): number | null {
  const first = stops.filter((stop) => stop.daysLeft !== null && holds(stop, today)).sort((a, b) => a.seq - b.seq)[0]
  if (first) return first.daysLeft
  return dueOn === null ? null : Math.max(0, calendar.workingDaysBetween(today, dueOn))
}

/** The last day on which any of the stops may hold the clock. */
export const heldUntil = (stops: readonly OpenStop[], until: string): string =>
  stops.reduce((latest, { untilOn }) => (untilOn !== null && untilOn > latest ? untilOn : latest), until)

/** The reminder that is due after a day: the largest number of days that has passed and was not reminded of. */
export function reminderAfter(
  reminders: readonly number[],
  day: string,
  today: string,
  reminded: number | null,
): number | null {
  const passed = daysBetween(day, today)
  const due = Math.max(0, ...reminders.filter((days) => days <= passed))
  return due > (reminded ?? 0) ? due : null
}

/** The reminder that is due: the smallest number of days that has come and was not reminded of. */
export function reminderOf(
  reminders: readonly number[],
  day: string | null,
  today: string,
  reminded: number | null,
): number | null {
  if (day === null || today > day) return null
  const left = daysBetween(today, day)
  const due = reminders.filter((days) => left <= days)
  const smallest = due.length > 0 ? Math.min(...due) : null
  return smallest !== null && (reminded === null || smallest < reminded) ? smallest : null
}
