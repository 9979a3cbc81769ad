/** The JSON API of signing in, of API keys, and its own description. */
import { Body, Controller, Delete, Get, Header, HttpCode, Param, Post, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Invalid } from '../../base/errors.js'
import { API_KEY } from '../../forms/account.js'
import { parseForm } from '../../forms/parse.js'
import type { KeyScope } from '../../people/actor.js'
import { type Key, Keys } from '../../people/key.service.js'
import type { Person } from '../../people/session.service.js'
import { Access, For, personOf, WebSettings } from '../access.js'
import { readId } from '../input.js'
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
    private readonly keys: Keys,
    private readonly access: Access,
    private readonly settings: WebSettings,
  ) {}

  @Post('session')
  @For('open')
  async signIn(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply, @Body() body: unknown) {
    const person = await this.access.signIn(request, reply, body)
    return { person: presentPerson(person), csrfToken: this.access.csrfToken(request, reply) }
  }

  @Delete('session')
  @For('signedIn')
  @HttpCode(204)
  signOut(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    return this.access.signOut(request, reply)
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
