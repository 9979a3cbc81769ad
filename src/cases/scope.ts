/**
 * "May I see it?" One predicate for every list and every single read: load with it, or 404; never load and then check. Row-level security is the second wall
 * under it. Takes $1 to $3 of the statement, the case being `c`.
 */
import { type Actor, partsOf } from '../people/actor.js'

export const SCOPE = `(
  c.firm_id = $1::int
  or exists (
    select 1 from case_parties p
    where p.case_id = c.id and p.authority_id = $2::int and p.part = any ($3::text[])
  )
  or $3::text[] = array['all']
)`

/** The values of $1 to $3. The clock and the worker see every case: they come by no request. */
export function scopeOf(actor: Actor): [firmId: number | null, authorityId: number | null, parts: string[]] {
  return [actor.firmId, actor.authorityId, actor.kind === 'person' ? partsOf(actor) : ['all']]
}
