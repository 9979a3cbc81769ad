/** Codes of an authenticator app (RFC 6238): six digits, thirty seconds, at most one step early or late, no step twice. */
import { randomBytes } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'

export const STEP_SECONDS = 30
const KEY_BYTES = 20

const stepOf = (at: Date): number => Math.floor(at.getTime() / 1000 / STEP_SECONDS)
const secretOf = (key: Buffer): Secret => new Secret({ buffer: new Uint8Array(key).buffer })

export const newTotpKey = (): Buffer => randomBytes(KEY_BYTES)

/** The key as people type it into an app: base32. */
export const totpText = (key: Buffer): string => secretOf(key).base32

/** The key as an app reads it out of a QR code. */
export const totpUri = (key: Buffer, account: string): string =>
  new TOTP({ issuer: '海荐 Haijian', label: account, secret: secretOf(key) }).toString()

/** The code that an app shows at an instant. */
export const totpCode = (key: Buffer, at: Date): string =>
  TOTP.generate({ secret: secretOf(key), timestamp: at.getTime() })

/** The step that a code stands for, when it is right now and later than the last step that was used; undefined otherwise. */
export function totpStep(key: Buffer, code: string, at: Date, lastStep: number): number | undefined {
  const delta = TOTP.validate({ token: code, secret: secretOf(key), timestamp: at.getTime(), window: 1 })
  const step = delta === null ? undefined : stepOf(at) + delta
  return step !== undefined && step > lastStep ? step : undefined
}
