/** What open pages hear of while they are open: a stream, and, where streams do not get through, the same by asking. */
import { Controller, Get, Query, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { CaseNews } from '../../cases/news.js'
import { secretHash } from '../../people/secrets.js'
import { For, personOf } from '../access.js'
import { readId, readText } from '../input.js'
import { hasQueue } from '../pages.js'
import { QueueCounts } from './counts.js'
import { deedText } from './deeds.js'
import { Live, type Wish } from './live.service.js'

const LAST_DEEDS = 3

@Controller('live')
@For('signedIn')
export class LiveController {
  constructor(
    private readonly live: Live,
    private readonly news: CaseNews,
    private readonly counts: QueueCounts,
  ) {}

  /** A stream of server-sent events: `case` with what others did in it, `counts` of the queue, `end` when there is no coming back. */
  @Get()
  listen(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query() query: unknown) {
    const person = personOf(request)
    if (!this.live.hasRoom || !request.sessionToken) return reply.status(503).header('retry-after', '60').send('')
    const { language } = request
    const token = secretHash(request.sessionToken)
    this.live.add(reply, { person, language, token, wish: wishOf(query, hasQueue(person)) })
    return reply
  }

  /** The same for once. */
  @Get('now')
  async now(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query() query: unknown) {
    const person = personOf(request)
    const { queue, caseId, seq } = wishOf(query, hasQueue(person))
    const deeds = caseId === undefined ? [] : await this.news.deedsAfter(person, caseId, seq)
    const counts =
      queue === undefined
        ? undefined
        : { ...(await this.counts.get(person, queue)), ...(await this.counts.own(person, queue)) }
    return reply.send({
      lines: deeds
        .filter(({ actorId }) => actorId !== person.id)
        .slice(-LAST_DEEDS)
        .map((deed) => deedText(deed, request.language)),
      ...(counts && { counts }),
    })
  }
}

/** What the page says of itself. */
function wishOf(query: unknown, queues: boolean): Wish {
  const one = readText(query, 'case')
  const queue = queues ? readText(query, 'queue', 2000) : undefined
  return {
    ...(one && { caseId: readId(one) }),
    ...(queue !== undefined && { queue }),
    seq: Number(/^\d{1,9}$/.exec(readText(query, 'seq') ?? '')?.[0] ?? 0),
  }
}
