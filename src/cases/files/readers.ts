/**
 * The processes that read uploaded files of one audience, and who waits for them. Few wait: who
 * comes later is told so at once.
 */
import type { ChildProcess } from 'node:child_process'
import { Busy } from '../../base/errors.js'
import type { Box } from './box.js'
import { askChild, endChild, isAlive } from './child.js'
import type { Places, UploadLimits } from './limits.js'
import type { ReadingAnswer, ReadingJob } from './reader.js'

/** A file's content, or what loads it when its turn has come. */
export type Source = Uint8Array | (() => Promise<Uint8Array>)

export class Readers {
  private readonly idle: { readonly child: ChildProcess; readonly read: number }[] = []
  private readonly busy = new Set<ChildProcess>()
  private readonly waiting: (() => void)[] = []
  private free: number
  private closed = false

  /** @param files how many files a process reads before it is ended, for whatever they left in it */
  constructor(
    private readonly box: Box,
    private readonly limits: UploadLimits,
    private readonly places: Places,
    private readonly files: number,
  ) {
    this.free = places.readers
  }

  /**
   * What the reader says; a refusal when it had to be ended or died of the file. Throws Busy when
   * too many wait.
   */
  async read(content: Source, job: Omit<ReadingJob, 'content'>): Promise<ReadingAnswer> {
    await this.takeTurn()
    try {
      const asked: ReadingJob = { ...job, content: typeof content === 'function' ? await content() : content }
      this.refuseClosed()
      const { child, read } = this.findIdle() ?? { child: await this.start(), read: 0 }
      this.busy.add(child)
      if (this.closed) await endChild(child)
      const answer = await askChild<ReadingAnswer>(child, asked, this.limits.maxSeconds)
      this.busy.delete(child)
      this.refuseClosed()
      if (isAlive(child) && read + 1 < this.files) this.idle.push({ child, read: read + 1 })
      else await endChild(child)
      return answer ?? { refusal: { code: 'file:tooComplex' } }
    } finally {
      this.passTurn()
    }
  }

  /** Ends the processes; files still being read fail. */
  async close(): Promise<void> {
    this.closed = true
    const all = [...this.idle.map(({ child }) => child), ...this.busy]
    await Promise.all(all.map((child) => endChild(child)))
  }

  private start(): Promise<ChildProcess> {
    const { maxMegabytes, maxSeconds } = this.limits
    return this.box.start('reader', { megabytes: maxMegabytes, seconds: Math.ceil(maxSeconds) * this.files })
  }

  private async takeTurn(): Promise<void> {
    if (this.free > 0) this.free -= 1
    else if (this.waiting.length >= this.places.waiting) throw new Busy()
    else await new Promise<void>((resolve) => this.waiting.push(resolve))
  }

  /** A reader that waits for work and has not died meanwhile. */
  private findIdle() {
    let found = this.idle.pop()
    while (found && !isAlive(found.child)) found = this.idle.pop()
    return found
  }

  private refuseClosed(): void {
    if (this.closed) throw new Error('the inspector of uploaded files is closed')
  }

  private passTurn(): void {
    const next = this.waiting.shift()
    if (next) next()
    else this.free += 1
  }
}
