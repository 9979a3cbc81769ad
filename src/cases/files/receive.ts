/**
 * Takes one uploaded file from the network to the store. On every way out but success (too large,
 * cut off, refused, disk full) the temporary file is gone when the promise settles. While it lies on
 * the disk it is sealed, by a key that only this process has: what a crash leaves opens for nobody.
 */
import { randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Readable, Transform } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { Invalid } from '../../base/errors.js'
import type { Scanning, ScanState } from '../../base/scanning.js'
import type { SealKey } from '../../base/seal.js'
import type { FitRules } from './fitness.js'
import type { Inspection, Inspector, Sender } from './inspect.js'
import type { UploadLimits } from './limits.js'
import { cleanName } from './names.js'
import type { PaperSeal } from './papers.js'
import { invalidFile } from './refusals.js'
import { opening, sealing } from './sealedFile.js'
import type { FileStore } from './store.js'

/** A file part as @fastify/multipart gives it; `truncated` is set when the parser's own limit has cut it. */
export interface FilePart {
  readonly filename: string
  readonly file: Readable & { readonly truncated?: boolean }
}

/** A stored file: what the row of the attachment says. `name` is for people, `storageKey` for the store. */
export interface ReceivedFile extends Inspection {
  readonly storageKey: string
  readonly name: string
  readonly scan: ScanState | null
  readonly sealed: boolean
}

/** Seals what is arriving; gone with the process. */
const ARRIVING: SealKey = { id: 1, bytes: randomBytes(32) }

const writeTo = (path: string) => createWriteStream(path, { flags: 'wx', mode: 0o600 })

/** How it is stored, and who sends it. */
export interface Reception {
  readonly seal?: PaperSeal | undefined
  readonly sender?: Sender | undefined
  /** The most bytes that it may have, when that is less than the settings allow. */
  readonly most?: number | undefined
  /** ISO date of the day on which it comes. */
  readonly today?: string | undefined
}

export class FileReceiver {
  /** `folder`: where files lie while they arrive, on the same file system as the store's. */
  constructor(
    readonly folder: string,
    private readonly limits: UploadLimits,
    private readonly inspector: Inspector,
    private readonly store: FileStore,
    private readonly scanning: Scanning,
  ) {}

  /** The most bytes that a file may have. */
  get maxBytes(): number {
    return this.limits.maxBytes
  }

  /**
   * Receives, inspects and stores one file. Throws `Invalid` with one problem at `documents.KIND`:
   * `file:tooLarge` as soon as one byte too many has come (the rest is not read: close the
   * connection after answering), `file:cutOff` when the sender stopped, else what the inspection
   * refuses. It is stored sealed: by the case's `seal`, or as what is no case's; with `most` it may
   * have that many bytes at most. If it is refused afterwards, discard() removes it; if the process
   * ends before, the store's sweep.
   */
  async receive(part: FilePart, kind: string, rules: FitRules | null, more: Reception = {}): Promise<ReceivedFile> {
    const { seal, sender, today, most = this.limits.maxBytes } = more
    await mkdir(this.folder, { recursive: true, mode: 0o700 })
    const path = join(this.folder, randomBytes(16).toString('hex'))
    try {
      await this.save(part, kind, path, most)
      const content = () => opening(ARRIVING, path)(createReadStream(path))
      const inspection = await this.inspector.inspect(() => buffer(content()), {
        kind,
        declaredName: part.filename,
        rules,
        sender,
        today,
      })
      if (seal) await pipeline(content, seal(inspection.sha256), writeTo(`${path}.kept`))
      else await pipeline(content, writeTo(`${path}.kept`))
      const { key } = await this.store.put(`${path}.kept`)
      const name = cleanName(part.filename, inspection.extension)
      return { ...inspection, storageKey: key, name, scan: this.scanning.first, sealed: seal !== undefined }
    } finally {
      await Promise.all([rm(path, { force: true }), rm(`${path}.kept`, { force: true })])
    }
  }

  /** Removes files that were received and then refused; no row names them. */
  async discard(files: readonly ReceivedFile[]): Promise<void> {
    await Promise.all(files.map(({ storageKey }) => this.store.discard(storageKey)))
  }

  private async save({ file }: FilePart, kind: string, path: string, most: number): Promise<void> {
    const tooLarge = invalidFile(kind, { code: 'file:tooLarge', values: { limit: most / 1024 / 1024 } })
    const cutOff = invalidFile(kind, { code: 'file:cutOff' })
    if (file.destroyed && !file.readableEnded) throw cutOff
    let received = 0
    const counted = new Transform({
      transform: (chunk: Buffer, _, done) => {
        received += chunk.length
        if (received > most) done(tooLarge)
        else done(null, chunk)
      },
    })
    try {
      await pipeline(file, counted, sealing(ARRIVING, path), writeTo(path))
    } catch (problem) {
      throw problem instanceof Invalid || isOurs(problem) ? problem : cutOff
    }
    if (file.truncated) throw tooLarge
  }
}

/**
 * An error of our disk names the system call that failed; those of the connection do not. Not by `instanceof`: errors
 * may come from another realm.
 */
const isOurs = (problem: unknown): boolean =>
  typeof problem === 'object' && problem !== null && 'syscall' in problem && problem.syscall !== 'read'
