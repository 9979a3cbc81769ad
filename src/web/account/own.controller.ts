/**
 * One's own account: the password, second factors, and where one has signed in. Whatever changes a
 * factor asks first who one is.
 */
import { Body, Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { EntryDatabase } from '../../base/database.js'
import type { Problem } from '../../base/errors.js'
import { path } from '../../base/path.js'
import { CHANGE_PASSWORD, PASSKEY_NAME } from '../../forms/account.js'
import { type Enrolment, FactorService } from '../../people/factor.service.js'
import { PasskeyService } from '../../people/passkey.service.js'
import { Passwords } from '../../people/password.service.js'
import { IdentityProvider } from '../../people/provider.service.js'
import { ProviderSettings } from '../../people/providerSettings.js'
import { type Person, Sessions } from '../../people/session.service.js'
import { For, Logged, NeedsProof } from '../http/access.js'
import { done, page } from '../http/answers.js'
import { Filled } from '../http/filled.js'
import { readPasskey, readText } from '../http/input.js'
import { Id, Me } from '../http/params.js'
import { ShownOnce } from '../http/shownOnce.js'
import { attempt, submit } from '../http/submit.js'
import { codesPage, enrolPage } from './factor.view.js'
import { DONE, ownView } from './own.view.js'

const BACK = { text: { zh: '返回账号', en: 'Back to your account' }, href: path.account }

@Controller('account')
@For('signedIn')
export class OwnController {
  constructor(
    private readonly entry: EntryDatabase,
    private readonly sessions: Sessions,
    private readonly factors: FactorService,
    private readonly passkeys: PasskeyService,
    private readonly passwords: Passwords,
    private readonly provider: IdentityProvider,
    private readonly providerSettings: ProviderSettings,
    private readonly once: ShownOnce,
  ) {}

  @Get()
  show(@Me() me: Person, @Req() { sessionId }: FastifyRequest) {
    return this.page(me, sessionId)
  }

  @Get('password')
  askPassword() {
    return passwordPage(new Filled(CHANGE_PASSWORD))
  }

  @Post('password')
  changePassword(@Me() me: Person, @Req() { sessionId }: FastifyRequest, @Body() body: unknown) {
    return submit(CHANGE_PASSWORD, body, {
      work: (value) => this.passwords.change(me, sessionId, value),
      then: done(path.account, 'password'),
      again: passwordPage,
    })
  }

  @Logged('sessionsEnded')
  @NeedsProof()
  @Post('sessions/:session/end')
  async endSession(@Me() me: Person, @Param('session') session: string) {
    await this.sessions.end(me, session)
    return done(path.account, 'sessions')
  }

  @Logged('sessionsEnded')
  @NeedsProof()
  @Post('sessions/end')
  async endOthers(@Me() me: Person, @Req() { sessionId }: FastifyRequest) {
    await this.sessions.endOthers(me, sessionId)
    return done(path.account, 'sessions')
  }

  @Get('authenticator')
  @NeedsProof()
  offer(@Me() me: Person) {
    return ownEnrolPage(this.factors.offer(me))
  }

  @Post('authenticator')
  @NeedsProof()
  enrol(@Me() me: Person, @Body() body: unknown) {
    const sealed = readText(body, 'enrolment', 4000) ?? ''
    const code = readText(body, 'code', 100) ?? ''
    return attempt({
      work: () => this.entry.transaction({}, (tx) => this.factors.enrol(tx, me, { sealed, code })),
      then: (codes) => this.withCodes(me, codes, 'authenticator'),
      again: ([problem]) => ownEnrolPage(this.factors.offerAgain(me, sealed), problem),
    })
  }

  @Post('authenticator/remove')
  @NeedsProof()
  async removeAuthenticator(@Me() me: Person) {
    await this.factors.removeAuthenticator(me)
    return done(path.account, 'removed')
  }

  @Post('codes')
  @NeedsProof()
  async renewCodes(@Me() me: Person) {
    return this.showCodes(me, await this.entry.transaction({}, (tx) => this.factors.renewCodes(tx, me)))
  }

  @Get('codes')
  newCodes(@Me() me: Person, @Query() query: unknown) {
    const made = this.once.find<NewCodes>(me, path.recoveryCodes, query)
    return made ? codesPage(made.codes, { href: path.account }) : done(path.account)
  }

  @Post('passkeys/ask')
  @HttpCode(200)
  @NeedsProof()
  askPasskey(@Me() me: Person) {
    return this.passkeys.offer(me)
  }

  @Post('passkeys')
  @NeedsProof()
  addPasskey(@Me() me: Person, @Req() { sessionId }: FastifyRequest, @Body() body: unknown) {
    return submit(PASSKEY_NAME, body, {
      work: ({ name }) => this.passkeys.add(me, name, readPasskey(body)),
      then: (codes) => this.withCodes(me, codes, 'passkey'),
      again: (form) => this.page(me, sessionId, form),
    })
  }

  @Post('passkeys/:passkey/remove')
  @NeedsProof()
  async removePasskey(@Me() me: Person, @Id('passkey') id: number) {
    await this.passkeys.remove(me, id)
    return done(path.account, 'removed')
  }

  @Post('provider/:link/remove')
  @NeedsProof()
  async unlink(@Me() me: Person, @Id('link') id: number) {
    await this.provider.unlink(me, id)
    return done(path.account, 'removed')
  }

  private showCodes(me: Person, codes: readonly string[]) {
    return this.once.show(me, path.recoveryCodes, { codes } satisfies NewCodes)
  }

  /** After a factor was added: the recovery codes that came with the first one, or one's own page. */
  private withCodes(me: Person, codes: readonly string[], what: string) {
    return codes.length > 0 ? this.showCodes(me, codes) : done(path.account, what)
  }

  private async page(me: Person, sessionId: string | undefined, form = new Filled(PASSKEY_NAME)) {
    const [factors, passkeys, sessions, links] = await Promise.all([
      this.factors.get(me),
      this.passkeys.list(me),
      this.sessions.list(me),
      this.provider.list(me),
    ])
    const provider = { name: this.providerSettings.name, links }
    const needsFactor = this.factors.needs(me)
    const view = ownView({ person: me, factors, needsFactor, passkeys, sessions, provider, current: sessionId })
    return page('account/own', { ...view, form }, { done: DONE })
  }
}

interface NewCodes {
  readonly codes: readonly string[]
}

const LEAD = {
  zh: '分三步，约需一两分钟。新的验证器将替换原有的验证器。',
  en: 'Three steps, one or two minutes. The new authenticator replaces your current one.',
}
const ownEnrolPage = (offer: Enrolment, problem?: Problem) =>
  enrolPage(offer, { action: path.authenticator, back: BACK, lead: LEAD }, problem)

const passwordPage = (form: Filled) =>
  page('account/form', {
    title: { zh: '更改密码', en: 'Change your password' },
    back: BACK,
    lead: {
      zh: '更改后，您在其他设备上的登录将全部结束，接口密钥全部作废。',
      en: 'You will be signed out on all other devices, and all your API keys will stop working.',
    },
    action: path.password,
    button: { zh: '更改密码', en: 'Change it' },
    form,
  })
