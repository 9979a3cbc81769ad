/**
 * Access tokens of service accounts for an assertion signed by their private key (RFC 6749 section 4.4 with RFC 7523):
 * one token an assertion, at all web servers together. A token does what its key may, for ten minutes.
 */
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { EntryDatabase, row, rows } from '../base/database.js'
import { accountNamed, AssertionRefused, checkAssertion, type StoredKey } from './assertion.js'
import type { KeyFault } from './key.service.js'
import { newSecret, secretHash } from './secrets.js'

/** How long a token lasts, in seconds: longer than any assertion, so that none comes back when its row is gone. */
const TOKEN_SECONDS = 600

const KEYS = `
  select key_id as id, jwk, thumbprint, expires_at as "expiresAt", why from service_public_keys($1, $2)`

type Key = StoredKey & { readonly id: number; readonly expiresAt: Date; readonly why: KeyFault | null }

export interface ServiceToken {
  readonly token: string
  /** For how many seconds it holds. */
  readonly seconds: number
}

/** The key was the account's own and does not hold. */
export class ServiceKeyRefused extends Error {
  constructor(
    readonly keyId: number,
    readonly why: KeyFault,
  ) {
    super(why)
  }
}

@Injectable()
export class ServiceTokens {
  constructor(
    private readonly entry: EntryDatabase,
    private readonly clock: Clock,
  ) {}

  /**
   * Gives a token for an assertion.
   *
   * @param audiences what its `aud` may be
   * @throws AssertionRefused; ServiceKeyRefused, which only who has the private key comes to hear
   */
  async open(assertion: string, audiences: readonly string[]): Promise<ServiceToken> {
    const now = this.clock.now()
    const account = accountNamed(assertion)
    const keys =
      account === undefined ? [] : await this.entry.transaction({}, (tx) => rows<Key>(tx, KEYS, [account, now]))
    const { key, jti } = await checkAssertion(assertion, keys, { account: account ?? 0, audiences, now })
    if (key.why) throw new ServiceKeyRefused(key.id, key.why)
    const until = new Date(Math.min(now.getTime() + TOKEN_SECONDS * 1_000, key.expiresAt.getTime()))
    const token = `ht_${newSecret()}`
    const values = [key.id, secretHash(jti), secretHash(token), until, now]
    const opened = await this.entry.transaction({}, (tx) =>
      row<{ done: boolean }>(tx, 'select open_service_token($1, $2, $3, $4, $5) as done', values),
    )
    if (!opened?.done) throw new AssertionRefused('assertionUsed')
    return { token, seconds: Math.floor((until.getTime() - now.getTime()) / 1_000) }
  }
}
