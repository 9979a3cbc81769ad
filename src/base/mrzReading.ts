/**
 * The lines of a zone as a machine has read them from a picture, put right where the zone itself says
 * what is right: each place is a letter or a figure, fillers are counted, and the check digits choose
 * among letters that look alike. What they leave open is not guessed.
 */
import { checkDigit, listMrzFaults } from './mrz.js'

const FIGURES: Readonly<Record<string, string>> = {
  O: '0',
  Q: '0',
  D: '0',
  I: '1',
  L: '1',
  Z: '2',
  A: '4',
  S: '5',
  G: '6',
  T: '7',
  B: '8',
}
const LETTERS: Readonly<Record<string, string>> = { 0: 'O', 1: 'I', 2: 'Z', 5: 'S', 6: 'G', 8: 'B' }
/** What looks alike in the number, which has letters and figures. */
const ALIKE = ['O0', 'I1', 'Z2', 'S5', 'B8', 'G6', 'T7', 'A4']
/** The most characters of a number that are tried either way. */
const MOST = 6

const eachBy = (text: string, table: Readonly<Record<string, string>>): string =>
  [...text].map((sign) => table[sign] ?? sign).join('')

const WIDTH = 44
/** Of the second line: number and its digit, nationality, birth, sex, expiry, personal number, the last digit. */
const PERSONAL = 28

/** Line 1, with as many fillers at its end as it has; undefined when it is none. */
export function fitLine1(read: string): string | undefined {
  const text = eachBy(read.replace(/[^A-Z0-9<]/g, ''), LETTERS)
    .replace(/<{3,}[<CKLSEI]*$|<+$/, '')
    // no name begins so
    .replace(/(?<=^.{5}|<)Q(?=[B-DF-HJ-NP-TV-XZ])/g, 'O')
  // within a name it may be either: IQBAL, or an O with a stain
  if (/Q[B-DF-HJ-NP-TV-XZ]/.test(text)) return undefined
  if (!/^P[A-Z<][A-Z<]{3}[A-Z][A-Z<]*$/.test(text) || text.length > WIDTH) return undefined
  return text.padEnd(WIDTH, '<')
}

/** What follows the expiry: the personal number, its digit, and the last digit; fillers may have swallowed some. */
function endOf(text: string, before: string): string | undefined {
  if (!/^<{6,}[<CKLS]*[0O]?[0-9H]?$/.test(text)) return text.length === 16 ? text : undefined
  const digit = /[0O]\d$/.test(text) ? '0' : '<'
  const end = '<'.repeat(14) + digit
  const last = String(checkDigit(before.slice(0, 10) + before.slice(13, 20) + before.slice(21, 28) + end))
  // what was read must be what follows from the rest
  return /\d$/.test(text) && !text.endsWith(last) ? undefined : end + last
}

/** Every way to read letters and figures that look alike. */
function waysOf(number: string): string[] {
  const places = [...number]
    .flatMap((sign, at) => (ALIKE.some((pair) => pair.includes(sign)) ? [at] : []))
    .slice(0, MOST)
  return Array.from({ length: 2 ** places.length }, (_, way) =>
    [...number]
      .map((sign, at) => {
        const bit = places.indexOf(at)
        const pair = ALIKE.find((one) => one.includes(sign)) ?? ''
        return bit >= 0 && (way >> bit) % 2 === 1 ? pair.replace(sign, '') : sign
      })
      .join(''),
  )
}

/** Line 2, when one reading of it agrees with all its check digits; undefined otherwise. */
export function fitLine2(read: string): string | undefined {
  const text = read.replace(/[^A-Z0-9<]/g, '')
  const figures = (from: number, to: number) => eachBy(text.slice(from, to), FIGURES)
  const middle = [
    figures(9, 10),
    eachBy(text.slice(10, 13), LETTERS),
    figures(13, 20),
    text.charAt(20),
    figures(21, 28),
  ].join('')
  const sound = waysOf(text.slice(0, 9)).flatMap((number) => {
    const end = endOf(text.slice(PERSONAL), number + middle)
    const line = number + middle + end
    return end && line.length === WIDTH && 'MF<'.includes(line.charAt(20)) && isSound(line) ? [line] : []
  })
  // letters and figures are told apart by their place where the digits cannot: figures follow the first two
  const plain = sound.filter((line) => !DOUBTFUL.test(line.slice(2, 9)))
  return plain.length === 1 ? plain[0] : plain.find((line) => line.startsWith(text.slice(0, 9)))
}

const DOUBTFUL = /[OIZSBGQ]/

const isSound = (line2: string): boolean => listMrzFaults('<'.repeat(WIDTH), line2).length === 0
