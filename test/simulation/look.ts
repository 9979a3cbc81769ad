/** What a check is given to look at, and the checks that are one statement. */
import type pg from 'pg'
import type { Operation } from './asking.js'
import type { Luck } from './luck.js'
import type { Town } from './town.js'

/** What is looked at. */
export interface Look {
  readonly town: Town
  readonly admin: pg.Client
  readonly today: string
  /** These cases alone; null: all. */
  readonly cases: readonly number[] | null
  /** What was asked since the last look. */
  readonly operations: readonly Operation[]
  /** Nothing is disturbed, and the worker has done what waited: what was ordered must be there. */
  readonly calm: boolean
  readonly luck: Luck
}

/** One line for each row of a statement, which is asked for the cases that are looked at as $1. */
export const each =
  (sql: string) =>
  async ({ admin, cases }: Look): Promise<string[]> =>
    (await admin.query<{ fault: string }>(sql, [cases])).rows.map(({ fault }) => fault)

/** Of a statement whose rows `e` are of cases: those that are looked at. */
export const SEEN = '($1::int[] is null or e.case_id = any ($1))'
