/**
 * Codes of an authenticator app (RFC 6238): six digits, thirty seconds, never early, late only as
 * far as the setting says, no step twice.
 */
import { randomBytes } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'

export const STEP_SECONDS = 30
const KEY_BYTES = 20

const stepOf = (at: Date): number => Math.floor(at.getTime() / 1000 / STEP_SECONDS)
const secretOf = (key: Buffer): Secret => new Secret({ buffer: new Uint8Array(key).buffer })

export const newTotpKey = (): Buffer => randomBytes(KEY_BYTES)

/** The key as people type it into an app: base32. */
export const totpText = (key: Buffer): string => secretOf(key).base32

/** A key as people have typed it; undefined when it is none. */
export function readTotpKey(typed: string): Buffer | undefined {
  const letters = typed.toUpperCase().replace(/\s/g, '')
  return /^[A-Z2-7]{32}$/.test(letters) ? Buffer.from(Secret.fromBase32(letters).bytes) : undefined
}

/** The key as an app reads it out of a QR code. */
export const totpUri = (key: Buffer, account: string): string =>
  new TOTP({ issuer: '海荐 Haijian', label: account, secret: secretOf(key) }).toString()

/** The code that an app shows at an instant. */
export const totpCode = (key: Buffer, at: Date): string =>
  TOTP.generate({ secret: secretOf(key), timestamp: at.getTime() })

/**
 * The step that a code stands for, when it is later than the last step that was used; undefined otherwise.
 * @param seconds for how long a code is taken, from the moment at which the app first shows it
 */
export function totpStep(key: Buffer, code: string, at: Date, lastStep: number, seconds: number): number | undefined {
  const late = new Date(at.getTime() - (seconds - STEP_SECONDS) * 1000)
  const right = [at, late].find(
    (when) => TOTP.validate({ token: code, secret: secretOf(key), timestamp: when.getTime(), window: 0 }) !== null,
  )
  const step = right && stepOf(right)
  return step !== undefined && step > lastStep ? step : undefined
}
