/**
 * Secrets: made from 256 random bits, shown once, stored as hashes. Passwords by argon2id, a few at
 * a time and few waiting, half of them for one network, so that a flood starves nothing else.
 */
import { createHash, randomBytes, randomInt } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'
import { withCode } from '../base/path.js'
import { Places } from '../base/places.js'

/** A new secret in 43 characters of base64url. */
export const newSecret = (): string => randomBytes(32).toString('base64url')

/**
 * Without the letters that are taken for figures. 24 of them are 120 bits: as hashes they need no
 * slowing down (ASVS 5.0, 6.5.2).
 */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const LETTERS = 24
/** Of a page whose address is no secret, and not to be found by trying. */
const PAGE_LETTERS = 12
/** Of a code that a mail carries for minutes, good for few tries: hashed as passwords are. */
const DIGITS = 8

const made = (length: number, from: string): string =>
  Array.from({ length }, () => from[randomInt(from.length)]).join('')

/** A new secret that a person may have to type: a recovery code, or the code of a link. */
export const newCode = (): string => made(LETTERS, ALPHABET)

/** The name of a new page. */
export const newPageCode = (): string => made(PAGE_LETTERS, ALPHABET)

/** A new code of eight digits. */
export const newDigits = (): string => made(DIGITS, '0123456789')

/** A code as it is printed and as it stands in a link. */
export const inGroups = (code: string): string => code.replace(/(.{4})(?=.)/g, '$1-')

/** Whether it is a code that somebody may type: of a link in letters, or mailed in digits. */
export const isTypedCode = (code: string): boolean =>
  readCode(code) !== undefined || (/^[\d-]+$/.test(code) && code.replace(/-/g, '').length === DIGITS)

/** The link that carries a code to a page of this site. */
export const linkTo = (address: string, code: string): string => withCode(address, inGroups(code))

/** A code as it was made, however it was typed; undefined when it can be none. */
export function readCode(typed: string, length = LETTERS): string | undefined {
  const plain = typed.normalize('NFKC').toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1')
  return plain.length === length && [...plain].every((letter) => ALPHABET.includes(letter)) ? plain : undefined
}

/** The name of a page, as it stands in an address. */
export const readPageCode = (typed: string): string | undefined => readCode(typed, PAGE_LETTERS)

/** The secret of a link, from its code however it was typed, or from the whole link. */
export function readLinkCode(typed: string): string {
  const [last = ''] = /[^#/]*$/.exec(typed.trim()) ?? []
  return readCode(last) ?? last
}

/** What is stored of a secret: SHA-256, enough for 120 random bits and more. */
export const secretHash = (secret: string): Buffer => createHash('sha256').update(secret).digest()

/** As many as there are cores for; each takes 19 MiB. */
const AT_ONCE = 2
/** About a second's work. Whoever comes later is refused at once, and tries again. */
const MOST_WAITING = 50
const PLACES = AT_ONCE + MOST_WAITING
/** For one network, or one person who has signed in, so that nobody keeps all others out. */
const PLACES_OF_ONE = PLACES / 2

let running = 0
const places = new Places(PLACES_OF_ONE, PLACES)
/** What waits, by who asks: they are served by turns. */
const waiting = new Map<string, (() => void)[]>()

/** Throws Busy. */
async function inTurn<T>(from: string, work: () => Promise<T>): Promise<T> {
  const leave = places.take(from)
  try {
    if (running < AT_ONCE) running++
    else await new Promise<void>((resolve) => waiting.set(from, [...(waiting.get(from) ?? []), resolve]))
    try {
      return await work()
    } finally {
      const next = nextWaiting()
      if (next)
        next() // takes this one's place
      else running--
    }
  } finally {
    leave()
  }
}

/** The first of those whose turn it is, who then come last. */
function nextWaiting(): (() => void) | undefined {
  const [turn] = waiting
  if (!turn) return undefined
  const [from, [next, ...rest]] = turn
  waiting.delete(from)
  if (rest.length > 0) waiting.set(from, rest)
  return next
}

/** Whose places those of somebody who has signed in are. */
export const personal = (personId: number): string => `person ${personId}`

// OWASP's advice for argon2id: 19 MiB, two passes, one lane
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/**
 * An argon2id hash with its parameters and salt. `from`: the network or the person that asks, whose
 * places these are. Throws Busy.
 */
export const passwordHash = (password: string, from: string): Promise<string> =>
  inTurn(from, () => hash(password, COST))

/** Whether the password is the one that was hashed; `from` as above. Throws Busy. */
export const passwordFits = (password: string, hashed: string, from: string): Promise<boolean> =>
  inTurn(from, () => verify(hashed, password))

/**
 * Gives a hash that fits no password that anybody has, so that an unknown account takes as long as a
 * wrong password. It is made once; after Busy, which it throws, anew the next time.
 */
export function openNobodysHash(): () => Promise<string> {
  let made: Promise<string> | undefined
  return async () => {
    made ??= passwordHash(newSecret(), 'nobody')
    try {
      return await made
    } catch (error) {
      made = undefined
      throw error
    }
  }
}

/** The one of this process. */
export const nobodysHash = openNobodysHash()
