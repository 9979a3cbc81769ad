/**
 * Mail is ordered in the transaction that causes it, and vanishes with it; the worker sends it
 * within seconds (worker/mailQueue.ts). What a mail says is made from its kind when it goes out, so
 * that no text waits in the database: a mail names a case by its number and has one link; to the
 * firm it says the candidate's initials and what is wanted, and nothing else of anybody.
 */
import { z } from 'zod'
import { row, type Tx } from '../base/database.js'
import { path } from '../base/path.js'
import type { Language } from '../base/text.js'
import { carried } from '../base/trail.js'
import type { Way } from './mailChoices.js'
import { linkTo } from './secrets.js'

/** An address as it is taken: of one line, one person, and no longer than SMTP allows. */
export const EMAIL = z.email().max(254)

export interface MailOrder {
  /** What it is about: a name of mailKinds.ts, or of cases/notifications.ts. */
  readonly kind: string
  /** A person, at the address that they have verified by the time it is sent, or an address that somebody has given. */
  readonly to: { readonly personId: number } | { readonly address: string }
  readonly language: Language
  /** By text message or chat to the person; by mail where that does not arrive. */
  readonly by?: Way
  /** What it leads to: a path of this site, with its query. */
  readonly path: string
  /** There is a secret in the path; it is taken away once the mail has gone out. */
  readonly secret?: boolean
  readonly caseId?: number
  /** The request that it comes from, where that is not the present one. */
  readonly requestId?: string | undefined
}

/** The link that confirms an address, by the secret whose hash the person has (people.email_token). */
export const confirmingMail = (address: string, secret: string, language: Language): MailOrder => ({
  kind: 'verifyEmail',
  to: { address },
  language,
  path: linkTo(path.email, secret),
  secret: true,
})

const ADD = `
  with new as (select nextval(pg_get_serial_sequence('mails', 'id'))::int as id),
  added as (
    insert into mails (id, kind, person_id, address, language, path, secret, case_id, ordered_at, next_try_at,
      request_id, mark, channel)
    overriding system value select id, $1, $2::int, $3, $4, $5, $6, $7::int, $8, $8, $9,
      replace(gen_random_uuid()::text, '-', ''), $10 from new)
  select id from new`

/**
 * Orders a mail with this transaction. Answers its id.
 * @throws ZodError when the address is none; Error when the path does not stay on this site
 */
export async function orderMail(
  tx: Tx,
  { kind, to, language, by = 'mail', path: place, secret = false, caseId, requestId = carried().requestId }: MailOrder,
  at: Date,
): Promise<number> {
  if (!/^\/(?!\/)[\x21-\x7e]*$/.test(place)) throw new Error('a mail leads to a path of this site')
  const [personId, address] = 'personId' in to ? [to.personId, null] : [null, EMAIL.parse(to.address)]
  const added = await row<{ id: number }>(tx, ADD, [
    ...[kind, personId, address, language, place, secret, caseId ?? null, at, requestId ?? null, by],
  ])
  if (!added) throw new Error('the mail was not ordered')
  return added.id
}
