/** The announcements that this browser has put away, in a cookie: nobody else needs to know. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Cookies } from './cookies.js'

const COOKIE = 'dismissed'
const MOST = 20
const KEPT = 90 * 86_400 // s

/** The ids that were put away. */
export const dismissedIn = (cookies: Cookies, request: FastifyRequest): readonly number[] =>
  (cookies.read(request, COOKIE) ?? '').split('.').flatMap((id) => (/^\d{1,9}$/.test(id) ? [Number(id)] : []))

/** Remembers one more; of many the latest. */
export function dismiss(cookies: Cookies, reply: FastifyReply, id: number): void {
  const ids = new Set([...dismissedIn(cookies, reply.request), id])
  cookies.set(reply, COOKIE, [...ids].slice(-MOST).join('.'), KEPT)
}
