/**
 * What the person has been told of, the newest first: read and unread, each leading to its case.
 */
import { Controller, Get, Post, Query } from '@nestjs/common'
import { path, withQuery } from '../../base/path.js'
import { Inbox } from '../../cases/inbox.js'
import { TO_ONE } from '../../cases/notifications.js'
import type { Person } from '../../people/session.service.js'
import { MailNotices } from '../case/mailNotice.js'
import { For } from '../http/access.js'
import { done, page } from '../http/answers.js'
import { readNumber, readText } from '../http/input.js'
import { PER_PAGE } from '../http/paging.js'
import { Id, Me } from '../http/params.js'
import { messageGroups } from './messages.view.js'

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
    const before = readNumber(query, 'before')
    const isOfficer = me.firmId === null
    const [named, rest] = await Promise.all([
      // what somebody has asked of this person by name stands first, however much has come since
      isOfficer && before === undefined ? this.inbox.list(me, { unread: true, limit: PER_PAGE, only: TO_ONE }) : [],
      this.inbox.list(me, { unread, limit: PER_PAGE, before, without: isOfficer ? TO_ONE : undefined }),
    ])
    const last = rest.length === PER_PAGE ? rest.at(-1) : undefined
    const view = {
      title: { zh: '消息', en: 'Messages' },
      notices: await this.mail.of(me),
      tabs: {
        label: { zh: '消息范围', en: 'Messages to show' },
        tabs: [
          { text: { zh: '全部', en: 'All' }, href: path.messages, current: !unread },
          { text: { zh: '未读', en: 'Unread' }, href: withQuery(path.messages, { unread: 'yes' }), current: unread },
        ],
      },
      unread,
      named: named.length > 0 ? messageGroups(named, me) : undefined,
      groups: messageGroups(rest, me),
      some: [...named, ...rest].some((group) => group.unread > 0),
      none: named.length + rest.length === 0,
      pages: last && { next: withQuery(path.messages, { before: last.newest, unread: unread ? 'yes' : undefined }) },
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
