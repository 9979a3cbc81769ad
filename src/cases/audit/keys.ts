/**
 * The key that seals (Ed25519), and the keys by which seals are checked. All of it is configuration;
 * outside production a key is made.
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeOnce } from '../../base/writeOnce.js'
import type { SealKey } from './checkpoint.js'
import { sha256 } from './merkle.js'

export interface SealSettings {
  readonly production: boolean
  readonly dataDir: string
  readonly auditKey: string | null
  readonly auditPublicKeys: string | null
}

/** A key's name: the first 16 hexadecimal digits of the SHA-256 of its public half (SPKI, DER). */
export const keyIdOf = (key: KeyObject): string =>
  sha256(publicOf(key).export({ type: 'spki', format: 'der' }))
    .toString('hex')
    .slice(0, 16)

const publicOf = (key: KeyObject): KeyObject => (key.type === 'private' ? createPublicKey(key) : key)

/** The public half of a key as PEM. */
export const publicPem = (key: KeyObject): string => publicOf(key).export({ type: 'spki', format: 'pem' }).toString()

/** A key that signs, by its name. */
export const sealKeyOf = (key: KeyObject): SealKey => ({
  id: keyIdOf(key),
  sign: (text) => sign(null, Buffer.from(text), key),
})

/**
 * Opens the key that seals. Throws in plain words when it is missing in production, cannot be read,
 * or is no Ed25519 key.
 */
export async function openSealKey(settings: SealSettings): Promise<SealKey> {
  return sealKeyOf(await readPrivate(settings))
}

async function readPrivate({ production, dataDir, auditKey }: SealSettings): Promise<KeyObject> {
  if (!auditKey && production) throw new Error('AUDIT_KEY 必须设定。AUDIT_KEY must be set.')
  const file = auditKey ?? join(dataDir, 'audit/key.pem')
  if (!auditKey && !existsSync(file)) {
    // only then: whoever starts while the disk is full has the key already
    const { privateKey } = generateKeyPairSync('ed25519')
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' })
    await writeOnce({ file, bytes: Buffer.from(pem), mode: 0o600 })
  }
  const key = createPrivateKey(await readFile(file, 'utf8'))
  if (key.asymmetricKeyType !== 'ed25519')
    throw new Error(`${file}: 应为 Ed25519 私钥。It should be a private key of Ed25519.`)
  return key
}

const PUBLIC = /(?:# (\w+) [^\n]*\n)?(-----BEGIN PUBLIC KEY-----[\s\S]+?-----END PUBLIC KEY-----)/g

/**
 * The public keys of a PEM text, by their ids, in their order; of those that were published with
 * their use above them only those of the use that is asked for.
 */
export function readPublicKeys(pem: string, wanted = 'checkpoints'): Map<string, KeyObject> {
  const fitting = [...pem.matchAll(PUBLIC)].filter(([, use = wanted]) => use === wanted)
  const keys = fitting.map(([, , block = '']) => createPublicKey(block))
  return new Map(keys.map((key) => [keyIdOf(key), key]))
}

/** By what checkpoints are checked. */
export class AuditKeys {
  constructor(
    /** The present one first, then earlier ones. */
    readonly seals: ReadonlyMap<string, KeyObject>,
  ) {}

  /** Every key as PEM, with its use and its name above it. */
  get published(): string {
    return [...this.seals].map(([id, key]) => `# checkpoints ${id}\n${publicPem(key)}`).join('')
  }
}

/**
 * Opens what checks: AUDIT_PUBLIC_KEYS, or the public half of the key that seals. Throws in plain
 * words when there is none.
 */
export async function openAuditKeys(settings: SealSettings): Promise<AuditKeys> {
  const { auditPublicKeys } = settings
  const seals = auditPublicKeys
    ? readPublicKeys(await readFile(auditPublicKeys, 'utf8'))
    : publicHalf(await readPrivate(settings))
  if (seals.size === 0) throw new Error(`${auditPublicKeys}: 文件中没有公钥。There is no public key in the file.`)
  return new AuditKeys(seals)
}

function publicHalf(key: KeyObject): Map<string, KeyObject> {
  return new Map([[keyIdOf(key), publicOf(key)]])
}
