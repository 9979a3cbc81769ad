/** What a process takes of memory, and the processes that it has started: resident, in megabytes, as the kernel counts it. */
import { readFileSync } from 'node:fs'
import { listDescendants } from '../../tools/processes.js'

interface Look {
  readonly own: number
  readonly all: number
}

export class Watch {
  readonly most = { own: 0, all: 0, children: new Map<string, number>() }

  constructor(private readonly pid: number) {}

  /** How it is now; the most that was ever seen is kept. */
  look(): Look {
    const own = residentOf(this.pid)
    const children = listDescendants(this.pid)
    const byName = new Map<string, number>()
    for (const { pid, command } of children) {
      const name = nameOf(command)
      byName.set(name, (byName.get(name) ?? 0) + residentOf(pid))
    }
    const all = [...byName.values()].reduce((sum, one) => sum + one, own)
    const { most } = this
    for (const [name, megabytes] of byName) most.children.set(name, Math.max(most.children.get(name) ?? 0, megabytes))
    most.own = Math.max(most.own, own)
    most.all = Math.max(most.all, all)
    return { own, all }
  }
}

function residentOf(pid: number): number {
  try {
    const [, kilobytes = '0'] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return Math.round(Number(kilobytes) / 1024)
  } catch {
    return 0 // it has just ended
  }
}

/** The program of ours that it runs: `renderProcess.js`; what only stands around it is `box`. */
function nameOf(command: readonly string[]): string {
  const isNode = /node$/.test(command[0] ?? '')
  return (isNode && command.find((part) => part.endsWith('.js'))?.replace(/^.*\//, '')) || 'box'
}
