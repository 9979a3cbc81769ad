/** Which states come after a decision, and by which actions a case is decided. */
import { edgesFrom, STATES } from '../workflow/step.js'
import type { Action, State } from '../workflow/machine.js'

export const DECIDE: readonly Action[] = ['recommend', 'refuse']

/** Whether a case is filed and not decided: it may still be withdrawn. */
export const isUndecided = (state: State): boolean => edgesFrom(state).has('withdraw')

/**
 * The states after a decision, straight from the chart: what follows it until the case is open
 * again and may be withdrawn.
 */
export const DECIDED: readonly State[] = (() => {
  const found = new Set<State>()
  const follow = (state: State, actions?: readonly Action[]): void => {
    for (const [action, edges] of edgesFrom(state))
      for (const { target } of !actions || actions.includes(action) ? edges : [])
        if (!found.has(target) && !isUndecided(target)) {
          found.add(target)
          follow(target)
        }
  }
  for (const state of STATES) if (DECIDE.some((action) => edgesFrom(state).has(action))) follow(state, DECIDE)
  return [...found]
})()
