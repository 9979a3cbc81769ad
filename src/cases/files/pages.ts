/**
 * A paper's pages as pictures, drawn in processes of their own with limits of time and memory: a
 * hostile file costs its own preview and nothing else.
 */
import type { ChildProcess } from 'node:child_process'
import { askChild, endChild, startChild } from './child.js'
import type { PageAnswer, PageJob } from './pageReader.js'

export interface PagePicture {
  readonly page: number
  readonly image: Uint8Array
  readonly width: number
  readonly height: number
}

export interface PageLimits {
  readonly maxPixels: number
  readonly maxPages: number
  /** For the paper to be opened, and for each page. */
  readonly maxSeconds: number
  readonly maxMegabytes: number
}

export const PAGE_LIMITS: PageLimits = { maxPixels: 50_000_000, maxPages: 100, maxSeconds: 15, maxMegabytes: 700 }

/** Papers that a process draws before it is ended, for whatever the last ones left in it. */
const PAPERS_A_PROCESS = 50

export class PageDrawer {
  private readonly idle: { child: ChildProcess; drawn: number }[] = []

  constructor(private readonly limits: PageLimits = PAGE_LIMITS) {}

  /** The pages of a paper, in order; fewer than it has when one cannot be drawn, or when there are too many. WebP. */
  async *draw(bytes: Uint8Array, mime: string): AsyncGenerator<PagePicture> {
    const { maxMegabytes, maxSeconds, maxPixels, maxPages } = this.limits
    const { child, drawn } = this.idle.pop() ?? { child: await startChild('pageReader', maxMegabytes), drawn: 0 }
    const ask = (job: PageJob) => askChild<PageAnswer>(child, job, maxSeconds)
    let whole = false
    try {
      const opened = await ask({ bytes, mime, maxPixels })
      const pages = opened && 'pages' in opened ? Math.min(opened.pages, maxPages) : 0
      for (let page = 1; page <= pages; page++) {
        const answer = await ask({ page })
        if (!answer) return
        if ('image' in answer) yield { page, image: answer.image, width: answer.width, height: answer.height }
      }
      whole = pages > 0
    } finally {
      if (whole && child.connected && drawn < PAPERS_A_PROCESS) this.idle.push({ child, drawn: drawn + 1 })
      else await endChild(child)
    }
  }

  /** Ends the processes that wait. */
  async close(): Promise<void> {
    await Promise.all(this.idle.splice(0).map(({ child }) => endChild(child)))
  }
}
