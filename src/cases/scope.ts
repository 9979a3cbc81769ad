/**
 * "May I see it?" One predicate for every list and every single read: load with it, or 404; never
 * load and then check. Row-level security is the second wall under it. The case is `c`.
 */
import { PLANNED_ONCE, type Settings } from '../base/database.js'
import { sql } from '../base/sql.js'
import { type Actor, type ActorKind, has, partsOf } from '../people/actor.js'

/** A firm's own cases, and those that it has begun for others under mandates in force. */
export const OF_OWN_FIRM = sql`(c.firm_id = ${'ownFirm'}::int or c.mandate_id = any ((select me_mandates())::int[]))`

export const SCOPE = sql`(
  ${OF_OWN_FIRM}
  or exists (
    select 1 from case_parties p
    where p.case_id = c.id and p.authority_id = ${'ownAuthority'}::int and p.part = any (${'ownParts'}::text[]) offset 0
  )
  or ${'ownParts'}::text[] = array['all']
  or (${'ownParts'}::text[] = array['own'] and c.id = (select me_talent()))
  or (${'ownParts'}::text[] = array['glass'] and c.id = any ((select me_readings())::int[]))
)`

const PARTS: Readonly<Record<Exclude<ActorKind, 'person' | 'service'>, string>> = {
  clock: 'all',
  worker: 'all',
  talent: 'own',
}

/**
 * The scope's values. The clock and the worker see every case: they come by no request; an auditor
 * sees one that a second person has consented to, a candidate the own one.
 */
export function scopeOf(actor: Actor) {
  const parts = has(actor, 'auditor') ? ['glass'] : partsOf(actor)
  return {
    ownFirm: actor.firmId,
    ownAuthority: actor.authorityId,
    ownParts: actor.kind === 'person' ? parts : [PARTS[actor.kind]],
  }
}

/**
 * The settings of a transaction that reads one case: for an auditor it says what time it is by now,
 * and so whether a consent still holds.
 */
export const settingsForReading = (actor: Actor, now: Date): Settings => ({
  ...PLANNED_ONCE,
  speaker: actor.speaker && { ...actor.speaker, at: now },
})
