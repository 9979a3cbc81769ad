/**
 * Values that are unreadable at rest: AES-256-GCM, bound to the place where they stand. A sealed
 * value is
 *
 * suite (1 byte) | key id (4 bytes) | nonce (12 bytes) | ciphertext | tag (16 bytes)
 *
 * The suite leaves room for other algorithms, the key id for other keys; both are authenticated
 * with the place. Nonces are random: one key must not seal more than 2^32 values (NIST SP 800-38D,
 * 8.3).
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

export interface SealKey {
  /** 0 to 2^32 - 1; by it a value names the key that opens it. */
  readonly id: number
  /** 32 bytes. */
  readonly bytes: Buffer
}

/** A sealed value that cannot be opened: another key, another place, or changed bytes. Never says which. */
export class SealBroken extends Error {
  constructor() {
    super('a sealed value cannot be opened')
    this.name = 'SealBroken'
  }
}

const AES_256_GCM = 1
const HEAD = 5
const NONCE = 12
const TAG = 16

/** A key for one purpose, derived from a master secret (HKDF with SHA-256). */
export function sealKey(master: string, purpose: string, id = 1): SealKey {
  return { id, bytes: Buffer.from(hkdfSync('sha256', master, 'haijian seal', `${purpose} ${id}`, 32)) }
}

/**
 * The keys for one purpose from several master secrets, the present one first: the first key seals,
 * all of them open. Each secret has a key of an id of its own, and the one of id 1 that releases
 * before this sealed with.
 */
export function sealKeys(masters: readonly [string, ...string[]], purpose: string): readonly [SealKey, ...SealKey[]] {
  const keysOf = (master: string): [SealKey, SealKey] => {
    const id = Buffer.from(hkdfSync('sha256', master, 'haijian seal id', purpose, 4)).readUInt32BE(0)
    return [sealKey(master, purpose, id), sealKey(master, purpose)]
  }
  const [present, ...earlier] = masters
  return [...keysOf(present), ...earlier.flatMap(keysOf)]
}

/** Seals a value to a place, such as `table.column.id`; the same place must be named to open it. */
export function seal(key: SealKey, plain: Buffer | string, place: string): Buffer {
  const head = Buffer.alloc(HEAD)
  head.writeUInt8(AES_256_GCM, 0)
  head.writeUInt32BE(key.id, 1)
  const nonce = randomBytes(NONCE)
  const cipher = createCipheriv('aes-256-gcm', key.bytes, nonce, { authTagLength: TAG })
  cipher.setAAD(Buffer.concat([head, Buffer.from(place)]))
  const inside = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([head, nonce, inside, cipher.getAuthTag()])
}

/**
 * Opens what seal() has made, by one key or by whichever of several it names.
 * @throws SealBroken
 */
export function open(keys: SealKey | readonly SealKey[], sealed: Buffer, place: string): Buffer {
  const id = sealedBy(sealed)
  for (const key of [keys].flat()) {
    const plain = key.id === id ? openBy(key, sealed, place) : undefined
    if (plain) return plain
  }
  throw new SealBroken()
}

function openBy(key: SealKey, sealed: Buffer, place: string): Buffer | undefined {
  const [head, nonce] = [sealed.subarray(0, HEAD), sealed.subarray(HEAD, HEAD + NONCE)]
  const decipher = createDecipheriv('aes-256-gcm', key.bytes, nonce, { authTagLength: TAG })
  decipher.setAAD(Buffer.concat([head, Buffer.from(place)]))
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(HEAD + NONCE, sealed.length - TAG)), decipher.final()])
  } catch {
    return undefined
  }
}

/**
 * The id of the key that a value was sealed by.
 * @throws SealBroken when it is no sealed value
 */
export function sealedBy(sealed: Buffer): number {
  if (sealed.length < HEAD + NONCE + TAG || sealed.readUInt8(0) !== AES_256_GCM) throw new SealBroken()
  return sealed.readUInt32BE(1)
}
