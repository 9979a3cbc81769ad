/** Many cases at once: why one of them was left as it is, in a line; and which of them somebody has opened. */
import { type Database, rows } from '../base/database.js'
import { Forbidden, Invalid, NotFound, NotNow, Stale } from '../base/errors.js'
import { sql } from '../base/sql.js'
import type { Bilingual } from '../base/text.js'
import type { Actor } from '../people/actor.js'
import { settingsOf } from '../people/scope.js'
import type { State } from '../workflow/machine.js'
import { SCOPE, scopeOf } from './scope.js'

/** What stands in the way; undefined for a fault of ours, and for what is to be asked once for all of them. */
export function saidOf(error: unknown): Bilingual | undefined {
  if (error instanceof NotNow) return error.because[0]
  if (error instanceof Invalid) return error.problems[0]?.message
  if (error instanceof Forbidden) return { zh: '该事项不由您办理', en: 'this is not your task' }
  if (error instanceof NotFound) return { zh: '没有这个案件', en: 'there is no such case' }
  if (error instanceof Stale) return { zh: '案件刚有变化，请再试', en: 'the case has just changed; try again' }
  return undefined
}

const OPENED = sql`
  select c.id from cases c
  where ${SCOPE} and c.id = any (${'ids'}::int[]) and exists (
    select from events e
    where e.case_id = c.id and e.actor_id = ${'me'}::int and e.action = 'readCase' and e.seq > coalesce((
      select max(f.seq) from events f where f.case_id = c.id and f.action in ('submit', 'resubmit')), 0))`

/** Those of some cases that the actor has opened since the firm sent them last. */
export async function listOpened(db: Database, actor: Actor, ids: readonly number[]): Promise<Set<number>> {
  const found = await db.transaction(settingsOf(actor), (tx) =>
    rows<{ id: number }>(tx, ...OPENED({ ...scopeOf(actor), me: actor.id, ids })),
  )
  return new Set(found.map(({ id }) => id))
}

const INTERESTED = sql`
  select c.id, array_agg(distinct e.actor_id) as people
  from cases c join events e on e.case_id = c.id and e.action = 'declareInterest'
  where ${SCOPE} and c.id = any (${'ids'}::int[]) and e.actor_id is not null group by c.id`

/** Of each of some cases who has declared an interest in it; of those in which nobody has, nothing. */
export async function listInterested(
  db: Database,
  actor: Actor,
  ids: readonly number[],
): Promise<Map<number, readonly number[]>> {
  const found = await db.transaction(settingsOf(actor), (tx) =>
    rows<{ id: number; people: number[] }>(tx, ...INTERESTED({ ...scopeOf(actor), ids })),
  )
  return new Map(found.map(({ id, people }) => [id, people]))
}

const STATES = sql`select c.id, c.state from cases c where ${SCOPE} and c.id = any (${'ids'}::int[])`

/** The states of those of some cases that the actor may see. */
export async function listStates(db: Database, actor: Actor, ids: readonly number[]): Promise<Map<number, State>> {
  const found = await db.transaction(settingsOf(actor), (tx) =>
    rows<{ id: number; state: State }>(tx, ...STATES({ ...scopeOf(actor), ids })),
  )
  return new Map(found.map(({ id, state }) => [id, state]))
}
