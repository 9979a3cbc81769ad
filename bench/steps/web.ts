/** The web server of a checkout as it runs in earnest, in a process of its own, and what it and its database spend. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { environmentWith } from '../../src/config.js'

export async function startWeb(folder: string, settings: Record<string, string>, port: number): Promise<ChildProcess> {
  const child = fork(join(folder, 'dist/src/main.js'), {
    cwd: folder,
    env: environmentWith(settings),
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  for (let tries = 0; tries < 200; tries++) {
    try {
      await fetch(`http://127.0.0.1:${port}/api/openapi.json`)
      return child
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
  throw new Error('the web server did not start')
}

export async function endWeb(child: ChildProcess | undefined): Promise<void> {
  if (child?.exitCode !== null) return
  const ended = once(child, 'exit')
  child.kill()
  await ended
}

/** Linux counts processor time in hundredths of a second. */
const TICK = 0.01

/** Seconds of processor time that a web server and a database's processes have taken since they were started, those that have ended among them. */
export function spentBy(web: number, postgres: number): number {
  const living = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid))
  const ofAll = living.map((pid) => {
    const stat = statOf(pid)
    const [own, ended] = [ticks(stat, 11), ticks(stat, 13)]
    if (Number(pid) === postgres) return own + ended
    return Number(pid) === web || Number(stat[1]) === postgres ? own : 0
  })
  return ofAll.reduce((sum, seconds) => sum + seconds, 0)
}

/** In the user's and in the system's name. */
const ticks = (stat: readonly string[], at: number): number => (Number(stat[at]) + Number(stat[at + 1])) * TICK

/** What /proc says behind the name of a process, which may have blanks: its state, its parent and so on. */
function statOf(pid: string): string[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return [] // it has ended meanwhile
  }
}
