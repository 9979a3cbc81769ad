/**
 * Webhooks are signed as Standard Webhooks says: HMAC-SHA256 over id, time and body. While a secret is
 * being changed the earlier one signs too, so that a receiver may take either. Secrets lie sealed under
 * a key made from SECRET.
 */
import { createHmac, randomBytes } from 'node:crypto'
import { open, type SealKey, seal, sealedBy, sealKeys } from '../base/seal.js'

const BYTES = 32
const PREFIX = 'whsec_'

/** A new secret as its receiver gets it, once. */
export const newWebhookSecret = (): string => PREFIX + randomBytes(BYTES).toString('base64')

const bytesOf = (secret: string): Buffer => Buffer.from(secret.slice(PREFIX.length), 'base64')

/** What the header `webhook-signature` says. */
export function signatures(
  secrets: readonly string[],
  { id, seconds, body }: { id: string; seconds: number; body: string },
): string {
  const one = (secret: string) =>
    `v1,${createHmac('sha256', bytesOf(secret)).update(`${id}.${seconds}.${body}`).digest('base64')}`
  return secrets.map(one).join(' ')
}

/** What an address has to answer to show that it wants what it is sent; the same whenever it is asked. */
export const challengeOf = (secret: string, code: string): string =>
  createHmac('sha256', bytesOf(secret)).update(`challenge ${code}`).digest('base64url')

const placeOf = (code: string): string => `webhooks.secret.${code}`

export class WebhookKeys {
  private constructor(private readonly keys: readonly [SealKey, ...SealKey[]]) {}

  static of({ secret, secretEarlier }: { secret: string; secretEarlier: readonly string[] | null }): WebhookKeys {
    return new WebhookKeys(sealKeys([secret, ...(secretEarlier ?? [])], 'webhooks'))
  }

  seal(code: string, secret: string): Buffer {
    return seal(this.keys[0], secret, placeOf(code))
  }

  /** Whether the present key has sealed it. */
  isPresent(sealed: Buffer): boolean {
    return sealedBy(sealed) === this.keys[0].id
  }

  /** Throws SealBroken when none of the keys opens it. */
  open(code: string, sealed: Buffer): string {
    return open(this.keys, sealed, placeOf(code)).toString('utf8')
  }
}
