/** What comes in by path, query and header, read strictly: a number that is none is a page that does not exist. */
import type { FastifyRequest } from 'fastify'
import { asProblem, Invalid, NotFound } from '../../base/errors.js'
import type { PasskeyAnswer } from '../../people/passkey.service.js'
import type { Proof } from '../../people/proof.service.js'
import type { Act } from '../../workflow/machine.js'
import { isAction, isEntry } from '../../workflow/step.js'

const MOST = 2_147_483_647 // of PostgreSQL's integer

/** An action or entry of the chart, by its name in an address. Throws NotFound. */
export function readAct(name: string): Act {
  if (isAction(name) || isEntry(name)) return name
  throw new NotFound()
}

/** Whether a number that a program has sent can be an id. */
export const isId = (given: unknown): given is number =>
  Number.isInteger(given) && Number(given) > 0 && Number(given) <= MOST

/** An id out of a path. Throws NotFound when it is no id. */
export function readId(text: string): number {
  const id = /^[1-9]\d{0,9}$/.test(text) ? Number(text) : Number.NaN
  if (!(id <= MOST)) throw new NotFound()
  return id
}

/** A field of a form, by name and value; a repeated name stands once for each value. */
export interface SentField {
  readonly name: string
  readonly value: string
}

/** What was typed into a form that came too late, and where it goes. */
export interface LateForm {
  readonly to: string
  readonly fields: readonly SentField[]
  /** It goes as an upload form, which is all that its address takes. */
  readonly upload?: boolean | undefined
  /** Files were chosen: they are not kept, and it goes back to its page instead of being sent without them. */
  readonly files?: boolean | undefined
}

/** Fields of a form, from what a parser has made of them. */
export const fieldsOf = (pairs: readonly unknown[]): SentField[] =>
  pairs.flatMap((pair) => {
    if (!Array.isArray(pair) || typeof pair[0] !== 'string') return []
    const name = pair[0]
    const values: unknown[] = Array.isArray(pair[1]) ? pair[1] : [pair[1]]
    return values.filter((value) => typeof value === 'string').map((value) => ({ name, value }))
  })

/**
 * The fields of a form that was sent, without its token and those that are `not` wanted; undefined
 * with files or none.
 */
export function sentFields({ method, headers, body }: FastifyRequest, not: readonly string[] = []) {
  const isForm = method === 'POST' && (headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')
  if (!isForm || typeof body !== 'object' || body === null) return undefined
  return fieldsOf(Object.entries(body)).filter(({ name }) => name !== '_csrf' && !not.includes(name))
}

/** The client's name for a request (`Idempotency-Key`), up to 200 plain characters. Throws Invalid. */
export function readRequestId(request: FastifyRequest): string | undefined {
  const given = request.headers['idempotency-key']
  if (given === undefined) return undefined
  if (typeof given !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(given)) throw new Invalid([badRequestId])
  return given
}

/** One text out of a query; a repeated or missing one is undefined. Control characters are taken out. */
export function readText(query: unknown, name: string, most = 200): string | undefined {
  if (typeof query !== 'object' || query === null) return undefined
  const value = (query as Record<string, unknown>)[name]
  if (typeof value !== 'string') return undefined
  return (
    value
      .toWellFormed()
      .replace(/\p{Cc}/gu, ' ')
      .trim()
      .slice(0, most) || undefined
  )
}

/** All texts of a name that may come several times, such as those of ticked boxes. */
export function readTexts(body: unknown, name: string): string[] {
  const given = typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined
  return [given].flat().filter((one) => typeof one === 'string')
}

/**
 * A whole number out of a query or a form, such as the version that a page was made from;
 * undefined when it is none, or greater than any id.
 */
export function readNumber(query: unknown, name: string): number | undefined {
  const text = readText(query, name) ?? ''
  return /^\d{1,10}$/.test(text) && Number(text) <= MOST ? Number(text) : undefined
}

/**
 * Whether a request asks that its form be kept and not done: `quietly`, `yes`, `discard`, or the address at which
 * to go on; undefined when the form is to be done.
 */
export const keepWish = ({ method, body }: FastifyRequest): string | undefined =>
  method === 'POST' ? readText(body, '_keep', 500) : undefined

/** Names of the fields by which a proof comes along with what it is for. */
export const PROOF_FIELDS: readonly string[] = ['_proof', '_code', '_password', '_passkey', '_ticket', '_lang']

/** A passkey's answer and the ticket of its challenge, as a form carries them; undefined when there is none. */
export function readPasskey(body: unknown): PasskeyAnswer | undefined {
  const [answer, ticket] = [readText(body, '_passkey', 20_000), readText(body, '_ticket', 4000)]
  if (answer === undefined || ticket === undefined) return undefined
  try {
    return { answer: JSON.parse(answer), ticket }
  } catch {
    return undefined
  }
}

/** What `_proof` says where the proof is asked for on the page of the form itself: left empty, it is asked for next. */
export const PROOF_HERE = 'here'

/** Whether a form (body or query) was sent to see its page in the other language (templates/parts/language.hbs). */
export const isForLanguage = (form: unknown): boolean => readText(form, '_lang') !== undefined

/** The proof in a form, when one came along; not in one that is only to be previewed. */
export function readProof(body: unknown): Proof | undefined {
  if (typeof body !== 'object' || body === null || !('_proof' in body)) return undefined
  const fields = body as Record<string, unknown> // any form has names
  const text = (name: string) => (typeof fields[name] === 'string' ? fields[name].slice(0, 400) : undefined)
  const proof = { code: text('_code'), password: text('_password'), passkey: readPasskey(body) }
  const unsaid = '_preview' in fields || !(proof.code || proof.password || proof.passkey)
  return fields._proof === PROOF_HERE && unsaid ? undefined : proof
}

const badRequestId = asProblem(
  'requestIdForm',
  'Idempotency-Key',
  'Idempotency-Key 应为 1 至 200 个可见的 ASCII 字符。',
  'Idempotency-Key must have 1 to 200 visible ASCII characters.',
)
