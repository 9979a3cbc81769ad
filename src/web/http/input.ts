/** What comes in by path, query and header, read strictly: a number that is none is a page that does not exist. */
import type { FastifyRequest } from 'fastify'
import { Invalid, NotFound } from '../../base/errors.js'
import type { Act } from '../../workflow/machine.js'
import { isAction, isEntry } from '../../workflow/step.js'

const MOST = 2_147_483_647 // of PostgreSQL's integer

/** An action or entry of the chart, by its name in an address. Throws NotFound. */
export function readAct(name: string): Act {
  if (isAction(name) || isEntry(name)) return name
  throw new NotFound()
}

/** An id out of a path. Throws NotFound when it is no id. */
export function readId(text: string): number {
  const id = /^[1-9]\d{0,9}$/.test(text) ? Number(text) : Number.NaN
  if (!(id <= MOST)) throw new NotFound()
  return id
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

/**
 * A whole number out of a query or a form, such as the version that a page was made from;
 * undefined when it is none, or greater than any id.
 */
export function readNumber(query: unknown, name: string): number | undefined {
  const text = readText(query, name) ?? ''
  return /^\d{1,10}$/.test(text) && Number(text) <= MOST ? Number(text) : undefined
}

const badRequestId = {
  code: 'requestIdForm',
  path: 'Idempotency-Key',
  message: {
    zh: 'Idempotency-Key 应为 1 至 200 个可见的 ASCII 字符。',
    en: 'Idempotency-Key must have 1 to 200 visible ASCII characters.',
  },
}
