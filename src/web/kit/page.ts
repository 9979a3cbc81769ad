/**
 * How dates, times, sums and addresses are written on a page. Full dates in letters and promises,
 * short ones on the desk.
 */
import { timeInShanghai } from '../../base/clock.js'
import { sayDate, weekday } from '../../base/dates.js'
import { type Bilingual, fill, type Language } from '../../base/text.js'

const DAYS: readonly Bilingual[] = [
  { zh: '周一', en: 'Monday' },
  { zh: '周二', en: 'Tuesday' },
  { zh: '周三', en: 'Wednesday' },
  { zh: '周四', en: 'Thursday' },
  { zh: '周五', en: 'Friday' },
  { zh: '周六', en: 'Saturday' },
  { zh: '周日', en: 'Sunday' },
]

/** `full` 2026年11月24日, `weekday` with the day of the week, `short` 11月24日. */
export type DateStyle = 'full' | 'weekday' | 'short'
/** `full` with the full date, `short` with the short one, `clock` 14:32 alone. */
export type TimeStyle = 'full' | 'short' | 'clock'

/** Made once: a new formatter costs more than a page. */
const grouped = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 })

/** The date and the time of day that it is in Shanghai at an instant (an ISO text or a Date). */
function inShanghai(at: Date | string): { on: string; clock: string } {
  const there = timeInShanghai(at instanceof Date ? at : new Date(at))
  return { on: there.slice(0, 10), clock: there.slice(11, 16) }
}

/** A text in both languages from a function of the language. */
export const both = (make: (language: Language) => string): Bilingual => ({ zh: make('zh'), en: make('en') })

/**
 * A date as people write it: 2026年11月24日, 24 November 2026.
 *
 * @param on a civil date YYYY-MM-DD, or an instant, of which the date in Shanghai is taken
 * @throws RangeError when it is no date
 */
export function dateText(on: string | Date, language: Language, style: DateStyle = 'full'): string {
  const date = on instanceof Date ? inShanghai(on).on : on
  const full = sayDate(date)[language]
  if (style === 'full') return full
  if (style === 'short') return language === 'zh' ? full.replace(/^.*年/, '') : full.replace(/^(\d+ \w{3}).*$/, '$1')
  const day = DAYS[weekday(date) - 1]?.[language]
  return language === 'zh' ? `${full}（${day}）` : `${day} ${full}`
}

/** An instant as the clock on a wall in Shanghai shows it: 2026年11月24日 14:32, 24 November 2026, 14:32. */
export function timeText(at: Date | string, language: Language, style: TimeStyle = 'full'): string {
  const { on, clock } = inShanghai(at)
  if (style === 'clock') return clock
  return `${dateText(on, language, style)}${language === 'zh' ? ' ' : ', '}${clock}`
}

/** The date in both languages; see dateText. */
export const day = (on: string | Date, style?: DateStyle): Bilingual =>
  both((language) => dateText(on, language, style))

/** A short date on the desk, with its year when that is not this one. */
export const near = (on: string, today: string): Bilingual =>
  day(on, on.slice(0, 4) === today.slice(0, 4) ? 'short' : 'full')

/** Date and time of day in both languages; see timeText. */
export const time = (at: Date | string, style?: TimeStyle): Bilingual =>
  both((language) => timeText(at, language, style))

/** From the first day to the last one. */
export const span = ({ from, to }: { readonly from: string; readonly to: string }, style?: DateStyle): Bilingual =>
  fill({ zh: '{from}至{to}', en: '{from} to {to}' }, { from: day(from, style), to: day(to, style) })

/** A number with its thousands apart: 52,000,000. */
export const numberText = (value: number): string => grouped.format(value)

/** A sum in yuan: ¥895,248. */
export const money = (yuan: number): string => `¥${grouped.format(yuan)}`

/** `3 working days` but `1 working day`; Chinese has no plural. */
export const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`

/** `3 个工作日`, `3 working days`. */
export const workingDays = (count: number): Bilingual => ({
  zh: `${count} 个工作日`,
  en: counted(count, 'working day', 'working days'),
})

/** Two slashes at the beginning would name another host. */
const oneSlash = (path: string): string => path.replace(/^\/+/, '/')

/** The same address with another value in its query; null takes the name out. Only path and query are looked at. */
export function addressWith(address: string, name: string, value: string | null): string {
  const url = new URL(oneSlash(address), 'http://localhost')
  if (value === null) url.searchParams.delete(name)
  else url.searchParams.set(name, value)
  return `${oneSlash(url.pathname)}${url.search}`
}
