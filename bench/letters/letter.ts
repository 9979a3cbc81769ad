/** The letter that both sides print: the sample that the tests print, with a person, a passport, a number and a code of its own in every copy. */
import { randomInt } from 'node:crypto'
import { newCheckCode } from '../../src/base/checkCode.js'
import type { LetterData } from '../../src/letters/letterData.js'
import { sampleLetter } from './sample.js'

/** The letter of a running number. */
export function makeLetter(serial: number): LetterData {
  const name = `TANAKA ${Array.from({ length: 6 }, () => String.fromCharCode(randomInt(65, 91))).join('')}`
  const text = JSON.stringify(sampleLetter)
    .replaceAll('TANAKA YUKI', name)
    .replaceAll('TK8901234', `TK${randomInt(1_000_000, 9_999_999)}`)
    .replaceAll(sampleLetter.check.code, newCheckCode())
  return { ...JSON.parse(text), number: `演示沪商荐〔2026〕${serial}号` }
}
