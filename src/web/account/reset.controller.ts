/** A forgotten password: a link is asked for by account and goes by mail, and a new password is set by it. The second factor is asked for as before. */
import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Invalid, NotFound, type Problem } from '../../base/errors.js'
import { ACCEPT_INVITATION, ASK_RESET } from '../../forms/account.js'
import { readForm } from '../../forms/engine/body.js'
import { errorSummary } from '../../forms/engine/check.js'
import { parseForm } from '../../forms/engine/parse.js'
import { formView } from '../../forms/engine/view.js'
import { Passwords, RESET_MINUTES } from '../../people/password.service.js'
import { For } from '../http/access.js'
import { Pages } from '../http/pages.js'

@Controller('reset')
@For('open')
export class ResetController {
  constructor(
    private readonly pages: Pages,
    private readonly passwords: Passwords,
  ) {}

  @Get()
  form(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.ask(request, reply, {}, [])
  }

  @Post()
  async order(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() body: unknown) {
    const { tree } = readForm(body)
    const { value, problems } = parseForm(ASK_RESET, tree)
    if (!value) return this.ask(request, reply, tree, problems)
    await this.passwords.askReset(value.account, request.ip)
    return reply.send(this.pages.render(request, reply, 'message', ORDERED, { audience: 'public' }))
  }

  @Get(':token')
  open(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('token') token: string) {
    return this.choose(request, reply, token, [])
  }

  @Post(':token')
  async set(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('token') token: string,
    @Body() body: unknown,
  ) {
    const { value, problems } = parseForm(ACCEPT_INVITATION, readForm(body).tree)
    if (!value) return this.choose(request, reply, token, problems)
    try {
      await this.passwords.reset(token, value.password)
    } catch (error) {
      if (error instanceof Invalid) return this.choose(request, reply, token, error.problems)
      if (error instanceof NotFound) return this.gone(request, reply)
      throw error
    }
    return reply.send(this.pages.render(request, reply, 'message', DONE, { audience: 'public' }))
  }

  private ask(request: FastifyRequest, reply: FastifyReply, tree: object, problems: readonly Problem[]) {
    const summary = errorSummary(problems)
    const view = {
      ...ASK,
      ...(summary && { problems: summary.lines }),
      form: formView(ASK_RESET, tree, { language: request.language, problems }),
    }
    const status = problems.length > 0 ? 422 : 200
    return reply.send(this.pages.render(request, reply, 'account/form', view, { status, audience: 'public' }))
  }

  private async choose(request: FastifyRequest, reply: FastifyReply, token: string, problems: readonly Problem[]) {
    const found = await this.passwords.openReset(token).catch((error: unknown) => {
      if (error instanceof NotFound) return undefined
      throw error
    })
    if (!found) return this.gone(request, reply)
    const summary = errorSummary(problems)
    const view = {
      ...SET,
      ...(summary && { problems: summary.lines }),
      action: `/reset/${encodeURIComponent(token)}`,
      form: formView(ACCEPT_INVITATION, {}, { language: request.language, problems }),
    }
    const status = problems.length > 0 ? 422 : 200
    return reply.send(this.pages.render(request, reply, 'account/form', view, { status, audience: 'public' }))
  }

  private gone(request: FastifyRequest, reply: FastifyReply) {
    return reply.send(this.pages.render(request, reply, 'error', GONE, { status: 404, audience: 'public' }))
  }
}

const ASK = {
  title: { zh: '忘记密码', en: 'Forgot your password' },
  lead: {
    zh: '填写账号，我们把重设密码的链接发到为它登记的邮箱。',
    en: 'Enter your account. A link for a new password goes to the address that is kept with it.',
  },
  action: '/reset',
  button: { zh: '发送链接', en: 'Send the link' },
}
const SET = {
  title: { zh: '设置新密码', en: 'Set a new password' },
  lead: {
    zh: '设好以后，这个账号在别处的登录都会结束。',
    en: 'Once it is set, all sessions of this account end.',
  },
  button: { zh: '设置新密码', en: 'Set the new password' },
}
const ORDERED = {
  title: { zh: '请查收邮件', en: 'Look at your mail' },
  heading: { zh: '请查收邮件', en: 'Look at your mail' },
  lead: {
    zh: `如果有这个账号，并且登记了邮箱，链接已经发出，${RESET_MINUTES} 分钟内有效，只能用一次。没有登记邮箱的，请联系管理员。`,
    en: `If there is such an account with an address, a link is on its way. It is good for ${RESET_MINUTES} minutes and one use. Without an address, ask your administrator.`,
  },
  actions: [{ text: { zh: '登录', en: 'Sign in' }, href: '/sign-in' }],
}
const DONE = {
  title: { zh: '密码已设置', en: 'The password is set' },
  heading: { zh: '密码已设置', en: 'The password is set' },
  lead: {
    zh: '现在用新密码登录；验证器照旧。',
    en: 'Sign in with the new password; your second factor is as before.',
  },
  actions: [{ text: { zh: '登录', en: 'Sign in' }, href: '/sign-in' }],
}
const GONE = {
  title: { zh: '这个链接打不开', en: 'This link cannot be opened' },
  heading: { zh: '这个链接打不开', en: 'This link cannot be opened' },
  what: {
    zh: `链接 ${RESET_MINUTES} 分钟内有效，只能用一次；它可能已经用过或过期。`,
    en: `A link is good for ${RESET_MINUTES} minutes and one use; this one may be used or too old.`,
  },
  todo: [{ zh: '再申请一个链接。', en: 'Ask for another link.' }],
  actions: [{ text: { zh: '忘记密码', en: 'Forgot your password' }, href: '/reset' }],
}
