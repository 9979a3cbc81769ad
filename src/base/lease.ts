/**
 * Who works on a folder alone, for a while: a file with a number, and the highest number counts.
 * Whoever wants the folder adds the next one, which only one can do; so nobody takes away a living
 * lease, also not one of two that find the same dead one. The last file stays, given back, and its
 * number is never used again. Time is that of the file system, which two machines with different
 * clocks share.
 */
import { randomBytes } from 'node:crypto'
import { mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { sqlState } from './databaseErrors.js'
import { writeOnce } from './writeOnce.js'

/** After so long without a sign of its owner a lease is over. */
const TERM = 10 * 60_000 // ms

/** What the file system's clock says now, in milliseconds: the application's may stand still. */
export async function timeIn(folder: string): Promise<number> {
  const probe = join(folder, `.probe-${randomBytes(8).toString('hex')}`)
  const handle = await open(probe, 'wx', 0o600)
  try {
    return (await handle.stat()).mtimeMs
  } finally {
    await handle.close()
    await rm(probe, { force: true })
  }
}

const NAME = /^(\d{9})\.json$/
const fileOf = (folder: string, no: number): string => join(folder, `${String(no).padStart(9, '0')}.json`)

async function numbersIn(folder: string): Promise<number[]> {
  const names = await readdir(folder)
  return names.flatMap((name) => NAME.exec(name)?.[1] ?? []).map(Number)
}

const UNKNOWN = '?'

interface LeaseRecord {
  readonly owner: string
  readonly returned: boolean
}

/** What the last lease says, and whether it is over; undefined when its owner has just given way. */
async function lookAt(file: string, now: number): Promise<(LeaseRecord & { readonly over: boolean }) | undefined> {
  try {
    const said = readRecord(await readFile(file, 'utf8'))
    return { ...said, over: said.returned || now - (await stat(file)).mtimeMs > TERM }
  } catch (error) {
    if (sqlState(error) === 'ENOENT') return undefined
    throw error
  }
}

/** A text that cannot be read is being written just now, or its owner died over it. */
function readRecord(text: string): LeaseRecord {
  try {
    return JSON.parse(text) as LeaseRecord // written below
  } catch {
    return { owner: UNKNOWN, returned: false }
  }
}

export class Lease {
  private constructor(
    private readonly folder: string,
    private readonly no: number,
    private readonly owner: string,
  ) {}

  /** Takes the folder's lease; answers who has it when it is taken. */
  static async take(folder: string, owner: string): Promise<Lease | { readonly heldBy: string }> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const last = Math.max(0, ...(await numbersIn(folder)))
    if (last > 0) {
      const found = await lookAt(fileOf(folder, last), await timeIn(folder))
      if (!found?.over) return { heldBy: found?.owner ?? UNKNOWN }
    }
    const lease = new Lease(folder, last + 1, owner)
    if (!(await writeOnce({ file: lease.file, bytes: lease.text(false), mode: 0o600 }))) return { heldBy: UNKNOWN }
    for (const no of await numbersIn(folder)) if (no < lease.no) await rm(fileOf(folder, no), { force: true })
    return lease
  }

  /**
   * Says that its owner lives. Answers false when another one has taken over meanwhile: then
   * nothing more may be done.
   */
  async renew(): Promise<boolean> {
    if (Math.max(0, ...(await numbersIn(this.folder))) !== this.no) return false
    await this.write(false)
    return true
  }

  /** Gives it back. */
  async release(): Promise<void> {
    await this.write(true)
  }

  private get file(): string {
    return fileOf(this.folder, this.no)
  }

  private text(returned: boolean): Buffer {
    const said: LeaseRecord = { owner: this.owner, returned }
    return Buffer.from(JSON.stringify(said))
  }

  /**
   * Over what is there: the file system then gives the time. One that is gone is another's by now,
   * and is not made again.
   */
  private async write(returned: boolean): Promise<void> {
    try {
      const handle = await open(this.file, 'r+')
      try {
        const text = this.text(returned)
        await handle.truncate(text.length)
        await handle.write(text, 0, text.length, 0)
      } finally {
        await handle.close()
      }
    } catch (error) {
      if (sqlState(error) !== 'ENOENT') throw error
    }
  }
}
