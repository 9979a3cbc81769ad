/** What reading files may cost, all of it; the settings name some of it. */

/**
 * What one file may cost: its size in bytes, an image's pixels, a PDF's pages, and the reading's
 * seconds and megabytes of memory.
 */
export interface UploadLimits {
  readonly maxBytes: number
  readonly maxPixels: number
  readonly maxPages: number
  readonly maxSeconds: number
  readonly maxMegabytes: number
}

export const usualLimits: UploadLimits = {
  maxBytes: 10 * 1024 * 1024,
  maxPixels: 50_000_000,
  maxPages: 300,
  maxSeconds: 10,
  maxMegabytes: 512,
}

/** How many files are read at once, and how many then wait; one more is told so. */
export interface Places {
  readonly readers: number
  readonly waiting: number
}

/** An honest file takes a third of a second, a hostile one ten: whoever waits last waits some seven seconds. */
export const PEOPLES: Places = { readers: 2, waiting: 40 }
/** Who has not signed in has a reader of their own, which keeps no applicant waiting. */
export const STRANGERS: Places = { readers: 1, waiting: 5 }

/** What the pictures of a document's pages may cost. */
export interface PageLimits {
  readonly maxPixels: number
  readonly maxPages: number
  /** For the picture of a page. */
  readonly pageSeconds: number
  /** For all of it, from when its process is started. */
  readonly documentSeconds: number
  /** Of all pages together: one process draws them. */
  readonly maxMegabytes: number
}

/**
 * An honest page takes a tenth to half a second of one core, and the process a second to start. A hundred of
 * them are done within the minute, on a machine with ten times the load the first dozens are; the rest is in
 * the file itself.
 */
export const PAGE_LIMITS: PageLimits = {
  maxPixels: 50_000_000,
  maxPages: 100,
  pageSeconds: 20,
  documentSeconds: 60,
  maxMegabytes: 700,
}
