/**
 * Looks at an uploaded file before anything is kept: in a process of its own, with limits of time
 * and memory, so that a hostile file can neither stop nor stall the server. Processes are kept and
 * used again, because starting one costs more than reading a file.
 */
import type { ChildProcess } from 'node:child_process'
import { askChild, endChild, startChild } from './child.js'
import { type FitRules, fileTypes, listUnfit, type Unfit } from './fitness.js'
import { type UploadLimits, usualLimits } from './limits.js'
import type { Reading, ReadingAnswer, ReadingJob } from './reader.js'
import { invalidFile } from './refusals.js'

/**
 * What the file is sent as: the kind of document, the name it came under, and what that kind asks
 * of its file (null: nothing).
 */
export interface DeclaredFile {
  readonly kind: string
  readonly declaredName: string
  readonly rules: FitRules | null
}

/**
 * What a kept file is: sizes in bytes and pixels, `sha256` in hexadecimal, and every reason why it
 * is unfit for its kind.
 */
export interface Inspection extends Reading {
  readonly mime: 'application/pdf' | 'image/jpeg' | 'image/png'
  readonly extension: 'pdf' | 'jpg' | 'png'
  readonly unfit: readonly Unfit[]
}

export class Inspector {
  private readonly idle: ChildProcess[] = []
  private readonly busy = new Set<ChildProcess>()
  private readonly waiting: (() => void)[] = []
  private free: number
  private closed = false

  /** `readers`: how many files are read at once; others wait their turn. */
  constructor(
    private readonly limits: UploadLimits = usualLimits,
    readers = 2,
  ) {
    this.free = readers
  }

  /**
   * What a file (a path, or its content) is. Throws `Invalid` with one problem at `documents.KIND`
   * when it is dangerous or unreadable (codes: refusals.ts); what is merely unfit is in `unfit`.
   */
  async inspect(file: string | Buffer, { kind, declaredName, rules }: DeclaredFile): Promise<Inspection> {
    const answer = await this.read({ source: file, declaredName, limits: this.limits })
    if ('failure' in answer) throw new Error(`could not read an uploaded file: ${answer.failure}`)
    if ('refusal' in answer) throw invalidFile(kind, answer.refusal)
    const { mime, extension } = fileTypes[answer.reading.format]
    return { ...answer.reading, mime, extension, unfit: listUnfit(answer.reading, rules) }
  }

  /** Ends the processes; files still being read fail. */
  async close(): Promise<void> {
    this.closed = true
    const all = [...this.idle, ...this.busy]
    await Promise.all(all.map((child) => endChild(child)))
  }

  private async read(job: ReadingJob): Promise<ReadingAnswer> {
    await this.takeTurn()
    try {
      this.refuseClosed()
      const child = this.findIdle() ?? (await startChild('reader', this.limits.maxMegabytes))
      this.busy.add(child)
      if (this.closed) await endChild(child)
      const answer = await ask(child, job, this.limits.maxSeconds)
      this.busy.delete(child)
      this.refuseClosed()
      if (child.connected) this.idle.push(child)
      return answer
    } finally {
      this.passTurn()
    }
  }

  private async takeTurn(): Promise<void> {
    if (this.free > 0) this.free -= 1
    else await new Promise<void>((resolve) => this.waiting.push(resolve))
  }

  /** A reader that waits for work and has not died meanwhile. */
  private findIdle(): ChildProcess | undefined {
    let child = this.idle.pop()
    while (child && !child.connected) child = this.idle.pop()
    return child
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

/** The answer, or a refusal when the process had to be ended or died of the file. */
const ask = async (child: ChildProcess, job: ReadingJob, seconds: number): Promise<ReadingAnswer> =>
  (await askChild<ReadingAnswer>(child, job, seconds)) ?? { refusal: { code: 'file:tooComplex' } }
