/**
 * Reads a passport's machine-readable zone from a picture, in the reading process: Tesseract in
 * WebAssembly finds two long lines of one width below each other and reads them at several sizes;
 * what the check digits do not confirm is not told. Nothing is fetched: engine and letters come
 * with their packages. Over 250 lines because each step looks at the same picture again.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import sharp from 'sharp'
import { createOCREngine, type OCREngine } from 'tesseract-wasm'
import { fitLine1, fitLine2 } from '../../base/mrzReading.js'
import { type Box, cut, type GreyImage, inkBelow, inkOf, runsOf, shear, turn } from './greyImage.js'

/** The two lines as read, and the part of the picture in which they stand, as WebP. */
export interface ReadZone {
  readonly lines: readonly [string, string]
  readonly crop: Uint8Array
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<'
const WIDTH = 44
/** The heights at which a line is read, in pixels: letters of some are read at one size only. */
const HEIGHTS = [44, 64, 54, 80]
const SLOPES = Array.from({ length: 33 }, (_, at) => (at - 16) / 200)
const NAMES = 2

const PACKAGES = createRequire(import.meta.url)
let engine: Promise<OCREngine> | undefined

async function openEngine(): Promise<OCREngine> {
  const wasm = join(dirname(PACKAGES.resolve('tesseract-wasm')), 'tesseract-core.wasm')
  const model = PACKAGES.resolve('@tesseract.js-data/eng/4.0.0_best_int/eng.traineddata.gz')
  const opened = await createOCREngine({ wasmBinary: readFileSync(wasm) })
  opened.loadModel(gunzipSync(readFileSync(model)))
  opened.setVariable('tessedit_char_whitelist', LETTERS)
  return opened
}

function show(to: OCREngine, { data, width, height }: GreyImage): void {
  const pixels = new Uint8ClampedArray(data.length * 4).fill(255)
  for (let at = 0; at < data.length; at++) pixels.fill(data[at] ?? 255, 4 * at, 4 * at + 3)
  to.loadImage({ data: pixels, width, height })
}

/** Two lines of one width below each other, the widest first: where a zone may stand. */
function pairsIn(to: OCREngine, page: GreyImage): Box[] {
  show(to, page)
  to.setVariable('tessedit_pageseg_mode', '3')
  const lines = to.getBoundingBoxes('line').map(({ rect: { left, top, right, bottom } }) => ({
    ...{ left, top, width: right - left, height: bottom - top },
  }))
  const pairs = lines.flatMap((first) =>
    lines.flatMap((second) => {
      const down = second.top - first.top
      const isPair =
        first.width > 8 * first.height &&
        Math.abs(first.left - second.left) < 0.05 * first.width &&
        Math.abs(first.width - second.width) < 0.06 * first.width &&
        down > first.width / 50 &&
        down < first.width / 6
      if (!isPair) return []
      const margin = Math.round(first.width / 40)
      const bottom = Math.max(first.top + first.height, second.top + second.height)
      return {
        left: Math.min(first.left, second.left) - margin,
        top: first.top - margin,
        width: Math.max(first.width, second.width) + 2 * margin,
        height: bottom - first.top + 2 * margin,
      }
    }),
  )
  return pairs.sort((a, b) => b.width - a.width).slice(0, 3)
}

/** The lines made level, and cut out of their part of the page. */
function linesOf(part: GreyImage): GreyImage[] {
  const below = inkBelow(part)
  const contrast = (slope: number) => {
    const rows = inkOf(shear(part, slope), 'rows', below)
    return rows.reduce((sum, ink) => sum + ink * ink, 0)
  }
  const slope = SLOPES.reduce((best, one) => (contrast(one) > contrast(best) ? one : best), 0)
  const level = shear(part, slope)
  const rows = inkOf(level, 'rows', below)
  const most = Math.max(...rows)
  const runs = runsOf(rows, most * 0.12).filter(({ from, until }) => until - from > part.width / 120)
  return runs
    .sort((a, b) => b.until - b.from - (a.until - a.from))
    .slice(0, 2)
    .sort((a, b) => a.from - b.from)
    .map(({ from, until }) => {
      const margin = Math.round((until - from) * 0.45)
      return cut(level, { left: 0, top: from - margin, width: level.width, height: until - from + 2 * margin })
    })
}

async function readAt(to: OCREngine, line: GreyImage, height: number): Promise<string> {
  const { data, info } = await sharp(line.data, { raw: { width: line.width, height: line.height, channels: 1 } })
    .resize({ height, kernel: 'cubic' })
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true })
  show(to, { data: new Uint8Array(data), width: info.width, height: info.height })
  to.setVariable('tessedit_pageseg_mode', '7')
  return to.getText().replace(/\s/g, '')
}

interface Grid {
  /** The middle of the first place, and how far the next one is, in pixels. */
  readonly begin: number
  readonly pitch: number
  readonly ink: readonly number[]
}

/** The 44 places of a line, which are of one width. */
function gridOf(line: GreyImage): Grid | undefined {
  const ink = inkOf(line, 'columns', inkBelow(line))
  const runs = runsOf(ink, 0)
  const [first, last] = [runs[0], runs.at(-1)]
  if (!first || !last) return undefined
  const [begin, end] = [(first.from + first.until) / 2, (last.from + last.until) / 2]
  return { begin, pitch: (end - begin) / (WIDTH - 1), ink }
}

/** The places in which nothing but a bar stands: an I or a 1 without serifs, which is easily passed over. */
const barsIn = (line: GreyImage, { begin, pitch, ink }: Grid): number[] =>
  runsOf(ink, 0).flatMap(({ from, until }) => {
    const isBar = until - from < pitch * 0.32 && Math.max(...ink.slice(from, until)) > line.height * 0.35
    return isBar ? Math.round(((from + until) / 2 - begin) / pitch) : []
  })

/** Which places look like the last one, which is a filler in all but the longest names. */
function fillersIn(line: GreyImage, { begin, pitch }: Grid): boolean[] {
  const below = inkBelow(line)
  const width = Math.round(pitch * 0.9)
  const cellAt = (place: number, shift: number) =>
    cut(line, { left: Math.round(begin + place * pitch - width / 2) + shift, top: 0, width, height: line.height })
  const last = cellAt(WIDTH - 1, 0).data
  const unlike = (cell: Uint8Array) => {
    let [apart, both] = [0, 0]
    for (let at = 0; at < cell.length; at++) {
      const [a, b] = [(cell[at] ?? 255) < below, (last[at] ?? 255) < below]
      if (a !== b) apart++
      both += Number(a) + Number(b)
    }
    return both === 0 ? 1 : apart / both
  }
  return Array.from({ length: WIDTH }, (_, place) =>
    [-1, 0, 1].some((shift) => unlike(cellAt(place, shift).data) < LIKE),
  )
}

/** Of the ink of two places, how much may differ when the same stands in both. */
const LIKE = 0.45

/** What a bar is taken for; anything else beside it stands in the next place. */
const BARS = /^J/

/** The name's line with the bars that were passed over; the fillers at its end make up for them. */
function withBars(read: string, bars: readonly number[]): string {
  let text = read
  for (const at of bars)
    if (at > NAMES && at < text.length && !'I1'.includes(text.charAt(at))) {
      const rest = text.slice(at)
      text = `${text.slice(0, at)}I${BARS.test(rest) ? rest.slice(1) : rest.replace(/<$/, '')}`
    }
  return text
}

/** What is read twice where one letter stands. */
const TWICE: readonly (readonly [RegExp, string])[] = [
  [/IJ/, 'I'],
  [/QO/, 'O'],
  [/OQ/, 'O'],
  [/[Z2]0/, 'Z'],
]

/** The name's line, whose fillers stand where the picture has them; undefined when no way of reading has them there. */
function fitToFillers(read: string, bars: readonly number[], fillers: readonly boolean[]): string | undefined {
  const ways = [read, ...TWICE.map(([pattern, one]) => read.replace(pattern, one))]
  return [...ways.map((way) => withBars(way, bars)), ...ways]
    .map(fitLine1)
    .find(
      (line) =>
        line !== undefined &&
        [...line].every((sign, at) => (sign === '<') === fillers[at]) &&
        bars.every((at) => at <= NAMES || at >= WIDTH || line.charAt(at) === 'I'),
    )
}

const hasZero = (line: string | undefined): boolean => line?.charAt(42) === '0'

/** What was read most often, and first among equals. */
function mostOf(readings: readonly (string | undefined)[]): string | undefined {
  const known = readings.flatMap((one) => one ?? [])
  const count = (one: string) => known.filter((other) => other === one).length
  return known.reduce<string | undefined>(
    (best, one) => (best === undefined || count(one) > count(best) ? one : best),
    undefined,
  )
}

/** What every size reads that reads anything: no check digit confirms a name, so one that reads another is a doubt. */
function agreedOn(readings: readonly (string | undefined)[]): string | undefined {
  const known = new Set(readings.flatMap((one) => one ?? []))
  return known.size === 1 ? [...known][0] : undefined
}

/** The name's line with a Q where an O was read whose ink goes on below the line, as no other round letter's does. */
function withTails(text: string, line: GreyImage, { begin, pitch }: Grid): string {
  const below = inkBelow(line)
  const width = Math.round(pitch * 0.9)
  const bottomOf = (place: number) => {
    const cell = cut(line, { left: Math.round(begin + place * pitch - width / 2), top: 0, width, height: line.height })
    return inkOf(cell, 'rows', below).findLastIndex((ink) => ink > 0)
  }
  const usual = [...text]
    .flatMap((sign, place) => ('JQ<O'.includes(sign) ? [] : [bottomOf(place)]))
    .sort((a, b) => a - b)
  const median = usual[Math.floor(usual.length / 2)] ?? line.height
  return [...text]
    .map((sign, place) => (sign === 'O' && bottomOf(place) > median + line.height * TAIL ? 'Q' : sign))
    .join('')
}

/** How far below the others a tail goes, of the height of the line with its margins. */
const TAIL = 0.06

/** The zone on a page that is turned by so many quarters; undefined when there is none that can be read. */
export async function readZone(picture: GreyImage, quarters: number): Promise<ReadZone | undefined> {
  engine ??= openEngine()
  const to = await engine
  const page = turn(picture, quarters)
  for (const box of pairsIn(to, page)) {
    const part = cut(page, box)
    const [line1, line2] = linesOf(part)
    if (!line1 || !line2) continue
    const firsts: (string | undefined)[] = []
    const seconds: (string | undefined)[] = []
    const grid = gridOf(line1)
    if (!grid) continue
    const bars = barsIn(line1, grid)
    const fillers = fillersIn(line1, grid)
    for (const height of HEIGHTS) {
      const read1 = await readAt(to, line1, height)
      const read2 = await readAt(to, line2, height)

      firsts.push(fitToFillers(read1, bars, fillers))
      seconds.push(fitLine2(read2))
      // a page upside down is left at once
      if (!firsts.some(Boolean) && !seconds.some(Boolean)) break
    }
    // of place 43, which may be empty either way, a 0 is passed over and never invented
    const second = mostOf(seconds.some(hasZero) ? seconds.filter(hasZero) : seconds)
    const first = agreedOn(firsts)
    if (first && second) return { lines: [withTails(first, line1, grid), second], crop: await pictureOf(part) }
  }
  return undefined
}

const pictureOf = ({ data, width, height }: GreyImage): Promise<Buffer> =>
  sharp(data, { raw: { width, height, channels: 1 } })
    .resize({ width: 900, withoutEnlargement: true })
    .webp({ quality: 60 })
    .toBuffer()
