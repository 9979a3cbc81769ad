/** The JSON API of signing in and of API keys. The reply is handed on for its cookies. */
import { Body, Controller, Delete, Get, HttpCode, Post, Req } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { API_KEY, API_SIGN_IN, PROOF } from '../../forms/account.js'
import { readValue } from '../../forms/engine/parse.js'
import { ROLES } from '../../people/actor.js'
import { Keys } from '../../people/key.service.js'
import type { Person } from '../../people/session.service.js'
import { Access, For, ForServices, Logged, NeedsProof } from '../http/access.js'
import { Entrance, isIn } from '../http/entrance.js'
import { Id, Me, Reply } from '../http/params.js'
import { problemAnswer } from '../http/problemJson.js'
import { bilingual, component, moment, PROBLEM } from './answer.js'
import { Operation } from './operation.js'

const PERSON = z.object({
  account: z.string(),
  name: z.string(),
  roles: z.array(z.enum(ROLES)),
  firmId: z.int().nullable(),
  authorityId: z.int().nullable(),
  language: z.enum(['zh', 'en']),
})
const SESSION = z
  .object({
    person: PERSON,
    csrfToken: z.string(),
    recoveryCodes: z.array(z.string()).optional().describe('Shown only once, after an authenticator was added'),
  })
  .meta({ id: 'Session' })

const NEEDED = z.object({
  error: z.enum(['codeNeeded', 'enrolmentNeeded']),
  heading: bilingual,
  message: bilingual,
  need: z.enum(['code', 'enrolment']),
  ticket: z.string(),
  account: z.string(),
  passkey: z.boolean(),
  authenticator: z.boolean(),
  enrolment: z
    .object({ key: z.string(), uri: z.string(), sealed: z.string().describe('Send it back with the code') })
    .optional(),
})

const KEYS = z.object({
  keys: z.array(
    z.object({
      id: z.int(),
      name: z.string(),
      prefix: z.string(),
      scopes: z.array(z.enum(['read', 'write', 'export'])),
      createdAt: moment,
      expiresAt: moment,
      usedAt: moment.nullable(),
      endedAt: moment.nullable(),
    }),
  ),
})

/** What a program does next, in words. */
const MISSING = {
  code: {
    error: 'codeNeeded',
    heading: { zh: '请输入验证码', en: 'A code is needed' },
    message: {
      zh: '请连同 code（验证器的六位数字或恢复码）再发一次。',
      en: 'Send the request again with code: six digits of the authenticator, or a recovery code.',
    },
  },
  enrolment: {
    error: 'enrolmentNeeded',
    heading: { zh: '请先添加验证器', en: 'An authenticator is needed' },
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
  ) {}

  @Post('session')
  @For('open')
  @Operation('signIn', {
    summary:
      'Sign in; sets a cookie and returns the token to send as x-csrf-token. Staff also send a code: 401 ' +
      'says whether it is missing (codeNeeded) or an authenticator has to be added first (enrolmentNeeded, ' +
      'with its key)',
    body: component('signIn'),
    says: 'Signed in',
    answer: SESSION,
    refusal: { status: 401, says: 'A code or an authenticator is needed', answer: NEEDED.extend(PROBLEM) },
  })
  async signIn(@Req() request: FastifyRequest, @Reply() reply: FastifyReply, @Body() body: unknown) {
    const step = await this.entrance.come(request, reply, readValue(API_SIGN_IN, body))
    if (!isIn(step)) return problemAnswer(request, NEEDED.parse({ ...MISSING[step.need], ...step }), 401)
    const recoveryCodes = step.codes.length > 0 ? step.codes : undefined
    return { person: step.person, csrfToken: this.access.csrfToken(request, reply), recoveryCodes }
  }

  @Post('session/proof')
  @For('signedIn')
  @HttpCode(204)
  @Operation('proveIdentity', {
    summary:
      'Confirm your identity again by a code or, without a second factor, your password. Issuing, revoking ' +
      'and exporting in a session require it (403, proofNeeded)',
    body: component('proof'),
    says: 'Confirmed; the session has a new cookie, its form token stays the same',
  })
  async prove(@Req() request: FastifyRequest, @Reply() reply: FastifyReply, @Body() body: unknown): Promise<void> {
    await this.access.prove(request, reply, readValue(PROOF, body))
  }

  @Logged('signedOut')
  @Delete('session')
  @For('signedIn')
  @HttpCode(204)
  @Operation('signOut', { summary: 'Sign out', says: 'Signed out' })
  signOut(@Req() request: FastifyRequest, @Reply() reply: FastifyReply): Promise<void> {
    return this.access.signOut(request, reply)
  }

  @Get('me')
  @For('signedIn')
  @ForServices()
  @Operation('getMe', { summary: 'Get your own account', says: 'The person', answer: SESSION })
  me(@Me() me: Person, @Req() request: FastifyRequest, @Reply() reply: FastifyReply) {
    return { person: me, csrfToken: this.access.csrfToken(request, reply) }
  }

  @Get('keys')
  @For('signedIn')
  @Operation('listKeys', { summary: 'Your API keys', says: 'The keys', answer: KEYS })
  async listKeys(@Me() me: Person) {
    return { keys: await this.keys.list(me) }
  }

  @Post('keys')
  @For('signedIn')
  @NeedsProof()
  @Operation('createKey', {
    summary: 'Create an API key; the secret is shown only once',
    body: component('apiKey'),
    says: 'The secret',
    answer: z.object({ secret: z.string() }),
  })
  async createKey(@Me() me: Person, @Body() body: unknown) {
    return this.keys.create(me, readValue(API_KEY, body))
  }

  @Delete('keys/:id')
  @For('signedIn')
  @HttpCode(204)
  @Operation('endKey', { summary: 'Revoke an API key', says: 'Ended' })
  endKey(@Me() me: Person, @Id() id: number): Promise<void> {
    return this.keys.end(me, id)
  }
}
