/** What open pages hear of while they are open: a stream, and, where streams do not get through, the same by asking. */
import { Controller, Get, Query, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Language } from '../../base/text.js'
import { CaseNews } from '../../cases/news.js'
import type { Person } from '../../people/session.service.js'
import { For, personOf } from '../http/access.js'
import { readId, readNumber, readText } from '../http/input.js'
import { hasQueue } from '../http/pages.js'
import { QueueCounts } from '../case/queueCounts.js'
import { deedLines } from '../case/deeds.js'
import { Live, type Wish } from './live.service.js'

@Controller('live')
@For('signedIn')
export class LiveController {
  constructor(
    private readonly live: Live,
    private readonly news: CaseNews,
    private readonly counts: QueueCounts,
  ) {}

  /**
   * A stream of server-sent events for who asks for one: `case` with what others did in it,
   * `counts` of the queue, `end` when there is no coming back. Else the same for once.
   */
  @Get()
  async listen(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query() query: unknown) {
    const person = personOf(request)
    const wish = wishOf(query, hasQueue(person))
    if (!request.headers.accept?.includes('text/event-stream'))
      return reply.send(await this.now(person, wish, request.language))
    if (!this.live.hasRoom || !request.sessionId) return reply.status(503).header('retry-after', '60').send('')
    this.live.add(reply, { person, language: request.language, sessionId: request.sessionId, wish })
    return reply
  }

  private async now(person: Person, { queue, caseId, seq }: Wish, language: Language) {
    const deeds = caseId === undefined ? [] : await this.news.deedsAfter(person, caseId, seq)
    const others = deeds.filter(({ actorId }) => actorId !== person.id)
    const counts = queue === undefined ? undefined : await this.counts.get(person, queue)
    const own = queue === undefined ? undefined : await this.counts.own(person, queue)
    return { lines: deedLines(others, language), counts: counts && { ...counts, ...own } }
  }
}

/** What the page says of itself. */
function wishOf(query: unknown, queues: boolean): Wish {
  const open = readText(query, 'case')
  return {
    caseId: open ? readId(open) : undefined,
    queue: queues ? readText(query, 'queue', 2000) : undefined,
    seq: readNumber(query, 'seq') ?? 0,
  }
}
