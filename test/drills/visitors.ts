/** Officers who look at the queue all the time: how long its page takes, and what is answered. */
import { setTimeout as sleep } from 'node:timers/promises'
import { path } from '../../src/base/path.js'
import { chance } from '../long.js'
import type { Inhabited } from '../reliability/inhabitants.js'
import { type Minutes, PATIENCE, PAUSE } from './minutes.js'

export class Visitors {
  private stopped = false
  private readonly running: Promise<void>[] = []

  constructor(
    private readonly addresses: readonly string[],
    private readonly inhabited: Inhabited,
    private readonly minutes: Minutes,
  ) {}

  start(count: number): this {
    for (let visitor = 0; visitor < count; visitor++) this.running.push(this.loop(visitor))
    return this
  }

  async stop(): Promise<void> {
    this.stopped = true
    await Promise.all(this.running)
  }

  private async loop(visitor: number): Promise<void> {
    const address = this.addresses[visitor % this.addresses.length] ?? ''
    const headers = this.inhabited.headers[visitor % 2 ? 'approver' : 'otherApprover']
    while (!this.stopped) {
      const begun = performance.now()
      const status = await fetch(address + path.queue, { headers, signal: AbortSignal.timeout(PATIENCE) })
        .then(async (answer) => {
          await answer.arrayBuffer()
          return answer.status
        })
        .catch(() => 0)
      this.minutes.note('page', status, performance.now() - begun)
      await sleep(PAUSE * 2 * chance())
    }
  }
}
