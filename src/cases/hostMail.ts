/** Mails to the address that a candidate has opened the own page with. */
import { row, type Tx } from '../base/database.js'
import { path } from '../base/path.js'
import { orderMail } from '../people/mail.js'
import { inGroups } from '../people/secrets.js'
import type { Cause } from './causes.js'
import { PLACES } from './sealing/place.js'
import { openValue } from './sealing/sealedTree.js'

const PAGE = 'select code, address from talent_pages where case_id = $1'

/** Sends the way to the page, with the words of a kind; nothing while nobody has opened the page. */
export async function mailHost(tx: Tx, cause: Cause, kind: 'talentLink' | 'hostSignatureVoid'): Promise<void> {
  const { case: found, key, at } = cause
  const page = await row<{ code: string; address: string | null }>(tx, PAGE, [found.id])
  const address = openValue(key, page?.address, PLACES.talentAddress(found.id))
  if (!page || typeof address !== 'string') return
  const mail = { kind, to: { address }, language: 'en', path: path.host(inGroups(page.code)) } as const
  await orderMail(tx, { ...mail, caseId: found.id }, at)
}
