/** The start command as a person uses it: one command brings everything up, Ctrl-C takes everything down, and a killed part comes back. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { projectFolder } from '../../src/settings.js'
import { findProcess, type LivingProcess, listServerProcesses, waitUntil } from '../../tools/processes.js'

const PATIENCE = 60_000

/** What the first start has made, from its end on: the other starts begin with a copy of it. */
const made = mkdtempSync(join(tmpdir(), 'haijian-made-'))
let folder: string
let port: number
let started: ChildProcess[]

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'haijian-start-'))
  copy(made, folder)
  chmodSync(folder, 0o755)
  port = await findPort()
  started = []
})

afterEach(async () => {
  for (const { pid } of [...started.flatMap(({ pid }) => listBelow(pid ?? 0)), ...listServers()])
    process.kill(pid, 'SIGKILL')
  for (const child of started) child.kill('SIGKILL')
  await waitUntil(() => listServers().length === 0, PATIENCE)
  rmSync(folder, { recursive: true, force: true })
})

afterAll(() => rmSync(made, { recursive: true, force: true }))

/** With the accounts that own the files. */
function copy(from: string, to: string): void {
  expect(spawnSync('cp', ['-a', `${from}/.`, to], { stdio: 'inherit' }).status).toBe(0)
}

/** A port that is free now, below the range of outgoing connections. */
async function findPort(): Promise<number> {
  const number = randomInt(18_000, 20_000)
  const server = createServer().listen(number, '127.0.0.1')
  const free = await Promise.race([once(server, 'listening').then(() => true), once(server, 'error').then(() => false)])
  server.close()
  return free ? number : findPort()
}

interface Started {
  readonly child: ChildProcess
  output(): string
}

function start(
  command: readonly string[] = [process.execPath, 'dist/tools/start.js'],
  settings: Record<string, string> = {},
): Started {
  const [file = '', ...args] = command
  const env = { ...process.env, NODE_ENV: 'development', DEMO: 'no', DATA_DIR: folder, PORT: String(port), ...settings }
  const child = spawn(file, args, { cwd: projectFolder, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  started.push(child)
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (part) => {
      text += part
    })
  }
  return { child, output: () => text }
}

async function startAndWait(command?: readonly string[]): Promise<Started> {
  const one = start(command)
  await waitUntil(() => one.output().includes(`http://localhost:${port}`) || one.child.exitCode !== null, PATIENCE)
  expect(one.output()).toContain(`http://localhost:${port}`)
  return one
}

async function stop({ child }: Started): Promise<number | null> {
  child.kill('SIGINT')
  if (child.exitCode === null) await once(child, 'exit')
  return child.exitCode
}

/** The status of the first page, asked again until there is one below 500. */
async function askPage(): Promise<number> {
  for (const end = performance.now() + PATIENCE; performance.now() < end; await sleep(100)) {
    const answer = await fetch(`http://127.0.0.1:${port}/`, { redirect: 'manual' }).catch(() => null)
    await answer?.body?.cancel()
    if (answer && answer.status < 500) return answer.status
  }
  return 0
}

const listServers = () => listServerProcesses(join(folder, 'pg'))

const findPostmaster = () => listServers().find(({ command }) => command.includes('-D'))?.pid ?? 0

/** All processes that descend from this one. */
function listBelow(pid: number): LivingProcess[] {
  const children = readdirSync('/proc').flatMap((name) => findProcess(Number(name)) ?? [])
  const below = (parent: number): LivingProcess[] =>
    children.filter((one) => one.parent === parent).flatMap((one) => [one, ...below(one.pid)])
  return pid ? below(pid) : []
}

function findPart(supervisor: ChildProcess, file: string): LivingProcess | undefined {
  return listBelow(supervisor.pid ?? 0).find(({ command }) => command.some((word) => word.endsWith(file)))
}

/** The pid of a part, another one than `but` if that is given; 0 when it does not come. */
async function waitForPart(supervisor: ChildProcess, file: string, but = 0): Promise<number> {
  let pid = 0
  await waitUntil(() => {
    pid = findPart(supervisor, file)?.pid ?? 0
    return pid !== 0 && pid !== but
  }, PATIENCE)
  return pid
}

test('one command shows the first page, each part has the address of its own role and no other; killed parts come back; Ctrl-C leaves nothing behind', async () => {
  const one = await startAndWait()
  const { child } = one
  expect(await askPage()).toBeGreaterThan(0)
  const environment = (file: string) => readAddresses(findPart(child, file)?.pid ?? 0)
  expect(environment('src/main.js')).toEqual(['APP_DATABASE_URL haijian_app', 'ENTRY_DATABASE_URL haijian_entry'])
  expect(environment('src/worker.js')).toEqual(['WORKER_DATABASE_URL haijian_worker'])
  for (const file of ['src/main.js', 'src/worker.js'])
    expect(readFileSync(`/proc/${findPart(child, file)?.pid}/environ`, 'utf8')).toContain('MALLOC_ARENA_MAX=1')

  for (const file of ['src/main.js', 'src/worker.js']) {
    const before = await waitForPart(child, file)
    process.kill(before, 'SIGKILL')
    expect(await waitForPart(child, file, before)).toBeGreaterThan(0)
    expect(await askPage()).toBeGreaterThan(0)
  }
  const before = findPostmaster()
  process.kill(before, 'SIGKILL')
  await waitUntil(() => ![0, before].includes(findPostmaster()), PATIENCE)
  expect(await askPage()).toBeGreaterThan(0)

  const parts = listBelow(child.pid ?? 0)
  expect(parts.length).toBeGreaterThan(2)
  expect(await stop(one)).toBe(0)
  expect(listServers()).toEqual([])
  expect(parts.filter(({ pid, identity }) => findProcess(pid)?.identity === identity)).toEqual([])
  copy(folder, made)
})

/** The addresses of databases in the environment of a process, with the role of each. */
function readAddresses(pid: number): string[] {
  return readFileSync(`/proc/${pid}/environ`, 'utf8')
    .split('\0')
    .filter((line) => /DATABASE_URL=/.test(line))
    .map((line) => line.replace(/=postgres:\/\/(\w+):.*/, ' $1'))
}

test('after kill -9 of the supervisor its parts end, and the next start, by npm, takes over at the same place; a signal to npm ends that', async () => {
  const one = await startAndWait()
  const parts = listBelow(one.child.pid ?? 0).filter(({ command }) => command.some((word) => word.endsWith('.js')))
  one.child.kill('SIGKILL')
  await waitUntil(() => parts.every(({ pid, identity }) => findProcess(pid)?.identity !== identity), PATIENCE)
  expect(parts.filter(({ pid, identity }) => findProcess(pid)?.identity === identity)).toEqual([])
  const two = await startAndWait(['npm', 'start'])
  expect(await askPage()).toBeGreaterThan(0)
  two.child.kill('SIGTERM')
  await once(two.child, 'exit')
  await waitUntil(() => listServers().length === 0, PATIENCE)
  expect(listServers()).toEqual([])
})

test('Ctrl-C at a terminal, which reaches npm and what it started at once', async () => {
  const one = await startAndWait(['npm', 'start'])
  process.kill(-(one.child.pid ?? 0), 'SIGINT')
  await once(one.child, 'exit')
  await waitUntil(() => listServers().length === 0, PATIENCE)
  expect(listServers()).toEqual([])
})

test('Ctrl-C while the demonstration is being made does not wait for it', async () => {
  const one = start(undefined, { DEMO: 'yes' })
  const making = await waitForPart(one.child, 'tools/demonstration.js')
  expect(making).toBeGreaterThan(0)
  expect(await stop(one)).toBe(0)
  expect(findProcess(making)).toBeUndefined()
  expect(listServers()).toEqual([])
})

test('after kill -9 of npm what it started ends by itself', async () => {
  const one = await startAndWait(['npm', 'start'])
  one.child.kill('SIGKILL')
  await waitUntil(() => listServers().length === 0, PATIENCE)
  expect(listServers()).toEqual([])
})

describe('when it cannot start', () => {
  test('wrong settings: all are named in both languages, and the status is 78', async () => {
    const one = start(undefined, { PORT: 'x', LOG_LEVEL: 'loud' })
    await once(one.child, 'close')
    expect(one.child.exitCode).toBe(78)
    expect(one.output()).toContain('PORT（现为 "x"）应为1 至 65535 的整数。')
    expect(one.output()).toContain('LOG_LEVEL (now "loud") must be one of fatal, error, warn, info, debug, silent.')
  })

  test('production without its settings', async () => {
    const one = start(undefined, { NODE_ENV: 'production', DEMO: 'yes' })
    await once(one.child, 'close')
    expect(one.child.exitCode).toBe(78)
    expect(one.output()).toContain('DEMO must not be yes')
    expect(one.output()).toContain('SECRET must be your own')
    expect(listServers()).toEqual([])
  })

  test('a port that somebody else keeps is named', async () => {
    const squatter = createServer().listen(port, '127.0.0.1')
    await once(squatter, 'listening')
    const one = start()
    await once(one.child, 'close')
    squatter.close()
    expect(one.child.exitCode).toBe(1)
    expect(one.output()).toContain(`Port ${port} stays in use. Stop what uses it, or set another PORT.`)
    expect(listServers()).toEqual([])
  })
})
