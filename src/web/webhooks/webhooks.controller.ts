/**
 * Webhooks: made and confirmed, what was sent and answered, sent again, the secret changed. A new address
 * and a new secret take a renewed proof; a secret is shown to whoever made it (http/shownOnce.ts).
 */
import { Body, Controller, Get, Post, Query } from '@nestjs/common'
import { Clock } from '../../base/clock.js'
import { path } from '../../base/path.js'
import { REPLAY, WEBHOOK, type WebhookWish, webhookOf } from '../../exchange/webhookForms.js'
import { Webhooks } from '../../exchange/webhook.service.js'
import type { Person } from '../../people/session.service.js'
import { Authorities } from '../../reference/authorities.js'
import { For, NeedsProof } from '../http/access.js'
import { done, page } from '../http/answers.js'
import { Filled } from '../http/filled.js'
import { readNumber } from '../http/input.js'
import { earlierOf, optionsOf, PER_PAGE } from '../http/paging.js'
import { Id, Me } from '../http/params.js'
import { ShownOnce } from '../http/shownOnce.js'
import { isNotNow, submit } from '../http/submit.js'
import { success } from '../kit/pieces.js'
import { deliveryTable, onceView, webhookFacts, webhookRow } from './webhooks.view.js'

interface Made {
  readonly secret: string
  readonly rotated: boolean
}

@Controller('webhooks')
@For('firmAdmin', 'systemAdmin')
export class WebhooksController {
  constructor(
    private readonly webhooks: Webhooks,
    private readonly authorities: Authorities,
    private readonly clock: Clock,
    private readonly once: ShownOnce,
  ) {}

  @Get()
  show(@Me() me: Person) {
    return this.list(me)
  }

  @Post()
  @NeedsProof()
  async create(@Me() me: Person, @Body() body: unknown) {
    return submit(await this.formFor(me), body, {
      work: ({ address, kinds = [], authority }: WebhookWish) =>
        this.webhooks.create(me, { address, kinds, authorityId: authority === undefined ? null : Number(authority) }),
      then: ({ id, secret }) => this.showMade(me, id, { secret, rotated: false }),
      again: (form, refused) => this.list(me, form, refused?.because),
      refuses: isNotNow,
    })
  }

  @Get(':id')
  open(@Me() me: Person, @Id() id: number, @Query() query: unknown) {
    const made = this.once.find<Made>(me, path.webhook(id), query)
    return this.one(me, id, { before: readNumber(query, 'before'), made })
  }

  @Post(':id/rotate')
  @NeedsProof()
  async rotate(@Me() me: Person, @Id() id: number) {
    return this.showMade(me, id, { secret: await this.webhooks.rotate(me, id), rotated: true })
  }

  @Post(':id/replay')
  replay(@Me() me: Person, @Id() id: number, @Body() body: unknown) {
    return submit(REPLAY, body, {
      work: ({ from }) => this.webhooks.replay(me, id, from),
      then: done(path.webhook(id), 'replayed'),
      again: (form) => this.one(me, id, { form }),
    })
  }

  @Post(':id/pause')
  async pause(@Me() me: Person, @Id() id: number) {
    await this.webhooks.pause(me, id)
    return done(path.webhook(id), 'paused')
  }

  @Post(':id/resume')
  async resume(@Me() me: Person, @Id() id: number) {
    await this.webhooks.resume(me, id)
    return done(path.webhook(id), 'resumed')
  }

  @Post(':id/remove')
  async remove(@Me() me: Person, @Id() id: number) {
    await this.webhooks.remove(me, id)
    return done(path.webhooks, 'removed')
  }

  @Post(':id/deliveries/:delivery/again')
  async again(@Me() me: Person, @Id() id: number, @Id('delivery') delivery: number) {
    await this.webhooks.sendAgain(me, id, delivery)
    return done(path.webhook(id), 'again')
  }

  private showMade = (me: Person, id: number, made: Made) => this.once.show(me, path.webhook(id), made, 'key-once')

  /** A system administrator names the authority, a firm's administrator speaks for the firm. */
  private async formFor(me: Person) {
    return me.firmId === null ? webhookOf(optionsOf(await this.names())) : WEBHOOK
  }

  private names = () => this.authorities.names(this.clock.today())

  private async list(me: Person, form?: Filled, refused: readonly { zh: string; en: string }[] = []) {
    const [all, names] = [await this.webhooks.list(me), await this.names()]
    const view = {
      title: { zh: '事件推送', en: 'Webhooks' },
      refused,
      rows: all.map((one) => webhookRow(one, names)),
      form: form ?? new Filled(await this.formFor(me)),
    }
    return page('webhooks/list', view, { done: DONE, status: refused.length > 0 ? 409 : undefined })
  }

  private async one(
    me: Person,
    id: number,
    shown: { before?: number | undefined; form?: Filled; made?: Made | undefined },
  ) {
    const [one, names] = [await this.webhooks.get(me, id), await this.names()]
    const deliveries = await this.webhooks.deliveries(me, id, PER_PAGE, shown.before)
    const view = {
      ...webhookFacts(one, names, this.clock.now()),
      once: shown.made && onceView(shown.made.secret, shown.made.rotated),
      deliveries: deliveries.length > 0 ? deliveryTable(id, deliveries) : undefined,
      earlier: earlierOf(deliveries),
      form: shown.form ?? new Filled(REPLAY),
    }
    return page('webhooks/one', view, { done: DONE })
  }
}

const DONE = {
  paused: success('已暂停推送', 'Paused', {
    zh: '其间的事件保留，恢复后按顺序推送。',
    en: 'Events are kept and sent in order once you resume.',
  }),
  resumed: success('已恢复推送', 'Resumed', { zh: '保留的事件按顺序推送。', en: 'Kept events are sent in order.' }),
  removed: success('订阅已删除', 'Subscription removed', {
    zh: '密钥已作废，不再推送。',
    en: 'Its secret is revoked and nothing more is sent.',
  }),
  replayed: success('即将重新推送', 'Events will be sent again', {
    zh: '事件编号不变，接收系统可以据此识别重复的事件。',
    en: 'The event ids stay the same, so your system can recognise repeats.',
  }),
  again: success('即将重新推送这一条', 'The event will be sent again'),
}
