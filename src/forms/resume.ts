/** The resume goes on month by month: a new period begins where the one before it ended. */
import { addMonths } from '../base/dates.js'
import { parseApplication } from './application.js'
import { withValue } from './engine/body.js'
import { type Branch, isBlank, rowsAt } from './engine/node.js'

const RESUME = 'talent.resume'

/** The tree with the first month of the period that was just added; as it is when that is not known. */
export function continueResume(tree: Branch, at: string | undefined): Branch {
  const periods = rowsAt(tree, RESUME)
  const last = periods.length - 1
  if (last < 1 || at !== `${RESUME}.${last}` || !isBlank(periods[last])) return tree
  const [before] = parseApplication({ talent: { resume: [periods[last - 1]] } }).partial.talent?.resume ?? []
  const to = before?.to
  if (!to) return tree
  const [year, month] = addMonths(`${to}-01`, 1).split('-')
  // the root of a tree is a branch
  return withValue(tree, [...at.split('.'), 'from'], { year, month }) as Branch
}
