/**
 * The process in which one document is read and becomes pictures of its pages (started by pages.ts,
 * in the box): PDFium in WebAssembly, which can touch nothing but its own memory, and sharp. What
 * comes out is encoded anew, so that nothing of the file itself reaches a browser. It yields to
 * everything else on the machine.
 */
import { setPriority } from 'node:os'
import { type PDFiumDocument, PDFiumLibrary } from '@hyzyla/pdfium'
import sharp, { type Sharp } from 'sharp'
import type { GreyImage } from './greyImage.js'
import type { ExportTable } from '../../criteria/exportTable.js'
import { tableTypeOf } from './fitness.js'
import { guardMemory } from './guardMemory.js'
import type { ReadZone } from './zoneReader.js'

/** First the paper, then what is written on it, and its pages one by one, counted from 1. */
export type PageJob =
  | { readonly bytes: Uint8Array; readonly mime: string; readonly maxPixels: number }
  | { readonly lines: true }
  /** The passport's zone on the first pages, turned by so many quarters. */
  | { readonly zoneOn: number; readonly quarters: number }
  | { readonly page: number }
export type PageAnswer =
  /** Of a table, which has no pages, what stands in it. */
  | { readonly pages: number; readonly table?: ExportTable }
  /** The lines of each page; of a picture, and of pages without a text layer, none. */
  | { readonly lines: readonly (readonly string[])[] }
  | { readonly zone: ReadZone | null }
  | { readonly image: Uint8Array; readonly width: number; readonly height: number }
  | { readonly failure: string }

/** Wide enough to read small print on a large screen. */
const WIDTH = 1240 // pixels
const MOST_PIXELS = 4_000_000
const QUALITY = 76
const NICE = 10
/** Of a document, what is read: contracts have six pages, and whoever has more to say is read by people. */
const READ_PAGES = 40
const READ_CHARACTERS = 60_000
/** The longer side of a page on which a zone is looked for, in pixels. */
const ZONE_SIZE = 1800

sharp.cache(false)
sharp.concurrency(1)
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({ operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer'] })

let library: PDFiumLibrary | undefined
let open: PDFiumDocument | { readonly picture: Buffer; readonly maxPixels: number } | undefined

async function load({ bytes, mime, maxPixels }: Extract<PageJob, { mime: string }>): Promise<PageAnswer> {
  const format = tableTypeOf(mime)
  if (format) {
    const { readTable } = await import('./tables.js')
    return { pages: 0, table: await readTable(Buffer.from(bytes), format) }
  }
  if (mime !== 'application/pdf') {
    open = { picture: Buffer.from(bytes), maxPixels }
    return { pages: 1 }
  }
  library ??= await PDFiumLibrary.init()
  const document = await library.loadDocument(bytes)
  open = document
  return { pages: document.getPageCount() }
}

/** The text layer, line by line. */
function readLines(): PageAnswer {
  if (!open || 'picture' in open) return { lines: [] }
  const lines: string[][] = []
  let left = READ_CHARACTERS
  for (let page = 0; page < Math.min(READ_PAGES, open.getPageCount()) && left > 0; page++) {
    const text = open.getPage(page).getText().slice(0, left)
    left -= text.length
    lines.push(text.split(/\r\n|[\r\n]/))
  }
  return { lines }
}

/** A page in shades of grey, large enough to read the small print of a passport. */
async function greyPage(page: number): Promise<GreyImage | undefined> {
  if (!open) return undefined
  let image: Sharp
  if ('picture' in open)
    image = sharp(open.picture, { limitInputPixels: open.maxPixels, failOn: 'error', pages: 1 }).autoOrient()
  else {
    const sheet = open.getPage(page - 1)
    const { originalWidth, originalHeight } = sheet.getOriginalSize()
    const scale = ZONE_SIZE / Math.max(originalWidth, originalHeight)
    const { data, width, height } = await sheet.render({ scale, render: 'bitmap', renderFormFields: false })
    image = sharp(data, { raw: { width, height, channels: 4 } })
  }
  const { data, info } = await image
    .flatten({ background: '#ffffff' })
    .resize({ width: ZONE_SIZE, height: ZONE_SIZE, fit: 'inside', withoutEnlargement: true })
    .greyscale()
    .normalise()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { data: new Uint8Array(data), width: info.width, height: info.height }
}

async function readPassport({ zoneOn, quarters }: { zoneOn: number; quarters: number }): Promise<PageAnswer> {
  const page = await greyPage(zoneOn)
  // loaded only where a passport is read
  const { readZone } = await import('./zoneReader.js')
  return { zone: (page && (await readZone(page, quarters))) ?? null }
}

const encode = (image: Sharp) =>
  image.flatten({ background: '#ffffff' }).webp({ quality: QUALITY, effort: 2 }).toBuffer({ resolveWithObject: true })

async function draw(page: number): Promise<PageAnswer> {
  if (!open) return { failure: 'no paper' }
  if ('picture' in open) {
    const { data, info } = await encode(
      sharp(open.picture, { limitInputPixels: open.maxPixels, failOn: 'error', pages: 1 })
        .autoOrient()
        .resize({ width: WIDTH, height: WIDTH * 2, fit: 'inside', withoutEnlargement: true }),
    )
    return { image: data, width: info.width, height: info.height }
  }
  const sheet = open.getPage(page - 1)
  const { originalWidth, originalHeight } = sheet.getOriginalSize()
  const scale = Math.min(WIDTH / originalWidth, Math.sqrt(MOST_PIXELS / (originalWidth * originalHeight)))
  const { data, width, height } = await sheet.render({ scale, render: 'bitmap', renderFormFields: false })
  const { data: image, info } = await encode(sharp(data, { raw: { width, height, channels: 4 } }))
  return { image, width: info.width, height: info.height }
}

async function answer(job: PageJob): Promise<PageAnswer> {
  try {
    if ('lines' in job) return readLines()
    if ('zoneOn' in job) return await readPassport(job)
    return 'page' in job ? await draw(job.page) : await load(job)
  } catch (problem) {
    return { failure: problem instanceof Error ? problem.message : String(problem) }
  }
}

if (process.send) {
  process.on('SIGINT', () => {})
  process.on('disconnect', () => process.exit())
  process.on('message', async (job: PageJob) => process.send?.(await answer(job)))
  setPriority(NICE)
  guardMemory(Number(process.argv[2]))
  process.send('ready')
}
