/** The system administrator records outages and sees what they did, in numbers: no case, no name, no content. */
import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Clock } from '../../base/clock.js'
import { Invalid, type Problem } from '../../base/errors.js'
import { type OutageEffects, Outages } from '../../cases/outage.service.js'
import { readForm } from '../../forms/body.js'
import { errorSummary } from '../../forms/check.js'
import type { Branch } from '../../forms/node.js'
import { parseForm } from '../../forms/parse.js'
import { formView } from '../../forms/view.js'
import { For, personOf } from '../http/access.js'
import { readText } from '../http/input.js'
import { both, dateText } from '../kit/page.js'
import { Pages } from '../http/pages.js'
import type { Notice, Tag } from '../kit/parts.js'
import { seeOther } from '../http/send.js'
import { OUTAGE } from './outages.form.js'

@Controller('admin/outages')
@For('systemAdmin')
export class OutagesController {
  constructor(
    private readonly pages: Pages,
    private readonly outages: Outages,
    private readonly clock: Clock,
  ) {}

  @Get()
  show(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query() query: unknown) {
    const notices: Notice[] =
      readText(query, 'done') === 'record'
        ? [
            {
              kind: 'ok',
              title: { zh: '已登记，每一页都会告知', en: 'Recorded; every page tells of it' },
              text: {
                zh: '受影响的期限由系统在几分钟内顺延，件数见下。',
                en: 'The deadlines that it covers are moved within minutes; see their number below.',
              },
            },
          ]
        : []
    return this.send(request, reply, {}, [], notices)
  }

  @Post()
  async record(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() body: unknown) {
    const { tree } = readForm(body)
    const { value, problems } = parseForm(OUTAGE, tree)
    if (!value) return this.send(request, reply, tree, problems)
    try {
      const { from, to, zh, en } = value
      await this.outages.record(personOf(request), { from, to, what: { zh, en } })
    } catch (error) {
      if (!(error instanceof Invalid)) throw error
      return this.send(request, reply, tree, error.problems)
    }
    return seeOther(reply, '/admin/outages?done=record')
  }

  private async send(
    request: FastifyRequest,
    reply: FastifyReply,
    typed: Branch,
    problems: readonly Problem[],
    notices: readonly Notice[] = [],
  ) {
    const list = await this.outages.list(personOf(request))
    const today = this.clock.today()
    const summary = errorSummary(problems)
    const view = {
      title: { zh: '服务中断', en: 'Outages' },
      notices,
      ...(summary && { problems: summary.lines }),
      rows: list.map((one) => rowOf(one, today)),
      form: formView(OUTAGE, typed, { language: request.language, problems }),
    }
    return reply.send(
      this.pages.render(request, reply, 'admin/outages', view, { status: problems.length > 0 ? 422 : 200 }),
    )
  }
}

function tagOf({ from, to, settled }: OutageEffects, today: string): Tag {
  if (today < from) return { label: { zh: '已预告', en: 'Announced' }, colour: 'blue' }
  if (today <= to) return { label: { zh: '进行中', en: 'Running' }, colour: 'yellow' }
  return settled
    ? { label: { zh: '已结束', en: 'Over' }, colour: 'grey' }
    : { label: { zh: '正在顺延', en: 'Deadlines being moved' }, colour: 'yellow' }
}

const rowOf = (one: OutageEffects, today: string) => ({
  what: one.what,
  tag: tagOf(one, today),
  days: both((language) =>
    language === 'zh'
      ? `${dateText(one.from, 'zh')}至${dateText(one.to, 'zh')}`
      : `${dateText(one.from, 'en')} to ${dateText(one.to, 'en')}`,
  ),
  figures: [
    [{ zh: '顺延的期限', en: 'Deadlines moved' }, one.extended],
    [{ zh: '其间逾期终止', en: 'Lapsed meanwhile' }, one.lapsed],
    [{ zh: '其间推荐函到期', en: 'Letters expired meanwhile' }, one.expired],
    [{ zh: '其间转为超期', en: 'Became overdue meanwhile' }, one.escalated],
  ].map(([label, count]) => ({ label, count })),
})
