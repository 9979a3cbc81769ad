/**
 * One line a request in the log, and its id: a proxy's own, or a new one; given back in every answer,
 * in every line that the request leads to, and in the jobs that it orders. No body, no name, no
 * address: links by mail and check codes have their secret in the address. Of one that is no
 * route's only its first part is told, and only where routes begin so, since it may be such a link
 * with a slip in it.
 */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { Logger } from '@nestjs/common'
import { SpanKind } from '@opentelemetry/api'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { count, time } from '../../base/metrics.js'
import { path } from '../../base/path.js'
import { begin, type Traced } from '../../base/tracing.js'
import { follow, readRequestId, readTraceparent, type Trail } from '../../base/trail.js'
import { pathOf } from './accessNotes.js'

declare module 'fastify' {
  interface FastifyRequest {
    trail: Trail
    traced: Traced
  }
}

/** Asked every few seconds, by whoever watches over this process. */
const PROBES: ReadonlySet<string> = new Set([path.isLive, path.isReady])

/** `/cases` of `/cases/12?language=en`. */
const firstPart = (url: string): string => /^\/[^/?#:*]+/.exec(url)?.[0] ?? ''

export class RequestLog {
  private readonly log = new Logger('web')
  /** How routes begin. */
  private readonly areas = new Set<string>()

  /** @param proxies how many stand before us: the headers of a client that comes by none are its own words */
  constructor(private readonly proxies: number) {}

  /** The id of a request: that which a proxy gave it, in the usual form, or a new one. */
  readonly idOf = ({ headers }: Pick<IncomingMessage, 'headers'>): string =>
    (this.proxies > 0 && readRequestId(headers['x-request-id'])) || randomUUID()

  /** Before all other hooks: what they refuse has its id and its line as well. */
  watch(server: FastifyInstance): void {
    server
      .addHook('onRoute', ({ url }) => {
        this.areas.add(firstPart(url))
      })
      .addHook('onRequest', (request, reply, done) => {
        this.begin(request)
        void reply.header('x-request-id', request.id)
        follow(request.trail, done)
      })
      // once more: reading a body leaves the trail
      .addHook('preValidation', (request, _reply, done) => follow(request.trail, done))
      .addHook('onResponse', (request, reply, done) => {
        this.tell(request, reply)
        done()
      })
  }

  /** The line of a request that has its answer. */
  tell(request: FastifyRequest, reply: FastifyReply): void {
    if (!request.trail) this.begin(request) // it came to no hook
    const asked = pathOf(request) ?? this.areaOf(request.url)
    if (PROBES.has(asked)) return
    const { method } = request
    const route = request.routeOptions.url ?? 'none'
    count('requests', { method, route, status: `${Math.floor(reply.statusCode / 100)}xx` })
    time('requestSeconds', reply.elapsedTime / 1000, { route })
    const attributes = {
      'http.request.method': method,
      'http.route': route,
      'http.response.status_code': reply.statusCode,
    }
    request.traced.end(`${method} ${route}`, attributes, reply.statusCode >= 500)
    const line = { msg: 'answered', method, path: asked, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }
    follow(request.trail, () => this.log.log(line))
  }

  /** Its trail: of a caller that a proxy stands before, or one of its own. */
  private begin(request: FastifyRequest): void {
    const { id, headers } = request
    request.traced = begin(SpanKind.SERVER, this.proxies > 0 ? readTraceparent(headers.traceparent) : undefined)
    request.trail = { requestId: id, traceparent: request.traced.traceparent }
  }

  private areaOf(url: string): string {
    const area = firstPart(url)
    return this.areas.has(area) ? `${area}/*` : '/*'
  }
}
