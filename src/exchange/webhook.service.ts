/**
 * Subscriptions to events, as their administrators keep them: of a firm by its administrator, of
 * authorities by a system administrator, who sees no case and reads ids alone. A new address and a new
 * secret take a renewed proof, which the database asks for, too; a secret is shown once.
 */
import { randomBytes } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, row, rows, type Tx } from '../base/database.js'
import { addDays } from '../base/dates.js'
import { Forbidden, Invalid, NotFound, NotNow, type Problem } from '../base/errors.js'
import { OutgoingRefused } from '../base/outgoing.js'
import type { Bilingual } from '../base/text.js'
import { type Actor, has } from '../people/actor.js'
import { settingsOf } from '../people/scope.js'
import type { DeliveryState, WebhookState } from './entities.js'
import { EVENT_KINDS, eventId } from './kinds.js'
import { WebhookGuards } from './post.js'
import { newWebhookSecret, WebhookKeys } from './signing.js'

const MOST = 10
/** Hours for which the earlier secret signs as well. */
export const OVERLAP = 24
/** Days that may be sent again, and for which deliveries are kept once they are settled. */
export const KEPT = 30

export interface Webhook {
  readonly id: number
  readonly authorityId: number | null
  readonly address: string
  readonly kinds: readonly string[]
  readonly state: WebhookState
  readonly madeAt: Date
  readonly madeBy: string
  readonly confirmedAt: Date | null
  readonly earlierUntil: Date | null
  readonly failingSince: Date | null
  readonly replayFrom: Date | null
  readonly waiting: number
  readonly parked: number
  /** When something last arrived there. */
  readonly lastSentAt: Date | null
}

export interface Delivery {
  readonly id: number
  /** What it is sent as: `webhook-id`. */
  readonly event: string
  readonly kind: string
  /** Null for a draft, and for whoever may not see the case. */
  readonly caseNumber: string | null
  readonly at: Date
  readonly state: DeliveryState
  readonly tries: number
  readonly triedAt: Date | null
  readonly nextTryAt: Date
  readonly status: number | null
  readonly took: number | null
  readonly answer: string | null
  readonly fault: string | null
}

const OWN = `
  select w.id, w.authority_id as "authorityId", w.address, w.kinds, w.state, w.made_at as "madeAt", p.name as "madeBy",
    w.confirmed_at as "confirmedAt", w.earlier_until as "earlierUntil", w.failing_since as "failingSince",
    w.replay_from as "replayFrom", d.waiting, d.parked, d.last as "lastSentAt"
  from webhooks w left join people p on p.id = w.made_by cross join lateral (
    select count(*) filter (where state in ('waiting', 'failed'))::int as waiting,
      count(*) filter (where state = 'parked')::int as parked, max(settled_at) filter (where state = 'sent') as last
    from webhook_deliveries where webhook_id = w.id) d
  where w.state <> 'removed'`

const ADD = `
  insert into webhooks (code, firm_id, authority_id, address, kinds, state, secret, made_by, made_at)
  values ($1, $2, $3, $4, $5, 'unconfirmed', $6, $7, $8) returning id`
const CHALLENGE = `
  insert into webhook_deliveries (webhook_id, kind, at, made_at, next_try_at) values ($1, 'challenge', $2, $2, $2)`

const DELIVERIES = `
  select d.id, d.webhook_id as "webhookId", d.case_id as "caseId", d.seq, d.kind, c.number as "caseNumber", d.at,
    d.state, d.tries, d.tried_at as "triedAt", d.next_try_at as "nextTryAt", d.status, d.took, d.answer, d.fault
  from webhook_deliveries d left join cases c on c.id = d.case_id
  where d.webhook_id = $1 and ($2::int is null or d.id < $2) order by d.id desc limit $3`

/** Whatever is changed of one: it begins anew with the patience that a new one has. */
const changing = (what: string): string => `
  update webhooks set ${what}, changed_by = $2, changed_at = $3, failures = 0, failing_since = null, rest_until = null
  where id = $1 and state <> 'removed'`

@Injectable()
export class Webhooks {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly keys: WebhookKeys,
    private readonly guards: WebhookGuards,
  ) {}

  /** All that the actor keeps, the newest first. */
  list(actor: Actor): Promise<Webhook[]> {
    return this.inTransaction(actor, (tx) => rows<Webhook>(tx, `${OWN} order by w.id desc`))
  }

  /** Throws NotFound. */
  async get(actor: Actor, id: number): Promise<Webhook> {
    const found = await this.inTransaction(actor, (tx) => row<Webhook>(tx, `${OWN} and w.id = $1`, [id]))
    if (!found) throw new NotFound()
    return found
  }

  /** What was sent, the newest first; `before`: of an id. */
  async deliveries(actor: Actor, id: number, limit: number, before?: number): Promise<Delivery[]> {
    type Found = Omit<Delivery, 'event'> & { webhookId: number; caseId: number | null; seq: number | null }
    const found = await this.inTransaction(actor, (tx) => rows<Found>(tx, DELIVERIES, [id, before ?? null, limit]))
    return found.map((one) => ({ ...one, event: messageId(one) }))
  }

  /**
   * Begins a subscription, which is sent a challenge first. Answers its secret, this once.
   * Throws Invalid for an address that may not be reached; NotNow when there are enough.
   */
  async create(
    actor: Actor,
    wish: { address: string; kinds: readonly string[]; authorityId: number | null },
  ): Promise<{ id: number; secret: string }> {
    requirePerson(actor)
    if (has(actor, 'firmAdmin') === (wish.authorityId !== null)) throw new Forbidden()
    const address = this.readAddress(wish)
    const kinds = wish.kinds.length > 0 ? wish.kinds : EVENT_KINDS
    const [secret, code, now] = [newWebhookSecret(), randomBytes(8).toString('hex'), this.clock.now()]
    const owner = [actor.firmId, wish.authorityId]
    return this.inTransaction(actor, async (tx) => {
      const of = 'firm_id is not distinct from $1 and authority_id is not distinct from $2'
      const there = await rows(tx, `select 1 from webhooks where state <> 'removed' and ${of}`, owner)
      if (there.length >= MOST) throw new NotNow([enough])
      const values = [code, ...owner, address, kinds, this.keys.seal(code, secret), actor.id, now]
      const made = await row<{ id: number }>(tx, ADD, values)
      if (!made) throw new Error('no subscription was made')
      await rows(tx, CHALLENGE, [made.id, now])
      return { id: made.id, secret }
    })
  }

  /** Changes the secret; the earlier one signs as well for a day. Answers the new one, this once. Throws NotFound. */
  async rotate(actor: Actor, id: number): Promise<string> {
    const secret = newWebhookSecret()
    const until = new Date(this.clock.now().getTime() + OVERLAP * 3_600_000)
    await this.inTransaction(actor, async (tx) => {
      const known = await row<{ code: string }>(tx, `select code from webhooks where id = $1`, [id])
      if (!known) throw new NotFound()
      const what = 'earlier_secret = secret, earlier_until = $5, secret = $4'
      await this.change(tx, actor, id, what, [this.keys.seal(known.code, secret), until])
    })
    return secret
  }

  /** Keeps what happens until it is resumed. Throws NotFound. */
  pause(actor: Actor, id: number): Promise<void> {
    return this.changeOne(actor, id, `state = case when confirmed_at is null then state else 'paused' end`)
  }

  /** Throws NotFound. */
  resume(actor: Actor, id: number): Promise<void> {
    return this.changeOne(actor, id, `state = case when confirmed_at is null then state else 'active' end`)
  }

  /** Ends it; its secrets are forgotten. Throws NotFound. */
  remove(actor: Actor, id: number): Promise<void> {
    const what = `state = 'removed', secret = '', earlier_secret = null, earlier_until = null, replay_from = null`
    return this.changeOne(actor, id, what)
  }

  /** Sends again what happened since the beginning of a day in Shanghai. Throws Invalid, NotFound. */
  async replay(actor: Actor, id: number, from: string): Promise<void> {
    const today = this.clock.today()
    if (from > today || from < addDays(today, -KEPT)) throw new Invalid([badDay])
    await this.changeOne(actor, id, 'replay_from = $4', [new Date(`${from}T00:00:00+08:00`)])
  }

  /** Sends one again, under the same id. Throws NotFound. */
  async sendAgain(actor: Actor, id: number, delivery: number): Promise<void> {
    const again = `
      update webhook_deliveries set state = 'waiting', tries = 0, next_try_at = $3, settled_at = null
      where id = $2 and webhook_id = $1 returning id`
    await this.inTransaction(actor, async (tx) => {
      if (!(await row(tx, again, [id, delivery, this.clock.now()]))) throw new NotFound()
      await this.change(tx, actor, id, 'told_at = null')
    })
  }

  private changeOne(actor: Actor, id: number, what: string, values: readonly unknown[] = []): Promise<void> {
    return this.inTransaction(actor, (tx) => this.change(tx, actor, id, what, values))
  }

  private async change(tx: Tx, actor: Actor, id: number, what: string, values: readonly unknown[] = []): Promise<void> {
    requirePerson(actor)
    const done = await row(tx, `${changing(what)} returning id`, [id, actor.id, this.clock.now(), ...values])
    if (!done) throw new NotFound()
  }

  /** Throws Invalid unless it is an address of the web that may be reached; a name is looked up when it is sent to. */
  private readAddress(wish: { readonly address: string; readonly authorityId: number | null }): string {
    const [text, guard] = [wish.address, this.guards.of(wish)]
    const url = URL.canParse(text) ? new URL(text) : undefined
    if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password) throw new Invalid([badAddress])
    url.hash = ''
    try {
      guard.checkHost(url.hostname)
      if (url.protocol === 'http:') guard.checkPlain(url.hostname)
    } catch (error) {
      if (error instanceof OutgoingRefused) throw new Invalid([outOfBounds])
      throw error
    }
    return url.href
  }

  private inTransaction<Found>(actor: Actor, work: (tx: Tx) => Promise<Found>): Promise<Found> {
    return this.db.transaction(settingsOf(actor), work)
  }
}

/** What a delivery is sent as; the same however often. */
export const messageId = (one: { webhookId: number; caseId: number | null; seq: number | null }): string =>
  one.caseId === null || one.seq === null ? `challenge-${one.webhookId}` : eventId({ caseId: one.caseId, seq: one.seq })

function requirePerson({ keyId }: Actor): void {
  if (keyId !== null) throw new Forbidden(byPersonOnly)
}

const byPersonOnly: Bilingual = {
  zh: '事件推送须由本人登录后管理，不能用密钥办理。',
  en: 'Webhooks are managed by a person who has signed in, not by a key.',
}
const at = (code: string, path: string, zh: string, en: string): Problem => ({ code, path, message: { zh, en } })
const badAddress = at(
  'badAddress',
  'address',
  '请填写以https://开头的完整地址，其中不含用户名和密码。',
  'Enter a whole address that begins with https:// and contains no user name or password.',
)
const outOfBounds = at(
  'addressOutOfBounds',
  'address',
  '这个地址指向内部网络，或者没有加密。请填写公网上以https://开头的地址。',
  'This address leads to a private network or is not encrypted. Enter a public one that begins with https://.',
)
const badDay = at('badDay', 'from', `请填写最近${KEPT}天内的一天。`, `Enter a day within the last ${KEPT} days.`)
const enough = { code: 'enoughWebhooks', zh: `最多${MOST}个订阅。`, en: `You can have at most ${MOST} subscriptions.` }
