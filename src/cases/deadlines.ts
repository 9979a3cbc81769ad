/** How a case's deadline changes when it moves. Deadlines are columns, worked out here and nowhere else (DESIGN §7). Pure. */
import type { Calendar, TimeLimit } from '../reference/workingDays.js'
import type { StateMeta } from '../workflow/machine.js'

export interface Deadline {
  readonly dueOn: string | null
  readonly dueProvisional: boolean
  /** Working days that were left when the clock was stopped. */
  readonly daysLeft: number | null
}

const NONE: Deadline = { dueOn: null, dueProvisional: false, daysLeft: null }

export interface Move {
  readonly from: StateMeta
  readonly to: StateMeta
  readonly current: Deadline
  /** The case has been in the new state before. */
  readonly visited: boolean
  readonly today: string
  readonly calendar: Calendar
  /** The limit that the new state's clock names, when it has one. */
  readonly limit: TimeLimit | undefined
}

/**
 * The deadline after a move. A limit's first day is not counted. A stopping state keeps the days that were left and gives its own limit; when the case goes back,
 * the days left go on from the day of its return (not counted), one at the least.
 */
export function deadlineAfter({ from, to, current, visited, today, calendar, limit }: Move): Deadline {
  const clock = to.clock
  if (!clock || !limit || (clock.once && visited)) return NONE
  if (from.clock?.stops && current.daysLeft !== null && !clock.stops) {
    const { on, provisional } = calendar.addWorkingDays(today, Math.max(1, current.daysLeft))
    return { dueOn: on, dueProvisional: provisional, daysLeft: null }
  }
  const { on, provisional } = calendar.dueOn(today, limit)
  const left = clock.stops && current.dueOn ? Math.max(0, calendar.workingDaysBetween(today, current.dueOn)) : null
  return { dueOn: on, dueProvisional: provisional, daysLeft: left }
}
