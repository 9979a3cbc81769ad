/**
 * Time limits in working days by the State Council's calendar, which moves days off onto weekdays
 * and work onto weekends. A year that is not announced falls back to weekends and statutory days,
 * and whatever is computed from it says so: it is provisional.
 */
import { z } from 'zod'
import { addDays, addMonths, daysBetween, isDate, weekday } from '../base/dates.js'
import type { Bilingual } from '../base/text.js'
import * as ask from '../forms/engine/field.js'
import { label, line, source, time } from './shapes.js'

const yearDay = (zh: string, en: string) =>
  line(zh, en, { width: 5 }).refine((text) => isDate(`2000-${text}`), {
    message: 'not a day MM-DD',
    params: { says: { zh: '{name}须写成“月-日”，如05-01。', en: 'Write {name} as month and day, like 05-01.' } },
  })
const holiday = ask
  .part('', '', {
    from: ask.date('第一天', 'First day'),
    to: ask.date('最后一天', 'Last day'),
    name: label,
  })
  .refine(({ from, to }) => from <= to, {
    message: 'the first day off is after the last',
    path: ['to'],
    params: { says: { zh: '第一天晚于最后一天。', en: 'The first day is after the last.' } },
  })
const DAY_A_LINE = { zh: '一行一天，写成2027-02-06', en: 'One day per line, for example 2027-02-06' }
const NO_DAY = {
  zh: '{name}不是日历上的一天。日期请写成“年-月-日”，如2027-02-03。',
  en: '{name} is not a valid date. Write year, month and day, for example 2027-02-03.',
}
const day = ask.date('', '', { says: { notDate: NO_DAY, noYear: NO_DAY, noMonth: NO_DAY, noDay: NO_DAY } })

/**
 * The days off and the weekend days worked of one year; `announced` is false when only the
 * statutory days are known.
 */
const yearSchema = ask.body({
  year: ask.year('年份', 'Year'),
  announced: ask.yesNo('国务院已公布', 'Announced by the State Council'),
  /** Both ends counted. */
  off: ask.many('放假', 'Days off', holiday, { row: { zh: '第{n}段假期', en: 'holiday {n}' }, about: 'name' }),
  working: ask.lines('调休上班日', 'Weekend days worked', day, { hint: DAY_A_LINE }),
  source,
})

/** The days off that have a fixed date. */
const everyYearSchema = ask.body({
  everyYear: ask.many(
    '每年固定的放假日',
    'Fixed public holidays',
    ask.part('', '', {
      from: yearDay('第一天（月-日）', 'First day (MM-DD)'),
      to: yearDay('最后一天（月-日）', 'Last day (MM-DD)'),
      name: label,
    }),
    { row: { zh: '第{n}个假日', en: 'holiday {n}' }, about: 'name' },
  ),
  source,
})

/** The key of the entry with the days off of every year; any other is a year. */
export const EVERY_YEAR = 'everyYear'
/** Kind `calendar`: one entry a year, and one for every year. */
export const calendarOf = (key: string) => (key === EVERY_YEAR ? everyYearSchema : yearSchema)
export const calendarSchema = z.union([yearSchema, everyYearSchema])
export type CalendarBody = z.infer<typeof calendarSchema>

/** The body of kind `timeLimits`: how long, and whether a last day that is no working day moves to the next one. */
export const timeLimitSchema = ask.body({ label, ...time, source })
export type TimeLimit = z.infer<typeof timeLimitSchema>

/** How long it is, in words. */
export function sayLimit({ amount, unit, movesOn }: TimeLimit): Bilingual {
  const units = {
    workingDays: { zh: '个工作日', en: 'working day' },
    days: { zh: '日', en: 'day' },
    months: { zh: '个月', en: 'month' },
  }
  const { zh, en } = units[unit]
  const moves = movesOn && unit !== 'workingDays'
  return {
    zh: `${amount}${zh}${moves ? '，遇非工作日顺延' : ''}`,
    en: `${amount} ${en}${amount === 1 ? '' : 's'}${moves ? ', moves on to a working day' : ''}`,
  }
}

/** A computed day; provisional when it lies in a year whose calendar the State Council has not announced. */
export interface ComputedDay {
  readonly on: string
  readonly provisional: boolean
}

/**
 * How a day is counted: so many working days after a day, which is not counted; of 0 that day itself, or the next
 * working day.
 */
export interface Counted {
  readonly from: string
  readonly days: number
}

/** How the last day of a limit that starts on `start` is counted; null when it is the same by every calendar. */
export function countedOf(start: string, { unit, amount, movesOn }: TimeLimit): Counted | null {
  if (unit === 'workingDays') return { from: start, days: amount }
  return movesOn ? { from: afterTime(start, { unit, amount }), days: 0 } : null
}

/** The day so many days or months after another. */
const afterTime = (start: string, { unit, amount }: Pick<TimeLimit, 'unit' | 'amount'>): string =>
  unit === 'months' ? addMonths(start, amount) : addDays(start, amount)

const yearOf = (date: string): number => Number(date.slice(0, 4))

export class Calendar {
  private readonly off = new Set<string>()
  private readonly working = new Set<string>()
  private readonly announced = new Set<number>()
  private readonly known = new Set<number>()
  private readonly everyYear: { from: string; to: string }[] = []
  private readonly years = new Map<number, readonly string[]>()

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
    return this.announced.has(yearOf(date))
  }

  /** Whether offices work on this date. */
  isWorkingDay(date: string): boolean {
    if (this.off.has(date)) return false
    if (this.working.has(date)) return true
    if (weekday(date) > 5) return false
    if (this.known.has(yearOf(date))) return true
    const day = date.slice(5)
    return !this.everyYear.some(({ from, to }) => from <= day && day <= to)
  }

  /** This date when it is a working day, else the next one that is. */
  nextWorkingDay(date: string): ComputedDay {
    let on = date
    while (!this.isWorkingDay(on)) on = addDays(on, 1)
    return { on, provisional: !this.isAnnounced(on) }
  }

  /** This date when it is a working day, else the last one before that is. */
  lastWorkingDay(date: string): string {
    return this.latestStart(date, 0)
  }

  /**
   * The n-th working day after `start`, which is not counted
   * (docs/architecture.md#jobs-and-clocks). With n = 0: `start`, or the next working day.
   */
  addWorkingDays(start: string, n: number): ComputedDay {
    if (n <= 0) return this.nextWorkingDay(start)
    let year = yearOf(start)
    let left = this.workedBy(start) + n
    while (left > this.worked(year).length) left -= this.worked(year++).length
    const on = this.worked(year)[left - 1] ?? start
    return { on, provisional: !this.isAnnounced(on) }
  }

  /** The day that is counted so. */
  counted({ from, days }: Counted): ComputedDay {
    return this.addWorkingDays(from, days)
  }

  /** Working days after `from` up to and including `to`; negative when `to` is earlier. */
  workingDaysBetween(from: string, to: string): number {
    if (to < from) return -this.workingDaysBetween(to, from)
    let count = this.workedBy(to) - this.workedBy(from)
    for (let year = yearOf(from); year < yearOf(to); year++) count += this.worked(year).length
    return count
  }

  /**
   * Working days left today of a limit that ends on `dueOn`: 0 on the last day, which still counts
   * whole, negative when overdue, from the day after on, be it a working day or not.
   */
  daysLeft(today: string, dueOn: string): number {
    const left = this.workingDaysBetween(today, dueOn)
    return dueOn < today ? Math.min(-1, left) : left
  }

  /**
   * The last working day on which something may start that takes `n` working days, its first day not
   * counted, and has to be done by `end`.
   */
  latestStart(end: string, n: number): string {
    let year = yearOf(end)
    let at = this.workedBy(end) - n
    while (at <= 0) at += this.worked(--year).length
    return this.worked(year)[at - 1] ?? end
  }

  /** The last day of a limit that starts on `start`, a day that is not counted. */
  dueOn(start: string, limit: TimeLimit): ComputedDay {
    const counted = countedOf(start, limit)
    return counted ? this.counted(counted) : { on: afterTime(start, limit), provisional: false }
  }

  /** The working days of a year, in order: a firm's home counts through thousands of them. */
  private worked(year: number): readonly string[] {
    const known = this.years.get(year)
    if (known) return known
    if (year < 1 || year > 9999) throw new RangeError('working days are counted in the years 1 to 9999')
    const first = `${String(year).padStart(4, '0')}-01-01`
    const dates = Array.from({ length: 366 }, (_, day) => addDays(first, day))
    const days = [...new Set(dates)].filter((date) => yearOf(date) === year && this.isWorkingDay(date))
    this.years.set(year, days)
    return days
  }

  /** How many working days of its year have passed when this date has. */
  private workedBy(date: string): number {
    const days = this.worked(yearOf(date))
    let [low, high] = [0, days.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((days[middle] ?? '') <= date) low = middle + 1
      else high = middle
    }
    return low
  }
}
