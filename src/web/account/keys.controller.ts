/**
 * API keys of the person who has signed in: made, shown once, ended. Programs use them in this
 * person's name and with no more rights.
 */
import { Body, Controller, Get, Post } from '@nestjs/common'
import { Clock } from '../../base/clock.js'
import { path } from '../../base/path.js'
import type { Bilingual } from '../../base/text.js'
import { API_KEY } from '../../forms/account.js'
import { KEY_SCOPES } from '../../forms/choices.js'
import { type Key, Keys } from '../../people/key.service.js'
import type { Person } from '../../people/session.service.js'
import { For, NeedsProof } from '../http/access.js'
import { done, page } from '../http/answers.js'
import { Filled } from '../http/filled.js'
import { Id, Me } from '../http/params.js'
import { submit } from '../http/submit.js'
import { both, dateText, timeText } from '../kit/page.js'
import type { KeyOnce, Notice, Tag, Text } from '../kit/parts.js'

type KeyScope = Key['scopes'][number]
const FIRST_OFFER = '90' // days

@Controller('keys')
@For('signedIn')
export class KeysController {
  constructor(
    private readonly keys: Keys,
    private readonly clock: Clock,
  ) {}

  @Get()
  show(@Me() me: Person) {
    return this.page(me)
  }

  @Post()
  @NeedsProof()
  create(@Me() me: Person, @Body() body: unknown) {
    return submit(API_KEY, body, {
      work: async (value) => {
        const scopes = value.scopes as KeyScope[] // the form offers no others
        const { secret } = await this.keys.create(me, { ...value, scopes })
        return onceOf(value.name, secret, scopes)
      },
      then: (once) => this.page(me, firstOffer(), once),
      again: (form) => this.page(me, form),
    })
  }

  @Post(':id/end')
  async end(@Me() me: Person, @Id() id: number) {
    await this.keys.end(me, id)
    return done(path.keys, 'end')
  }

  private async page(me: Person, form = firstOffer(), once?: KeyOnce) {
    const now = this.clock.now()
    const rows = (await this.keys.list(me)).map((key) => rowOf(key, now))
    return page('account/keys', { title: { zh: '接口密钥', en: 'API keys' }, once, rows, form }, { done: DONE })
  }
}

const DONE: Readonly<Record<string, Notice>> = {
  end: { kind: 'ok', title: { zh: '密钥已作废', en: 'The key is ended' } },
}

const firstOffer = () => new Filled(API_KEY, { days: FIRST_OFFER })

/** A new key, which is shown this once. */
const onceOf = (name: string, key: string, scopes: readonly KeyScope[]): KeyOnce => ({
  name,
  key,
  lines: [
    [
      { zh: '用法：', en: 'Use: ' },
      { text: 'Authorization: Bearer …', look: 'code' },
    ],
    [scopesText(scopes)],
    [{ text: { zh: '接口说明', en: 'How the API works' }, href: path.api }],
  ],
})

interface KeyRow {
  readonly name: string
  readonly prefix: string
  readonly tag: Tag
  readonly scopes: Text
  readonly times: Text
  readonly end: string | undefined
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
    end: over ? undefined : path.endKey(id),
  }
}
