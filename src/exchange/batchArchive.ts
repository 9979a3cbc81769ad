/**
 * An archive while it lies on our disk: enciphered in a way that lets it be read anywhere (AES-256 in counter mode; ZIP
 * has checks of its own). One that comes whole has a key that only this process has, so that what a crash leaves opens
 * for nobody; what comes in pieces (batchPieces.ts) can go on after it.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { type FileHandle, mkdir, open, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { isFull } from '../base/databaseErrors.js'
import { Invalid, type Problem } from '../base/errors.js'
import type { RandomAccess } from '../cases/files/archive.js'

/** The most bytes that an archive may have. */
export const MOST_ARCHIVE = 2 * 1024 ** 3

export const BLOCK = 16

/** The counter of a block: the first one's, with the number added. */
export function counterAt(first: Buffer, block: number): Buffer {
  const sum = (BigInt(`0x${first.toString('hex')}`) + BigInt(block)) & ((1n << 128n) - 1n)
  return Buffer.from(sum.toString(16).padStart(32, '0'), 'hex')
}

export class KeptArchive implements RandomAccess {
  private constructor(
    private readonly path: string,
    private readonly handle: FileHandle,
    private readonly key: Buffer,
    private readonly first: Buffer,
    readonly size: number,
    /** Bytes of the file before the archive’s own. */
    private readonly head = 0,
    private readonly dropped = () => {},
  ) {}

  /**
   * Takes it from the network. Throws Invalid when it is too large or cut off; then nothing is left of it.
   *
   * @param folder where files lie while they arrive
   */
  static async receive(file: Readable, folder: string): Promise<KeptArchive> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const path = join(folder, randomBytes(16).toString('hex'))
    const [key, first] = [randomBytes(32), randomBytes(BLOCK)]
    let size = 0
    const counted = new Transform({
      transform: (chunk: Buffer, _, done) => {
        size += chunk.length
        if (size > MOST_ARCHIVE) done(new Invalid([TOO_LARGE]))
        else done(null, chunk)
      },
    })
    try {
      const cipher = createCipheriv('aes-256-ctr', key, first)
      await pipeline(file, counted, cipher, createWriteStream(path, { flags: 'wx', mode: 0o600 }))
      return new KeptArchive(path, await open(path, 'r'), key, first, (await stat(path)).size)
    } catch (error) {
      await rm(path, { force: true })
      throw error instanceof Invalid || isFull(error) ? error : new Invalid([CUT_OFF])
    }
  }

  /** One that has come in pieces, whole; its file begins with the first counter. */
  static async reopen(path: string, key: Buffer, size: number, dropped: () => void): Promise<KeptArchive> {
    const handle = await open(path, 'r')
    const first = Buffer.alloc(BLOCK)
    await handle.read(first, 0, BLOCK, 0)
    return new KeptArchive(path, handle, key, first, size, BLOCK, dropped)
  }

  read = async (position: number, length: number): Promise<Uint8Array> => {
    const from = position - (position % BLOCK)
    const found = Buffer.alloc(position - from + length)
    const { bytesRead } = await this.handle.read(found, 0, found.length, this.head + from)
    const decipher = createDecipheriv('aes-256-ctr', this.key, counterAt(this.first, from / BLOCK))
    return decipher.update(found.subarray(0, bytesRead)).subarray(position - from)
  }

  /** Removes it. */
  async drop(): Promise<void> {
    await this.handle.close()
    await rm(this.path, { force: true })
    this.dropped()
  }
}

export const TOO_LARGE: Problem = {
  code: 'archiveTooLarge',
  path: 'files',
  message: {
    zh: '压缩包超过2 GB，未接收。请分为几个压缩包上传。',
    en: 'The archive is larger than 2 GB and was rejected. Split it into several.',
  },
}
export const CUT_OFF: Problem = {
  code: 'file:cutOff',
  path: 'files',
  message: {
    zh: '压缩包上传未完成。请重新选择该压缩包，已收到的不会重复保存。',
    en: 'The upload was not complete. Select the archive again. Files already received are not stored twice.',
  },
}
