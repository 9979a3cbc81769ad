/** The JSON API of signing in, of API keys, and its own description. The reply is handed on for its cookies. */
import { Body, Controller, Delete, Get, HttpCode, Post, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Invalid } from '../../base/errors.js'
import { API_KEY, API_SIGN_IN, PROOF } from '../../forms/account.js'
import { parseForm } from '../../forms/engine/parse.js'
import type { KeyScope } from '../../people/actor.js'
import { type Key, Keys } from '../../people/key.service.js'
import type { Person } from '../../people/session.service.js'
import { Access, For, Logged, NeedsProof, WebSettings } from '../http/access.js'
import { Entrance, isIn } from '../http/entrance.js'
import { Id, Me } from '../http/params.js'
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

/** What a program does next, in words. */
const MISSING = {
  code: {
    title: { zh: '请输入验证码', en: 'A code is needed' },
    message: {
      zh: '请连同 code（验证器的六位数字或恢复码）再发一次。',
      en: 'Send the request again with code: six digits of the authenticator, or a recovery code.',
    },
  },
  enrolment: {
    title: { zh: '请先添加验证器', en: 'An authenticator is needed' },
    message: {
      zh: '请用 enrolment.key 添加验证器，再连同 enrolment（其中的 sealed）和 code 发一次。',
      en: 'Add enrolment.key to an authenticator, then send the request again with enrolment (its sealed) and code.',
    },
  },
}

@Controller('api')
export class SessionApi {
  constructor(
    private readonly keys: Keys,
    private readonly access: Access,
    private readonly entrance: Entrance,
    private readonly settings: WebSettings,
  ) {}

  @Post('session')
  @For('open')
  async signIn(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply, @Body() body: unknown) {
    const { value, problems } = parseForm(API_SIGN_IN, body)
    if (!value) throw new Invalid(problems)
    const step = await this.entrance.come(request, reply, value)
    if (!isIn(step)) {
      reply.status(401)
      return { error: step.need === 'code' ? 'codeNeeded' : 'enrolmentNeeded', ...MISSING[step.need], ...step }
    }
    const csrfToken = this.access.csrfToken(request, reply)
    return {
      person: presentPerson(step.person),
      csrfToken,
      recoveryCodes: step.codes.length > 0 ? step.codes : undefined,
    }
  }

  @Post('session/proof')
  @For('signedIn')
  @HttpCode(204)
  async prove(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Body() body: unknown,
  ): Promise<void> {
    const { value, problems } = parseForm(PROOF, body)
    if (!value) throw new Invalid(problems)
    await this.access.prove(request, reply, value)
  }

  @Logged('signedOut')
  @Delete('session')
  @For('signedIn')
  @HttpCode(204)
  signOut(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    return this.access.signOut(request, reply)
  }

  @Get('me')
  @For('signedIn')
  me(@Me() me: Person, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    return { person: presentPerson(me), csrfToken: this.access.csrfToken(request, reply) }
  }

  @Get('keys')
  @For('signedIn')
  async listKeys(@Me() me: Person) {
    return { keys: (await this.keys.list(me)).map(presentKey) }
  }

  @Post('keys')
  @For('signedIn')
  @NeedsProof()
  async createKey(@Me() me: Person, @Body() body: unknown) {
    const { value, problems } = parseForm(API_KEY, body)
    if (!value) throw new Invalid(problems)
    return this.keys.create(me, { ...value, scopes: value.scopes as KeyScope[] }) // the form offers no others
  }

  @Delete('keys/:id')
  @For('signedIn')
  @HttpCode(204)
  endKey(@Me() me: Person, @Id() id: number): Promise<void> {
    return this.keys.end(me, id)
  }

  @Get('openapi.json')
  @For('open')
  describe() {
    return openApi(this.settings.publicUrl)
  }
}
