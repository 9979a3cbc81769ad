/** The JSON API of events: a feed that a program reads on and on, by a cursor. */
import { Controller, Get, Query } from '@nestjs/common'
import { z } from 'zod'
import { asProblem, Invalid } from '../../base/errors.js'
import { type FeedPlace, EventFeed, readPlace } from '../../exchange/feed.service.js'
import { EVENT_KINDS, isEventKind } from '../../exchange/kinds.js'
import type { Person } from '../../people/session.service.js'
import { For, ForServices } from '../http/access.js'
import { readText } from '../http/input.js'
import { Me } from '../http/params.js'
import { moment } from './answer.js'
import { readLimit } from './listQuery.js'
import { Operation } from './operation.js'

const [USUAL, MOST] = [100, 500]

const EVENT = z
  .object({
    id: z.string().describe('The same wherever and however often the event is sent; also the webhook-id'),
    kind: z.enum(EVENT_KINDS),
    at: moment,
    caseId: z.int(),
    caseNumber: z.string().nullable(),
    order: z.int().describe('Increases with each event of a case, with gaps'),
    links: z.object({ api: z.string(), page: z.string() }),
    letter: z
      .object({
        id: z.int(),
        api: z.string(),
        package: z.string().describe('For the permit authority it is addressed to'),
      })
      .nullable()
      .describe('The recommendation in force at that time'),
  })
  .meta({ id: 'Event' })

@Controller('api/events')
@For('signedIn')
export class EventApi {
  constructor(private readonly feed: EventFeed) {}

  @Get()
  @ForServices()
  @Operation('listEvents', {
    summary:
      'List what happened in the cases you have access to, without gaps: send `next` as `after` the next ' +
      'time. Events say what happened in which case and contain no personal data',
    query: {
      after: z.string().describe('`next` of the previous response; if omitted, from the first event'),
      kinds: z.string().describe(`Kinds of events, separated by commas: ${EVENT_KINDS.join(', ')}`),
      limit: z.int().min(1).max(MOST).default(USUAL).describe('Maximum number of events'),
    },
    says: 'One page of events, the earliest first',
    answer: z.object({
      events: z.array(EVENT),
      next: z.string(),
      more: z.boolean().describe('Whether there are more events to read at once'),
    }),
  })
  list(@Me() me: Person, @Query() query: unknown) {
    return this.feed.read(me, {
      after: readAfter(query),
      kinds: readKinds(query),
      limit: readLimit(query, USUAL, MOST),
    })
  }
}

function readAfter(query: unknown): FeedPlace | undefined {
  const text = readText(query, 'after')
  if (text === undefined) return undefined
  const place = readPlace(text)
  if (!place) throw new Invalid([badCursor])
  return place
}

function readKinds(query: unknown) {
  const asked = readText(query, 'kinds', 2000)?.split(',')
  const unknown = asked?.filter((name) => !isEventKind(name)) ?? []
  if (unknown.length > 0) throw new Invalid([noSuchKind])
  return asked ?? EVENT_KINDS
}

const badCursor = asProblem(
  'badCursor',
  'after',
  'after 应为上一次回答中的 next。',
  'after must be the `next` of the previous answer.',
)
const noSuchKind = asProblem(
  'noSuchKind',
  'kinds',
  `kinds 应为以逗号分隔的事件种类：${EVENT_KINDS.join('、')}。`,
  `kinds must be kinds of events, separated by commas: ${EVENT_KINDS.join(', ')}.`,
)
