/**
 * Other cases about the same person. Officers of a department with a part in a case learn of every firm's cases, by the one function of the database that looks past the scope
 * (migrations/…-duplicates.ts): number, state, firm, whom to ask, and which facts agree. A firm learns of its own filed cases, and of nothing else.
 */
import { rows, type Tx } from '../base/database.js'
import type { Actor } from '../people/actor.js'
import { SCOPE, scopeOf } from './scope.js'
import type { CaseKeys } from './sealing/caseKeys.js'
import { personFacts } from './sealing/personFacts.js'

/** passport: issuing State and number; name: the name in plain letters, or as written, with the birth date. */
export type AgreeingFact = 'passport' | 'name'

export interface Duplicate {
  readonly id: number
  readonly number: string
  readonly state: string
  readonly firmName: string
  /** The other case's lead department: whom to ask. */
  readonly leadId: number | null
  /** What agrees now. */
  readonly facts: readonly AgreeingFact[]
  /** What agreed when this case was filed. */
  readonly filedFacts: readonly AgreeingFact[]
  /** Whether the other case itself may be opened. */
  readonly inScope: boolean
}

const LIST = `
  select d.id, d.number, d.state, d.firm_name as "firmName", d.lead_id as "leadId", d.facts, d.filed_facts as "filedFacts",
    exists (select 1 from cases c where c.id = d.id and ${SCOPE}) as "inScope"
  from possible_duplicates($4) d`

/** The cases about the same person as this one, whoever filed them, the surest first; none for whoever is of no department with a part in it. */
export function listDuplicates(tx: Tx, actor: Actor, caseId: number): Promise<Duplicate[]> {
  return rows<Duplicate>(tx, LIST, [...scopeOf(actor), caseId])
}

export interface OwnDuplicate {
  readonly id: number
  readonly number: string
  readonly state: string
  readonly facts: readonly AgreeingFact[]
}

const OWN = `
  select o.id, o.number, o.state, array_agg(distinct k.fact order by k.fact) as facts
  from person_keys k join cases o on o.id = k.case_id and o.firm_id = $1::int
  where k.key = any ($3::text[]) and k.case_id <> $2
  group by o.id order by o.id desc limit 10`

/** The firm's own cases that it has filed about the person of this draft. */
export async function listOwnDuplicates(
  tx: Tx,
  keys: CaseKeys,
  actor: Actor,
  { id, answers }: { readonly id: number; readonly answers: unknown },
): Promise<OwnDuplicate[]> {
  if (actor.firmId === null) return []
  const facts = personFacts(keys, answers).map(({ key }) => key)
  return rows<OwnDuplicate>(tx, OWN, [actor.firmId, id, facts])
}

/** Another case of the firm whose case it is. */
export interface FirmCase {
  readonly id: number
  readonly number: string
  readonly state: string
  readonly talentName: string | null
  readonly post: string | null
}

const OF_FIRM = `
  select c.id, c.number, c.state, c.talent_name as "talentName", c.answers #>> '{engagement,post}' as post
  from cases c where ${SCOPE} and c.firm_id = $4 and c.id <> $5 and c.filed_on is not null
  order by c.changed_at desc, c.id desc limit 6`

/** The other filed cases of a firm within the actor's scope, the one that changed last first. */
export function listOfFirm(tx: Tx, actor: Actor, firmId: number, but: number): Promise<FirmCase[]> {
  return rows<FirmCase>(tx, OF_FIRM, [...scopeOf(actor), firmId, but])
}
