/** The figures of a period, and reading them: of a group or of the whole; small numbers stay hidden. */

/** First and last day, both counted (YYYY-MM-DD). */
export interface Period {
  readonly from: string
  readonly to: string
}

/** By what figures are broken down; `days` counts decisions by the working days that they took. */
export const BREAKDOWNS = ['month', 'department', 'permit', 'district', 'cluster', 'reason', 'none'] as const
export type Breakdown = (typeof BREAKDOWNS)[number] | 'days'

export interface Figure {
  /** Month, id of the department or permit authority, code of the district, cluster, reason; empty for the whole. */
  readonly key: string
  /** filed, decided, refused, stage.assessment, refusal.criteriaNotMet, rounds.1 … */
  readonly measure: string
  /** Null when it is a small cell and hidden; so are the others. */
  readonly n: number | null
  /** Of how many the days are known. */
  readonly timed: number | null
  readonly median: number | null
  readonly p90: number | null
  /** Of how many it is known whether they were in time, and how many were. */
  readonly judged: number | null
  readonly inTime: number | null
}

/** What a list of cases is asked for: those behind one figure. */
export interface FigureQuestion {
  readonly measure: string
  readonly by: Breakdown
  readonly key: string
  /** Only those that took longer than their limit. */
  readonly late?: boolean
}

export interface Figures {
  readonly figures: ReadonlyMap<Breakdown, readonly Figure[]>
}

export const STAGES = ['acceptance', 'assessment', 'decision', 'letter', 'firm', 'review'] as const
export type Stage = (typeof STAGES)[number]

/** Stands for what is not shown because it is small, or would give a small number away: it says no number. */
export const HIDDEN = '*'

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
