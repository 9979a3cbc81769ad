/**
 * A client assertion (RFC 7523): a JWT by which a service account shows that it has its private key. How it is signed
 * is said by the key that was registered; what its header says is only compared.
 */
import { createPublicKey } from 'node:crypto'
import { decodeJwt, decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from 'jose'
import type { Bilingual } from '../base/text.js'
import { algorithmOf } from './publicKey.js'

/** How long an assertion may hold from now, and by how much clocks may differ, in seconds. */
export const LONGEST = 300
export const SKEW = 30
/** The longest assertion that is looked at, in characters. */
const MOST = 8_000
const LONGEST_ID = 200

export const ASSERTION_FAULTS = {
  assertionUnreadable: { zh: 'client_assertion 不是JWT。', en: 'client_assertion is not a JWT.' },
  assertionAlgorithm: {
    zh: '签名算法与登记的公钥不符。可用ES256、EdDSA或RS256，由公钥决定。',
    en: 'The algorithm does not match the registered key. Use the one for that key: ES256, EdDSA or RS256.',
  },
  assertionKey: {
    zh: '没有这个服务账号，或签名与其登记的公钥不符。',
    en: 'There is no such service account, or none of its registered keys made this signature.',
  },
  assertionIncomplete: {
    zh: '须有 iss、sub、aud、exp、jti；iss 与 sub 均为服务账号的编号。',
    en: 'iss, sub, aud, exp and jti are needed; iss and sub are both the id of the service account.',
  },
  assertionAudience: {
    zh: 'aud 应为本系统的地址，且只有这一个。',
    en: 'aud must be the address of this installation and nothing else.',
  },
  assertionExpired: {
    zh: '已过期，或与本系统的时钟相差超过30秒。本系统的时间见响应头 Date。',
    en:
      'It has expired, or its clock and ours differ by more than 30 seconds. The Date header of the ' +
      'response shows our time.',
  },
  assertionEarly: {
    zh: '尚未生效，或与本系统的时钟相差超过30秒。',
    en: 'It is not valid yet, or its clock and ours differ by more than 30 seconds.',
  },
  assertionTooLong: { zh: '有效时间不得超过5分钟。', en: 'It can be valid for five minutes at most.' },
  assertionUsed: {
    zh: '同一个 jti 已经用过。每次请求须用新的 jti。',
    en: 'This jti was used before. Use a new one for each request.',
  },
} as const satisfies Readonly<Record<string, Bilingual>>

export type AssertionFault = keyof typeof ASSERTION_FAULTS

/** What is wrong with an assertion. */
export class AssertionRefused extends Error {
  constructor(readonly fault: AssertionFault) {
    super(fault)
  }
}

/** A public key as it is stored. */
export interface StoredKey {
  readonly jwk: string
  readonly thumbprint: string
}

const refuse = (fault: AssertionFault): never => {
  throw new AssertionRefused(fault)
}

/** Who says to have made it, before anything is checked; undefined where it names no account. */
export function accountNamed(assertion: string): number | undefined {
  try {
    const { sub } = assertion.length > MOST ? refuse('assertionUnreadable') : decodeJwt(assertion)
    const id = Number(/^service-([1-9]\d{0,8})$/.exec(sub ?? '')?.[1])
    return id || undefined
  } catch {
    return refuse('assertionUnreadable')
  }
}

/** As `iss` and `sub` name an account. */
export const clientId = (account: number): string => `service-${account}`

/**
 * Checks it by the keys of its account and answers the key that made it with its `jti`.
 *
 * @param audiences what `aud` may be: the address of this installation, or of where it is sent
 * @throws AssertionRefused
 */
export async function checkAssertion<Key extends StoredKey>(
  assertion: string,
  keys: readonly Key[],
  { account, audiences, now }: { account: number; audiences: readonly string[]; now: Date },
): Promise<{ key: Key; jti: string }> {
  const { alg, kid } = headerOf(assertion)
  const named = keys.filter(({ thumbprint }) => kid === undefined || kid === thumbprint)
  const fitting = named.filter(({ jwk }) => algorithmsOf(jwk).includes(alg ?? ''))
  if (named.length > 0 && fitting.length === 0) refuse('assertionAlgorithm')
  for (const key of fitting) {
    const claims = await claimsOf(assertion, key, now)
    if (claims) return { key, jti: requireClaims(claims, account, audiences, now) }
  }
  return refuse('assertionKey')
}

function headerOf(assertion: string) {
  try {
    return decodeProtectedHeader(assertion)
  } catch {
    return refuse('assertionUnreadable')
  }
}

/** RFC 9864 has given EdDSA with this curve a name of its own. */
function algorithmsOf(jwk: string): string[] {
  const algorithm = algorithmOf(publicKey(jwk))
  return algorithm === 'EdDSA' ? ['EdDSA', 'Ed25519'] : algorithm ? [algorithm] : []
}

const publicKey = (jwk: string) => createPublicKey({ key: JSON.parse(jwk), format: 'jwk' })

/** Undefined when this key has not signed it. */
async function claimsOf(assertion: string, { jwk }: StoredKey, now: Date): Promise<JWTPayload | undefined> {
  try {
    const rules = { algorithms: algorithmsOf(jwk), currentDate: now, clockTolerance: SKEW }
    return (await jwtVerify(assertion, publicKey(jwk), rules)).payload
  } catch (error) {
    if (error instanceof errors.JWSSignatureVerificationFailed) return undefined
    if (error instanceof errors.JWTExpired) return refuse('assertionExpired')
    if (error instanceof errors.JWTClaimValidationFailed)
      return refuse(error.reason === 'check_failed' ? 'assertionEarly' : 'assertionIncomplete')
    return refuse('assertionUnreadable')
  }
}

/** Answers the jti. */
function requireClaims(claims: JWTPayload, account: number, audiences: readonly string[], now: Date): string {
  const { iss, sub, aud, exp, iat, jti } = claims
  const whole = iss === sub && sub === clientId(account) && exp !== undefined && aud !== undefined
  if (!whole || typeof jti !== 'string' || jti === '' || jti.length > LONGEST_ID) return refuse('assertionIncomplete')
  if (typeof aud !== 'string' || !audiences.includes(aud)) return refuse('assertionAudience')
  const seconds = now.getTime() / 1_000
  if (iat !== undefined && iat > seconds + SKEW) return refuse('assertionEarly')
  if (exp > Math.min(iat ?? Number.POSITIVE_INFINITY, seconds + SKEW) + LONGEST) return refuse('assertionTooLong')
  return jti
}
