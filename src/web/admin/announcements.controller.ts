/**
 * Announcements: the system administrator writes them, every page shows those that run, each reader
 * may put one away.
 */
import { Body, Controller, Get, Post } from '@nestjs/common'
import type { FastifyReply } from 'fastify'
import { Clock } from '../../base/clock.js'
import { path } from '../../base/path.js'
import { type Bilingual, fill, joined, SEMICOLON } from '../../base/text.js'
import { ANNOUNCEMENT, AUDIENCES, LEVELS } from '../../forms/administration.js'
import { type AnnouncementLine, Announcements } from '../../people/announcement.service.js'
import type { Person } from '../../people/session.service.js'
import { For, ownPath } from '../http/access.js'
import { done, page } from '../http/answers.js'
import { Cookies } from '../http/cookies.js'
import { dismiss } from '../http/dismissed.js'
import { KeepsForm } from '../http/formKeeper.js'
import { readText } from '../http/input.js'
import { Id, Me, Reply } from '../http/params.js'
import { Filled } from '../http/filled.js'
import { submit } from '../http/submit.js'
import { time } from '../kit/page.js'
import type { Tag } from '../kit/parts.js'
import { success, tag } from '../kit/pieces.js'

@Controller()
export class AnnouncementsController {
  constructor(
    private readonly announcements: Announcements,
    private readonly clock: Clock,
    private readonly cookies: Cookies,
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
  dismiss(@Reply() reply: FastifyReply, @Id() id: number, @Body() body: unknown) {
    dismiss(this.cookies, reply, id)
    return done(ownPath(readText(body, 'to', 500)))
  }

  private async page(me: Person, form: Filled) {
    const [list, now] = [await this.announcements.list(me), this.clock.now()]
    const view = {
      title: { zh: '公告', en: 'Announcements' },
      rows: list.map((one) => announcementRow(one, now)),
      form: form.keptAt(path.announcements),
    }
    return page('admin/announcements', view, { done: DONE })
  }
}

const inShanghai = (day: string, time: string): Date => new Date(`${day}T${time}:00+08:00`)

const DONE = {
  announce: success('已发布，到时在每一页显示', 'Published. Every page shows it at the set time'),
  end: success('公告已删除', 'Announcement removed'),
}

function announcementTag({ fromAt, untilAt, endedAt }: AnnouncementLine, now: Date): Tag {
  if (endedAt) return tag('已删除', 'Removed', 'grey')
  if (now < fromAt) return tag('未开始', 'Scheduled', 'blue')
  return now < untilAt ? tag('显示中', 'Shown', 'green') : tag('已结束', 'Ended', 'grey')
}

function announcementRow(one: AnnouncementLine, now: Date) {
  const { id, fromAt, untilAt, audience, level, what, endedAt } = one
  return {
    ...what,
    tag: announcementTag(one, now),
    line: joined(
      [
        labelIn(LEVELS, level),
        labelIn(AUDIENCES, audience),
        fill({ zh: '{from}至{until}', en: '{from} to {until}' }, { from: time(fromAt), until: time(untilAt) }),
      ],
      SEMICOLON,
    ),
    end: endedAt === null && now < untilAt ? path.endAnnouncement(id) : undefined,
  }
}

const labelIn = (options: readonly { value: string; label: Bilingual }[], value: string): Bilingual | string =>
  options.find((option) => option.value === value)?.label ?? value
