/**
 * What is written on a document, and its pages as pictures. Each document is read and drawn in a
 * process of its own, in the box, with one budget of time and memory for all its pages: a hostile
 * file costs its own preview and nothing else.
 */
import type { ChildProcess } from 'node:child_process'
import { zoneIn } from '../../criteria/comparedPaper.js'
import type { ExportTable } from '../../criteria/exportTable.js'
import { listLines } from '../../criteria/paperText.js'
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
export const READER = 2

/** What was read: the lines of each page, and of a passport its zone where it is no text, read from the picture. */
export interface PaperText {
  readonly lines: readonly (readonly string[])[]
  readonly zone?: {
    readonly page: number
    readonly lines: readonly [string, string]
    /** The part of the page that was read, WebP in base64. */
    readonly crop: string
  }
  /** Of a platform's export. */
  readonly table?: ExportTable
}

export interface Wanted {
  readonly pictures: boolean
  readonly text: boolean
  /** Whether it is a passport, whose zone is read from the picture. */
  readonly zone?: boolean
}

/** How a page may lie, the likeliest first, and on which of its first pages a passport is looked for. */
const QUARTERS = [0, 1, 3, 2]
const ZONE_PAGES = 2
/** For one page as it may lie: a second on a quiet machine, half a minute on one with ten times its load. */
const ZONE_SECONDS = 60
/** Seconds that an answer may take; about the document as a whole, all that is left for it. */
const mostSeconds = (job: PageJob, pageSeconds: number): number => {
  if ('zoneOn' in job) return ZONE_SECONDS
  return 'page' in job ? pageSeconds : Number.POSITIVE_INFINITY
}
/** How much longer than its computing, which the box bounds, a reading may take: nobody waits for it. */
const PATIENCE = 3

/** Whether the zone of a passport has still to be read from the picture, which takes long. */
export const lacksZone = ({ lines }: PaperText): boolean => !zoneIn(listLines(lines))

type Ask = (job: PageJob) => Promise<PageAnswer | undefined> | undefined

async function findZone(ask: Ask, pages: number): Promise<Pick<PaperText, 'zone'>> {
  for (let page = 1; page <= pages; page++)
    for (const quarters of QUARTERS) {
      const answer = await ask({ zoneOn: page, quarters })
      if (!answer) return {}
      if (!('zone' in answer) || !answer.zone) continue
      const { lines, crop } = answer.zone
      return { zone: { page, lines, crop: Buffer.from(crop).toString('base64') } }
    }
  return {}
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
  async *make(
    bytes: Uint8Array,
    mime: string,
    { pictures, text, zone }: Wanted,
  ): AsyncGenerator<PagePicture | PaperText> {
    const { maxMegabytes, pageSeconds, documentSeconds, maxPixels, maxPages } = this.limits
    const child = await this.box.start('pageReader', { megabytes: maxMegabytes, seconds: documentSeconds })
    this.busy.add(child)
    const end = performance.now() + documentSeconds * 1000 * (zone ? PATIENCE : 1)
    const ask = (job: PageJob) => {
      const left = (end - performance.now()) / 1000
      return left > 0 ? askChild<PageAnswer>(child, job, Math.min(left, mostSeconds(job, pageSeconds))) : undefined
    }
    try {
      const opened = await ask({ bytes, mime, maxPixels })
      if (opened && 'table' in opened && opened.table) {
        if (text) yield { lines: [], table: opened.table }
        return
      }
      const pages = opened && 'pages' in opened ? Math.min(opened.pages, maxPages) : 0
      for (let page = 1; page <= (pictures ? pages : 0); page++) {
        const answer = await ask({ page })
        if (!answer) return
        if ('image' in answer) yield { page, image: answer.image, width: answer.width, height: answer.height }
      }
      const read = pages > 0 && text ? await ask({ lines: true }) : undefined
      if (!read || !('lines' in read)) return
      const { lines } = read
      if (!zone || !lacksZone({ lines })) yield { lines }
      else yield { lines, ...(await findZone(ask, Math.min(pages, ZONE_PAGES))) }
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
