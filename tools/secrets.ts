/**
 * What in the database hangs on SECRET, when it is changed: the public key of exports is kept, and authenticators and the secrets of webhooks are sealed anew. Done by the owner, since no role of the application may
 * read a secret that is not its person's.
 */
import type pg from 'pg'
import { SealBroken, sealedBy } from '../src/base/seal.js'
import { exportKeyRow } from '../src/cases/audit/exportKeys.js'
import { WebhookKeys } from '../src/exchange/signing.js'
import { PeopleKeys, type Secrets } from '../src/people/peopleKeys.js'

/** Keeps the public key of exports of SECRET, and of those that it took the place of. */
export async function keepExportKeys(owner: pg.Client, { secret, secretEarlier }: Secrets): Promise<void> {
  for (const one of [...(secretEarlier ?? []), secret]) {
    const { sql, values } = exportKeyRow(one)
    await owner.query(sql, values)
  }
}

interface Authenticator {
  readonly personId: number
  readonly secret: Buffer
}

const LIST = 'select person_id as "personId", secret from authenticators order by person_id'

/** How many authenticators none of the secrets opens. */
export async function countUnreadable(owner: pg.Client, secrets: Secrets): Promise<number> {
  const keys = PeopleKeys.of(secrets)
  const { rows } = await owner.query<Authenticator>(LIST)
  return rows.filter(({ personId, secret }) => !keys.findAuthenticator(personId, secret)).length
}

/**
 * Seals every authenticator under SECRET that was sealed under an earlier one, person by person, so that nobody waits. Answers how many, and how many no secret opens; once more does nothing.
 */
export async function resealAuthenticators(
  owner: pg.Client,
  secrets: Secrets,
): Promise<{ count: number; unreadable: number }> {
  const keys = PeopleKeys.of(secrets)
  const { rows } = await owner.query<Authenticator>(LIST)
  let [count, unreadable] = [0, 0]
  for (const { personId, secret } of rows) {
    const plain = keys.findAuthenticator(personId, secret)
    if (!plain) unreadable++
    else if (sealedBy(secret) !== keys.id) {
      // taken away or exchanged by its person meanwhile: then it is not ours to write
      const changed = await owner.query('update authenticators set secret = $3 where person_id = $1 and secret = $2', [
        ...[personId, secret, keys.sealAuthenticator(personId, plain)],
      ])
      count += changed.rowCount ?? 0
    }
  }
  return { count, unreadable }
}

const WEBHOOKS = `
  select id, code, secret, earlier_secret as earlier from webhooks where state <> 'removed' order by id`

/** The same of the secrets of webhooks. One that no secret opens is left: its administrator reads that it has to be changed. Answers how many. */
export async function resealWebhooks(owner: pg.Client, secrets: Secrets): Promise<number> {
  const keys = WebhookKeys.of(secrets)
  type Sealed = { id: number; code: string; secret: Buffer; earlier: Buffer | null }
  const { rows } = await owner.query<Sealed>(WEBHOOKS)
  let count = 0
  for (const { id, code, secret, earlier } of rows) {
    if (keys.isPresent(secret) && (!earlier || keys.isPresent(earlier))) continue
    try {
      const [one, other] = [secret, earlier].map((sealed) => sealed && keys.seal(code, keys.open(code, sealed)))
      const sql = 'update webhooks set secret = $3, earlier_secret = $4 where id = $1 and secret = $2'
      count += (await owner.query(sql, [id, secret, one, other])).rowCount ?? 0
    } catch (error) {
      if (!(error instanceof SealBroken)) throw error
    }
  }
  return count
}
