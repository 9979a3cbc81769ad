/** Lists whose rows each ask for a reason of their own: what is wrong with one stands beside its row. */
import type { Problem } from '../../base/errors.js'
import type { Bilingual } from '../../base/text.js'

const placeOf = (row: number | string): string => `reason-${row}`

/** The problems of the form of one row; its control is called `reason-ROW`. */
export const besideRow = (problems: readonly Problem[], row: number | string): Problem[] =>
  problems.map((problem) => ({ ...problem, path: placeOf(row) }))

export const wrongBeside = (problems: readonly Problem[], row: string): Bilingual | undefined =>
  problems.find(({ path }) => path === placeOf(row))?.message
