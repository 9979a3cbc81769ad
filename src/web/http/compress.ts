/**
 * Pages are sent compressed. What a page repeats of the reader's own typing could otherwise be used
 * to guess its token by the length of the answer: so the token is masked anew in every page (see
 * access.ts). Files are left as they are, and what stands in /assets lies compressed on the disk.
 */
import { promisify } from 'node:util'
import { constants, gzip } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'

const compress = promisify(gzip)

/** Below this the header costs more than it saves. */
const LEAST = 1400 // bytes

/** For Fastify's onSend: the payload as it goes out. */
export async function compressPage(request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> {
  const type = String(reply.getHeader('content-type') ?? '')
  if (typeof payload !== 'string' || payload.length < LEAST || !/^text\/html\b|\bjson\b/.test(type)) return payload
  if (reply.hasHeader('content-encoding')) return payload
  reply.header('vary', 'accept-encoding')
  if (!/\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))) return payload
  const small = await compress(payload, { level: constants.Z_BEST_SPEED + 3 })
  reply.header('content-encoding', 'gzip').removeHeader('content-length')
  return small
}
