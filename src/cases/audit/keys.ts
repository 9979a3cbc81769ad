/**
 * The key that seals (Ed25519), the keys by which seals are checked, and the key that signs what an
 * auditor takes away. All of it is configuration; outside production a key is made.
 */
import { createHmac, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SealKey } from './checkpoint.js'
import { sha256 } from './merkle.js'
import { writeOnce } from '../../base/writeOnce.js'

export interface SealSettings {
  readonly production: boolean
  readonly dataDir: string
  readonly auditKey: string | null
  readonly auditPublicKeys: string | null
  readonly secret: string
}

/** A key's name: the first 16 hexadecimal digits of the SHA-256 of its public half (SPKI, DER). */
export const keyIdOf = (key: KeyObject): string =>
  sha256(publicOf(key).export({ type: 'spki', format: 'der' }))
    .toString('hex')
    .slice(0, 16)

const publicOf = (key: KeyObject): KeyObject => (key.type === 'private' ? createPublicKey(key) : key)

const sealKeyOf = (key: KeyObject): SealKey => ({
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
  if (!auditKey) {
    const { privateKey } = generateKeyPairSync('ed25519')
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' })
    await writeOnce({ file, bytes: Buffer.from(pem), mode: 0o600 })
  }
  const key = createPrivateKey(await readFile(file, 'utf8'))
  if (key.asymmetricKeyType !== 'ed25519')
    throw new Error(`${file}: 应为 Ed25519 私钥。It should be a private key of Ed25519.`)
  return key
}

const PUBLIC = /-----BEGIN PUBLIC KEY-----[\s\S]+?-----END PUBLIC KEY-----/g

/** The public keys of a PEM text, by their ids, in their order. */
export function readPublicKeys(pem: string): Map<string, KeyObject> {
  const keys = (pem.match(PUBLIC) ?? []).map((block) => createPublicKey(block))
  return new Map(keys.map((key) => [keyIdOf(key), key]))
}

/** By what checkpoints and exports are checked. */
export class AuditKeys {
  constructor(
    /** Of checkpoints: the present one first, then earlier ones. */
    readonly seals: ReadonlyMap<string, KeyObject>,
    /** Signs exports; its secret half never leaves this process. */
    readonly exports: SealKey,
    private readonly exportKey: KeyObject,
  ) {}

  /** Every key as PEM, with its use and its name above it. */
  get published(): string {
    const pem = (use: string, key: KeyObject) =>
      `# ${use} ${keyIdOf(key)}\n${publicOf(key).export({ type: 'spki', format: 'pem' })}`
    return [...[...this.seals.values()].map((key) => pem('checkpoints', key)), pem('exports', this.exportKey)].join('')
  }
}

/** PKCS #8 of Ed25519 (RFC 8410): what stands before the 32 bytes of the key. */
const ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex')

/**
 * Opens what checks: AUDIT_PUBLIC_KEYS, or the public half of the key that seals. Throws in plain
 * words when there is none.
 */
export async function openAuditKeys(settings: SealSettings): Promise<AuditKeys> {
  const { auditPublicKeys, secret } = settings
  const seals = auditPublicKeys
    ? readPublicKeys(await readFile(auditPublicKeys, 'utf8'))
    : publicHalf(await readPrivate(settings))
  if (seals.size === 0) throw new Error(`${auditPublicKeys}: 文件中没有公钥。There is no public key in the file.`)
  const seed = createHmac('sha256', secret).update('audit exports').digest()
  const exportKey = createPrivateKey({ key: Buffer.concat([ED25519, seed]), format: 'der', type: 'pkcs8' })
  return new AuditKeys(seals, sealKeyOf(exportKey), exportKey)
}

function publicHalf(key: KeyObject): Map<string, KeyObject> {
  return new Map([[keyIdOf(key), publicOf(key)]])
}
