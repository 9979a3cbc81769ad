/**
 * Time limits in working days by the State Council's calendar, which moves days off onto weekdays and work onto weekends. A year
 * that is not announced falls back to weekends and statutory days, and whatever is computed from it says so: it is provisional.
 */
import { z } from 'zod'
import { addDays, addMonths, daysBetween, isDate, weekday } from '../base/dates.js'
import { bilingualSchema, dateSchema } from './shapes.js'

const yearDay = z.string().refine((text) => isDate(`2000-${text}`), 'not a day MM-DD')
const holiday = z
  .strictObject({ from: dateSchema, to: dateSchema, name: bilingualSchema })
  .refine(({ from, to }) => from <= to, 'the first day off is after the last')

/**
 * The body of kind `calendar`. One entry a year: days off, both ends counted, and weekend days worked, with `announced` false
 * when only the statutory days are known; and one entry `everyYear` with the days off that have a fixed date.
 */
export const calendarSchema = z.union([
  z.strictObject({
    year: z.int(),
    announced: z.boolean(),
    off: z.array(holiday),
    working: z.array(dateSchema),
    source: bilingualSchema,
  }),
  z.strictObject({
    everyYear: z.array(z.strictObject({ from: yearDay, to: yearDay, name: bilingualSchema })),
    source: bilingualSchema,
  }),
])
export type CalendarBody = z.infer<typeof calendarSchema>

/** The body of kind `timeLimits`: how long, and whether a last day that is no working day moves to the next one. */
export const timeLimitSchema = z.strictObject({
  label: bilingualSchema,
  amount: z.int().positive(),
  unit: z.enum(['workingDays', 'days', 'months']),
  movesOn: z.boolean(),
  source: bilingualSchema,
})
export type TimeLimit = z.infer<typeof timeLimitSchema>

/** A computed day; provisional when it lies in a year whose calendar the State Council has not announced. */
export interface ComputedDay {
  readonly on: string
  readonly provisional: boolean
}

export class Calendar {
  private readonly off = new Set<string>()
  private readonly working = new Set<string>()
  private readonly announced = new Set<number>()
  private readonly known = new Set<number>()
  private readonly everyYear: { from: string; to: string }[] = []

  /** From the bodies of kind `calendar` in force. */
  constructor(bodies: readonly CalendarBody[]) {
    for (const body of bodies) {
      if ('everyYear' in body) {
        this.everyYear.push(...body.everyYear)
        continue
      }
      this.known.add(body.year)
      if (body.announced) this.announced.add(body.year)
      for (const { from, to } of body.off) {
        for (let count = 0; count <= daysBetween(from, to); count++) this.off.add(addDays(from, count))
      }
      for (const date of body.working) this.working.add(date)
    }
  }

  /** Whether the State Council has announced the year of this date. */
  isAnnounced(date: string): boolean {
    return this.announced.has(Number(date.slice(0, 4)))
  }

  /** Whether offices work on this date. */
  isWorkingDay(date: string): boolean {
    if (this.off.has(date)) return false
    if (this.working.has(date)) return true
    if (weekday(date) > 5) return false
    if (this.known.has(Number(date.slice(0, 4)))) return true
    const day = date.slice(5)
    return !this.everyYear.some(({ from, to }) => from <= day && day <= to)
  }

  /** This date when it is a working day, else the next one that is. */
  nextWorkingDay(date: string): ComputedDay {
    let on = date
    while (!this.isWorkingDay(on)) on = addDays(on, 1)
    return { on, provisional: !this.isAnnounced(on) }
  }

  /**
   * The n-th working day after `start`, which is not counted
   * (docs/architecture.md#jobs-and-clocks). With n = 0: `start`, or the next working day.
   */
  addWorkingDays(start: string, n: number): ComputedDay {
    if (n <= 0) return this.nextWorkingDay(start)
    let on = start
    for (let counted = 0; counted < n; ) {
      on = addDays(on, 1)
      if (this.isWorkingDay(on)) counted++
    }
    return { on, provisional: !this.isAnnounced(on) }
  }

  /** Working days after `from` up to and including `to`; negative when `to` is earlier. */
  workingDaysBetween(from: string, to: string): number {
    if (to < from) return -this.workingDaysBetween(to, from)
    let count = 0
    for (let date = from; date < to; ) {
      date = addDays(date, 1)
      if (this.isWorkingDay(date)) count++
    }
    return count
  }

  /** Working days left today of a limit that ends on `dueOn`: 0 on the last day, which still counts whole, negative when overdue. */
  daysLeft(today: string, dueOn: string): number {
    return this.workingDaysBetween(today, dueOn)
  }

  /** The last day of a limit that starts on `start`, a day that is not counted. */
  dueOn(start: string, limit: TimeLimit): ComputedDay {
    if (limit.unit === 'workingDays') return this.addWorkingDays(start, limit.amount)
    const on = limit.unit === 'days' ? addDays(start, limit.amount) : addMonths(start, limit.amount)
    return limit.movesOn ? this.nextWorkingDay(on) : { on, provisional: false }
  }
}
