/**
 * `npm run bench -- files`: how long the reader of uploads takes for a PDF of one kilobyte to one megabyte, a byte, for an honest file and for
 * files made to keep it busy. Prints last how much dearer a byte of the largest is than one of the smallest, of the worst of them.
 */
import { readPdf } from '../src/cases/files/pdfFile.js'
import { Refused } from '../src/cases/files/refusals.js'
import { HOSTILE, honestPdf } from './files/pdfs.js'

const SIZES = [1, 4, 16, 64, 256, 1024].map((kilobytes) => kilobytes * 1024)
/** Short files are read so often that as many bytes are read as of the longest. */
const LEAST_ROUNDS = 3

/** Prints a line a kind of file. */
export async function run(): Promise<void> {
  console.warn = () => {} // the parser says each object that it could not read
  say(`${'nanoseconds a byte'.padEnd(34)}${SIZES.map((size) => `${size / 1024} kB`.padStart(9)).join('')}   ratio`)
  const ratios: number[] = []
  for (const [name, make] of Object.entries({ honest: honestPdf, ...HOSTILE })) {
    const files = SIZES.map(make)
    const [largest = Buffer.alloc(0)] = files.slice(-1)
    const answer = await answerOf(largest) // the first round is the compiler's
    const times: number[] = []
    for (const file of files) times.push(await timeAByte(file))
    const ratio = (times.at(-1) ?? 0) / (times[0] ?? 1)
    ratios.push(ratio)
    const figures = times.map((time) => time.toFixed(0).padStart(9)).join('')
    say(`${`${name}: ${answer}`.padEnd(34)}${figures}${ratio.toFixed(2).padStart(8)}`)
  }
  say(`ratio ${Math.max(...ratios).toFixed(2)}`)
}

async function answerOf(file: Buffer): Promise<string> {
  try {
    return `${(await readPdf(file, 100_000)).pages} pages`
  } catch (problem) {
    if (problem instanceof Refused) return problem.refusal.code
    throw problem
  }
}

/** The median of some rounds, in nanoseconds a byte. */
async function timeAByte(file: Buffer): Promise<number> {
  const rounds = Math.max(LEAST_ROUNDS, Math.round((SIZES.at(-1) ?? 0) / 10 / file.length))
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    const began = performance.now()
    await answerOf(file)
    times.push(performance.now() - began)
  }
  return ((times.sort((a, b) => a - b)[rounds >> 1] ?? 0) * 1e6) / file.length
}

const say = (line: string) => process.stdout.write(`${line}\n`)
