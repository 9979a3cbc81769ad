/**
 * What a report is asked for, read from its address: period and breakdown. Whatever cannot be read
 * falls back, so that every address shows something.
 */
import { addDays, addMonths, isDate, monthEnd, monthStart } from '../../base/dates.js'
import type { Bilingual } from '../../base/text.js'
import { BREAKDOWNS, type FigureQuestion, type Period } from '../../cases/reports/figures.js'
import type { ReportQuestion } from '../../cases/reports/report.js'
import { readText } from '../http/input.js'

/** Years that a period may span; more would only be slow. */
const MOST_YEARS = 5

/** This month and the eleven before it, up to today. */
const lastTwelve = (today: string): Period => ({ from: addMonths(monthStart(today), -11), to: today })

/** The period of a query (`from`, `to`), at most five years long; `wholeMonths` widens it to whole months. */
export function readPeriod(query: unknown, today: string, wholeMonths: boolean): Period {
  const usual = lastTwelve(today)
  const dateOf = (name: string) => {
    const text = readText(query, name, 10)
    return text && isDate(text) && text >= '2000-01-01' && text <= '2099-12-31' ? text : undefined
  }
  const to = dateOf('to') ?? usual.to
  const wanted = dateOf('from') ?? (to < usual.from ? addMonths(monthStart(to), -11) : usual.from)
  const [first, last] = wanted <= to ? [wanted, to] : [to, wanted]
  const earliest = addMonths(last, -12 * MOST_YEARS)
  const from = [first, earliest].sort().at(-1) ?? first
  return wholeMonths ? { from: monthStart(from), to: monthEnd(last) } : { from, to: last }
}

const readBreakdown = (query: unknown, name: string) => BREAKDOWNS.find((known) => known === readText(query, name, 20))

export const readQuestion = (query: unknown, today: string, wholeMonths: boolean): ReportQuestion => ({
  period: readPeriod(query, today, wholeMonths),
  by: readBreakdown(query, 'by') ?? 'month',
})

/** Which figure's cases are asked for. */
export function readFigure(query: unknown): Required<FigureQuestion> {
  const by = readText(query, 'of', 20) === 'days' ? 'days' : (readBreakdown(query, 'of') ?? 'none')
  return {
    measure: readText(query, 'measure', 60) ?? 'filed',
    by,
    key: by === 'none' ? '' : (readText(query, 'key', 60) ?? ''),
    late: readText(query, 'late') === 'yes',
  }
}

/** The query of an address that asks the same. */
export const queryOf = ({ period, by }: ReportQuestion) => ({ ...period, by })

/** The query of an address that asks for the cases behind a figure. */
export const figureQuery = (question: ReportQuestion, { measure, by, key, late }: FigureQuestion) => ({
  ...queryOf(question),
  measure,
  of: by,
  key: by === 'none' ? undefined : key,
  late: late ? 'yes' : undefined,
})

/** Periods that are often asked for. */
export function usualPeriods(today: string): { text: Bilingual; period: Period }[] {
  const lastMonth = addDays(monthStart(today), -1)
  return [
    { text: { zh: '本月', en: 'This month' }, period: { from: monthStart(today), to: today } },
    { text: { zh: '上月', en: 'Last month' }, period: { from: monthStart(lastMonth), to: lastMonth } },
    { text: { zh: '近三个月', en: 'Three months' }, period: { from: addMonths(monthStart(today), -2), to: today } },
    { text: { zh: '今年', en: 'This year' }, period: { from: `${today.slice(0, 4)}-01-01`, to: today } },
    { text: { zh: '近十二个月', en: 'Twelve months' }, period: lastTwelve(today) },
  ]
}
