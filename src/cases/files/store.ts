/**
 * Where the contents of attachments lie. A file is on the disk, or in the bucket, before `put`
 * returns: a row committed afterwards never names a file that a power cut could take. The reverse, a
 * file that no row names (a rolled-back transaction), is set aside by the worker
 * (worker/clearing.ts). What a row names is never missing while it lies aside, or has a copy: it is
 * brought back when it is asked for. While files are being moved from one place to another
 * (tools/store.ts), what is new goes to the other one, and both are read.
 */
import { randomBytes } from 'node:crypto'
import { chmod } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { Logger } from '@nestjs/common'
import { ContentMissing } from '../../base/errors.js'
import { type FilesIn, isMoving, mainOf } from '../../base/filesIn.js'
import { StoreFolder } from './storeFolder.js'
import type { OpenContent, StorePlace } from './storePlace.js'

export abstract class FileStore {
  /**
   * The places that files lie in: first the one that they are read from, then that of their copies,
   * if there is one. Undefined while files are being moved. Asks the database.
   */
  abstract places(): Promise<readonly [StorePlace, ...StorePlace[]] | undefined>
  /** Whether the bucket answers, where files lie in one. */
  abstract answers(): Promise<boolean>
  /** What was answered last; asks again, and waits for nothing. */
  abstract answered(): boolean
  /** Takes over a finished temporary file; it is gone from where it was. The key is 128 random bits in hexadecimal. */
  abstract put(tempPath: string): Promise<{ key: string }>
  /**
   * The content, opened already, and its size in bytes. Throws `ContentMissing` when there is none,
   * `NotFound` for what is no key.
   */
  abstract open(key: string): Promise<OpenContent>
  /** Whether there is such a content; it is brought back when it was set aside, or has a copy. */
  abstract recover(key: string): Promise<boolean>
  /**
   * Removes the content; nothing happens when there is none. A copy is set aside, for a database
   * that is restored to an earlier moment.
   */
  abstract remove(key: string): Promise<void>
  /** Removes a content that no row has ever named, its copy too; nothing happens when there is none. */
  abstract discard(key: string): Promise<void>
  /** Puts the content where nothing reads it, for whoever looks into the matter; nothing happens when there is none. */
  abstract quarantine(key: string): Promise<void>
}

/** After how long a bucket that says nothing counts as away. */
const PATIENCE = 2_000 // ms

/** The places that the settings name. */
export interface NamedPlaces {
  readonly disk: StoreFolder
  /** The same on another disk, which every file of the disk reaches before it counts. */
  readonly copies?: StoreFolder | undefined
  readonly bucket?: StorePlace | undefined
}

/** Where a file is written, and where else it may be. */
interface Holding {
  readonly main: StorePlace
  readonly other: StorePlace | undefined
  readonly copies: StoreFolder | undefined
}

export class PlacedStore extends FileStore {
  private readonly log = new Logger('store')
  private lastAnswer = true
  private asking: Promise<void> | undefined

  /** @param confirm where files lie now; throws when the stores are not those of the database any more */
  constructor(
    private readonly named: NamedPlaces,
    private readonly confirm: () => Promise<FilesIn> = async () => 'disk',
    private filesIn: FilesIn = 'disk',
  ) {
    super()
  }

  async places(): Promise<readonly [StorePlace, ...StorePlace[]] | undefined> {
    const { main, copies } = await this.now()
    if (isMoving(this.filesIn)) return undefined
    return copies && main === this.named.disk ? [main, copies] : [main]
  }

  async answers(): Promise<boolean> {
    const { main } = this.holding()
    if (main === this.named.disk) return true
    const asked = main.identity.readIdentity().then(
      () => true,
      () => false,
    )
    return Promise.race([asked, sleep(PATIENCE, false, { ref: false })])
  }

  /** Probes come every second and wait no longer: a slow bucket must not make its web servers seem away. */
  answered(): boolean {
    this.asking ??= this.answers().then((found) => {
      this.lastAnswer = found
      this.asking = undefined
    })
    return this.lastAnswer
  }

  async put(tempPath: string): Promise<{ key: string }> {
    const { main, copies } = this.holding(await this.look())
    const key = randomBytes(16).toString('hex')
    await chmod(tempPath, 0o600)
    if (main === this.named.disk) await copies?.copyIn(key, tempPath)
    await main.moveIn(key, tempPath)
    return { key }
  }

  async open(key: string): Promise<OpenContent> {
    const found =
      (await this.find(key, this.holding())) ??
      ((await this.recover(key)) ? await this.find(key, this.holding()) : undefined)
    if (!found) throw new ContentMissing(key)
    return found
  }

  async recover(key: string): Promise<boolean> {
    const { main, other, copies } = await this.now()
    if (await main.has(key)) return true
    if (other && isMoving(this.filesIn) && (await other.has(key))) return true
    for (const place of [main, other]) if (await place?.isInQuarantine(key)) return false
    if (await main.bringBack(key)) return this.tell(key, 'from where it had been set aside')
    if (other && ((await other.has(key)) || (await other.bringBack(key)))) {
      await main.copyFrom(key, other)
      return this.tell(key, `from ${other.setting}`)
    }
    if (!copies || !((await copies.has(key)) || (await copies.bringBack(key)))) return false
    await main.copyFrom(key, copies)
    return this.tell(key, 'from its copy in BACKUP_DIR')
  }

  async remove(key: string): Promise<void> {
    const { main, other, copies } = await this.now()
    for (const place of [main, other]) await place?.remove(key)
    await copies?.setAside(key, await copies.today())
  }

  async discard(key: string): Promise<void> {
    const { main, other, copies } = await this.now()
    for (const place of [main, other, copies]) await place?.discard(key)
  }

  async quarantine(key: string): Promise<void> {
    const { main, other } = await this.now()
    for (const place of [main, other]) await place?.moveToQuarantine(key)
  }

  /** While files are moved most of them are still where they come from, or there again; the disk is asked first. */
  private async find(key: string, { main, other }: Holding): Promise<OpenContent | undefined> {
    const order = isMoving(this.filesIn) && main !== this.named.disk ? [other, main] : [main, other]
    for (const place of order) {
      const found = await place?.openContent(key)
      if (found) return found
    }
    return undefined
  }

  private async look(): Promise<FilesIn> {
    this.filesIn = await this.confirm()
    return this.filesIn
  }

  /** Where there is no bucket, nothing can have changed. */
  private async now(): Promise<Holding> {
    return this.holding(this.named.bucket ? await this.look() : this.filesIn)
  }

  /** Where nothing is moved, a bucket is asked for nothing while files lie on the disk. */
  private holding(filesIn: FilesIn = this.filesIn): Holding {
    const { disk, bucket, copies } = this.named
    if (!bucket || filesIn === 'disk') return { main: disk, other: undefined, copies }
    return mainOf(filesIn) === 'bucket' ? { main: bucket, other: disk, copies } : { main: disk, other: bucket, copies }
  }

  private tell(key: string, from: string): true {
    this.log.warn(`the file ${key} was missing and is brought back ${from}`)
    return true
  }
}

export class DiskStore extends PlacedStore {
  /**
   * @param root files lie in its folder files/
   * @param backup the same on another disk
   */
  constructor(root: string, backup: string | null = null) {
    super({
      disk: new StoreFolder('DATA_DIR', root),
      copies: backup === null ? undefined : new StoreFolder('BACKUP_DIR', backup),
    })
  }
}
