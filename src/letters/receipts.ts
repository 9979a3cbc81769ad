/**
 * Who has opened or downloaded a letter, and when: written with the event of the case's history,
 * read on the letter's page.
 */
import { rows, type Tx } from '../base/database.js'
import type { Actor } from '../people/actor.js'

export interface Receipt {
  readonly id: number
  readonly at: Date
  readonly what: 'opened' | 'downloaded' | 'packaged'
  readonly personName: string
  readonly authorityId: number | null
  readonly firmName: string | null
  readonly byKey: boolean
  readonly packageId: number | null
}

export const RECEIPTS_A_PAGE = 50

const RECEIPTS = `
  select r.id, r.at, r.what, r.person_name as "personName", r.authority_id as "authorityId", f.name_zh as "firmName",
    r.key_id is not null as "byKey",
    r.package_id as "packageId"
  from letter_receipts r left join firms f on f.id = r.firm_id
  where r.letter_id = $1 and ($2::bigint is null or r.id < $2) order by r.id desc limit ${RECEIPTS_A_PAGE}`

const RECEIVE = `
  insert into letter_receipts (letter_id, at, what, person_id, person_name, authority_id, firm_id, key_id, package_id,
    sha256)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`

/**
 * A page of a letter's, the newest first, or those `before` one: a department sees all, a permit
 * authority and a firm those of their own people.
 */
export const listReceipts = (tx: Tx, letterId: number, before?: number): Promise<Receipt[]> =>
  rows<Receipt>(tx, RECEIPTS, [letterId, before ?? null])

/** Writes down who took a letter, how and when; `packageId`: the package that it went in. */
export async function recordReceipt(
  tx: Tx,
  { id, name, authorityId, firmId, keyId }: Actor,
  letter: { readonly id: number; readonly sha256: string | null },
  what: Receipt['what'],
  at: Date,
  packageId: number | null = null,
): Promise<void> {
  await rows(tx, RECEIVE, [letter.id, at, what, id, name, authorityId, firmId, keyId, packageId, letter.sha256])
}
