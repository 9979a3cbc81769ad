/** The numbers of letters beside the cases that they belong to. */
import { type Database, rows, type Tx } from '../base/database.js'
import { sql } from '../base/sql.js'
import type { Actor } from '../people/actor.js'
import { settingsOf } from '../people/scope.js'
import { SEEN, seenBy } from './scope.js'

/** Numbers of a series that are nobody’s. */
export interface Skipped {
  readonly series: string
  readonly year: number
  readonly first: number
  readonly last: number
  readonly at: Date
}

const SKIPPED = `
  select series, year, first, last, at from skipped_numbers where authority_id = $1 order by at desc, series`

/**
 * What the series of the actor’s own authority have left out, the latest first: numbers that may have been given and
 * lost when the database went on elsewhere (migrations/…-skippedNumbers.ts).
 */
export function listSkipped(db: Database, actor: Actor): Promise<Skipped[]> {
  return db.transaction(settingsOf(actor), (tx) => rows<Skipped>(tx, SKIPPED, [actor.authorityId]))
}

const NUMBERS = sql`
  select l.case_id as "caseId", l.number, l.valid_until::text as "validUntil"
  from letters l join cases c on c.id = l.case_id
  where ${SEEN} and l.case_id = any (${'caseIds'}::int[]) and l.kind = 'recommendation' order by l.id`

/** The recommendation that counts, as a list names it. */
export interface NumberedLetter {
  readonly caseId: number
  readonly number: string
  readonly validUntil: string | null
}

/** The recommendation that counts, by the case: of those of some cases that the actor may see. */
export async function listNumbers(
  tx: Tx,
  actor: Actor,
  caseIds: readonly number[],
): Promise<Map<number, NumberedLetter>> {
  const found = await rows<NumberedLetter>(tx, ...NUMBERS({ ...seenBy(actor), caseIds }))
  return new Map(found.map((one) => [one.caseId, one]))
}
