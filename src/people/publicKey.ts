/** The public key of a service account, as its administrator pastes it: PEM (SPKI) or JWK; ES256, EdDSA or RS256. */
import { createHash, createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto'
import { Invalid, type Problem } from '../base/errors.js'

/** What a key signs by. It follows from the key, never from what an assertion says. */
export type KeyAlgorithm = 'ES256' | 'EdDSA' | 'RS256'

export interface PublicKey {
  readonly algorithm: KeyAlgorithm
  /** The members that RFC 7638 names, as JSON: nothing of what was pasted besides. */
  readonly jwk: string
  /** SHA-256 as RFC 7638 has it: what `kid` may say. */
  readonly thumbprint: string
}

const RSA_BITS = { least: 2048, most: 8192 }
/** A JWK has it where it is a private key (RFC 7518, section 6), or none of two halves. */
const PRIVATE = /PRIVATE KEY|"(d|k)"\s*:/

/** Throws Invalid for what is no public key of a kind that is taken. */
export function readPublicKey(text: string): PublicKey {
  if (PRIVATE.test(text)) throw new Invalid([privateKey])
  const key = parse(text.trim())
  const algorithm = key && algorithmOf(key)
  if (!key || !algorithm) throw new Invalid([key ? otherKind : unreadable])
  const jwk = JSON.stringify(membersOf(key.export({ format: 'jwk' })))
  return { algorithm, jwk, thumbprint: createHash('sha256').update(jwk).digest('base64url') }
}

function parse(text: string): KeyObject | undefined {
  try {
    return text.startsWith('{') ? createPublicKey({ key: JSON.parse(text), format: 'jwk' }) : createPublicKey(text)
  } catch {
    return undefined
  }
}

export function algorithmOf({ asymmetricKeyType: type, asymmetricKeyDetails: details }: KeyObject) {
  if (type === 'ec' && details?.namedCurve === 'prime256v1') return 'ES256'
  if (type === 'ed25519') return 'EdDSA'
  const bits = details?.modulusLength ?? 0
  return type === 'rsa' && bits >= RSA_BITS.least && bits <= RSA_BITS.most ? 'RS256' : undefined
}

/** In the order of their names, as a thumbprint wants them. */
function membersOf({ crv, e, kty, n, x, y }: JsonWebKey): JsonWebKey {
  if (kty === 'RSA') return { e, kty, n }
  return kty === 'EC' ? { crv, kty, x, y } : { crv, kty, x }
}

const problem = (code: string, zh: string, en: string): Problem => ({ code, path: 'publicKey', message: { zh, en } })
const privateKey = problem(
  'privateKey',
  '这是私钥，没有保存。私钥不要交给任何人：请另行生成一对密钥，只提交公钥。',
  'This is a private key. It was not saved. Never share it: generate a new pair and submit only the public key.',
)
const unreadable = problem(
  'keyUnreadable',
  '无法识别。请粘贴PEM（以-----BEGIN PUBLIC KEY-----开头）或JWK格式的公钥。',
  'Not a public key. Paste it as PEM (-----BEGIN PUBLIC KEY-----) or as a JWK.',
)
const otherKind = problem(
  'keyKind',
  '不支持这种公钥。可用ECDSA P-256（ES256）、Ed25519（EdDSA）或2048至8192位的RSA（RS256）。',
  'This kind of key is not supported. Use ECDSA P-256 (ES256), Ed25519 (EdDSA) or RSA of 2048 to 8192 bits (RS256).',
)
