/** Announcements: the system administrator writes them, every page shows those that run, each reader may put one away. */
import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Clock } from '../../base/clock.js'
import { Invalid, type Problem } from '../../base/errors.js'
import { readForm } from '../../forms/body.js'
import { errorSummary } from '../../forms/check.js'
import type { Branch } from '../../forms/node.js'
import { parseForm } from '../../forms/parse.js'
import { formView } from '../../forms/view.js'
import { type Announced, Announcements } from '../../people/announcement.service.js'
import { For, ownPath, personOf } from '../http/access.js'
import { withDismissed } from '../http/dismissed.js'
import { readId, readText } from '../http/input.js'
import { both, timeText } from '../kit/page.js'
import { Pages } from '../http/pages.js'
import type { Notice, Tag } from '../kit/parts.js'
import { seeOther } from '../http/send.js'
import { ANNOUNCEMENT, AUDIENCES, LEVELS } from './announcements.form.js'

@Controller()
export class AnnouncementsController {
  constructor(
    private readonly pages: Pages,
    private readonly announcements: Announcements,
    private readonly clock: Clock,
  ) {}

  @Get('admin/announcements')
  @For('systemAdmin')
  show(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query() query: unknown) {
    const done = DONE[readText(query, 'done') ?? '']
    const today = this.clock.today()
    const first = { level: 'note', audience: 'all', from: today, fromAt: '00:00', until: today, untilAt: '23:59' }
    return this.send(request, reply, first, [], done ? [done] : [])
  }

  @Post('admin/announcements')
  @For('systemAdmin')
  async announce(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() body: unknown) {
    const { tree } = readForm(body)
    const { value, problems } = parseForm(ANNOUNCEMENT, tree)
    if (!value) return this.send(request, reply, tree, problems)
    const { zh, en, level, audience, from, fromAt, until, untilAt } = value
    try {
      await this.announcements.announce(personOf(request), {
        what: { zh, en },
        level,
        audience,
        fromAt: inShanghai(from, fromAt),
        untilAt: inShanghai(until, untilAt),
      })
    } catch (error) {
      if (!(error instanceof Invalid)) throw error
      return this.send(request, reply, tree, error.problems)
    }
    return seeOther(reply, '/admin/announcements?done=announce')
  }

  @Post('admin/announcements/:id/end')
  @For('systemAdmin')
  async end(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string) {
    await this.announcements.end(personOf(request), readId(id))
    return seeOther(reply, '/admin/announcements?done=end')
  }

  /** Puts one away in this browser. */
  @Post('announcements/:id/dismiss')
  @For('open')
  dismiss(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string, @Body() body: unknown) {
    withDismissed(request, reply, readId(id))
    return seeOther(reply, ownPath(readText(body, 'to', 500)))
  }

  private async send(
    request: FastifyRequest,
    reply: FastifyReply,
    typed: Branch,
    problems: readonly Problem[],
    notices: readonly Notice[] = [],
  ) {
    const list = await this.announcements.list(personOf(request))
    const now = this.clock.now()
    const summary = errorSummary(problems)
    const view = {
      title: { zh: '公告', en: 'Announcements' },
      notices,
      ...(summary && { problems: summary.lines }),
      rows: list.map((one) => rowOf(one, now)),
      form: formView(ANNOUNCEMENT, typed, { language: request.language, problems }),
    }
    const status = problems.length > 0 ? 422 : 200
    return reply.send(this.pages.render(request, reply, 'admin/announcements', view, { status }))
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

function tagOf({ fromAt, untilAt, endedAt }: Announced, now: Date): Tag {
  if (endedAt) return { label: { zh: '已撤下', en: 'Taken back' }, colour: 'grey' }
  if (now < fromAt) return { label: { zh: '未开始', en: 'To come' }, colour: 'blue' }
  return now < untilAt
    ? { label: { zh: '显示中', en: 'Shown' }, colour: 'green' }
    : { label: { zh: '已结束', en: 'Over' }, colour: 'grey' }
}

function rowOf(one: Announced, now: Date) {
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
    ...(endedAt === null && now < untilAt && { end: `/admin/announcements/${id}/end` }),
  }
}
