/** One's own account: the password, second factors, and where one has signed in. Whatever changes a factor asks first who one is. */
import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Database } from '../../base/database.js'
import { Invalid, type Problem } from '../../base/errors.js'
import { CHANGE_PASSWORD, PASSKEY_NAME } from '../../forms/account.js'
import { readForm } from '../../forms/engine/body.js'
import { errorSummary } from '../../forms/engine/check.js'
import { parseForm } from '../../forms/engine/parse.js'
import { formView } from '../../forms/engine/view.js'
import { type Enrolment, FactorService } from '../../people/factor.service.js'
import { PasskeyService } from '../../people/passkey.service.js'
import { Passwords } from '../../people/password.service.js'
import { IdentityProvider, ProviderSettings } from '../../people/provider.service.js'
import { settingsOf } from '../../people/scope.js'
import { Sessions } from '../../people/session.service.js'
import { For, Logged, NeedsProof, personOf } from '../http/access.js'
import { readId, readText } from '../http/input.js'
import { Pages } from '../http/pages.js'
import { seeOther } from '../http/send.js'
import { codesView, enrolView } from './factor.view.js'
import { ownView } from './own.view.js'
import { readPasskey } from '../http/proof.form.js'

const BACK = { text: { zh: '返回账号', en: 'Back to your account' }, href: '/account' }

@Controller('account')
@For('signedIn')
export class OwnController {
  constructor(
    private readonly pages: Pages,
    private readonly db: Database,
    private readonly sessions: Sessions,
    private readonly factors: FactorService,
    private readonly passkeys: PasskeyService,
    private readonly passwords: Passwords,
    private readonly provider: IdentityProvider,
    private readonly providerSettings: ProviderSettings,
  ) {}

  @Get()
  show(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query() query: unknown) {
    return this.page(request, reply, { done: readText(query, 'done') })
  }

  @Get('password')
  askPassword(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.passwordForm(request, reply, [])
  }

  @Post('password')
  async changePassword(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() body: unknown) {
    const { value, problems } = parseForm(CHANGE_PASSWORD, readForm(body).tree)
    if (!value) return this.passwordForm(request, reply, problems)
    try {
      await this.passwords.change(personOf(request), request.sessionId, value)
    } catch (error) {
      if (error instanceof Invalid && !error.problems.some(({ code }) => code === 'signInTooMany'))
        return this.passwordForm(request, reply, error.problems)
      throw error
    }
    return seeOther(reply, '/account?done=password')
  }

  @Logged('sessionsEnded')
  @Post('sessions/:session/end')
  async endSession(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('session') session: string) {
    await this.sessions.end(personOf(request), session)
    return seeOther(reply, '/account?done=sessions')
  }

  @Logged('sessionsEnded')
  @Post('sessions/end')
  async endOthers(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const person = personOf(request)
    await this.db.transaction(settingsOf(person), (tx) => this.sessions.endOthers(tx, person, request.sessionId))
    return seeOther(reply, '/account?done=sessions')
  }

  @Get('authenticator')
  @NeedsProof()
  offer(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.enrolForm(request, reply, this.factors.offer(personOf(request)))
  }

  @Post('authenticator')
  @NeedsProof()
  async enrol(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() body: unknown) {
    const person = personOf(request)
    const sealed = readText(body, 'enrolment', 4000) ?? ''
    const code = readText(body, 'code', 100) ?? ''
    try {
      const codes = await this.db.transaction(settingsOf(person), (tx) =>
        this.factors.enrol(tx, person, { sealed, code }),
      )
      if (codes.length > 0) return this.codes(request, reply, codes)
    } catch (error) {
      if (!(error instanceof Invalid)) throw error
      return this.enrolForm(request, reply, this.factors.offerAgain(person, sealed), error.problems[0])
    }
    return seeOther(reply, '/account?done=authenticator')
  }

  @Post('authenticator/remove')
  @NeedsProof()
  async removeAuthenticator(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    await this.factors.removeAuthenticator(personOf(request))
    return seeOther(reply, '/account?done=removed')
  }

  @Post('codes')
  @NeedsProof()
  async renewCodes(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const person = personOf(request)
    return this.codes(
      request,
      reply,
      await this.db.transaction(settingsOf(person), (tx) => this.factors.renewCodes(tx, person)),
    )
  }

  @Post('passkeys/ask')
  @NeedsProof()
  async askPasskey(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return reply.status(200).send(await this.passkeys.offer(personOf(request)))
  }

  @Post('passkeys')
  @NeedsProof()
  async addPasskey(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() body: unknown) {
    const { value, problems } = parseForm(PASSKEY_NAME, readForm(body).tree)
    const made = readPasskey(readText(body, '_passkey', 20_000), readText(body, '_ticket', 4000))
    if (!value || !made) return this.page(request, reply, { problems })
    const codes = await this.passkeys.add(personOf(request), value.name, made)
    return codes.length > 0 ? this.codes(request, reply, codes) : seeOther(reply, '/account?done=passkey')
  }

  @Post('passkeys/:passkey/remove')
  @NeedsProof()
  async removePasskey(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('passkey') passkey: string) {
    await this.passkeys.remove(personOf(request), readId(passkey))
    return seeOther(reply, '/account?done=removed')
  }

  @Post('provider/:link/remove')
  @NeedsProof()
  async unlink(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('link') link: string) {
    const person = personOf(request)
    await this.provider.unlink(person, readId(link))
    return seeOther(reply, '/account?done=removed')
  }

  private async page(
    request: FastifyRequest,
    reply: FastifyReply,
    { done, problems = [] }: { done?: string | undefined; problems?: readonly Problem[] },
  ) {
    const person = personOf(request)
    const [factors, passkeys, sessions, links] = await Promise.all([
      this.factors.get(person),
      this.passkeys.list(person),
      this.sessions.list(person),
      this.provider.list(person),
    ])
    const provider = { name: this.providerSettings.name, links }
    const summary = errorSummary(problems)
    const view = {
      ...ownView({
        person,
        factors,
        needsFactor: this.factors.needs(person),
        passkeys,
        sessions,
        provider,
        current: request.sessionId,
        done,
      }),
      ...(summary && { problems: summary.lines }),
      form: formView(PASSKEY_NAME, {}, { language: request.language, problems }),
    }
    return reply.send(
      this.pages.render(request, reply, 'account/own', view, { status: problems.length > 0 ? 422 : 200 }),
    )
  }

  private codes(request: FastifyRequest, reply: FastifyReply, codes: readonly string[]) {
    return reply.send(this.pages.render(request, reply, 'account/codes', codesView(codes, { href: '/account' })))
  }

  private enrolForm(request: FastifyRequest, reply: FastifyReply, offer: Enrolment, problem?: Problem) {
    const view = {
      ...enrolView(offer, '/account/authenticator'),
      title: { zh: '添加验证器', en: 'Add an authenticator' },
      back: BACK,
      lead: {
        zh: '三步，一两分钟。原来有验证器的，由新的代替。',
        en: 'Three steps, a minute or two. It takes the place of one that you had before.',
      },
      ...(problem && { problem: problem.message }),
    }
    return reply.send(this.pages.render(request, reply, 'account/enrol', view, { status: problem ? 422 : 200 }))
  }

  private passwordForm(request: FastifyRequest, reply: FastifyReply, problems: readonly Problem[]) {
    const summary = errorSummary(problems)
    const view = {
      title: { zh: '更改密码', en: 'Change your password' },
      back: BACK,
      lead: { zh: '更改后，您在别处的登录都会结束。', en: 'All your other sessions end with it.' },
      action: '/account/password',
      button: { zh: '更改密码', en: 'Change it' },
      ...(summary && { problems: summary.lines }),
      form: formView(CHANGE_PASSWORD, {}, { language: request.language, problems }),
    }
    const status = problems.length > 0 ? 422 : 200
    return reply.send(this.pages.render(request, reply, 'account/form', view, { status }))
  }
}
