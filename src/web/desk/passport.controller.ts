/** The whole passport number for an officer: asked for by POST with a reason, which stands in the case's history, and shown for a while. */
import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Problem } from '../../base/errors.js'
import { maskNumber, SHOWN_FOR } from '../../cases/masking.js'
import { ReadingService } from '../../cases/reading.service.js'
import { readForm } from '../../forms/engine/body.js'
import { errorSummary } from '../../forms/engine/check.js'
import { type Branch, valueAt } from '../../forms/engine/node.js'
import { parseForm } from '../../forms/engine/parse.js'
import { REVEAL } from '../../forms/personal.js'
import { formView } from '../../forms/engine/view.js'
import { For, Logged, personOf } from '../http/access.js'
import { Surroundings } from '../case/around.js'
import { caseHead } from '../case/clock.view.js'
import { readId } from '../http/input.js'
import { Pages } from '../http/pages.js'
import { seeOther } from '../http/send.js'

@Controller('cases/:id/passport')
@For('intake', 'assessor', 'approver', 'supervisor', 'reviewPanel', 'permitOfficer')
export class PassportController {
  constructor(
    private readonly pages: Pages,
    private readonly reading: ReadingService,
    private readonly around: Surroundings,
  ) {}

  @Get()
  show(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string) {
    return this.send(request, reply, readId(id))
  }

  @Logged('revealed')
  @Post()
  async reveal(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Body() body: unknown,
  ) {
    const caseId = readId(id)
    const { tree } = readForm(body)
    const { value, problems } = parseForm(REVEAL, tree)
    if (!value) return this.send(request, reply, caseId, tree, problems)
    await this.reading.reveal(personOf(request), caseId, value.reason)
    return seeOther(reply, `/cases/${caseId}/passport`)
  }

  private async send(
    request: FastifyRequest,
    reply: FastifyReply,
    caseId: number,
    typed: Branch = {},
    problems: readonly Problem[] = [],
  ) {
    const file = await this.reading.peek(personOf(request), caseId)
    const given = valueAt(file.answers, 'talent.passport.number')
    const number = typeof given === 'string' ? given : ''
    const zone = valueAt(file.answers, 'talent.passport.mrz')
    const whole = number !== '' && number !== maskNumber(number) && !number.startsWith('•')
    const page = file.attachments.find(({ kind, replacedAt }) => kind === 'passportPage' && replacedAt === null)
    const summary = errorSummary(problems)
    const view = {
      title: { zh: '护照号码', en: 'Passport number' },
      casehead: caseHead(file, await this.around.today()),
      back: { text: { zh: '返回案件', en: 'Back to the case' }, href: `/cases/${caseId}` },
      ...(summary && { problems: summary.lines }),
      ...{ number, whole, minutes: SHOWN_FOR, action: `/cases/${caseId}/passport` },
      zone: whole && Array.isArray(zone) ? zone.filter((line) => typeof line === 'string') : [],
      ...(page && { page: `/cases/${caseId}/files/${page.id}` }),
      form: formView(REVEAL, typed, { language: request.language, problems }),
    }
    const status = problems.length > 0 ? 422 : 200
    return reply.send(this.pages.render(request, reply, 'desk/passport', view, { status }))
  }
}
