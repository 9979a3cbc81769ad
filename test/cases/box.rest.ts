/**
 * The box in which strange files are read, tried by a program that is started as a reader is and does what one in a stranger's hands would. What this machine does
 * not allow is skipped, and named in the run's last lines.
 */
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { WALLS, type Wall } from '../../src/base/walls.js'
import { projectFolder } from '../../src/settings.js'
import { Box } from '../../src/cases/files/box.js'
import { askChild, endChild } from '../../src/cases/files/child.js'
import type { Attempt, Outcome } from '../../src/cases/files/probe.js'
import { describeWalls, findWalls, requireWalls, WallsMissing } from '../../src/cases/files/walls.js'

const LIMITS = { megabytes: 256, seconds: 2 }
const NOBODY = 65_534
/** Outside of every box, to find out what this machine allows. */
const standing = await findWalls(new Box())

const testBehind = (wall: Wall, name: string, body: () => Promise<void>) => {
  if (standing.has(wall)) test(`${name} (a box with ${wall})`, body, 60_000)
  else test.skip(`${name} (a box with ${wall})`, body)
}

/** What came of it in a box; undefined when the reader did not outlive it. `permission`: with what Node itself refuses. */
async function attempt(job: Attempt, { box = new Box(), permission = false, patience = 20 } = {}) {
  const child = await box.start('probe', LIMITS, permission)
  try {
    const outcome = await askChild<Outcome>(child, job, patience)
    if (outcome && 'failure' in outcome) throw new Error(outcome.failure)
    return outcome?.got
  } finally {
    await endChild(child)
  }
}

let folder: string
let server: Server
let port: number
let secret: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'box-'))
  chmodSync(folder, 0o755)
  secret = join(folder, 'master.key')
  writeFileSync(secret, 'the master key', { mode: 0o644 })
  server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1')
  await once(server, 'listening')
  port = (server.address() as AddressInfo).port // of a server that listens
})
afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true })
})

describe('a reader in a stranger’s hands', () => {
  testBehind('files', 'reads no file: neither a key nor the machine’s accounts', async () => {
    for (const path of [secret, '/etc/passwd', '/etc/hostname', `/proc/${process.pid}/root${secret}`])
      expect([path, await attempt({ attempt: 'read', path })]).toEqual([path, null])
  })

  testBehind('processes', 'sees neither the server’s environment nor what it has open', async () => {
    for (const what of ['environ', 'maps', 'status']) {
      const got = await attempt({ attempt: 'read', path: `/proc/${process.pid}/${what}` })
      const own = readFileSync(`/proc/${process.pid}/${what}`).toString('base64')
      expect([what, got === own ? 'seen' : 'hidden']).toEqual([what, 'hidden'])
    }
  })

  test('has nothing of the server’s environment in its own', async () => {
    const got = Buffer.from((await attempt({ attempt: 'read', path: '/proc/self/environ' })) ?? '', 'base64').toString()
    const names = got.split('\0').flatMap((one) => one.split('=')[0] || [])
    expect(names.filter((name) => !/^(NODE_CHANNEL_\w+|PATH|PWD)$/.test(name))).toEqual([])
  })

  testBehind('network', 'connects to nothing', async () => {
    expect(await attempt({ attempt: 'connect', port })).toBeNull()
  })

  testBehind('limits', 'writes nothing into a file', async () => {
    for (const path of [join(folder, 'new'), join(projectFolder, 'new'), secret]) {
      expect([path, (await attempt({ attempt: 'write', path })) ?? null]).toEqual([path, null])
      expect([path, existsSync(path) && readFileSync(path, 'utf8') === 'written']).toEqual([path, false])
      if (path !== secret) rmSync(path, { force: true })
    }
  })

  testBehind('limits', 'is ended by the kernel when it takes four gigabytes, or computes without end', async () => {
    expect(await attempt({ attempt: 'allocate', megabytes: 4096 }, { patience: 60 })).toBeFalsy()
    expect(await attempt({ attempt: 'compute' }, { patience: 600 })).toBeUndefined()
  })

  test('starts no program and writes nothing by its own script', async () => {
    expect(await attempt({ attempt: 'spawn' }, { permission: true })).toBeNull()
    expect(await attempt({ attempt: 'write', path: join(folder, 'new') }, { permission: true })).toBeNull()
    expect(await attempt({ attempt: 'read', path: secret }, { permission: true })).toBeNull()
  })

  test('ends with the server that started it, though it computes', async () => {
    const child = await new Box().start('probe', { megabytes: 256, seconds: 600 }, false)
    void askChild(child, { attempt: 'compute' }, 600)
    const inside = descendantsOf(child.pid ?? 0)
    await endChild(child)
    for (let round = 0; round < 200 && inside.some(isThere); round++) await sleep(50)
    expect(inside.filter(isThere)).toEqual([])
  })
})

const isThere = (pid: number) => existsSync(`/proc/${pid}`)

/** All processes below one, itself among them. */
function descendantsOf(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)
  return [pid, ...children.flatMap(descendantsOf)]
}

describe('walls', () => {
  const asRoot = process.getuid?.() === 0 ? test : test.skip

  asRoot('another user stands where one is named, with all the others', async () => {
    const found = await findWalls(new Box(NOBODY))
    expect(found).toEqual(new Set([...standing, 'uid', 'processes']))
  })

  test('that are asked for and do not stand are named, for the operator; the log names those that do', async () => {
    expect(standing.has('uid')).toBe(false)
    await expect(requireWalls(new Box(), ['uid'])).rejects.toThrow(WallsMissing)
    await expect(requireWalls(new Box(), ['uid'])).rejects.toThrow(/uid.*READER_WALLS|READER_WALLS.*uid/s)
    expect(describeWalls(await requireWalls(new Box(), [...standing]))).toContain(
      WALLS.filter((wall) => standing.has(wall)).join(', '),
    )
  })
})
