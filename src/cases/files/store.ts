/**
 * Where the contents of attachments lie. A file is on the disk, and its folder's entry too, before `put` returns: a row committed afterwards
 * never names a file that a power cut could take. The reverse, a file that no row names (a rolled-back transaction), is swept up.
 */
import { randomBytes } from 'node:crypto'
import { chmod, copyFile, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { NotFound } from '../../base/errors.js'

export abstract class FileStore {
  /** Takes over a finished temporary file; it is gone from where it was. The key is 128 random bits in hexadecimal. */
  abstract put(tempPath: string): Promise<{ key: string }>
  /** The content, opened already, and its size in bytes. Throws `NotFound` when there is none. */
  abstract open(key: string): Promise<{ stream: Readable; bytes: number }>
  /** Whether there is such a content. */
  abstract has(key: string): Promise<boolean>
  /** Removes the content; nothing happens when there is none. */
  abstract remove(key: string): Promise<void>
  /** Puts the content where nothing reads it, for whoever looks into the matter; nothing happens when there is none. */
  abstract quarantine(key: string): Promise<void>
  /** Removes what no row names and is older than `hours`; answers how many. `findNamed`: those of some keys that rows name. */
  abstract sweep(findNamed: (keys: readonly string[]) => Promise<ReadonlySet<string>>, hours: number): Promise<number>
}

/** Every file in `folder`/ab/cdef…, so that no folder grows large; readable by this account only. */
export class DiskStore extends FileStore {
  /** `mirror`: a second folder, on another disk, that every file reaches before it counts; nothing is ever removed there. */
  constructor(
    private readonly folder: string,
    private readonly mirror: string | null = null,
  ) {
    super()
  }

  async put(tempPath: string): Promise<{ key: string }> {
    const key = randomBytes(16).toString('hex')
    await chmod(tempPath, 0o600)
    if (this.mirror) await copyTo(this.mirror, key, tempPath)
    await moveTo(this.folder, key, tempPath)
    return { key }
  }

  async open(key: string): Promise<{ stream: Readable; bytes: number }> {
    const file = await open(this.path(key), 'r').catch((problem: NodeJS.ErrnoException) => {
      throw problem.code === 'ENOENT' ? new NotFound() : problem
    })
    return { stream: file.createReadStream(), bytes: (await file.stat()).size }
  }

  async has(key: string): Promise<boolean> {
    return stat(this.path(key)).then(
      () => true,
      () => false,
    )
  }

  async remove(key: string): Promise<void> {
    await rm(this.path(key), { force: true })
  }

  async quarantine(key: string): Promise<void> {
    const aside = join(dirname(this.folder), 'quarantine')
    await mkdir(aside, { recursive: true, mode: 0o700 })
    await rename(this.path(key), join(aside, key)).catch((problem: NodeJS.ErrnoException) => {
      if (problem.code !== 'ENOENT') throw problem
    })
  }

  async sweep(findNamed: (keys: readonly string[]) => Promise<ReadonlySet<string>>, hours: number): Promise<number> {
    let swept = 0
    for (const part of await listFolder(this.folder)) {
      const old = await listOlder(join(this.folder, part), hours)
      const keys = old.map((rest) => part + rest)
      if (keys.length === 0) continue
      const named = await findNamed(keys)
      for (const key of keys.filter((one) => !named.has(one))) {
        await this.remove(key)
        swept += 1
      }
    }
    return swept
  }

  private path(key: string): string {
    return pathIn(this.folder, key)
  }
}

function pathIn(folder: string, key: string): string {
  if (!/^[0-9a-f]{32}$/.test(key)) throw new NotFound()
  return join(folder, key.slice(0, 2), key.slice(2))
}

/** Gives a file its name in a folder of the same disk, and has it lie there before it counts. */
async function moveTo(folder: string, key: string, from: string): Promise<void> {
  const path = pathIn(folder, key)
  await sync(from)
  const made = await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await rename(from, path)
  await sync(dirname(path))
  if (made) await sync(folder)
}

/** The same on another disk; a copy that was cut short bears no key. */
async function copyTo(folder: string, key: string, from: string): Promise<void> {
  const half = join(folder, `.${key}`)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  try {
    await copyFile(from, half)
    await moveTo(folder, key, half)
  } finally {
    await rm(half, { force: true })
  }
}

/** Removes what a crash left in the folder of incoming uploads. */
export async function sweepIncoming(folder: string, hours: number): Promise<number> {
  const left = await listOlder(folder, hours)
  await Promise.all(left.map((name) => rm(join(folder, name), { force: true })))
  return left.length
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

const listFolder = (folder: string): Promise<string[]> =>
  readdir(folder).catch((problem: NodeJS.ErrnoException) => {
    if (problem.code === 'ENOENT') return []
    throw problem
  })

/** The files of a folder that are older than `hours` by the file system's own clock: the application's may be standing still. */
async function listOlder(folder: string, hours: number): Promise<string[]> {
  const names = await listFolder(folder)
  if (names.length === 0) return []
  const probe = join(folder, `.probe-${randomBytes(8).toString('hex')}`)
  await (await open(probe, 'wx', 0o600)).close()
  const now = (await stat(probe)).mtimeMs
  await rm(probe)
  const older: string[] = []
  for (const name of names) {
    const made = await stat(join(folder, name)).catch(() => undefined)
    if (made?.isFile() && now - made.mtimeMs > hours * 3_600_000) older.push(name)
  }
  return older
}
