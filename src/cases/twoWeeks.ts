/**
 * Ten working days of a department: what falls due, what will come by the record of the past, and what the
 * people who are there can do. Pure; how well the forecast would have done before is replayed on the same record.
 */
import type { Calendar } from '../reference/workingDays.js'

/** Working days that are looked ahead, and those before a day by which it is forecast. */
export const AHEAD = 10
const BEFORE = 40
/** Forecasts that are replayed at most, and how few say nothing. */
const REPLAYS = 12
const FEWEST_REPLAYS = 3

/** How many there were on each day of the past that had any. */
export type PerDay = ReadonlyMap<string, number>

/** What ten working days bring, and by how much the same sum was off before. */
export interface Forecast {
  readonly expected: number
  readonly replays: number
  /** The mean and the greatest distance from what came. */
  readonly mean: number
  readonly worst: number
}

/**
 * What the next ten working days bring: a fourth of what the forty before brought. Undefined while the record
 * is too short to replay it three times.
 * @param workdays the working days before today, the earliest first
 */
export function forecastOf(counts: PerDay, workdays: readonly string[]): Forecast | undefined {
  const begins = workdays.findIndex((on) => counts.has(on))
  const known = begins < 0 ? [] : workdays.slice(begins)
  const sum = (from: number, to: number) => known.slice(from, to).reduce((all, on) => all + (counts.get(on) ?? 0), 0)
  const expectedAt = (end: number) => (sum(end - BEFORE, end) * AHEAD) / BEFORE
  const errors: number[] = []
  for (let end = known.length - AHEAD; end >= BEFORE && errors.length < REPLAYS; end -= AHEAD)
    errors.push(Math.abs(expectedAt(end) - sum(end, end + AHEAD)))
  if (errors.length < FEWEST_REPLAYS) return undefined
  return {
    expected: expectedAt(known.length),
    replays: errors.length,
    mean: errors.reduce((all, one) => all + one, 0) / errors.length,
    worst: Math.max(...errors),
  }
}

/**
 * What a person can do in a working day, by the ten days of the record in which most was finished: what was finished on
 * average says how much there was to do. Undefined when nothing was.
 */
export function paceOf(done: PerDay, workdays: readonly string[], people: number): number | undefined {
  const sums = workdays.map((_, at) => workdays.slice(at, at + AHEAD).reduce((sum, on) => sum + (done.get(on) ?? 0), 0))
  const most = Math.max(0, ...sums)
  return most > 0 && people > 0 ? most / AHEAD / people : undefined
}

/** A case that falls due, as far as a plan needs it. */
export interface DueLine {
  readonly dueOn: string | null
  readonly consulted: boolean
}

/** A day; its figures count whole cases from now until that evening, so that one less the other is what is left. */
export interface DayLoad {
  readonly on: string
  /** What falls due until then, what is overdue among it. */
  readonly due: number
  readonly consultations: number
  /** New cases whose first limit ends until then, by the forecast. */
  readonly expected: number
  /** Who is there on the day itself. */
  readonly present: number
  /** What those who are there can have done; undefined while nothing is known of their pace. */
  readonly able: number | undefined
  /** What is due or expected and cannot be done; nothing when all can. */
  readonly short: number
}

interface Around {
  readonly calendar: Calendar
  readonly today: string
  /** How many of those who do this work are there on a day. */
  readonly presentOn: (on: string) => number
  readonly pace: number | undefined
  readonly forecast: Forecast | undefined
  /** Working days until a new case falls due. */
  readonly firstLimit: number
}

/** The next ten working days, beginning with today where that is one. */
export function listDays(lines: readonly DueLine[], around: Around): DayLoad[] {
  const { calendar, today, presentOn, pace, forecast, firstLimit } = around
  const days: DayLoad[] = []
  let on = calendar.addWorkingDays(today, 0).on
  let [coming, worked] = [0, 0]
  for (let index = 0; index < AHEAD; index++) {
    const evening = on
    const own = lines.filter(({ dueOn }) => dueOn !== null && dueOn <= evening)
    const present = presentOn(on)
    coming += forecast && index >= firstLimit ? forecast.expected / AHEAD : 0
    worked += (pace ?? 0) * present
    const expected = Math.round(coming)
    // a case that is begun is not done
    const able = pace === undefined ? undefined : Math.floor(worked + 0.001)
    const short = able === undefined ? 0 : Math.max(0, own.length + expected - able)
    const consultations = own.filter(({ consulted }) => consulted).length
    days.push({ on, due: own.length, consultations, expected, present, able, short })
    on = calendar.addWorkingDays(on, 1).on
  }
  return days
}

/** A case that nobody holds, and who may take it. */
interface Open {
  readonly id: number
  readonly dueOn: string | null
  readonly may: readonly number[]
}

/**
 * Who takes which case: the most urgent first, each to whom it leaves with least; of equals to the first.
 * @param held how much each person has already
 */
export function balanced(open: readonly Open[], held: ReadonlyMap<number, number>): Map<number, number> {
  const has = new Map(held)
  const plan = new Map<number, number>()
  const urgency = (a: Open, b: Open) => (a.dueOn ?? '9999').localeCompare(b.dueOn ?? '9999') || a.id - b.id
  for (const { id, may } of open.toSorted(urgency)) {
    const [to] = may.toSorted((a, b) => (has.get(a) ?? 0) - (has.get(b) ?? 0))
    if (to === undefined) continue
    plan.set(id, to)
    has.set(to, (has.get(to) ?? 0) + 1)
  }
  return plan
}
