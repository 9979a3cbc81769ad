/** How the person wants to be told, and where: mails lead here to be turned off. An address counts once the link that went there has been opened. */
import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Invalid, type Problem } from '../../base/errors.js'
import { readForm } from '../../forms/engine/body.js'
import { errorSummary } from '../../forms/engine/check.js'
import type { Branch } from '../../forms/engine/node.js'
import { parseForm } from '../../forms/engine/parse.js'
import { formView } from '../../forms/engine/view.js'
import { Emails } from '../../people/email.service.js'
import { channelOf, groupsFor } from '../../people/mailChoices.js'
import { For, NeedsProof, personOf } from '../http/access.js'
import { readText } from '../http/input.js'
import { Pages } from '../http/pages.js'
import type { Notice } from '../kit/parts.js'
import { seeOther } from '../http/send.js'
import { ADDRESS, choicesForm, choicesSchema } from './choices.form.js'
import { Mailbox } from '../http/mailbox.js'

interface Shown {
  readonly choices?: Branch
  readonly address?: Branch
  readonly problems?: readonly Problem[]
}

@Controller()
export class ChoicesController {
  constructor(
    private readonly pages: Pages,
    private readonly emails: Emails,
    private readonly mailbox: Mailbox,
  ) {}

  @Get('messages/choices')
  @For('signedIn')
  show(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query() query: unknown) {
    const done = DONE[readText(query, 'done') ?? '']
    return this.send(request, reply, {}, done ? [done] : [])
  }

  @Post('messages/choices')
  @For('signedIn')
  async choose(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() body: unknown) {
    const person = personOf(request)
    const { tree } = readForm(body)
    const { value, problems } = parseForm(choicesForm(person.firmId), tree)
    if (!value) return this.send(request, reply, { choices: tree, problems })
    const { language, ...choices } = choicesSchema.parse(value)
    await this.emails.choose(person, choices, language)
    return seeOther(reply, '/messages/choices?done=choices')
  }

  @Post('messages/email')
  @For('signedIn')
  @NeedsProof()
  async ask(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() body: unknown) {
    const { tree } = readForm(body)
    const { value, problems } = parseForm(ADDRESS, tree)
    if (!value) return this.send(request, reply, { address: tree, problems })
    try {
      await this.emails.ask(personOf(request), value.email)
    } catch (error) {
      if (!(error instanceof Invalid)) throw error
      return this.send(request, reply, { address: tree, problems: error.problems })
    }
    return seeOther(reply, '/messages/choices?done=email')
  }

  @Post('messages/email/forget')
  @For('signedIn')
  @NeedsProof()
  async forget(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    await this.emails.forget(personOf(request))
    return seeOther(reply, '/messages/choices?done=forget')
  }

  /** The link of the mail: opening it changes nothing, for programs open links too. */
  @Get('email/:token')
  @For('open')
  confirm(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('token') token: string) {
    const view = {
      title: { zh: '确认电子邮箱', en: 'Confirm the e-mail address' },
      action: `/email/${encodeURIComponent(token)}`,
    }
    return reply.send(this.pages.render(request, reply, 'messages/confirm', view, { audience: 'public' }))
  }

  @Post('email/:token')
  @For('open')
  async verify(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('token') token: string) {
    await this.emails.verify(token)
    const view = {
      title: { zh: '邮箱已确认', en: 'The address is confirmed' },
      heading: { zh: '邮箱已确认', en: 'The address is confirmed' },
      lead: { zh: '以后的通知会发到这个邮箱。', en: 'Notices go to this address from now on.' },
      actions: [{ text: { zh: '选择通知方式', en: 'Choose how you are told' }, href: '/messages/choices' }],
    }
    return reply.send(this.pages.render(request, reply, 'message', view, { audience: 'public' }))
  }

  private async send(
    request: FastifyRequest,
    reply: FastifyReply,
    { choices, address = {}, problems = [] }: Shown,
    notices: readonly Notice[] = [],
  ) {
    const person = personOf(request)
    const reached = await this.emails.get(person)
    const stands = Object.fromEntries(
      groupsFor(person.firmId).map((group) => [group, channelOf(group, person.firmId, reached.choices)]),
    )
    const summary = errorSummary(problems)
    const language = request.language
    const view = {
      title: { zh: '通知方式', en: 'How you are told' },
      back: { text: { zh: '返回消息', en: 'Back to messages' }, href: '/messages' },
      notices,
      ...(summary && { problems: summary.lines }),
      email: reached.email ?? '',
      wanted: reached.wanted ?? '',
      mailbox: this.mailbox.there,
      choices: formView(choicesForm(person.firmId), choices ?? { ...stands, language: reached.language }, {
        language,
        problems: choices ? problems : [],
      }),
      address: formView(ADDRESS, address, { language, problems: choices ? [] : problems }),
    }
    const status = problems.length > 0 ? 422 : 200
    return reply.send(this.pages.render(request, reply, 'messages/choices', view, { status }))
  }
}

const DONE: Readonly<Record<string, Notice>> = {
  choices: { kind: 'ok', title: { zh: '已保存', en: 'Saved' } },
  email: {
    kind: 'ok',
    title: { zh: '确认邮件已发出', en: 'A link has been sent' },
    text: {
      zh: '请在两天内打开邮件里的链接；确认以前，别的通知不会发到那里。',
      en: 'Open the link in the mail within two days; nothing else goes there until then.',
    },
  },
  forget: { kind: 'ok', title: { zh: '邮箱已删除，不再发邮件', en: 'The address is gone; no more mail is sent' } },
}
