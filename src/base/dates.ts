/**
 * Civil dates as 'YYYY-MM-DD' strings and months as 'YYYY-MM'. No instants and no time zones: a
 * deadline, a birthday and a date of issue are days on a calendar, and a `Date` would move them
 * across midnight. Strings of this form sort as dates do.
 */
import type { Bilingual } from './text.js'

const firstDate = '0001-01-01'
const lastDate = '9999-12-31'
const dateForm = /^(\d{4})-(\d{2})-(\d{2})$/
const monthForm = /^(\d{4})-(0[1-9]|1[0-2])$/
const monthNames = 'January February March April May June July August September October November December'.split(' ')

interface Parts {
  readonly year: number
  readonly month: number
  readonly day: number
}

const isLeapYear = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0

function monthLength(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

function findParts(text: string): Parts | undefined {
  const found = dateForm.exec(text)
  if (!found) return undefined
  const [year, month, day] = [Number(found[1]), Number(found[2]), Number(found[3])]
  const real = year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= monthLength(year, month)
  return real ? { year, month, day } : undefined
}

function getParts(date: string): Parts {
  const parts = findParts(date)
  if (!parts) throw new RangeError('not a civil date YYYY-MM-DD')
  return parts
}

const write = ({ year, month, day }: Parts): string =>
  `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`

const daysBeforeYear = (year: number): number => {
  const past = year - 1
  return 365 * past + Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400)
}

/** Days since 0001-01-01, a Monday in the Gregorian calendar carried backwards. */
function dayNumber(date: string): number {
  const { year, month, day } = getParts(date)
  let days = daysBeforeYear(year) + day - 1
  for (let before = 1; before < month; before++) days += monthLength(year, before)
  return days
}

function dateAt(days: number): string {
  if (days <= 0) return firstDate
  if (days >= dayNumber(lastDate)) return lastDate
  let year = Math.floor(days / 365.2425) + 1
  while (daysBeforeYear(year) > days) year--
  while (daysBeforeYear(year + 1) <= days) year++
  let rest = days - daysBeforeYear(year)
  let month = 1
  while (rest >= monthLength(year, month)) rest -= monthLength(year, month++)
  return write({ year, month, day: rest + 1 })
}

/** True when the text is a day that exists, written YYYY-MM-DD, from 0001-01-01 to 9999-12-31. */
export const isDate = (text: string): boolean => findParts(text) !== undefined

/** True when the text is a month written YYYY-MM. */
export const isMonth = (text: string): boolean => monthForm.test(text) && !text.startsWith('0000')

/**
 * The date `days` days later (earlier when negative), held to 0001-01-01 and 9999-12-31. RangeError
 * when `date` is none.
 */
export const addDays = (date: string, days: number): string => dateAt(dayNumber(date) + days)

/**
 * The same day `months` calendar months later (earlier when negative), held to the month's last
 * day: 31 August and six months is 28 February. Held to 0001-01-01 and 9999-12-31. RangeError when
 * `date` is none.
 */
export function addMonths(date: string, months: number): string {
  const from = getParts(date)
  const count = from.year * 12 + from.month - 1 + months
  const [year, month] = [Math.floor(count / 12), (((count % 12) + 12) % 12) + 1]
  if (year < 1) return firstDate
  if (year > 9999) return lastDate
  return write({ year, month, day: Math.min(from.day, monthLength(year, month)) })
}

/** Days from one date to another; negative when `to` is earlier. RangeError when one of them is no date. */
export const daysBetween = (from: string, to: string): number => dayNumber(to) - dayNumber(from)

/** The day of the week, 1 Monday to 7 Sunday (ISO 8601). RangeError when `date` is none. */
export const weekday = (date: string): number => (dayNumber(date) % 7) + 1

/**
 * Completed years of age on a day; negative before birth. One born on 29 February completes a year
 * on 1 March where there is no 29 February. RangeError when one of them is no date.
 */
export function completedYears(birthDate: string, on: string): number {
  const [birth, now] = [getParts(birthDate), getParts(on)]
  const reached = on.slice(5) >= birthDate.slice(5)
  return now.year - birth.year - (reached ? 0 : 1)
}

/** The first day of the month in which a date lies. */
export const monthStart = (date: string): string => `${date.slice(0, 8)}01`

/** The last day of the month in which a date lies. */
export const monthEnd = (date: string): string => addDays(addMonths(monthStart(date), 1), -1)

/** The month (YYYY-MM) in which a date lies. */
export const monthOf = (date: string): string => date.slice(0, 7)

/** Months since the month 0000-01, so that months can be counted. RangeError when `month` is none. */
export function monthNumber(month: string): number {
  if (!isMonth(month)) throw new RangeError('not a month YYYY-MM')
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1
}

/** The month (YYYY-MM) with this number; the inverse of monthNumber. */
export const monthAt = (number: number): string =>
  `${String(Math.floor(number / 12)).padStart(4, '0')}-${String((number % 12) + 1).padStart(2, '0')}`

/** Every month from one to another, both counted; none when `to` is earlier. */
export function listMonths(from: string, to: string): string[] {
  const first = monthNumber(from)
  return Array.from({ length: Math.max(0, monthNumber(to) - first + 1) }, (_, index) => monthAt(first + index))
}

/**
 * A date as people write it: 2026年11月24日, 24 November 2026 (Arabic figures without leading
 * zeros, GB/T 9704-2012).
 */
export function sayDate(date: string): Bilingual {
  const { year, month, day } = getParts(date)
  return { zh: `${year}年${month}月${day}日`, en: `${day} ${monthNames[month - 1]} ${year}` }
}

/** A month as people write it: 2019年7月, July 2019. */
export function sayMonth(month: string): Bilingual {
  const number = monthNumber(month)
  const [year, index] = [Math.floor(number / 12), number % 12]
  return { zh: `${year}年${index + 1}月`, en: `${monthNames[index]} ${year}` }
}
