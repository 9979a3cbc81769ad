/**
 * A letter as it is stored: what it says, its particulars and its file are sealed by the case's
 * key; number, dates and state are not, and stay when that key is destroyed.
 */
import { open, type SealKey, seal } from '../base/seal.js'
import type { Bilingual } from '../base/text.js'
import { PLACES } from '../cases/sealing/place.js'
import { needed, openValue, sealValue } from '../cases/sealing/sealedTree.js'
import type { PublicFacts } from './catalogue.js'
import { publicFacts } from './compose.js'
import type { OrderedLetter } from './letterData.js'

/** What a letter says and what its check page may say, as the columns `data` and `public_facts` hold them. */
export function sealLetter(
  key: SealKey,
  caseId: number,
  data: OrderedLetter,
  conditions: Bilingual | null,
): [data: string, facts: object] {
  return [
    sealValue(key, data, PLACES.letterData(caseId, data.number)),
    sealFacts(key, caseId, data.number, publicFacts(data, conditions)),
  ]
}

/** The column `public_facts`: the particulars are about the person, the rest is about the paper. */
export const sealFacts = (key: SealKey, caseId: number, number: string, { facts, ...rest }: PublicFacts): object => ({
  ...rest,
  facts: sealValue(key, facts, PLACES.letterFacts(caseId, number)),
})

/** The column `data`; undefined when the key has been destroyed. */
export const openLetter = (key: SealKey | null, caseId: number, number: string, data: unknown): unknown =>
  openValue(key, data, PLACES.letterData(caseId, number))

/** The column `public_facts`; without particulars when the key has been destroyed. */
export function openFacts(key: SealKey | null, caseId: number, number: string, stored: PublicFacts): PublicFacts {
  const facts = openValue(key, stored.facts, PLACES.letterFacts(caseId, number))
  return { ...stored, facts: Array.isArray(facts) ? facts : [] }
}

/** A letter's signed file, as the column `pdf` holds it. */
export const sealFile = (key: SealKey | null, letterId: number, pdf: Buffer): Buffer =>
  seal(needed(key), pdf, PLACES.letterFile(letterId))

/** The signed file. Undefined when the key has been destroyed; a file from before files were sealed is as it is. */
export function openFile(key: SealKey | null, letterId: number, stored: Buffer): Buffer | undefined {
  if (stored.subarray(0, 5).toString('latin1') === '%PDF-') return stored
  return key === null ? undefined : open(key, stored, PLACES.letterFile(letterId))
}
