/**
 * How often one network, or one person, may do something in a minute. Their counts stand apart, so
 * that nobody uses up another's; an IPv6 network of 64 bits counts as one address. Each web process
 * counts by itself.
 */
import type { CreateRateLimitOptions } from '@fastify/rate-limit'
import { type CanActivate, type ExecutionContext, HttpException, Injectable } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { networkOf } from '../../base/network.js'

const MINUTE = 60_000 // ms
const TOO_MANY = 429

type Limiter = ReturnType<FastifyRequest['server']['createRateLimit']>

export class Throttle {
  private limiter: Limiter | undefined

  /**
   * @param perMinute how often it may be done in a minute
   * @param whoOf by whom, of those who are counted apart
   */
  constructor(
    private readonly perMinute: number,
    private readonly whoOf: (request: FastifyRequest) => string = ({ ip }) => networkOf(ip),
  ) {}

  /** Counts this request. Throws 429, and says when to come again, once the minute is used up. */
  async count(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const options: CreateRateLimitOptions = {
      max: this.perMinute,
      timeWindow: MINUTE,
      keyGenerator: this.whoOf,
    }
    this.limiter ??= request.server.createRateLimit(options)
    const found = await this.limiter(request)
    if (found.isAllowed || !found.isExceeded) return
    reply.header('retry-after', String(found.ttlInSeconds))
    throw new HttpException('too many', TOO_MANY)
  }
}

/** For `@UseGuards`: counts every request for a route that checks letters or answers. */
@Injectable()
export class Throttled implements CanActivate {
  constructor(private readonly throttle: Throttle) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp()
    await this.throttle.count(http.getRequest(), http.getResponse())
    return true
  }
}
