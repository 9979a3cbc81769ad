/** API keys of the person who has signed in: made, shown once, ended. Programs use them in this person's name and with no more rights. */
import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Clock } from '../../base/clock.js'
import type { Problem } from '../../base/errors.js'
import type { Bilingual } from '../../base/text.js'
import { API_KEY } from '../../forms/account.js'
import { readForm } from '../../forms/engine/body.js'
import { errorSummary } from '../../forms/engine/check.js'
import { KEY_SCOPES } from '../../forms/choices.js'
import type { Branch } from '../../forms/engine/node.js'
import { parseForm } from '../../forms/engine/parse.js'
import { formView } from '../../forms/engine/view.js'
import { type Key, Keys } from '../../people/key.service.js'
import { For, NeedsProof, personOf } from '../http/access.js'
import { readId, readText } from '../http/input.js'
import { both, dateText, timeText } from '../kit/page.js'
import { Pages } from '../http/pages.js'
import type { KeyOnce, Notice, Tag, Text } from '../kit/parts.js'
import { seeOther } from '../http/send.js'

type KeyScope = Key['scopes'][number]
const FIRST_OFFER = 90 // days

interface Shown {
  readonly typed?: Branch
  readonly problems?: readonly Problem[]
  readonly once?: KeyOnce
}

@Controller('keys')
@For('signedIn')
export class KeysController {
  constructor(
    private readonly pages: Pages,
    private readonly keys: Keys,
    private readonly clock: Clock,
  ) {}

  @Get()
  show(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query() query: unknown) {
    const ended: Notice[] =
      readText(query, 'done') === 'end' ? [{ kind: 'ok', title: { zh: '密钥已作废', en: 'The key is ended' } }] : []
    return this.send(request, reply, {}, 200, ended)
  }

  @Post()
  @NeedsProof()
  async create(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() body: unknown) {
    const { tree } = readForm(body)
    const { value, problems } = parseForm(API_KEY, tree)
    if (!value) return this.send(request, reply, { typed: tree, problems }, 422)
    const scopes = value.scopes as KeyScope[] // the form offers no others
    const { secret } = await this.keys.create(personOf(request), { ...value, scopes })
    const once: KeyOnce = {
      name: value.name,
      key: secret,
      lines: [
        [
          { zh: '用法：', en: 'Use: ' },
          { text: 'Authorization: Bearer …', look: 'code' },
        ],
        [scopesText(scopes)],
        [{ text: { zh: '接口说明', en: 'How the API works' }, href: '/api' }],
      ],
    }
    return this.send(request, reply, { once })
  }

  @Post(':id/end')
  async end(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string) {
    await this.keys.end(personOf(request), readId(id))
    return seeOther(reply, '/keys?done=end')
  }

  private async send(
    request: FastifyRequest,
    reply: FastifyReply,
    { typed = { days: String(FIRST_OFFER) }, problems = [], once }: Shown,
    status = 200,
    notices: readonly Notice[] = [],
  ) {
    const keys = await this.keys.list(personOf(request))
    const summary = errorSummary(problems)
    const now = this.clock.now()
    const view = {
      title: { zh: '接口密钥', en: 'API keys' },
      ...(summary && { problems: summary.lines }),
      notices,
      ...(once && { once }),
      rows: keys.map((key) => rowOf(key, now)),
      form: formView(API_KEY, typed, { language: request.language, problems }),
    }
    return reply.send(this.pages.render(request, reply, 'account/keys', view, { status }))
  }
}

interface KeyRow {
  readonly name: string
  readonly prefix: string
  readonly tag: Tag
  readonly scopes: Text
  readonly times: Text
  readonly end?: string
}

const scopesText = (scopes: readonly KeyScope[]): Bilingual => {
  const labels = KEY_SCOPES.filter(({ value }) => scopes.some((scope) => scope === value)).map(({ label }) => label)
  return { zh: labels.map(({ zh }) => zh).join('、'), en: labels.map(({ en }) => en).join(', ') }
}

function rowOf({ id, name, prefix, scopes, expiresAt, usedAt, endedAt }: Key, now: Date): KeyRow {
  const over = endedAt !== null || expiresAt <= now
  const tag: Tag = endedAt
    ? { label: { zh: '已作废', en: 'Ended' }, colour: 'grey' }
    : over
      ? { label: { zh: '已到期', en: 'Expired' }, colour: 'grey' }
      : { label: { zh: '有效', en: 'In force' }, colour: 'green' }
  return {
    name,
    prefix: `${prefix}…`,
    tag,
    scopes: scopesText(scopes),
    times: both((language) => {
      const until = dateText(expiresAt, language)
      const used = usedAt && timeText(usedAt, language, 'short')
      if (language === 'zh') return `${until}到期；${used ? `${used} 用过` : '还没有用过'}`
      return `until ${until}; ${used ? `last used ${used}` : 'not used yet'}`
    }),
    ...(!over && { end: `/keys/${id}/end` }),
  }
}
