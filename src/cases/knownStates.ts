/**
 * Whether the chart knows the states of all cases. Those of a database that a newer release wrote,
 * or a wrong one, it may not know: nothing could then be said of these cases or done to them.
 */
import { type Database, rows } from '../base/database.js'
import { WORKER } from '../people/actor.js'
import { settingsOf } from '../people/scope.js'
import { STATES } from '../workflow/step.js'

/** The database has cases in states that this release does not have. */
export class UnknownStates extends Error {
  constructor(states: readonly string[]) {
    super(
      `数据库里有案件处于本版本没有的状态：${states.join('、')}。数据库可能由更新的版本使用过，请使用该版本启动。\n` +
        `The database has cases in states that this release does not have: ${states.join(', ')}. ` +
        'A newer release may have used it; start that release.',
    )
    this.name = 'UnknownStates'
  }
}

const UNKNOWN = 'select distinct state as name from cases where state <> all ($1::text[]) order by state'

/** Throws UnknownStates. Only the worker's database role sees all cases. */
export async function requireKnownStates(db: Database): Promise<void> {
  const found = await db.transaction(settingsOf(WORKER), (tx) => rows<{ name: string }>(tx, UNKNOWN, [STATES]))
  if (found.length > 0) throw new UnknownStates(found.map(({ name }) => name))
}
