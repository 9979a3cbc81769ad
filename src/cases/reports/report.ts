/** A report, as its tables and charts are made from it. */
import type { TimeLimit } from '../../reference/workingDays.js'
import type { Breakdown, Figures, Period, Stage } from './figures.js'
import type { Names } from './names.js'

/** What a report is asked for. */
export interface ReportQuestion {
  readonly period: Period
  readonly by: Exclude<Breakdown, 'days'>
}

/** What was asked for, what was counted, what it is called, and what each stage may take today. */
export interface Report extends ReportQuestion, Figures {
  readonly names: Names
  /** Where a copy of the database was read: up to when its data go. */
  readonly asOf?: Date | undefined
  readonly limits: ReadonlyMap<Stage, TimeLimit>
  /** The same in working days: of a limit in calendar days those that it comes to at the end of the period. */
  readonly workingDays: ReadonlyMap<Stage, number>
}
