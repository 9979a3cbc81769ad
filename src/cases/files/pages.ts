/**
 * What is written on a document, and its pages as pictures. Each document is read and drawn in a
 * process of its own, in the box, with one budget of time and memory for all its pages: a hostile
 * file costs its own preview and nothing else.
 */
import type { ChildProcess } from 'node:child_process'
import type { Box } from './box.js'
import { askChild, endChild } from './child.js'
import { PAGE_LIMITS, type PageLimits } from './limits.js'
import type { PageAnswer, PageJob } from './pageReader.js'

export interface PagePicture {
  readonly page: number
  readonly image: Uint8Array
  readonly width: number
  readonly height: number
}

/** The version of what reads: what an earlier one has read is read again. */
export const READER = 1

/** What was read: the lines of each page. */
export interface PaperText {
  readonly lines: readonly (readonly string[])[]
}

interface Wanted {
  readonly pictures: boolean
  readonly text: boolean
}

export class PageDrawer {
  private readonly busy = new Set<ChildProcess>()

  constructor(
    private readonly box: Box,
    private readonly limits: PageLimits = PAGE_LIMITS,
  ) {}

  /**
   * The pages of a document, in order, as WebP; fewer than it has when one cannot be drawn, when
   * there are too many, or when the budget is used up.
   */
  async *draw(bytes: Uint8Array, mime: string): AsyncGenerator<PagePicture> {
    for await (const found of this.make(bytes, mime, { pictures: true, text: false })) if ('image' in found) yield found
  }

  /** The pictures as draw() gives them, then what is written on the document, where it can be read. */
  async *make(bytes: Uint8Array, mime: string, { pictures, text }: Wanted): AsyncGenerator<PagePicture | PaperText> {
    const { maxMegabytes, pageSeconds, documentSeconds, maxPixels, maxPages } = this.limits
    const child = await this.box.start('pageReader', { megabytes: maxMegabytes, seconds: documentSeconds })
    this.busy.add(child)
    const end = performance.now() + documentSeconds * 1000
    const ask = (job: PageJob) => {
      const left = (end - performance.now()) / 1000
      return left > 0 ? askChild<PageAnswer>(child, job, Math.min(left, pageSeconds)) : undefined
    }
    try {
      const opened = await ask({ bytes, mime, maxPixels })
      const pages = opened && 'pages' in opened ? Math.min(opened.pages, maxPages) : 0
      for (let page = 1; page <= (pictures ? pages : 0); page++) {
        const answer = await ask({ page })
        if (!answer) return
        if ('image' in answer) yield { page, image: answer.image, width: answer.width, height: answer.height }
      }
      const read = pages > 0 && text ? await ask({ lines: true }) : undefined
      if (read && 'lines' in read) yield read
    } finally {
      this.busy.delete(child)
      await endChild(child)
    }
  }

  /** Ends the processes; documents still being drawn stay as they are. */
  async close(): Promise<void> {
    await Promise.all([...this.busy].map((child) => endChild(child)))
  }
}
