/**
 * What the person has been told of, the newest first: read and unread, each leading to its case.
 */
import { Controller, Get, Post, Query } from '@nestjs/common'
import { path, withQuery } from '../../base/path.js'
import { Inbox, type InboxLine } from '../../cases/inbox.js'
import { notificationOf } from '../../cases/notifications.js'
import { firmNews } from '../../people/firmWords.js'
import { GROUP_WORDS } from '../../people/mailChoices.js'
import type { Person } from '../../people/session.service.js'
import { MailNotices } from '../case/mailNotice.js'
import { For } from '../http/access.js'
import { done, page } from '../http/answers.js'
import { readNumber, readText } from '../http/input.js'
import { PER_PAGE } from '../http/paging.js'
import { Id, Me } from '../http/params.js'
import { time } from '../kit/page.js'

@Controller('messages')
@For('signedIn')
export class MessagesController {
  constructor(
    private readonly inbox: Inbox,
    private readonly mail: MailNotices,
  ) {}

  @Get()
  async show(@Me() me: Person, @Query() query: unknown) {
    const unread = readText(query, 'unread') !== undefined
    const lines = await this.inbox.list(me, {
      unread,
      limit: PER_PAGE,
      before: readNumber(query, 'before'),
    })
    const last = lines.length === PER_PAGE ? lines.at(-1) : undefined
    const view = {
      title: { zh: '消息', en: 'Messages' },
      notices: await this.mail.of(me),
      tabs: {
        label: { zh: '哪些消息', en: 'Which messages' },
        tabs: [
          { text: { zh: '全部', en: 'All' }, href: path.messages, current: !unread },
          { text: { zh: '未读', en: 'Unread' }, href: withQuery(path.messages, { unread: 'yes' }), current: unread },
        ],
      },
      unread,
      rows: lines.map((line) => messageRow(line, me.firmId)),
      some: lines.some(({ read }) => !read),
      pages: last && { next: withQuery(path.messages, { before: last.id, unread: unread ? 'yes' : undefined }) },
    }
    return page('messages/messages', view)
  }

  @Post('read')
  async readAll(@Me() me: Person) {
    await this.inbox.markAll(me)
    return done(path.messages)
  }

  @Post(':id/read')
  async read(@Me() me: Person, @Id() id: number) {
    await this.inbox.mark(me, id, true)
    return done(path.messages)
  }

  @Post(':id/unread')
  async unread(@Me() me: Person, @Id() id: number) {
    await this.inbox.mark(me, id, false)
    return done(path.messages)
  }
}

function messageRow(line: InboxLine, readersFirm: number | null) {
  const { id, caseId, firmId, firmName, kind, at, read, number, talentName } = line
  const known = notificationOf(kind, readersFirm) ?? firmNews(kind)
  const place = firmId === null ? undefined : readersFirm === null ? path.firmToConfirm(firmId) : path.firm
  return {
    id,
    read,
    text: known?.text ?? { zh: '有新进展', en: 'There is news' },
    group: known ? GROUP_WORDS[known.group] : '',
    at: time(at, 'short'),
    datetime: at.toISOString(),
    href: place ?? (number && caseId !== null && path.case(caseId)),
    number,
    name: talentName,
    firm: firmName,
  }
}
