/** Reading the figures of a period: of a group or of the whole; small numbers stay hidden. */
import type { Names } from './names.js'
import type { Breakdown, Figure, FigureQuestion, Period } from './report.service.js'

export interface Figures {
  readonly figures: ReadonlyMap<Breakdown, readonly Figure[]>
}

/** What a report is asked for. */
export interface ReportQuestion {
  readonly period: Period
  readonly by: Exclude<Breakdown, 'days'>
}

/** A report: what was asked for, what was counted, and what it is called. */
export interface Report extends ReportQuestion, Figures {
  readonly names: Names
}

/** Stands for a number that is too small to be shown. */
export const SMALL = '<5'

const NOTHING = { n: 0, timed: 0, median: null, p90: null, judged: 0, inTime: 0 }

/** The figure of a group, of the whole when none is named; or one that says that there is nothing. */
export function figureOf(
  { figures }: Figures,
  { measure, by = 'none', key = '' }: Pick<FigureQuestion, 'measure'> & Partial<FigureQuestion>,
): Figure {
  const found = figures.get(by)?.find((one) => one.key === key && one.measure === measure)
  return found ?? { key, measure, ...NOTHING }
}

/** Whole per cents of a number; null when there is nothing to divide. */
export const percentOf = (part: number | null, whole: number | null): number | null =>
  part === null || !whole ? null : Math.round((100 * part) / whole)
