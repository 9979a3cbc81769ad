/**
 * One folder of files, on one disk: every file in files/ab/cdef…, so that no folder grows large,
 * readable by this account only. What no row names is set aside in aside/DAY/ before it is removed,
 * and comes back from there when a row names it again. A file is on the disk, and its folder's
 * entry too, before it counts.
 */
import { randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { copyFile, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { sqlState } from '../../base/databaseErrors.js'
import { NotFound } from '../../base/errors.js'
import { Lease, timeIn } from '../../base/lease.js'
import { type Identifiable, identifiableFolder } from '../../base/storeIdentity.js'
import { isDay, isKey, type OpenContent, type PlaceLease, type StorePlace } from './storePlace.js'

export const isAbsent = (error: unknown): boolean => sqlState(error) === 'ENOENT'

export class StoreFolder implements StorePlace {
  readonly identity: Identifiable

  constructor(
    readonly setting: 'DATA_DIR' | 'BACKUP_DIR',
    readonly root: string,
  ) {
    this.identity = identifiableFolder(setting, root)
  }

  /** Where the file of this key lies, whether it is there or not. Throws NotFound for what is no key. */
  pathOf(key: string): string {
    if (!isKey(key)) throw new NotFound()
    return join(this.files, key.slice(0, 2), key.slice(2))
  }

  has(key: string): Promise<boolean> {
    return isThere(this.pathOf(key))
  }

  async openContent(key: string): Promise<OpenContent | undefined> {
    const file = await open(this.pathOf(key), 'r').catch(unlessAbsent)
    return file && { stream: file.createReadStream(), bytes: (await file.stat()).size }
  }

  async moveIn(key: string, from: string): Promise<void> {
    const path = this.pathOf(key)
    await sync(from)
    const made = await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    await rename(from, path)
    await sync(dirname(path))
    if (made) await sync(this.files)
  }

  copyIn(key: string, from: string): Promise<void> {
    return this.takeIn(key, (half) => copyFile(from, half))
  }

  async copyFrom(key: string, other: StorePlace): Promise<boolean> {
    if (other instanceof StoreFolder) {
      if (!(await other.has(key))) return false
      await this.copyIn(key, other.pathOf(key))
      return true
    }
    const content = await other.openContent(key)
    if (!content) return false
    await this.takeIn(key, async (half) => {
      await pipeline(content.stream, createWriteStream(half, { flags: 'wx', mode: 0o600 }))
      const { size } = await stat(half)
      if (size !== content.bytes) throw new Error(`${key} is ${size} bytes instead of ${content.bytes}`)
    })
    return true
  }

  private async takeIn(key: string, write: (half: string) => Promise<void>): Promise<void> {
    const half = join(this.files, `.${key}.${randomBytes(4).toString('hex')}`)
    await mkdir(this.files, { recursive: true, mode: 0o700 })
    try {
      await write(half)
      await this.moveIn(key, half)
    } finally {
      await rm(half, { force: true })
    }
  }

  async parts(): Promise<string[]> {
    return (await listFolder(this.files)).filter((name) => /^[0-9a-f]{2}$/.test(name))
  }

  async keysIn(part: string): Promise<string[]> {
    return (await listFolder(join(this.files, part))).map((rest) => part + rest).filter(isKey)
  }

  async keysInQuarantine(): Promise<string[]> {
    return (await listFolder(this.quarantine)).filter(isKey)
  }

  isInQuarantine(key: string): Promise<boolean> {
    return isThere(join(this.quarantine, key))
  }

  async storedAt(key: string): Promise<number | undefined> {
    for (const path of [this.pathOf(key), join(this.quarantine, key)]) {
      const found = await stat(path).catch(unlessAbsent)
      if (found) return found.mtimeMs
    }
    return undefined
  }

  async moveToQuarantine(key: string): Promise<void> {
    await moveTo(this.pathOf(key), join(this.quarantine, key))
  }

  async setAside(key: string, day: string): Promise<boolean> {
    const target = join(this.aside, day, key)
    return (await moveTo(this.pathOf(key), target)) || (await moveTo(join(this.quarantine, key), target))
  }

  async bringBack(key: string): Promise<boolean> {
    for (const day of await this.daysAside())
      if (await moveTo(join(this.aside, day, key), this.pathOf(key))) return true
    return false
  }

  async daysAside(): Promise<string[]> {
    return (await listFolder(this.aside)).filter(isDay).sort()
  }

  async keysAside(day: string): Promise<string[]> {
    return (await listFolder(join(this.aside, day))).filter(isKey)
  }

  async removeAside(day: string, key: string): Promise<void> {
    await rm(join(this.aside, day, key), { force: true })
  }

  async closeDay(day: string): Promise<void> {
    if ((await listFolder(join(this.aside, day))).length === 0)
      await rm(join(this.aside, day), { recursive: true, force: true })
  }

  async remove(key: string): Promise<void> {
    const days = await this.daysAside()
    const paths = [this.pathOf(key), join(this.quarantine, key), ...days.map((day) => join(this.aside, day, key))]
    for (const path of paths) await rm(path, { force: true })
  }

  /** Nothing is kept here of what was removed. */
  discard(key: string): Promise<void> {
    return this.remove(key)
  }

  /** Copies that a crash has cut short. */
  async tidy(hours: number): Promise<void> {
    for (const name of await listOlder(this.files, hours))
      if (/^\.[0-9a-f]{32}/.test(name)) await rm(join(this.files, name), { force: true })
  }

  lease(owner: string): Promise<PlaceLease | { readonly heldBy: string }> {
    return Lease.take(join(this.root, 'clearing'), owner)
  }

  now(): Promise<number> {
    return timeIn(this.root)
  }

  async today(): Promise<string> {
    await mkdir(this.root, { recursive: true, mode: 0o711 })
    return new Date(await timeIn(this.root)).toISOString().slice(0, 10)
  }

  private get files(): string {
    return join(this.root, 'files')
  }

  private get aside(): string {
    return join(this.root, 'aside')
  }

  private get quarantine(): string {
    return join(this.root, 'quarantine')
  }
}

/** Removes what a crash left in the folder of incoming uploads. Answers how many. */
export async function sweepIncoming(folder: string, hours: number): Promise<number> {
  const left = await listOlder(folder, hours)
  await Promise.all(left.map((name) => rm(join(folder, name), { force: true })))
  return left.length
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    (error: unknown) => {
      if (isAbsent(error)) return false
      throw error
    },
  )

function unlessAbsent(error: unknown): undefined {
  if (!isAbsent(error)) throw error
  return undefined
}

/** Within one disk. Answers false when there is nothing to move. */
async function moveTo(from: string, to: string): Promise<boolean> {
  if (!(await isThere(from))) return false
  await mkdir(dirname(to), { recursive: true, mode: 0o700 })
  try {
    await rename(from, to)
    return true
  } catch (error) {
    if (isAbsent(error)) return false // another process was faster
    throw error
  }
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

const listFolder = async (folder: string): Promise<string[]> => (await readdir(folder).catch(unlessAbsent)) ?? []

/** The files of a folder that are older than `hours` by the file system's own clock. */
async function listOlder(folder: string, hours: number): Promise<string[]> {
  const names = await listFolder(folder)
  if (names.length === 0) return []
  const now = await timeIn(folder)
  const older: string[] = []
  for (const name of names) {
    const made = await stat(join(folder, name)).catch(unlessAbsent)
    if (made?.isFile() && now - made.mtimeMs > hours * 3_600_000) older.push(name)
  }
  return older
}
