/** The limits of reading an uploaded file; the settings name some of them. */

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
