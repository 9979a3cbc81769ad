/**
 * "Which letters may I see?" What cases/scope.ts says of the case, and what concerns the letter. It
 * is `l`, its case `c`.
 */
import { sql } from '../base/sql.js'
import { SCOPE, scopeOf } from '../cases/scope.js'
import { type Actor, partsOf } from '../people/actor.js'

/** A permit authority sees what is addressed to it; nobody else is asked. */
export const ADDRESSED = sql`(${'addressedTo'}::int is null or l.addressed_to = ${'addressedTo'})`

/**
 * Those who make letters see a number from when it is taken, whatever becomes of it; a permit
 * authority what is addressed to it.
 */
export const SEEN = sql`${SCOPE} and (l.issued_at is not null or ${'makes'}::bool) and ${ADDRESSED}`

/** The values of SEEN. */
export function seenBy(actor: Actor) {
  const parts = partsOf(actor)
  const makes = actor.firmId === null && parts.some((part) => part !== 'permit')
  return { ...scopeOf(actor), makes, addressedTo: makes || actor.firmId !== null ? null : actor.authorityId }
}
