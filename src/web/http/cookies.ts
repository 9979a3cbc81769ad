/** Cookies that nobody but this site may read or set: sessions, and what goes along with signing in. */
import type {} from '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'

export class Cookies {
  /** @param secure the site is served over TLS */
  constructor(private readonly secure: boolean) {}

  read({ cookies }: FastifyRequest, name: string): string | undefined {
    return cookies[this.nameOf(name)]
  }

  /** @param maxAge in seconds; without one the cookie ends with the browser's session */
  set(reply: FastifyReply, name: string, value: string, maxAge?: number): void {
    reply.request.cookies[this.nameOf(name)] = value
    reply.setCookie(this.nameOf(name), value, { ...this.options(), ...(maxAge !== undefined && { maxAge }) })
  }

  clear(reply: FastifyReply, name: string): void {
    reply.clearCookie(this.nameOf(name), this.options())
  }

  /** `__Host-` ties a cookie to this host and to TLS; browsers refuse it without TLS. */
  private nameOf(name: string): string {
    return this.secure ? `__Host-${name}` : name
  }

  private options() {
    return { path: '/', httpOnly: true, sameSite: 'lax', secure: this.secure } as const
  }
}
