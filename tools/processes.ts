/** What /proc tells about processes. The embedded PostgreSQL exists for Linux only, so nothing else is looked at. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

export interface LivingProcess {
  readonly pid: number
  readonly parent: number
  /** The pid and the tick at which the process began: a pid that was given again has another one. */
  readonly identity: string
  readonly command: readonly string[]
}

function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return ''
  }
}

/** The process with this pid. A zombie counts as gone: it holds nothing any more and only waits to be collected, which some PID 1 never does. */
export function findProcess(pid: number): LivingProcess | undefined {
  const stat = read(pid, 'stat')
  // proc(5): "pid (name) state ppid …", the name may hold blanks and brackets; field 22 is the start.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [state, parent] = fields
  if (!state || state === 'Z' || state === 'X') return undefined
  const command = read(pid, 'cmdline').split('\0')
  return { pid, parent: Number(parent), identity: `${pid}-${fields[19]}`, command }
}

/** Is the process of this identity (see LivingProcess) still there? */
export function isLiving(identity: string): boolean {
  return findProcess(Number.parseInt(identity, 10))?.identity === identity
}

/** The processes that a process has started, and those that they have started in their turn. */
export function listDescendants(pid: number): LivingProcess[] {
  const all = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? (findProcess(Number(name)) ?? []) : []))
  const of = (parent: number): LivingProcess[] =>
    all.filter((one) => one.parent === parent).flatMap((one) => [one, ...of(one.pid)])
  return of(pid)
}

/** The processes of PostgreSQL whose working folder is `folder`: server processes stand in their data folder. */
export function listServerProcesses(folder: string): LivingProcess[] {
  const found: LivingProcess[] = []
  for (const name of readdirSync('/proc')) {
    const pid = Number(name)
    if (!Number.isInteger(pid) || findWorkingFolder(pid) !== folder) continue
    const one = findProcess(pid)
    if (one && /(^|\/)postgres(: |$)/.test(one.command[0] ?? '')) found.push(one)
  }
  return found
}

function findWorkingFolder(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return undefined
  }
}

/** Sends a signal; false when there was nobody to get it. */
export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name)
  } catch {
    return false
  }
}

/** Asks `done` again and again, at first every few milliseconds, until it holds or the time is over; tells which. */
export async function waitUntil(done: () => boolean, milliseconds: number): Promise<boolean> {
  const end = performance.now() + milliseconds
  for (let pause = 5; !done(); pause = Math.min(pause * 1.5, 100)) {
    if (performance.now() > end) return false
    await sleep(pause)
  }
  return true
}
