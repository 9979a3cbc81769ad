/** A colleague comes in by the link of an invitation: once, within its days, with a password of their own. */
import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Invalid, NotFound, type Problem } from '../../base/errors.js'
import { ACCEPT_INVITATION } from '../../forms/account.js'
import { readForm } from '../../forms/engine/body.js'
import { errorSummary } from '../../forms/engine/check.js'
import { parseForm } from '../../forms/engine/parse.js'
import { formView } from '../../forms/engine/view.js'
import { Firms } from '../../people/firm.service.js'
import { For } from '../http/access.js'
import { Pages } from '../http/pages.js'
import { seeOther } from '../http/send.js'
import type { ErrorView } from '../kit/views.js'

@Controller('join')
@For('open')
export class JoinController {
  constructor(
    private readonly pages: Pages,
    private readonly firms: Firms,
  ) {}

  @Get('done')
  done(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return reply.send(this.pages.render(request, reply, 'message', DONE, { audience: 'public' }))
  }

  @Get(':token')
  form(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('token') token: string) {
    return this.send(request, reply, token, [])
  }

  @Post(':token')
  async accept(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('token') token: string,
    @Body() body: unknown,
  ) {
    const { value, problems } = parseForm(ACCEPT_INVITATION, readForm(body).tree)
    if (!value) return this.send(request, reply, token, problems)
    try {
      await this.firms.acceptInvitation(token, value.password, request.language)
    } catch (error) {
      if (error instanceof Invalid) return this.send(request, reply, token, error.problems)
      if (error instanceof NotFound) return this.gone(request, reply)
      throw error
    }
    return seeOther(reply, '/join/done')
  }

  private async send(request: FastifyRequest, reply: FastifyReply, token: string, problems: readonly Problem[]) {
    const guest = await this.firms.getInvitation(token).catch((error: unknown) => {
      if (error instanceof NotFound) return undefined
      throw error
    })
    if (!guest) return this.gone(request, reply)
    const placed = problems.map((problem) => (problem.path === 'account' ? { ...problem, path: 'password' } : problem))
    const summary = errorSummary(placed)
    const view = {
      title: { zh: '接受邀请', en: 'Accept the invitation' },
      ...(summary && { problems: summary.lines }),
      ...guest,
      action: `/join/${encodeURIComponent(token)}`,
      form: formView(ACCEPT_INVITATION, {}, { language: request.language, problems: placed }),
    }
    const status = problems.length > 0 ? 422 : 200
    return reply.send(this.pages.render(request, reply, 'account/join', view, { status, audience: 'public' }))
  }

  private gone(request: FastifyRequest, reply: FastifyReply) {
    return reply.send(this.pages.render(request, reply, 'error', GONE, { status: 404, audience: 'public' }))
  }
}

const DONE = {
  title: { zh: '账号已建好', en: 'Your account is ready' },
  heading: { zh: '账号已建好', en: 'Your account is ready' },
  lead: {
    zh: '现在可以用这个账号和刚设的密码登录。',
    en: 'Sign in with the account and the password you have just set.',
  },
  actions: [{ text: { zh: '登录', en: 'Sign in' }, href: '/sign-in' }],
}

const GONE: ErrorView & { title: ErrorView['heading'] } = {
  title: { zh: '这个邀请打不开', en: 'This invitation cannot be opened' },
  heading: { zh: '这个邀请打不开', en: 'This invitation cannot be opened' },
  what: {
    zh: '邀请链接七天内有效，只能用一次；它可能已经用过、过期或被收回。',
    en: 'An invitation is good for seven days and for one use; this one may be used, too old or taken back.',
  },
  todo: [
    { zh: '已经设过密码的，直接登录。', en: 'If you have set a password already, sign in.' },
    { zh: '没有的，请邀请您的人再发一次。', en: 'If not, ask the person who invited you to do it again.' },
    { zh: '检查链接是否复制完整。', en: 'Look whether the link was copied whole.' },
  ],
  actions: [{ text: { zh: '登录', en: 'Sign in' }, href: '/sign-in' }],
}
