/**
 * `npm run bench -- letters [ROUNDS MS LETTERS]`: the first letter from nothing, one letter when all is warm, letters a second with one and with two workers, and memory over
 * thousands of letters; beside headless Chromium and pdfkit printing the same letter in the same run. Chromium is measured three ways: a page for every letter that brings its
 * fonts, the files that ours are set in, since a bare machine has no Chinese ones; the same with the fonts installed; and one page kept, whose contents are replaced, which is its
 * fastest and lets one letter's data stay where the next one's come. Ours are signed, the others' are not. Ratios stand last, the one to the first way on the last line.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { PDFDocument } from 'pdf-lib'
import { makeSpecimenCertificate } from '../src/letters/certificate.js'
import { prepareFonts } from '../src/letters/fonts.js'
import { createRenderer } from '../src/letters/render.js'
import { type Signer, signPdf } from '../src/letters/sign.js'
import { createFileSigner } from '../src/letters/signer.js'
import { openChromium } from './letters/chromium.js'
import { makeLetter } from './letters/letter.js'
import { openPdfkit } from './letters/pdfkit.js'

const at = new Date('2026-11-24T02:00:00Z')
const ROUNDS = 5
const MS_A_TURN = 3000
const LETTERS = 3000
/** Letters before memory is looked at: caches fill. */
const WARMING = 300

export type Print = (serial: number) => Promise<Buffer>
/** Something that prints, how long its first letter took from nothing (ms), and how many letters it has in hand at once. */
interface Side {
  readonly name: string
  readonly print: Print
  readonly first: number
  readonly atOnce: number
}

type Closers = (() => Promise<void>)[]

/** Measures, and prints what came out. `args`: rounds, milliseconds of each side's turn, letters for the memory. */
export async function run(args: readonly string[] = []): Promise<void> {
  const [rounds = ROUNDS, turn = MS_A_TURN, letters = LETTERS] = args.map(Number)
  const folder = mkdtempSync(join(tmpdir(), 'haijian-bench-'))
  const [closers, rivals]: [Closers, Closers] = [[], []]
  try {
    say(
      `Node ${process.version}, ${cpus().length} cores (${cpus()[0]?.model.trim()}), load ${loadavg()[0]?.toFixed(1)}; ${rounds} rounds of ${turn} ms`,
    )
    const fontsDir = await prepareFonts()
    const signer = await createFileSigner(await makeSpecimenCertificate(folder, '演示上海市商务委员会', at))
    const ours = await startOurs(fontsDir, signer, closers)
    const others = [...(await startChromium(folder, fontsDir, rivals)), await startPdfkit(fontsDir)]
    const sides = [...ours, ...others]
    const speeds = await measureSpeeds(sides, rounds, turn)
    const latency = await measureLatency(sides)
    for (const [i, { name, first }] of sides.entries())
      say(
        `${name.padEnd(56)}first ${round(first, 6)} ms   warm ${round(latency[i], 6)} ms  ${(speeds[i] ?? 0).toFixed(2).padStart(8)} letters/s`,
      )
    for (const close of rivals.splice(0).reverse()) await close()
    await measureMemory(ours[0]?.print ?? Promise.reject, letters)
    sayRatios(sides, speeds)
  } finally {
    for (const close of [...closers, ...rivals].reverse()) await close()
    rmSync(folder, { recursive: true, force: true })
  }
}

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const round = (value: number | undefined, width: number): string => String(Math.round(value ?? 0)).padStart(width)
const median = (list: number[]): number => list.sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0

/** How long something took, in milliseconds, and what came of it. */
async function time<T>(work: () => Promise<T>): Promise<[ms: number, result: T]> {
  const begin = performance.now()
  const result = await work()
  return [performance.now() - begin, result]
}

/** One worker is a renderer's thread and the signing beside it; two are two of them, each with letters of its own in hand. */
async function startOurs(fontsDir: string, signer: Signer, closers: Closers): Promise<Side[]> {
  const open = async (): Promise<Print> => {
    const renderer = await createRenderer({ fontsDir, timeLimitMs: 60_000 })
    closers.push(() => renderer.close())
    return async (serial) => signPdf(await renderer.render(makeLetter(serial)), signer, at)
  }
  const [first, [one, pdf]] = await time(async () => {
    const print = await open()
    return [print, await print(0)] as const
  })
  say(`ours: ${await describe(pdf)}`)
  const two = await open()
  await two(0)
  return [
    { name: 'set and signed, one worker', print: one, first, atOnce: 1 },
    { name: 'set and signed, two workers', print: (serial) => (serial % 2 ? one : two)(serial), first, atOnce: 2 },
  ]
}

async function startChromium(folder: string, fontsDir: string, closers: Closers): Promise<Side[]> {
  const [first, { pdf, close, ways }] = await time(() => openChromium(folder, fontsDir))
  closers.push(close)
  say(`Chromium: ${await describe(pdf)}`)
  return Object.entries(ways).map(([name, print]) => ({ name: `Chromium, ${name}`, print, first, atOnce: 1 }))
}

async function startPdfkit(fontsDir: string): Promise<Side> {
  const [first, [print, pdf]] = await time(async () => {
    const pdfkit = openPdfkit(fontsDir)
    return [(serial: number) => pdfkit(makeLetter(serial)), await pdfkit(makeLetter(0))] as const
  })
  say(`pdfkit: ${await describe(pdf)}`)
  return { name: 'pdfkit', print, first, atOnce: 1 }
}

/** The median letters a second of each side; every side has its turn in every round. */
async function measureSpeeds(sides: readonly Side[], rounds: number, turn: number): Promise<number[]> {
  const speeds: number[][] = sides.map(() => [])
  let serial = 1
  for (let round = 0; round < rounds; round++)
    for (const [i, { print, atOnce }] of sides.entries()) {
      const begin = performance.now()
      let count = 0
      while (performance.now() - begin < turn) {
        await Promise.all(Array.from({ length: atOnce }, () => print(serial++)))
        count += atOnce
      }
      speeds[i]?.push((count * 1000) / (performance.now() - begin))
    }
  return speeds.map(median)
}

/** The median milliseconds of one letter, nothing else in hand. */
async function measureLatency(sides: readonly Side[]): Promise<number[]> {
  const found: number[] = []
  for (const { print } of sides) {
    const list: number[] = []
    for (let serial = 0; serial < 9; serial++) list.push((await time(() => print(serial)))[0])
    found.push(median(list))
  }
  return found
}

/** The process's memory over many letters: where it stood after the first ones, where at the end, and the slope by least squares. */
async function measureMemory(print: Print, letters: number): Promise<void> {
  for (let serial = 0; serial < Math.min(WARMING, letters); serial++) await print(serial)
  const points: [letters: number, kilobytes: number][] = []
  for (let serial = 0; serial <= letters; serial++) {
    if (serial % 50 === 0) points.push([serial, process.memoryUsage.rss() / 1024])
    await print(serial)
  }
  const mean = (pick: 0 | 1) => points.reduce((sum, point) => sum + point[pick], 0) / points.length
  const [x, y] = [mean(0), mean(1)]
  const slope =
    points.reduce((sum, [a, b]) => sum + (a - x) * (b - y), 0) / points.reduce((sum, [a]) => sum + (a - x) ** 2, 0)
  const megabytes = (point: [number, number] | undefined) => Math.round((point?.[1] ?? 0) / 1024)
  const most = Math.round(Math.max(...points.map(([, kilobytes]) => kilobytes)) / 1024)
  say(
    `memory over ${letters} letters: ${megabytes(points[0])} MB at first, ${megabytes(points.at(-1))} MB at last, ${most} MB at most; ${slope.toFixed(1)} kB a letter`,
  )
}

function sayRatios(sides: readonly Side[], speeds: readonly number[]): void {
  const [ours, twice] = speeds
  const [one, , chromium] = sides
  say(`two workers to one: ${((twice ?? 0) / (ours ?? 1)).toFixed(2)}`)
  say(`first letter, ours to Chromium’s: ${((one?.first ?? 0) / (chromium?.first ?? 1)).toFixed(2)}`)
  for (const [i, { name }] of [...sides.entries()].slice(2).reverse())
    say(`ratio to ${name}: ${((ours ?? 0) / (speeds[i] ?? 1)).toFixed(1)}`)
}

async function describe(pdf: Buffer): Promise<string> {
  const pages = (await PDFDocument.load(pdf, { updateMetadata: false })).getPageCount()
  return `${pages} pages, ${Math.round(pdf.length / 1000)} kB`
}
