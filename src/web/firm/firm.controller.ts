/** The firm's own page: its record and how it stands with the lead department, its people, and invitations, which an administrator keeps. */
import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Problem } from '../../base/errors.js'
import { FIRM_INVITATION } from '../../forms/account.js'
import { readForm } from '../../forms/engine/body.js'
import { errorSummary } from '../../forms/engine/check.js'
import type { Branch } from '../../forms/engine/node.js'
import { parseForm } from '../../forms/engine/parse.js'
import { formView } from '../../forms/engine/view.js'
import { has } from '../../people/actor.js'
import { Colleagues } from '../../people/colleague.service.js'
import { Firms } from '../../people/firm.service.js'
import { For, NeedsProof, personOf, WebSettings } from '../http/access.js'
import { readId, readText } from '../http/input.js'
import { Pages } from '../http/pages.js'
import type { Notice } from '../kit/parts.js'
import { seeOther } from '../http/send.js'
import { firmRecord, invitationRows, peopleRows, standingOf } from './firm.view.js'
import { OwnCases } from '../case/own.js'

interface Shown {
  readonly typed?: Branch
  readonly problems?: readonly Problem[]
  /** The link of a new invitation, shown this once. */
  readonly link?: { readonly href: string; readonly name: string }
}

@Controller('firm')
@For('applicant', 'firmAdmin')
export class FirmController {
  constructor(
    private readonly pages: Pages,
    private readonly own: OwnCases,
    private readonly firms: Firms,
    private readonly colleagues: Colleagues,
    private readonly settings: WebSettings,
  ) {}

  @Get()
  show(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query() query: unknown) {
    return this.send(request, reply, {}, 200, noticesOf(query))
  }

  @Post('invitations')
  @For('firmAdmin')
  @NeedsProof()
  async invite(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() body: unknown) {
    const { tree } = readForm(body)
    const { value, problems } = parseForm(FIRM_INVITATION, tree)
    if (!value) return this.send(request, reply, { typed: tree, problems }, 422)
    const { token } = await this.firms.invite(personOf(request), value)
    const href = `${this.settings.publicUrl.replace(/\/$/, '')}/join/${token}`
    return this.send(request, reply, { link: { href, name: value.name } })
  }

  @Post('invitations/:id/end')
  @For('firmAdmin')
  async endInvitation(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string) {
    await this.colleagues.endInvitation(personOf(request), readId(id))
    return seeOther(reply, '/firm?done=invitation#people')
  }

  @Post('people/:id/end')
  @For('firmAdmin')
  async endAccess(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string) {
    await this.colleagues.endAccess(personOf(request), readId(id))
    return seeOther(reply, '/firm?done=access#people')
  }

  private async send(
    request: FastifyRequest,
    reply: FastifyReply,
    { typed = {}, problems = [], link }: Shown,
    status = 200,
    notices: readonly Notice[] = [],
  ) {
    const person = personOf(request)
    const mayInvite = has(person, 'firmAdmin')
    const [firm, people, invitations] = await Promise.all([
      this.own.firm(person),
      this.firms.listColleagues(person),
      mayInvite ? this.colleagues.listInvitations(person) : [],
    ])
    const papers = await this.firms.listPapers(person, firm.id)
    const summary = errorSummary(problems)
    const view = {
      title: { zh: '企业', en: 'Firm' },
      ...(summary && { problems: summary.lines }),
      notices,
      name: firm.nameZh,
      ...(firm.nameEn && { nameEn: firm.nameEn }),
      standing: standingOf(firm),
      record: firmRecord(firm, papers),
      people: peopleRows(people, person),
      invitations: invitationRows(invitations),
      mayInvite,
      invite: formView(FIRM_INVITATION, typed, { language: request.language, problems }),
      ...(link && { link }),
    }
    return reply.send(this.pages.render(request, reply, 'firm/firm', view, { status }))
  }
}

function noticesOf(query: unknown): Notice[] {
  switch (readText(query, 'done')) {
    case 'invitation':
      return [{ kind: 'ok', title: { zh: '邀请已收回', en: 'The invitation is taken back' } }]
    case 'access':
      return [{ kind: 'ok', title: { zh: '账号已停用', en: 'The access is ended' } }]
    default:
      return []
  }
}
