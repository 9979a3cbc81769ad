/** The talent's own page. A link shows what it leads to and acts on POST only; what it opens is short and sees one case. */
import { Body, Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Invalid, type Problem } from '../../base/errors.js'
import { NOTICE } from '../../cases/talentNotice.js'
import { Talents } from '../../cases/talents.js'
import { readForm } from '../../forms/engine/body.js'
import { errorSummary } from '../../forms/engine/check.js'
import type { Branch } from '../../forms/engine/node.js'
import { parseForm } from '../../forms/engine/parse.js'
import { TALENT_REQUEST } from '../../forms/personal.js'
import { formView } from '../../forms/engine/view.js'
import { For, SendsFile, WebSettings } from '../http/access.js'
import { readText } from '../http/input.js'
import { both, dateText } from '../kit/page.js'
import { Pages } from '../http/pages.js'
import type { Notice } from '../kit/parts.js'
import { seeOther, sendFile } from '../http/send.js'
import { copyOf, ownView } from '../case/talent.view.js'
import type { ErrorView } from '../kit/views.js'

const COOKIE = 'talent'

@Controller('talent')
@For('open')
export class TalentController {
  constructor(
    private readonly pages: Pages,
    private readonly talents: Talents,
    private readonly settings: WebSettings,
  ) {}

  @Get()
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const done = readText(request.query, 'done')
    return this.send(request, reply, done === 'asked' ? [ASKED] : done === 'consent' ? [KEPT] : [])
  }

  @Post('consent')
  async consent(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() body: unknown) {
    const caseId = await this.caseOf(request)
    if (caseId === undefined) return this.closed(request, reply)
    const given = readText(body, 'given')
    if (given !== 'yes' && given !== 'no') throw new Invalid([neither])
    await this.talents.consent(caseId, given === 'yes')
    return seeOther(reply, '/talent?done=consent')
  }

  @Post('requests')
  async ask(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() body: unknown) {
    const caseId = await this.caseOf(request)
    if (caseId === undefined) return this.closed(request, reply)
    const { tree } = readForm(body)
    const { value, problems } = parseForm(TALENT_REQUEST, tree)
    if (!value) return this.send(request, reply, [], tree, problems)
    await this.talents.ask(caseId, value.kind as 'correction' | 'erasure', value.wording) // the form offers no others
    return seeOther(reply, '/talent?done=asked')
  }

  @SendsFile()
  @Post('copy')
  @HttpCode(200)
  async copy(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const caseId = await this.caseOf(request)
    if (caseId === undefined) return this.closed(request, reply)
    const own = await this.talents.read(caseId)
    const json = Buffer.from(`${JSON.stringify(copyOf(own), null, 2)}\n`)
    return sendFile(reply, { mime: 'application/json; charset=utf-8', name: `${own.number}.json` }, json)
  }

  @Post('leave')
  async leave(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const session = request.cookies[this.settings.cookie(COOKIE)]
    if (session) await this.talents.leave(session)
    reply.clearCookie(this.settings.cookie(COOKIE), this.cookieOptions())
    return seeOther(reply, '/')
  }

  @Get(':token')
  async look(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('token') token: string) {
    if (!(await this.talents.isOpen(token))) return this.closed(request, reply)
    const view = {
      title: { zh: '查看本人的申请资料', en: 'What is filed about you' },
      action: `/talent/${encodeURIComponent(token)}`,
    }
    return reply.send(this.pages.render(request, reply, 'talent-link', view, { audience: 'public' }))
  }

  @Post(':token')
  async open(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('token') token: string) {
    const session = await this.talents.open(token)
    if (session === undefined) return this.closed(request, reply)
    reply.setCookie(this.settings.cookie(COOKIE), session, this.cookieOptions())
    return seeOther(reply, '/talent')
  }

  private async caseOf(request: FastifyRequest): Promise<number | undefined> {
    const session = request.cookies[this.settings.cookie(COOKIE)]
    return session ? this.talents.find(session) : undefined
  }

  private async send(
    request: FastifyRequest,
    reply: FastifyReply,
    notices: readonly Notice[],
    typed: Branch = {},
    problems: readonly Problem[] = [],
  ) {
    const caseId = await this.caseOf(request)
    if (caseId === undefined) return this.closed(request, reply)
    const own = await this.talents.read(caseId)
    const summary = errorSummary(problems)
    const view = {
      title: { zh: '关于您的申请资料', en: 'What is filed about you' },
      notices,
      ...(summary && { problems: summary.lines }),
      ...ownView(own, request.language),
      notice: both((language) => dateText(NOTICE, language)),
      form: formView(TALENT_REQUEST, typed, { language: request.language, problems }),
    }
    const status = problems.length > 0 ? 422 : 200
    return reply.send(this.pages.render(request, reply, 'talent', view, { status, audience: 'public' }))
  }

  private closed(request: FastifyRequest, reply: FastifyReply) {
    return reply.send(this.pages.render(request, reply, 'error', CLOSED, { status: 404, audience: 'public' }))
  }

  private cookieOptions(): { path: string; httpOnly: true; sameSite: 'lax'; secure: boolean } {
    return { path: '/', httpOnly: true, sameSite: 'lax', secure: this.settings.secure }
  }
}

const ASKED: Notice = {
  kind: 'ok',
  title: { zh: '请求已送达', en: 'Your request has been sent' },
  text: {
    zh: '由牵头部门的主管答复，结果在这里看。',
    en: 'The lead department’s supervisor answers; the answer will be shown here.',
  },
}
const KEPT: Notice = { kind: 'ok', title: { zh: '已记下您的决定', en: 'Your decision has been recorded' } }
const neither = {
  code: 'consentMissing',
  path: 'given',
  message: { zh: '请选择同意或撤回同意。', en: 'Choose to consent or to withdraw your consent.' },
}
const CLOSED: ErrorView & { title: ErrorView['heading'] } = {
  title: { zh: '这个链接打不开', en: 'This link cannot be opened' },
  heading: { zh: '这个链接打不开', en: 'This link cannot be opened' },
  what: {
    zh: '链接七天内有效，只能用一次，打开半小时后关闭；它可能已经用过或过期。',
    en: 'A link is good for seven days and one use, and closes half an hour after it was opened; this one may be used or too old.',
  },
  todo: [
    {
      zh: '请提交申请的企业，或者受理部门，再给一个链接。',
      en: 'Ask the firm that filed the application, or the department, for a new one.',
    },
    { zh: '检查链接是否复制完整。', en: 'Look whether the link was copied whole.' },
  ],
}
