/**
 * Which walls stand around the readers of files on this machine: found out by attempts from inside
 * (probe.ts), never concluded from what was asked for.
 */
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Injectable, Logger } from '@nestjs/common'
import { causeOf } from '../../base/cause.js'
import { isLogged } from '../../base/log.js'
import type { Bilingual } from '../../base/text.js'
import { WALLS, type Wall } from '../../base/walls.js'
import { Box } from './box.js'
import { askChild, endChild } from './child.js'
import type { Attempt, Outcome } from './probe.js'

const PROBE = { megabytes: 256, seconds: 20 }

/** What the probe could do. */
interface Found {
  readonly sameUser: boolean
  readonly reached: boolean
  readonly read: boolean
  readonly sawEnvironment: boolean
  /** As proc(5) has them. */
  readonly limits: string
}

const LIMITED = [/^Max file size +0 /m, /^Max core file size +0 /m, /^Max data size +\d/m, /^Max cpu time +\d/m]

const STANDS: Readonly<Record<Wall, (found: Found) => boolean>> = {
  uid: ({ sameUser }) => !sameUser,
  network: ({ reached }) => !reached,
  files: ({ read }) => !read,
  processes: ({ sawEnvironment }) => !sawEnvironment,
  limits: ({ limits }) => LIMITED.every((one) => one.test(limits)),
}

const usersOf = async (process: number | 'self') =>
  /^Uid:(.*)$/m.exec(await readFile(`/proc/${process}/status`, 'utf8'))?.[1]

/** The walls that stand, without what Node's permission model adds. Throws when not even a probe starts. */
export async function findWalls(box: Box): Promise<ReadonlySet<Wall>> {
  const folder = await mkdtemp(join(tmpdir(), 'probe-'))
  const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1')
  try {
    await once(server, 'listening')
    await chmod(folder, 0o755)
    const file = join(folder, 'readable')
    await writeFile(file, 'readable by everybody', { mode: 0o644 })
    const { port } = server.address() as AddressInfo // of a server that listens
    const found = await probe(box, file, port)
    return new Set(WALLS.filter((wall) => STANDS[wall](found)))
  } finally {
    server.close()
    await rm(folder, { recursive: true, force: true })
  }
}

async function probe(box: Box, file: string, port: number): Promise<Found> {
  const child = await box.start('probe', PROBE, false)
  const attempt = async (job: Attempt): Promise<string | null> => {
    const outcome = await askChild<Outcome>(child, job, PROBE.seconds)
    if (!outcome || 'failure' in outcome) throw new Error('the probe of the box for files gave no answer')
    return outcome.got
  }
  try {
    const environment = await attempt({ attempt: 'read', path: `/proc/${process.pid}/environ` })
    const limits = await attempt({ attempt: 'read', path: '/proc/self/limits' })
    return {
      sameUser: (await usersOf(child.pid ?? 0)) === (await usersOf('self')),
      reached: (await attempt({ attempt: 'connect', port })) !== null,
      read: (await attempt({ attempt: 'read', path: file })) !== null,
      sawEnvironment: environment === (await readFile('/proc/self/environ')).toString('base64'),
      limits: Buffer.from(limits ?? '', 'base64').toString(),
    }
  } finally {
    await endChild(child)
  }
}

/** A wall that the settings ask for does not stand. */
export class WallsMissing extends Error {
  readonly because: Bilingual

  constructor(missing: readonly Wall[]) {
    const zh =
      `READER_WALLS 要求的隔离在本机不成立：${missing.join('、')}。` +
      '见 docs/operations.md 的 Readers of files 一节。'
    const en =
      `These walls that READER_WALLS asks for do not stand on this machine: ${missing.join(', ')}. ` +
      'See “Readers of files” in docs/operations.md.'
    super(`${zh}\n${en}`)
    this.because = { zh, en }
  }
}

/** Which walls stand. Throws WallsMissing when one of `wanted` does not. */
export async function requireWalls(box: Box, wanted: readonly Wall[]): Promise<readonly Wall[]> {
  const standing = await findWalls(box)
  const missing = wanted.filter((wall) => !standing.has(wall))
  if (missing.length > 0) throw new WallsMissing(missing)
  return [...standing]
}

/** For the log. */
export function describeWalls(standing: readonly Wall[]): string {
  const list = (walls: readonly Wall[]) => walls.join(', ') || 'none'
  return `readers of files: walls that stand: ${list(standing)}; that do not: ${list(lacking(standing))}`
}

/** The walls that are not among those that stand. */
export const lacking = (standing: readonly Wall[]): readonly Wall[] => WALLS.filter((wall) => !standing.includes(wall))

@Injectable()
export class Walls {
  private readonly log = new Logger('files')
  private found: readonly Wall[] | undefined

  constructor(private readonly box: Box) {}

  /** Those that were found to stand around the readers of this process; undefined until it was tried. */
  get standing(): readonly Wall[] | undefined {
    return this.found
  }

  /** The same, tried now if it was not yet. Throws when nothing can be found out. */
  async find(): Promise<readonly Wall[]> {
    this.found ??= await requireWalls(this.box, [])
    return this.found
  }

  /**
   * Says in the log which walls stand. Where the settings ask for some, it settles when they are
   * known to, and throws WallsMissing; where they ask for none, a start does not wait for it, and
   * nothing is tried for a log that leaves it out.
   */
  async tell(wanted: readonly Wall[] | null): Promise<void> {
    if (!wanted && !isLogged('info')) return
    const told = requireWalls(this.box, wanted ?? []).then((standing) => {
      this.found = standing
      this.log.log(describeWalls(standing))
    })
    if (wanted) await told
    else
      told.catch((error: unknown) =>
        this.log.error({ msg: 'readers of files: nothing could be found out about the walls', ...causeOf(error) }),
      )
  }
}
