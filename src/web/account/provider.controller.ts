/**
 * Out to the identity provider and back: to sign in, or to link the account that one has there. The
 * reply is at hand for the cookie that goes along.
 */
import { Controller, Get, Post, Req } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { asProblem, Invalid, type Problem } from '../../base/errors.js'
import { path, withQuery } from '../../base/path.js'
import { IdentityProvider } from '../../people/provider.service.js'
import type { Person } from '../../people/session.service.js'
import { For, isFromElsewhere, NeedsProof } from '../http/access.js'
import { done } from '../http/answers.js'
import { Cookies } from '../http/cookies.js'
import { Entrance } from '../http/entrance.js'
import { Me, Reply, To } from '../http/params.js'
import { SignInPages } from './signInPages.js'

@Controller()
export class ProviderController {
  constructor(
    private readonly provider: IdentityProvider,
    private readonly entrance: Entrance,
    private readonly pages: SignInPages,
    private readonly cookies: Cookies,
  ) {}

  /**
   * A provider that knows the browser asks nothing: a link of another site would open a session
   * without an act of the person, and leads to the page with the button instead.
   */
  @Get('sign-in/provider')
  @For('open')
  async leave(@Req() request: FastifyRequest, @Reply() reply: FastifyReply, @To() to: string) {
    return isFromElsewhere(request) ? done(withQuery(path.signIn, { to })) : this.send(reply, to, null)
  }

  /** Whoever has signed in may say which user of the provider they are. */
  @Post('account/provider')
  @For('signedIn')
  @NeedsProof()
  link(@Me() me: Person, @Reply() reply: FastifyReply) {
    return this.send(reply, withQuery(path.account, { done: 'link' }), me.id)
  }

  @Get('sign-in/provider/back')
  @For('open')
  async back(@Req() request: FastifyRequest, @Reply() reply: FastifyReply) {
    const ticket = this.cookies.read(request, 'provider')
    this.cookies.clear(reply, 'provider')
    try {
      const named = await this.provider.comeBack(ticket, /\?.*$/s.exec(request.url)?.[0] ?? '')
      if (named.linkFor !== null) {
        // the person who left must be the one who is back, by this site's own session
        if (request.person?.id !== named.linkFor) throw new Invalid([other])
        await this.provider.link(request.person, named)
        return done(named.to)
      }
      const account = await this.provider.accountOf(named)
      if (account === undefined) throw new Invalid([unknown])
      const step = await this.entrance.comeFromProvider(request, reply, account, named)
      return this.pages.go(step, { to: named.to })
    } catch (error) {
      if (!(error instanceof Invalid)) throw error
      return this.pages.first({ to: path.home, problem: error.problems[0] })
    }
  }

  private async send(reply: FastifyReply, to: string, linkFor: number | null) {
    const { address, ticket } = await this.provider.leave(to, linkFor)
    this.cookies.set(reply, 'provider', ticket, 600)
    return done(address)
  }
}

const other: Problem = asProblem(
  'providerOther',
  'account',
  '期间登录状态已变化。请重新登录后再次关联。',
  'Your sign-in has changed. Sign in again, then link the account.',
)
const unknown: Problem = asProblem(
  'providerUnknown',
  'account',
  '身份平台的这个用户尚未关联账号。请先用账号和密码登录，在“账号”页关联。',
  'This user of the identity provider is not linked to an account yet. Sign in with your account and password ' +
    'and link it on the page “Account”.',
)
