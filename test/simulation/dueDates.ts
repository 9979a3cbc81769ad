/**
 * The day on which a case is due, worked out a second time: from the chart's limit, in days as docs/architecture.md tells them, and the calendars as they lie in the database. Only for a case that has just
 * come into its state with no stop of its clock in the ledger: what is left of a limit, and what holds it, has tests of its own.
 */
import type pg from 'pg'
import { addDays, addMonths } from '../../src/base/dates.js'
import type { State } from '../../src/workflow/machine.js'
import { metaOf } from '../../src/workflow/step.js'

/** Amount and unit of each limit, as the seed has them (migrations/reference/timeLimits.json). */
const LIMITS: Readonly<Record<string, readonly [amount: number, unit: 'working' | 'days' | 'months']>> = {
  acceptance: [5, 'working'],
  assessment: [10, 'working'],
  decision: [2, 'working'],
  letter: [1, 'working'],
  correction: [30, 'days'],
  reviewRequest: [60, 'days'],
  review: [60, 'days'],
  letterValidity: [6, 'months'],
  promise: [5 + 10 + 2, 'working'],
}
/** The day of decision that the firm was promised bounds what is due before it; how far stops have moved that day is the ledger's. */
const PROMISE = 'promise'

interface CalendarBody {
  readonly off: readonly { readonly from: string; readonly to: string }[]
  readonly working: readonly string[]
}

/** Working days by the calendars in force on a day; undefined in a year that none announces. */
export class OwnCalendar {
  private constructor(private readonly years: ReadonlyMap<string, CalendarBody>) {}

  static async on(admin: pg.Client, today: string): Promise<OwnCalendar> {
    const { rows } = await admin.query<{ key: string; body: CalendarBody }>(
      `select distinct on (key) key, body from reference
       where kind = 'calendar' and approved_at is not null and effective_from <= $1 order by key, effective_from desc`,
      [today],
    )
    return new OwnCalendar(new Map(rows.map(({ key, body }) => [key, body])))
  }

  isWorking(day: string): boolean | undefined {
    const year = this.years.get(day.slice(0, 4))
    if (!year) return undefined
    if (year.working.includes(day)) return true
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
    return weekday !== 0 && weekday !== 6 && !year.off.some(({ from, to }) => from <= day && day <= to)
  }

  /** The last day of a limit that starts today; undefined where a day is not announced. */
  lastDay(today: string, limit: string): string | undefined {
    const [amount, unit] = LIMITS[limit] ?? [0, 'days']
    if (unit === 'months') return addMonths(today, amount)
    let [day, left] = unit === 'days' ? [addDays(today, amount), 0] : [today, amount]
    while (left > 0 || (unit === 'days' && this.isWorking(day) !== true)) {
      day = unit === 'days' && this.isWorking(day) === true ? day : addDays(day, 1)
      const works = this.isWorking(day)
      if (works === undefined) return undefined
      if (works) left -= 1
    }
    return day
  }
}

const LATEST = `
  select c.id, c.state, c.due_on::text as "dueOn", e.seq, e.action, e.from_state as "fromState", c.filed_on::text as "filedOn",
    exists (select from clock_stops s where s.case_id = c.id and (s.to_on is null or s.until_on >= $2)) as held,
    (select count(*) from events v where v.case_id = c.id and v.to_state = 'underReview' and v.seq < e.seq) > 0 as reviewed
  from cases c join events e on e.case_id = c.id
  where ($1::int[] is null or c.id = any ($1)) and (e.at at time zone 'Asia/Shanghai')::date = $2
    and e.seq = (select max(m.seq) from events m where m.case_id = c.id and m.from_state is distinct from m.to_state)
    and not exists (select from events l where l.case_id = c.id and l.seq > e.seq and l.action = any ($3))`

/** What changes a day without moving the case. */
const CHANGING = [
  'extend',
  'extendLimit',
  'recompute',
  'consult',
  'announceRefusal',
  'answerIntention',
  'pauseLimit',
  'resumeLimit',
]

interface Latest {
  readonly id: number
  readonly state: State
  readonly dueOn: string | null
  readonly action: string
  readonly fromState: State | null
  readonly filedOn: string | null
  readonly held: boolean
  readonly reviewed: boolean
}

/** Whether the days of cases that have moved today are what the calendar says; of these, or of all. */
export async function dueFaults(admin: pg.Client, cases: readonly number[] | null, today: string): Promise<string[]> {
  const { rows } = await admin.query<Latest>(LATEST, [cases, today, CHANGING])
  const calendar = await OwnCalendar.on(admin, today)
  return rows.flatMap(({ id, state, dueOn, action, fromState, filedOn, held, reviewed }) => {
    const { clock } = metaOf(state)
    const goesOn = fromState !== null && metaOf(fromState).clock?.stops
    if (held || goesOn) return []
    const expected = !clock || (clock.notAfter && reviewed) ? null : calendar.lastDay(today, clock.limit)
    const least = clock?.promised && filedOn ? calendar.lastDay(filedOn, PROMISE) : expected
    const isBetween = dueOn && expected && least && dueOn <= expected && dueOn >= least
    if (expected === undefined || expected === dueOn || least === undefined || isBetween) return []
    return [`case ${id} came to ${state} by ${action} on ${today} and is due on ${dueOn}, not on ${expected}`]
  })
}
