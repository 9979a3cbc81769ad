/** The announcements that this browser has put away, in a cookie: nobody else needs to know. */
import type { FastifyReply, FastifyRequest } from 'fastify'

const COOKIE = 'dismissed'
const MOST = 20

/** The ids that were put away. */
export const dismissedIn = (request: FastifyRequest): readonly number[] =>
  (request.cookies[COOKIE] ?? '').split('.').flatMap((id) => (/^\d{1,9}$/.test(id) ? [Number(id)] : []))

/** Remembers one more for ninety days; of many the latest. */
export function withDismissed(request: FastifyRequest, reply: FastifyReply, id: number): void {
  const ids = [...new Set([...dismissedIn(request), id])].slice(-MOST)
  reply.setCookie(COOKIE, ids.join('.'), {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: request.protocol === 'https',
    maxAge: 90 * 86_400,
  })
}
