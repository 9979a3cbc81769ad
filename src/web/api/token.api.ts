/** Where a service account asks for an access token, by the names and errors of RFC 6749 and RFC 7523. */
import { Body, Controller, HttpCode, Post, Req, UseGuards } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { apiPath } from '../../base/path.js'
import type { Bilingual } from '../../base/text.js'
import { AccessLog } from '../../people/accessLog.js'
import { ASSERTION_FAULTS, AssertionRefused } from '../../people/assertion.js'
import { ServiceKeyRefused, ServiceTokens } from '../../people/serviceToken.service.js'
import { For, TakesForm, WebSettings } from '../http/access.js'
import { readText } from '../http/input.js'
import { KEY_FAULTS } from '../http/keyFaults.js'
import { Reply } from '../http/params.js'
import { problemAnswer } from '../http/problemJson.js'
import { Throttled } from '../http/throttle.js'
import { PROBLEM, problem } from './answer.js'
import { Operation } from './operation.js'

const GRANT = 'client_credentials'
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

const BODY = z.object({
  grant_type: z.literal(GRANT),
  client_assertion_type: z.literal(ASSERTION_TYPE),
  client_assertion: z.string().describe('A JWT (ES256, EdDSA, RS256) with iss, sub, aud, exp and jti'),
  client_id: z.string().optional().describe('The service account, as in iss and sub'),
})
const TOKEN = z.object({
  access_token: z.string().describe('Sent as `Authorization: Bearer`'),
  token_type: z.literal('Bearer'),
  expires_in: z.int().describe('In seconds'),
})
const REFUSED = z.object({
  ...PROBLEM,
  error: z.enum(['invalid_client', 'invalid_request', 'unsupported_grant_type']),
  error_description: z.string(),
  problems: z.array(problem),
})

const WORDS = {
  invalid_client: {
    error: 'invalid_client',
    heading: { zh: '未签发访问令牌', en: 'No access token was issued' },
    message: {
      zh: '服务账号没有得到确认，原因见 problems。',
      en: 'The account was not recognised; problems says why.',
    },
  },
  invalid_request: {
    error: 'invalid_request',
    heading: { zh: '请求不完整', en: 'The request is not complete' },
    message: {
      zh: '须有 client_assertion 和 client_assertion_type，见接口说明。',
      en: 'client_assertion and client_assertion_type are needed. See the API description.',
    },
  },
  unsupported_grant_type: {
    error: 'unsupported_grant_type',
    heading: { zh: '不支持这种授权类型', en: 'This type of grant is not supported' },
    message: { zh: 'grant_type 只能是 client_credentials。', en: 'grant_type must be client_credentials.' },
  },
}
type Refusal = keyof typeof WORDS

@Controller('api')
export class TokenApi {
  constructor(
    private readonly tokens: ServiceTokens,
    private readonly settings: WebSettings,
    private readonly log: AccessLog,
  ) {}

  @Post('token')
  @For('open')
  @TakesForm()
  @UseGuards(Throttled)
  @HttpCode(200)
  @Operation('getToken', {
    summary:
      'Get an access token for a service account that signs with a private key (RFC 7523); send the body ' +
      'as JSON or as a form. aud is the address of this installation, exp is at most five minutes ahead, ' +
      'jti is used once. 400 and 401 have `error` as in RFC 6749 and give the reason in `problems`',
    body: BODY,
    says: 'The token, valid for ten minutes',
    answer: TOKEN,
    refusal: { status: 401, says: 'The assertion is not valid, or its key is revoked or expired', answer: REFUSED },
  })
  async token(@Req() request: FastifyRequest, @Reply() reply: FastifyReply, @Body() body: unknown) {
    reply.header('cache-control', 'no-store')
    const assertion = readText(body, 'client_assertion', Number.MAX_SAFE_INTEGER)
    if (readText(body, 'grant_type') !== GRANT) return refused(request, 'unsupported_grant_type')
    if (!assertion || readText(body, 'client_assertion_type') !== ASSERTION_TYPE)
      return refused(request, 'invalid_request')
    try {
      const { publicUrl } = this.settings
      const { token, seconds } = await this.tokens.open(assertion, [publicUrl, publicUrl + apiPath.token])
      return { access_token: token, token_type: 'Bearer' as const, expires_in: seconds }
    } catch (error) {
      const fault = faultOf(error)
      const keyId = error instanceof ServiceKeyRefused ? error.keyId : undefined
      this.log.note({ kind: 'keyRefused', address: request.ip, keyId, what: fault.code })
      return refused(request, 'invalid_client', fault)
    }
  }
}

/** Throws what is no fault of the request. */
function faultOf(error: unknown): { code: string; message: Bilingual } {
  if (error instanceof AssertionRefused) return { code: error.fault, message: ASSERTION_FAULTS[error.fault] }
  if (error instanceof ServiceKeyRefused) return { code: error.why, message: KEY_FAULTS[error.why] }
  throw error
}

/** As JSON and not as a problem: clients of OAuth read nothing else. */
function refused(request: FastifyRequest, kind: Refusal, fault?: { code: string; message: Bilingual }) {
  const said = WORDS[kind]
  const more = {
    error_description: (fault?.message ?? said.message).en,
    problems: fault ? [{ ...fault, path: 'client_assertion' }] : [],
  }
  const status = kind === 'invalid_client' ? 401 : 400
  return problemAnswer(request, { ...said, ...more }, status, { 'content-type': 'application/json' })
}
