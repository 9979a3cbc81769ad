/**
 * Announcements: the system administrator writes them, every page shows those that run, each reader
 * may put one away.
 */
import { Body, Controller, Get, Post, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Clock } from '../../base/clock.js'
import { path } from '../../base/path.js'
import { type AnnouncementLine, Announcements } from '../../people/announcement.service.js'
import type { Person } from '../../people/session.service.js'
import { For, ownPath } from '../http/access.js'
import { done, page } from '../http/answers.js'
import { withDismissed } from '../http/dismissed.js'
import { KeepsForm } from '../http/formKeeper.js'
import { readText } from '../http/input.js'
import { Id, Me } from '../http/params.js'
import { Filled } from '../http/filled.js'
import { submit } from '../http/submit.js'
import { both, timeText } from '../kit/page.js'
import type { Notice, Tag } from '../kit/parts.js'
import { ANNOUNCEMENT, AUDIENCES, LEVELS } from './announcements.form.js'

const PLACE = path.announcements

@Controller()
export class AnnouncementsController {
  constructor(
    private readonly announcements: Announcements,
    private readonly clock: Clock,
  ) {}

  @Get('admin/announcements')
  @For('systemAdmin')
  show(@Me() me: Person) {
    const today = this.clock.today()
    const first = { level: 'note', audience: 'all', from: today, fromAt: '00:00', until: today, untilAt: '23:59' }
    return this.page(me, new Filled(ANNOUNCEMENT, first))
  }

  @KeepsForm(ANNOUNCEMENT)
  @Post('admin/announcements')
  @For('systemAdmin')
  announce(@Me() me: Person, @Body() body: unknown) {
    return submit(ANNOUNCEMENT, body, {
      work: ({ zh, en, level, audience, from, fromAt, until, untilAt }) =>
        this.announcements.announce(me, {
          what: { zh, en },
          level,
          audience,
          fromAt: inShanghai(from, fromAt),
          untilAt: inShanghai(until, untilAt),
        }),
      then: done(path.announcements, 'announce'),
      again: (form) => this.page(me, form),
    })
  }

  @Post('admin/announcements/:id/end')
  @For('systemAdmin')
  async end(@Me() me: Person, @Id() id: number) {
    await this.announcements.end(me, id)
    return done(path.announcements, 'end')
  }

  /** Puts one away in this browser. */
  @Post('announcements/:id/dismiss')
  @For('open')
  dismiss(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Id() id: number,
    @Body() body: unknown,
  ) {
    withDismissed(request, reply, id)
    return done(ownPath(readText(body, 'to', 500)))
  }

  private async page(me: Person, form: Filled) {
    const [list, now] = [await this.announcements.list(me), this.clock.now()]
    const view = {
      title: { zh: '公告', en: 'Announcements' },
      rows: list.map((one) => rowOf(one, now)),
      form: form.keptAt(PLACE),
    }
    return page('admin/announcements', view, { done: DONE })
  }
}

const inShanghai = (day: string, time: string): Date => new Date(`${day}T${time}:00+08:00`)

const DONE: Readonly<Record<string, Notice>> = {
  announce: {
    kind: 'ok',
    title: { zh: '已发布，到时间每一页都会显示', en: 'Announced; every page shows it in its time' },
  },
  end: { kind: 'ok', title: { zh: '公告已撤下', en: 'The announcement is taken back' } },
}

function tagOf({ fromAt, untilAt, endedAt }: AnnouncementLine, now: Date): Tag {
  if (endedAt) return { label: { zh: '已撤下', en: 'Taken back' }, colour: 'grey' }
  if (now < fromAt) return { label: { zh: '未开始', en: 'To come' }, colour: 'blue' }
  return now < untilAt
    ? { label: { zh: '显示中', en: 'Shown' }, colour: 'green' }
    : { label: { zh: '已结束', en: 'Over' }, colour: 'grey' }
}

function rowOf(one: AnnouncementLine, now: Date) {
  const { id, fromAt, untilAt, audience, level, what, endedAt } = one
  const label = (list: readonly { value: string; label: { zh: string; en: string } }[], value: string) =>
    list.find((option) => option.value === value)?.label ?? { zh: value, en: value }
  return {
    zh: what.zh,
    en: what.en,
    tag: tagOf(one, now),
    line: both((language) => {
      const [from, until] = [timeText(fromAt, language), timeText(untilAt, language)]
      const [what, whom] = [label(LEVELS, level)[language], label(AUDIENCES, audience)[language]]
      return language === 'zh' ? `${what}；${whom}；${from}至${until}` : `${what}; ${whom}; ${from} to ${until}`
    }),
    end: endedAt === null && now < untilAt ? path.endAnnouncement(id) : undefined,
  }
}
