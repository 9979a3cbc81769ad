/** One question to the chart and to the model, and what they must have in common. */
import { isDeepStrictEqual } from 'node:util'
import { expect } from '@jest/globals'
import { Forbidden, NotNow, type Reason } from '../../src/base/errors.js'
import type { Actor } from '../../src/people/actor.js'
import type { Facts } from '../../src/workflow/facts.js'
import type { Action, Entry, State } from '../../src/workflow/machine.js'
import { type Choice, checkAction, checkEntry, choices, step } from '../../src/workflow/step.js'
import { entryNames, verdictOn } from './model.js'

export type Account =
  | { readonly says: 'goes'; readonly to: string; readonly effects: readonly string[] }
  | { readonly says: 'waits'; readonly because: readonly Reason[] }
  | { readonly says: 'never' }

/** What the chart answers. Any error that is not a refusal is a failure. */
function accountOf(ask: () => { to: string; effects: readonly string[] }): Account {
  try {
    return { says: 'goes', ...ask() }
  } catch (error) {
    if (error instanceof NotNow) return { says: 'waits', because: error.because }
    if (error instanceof Forbidden) return { says: 'never' }
    throw error
  }
}

/** What the chart says of an action or an entry; of names too that are none. */
export function chartOn(state: State, name: string, actor: Actor, facts: Facts): Account {
  if (!entryNames.includes(name))
    return accountOf(() => {
      const { state: to, effects } = step(state, facts, name as Action, actor, {})
      return { to, effects }
    })
  return accountOf(() => {
    checkEntry(state, facts, name as Entry, actor)
    return { to: state, effects: [] }
  })
}

const codesOf = (reasons: readonly Reason[]): string[] => [...new Set(reasons.map(({ code }) => code))].sort()

function mustEqual(seen: unknown, expected: unknown, where: unknown): void {
  // expect() is slow, and this is asked some hundred thousand times
  if (!isDeepStrictEqual(seen, expected)) expect({ seen, where }).toEqual({ seen: expected, where })
}

/** Compares chart, model and choices on one question, and gives the chart's answer. */
export function compare(
  state: State,
  name: string,
  actor: Actor,
  facts: Facts,
  offered: readonly Choice[] = choices(state, facts, actor),
): Account {
  const where = { state, name, actor, facts }
  const account = chartOn(state, name, actor, facts)
  const verdict = verdictOn(state, name, actor, facts)
  const expected =
    verdict.says === 'goes'
      ? { says: 'goes', to: verdict.move.target ?? state, effects: verdict.move.effects }
      : verdict
  mustEqual(account.says === 'waits' ? { says: 'waits', codes: codesOf(account.because) } : account, expected, where)

  const isEntry = entryNames.includes(name)
  const isElsewhere = verdict.says === 'waits' && verdict.codes[0] === 'notInThisState'
  const because = account.says === 'waits' ? account.because : []
  const choice = { action: name, kind: isEntry ? 'entry' : 'action', enabled: account.says === 'goes', because }
  mustEqual(
    offered.filter(({ action }) => action === name),
    account.says === 'never' || isElsewhere ? [] : [choice],
    where,
  )
  if (!isEntry) {
    const asked = accountOf(() => {
      checkAction(state, facts, name as Action, actor)
      return { to: '', effects: [] }
    })
    mustEqual(asked, account.says === 'goes' ? { says: 'goes', to: '', effects: [] } : account, where)
  }
  return account
}
