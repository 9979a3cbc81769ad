/**
 * The papers of cases: their contents lie in the file store, sealed by the case's key. The one door
 * through which they are read.
 */
import { randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Injectable } from '@nestjs/common'
import { ContentMissing, NotFound } from '../../base/errors.js'
import type { SealKey } from '../../base/seal.js'
import { CaseKeys } from '../sealing/caseKeys.js'
import { PLACES } from '../sealing/place.js'
import { needed } from '../sealing/sealedTree.js'
import { MissingFiles } from './missing.js'
import { opening, sealing } from './sealedFile.js'
import { FileStore } from './store.js'

/** A paper as it is stored, with its case's key, wrapped. */
export interface StoredPaper {
  readonly caseId: number
  readonly sha256: string
  readonly storageKey: string
  readonly sealed: boolean
  readonly dataKey: Buffer | null
}

export type StoredFirmPaper = Pick<StoredPaper, 'sha256' | 'storageKey' | 'sealed'>

function unsealed(stream: Readable, key: SealKey, place: string): Readable {
  const opened = Readable.from(opening(key, place)(stream), { objectMode: false })
  return opened.once('close', () => stream.destroy()) // also when nobody has read any of it
}

/** How a case's papers are sealed, by the SHA-256 of what is in them. */
export type PaperSeal = (sha256: string) => ReturnType<typeof sealing>

/** Throws NotNow when the case's key has been destroyed. */
export const paperSeal = (caseId: number, key: SealKey | null): PaperSeal => {
  const kept = needed(key)
  return (sha256) => sealing(kept, PLACES.paper(caseId, sha256))
}

/** The same for what firms show when they register. */
export const firmPaperSeal =
  (keys: CaseKeys): PaperSeal =>
  (sha256) =>
    sealing(keys.ofFirmPapers(), PLACES.firmPaper(sha256))

/**
 * Seals what lies in the store as it came, under a new name; the old one is its caller's to remove.
 * `folder`: see FileReceiver.
 */
export async function sealStored(
  store: FileStore,
  folder: string,
  { storageKey, sha256 }: Pick<StoredPaper, 'storageKey' | 'sha256'>,
  seal: PaperSeal,
): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, randomBytes(16).toString('hex'))
  try {
    const { stream } = await store.open(storageKey)
    await pipeline(stream, seal(sha256), createWriteStream(path, { flags: 'wx', mode: 0o600 }))
    return (await store.put(path)).key
  } finally {
    await rm(path, { force: true })
  }
}

@Injectable()
export class PaperFiles {
  constructor(
    private readonly store: FileStore,
    private readonly keys: CaseKeys,
    private readonly missing: MissingFiles,
  ) {}

  /**
   * The content. Throws NotFound when its key has been destroyed, ContentMissing, which is noted,
   * when it is not there; the stream fails when the file is not as it was stored.
   */
  async open({ caseId, sha256, storageKey, sealed, dataKey }: StoredPaper): Promise<Readable> {
    const key = this.keys.of(caseId, dataKey)
    if (sealed && key === null) throw new NotFound()
    const stream = await this.openStored(storageKey)
    return sealed && key ? unsealed(stream, key, PLACES.paper(caseId, sha256)) : stream
  }

  /** What a firm has shown when it registered. Throws ContentMissing, which is noted. */
  async openOfFirm({ storageKey, sha256, sealed }: StoredFirmPaper): Promise<Readable> {
    const stream = await this.openStored(storageKey)
    return sealed ? unsealed(stream, this.keys.ofFirmPapers(), PLACES.firmPaper(sha256)) : stream
  }

  private async openStored(storageKey: string): Promise<Readable> {
    try {
      return (await this.store.open(storageKey)).stream
    } catch (error) {
      if (error instanceof ContentMissing) await this.missing.note(error.key)
      throw error
    }
  }

  /** Whether there is such a content; that there is none is noted. */
  async has(storageKey: string): Promise<boolean> {
    const found = await this.store.recover(storageKey)
    if (!found) await this.missing.note(storageKey)
    return found
  }
}
