/**
 * What a new password must be (OWASP ASVS 5.0, 6.2): eight characters or more, fifteen advised, of
 * any kind; not one that everybody tries first or that has leaked, and not made of what is known
 * about its owner. No rules of composition, no forced change.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Invalid, type Problem } from '../base/errors.js'
import { projectFolder } from '../settings.js'

export const LEAST_LETTERS = 8

/**
 * 16,000 passwords of lists that have leaked, made by tools/passwords.ts from the frequency list of
 * zxcvbn-ts (MIT); six bytes of SHA-256 each, sorted.
 */
export const PASSWORD_LIST = join(projectFolder, 'lists/passwords.bin')
const PREFIX = 6

/** What stands in the list for a password in small letters. */
export const passwordPrefix = (password: string): Buffer =>
  createHash('sha256').update(password).digest().subarray(0, PREFIX)

let list: Buffer | undefined

/** Whether a password is in the list, in whatever letters: capital, or of full width. */
export function isCommonPassword(password: string): boolean {
  list ??= readFileSync(PASSWORD_LIST)
  const wanted = passwordPrefix(password.normalize('NFKC').toLowerCase())
  let [from, to] = [0, list.length / PREFIX]
  while (from < to) {
    const middle = (from + to) >> 1
    const order = Buffer.compare(list.subarray(middle * PREFIX, (middle + 1) * PREFIX), wanted)
    if (order === 0) return true
    if (order < 0) from = middle + 1
    else to = middle
  }
  return false
}

/** Names of the service, which everybody knows. */
const OURS = ['海荐', 'haijian', '上海', 'shanghai']

/**
 * The words in which something known is written: whole, and in its parts of three letters or more
 * (two Han characters).
 */
function wordsOf(known: string): string[] {
  const plain = known.normalize('NFKC').toLowerCase().trim()
  const parts = plain.split(/[^\p{L}\p{N}]+/u)
  return [plain, ...parts].filter((word) => word.length >= (/\p{Script=Han}/u.test(word) ? 2 : 3))
}

/** What is left of a password without the words that are known about its owner, the longest first. */
function without(password: string, known: readonly string[]): string {
  const words = [...OURS, ...known.flatMap(wordsOf)].sort((a, b) => b.length - a.length)
  return words.reduce((left, word) => left.split(word).join(''), password.normalize('NFKC').toLowerCase())
}

/**
 * Refuses a password that is easily guessed.
 * @param known what others may know: account, name, firm
 * @throws Invalid at `path`
 */
export function requireGoodPassword(
  password: string,
  known: readonly (string | null | undefined)[],
  path = 'password',
): void {
  const problems = passwordProblems(password, known, path)
  if (problems.length > 0) throw new Invalid(problems)
}

/** The same, told with whatever else is wrong. */
export function passwordProblems(
  password: string,
  known: readonly (string | null | undefined)[],
  path = 'password',
): Problem[] {
  const problem = problemOf(
    password,
    known.filter((word) => typeof word === 'string'),
  )
  return problem ? [{ ...problem, path }] : []
}

function problemOf(password: string, known: readonly string[]): Omit<Problem, 'path'> | undefined {
  if ([...password].length < LEAST_LETTERS) return tooShort
  if (isCommonPassword(password)) return tooCommon
  const left = without(password, known)
  if (left === password.normalize('NFKC').toLowerCase()) return undefined
  return [...left].length < LEAST_LETTERS || isCommonPassword(left) ? tooClose : undefined
}

const tooShort = {
  code: 'passwordTooShort',
  message: {
    zh: `密码至少 ${LEAST_LETTERS} 个字符，建议 15 个以上。`,
    en: `Use at least ${LEAST_LETTERS} characters. 15 or more is safer.`,
  },
}
const tooCommon = {
  code: 'passwordCommon',
  message: {
    zh: '该密码过于常用或曾经泄露，容易被猜到。请更换，例如几个不相关的词。',
    en:
      'This password is common or has been leaked, so it is easy to guess. Choose another one, such as a ' +
      'few unrelated words.',
  },
}
const tooClose = {
  code: 'passwordClose',
  message: {
    zh: '这个密码主要由账号、姓名、企业或系统的名称组成，容易被猜到。请换一个。',
    en:
      'This password consists mostly of the account, a name, the firm or this service, so it is easy to ' +
      'guess. Choose another one.',
  },
}
