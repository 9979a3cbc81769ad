/**
 * Signing in and out, step by step, and going on with what was typed when a session had ended. The
 * reply is at hand for the cookies of the session.
 */
import { Body, Controller, Get, HttpCode, Post, Req } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { asProblem, Invalid } from '../../base/errors.js'
import { path } from '../../base/path.js'
import { SIGN_IN } from '../../forms/account.js'
import { readValue } from '../../forms/engine/parse.js'
import { PasskeyService } from '../../people/passkey.service.js'
import { SignIns } from '../../people/signIn.service.js'
import { Access, For, Logged, ownPath } from '../http/access.js'
import { done } from '../http/answers.js'
import { Entrance } from '../http/entrance.js'
import { readKept } from '../http/goOn.js'
import { isForLanguage, readPasskey, readText } from '../http/input.js'
import { Reply, To } from '../http/params.js'
import { type Onward, SignInPages } from './signInPages.js'

@Controller()
export class AccountController {
  constructor(
    private readonly pages: SignInPages,
    private readonly access: Access,
    private readonly entrance: Entrance,
    private readonly signIns: SignIns,
    private readonly passkeys: PasskeyService,
  ) {}

  @Get('sign-in')
  @For('open')
  form(@To() to: string) {
    return this.pages.first({ to }, 200)
  }

  @Post('sign-in')
  @For('open')
  async signIn(@Req() request: FastifyRequest, @Reply() reply: FastifyReply, @Body() body: unknown) {
    const kept = readKept(body)
    const onward = { to: ownPath(kept?.to ?? readText(body, 'to', 500)), kept }
    const ticket = readText(body, 'ticket', 4000)
    const passkey = readPasskey(body)
    try {
      if (ticket) return await this.second(request, reply, ticket, body, onward)
      const attempt = passkey ? { passkey } : readValue(SIGN_IN, body)
      return this.pages.go(await this.entrance.come(request, reply, attempt), onward)
    } catch (error) {
      if (!(error instanceof Invalid)) throw error
      return this.pages.first({ ...onward, account: readText(body, 'account'), problem: error.problems[0] })
    }
  }

  /** What the browser is asked for a passkey: of whoever has come so far, or of anybody. */
  @Post('sign-in/passkey')
  @For('open')
  @HttpCode(200)
  async askPasskey(@Body() body: unknown) {
    const ticket = readText(body, 'ticket', 4000)
    const asked = ticket ? await this.signIns.askPasskey(ticket) : await this.passkeys.ask()
    if (!asked) throw new Invalid([over])
    return asked
  }

  @Logged('signedOut')
  @Post('sign-out')
  @For('signedIn')
  async signOut(@Req() request: FastifyRequest, @Reply() reply: FastifyReply) {
    await this.access.signOut(request, reply)
    reply.header('clear-site-data', '"cache", "storage"')
    return done(path.home)
  }

  /**
   * The second step: a code or a passkey. What was wrong is said on the same page; when the ticket
   * is over, one begins anew.
   */
  private async second(request: FastifyRequest, reply: FastifyReply, ticket: string, body: unknown, onward: Onward) {
    const enrolment = readText(body, 'enrolment', 4000)
    const code = readText(body, 'code', 100) ?? ''
    const again = isForLanguage(body) ? await this.signIns.stillMissing(ticket, enrolment) : undefined
    if (again) return this.pages.missing(again, onward) // in the other language
    try {
      const step = await this.entrance.come(request, reply, { ticket, code, enrolment, passkey: readPasskey(body) })
      return this.pages.go(step, onward)
    } catch (error) {
      const missing = error instanceof Invalid ? await this.signIns.stillMissing(ticket, enrolment) : undefined
      if (!(error instanceof Invalid) || !missing) throw error
      return this.pages.missing(missing, onward, error.problems[0])
    }
  }
}

const over = asProblem(
  'signInOver',
  'account',
  '操作超时，请重新登录。',
  'You took too long on this step. Sign in again.',
)
