/**
 * `npm run bench -- letters`: letters a second, set and signed in one thread, beside headless Chromium printing the same letter in the same run. Chromium is measured
 * three ways: a page for every letter that brings its fonts, the files that ours are set in, since a bare machine has no Chinese ones; the same with the fonts
 * installed; and one page kept, fonts installed, whose contents are replaced, which is its fastest and lets one letter's data stay where the next one's come.
 * The last line is the ratio to the first way, the ratios to the others stand above it. Every figure is a median over interleaved rounds.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { PDFDocument } from 'pdf-lib'
import type { Page } from 'playwright-core'
import { makeSpecimenCertificate } from '../src/letters/certificate.js'
import { prepareFonts } from '../src/letters/fonts.js'
import { createRenderer, type Renderer } from '../src/letters/render.js'
import { type Signer, signPdf } from '../src/letters/sign.js'
import { createFileSigner } from '../src/letters/signer.js'
import { projectFolder } from '../src/settings.js'
import { launchBrowser } from '../tools/browser.js'
import { makeLetter } from './letters/letter.js'
import { bringFonts, drawBody, drawPage } from './letters/page.js'

const at = new Date('2026-11-24T02:00:00Z')
const ROUNDS = 5
const MS_A_TURN = 3000

type Print = (serial: number) => Promise<Buffer>

/** Measures, and prints what came out. `args`: rounds, milliseconds of each side's turn. */
export async function run(args: readonly string[] = []): Promise<void> {
  const [rounds = ROUNDS, turn = MS_A_TURN] = args.map(Number)
  const folder = mkdtempSync(join(tmpdir(), 'haijian-bench-'))
  const closers: (() => Promise<void>)[] = []
  try {
    say(`Node ${process.version}, ${cpus().length} cores (${cpus()[0]?.model.trim()}); ${rounds} rounds of ${turn} ms`)
    const fontsDir = await prepareFonts()
    const signer = await createFileSigner(await makeSpecimenCertificate(folder, '演示上海市商务委员会', at))
    const sides = { ...(await startOurs(fontsDir, signer, closers)), ...(await startRival(folder, fontsDir, closers)) }
    const speeds = await measure(Object.values(sides), rounds, turn)
    const [ours = 0] = speeds
    for (const [i, name] of Object.keys(sides).entries()) {
      const speed = speeds[i] ?? 0
      const ratio = i === 0 ? '' : `   ratio ${(ours / speed).toFixed(1)}`
      say(`${name.padEnd(58)}${speed.toFixed(2).padStart(7)} letters/s${ratio}`)
    }
    say(`ratio ${(ours / (speeds[1] ?? 1)).toFixed(1)}`)
  } finally {
    for (const close of closers.reverse()) await close()
    rmSync(folder, { recursive: true, force: true })
  }
}

const say = (line: string): void => void process.stdout.write(`${line}\n`)

async function startOurs(
  fontsDir: string,
  signer: Signer,
  closers: (() => Promise<void>)[],
): Promise<Record<string, Print>> {
  const begin = performance.now()
  const renderer: Renderer = await createRenderer({ fontsDir, timeLimitMs: 60_000 })
  closers.push(() => renderer.close())
  const print: Print = async (serial) => signPdf(await renderer.render(makeLetter(serial)), signer, at)
  const first = await print(0)
  say(`first letter, thread and fonts cold: ${Math.round(performance.now() - begin)} ms; ${await describe(first)}`)
  return { 'set and signed, one thread': print }
}

async function startRival(
  folder: string,
  fontsDir: string,
  closers: (() => Promise<void>)[],
): Promise<Record<string, Print>> {
  const begin = performance.now()
  const browser = await launchBrowser(projectFolder)
  closers.push(() => browser.close())
  const options = { preferCSSPageSize: true, printBackground: true }
  const file = join(folder, 'letter.html')
  const open = async (serial: number, faces: string): Promise<Page> => {
    const page = await browser.newPage()
    writeFileSync(file, drawPage(makeLetter(serial), faces))
    await page.goto(pathToFileURL(file).href)
    await page.evaluate('document.fonts.ready.then(() => true)')
    return page
  }
  const printFresh =
    (faces: string): Print =>
    async (serial) => {
      const page = await open(serial, faces)
      const pdf = await page.pdf(options)
      await page.close()
      return pdf
    }
  const first = await printFresh(bringFonts(fontsDir))(0)
  say(`first letter of Chromium, from its start: ${Math.round(performance.now() - begin)} ms; ${await describe(first)}`)
  const kept = await open(0, '')
  const printKept: Print = async (serial) => {
    await kept.evaluate(`document.body.innerHTML = ${JSON.stringify(drawBody(makeLetter(serial)))}`)
    return kept.pdf(options)
  }
  return {
    'Chromium, a page for every letter, bringing its fonts': printFresh(bringFonts(fontsDir)),
    'Chromium, a page for every letter, fonts installed': printFresh(''),
    'Chromium, one page kept, fonts installed': printKept,
  }
}

/** The median letters a second of each side; every side has its turn in every round. */
async function measure(sides: readonly Print[], rounds: number, turn: number): Promise<number[]> {
  const speeds: number[][] = sides.map(() => [])
  let serial = 1
  for (let round = 0; round < rounds; round++) {
    for (const [i, print] of sides.entries()) {
      const begin = performance.now()
      let count = 0
      while (performance.now() - begin < turn) {
        await print(serial++)
        count++
      }
      speeds[i]?.push((count * 1000) / (performance.now() - begin))
    }
  }
  return speeds.map((list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0)
}

async function describe(pdf: Buffer): Promise<string> {
  const pages = (await PDFDocument.load(pdf, { updateMetadata: false })).getPageCount()
  return `${pages} pages, ${Math.round(pdf.length / 1000)} kB`
}
