/**
 * Secrets: made from 256 random bits, shown once, stored as hashes. Passwords by argon2id, a few at
 * a time and few waiting, so that a flood of sign-ins starves nothing else.
 */
import { createHash, randomBytes, randomInt } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'
import { Busy } from '../base/errors.js'
import { withCode } from '../base/path.js'

/** A new secret in 43 characters of base64url. */
export const newSecret = (): string => randomBytes(32).toString('base64url')

/**
 * Without the letters that are taken for figures. 24 of them are 120 bits: as hashes they need no
 * slowing down (ASVS 5.0, 6.5.2).
 */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const LETTERS = 24

/** A new secret that a person may have to type: a recovery code, or the code of a link. */
export const newCode = (): string =>
  Array.from({ length: LETTERS }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')

/** A code as it is printed and as it stands in a link. */
export const inGroups = (code: string): string => code.replace(/(.{4})(?=.)/g, '$1-')

/** The link that carries a code to a page of this site. */
export const linkTo = (address: string, code: string): string => withCode(address, inGroups(code))

/** A code as it was made, however it was typed; undefined when it can be none. */
export function readCode(typed: string): string | undefined {
  const plain = typed.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1')
  return plain.length === LETTERS && [...plain].every((letter) => ALPHABET.includes(letter)) ? plain : undefined
}

/** The secret of a link, from its code however it was typed, or from the whole link. */
export function readLinkCode(typed: string): string {
  const [last = ''] = /[^#/]*$/.exec(typed.trim()) ?? []
  return readCode(last) ?? last
}

/** What is stored of a secret: SHA-256, enough for 120 random bits and more. */
export const secretHash = (secret: string): Buffer => createHash('sha256').update(secret).digest()

const AT_ONCE = 2
/** About a second's work. Who comes later is told so at once, and waits outside. */
const MOST_WAITING = 50
let running = 0
const waiting: (() => void)[] = []

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE && waiting.length >= MOST_WAITING) throw new Busy()
  if (running < AT_ONCE) running++
  else await new Promise<void>((resolve) => waiting.push(resolve))
  try {
    return await work()
  } finally {
    const next = waiting.shift() // takes this one's place
    if (next) next()
    else running--
  }
}

const PLACES = AT_ONCE + MOST_WAITING
/** For one address, so that nobody keeps all others out. */
const PLACES_OF_ONE = PLACES / 2
let within = 0
const withinFrom = new Map<string, number>()

/**
 * Lets so many in at once as find a place at the hash: who comes later is told so before anything
 * is asked of the database, which others are waiting for. Throws Busy.
 */
export async function throughTheDoor<T>(address: string, work: () => Promise<T>): Promise<T> {
  const from = withinFrom.get(address) ?? 0
  if (within >= PLACES || from >= PLACES_OF_ONE) throw new Busy()
  within++
  withinFrom.set(address, from + 1)
  try {
    return await work()
  } finally {
    within--
    const left = (withinFrom.get(address) ?? 1) - 1
    if (left > 0) withinFrom.set(address, left)
    else withinFrom.delete(address)
  }
}

// OWASP's advice for argon2id: 19 MiB, two passes, one lane
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** An argon2id hash with its parameters and salt. Throws Busy. */
export const passwordHash = (password: string): Promise<string> => inTurn(() => hash(password, COST))

/** Whether the password is the one that was hashed. Throws Busy. */
export const passwordFits = (password: string, hashed: string): Promise<boolean> =>
  inTurn(() => verify(hashed, password))

let nobodys: Promise<string> | undefined

/**
 * A hash that fits no password that anybody has, so that an unknown account takes as long as a
 * wrong password. Throws Busy, and is made anew the next time.
 */
export async function nobodysHash(): Promise<string> {
  nobodys ??= passwordHash(newSecret())
  try {
    return await nobodys
  } catch (error) {
    nobodys = undefined
    throw error
  }
}
