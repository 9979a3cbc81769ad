/**
 * A file that is unreadable at rest, in segments, so that no byte is handed out before it is known
 * to be right and none need lie in memory as a whole:
 *
 * suite (1 byte) | key id (4 bytes) | prefix (7 bytes) | segments of 65,536 bytes, each followed by
 * its tag (16 bytes); the last one may be shorter, also empty
 *
 * AES-256-GCM; a segment's nonce is the prefix, its number and whether it is the last, so that none
 * can be left out, added or moved (the STREAM construction of Hoang, Reyhanitabar, Rogaway and
 * Vizár). Suite, key id and place are authenticated with every segment.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { SealBroken, type SealKey } from '../../base/seal.js'

const SUITE = 1
const PREFIX = 7
const HEAD = 1 + 4 + PREFIX
const SEGMENT = 65_536
const TAG = 16

function nonceOf(head: Buffer, number: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(PREFIX + 5)
  head.copy(nonce, 0, HEAD - PREFIX)
  nonce.writeUInt32BE(number, PREFIX)
  nonce.writeUInt8(last ? 1 : 0, PREFIX + 4)
  return nonce
}

type Bytes = AsyncIterable<Buffer>

/** What comes, in pieces of `size` bytes; the last one has what is left, which may be nothing. */
async function* cut(source: Bytes, size: number): AsyncGenerator<{ bytes: Buffer; number: number; last: boolean }> {
  let number = 0
  let waiting: Buffer[] = []
  let length = 0
  for await (const chunk of source) {
    waiting.push(chunk)
    length += chunk.length
    if (length <= size) continue
    let all = Buffer.concat(waiting)
    // a whole piece is kept back: it may be the last
    for (; all.length > size; all = all.subarray(size))
      yield { bytes: all.subarray(0, size), number: number++, last: false }
    waiting = [all]
    length = all.length
  }
  yield { bytes: Buffer.concat(waiting), number, last: true }
}

/** Seals what passes through a pipeline. */
export const sealing = (key: SealKey, place: string) =>
  async function* (source: Bytes): AsyncGenerator<Buffer> {
    const head = Buffer.alloc(HEAD)
    head.writeUInt8(SUITE, 0)
    head.writeUInt32BE(key.id, 1)
    randomBytes(PREFIX).copy(head, HEAD - PREFIX)
    yield head
    for await (const { bytes, number, last } of cut(source, SEGMENT)) {
      const cipher = createCipheriv('aes-256-gcm', key.bytes, nonceOf(head, number, last), { authTagLength: TAG })
      cipher.setAAD(Buffer.concat([head, Buffer.from(place)]))
      yield Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()])
    }
  }

/** Opens what passes through; ends with SealBroken at the first segment that is not as it was sealed. */
export const opening = (key: SealKey, place: string) =>
  async function* (source: Bytes): AsyncGenerator<Buffer> {
    let head: Buffer = Buffer.alloc(0)
    const rest = async function* (): AsyncGenerator<Buffer> {
      for await (const chunk of source) {
        if (head.length === HEAD) {
          yield chunk
          continue
        }
        const all = Buffer.concat([head, chunk])
        head = all.subarray(0, HEAD)
        if (all.length > HEAD) yield all.subarray(HEAD)
      }
    }
    for await (const { bytes, number, last } of cut(rest(), SEGMENT + TAG)) {
      if (head.length < HEAD || head.readUInt8(0) !== SUITE || head.readUInt32BE(1) !== key.id) throw new SealBroken()
      yield openSegment(key, place, head, bytes, number, last)
    }
  }

function openSegment(key: SealKey, place: string, head: Buffer, bytes: Buffer, number: number, last: boolean): Buffer {
  if (bytes.length < TAG) throw new SealBroken()
  const decipher = createDecipheriv('aes-256-gcm', key.bytes, nonceOf(head, number, last), { authTagLength: TAG })
  decipher.setAAD(Buffer.concat([head, Buffer.from(place)]))
  decipher.setAuthTag(bytes.subarray(bytes.length - TAG))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(0, bytes.length - TAG)), decipher.final()])
  } catch {
    throw new SealBroken()
  }
}
