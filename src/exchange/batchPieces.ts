/**
 * Archives that arrive in pieces, each in a form of its own: an upload that was cut off goes on where it broke, after
 * a restart of ours as well. What has arrived lies enciphered by a key of whoever sends it, under a name that only
 * they come to. What nobody goes on with is cleared away after a day, like all that is left where files arrive.
 */
import { createCipheriv, createHmac, randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, open, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { isFull } from '../base/databaseErrors.js'
import { Invalid, type Problem } from '../base/errors.js'
import { BLOCK, CUT_OFF, counterAt, KeptArchive, MOST_ARCHIVE, TOO_LARGE } from './batchArchive.js'

export interface ArchivePiece {
  /** What the sender calls the whole, the same at every try. */
  readonly upload: string
  /** Bytes of the whole. */
  readonly size: number
  /** Where the piece begins. */
  readonly offset: number
}

/** Who sends it, to what, and a key that is theirs alone. */
export interface PieceSender {
  readonly personId: number
  readonly batchId: number
  readonly key: Buffer
}

/** How far it is; with the archive once it is whole, unless it is being unpacked already. */
export interface Arrived {
  readonly offset: number
  readonly archive?: KeptArchive
}

/** Archives of one person that have begun to arrive; a further one takes the place of the oldest. */
const MOST_AT_ONCE = 3

/** Out of the fields that came before the file; undefined where a file comes whole. Throws Invalid. */
export function pieceOf({ upload, size, offset }: Readonly<Record<string, string>>): ArchivePiece | undefined {
  if (upload === undefined) return undefined
  const [bytes, from] = [size, offset].map((text) => (/^\d{1,12}$/.test(text ?? '') ? Number(text) : -1))
  if (bytes === undefined || from === undefined || upload === '' || bytes < 1 || from < 0 || from > bytes)
    throw new Invalid([NO_PIECE])
  if (bytes > MOST_ARCHIVE) throw new Invalid([TOO_LARGE])
  return { upload, size: bytes, offset: from }
}

export class ArrivingArchives {
  /** Those that are being written or unpacked. */
  private readonly busy = new Set<string>()

  /** @param folder where files lie while they arrive */
  constructor(private readonly folder: string) {}

  /**
   * Takes a piece where the one before has ended; one that begins elsewhere is passed over, and the answer says where
   * the next one begins. Throws Invalid when it was cut off: what came of it stays.
   */
  async take(sender: PieceSender, piece: ArchivePiece, content: Readable): Promise<Arrived> {
    const { size, offset } = piece
    const mark = (what: string) =>
      createHmac('sha256', sender.key).update(`${what} ${sender.batchId} ${size} ${piece.upload}`).digest()
    const path = join(this.folder, `${prefixOf(sender)}${mark('name').toString('hex').slice(0, 32)}`)
    const key = mark('content')
    await mkdir(this.folder, { recursive: true, mode: 0o700 })
    const before = await arrivedAt(path)
    // one that is whole already, and nobody’s at the moment, was interrupted while it was unpacked
    if (this.busy.has(path) || (before !== size && (before ?? 0) !== offset)) {
      content.resume()
      return { offset: before ?? 0 }
    }
    this.busy.add(path)
    let archive: KeptArchive | undefined
    try {
      if (before === undefined) await this.begin(path, sender)
      if (before === size) content.resume()
      else await append(path, key, piece, content)
      const arrived = (await arrivedAt(path)) ?? 0
      if (arrived < size) return { offset: arrived }
      archive = await KeptArchive.reopen(path, key, size, () => this.busy.delete(path))
      return { offset: arrived, archive }
    } finally {
      if (!archive) this.busy.delete(path)
    }
  }

  private async begin(path: string, sender: PieceSender): Promise<void> {
    const names = (await readdir(this.folder)).filter((name) => name.startsWith(prefixOf(sender)))
    const others = await Promise.all(
      names.map(async (name) => ({
        path: join(this.folder, name),
        at: (await statOf(join(this.folder, name)))?.mtimeMs,
      })),
    )
    const oldest = others
      .filter((one) => !this.busy.has(one.path))
      .sort((one, other) => (one.at ?? 0) - (other.at ?? 0))
    for (const one of oldest.slice(0, Math.max(0, names.length + 1 - MOST_AT_ONCE))) await rm(one.path, { force: true })
    await writeFile(path, randomBytes(BLOCK), { flag: 'wx', mode: 0o600 })
  }
}

const prefixOf = ({ personId }: PieceSender): string => `archive-${personId}-`

const statOf = (path: string) => stat(path).catch(() => undefined)

/** Bytes of it that are here; undefined when nothing is. The first block of the file is not the archive's. */
async function arrivedAt(path: string): Promise<number | undefined> {
  const found = await statOf(path)
  return found && Math.max(0, found.size - BLOCK)
}

async function append(path: string, key: Buffer, { size, offset }: ArchivePiece, content: Readable): Promise<void> {
  const first = Buffer.alloc(BLOCK)
  const handle = await open(path, 'r')
  await handle.read(first, 0, BLOCK, 0).finally(() => handle.close())
  const cipher = createCipheriv('aes-256-ctr', key, counterAt(first, Math.floor(offset / BLOCK)))
  cipher.update(Buffer.alloc(offset % BLOCK))
  let left = size - offset
  const counted = new Transform({
    transform: (chunk: Buffer, _, done) => {
      left -= chunk.length
      if (left < 0) done(new Invalid([NO_PIECE]))
      else done(null, chunk)
    },
  })
  try {
    await pipeline(content, counted, cipher, createWriteStream(path, { flags: 'a', mode: 0o600 }))
  } catch (error) {
    throw error instanceof Invalid || isFull(error) ? error : new Invalid([CUT_OFF])
  }
}

const NO_PIECE: Problem = {
  code: 'archivePiece',
  path: 'files',
  message: {
    zh: '压缩包各段不一致。请重新选择该压缩包上传。',
    en: 'The parts of the archive do not match. Select the archive again and upload it.',
  },
}
