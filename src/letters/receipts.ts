/** Who has opened or downloaded a letter, and when: written with the event of the case's history, read on the letter's page. */
import { rows, type Tx } from '../base/database.js'
import type { Actor } from '../people/actor.js'

export interface Receipt {
  readonly at: Date
  readonly what: 'opened' | 'downloaded' | 'packaged'
  readonly personName: string
  readonly authorityId: number | null
  readonly firmName: string | null
  readonly byKey: boolean
  readonly packageId: number | null
}

const RECEIPTS = `
  select r.at, r.what, r.person_name as "personName", r.authority_id as "authorityId", f.name_zh as "firmName", r.key_id is not null as "byKey",
    r.package_id as "packageId"
  from letter_receipts r left join firms f on f.id = r.firm_id where r.letter_id = $1 order by r.id desc limit 50`

const RECEIVE = `
  insert into letter_receipts (letter_id, at, what, person_id, person_name, authority_id, firm_id, key_id, package_id, sha256)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`

/** The last fifty of a letter, the newest first: a department sees all, a permit authority and a firm those of their own people. */
export const listReceipts = (tx: Tx, letterId: number): Promise<Receipt[]> => rows<Receipt>(tx, RECEIPTS, [letterId])

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
