/** What the person has been told of, the newest first: read and unread, each leading to its case. */
import { Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Inbox, type InboxLine } from '../../cases/inbox.js'
import { notificationOf } from '../../cases/notifications.js'
import { GROUP_WORDS } from '../../people/mailChoices.js'
import { For, personOf } from '../http/access.js'
import { readId, readText } from '../http/input.js'
import { both, timeText } from '../kit/page.js'
import { Pages } from '../http/pages.js'
import { seeOther } from '../http/send.js'

const PER_PAGE = 50

@Controller('messages')
@For('signedIn')
export class MessagesController {
  constructor(
    private readonly pages: Pages,
    private readonly inbox: Inbox,
  ) {}

  @Get()
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query() query: unknown) {
    const person = personOf(request)
    const unread = readText(query, 'unread') !== undefined
    const before = Number(readText(query, 'before'))
    const lines = await this.inbox.list(person, {
      unread,
      limit: PER_PAGE,
      ...(Number.isInteger(before) && before > 0 && before < 2 ** 31 && { before }),
    })
    const last = lines.at(-1)
    const view = {
      title: { zh: '消息', en: 'Messages' },
      tabs: {
        label: { zh: '哪些消息', en: 'Which messages' },
        tabs: [
          { text: { zh: '全部', en: 'All' }, href: '/messages', current: !unread },
          { text: { zh: '未读', en: 'Unread' }, href: '/messages?unread=yes', current: unread },
        ],
      },
      unread,
      rows: lines.map((line) => rowOf(line, person.firmId)),
      some: lines.some(({ read }) => !read),
      ...(lines.length === PER_PAGE &&
        last && { pages: { next: `/messages?before=${last.id}${unread ? '&unread=yes' : ''}` } }),
    }
    return reply.send(this.pages.render(request, reply, 'messages/messages', view))
  }

  @Post('read')
  async readAll(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    await this.inbox.markAll(personOf(request))
    return seeOther(reply, '/messages')
  }

  @Post(':id/read')
  async read(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string) {
    await this.inbox.mark(personOf(request), readId(id), true)
    return seeOther(reply, '/messages')
  }

  @Post(':id/unread')
  async unread(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string) {
    await this.inbox.mark(personOf(request), readId(id), false)
    return seeOther(reply, '/messages')
  }
}

function rowOf({ id, caseId, kind, at, read, number, talentName }: InboxLine, firmId: number | null) {
  const known = notificationOf(kind, firmId)
  return {
    id,
    read,
    text: known?.text ?? { zh: '有新进展', en: 'There is news' },
    group: known ? GROUP_WORDS[known.group] : '',
    at: both((language) => timeText(at, language, 'short')),
    datetime: at.toISOString(),
    ...(number && { href: `/cases/${caseId}`, number, name: talentName ?? '' }),
  }
}
