/** The talent's link, made by the firm or by intake; and the talents' requests, answered by the lead department's supervisor. */
import { Body, Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Database } from '../../base/database.js'
import type { Problem } from '../../base/errors.js'
import { ReadingService } from '../../cases/reading.service.js'
import { Talents, type WaitingRequest } from '../../cases/talents.js'
import { readForm } from '../../forms/engine/body.js'
import { errorSummary } from '../../forms/engine/check.js'
import type { Branch } from '../../forms/engine/node.js'
import { parseForm } from '../../forms/engine/parse.js'
import { TALENT_ANSWER } from '../../forms/personal.js'
import { formView } from '../../forms/engine/view.js'
import { settingsOf } from '../../people/scope.js'
import { For, personOf, WebSettings } from '../http/access.js'
import { FormKeeper, KeepsForm } from '../http/formKeeper.js'
import { readId, readText } from '../http/input.js'
import { both, timeText } from '../kit/page.js'
import { Pages } from '../http/pages.js'
import type { Notice } from '../kit/parts.js'
import { seeOther } from '../http/send.js'
import { kindOf, sayConsent } from './talent.view.js'

@Controller('cases/:id/talent')
@For('applicant', 'firmAdmin', 'intake')
export class TalentLinkController {
  constructor(
    private readonly pages: Pages,
    private readonly talents: Talents,
    private readonly reading: ReadingService,
    private readonly db: Database,
    private readonly settings: WebSettings,
  ) {}

  @Get()
  show(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string) {
    return this.send(request, reply, readId(id))
  }

  @Post()
  @HttpCode(200)
  async make(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string) {
    const caseId = readId(id)
    const token = await this.talents.makeLink(personOf(request), caseId)
    return this.send(request, reply, caseId, `${this.settings.publicUrl}/talent/${token}`)
  }

  private async send(request: FastifyRequest, reply: FastifyReply, caseId: number, href?: string) {
    const person = personOf(request)
    const { file, consents } = await this.db.transaction(settingsOf(person), async (tx) => ({
      file: await this.reading.getIn(tx, person, caseId),
      consents: await this.talents.listConsents(tx, caseId),
    }))
    const { talentName, systemName, number } = file.case
    const view = {
      title: { zh: '给人选本人的链接', en: 'A link for the talent' },
      back: { text: { zh: '返回案件', en: 'Back to the case' }, href: `/cases/${caseId}` },
      action: `/cases/${caseId}/talent`,
      consents: consents.map(sayConsent),
      ...(href && { link: { name: systemName ?? talentName ?? number, href } }),
    }
    return reply.send(this.pages.render(request, reply, 'talent-make', view))
  }
}

@Controller('talents')
@For('supervisor')
export class TalentRequestsController {
  constructor(
    private readonly pages: Pages,
    private readonly talents: Talents,
    private readonly keeper: FormKeeper,
  ) {}

  @Get()
  list(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const done: Notice = { kind: 'ok', title: { zh: '已答复', en: 'Answered' } }
    return this.send(request, reply, { notices: readText(request.query, 'done') === 'answer' ? [done] : [] })
  }

  @KeepsForm(TALENT_ANSWER)
  @Post(':request')
  async answer(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('request') id: string,
    @Body() body: unknown,
  ) {
    const requestId = readId(id)
    const { tree } = readForm(body)
    const { value, problems } = parseForm(TALENT_ANSWER, tree)
    if (!value) return this.send(request, reply, { at: requestId, typed: tree, problems })
    const outcome = value.outcome as 'granted' | 'refused' // the form offers no others
    await this.talents.answer(personOf(request), requestId, outcome, value.answer)
    return seeOther(reply, '/talents?done=answer')
  }

  private async send(
    request: FastifyRequest,
    reply: FastifyReply,
    { notices = [], at, typed = {}, problems = [] }: Shown,
  ) {
    const waiting = await this.talents.listWaiting(personOf(request))
    const kept = await this.keeper.below(request, '/talents/', '/talents')
    const summary = errorSummary(problems)
    const view = {
      title: { zh: '人选的请求', en: 'Requests of talents' },
      notices,
      ...(summary && { problems: summary.lines }),
      rows: waiting.map((one) => {
        const keeping = kept.at(`/talents/${one.id}`)
        return {
          ...rowOf(one),
          form: formView(TALENT_ANSWER, one.id === at ? typed : (keeping.kept?.input ?? {}), {
            language: request.language,
            problems: one.id === at ? problems : [],
          }),
          keep: keeping.view,
        }
      }),
    }
    const status = problems.length > 0 ? 422 : 200
    return reply.send(this.pages.render(request, reply, 'desk/talents', view, { status }))
  }
}

interface Shown {
  readonly notices?: readonly Notice[]
  /** The request whose answer was wrong. */
  readonly at?: number
  readonly typed?: Branch
  readonly problems?: readonly Problem[]
}

const rowOf = ({ id, caseId, number, who, kind, wording, askedAt }: WaitingRequest) => ({
  ...{ id, number, wording: wording ?? '' },
  who: who ?? number,
  kind: kindOf(kind),
  erases: kind === 'erasure',
  asked: both((language) => timeText(askedAt, language, 'short')),
  href: `/cases/${caseId}`,
  action: `/talents/${id}`,
})
