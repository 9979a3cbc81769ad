/** The JSON API of signing in, of API keys, and its own description. */
import { Body, Controller, Delete, Get, Header, HttpCode, Param, Post, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Invalid } from '../../base/errors.js'
import { API_KEY, SIGN_IN } from '../../forms/account.js'
import { parseForm } from '../../forms/parse.js'
import type { KeyScope } from '../../people/actor.js'
import { type Key, Keys } from '../../people/key.service.js'
import { type Person, Sessions } from '../../people/session.service.js'
import { Access, For, WebSettings } from '../access.js'
import { readId } from '../input.js'
import { personOf } from './case.api.js'
import { openApi } from './openapi.js'

const presentPerson = ({ account, name, roles, firmId, authorityId, language }: Person) => ({
  account,
  name,
  roles,
  firmId,
  authorityId,
  language,
})

const presentKey = ({ id, name, prefix, scopes, createdAt, expiresAt, usedAt, endedAt }: Key) => ({
  id,
  name,
  prefix,
  scopes,
  createdAt: createdAt.toISOString(),
  expiresAt: expiresAt.toISOString(),
  usedAt: usedAt?.toISOString() ?? null,
  endedAt: endedAt?.toISOString() ?? null,
})

@Controller('api')
export class SessionApi {
  constructor(
    private readonly sessions: Sessions,
    private readonly keys: Keys,
    private readonly access: Access,
    private readonly settings: WebSettings,
  ) {}

  @Post('session')
  @For('open')
  async signIn(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply, @Body() body: unknown) {
    const { value, problems } = parseForm(SIGN_IN, body)
    if (!value) throw new Invalid(problems)
    const { token, person } = await this.sessions.signIn({
      ...value,
      address: request.ip,
      device: request.headers['user-agent'],
    })
    reply.setCookie(this.settings.cookie('session'), token, this.access.cookieOptions())
    request.sessionToken = token
    return { person: presentPerson(person), csrfToken: this.access.csrfToken(request, reply) }
  }

  @Delete('session')
  @For('signedIn')
  @HttpCode(204)
  async signOut(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    if (request.sessionToken) await this.sessions.signOut(personOf(request), request.sessionToken)
    reply.clearCookie(this.settings.cookie('session'), this.access.cookieOptions())
  }

  @Get('me')
  @For('signedIn')
  @Header('cache-control', 'no-store')
  me(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    return { person: presentPerson(personOf(request)), csrfToken: this.access.csrfToken(request, reply) }
  }

  @Get('keys')
  @For('signedIn')
  @Header('cache-control', 'no-store')
  async listKeys(@Req() request: FastifyRequest) {
    return { keys: (await this.keys.list(personOf(request))).map(presentKey) }
  }

  @Post('keys')
  @For('signedIn')
  async createKey(@Req() request: FastifyRequest, @Body() body: unknown) {
    const { value, problems } = parseForm(API_KEY, body)
    if (!value) throw new Invalid(problems)
    return this.keys.create(personOf(request), { ...value, scopes: value.scopes as KeyScope[] }) // the form offers no others
  }

  @Delete('keys/:id')
  @For('signedIn')
  @HttpCode(204)
  async endKey(@Req() request: FastifyRequest, @Param('id') id: string): Promise<void> {
    await this.keys.end(personOf(request), readId(id))
  }

  @Get('openapi.json')
  @For('open')
  describe() {
    return openApi(this.settings.publicUrl)
  }
}
