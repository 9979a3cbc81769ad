/**
 * Where the contents of attachments lie. A file is on the disk before `put` returns: a row
 * committed afterwards never names a file that a power cut could take. The reverse, a file that no
 * row names (a rolled-back transaction), is set aside by the worker (worker/clearing.ts). What a
 * row names is never missing while it lies aside, or has a copy: it is brought back when it is
 * asked for.
 */
import { randomBytes } from 'node:crypto'
import { chmod, open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { Logger } from '@nestjs/common'
import { ContentMissing } from '../../base/errors.js'
import { isAbsent, StoreFolder } from './storeFolder.js'

export abstract class FileStore {
  /**
   * The folders that files lie in: first the one that they are read from, then that of their
   * copies, if there is one.
   */
  abstract readonly folders: readonly [StoreFolder, ...StoreFolder[]]
  /** Takes over a finished temporary file; it is gone from where it was. The key is 128 random bits in hexadecimal. */
  abstract put(tempPath: string): Promise<{ key: string }>
  /**
   * The content, opened already, and its size in bytes. Throws `ContentMissing` when there is none,
   * `NotFound` for what is no key.
   */
  abstract open(key: string): Promise<{ stream: Readable; bytes: number }>
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

export class DiskStore extends FileStore {
  readonly folders: readonly [StoreFolder, ...StoreFolder[]]
  private readonly main: StoreFolder
  private readonly copies: StoreFolder | undefined
  private readonly log = new Logger('store')

  /**
   * @param root files lie in its folder files/
   * @param backup the same on another disk, which every file reaches before it counts
   * @param confirm throws when the store is not that of the database any more; asked before anything is stored
   */
  constructor(
    root: string,
    backup: string | null = null,
    private readonly confirm: () => Promise<void> = async () => undefined,
  ) {
    super()
    this.main = new StoreFolder('DATA_DIR', root)
    this.copies = backup === null ? undefined : new StoreFolder('BACKUP_DIR', backup)
    this.folders = this.copies ? [this.main, this.copies] : [this.main]
  }

  async put(tempPath: string): Promise<{ key: string }> {
    await this.confirm()
    const key = randomBytes(16).toString('hex')
    await chmod(tempPath, 0o600)
    await this.copies?.copyIn(key, tempPath)
    await this.main.moveIn(key, tempPath)
    return { key }
  }

  async open(key: string): Promise<{ stream: Readable; bytes: number }> {
    const path = this.main.pathOf(key)
    const file = await open(path, 'r').catch(async (error: unknown) => {
      if (!isAbsent(error)) throw error
      if (!(await this.recover(key))) throw new ContentMissing(key)
      return open(path, 'r')
    })
    return { stream: file.createReadStream(), bytes: (await file.stat()).size }
  }

  async recover(key: string): Promise<boolean> {
    if (await this.main.has(key)) return true
    if (await this.main.isInQuarantine(key)) return false
    if (await this.main.bringBack(key)) return this.tell(key, 'from where it had been set aside')
    const { copies } = this
    if (!copies || !((await copies.has(key)) || (await copies.bringBack(key)))) return false
    await this.main.copyIn(key, copies.pathOf(key))
    return this.tell(key, 'from its copy in BACKUP_DIR')
  }

  async remove(key: string): Promise<void> {
    await this.main.remove(key)
    await this.copies?.setAside(key, await this.copies.today())
  }

  async discard(key: string): Promise<void> {
    for (const folder of this.folders) await folder.remove(key)
  }

  async quarantine(key: string): Promise<void> {
    await this.main.moveToQuarantine(key)
  }

  private tell(key: string, from: string): true {
    this.log.warn(`the file ${key} was missing and is brought back ${from}`)
    return true
  }
}
