/**
 * Whether a request asks that its form be kept and not done; read by the guard, which then asks for
 * no renewed proof, and by the keeper (formKeeper.ts).
 */
import type { FastifyRequest } from 'fastify'
import { readText } from './input.js'

/** The mark of a handler whose form is kept. */
export const KEEPS = 'keeps'

/** `quietly`, `yes`, `discard`, or the address at which to go on; undefined when the form is to be done. */
export const keepWish = ({ method, body }: FastifyRequest): string | undefined =>
  method === 'POST' ? readText(body, '_keep', 500) : undefined
