/**
 * API keys of the person who has signed in: made, shown once, ended. Programs use them in this
 * person's name and with no more rights.
 */
import { Body, Controller, Get, Post, Query } from '@nestjs/common'
import { Clock } from '../../base/clock.js'
import { path } from '../../base/path.js'
import { type Bilingual, fill, joined, SEMICOLON } from '../../base/text.js'
import { API_KEY } from '../../forms/account.js'
import { KEY_SCOPES } from '../../forms/choices.js'
import { type Key, Keys } from '../../people/key.service.js'
import type { Person } from '../../people/session.service.js'
import { For, NeedsProof } from '../http/access.js'
import { done, page } from '../http/answers.js'
import { Filled } from '../http/filled.js'
import { Id, Me } from '../http/params.js'
import { ShownOnce } from '../http/shownOnce.js'
import { submit } from '../http/submit.js'
import { day, time } from '../kit/page.js'
import type { KeyOnce, Tag } from '../kit/parts.js'
import { code, link, success, tag } from '../kit/pieces.js'

type KeyScope = Key['scopes'][number]
const FIRST_OFFER = '90' // days

@Controller('keys')
@For('signedIn')
export class KeysController {
  constructor(
    private readonly keys: Keys,
    private readonly clock: Clock,
    private readonly once: ShownOnce,
  ) {}

  @Get()
  show(@Me() me: Person, @Query() query: unknown) {
    return this.page(me, firstOffer(), this.once.find<Made>(me, path.keys, query))
  }

  @Post()
  @NeedsProof()
  create(@Me() me: Person, @Body() body: unknown) {
    return submit(API_KEY, body, {
      work: async (value) => {
        const scopes = value.scopes as KeyScope[] // the form offers no others
        const { secret } = await this.keys.create(me, { ...value, scopes })
        return { name: value.name, key: secret, scopes } satisfies Made
      },
      then: (made) => this.once.show(me, path.keys, made, 'key-once'),
      again: (form) => this.page(me, form),
    })
  }

  @Post(':id/end')
  async end(@Me() me: Person, @Id() id: number) {
    await this.keys.end(me, id)
    return done(path.keys, 'end')
  }

  private async page(me: Person, form = firstOffer(), made?: Made) {
    const now = this.clock.now()
    const rows = (await this.keys.list(me)).map((key) => keyRow(key, now))
    const once = made && newKey(made)
    return page('account/keys', { title: { zh: '接口密钥', en: 'API keys' }, once, rows, form }, { done: DONE })
  }
}

const DONE = { end: success('密钥已作废', 'Key revoked') }

const firstOffer = () => new Filled(API_KEY, { days: FIRST_OFFER })

interface Made {
  readonly name: string
  readonly key: string
  readonly scopes: readonly KeyScope[]
}

/** A new key, which is shown this once. */
const newKey = ({ name, key, scopes }: Made): KeyOnce => ({
  name,
  key,
  lines: [
    [{ zh: '用法：', en: 'Use: ' }, code('Authorization: Bearer …')],
    [scopesText(scopes)],
    [link({ zh: '接口说明', en: 'API description' }, path.api)],
  ],
})

const scopesText = (scopes: readonly KeyScope[]): Bilingual =>
  joined(KEY_SCOPES.filter(({ value }) => scopes.includes(value)).map(({ label }) => label))

function keyTag({ endedAt }: Key, over: boolean): Tag {
  if (endedAt) return tag('已作废', 'Revoked', 'grey')
  return over ? tag('已到期', 'Expired', 'grey') : tag('有效', 'In force', 'green')
}

function keyRow(key: Key, now: Date) {
  const { id, name, prefix, scopes, expiresAt, usedAt, endedAt } = key
  const over = endedAt !== null || expiresAt <= now
  const used = usedAt
    ? fill({ zh: '{at} 用过', en: 'last used {at}' }, { at: time(usedAt, 'short') })
    : { zh: '尚未使用', en: 'not used yet' }
  return {
    name,
    prefix: `${prefix}…`,
    tag: keyTag(key, over),
    scopes: scopesText(scopes),
    times: joined([fill({ zh: '{on}到期', en: 'until {on}' }, { on: day(expiresAt) }), used], SEMICOLON),
    end: over ? undefined : path.endKey(id),
  }
}
