/** The second person's page: who asks to read which case's content, and why; consent or refusal. The auditor sees the same list without the buttons. */
import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Clock } from '../../base/clock.js'
import type { Problem } from '../../base/errors.js'
import { ContentReadings, ReadingHours } from '../../cases/audit/reading.service.js'
import { readForm } from '../../forms/body.js'
import { errorSummary } from '../../forms/check.js'
import { parseForm } from '../../forms/parse.js'
import { has } from '../../people/actor.js'
import { For, personOf } from '../http/access.js'
import { readId, readText } from '../http/input.js'
import { Pages } from '../http/pages.js'
import type { Notice } from '../kit/parts.js'
import { seeOther } from '../http/send.js'
import { REFUSE_READING } from './reading.form.js'
import { wishRow } from './readings.view.js'

@Controller('audit/readings')
@For('auditor', 'securityAdmin')
export class ReadingsController {
  constructor(
    private readonly pages: Pages,
    private readonly readings: ContentReadings,
    private readonly hours: ReadingHours,
    private readonly clock: Clock,
  ) {}

  @Get()
  show(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query() query: unknown) {
    const done = DONE[readText(query, 'done') ?? '']
    return this.send(request, reply, done ? [done] : [])
  }

  @Post(':id/consent')
  @For('securityAdmin')
  async consent(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string) {
    await this.readings.decide(personOf(request), readId(id), null)
    return seeOther(reply, '/audit/readings?done=consent')
  }

  @Post(':id/refuse')
  @For('securityAdmin')
  async refuse(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Body() body: unknown,
  ) {
    const { value, problems } = parseForm(REFUSE_READING, readForm(body).tree)
    if (!value) return this.send(request, reply, [], problems)
    await this.readings.decide(personOf(request), readId(id), value.why)
    return seeOther(reply, '/audit/readings?done=refuse')
  }

  private async send(
    request: FastifyRequest,
    reply: FastifyReply,
    notices: readonly Notice[],
    problems: readonly Problem[] = [],
  ) {
    const person = personOf(request)
    const now = this.clock.now()
    const wishes = (await this.readings.list(person)).map((wish) => wishRow(wish, now))
    const summary = errorSummary(problems)
    const view = {
      title: { zh: '查看案件内容的申请', en: 'Requests to read content' },
      notices,
      ...(summary && { problems: summary.lines.map(({ text }) => ({ text })) }), // several forms, none of which stands open
      decides: has(person, 'securityAdmin'),
      lead: {
        zh: `审计员看不到案件内容。确有需要时写明事由，由安全管理员决定；同意后 ${this.hours.hours} 小时内可以查看，每次查看都记入案件的历史。`,
        en: `An auditor sees no content of a case. Where it is needed, a reason is given and a security administrator decides. Consent lasts for ${this.hours.hours} hours; every opening is recorded in the case’s history.`,
      },
      waiting: wishes.filter(({ waits }) => waits),
      decided: wishes.filter(({ waits }) => !waits),
    }
    const status = problems.length > 0 ? 422 : 200
    return reply.send(this.pages.render(request, reply, 'audit/readings', view, { status, audience: 'desk' }))
  }
}

const DONE: Readonly<Record<string, Notice>> = {
  consent: { kind: 'ok', title: { zh: '已同意', en: 'Consented' } },
  refuse: { kind: 'ok', title: { zh: '已拒绝', en: 'Refused' } },
}
