/**
 * The code by which anybody finds out whether a letter is genuine: 80 random bits in Crockford's
 * base 32 (no I, L, O, U) and a check character. The check is a weighted sum over the field of 32
 * elements, so that every single wrong character and every two exchanged ones are noticed before
 * the database is asked.
 */
import { randomBytes } from 'node:crypto'
import { type Bilingual, fill } from './text.js'

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const length = 16
const groups = /^(.{4})(.{4})(.{4})(.{5})$/

/** A new code in canonical form: 17 characters. */
export function newCheckCode(): string {
  let bits = BigInt(`0x${randomBytes(10).toString('hex')}`)
  let code = ''
  for (let i = 0; i < length; i++) {
    code = alphabet[Number(bits & 31n)] + code
    bits >>= 5n
  }
  return code + checkCharacter(code)
}

/**
 * The canonical form of what somebody typed (any case, spaces, hyphens, O for 0, I or L for 1), also where it was
 * pasted with words or an address around it; undefined when it cannot be a code.
 */
export const normaliseCheckCode = (text: string): string | undefined =>
  [text, ...text.slice(0, LONGEST).split(/[^\p{L}\p{N}\p{Dash}]+/u)].map(wholeCode).find((code) => code !== undefined)

/** Characters of a pasted text in which a code is looked for. */
const LONGEST = 400

function wholeCode(text: string): string | undefined {
  const code = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Dash}]/gu, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1')
  if (code.length !== length + 1 || [...code].some((character) => !alphabet.includes(character))) return undefined
  return checkCharacter(code.slice(0, length)) === code[length] ? code : undefined
}

/** Whether a code ends too early. */
export const isCutShort = (text: string): boolean => count(text) <= length

/**
 * That a text is too short or too long for a code, or the number of a letter; undefined when it is as long as a code,
 * whatever else is wrong.
 */
export function lengthFault(text: string): Bilingual | undefined {
  if (/[〔〕号]/u.test(text)) return IS_NUMBER
  const has = count(text)
  if (has === length + 1) return undefined
  return fill(has > length ? TOO_LONG : TOO_SHORT, { has, all: length + 1, example: EXAMPLE })
}

const count = (text: string): number => text.replace(/[\s\p{Dash}]/gu, '').length

const IS_NUMBER: Bilingual = {
  zh: '这是文号，不是核验码。核验码在文书左下角，二维码旁。',
  en: 'This is the number of the letter. The check code is at the bottom left of the letter, beside the QR code.',
}
const TOO_SHORT: Bilingual = {
  zh: '核验码不完整：已填 {has} 位，应为 {all} 位字母和数字，如 {example}。请对照原件补全。',
  en:
    'The check code is too short: it has {has} letters and digits, and must have {all}, like {example}. ' +
    'Compare it with the original.',
}
const TOO_LONG: Bilingual = {
  zh: '核验码过长：已填 {has} 位，应为 {all} 位字母和数字，如 {example}。请对照原件删去多余的。',
  en:
    'The check code is too long: it has {has} letters and digits, and must have {all}, like {example}. ' +
    'Compare it with the original.',
}

/** As printed and read aloud: three groups of four and one of five. */
export const showCheckCode = (code: string): string => code.replace(groups, '$1-$2-$3-$4')

/**
 * Σ α^(i+1)·c(i) in GF(2⁵) modulo x⁵+x²+1; Horner's rule. The powers of α differ up to 31 places,
 * hence the two promises above.
 */
function checkCharacter(code: string): string {
  let sum = 0
  for (const character of code) sum = timesAlpha(sum ^ alphabet.indexOf(character))
  return alphabet[sum] ?? ''
}

const timesAlpha = (value: number): number => (value & 16 ? (value << 1) ^ 0b100101 : value << 1)

/** Shown as an example of a code's form; belongs to no letter. */
export const EXAMPLE = showCheckCode(newCheckCode())
