/**
 * Whom a case is about: the facts by which another case about the same person is found, the
 * passport (issuing State and number) and each spelling of the name with the birth date. Kept as
 * blind indexes only. The one place that makes a fact of an answer.
 */
import { valueAt } from '../../forms/engine/node.js'
import type { CaseKeys } from './caseKeys.js'

export interface PersonFact {
  readonly fact: 'passport' | 'name'
  readonly key: string
}

const textAt = (answers: unknown, path: string): string => {
  const value = valueAt(answers, path)
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

const plainNumber = (typed: string): string => typed.toUpperCase().replace(/[^A-Z0-9]/g, '')

/**
 * Letters without their accents, in capitals, the words in the order of the alphabet: which is the
 * surname, forms and passports tell differently.
 */
export function plainName(typed: string): string {
  const letters = typed
    .slice(0, 200)
    .normalize('NFKD')
    .replace(/[\u0300-\u036f'’ʼ.]/g, '')
    .toUpperCase()
  return letters
    .split(/[\s,·・_-]+/)
    .filter((word) => word !== '')
    .sort()
    .join(' ')
}

/** The birth date as typed, in one piece or in three, as year-month-day; undefined when it is none. */
function birthDay(answers: unknown): string | undefined {
  const parts = ['year', 'month', 'day'].map((part) => textAt(answers, `talent.birthDate.${part}`))
  const typed = textAt(answers, 'talent.birthDate') || parts.filter((part) => part !== '').join('-')
  const [, year, month = '', day = ''] = /^\s*(\d{4})\D*(\d{1,2})\D*(\d{1,2})\D*$/.exec(typed) ?? []
  return year && `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}

/** The facts of some answers, each once. */
export function personFacts(keys: CaseKeys, answers: unknown): PersonFact[] {
  const number = plainNumber(textAt(answers, 'talent.passport.number')).slice(0, 40)
  const state = textAt(answers, 'talent.passport.issuingState').trim().toUpperCase().slice(0, 10)
  const born = birthDay(answers)
  const names = new Set([textAt(answers, 'talent.systemName'), textAt(answers, 'talent.visualName')].map(plainName))
  return [
    ...(number && state ? [{ fact: 'passport' as const, key: keys.blind(`passport:${state}:${number}`) }] : []),
    ...[...names].flatMap((name) =>
      born && name ? [{ fact: 'name' as const, key: keys.blind(`name:${born}:${name}`) }] : [],
    ),
  ]
}

/** What a passport number is searched by, in whatever way it was typed; null when there is none. */
export function passportIndex(keys: CaseKeys, typed: unknown): string | null {
  const number = typeof typed === 'string' ? plainNumber(typed) : ''
  return number ? keys.blind(`number:${number}`) : null
}

/** The same of some answers. */
export const passportIndexOf = (keys: CaseKeys, answers: unknown): string | null =>
  passportIndex(keys, textAt(answers, 'talent.passport.number'))
