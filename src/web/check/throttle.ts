/**
 * How often one address may check letters in a minute. The counts of addresses stand apart, so that nobody uses up another's; an IPv6 network of 64 bits counts as
 * one address. Each web process counts by itself.
 */
import type { CreateRateLimitOptions } from '@fastify/rate-limit'
import { HttpException, Injectable } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'

const MINUTE = 60_000 // ms
const TOO_MANY = 429

type Limiter = ReturnType<FastifyRequest['server']['createRateLimit']>

/** How many checks an address may make in a minute. */
export class CheckLimit {
  constructor(readonly perMinute: number) {}
}

@Injectable()
export class Throttle {
  private limiter: Limiter | undefined

  constructor(private readonly limit: CheckLimit) {}

  /** Counts this request. Throws 429, and says when to come again, once the address has used up its minute. */
  async count(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const options: CreateRateLimitOptions = { max: this.limit.perMinute, timeWindow: MINUTE, keyGenerator: addressOf }
    this.limiter ??= request.server.createRateLimit(options)
    const found = await this.limiter(request)
    if (found.isAllowed || !found.isExceeded) return
    reply.header('retry-after', String(found.ttlInSeconds))
    throw new HttpException('too many checks', TOO_MANY)
  }
}

/** The address, or the first 64 bits of one of IPv6. */
export function addressOf({ ip }: Pick<FastifyRequest, 'ip'>): string {
  if (!ip.includes(':')) return ip
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1]
  if (mapped) return mapped
  const [head = '', tail] = ip.split('::')
  const left = head ? head.split(':') : []
  const right = tail ? tail.split(':') : []
  const gap = tail === undefined ? [] : Array.from({ length: 8 - left.length - right.length }, () => '0')
  return [...left, ...gap, ...right]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')
}
