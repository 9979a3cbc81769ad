/**
 * Other cases about the same person. Officers of a department with a part in a case learn of every
 * firm's cases, by the one function of the database that looks past the scope
 * (migrations/…-duplicates.ts): number, state, firm, whom to ask, and which facts agree; and of
 * letters in force for the same person, as does the permit authority (…-lettersOfSamePerson.ts). A
 * firm learns of its own filed cases, and of nothing else.
 */
import { rows, type Tx } from '../base/database.js'
import { Invalid, type Problem } from '../base/errors.js'
import { sql } from '../base/sql.js'
import type { Bilingual } from '../base/text.js'
import type { Actor } from '../people/actor.js'
import type { Cause } from './causes.js'
import { SCOPE, scopeOf } from './scope.js'
import type { CaseKeys } from './sealing/caseKeys.js'
import { personFacts } from './sealing/personFacts.js'
import type { State } from '../workflow/machine.js'

/** passport: issuing State and number; name: the name in plain letters, or as written, with the birth date. */
export type AgreeingFact = 'passport' | 'name'

export interface Duplicate {
  readonly id: number
  readonly number: string
  readonly state: State
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

const LIST = sql`
  select d.id, d.number, d.state, d.firm_name as "firmName", d.lead_id as "leadId", d.facts,
    d.filed_facts as "filedFacts",
    exists (select 1 from cases c where c.id = d.id and ${SCOPE}) as "inScope"
  from possible_duplicates(${'caseId'}) d`

/**
 * The cases about the same person as this one, whoever filed them, the surest first; none for
 * whoever is of no department with a part in it.
 */
export function listDuplicates(tx: Tx, actor: Actor, caseId: number): Promise<Duplicate[]> {
  return rows<Duplicate>(tx, ...LIST({ ...scopeOf(actor), caseId }))
}

/** A letter in force, or being made, for the same person in another case. */
export interface OtherLetter {
  /** The case that was asked about. */
  readonly about: number
  /** The other case. */
  readonly id: number
  readonly number: string
  readonly state: State
  readonly firmName: string
  readonly leadId: number | null
  readonly facts: readonly AgreeingFact[]
  readonly letter: string
  readonly issued: boolean
  readonly validUntil: string | null
  /** Whether the other case may be opened. */
  readonly inScope: boolean
}

const LETTERS = sql`
  select d.about, d.id, d.number, d.state, d.firm_name as "firmName", d.lead_id as "leadId", d.facts, d.letter,
    d.issued,
    d.valid_until::text as "validUntil", exists (select 1 from cases c where c.id = d.id and ${SCOPE}) as "inScope"
  from letters_of_same_person(${'caseIds'}, ${'today'}) d`

/**
 * The letters in force today for the persons of some cases, told to the lead department, and to the
 * permit authority when they are issued.
 */
export const listOtherLetters = (
  tx: Tx,
  actor: Actor,
  caseIds: readonly number[],
  today: string,
): Promise<OtherLetter[]> => rows<OtherLetter>(tx, ...LETTERS({ ...scopeOf(actor), caseIds, today }))

/** Of two recommendations of one person at once the second sees the first. */
const IN_TURN = `
  select pg_advisory_xact_lock(hashtext('letters of a person'), k.hash)
  from (select distinct hashtext(key) as hash from person_keys where case_id = $1 order by 1) k`

/**
 * A second letter for a person needs a reason, which stands in the history with what it was given
 * for. Throws Invalid.
 */
export async function requireReason(tx: Tx, { case: found, actor, today, input, content }: Cause): Promise<void> {
  await rows(tx, IN_TURN, [found.id])
  const others = await listOtherLetters(tx, actor, [found.id], today)
  if (others.length === 0) return
  if (input.duplicateReason === undefined) throw new Invalid([reasonNeeded(others)])
  content.otherLetters = others.map(({ number, letter }) => ({ number, letter }))
}

/** A letter by its number, its case and its firm. */
export const nameLetter = ({ number, firmName, letter }: OtherLetter): Bilingual => ({
  zh: `${letter}（${number}，${firmName}）`,
  en: `${letter} (${number}, ${firmName})`,
})

function reasonNeeded(others: readonly OtherLetter[]): Problem {
  const named = others.map(nameLetter)
  return {
    code: 'duplicateReason',
    path: 'duplicateReason',
    message: {
      zh: `同一人选另有有效的推荐函：${named.map(({ zh }) => zh).join('、')}。仍予推荐的，请写明理由。`,
      en:
        'A letter is in force for the same person: ' +
        `${named.map(({ en }) => en).join('; ')}. To recommend anyway, give the reason.`,
    },
  }
}

export interface OwnDuplicate {
  readonly id: number
  readonly number: string
  readonly state: State
  readonly facts: readonly AgreeingFact[]
}

const OWN = `
  select o.id, o.number, o.state, array_agg(distinct k.fact order by k.fact) as facts
  from person_keys k join cases o on o.id = k.case_id
    and o.firm_id = (select c.firm_id from cases c where c.id = $1)
  where k.key = any ($2::text[]) and k.case_id <> $1
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
  return rows<OwnDuplicate>(tx, OWN, [id, facts])
}

/** Another case of the firm whose case it is. */
export interface FirmCase {
  readonly id: number
  readonly number: string
  readonly state: State
  readonly talentName: string | null
  readonly post: string | null
}

const OF_FIRM = sql`
  select c.id, c.number, c.state, c.talent_name as "talentName", c.answers #>> '{engagement,post}' as post
  from cases c where ${SCOPE} and c.firm_id = ${'firmId'} and c.id <> ${'but'} and c.filed_on is not null
  order by c.changed_at desc, c.id desc limit 6`

/** The other filed cases of a firm within the actor's scope, the one that changed last first. */
export function listOfFirm(tx: Tx, actor: Actor, firmId: number, but: number): Promise<FirmCase[]> {
  return rows<FirmCase>(tx, ...OF_FIRM({ ...scopeOf(actor), firmId, but }))
}
