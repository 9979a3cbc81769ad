/**
 * One server process of the embedded PostgreSQL: found, started, awaited, stopped, and what a dead one leaves cleared
 * away.
 */
import { spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { codeOf, LauncherError, runAs } from './binaries.js'
import type { Cluster } from './cluster.js'
import { findProcess, isLiving, listServerProcesses, signal, waitUntil } from './processes.js'

export interface Server {
  readonly pid: number
  /** See LivingProcess. */
  readonly identity: string
  readonly port: number
  readonly status: 'starting' | 'ready' | 'stopping'
}

/**
 * Outside the range that Linux gives to outgoing connections (32768–60999), which would now and then hold our port.
 */
const LOWEST_PORT = 20_000
const HIGHEST_PORT = 32_000
const RECOVERY = 600_000
const LOG_LIMIT = 10_000_000

/** Values of rows are kept out of the log: no statement, no detail ("Key (name)=(…) already exists"). */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  password_encryption: 'scram-sha-256',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '%m [%p] ',
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
}
/**
 * Tests throw their data away, so nothing waits for the disk; a killed server still loses nothing, only a lost machine
 * does.
 */
const TEST_SETTINGS = {
  fsync: 'off',
  full_page_writes: 'off',
  max_wal_size: '4GB',
  checkpoint_timeout: '1h',
  max_prepared_transactions: '2', // an operator may have allowed them, and forgotten one
}

/**
 * The living server of these data, by its own note (postmaster.pid) and by /proc; the note alone may be a dead server's,
 * and its pid another's by now.
 */
export function findServer(data: string): Server | undefined {
  const lines = noteOf(data).split('\n')
  const found = listServerProcesses(data).find(({ pid }) => pid === Number(lines[0]))
  if (!found) return undefined
  const word = lines[7]?.trim()
  const status = word === 'ready' || word === 'stopping' ? word : 'starting'
  return { pid: found.pid, identity: found.identity, port: Number(lines[3]), status }
}

/** Empty where there is none: a server that ends takes its note away, perhaps just as it is looked for. */
function noteOf(data: string): string {
  try {
    return readFileSync(join(data, 'postmaster.pid'), 'utf8')
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
    return ''
  }
}

/**
 * Starts a server on the remembered port, or on another one when that is taken.
 * @param more settings of PostgreSQL beyond our own
 * @throws LauncherError with the server's own last words
 */
export async function startServer(
  cluster: Cluster,
  binaries: string,
  testing: boolean,
  more: Readonly<Record<string, string>> = {},
): Promise<Server> {
  for (let attempt = 0; attempt < 5; attempt++) {
    const port = await choosePort(cluster)
    const begin = openLog(cluster.home)
    const pid = launch(cluster, binaries, { ...(testing && TEST_SETTINGS), ...more, port: String(port) }, begin.log)
    closeSync(begin.log)
    const server = await becomeReady(cluster.data, pid)
    if (server) return server
    const words = readFileSync(join(cluster.home, 'postgres.log')).subarray(begin.size).toString().trim()
    if (!/could not bind|could not create any TCP/.test(words)) throw notStarted(cluster, words)
    rmSync(join(cluster.home, 'pg-port'), { force: true })
  }
  throw notStarted(cluster, 'no free port')
}

const notStarted = ({ data }: Cluster, words: string) =>
  new LauncherError(
    `内置 PostgreSQL 无法启动（数据在 ${data}）：\n${words.slice(-2000)}`,
    `The embedded PostgreSQL did not start; its last words are above, its data lie in ${data}.`,
  )

function launch(
  { data, account }: Cluster,
  binaries: string,
  settings: Readonly<Record<string, string>>,
  log: number,
): number {
  const args = Object.entries({ ...SETTINGS, ...settings }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(join(binaries, 'bin/postgres'), ['-D', data, ...args], {
    ...runAs(account),
    // A group of its own: Ctrl-C must not reach the server before those that use it have ended.
    detached: true,
    stdio: ['ignore', log, log],
  })
  child.on('error', () => undefined)
  child.unref()
  return child.pid ?? 0
}

/** undefined when the process ended instead. Replaying a long log after a crash takes its time. */
async function becomeReady(data: string, pid: number): Promise<Server | undefined> {
  const current = () => {
    const server = findServer(data)
    return server?.pid === pid ? server : undefined
  }
  await waitUntil(() => current()?.status === 'ready' || !findProcess(pid), RECOVERY)
  return current()
}

/** Waits while a living server is starting or stopping, and gives it when it is ready. */
export async function settle(data: string): Promise<Server | undefined> {
  await waitUntil(() => (findServer(data)?.status ?? 'ready') === 'ready', RECOVERY)
  return findServer(data)
}

/** Stops a server: connections are cut, changes are written; harder when it does not answer. */
export async function stopServer({ pid, identity }: Server): Promise<void> {
  const ways: [NodeJS.Signals, number][] = [
    ['SIGINT', 60_000],
    ['SIGQUIT', 10_000],
    ['SIGKILL', 10_000],
  ]
  for (const [name, patience] of ways) {
    if (isLiving(identity)) signal(pid, name)
    if (await waitUntil(() => !isLiving(identity), patience)) return
  }
}

/**
 * Clears away what a killed server left. Its other processes may work on for a while, and the data are not safe to open
 * before the last has gone; they hold nothing that could still be committed. The note of a dead server stops PostgreSQL
 * for ever when its pid is another's or a zombie's.
 */
export async function clearRemains(data: string): Promise<void> {
  const gone = () => listServerProcesses(data).length === 0
  const ways: [NodeJS.Signals | null, number][] = [
    [null, 1_500],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 10_000],
  ]
  for (const [name, patience] of ways) {
    if (name) for (const { pid } of listServerProcesses(data)) signal(pid, name)
    if (await waitUntil(gone, patience)) break
  }
  rmSync(join(data, 'postmaster.pid'), { force: true })
}

function openLog(home: string): { log: number; size: number } {
  const file = join(home, 'postgres.log')
  if (existsSync(file) && statSync(file).size > LOG_LIMIT) renameSync(file, `${file}.1`)
  const log = openSync(file, 'a', 0o600)
  return { log, size: statSync(file).size }
}

async function choosePort({ home }: Cluster): Promise<number> {
  const file = join(home, 'pg-port')
  const known = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0
  if (known > 1023 && (await isFree(known))) return known
  let port = 0
  do port = LOWEST_PORT + Math.floor(Math.random() * (HIGHEST_PORT - LOWEST_PORT))
  while (!(await isFree(port)))
  writeFileSync(`${file}.new`, String(port))
  renameSync(`${file}.new`, file)
  return port
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.on('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
