/**
 * Sends webhooks (exchange/): of each subscription one after another, of several at the same time, and
 * of those whose receiver is in trouble so few that the others never wait for them. Which worker sends
 * to which is a lock of its own session, which PostgreSQL gives back when the worker is killed; what it
 * had sent and not settled goes out once more, under the same id. What failed is tried again after
 * growing pauses for three days; then it is parked, and its administrators are told. Over 250 lines
 * because the statements stand beside the rounds that ask them.
 */
import { SpanKind } from '@opentelemetry/api'
import { Injectable, Logger } from '@nestjs/common'
import type pg from 'pg'
import { causeOf } from '../base/cause.js'
import { Clock } from '../base/clock.js'
import { Database, row, rows, type Tx } from '../base/database.js'
import { count } from '../base/metrics.js'
import { openSession } from '../base/ownSession.js'
import { path } from '../base/path.js'
import { SealBroken } from '../base/seal.js'
import type { Language } from '../base/text.js'
import { within } from '../base/tracing.js'
import { present } from '../base/trail.js'
import type { Fault } from '../exchange/faults.js'
import { ExchangeSettings } from '../exchange/feed.service.js'
import { type EventRow, presentEvent } from '../exchange/kinds.js'
import { type Posted, WebhookPost } from '../exchange/post.js'
import { challengeOf, signatures, WebhookKeys } from '../exchange/signing.js'
import { messageId } from '../exchange/webhook.service.js'
import { WORKER } from '../people/actor.js'
import { orderMail } from '../people/mail.js'
import { settingsOf } from '../people/scope.js'

/** Subscriptions that are sent to at the same time, and of them those whose last try failed. */
const PLACES = 8
const TROUBLED = 4
/** Of one subscription before others have their turn. */
const AT_ONCE = 50
/** Characters of an answer that are kept. */
const KEPT = 200

/** Seconds until the next try, after each one that failed: three days in all. */
const PAUSES = [10, 60, 300, 900, 3_600, 7_200, 14_400, 28_800, 43_200, 72_000, 86_400] as const
/** Seconds for which nothing goes to a receiver, after so many failures in a row. */
const RESTS = [2, 5, 15, 60, 300] as const
const DAY = 86_400_000 // ms
const PATIENCE = 3 * DAY

/** No later event of a case before an earlier one that still waits. */
const IN_TURN = `
  d.state in ('waiting', 'failed') and d.next_try_at <= $1 and not exists (
    select from webhook_deliveries o where o.webhook_id = d.webhook_id and o.case_id = d.case_id and o.seq < d.seq
      and o.state in ('waiting', 'failed'))`

const DUE = `
  select w.id, w.failures > 0 as troubled from webhooks w
  where w.state in ('unconfirmed', 'active') and w.id <> all ($2::int[])
    and (w.rest_until is null or w.rest_until <= $1)
    and exists (select from webhook_deliveries d where d.webhook_id = w.id and ${IN_TURN})
  order by w.served_at nulls first, w.id limit 100`

/** The next one of a subscription. */
const NEXT = `
  select d.id, d.webhook_id as "webhookId", d.case_id as "caseId", d.seq, d.kind, d.at, d.tries,
    c.number as "caseNumber", w.code, w.address, (
      select l.id from letters l where l.case_id = d.case_id and l.kind = 'recommendation'
        and l.issued_at is not null and coalesce(l.caused_by, 0) < d.seq
      order by l.id desc limit 1) as "letterId",
    w.authority_id as "authorityId", w.secret, w.earlier_secret as "earlierSecret",
    w.earlier_until as "earlierUntil"
  from webhooks w join webhook_deliveries d on d.webhook_id = w.id left join cases c on c.id = d.case_id
  where w.id = $2 and w.state in ('unconfirmed', 'active') and (w.rest_until is null or w.rest_until <= $1)
    and ${IN_TURN}
  order by d.id limit 1`

const SETTLE = `
  update webhook_deliveries set state = $2, tries = tries + 1, tried_at = $3, next_try_at = coalesce($4, next_try_at),
    settled_at = case when $2 in ('sent', 'parked') then $3::timestamptz end, status = $5, took = $6, answer = $7,
    fault = $8
  where id = $1`
const WELL = `
  update webhooks set failures = 0, failing_since = null, rest_until = null, served_at = clock_timestamp()
  where id = $1`
const CONFIRM = `
  update webhooks set state = 'active', confirmed_at = coalesce(confirmed_at, $2)
  where id = $1 and state = 'unconfirmed'`
const FAILING = `
  update webhooks set failures = failures + 1, failing_since = coalesce(failing_since, $2),
    rest_until = $2::timestamptz
      + make_interval(secs => ($3::int[])[least(failures + 1, cardinality($3::int[]))]),
    served_at = clock_timestamp()
  where id = $1 returning failing_since as since, told_at as "toldAt", firm_id as "firmId"`
/** Behind a receiver that has been away for three days, whatever has waited as long. */
const PARK_OLD = `
  update webhook_deliveries set state = 'parked', settled_at = $2
  where webhook_id = $1 and state in ('waiting', 'failed') and made_at <= $3 returning id`
const ADMINISTRATORS = `
  select id, language from people
  where ended_at is null and case when $1::int is null then 'systemAdmin' = any (roles)
    else firm_id = $1 and 'firmAdmin' = any (roles) end`

const LOCK = `select pg_try_advisory_lock(hashtextextended('haijian webhook ' || $1::text, 0)) as got`
const UNLOCK = `select pg_advisory_unlock(hashtextextended('haijian webhook ' || $1::text, 0))`

interface DueDelivery extends Pick<EventRow, 'at' | 'caseNumber' | 'letterId'> {
  readonly id: number
  readonly webhookId: number
  readonly caseId: number | null
  readonly seq: number | null
  readonly kind: string
  readonly tries: number
  readonly code: string
  readonly address: string
  readonly authorityId: number | null
  readonly secret: Buffer
  readonly earlierSecret: Buffer | null
  readonly earlierUntil: Date | null
}

@Injectable()
export class WebhookSender {
  private readonly log = new Logger('webhooks')
  private readonly serving = new Map<number, { readonly troubled: boolean; readonly done: Promise<void> }>()
  private locks: pg.Client | undefined

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly keys: WebhookKeys,
    private readonly post: WebhookPost,
    private readonly settings: ExchangeSettings,
  ) {}

  /** Begins to send what is due, and does not wait for it. Answers to how many more subscriptions. */
  async sendDue(): Promise<number> {
    const due = await this.work((tx) =>
      rows<{ id: number; troubled: boolean }>(tx, DUE, [this.clock.now(), [...this.serving.keys()]]),
    )
    let begun = 0
    for (const { id, troubled } of due) {
      const inTrouble = [...this.serving.values()].filter((one) => one.troubled).length
      if (this.serving.size >= PLACES) break
      if (troubled && inTrouble >= TROUBLED) continue
      if (!(await this.lock(id))) continue
      const done = this.serve(id).finally(() => this.serving.delete(id))
      this.serving.set(id, { troubled, done })
      begun++
    }
    return begun
  }

  /** Waits for what is being sent. */
  async settled(): Promise<void> {
    await Promise.all([...this.serving.values()].map(({ done }) => done))
  }

  async close(): Promise<void> {
    await this.settled()
    await this.locks?.end().catch(() => undefined)
    this.locks = undefined
  }

  private async serve(id: number): Promise<void> {
    try {
      for (let sent = 0; sent < AT_ONCE; sent++) {
        const next = await this.work((tx) => row<DueDelivery>(tx, NEXT, [this.clock.now(), id]))
        if (!next || !(await within('webhook', SpanKind.PRODUCER, () => this.send(next)))) break
      }
    } catch (error) {
      this.log.warn({ msg: 'webhooks failed', webhook: id, ...causeOf(error) })
    } finally {
      await this.locks?.query(UNLOCK, [id]).catch(() => undefined) // gone with its session
    }
  }

  /** Answers whether it arrived. */
  private async send(one: DueDelivery): Promise<boolean> {
    const secrets = this.secretsOf(one)
    if (!secrets) {
      await this.fail(one, { took: 0, status: null, text: '', fault: 'secret' })
      return false
    }
    const id = messageId(one)
    const body = JSON.stringify(this.messageOf(one, secrets[0]))
    const seconds = Math.floor(this.clock.now().getTime() / 1000)
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'Haijian-Webhooks/1',
      'webhook-id': id,
      'webhook-timestamp': String(seconds),
      'webhook-signature': signatures(secrets, { id, seconds, body }),
      traceparent: present().traceparent ?? '',
    }
    const posted = await this.post.send(one, headers, body)
    const fault = posted.fault ?? this.unanswered(one, secrets[0], posted)
    if (fault) await this.fail(one, { ...posted, fault })
    else await this.settle(one, posted)
    return fault === null
  }

  /** The present one first; undefined when they cannot be read. */
  private secretsOf({ code, secret, earlierSecret, earlierUntil }: DueDelivery): [string, ...string[]] | undefined {
    try {
      const present = this.keys.open(code, secret)
      const overlaps = earlierSecret && earlierUntil && earlierUntil > this.clock.now()
      return overlaps ? [present, this.keys.open(code, earlierSecret)] : [present]
    } catch (error) {
      if (!(error instanceof SealBroken)) throw error
      return undefined
    }
  }

  private messageOf({ caseId, seq, kind, at, caseNumber, letterId, code }: DueDelivery, secret: string) {
    if (caseId === null || seq === null)
      return { type: 'challenge', timestamp: at.toISOString(), data: { challenge: challengeOf(secret, code) } }
    // only kinds of events are delivered
    const row: EventRow = { caseId, seq, at, caseNumber, letterId, kind: kind as EventRow['kind'] }
    return { type: kind, timestamp: at.toISOString(), data: presentEvent(row, this.settings.publicUrl) }
  }

  private unanswered({ caseId, code }: DueDelivery, secret: string, { text }: Posted): Fault | null {
    return caseId === null && !text.includes(challengeOf(secret, code)) ? 'challenge' : null
  }

  private settle(one: DueDelivery, posted: Posted): Promise<void> {
    const now = this.clock.now()
    return this.work(async (tx) => {
      await rows(tx, SETTLE, [one.id, 'sent', now, null, ...toldOf(posted), null])
      await rows(tx, WELL, [one.webhookId])
      if (one.caseId === null) await rows(tx, CONFIRM, [one.webhookId, now])
      count('deliveries', { outcome: 'sent' })
    })
  }

  private async fail(one: DueDelivery, posted: Posted & { readonly fault: Fault }): Promise<void> {
    const now = this.clock.now()
    const pause = PAUSES[one.tries]
    const next = pause === undefined ? null : new Date(now.getTime() + pause * 1000)
    await this.work(async (tx) => {
      const values = [one.id, next ? 'failed' : 'parked', now, next, ...toldOf(posted), posted.fault]
      await rows(tx, SETTLE, values)
      type Failing = { since: Date; toldAt: Date | null; firmId: number | null }
      const failing = await row<Failing>(tx, FAILING, [one.webhookId, now, RESTS])
      if (!failing) return
      const before = new Date(now.getTime() - PATIENCE)
      const old = failing.since <= before ? await rows(tx, PARK_OLD, [one.webhookId, now, before]) : []
      const recently = failing.toldAt && failing.toldAt.getTime() > now.getTime() - DAY
      if ((next === null || old.length > 0) && !recently) await this.tell(tx, one.webhookId, failing.firmId)
    })
    count('deliveries', { outcome: next ? 'failed' : 'parked' })
    const { webhookId: webhook, kind, tries } = one
    this.log.warn({ msg: 'webhook not sent', webhook, kind, attempt: tries + 1, fault: posted.fault })
  }

  /** Its administrators get a mail, once a day at most. */
  private async tell(tx: Tx, webhookId: number, firmId: number | null): Promise<void> {
    const now = this.clock.now()
    const people = await rows<{ id: number; language: Language }>(tx, ADMINISTRATORS, [firmId])
    const place = path.webhook(webhookId)
    for (const { id, language } of people)
      await orderMail(tx, { kind: 'webhookParked', to: { personId: id }, language, path: place }, now)
    await rows(tx, 'update webhooks set told_at = $2 where id = $1', [webhookId, now])
  }

  private async lock(id: number): Promise<boolean> {
    if (!this.locks) {
      const client = await openSession(this.db.sessionUrl)
      client.on('end', () => {
        if (this.locks === client) this.locks = undefined
      })
      this.locks = client
    }
    return (await this.locks.query<{ got: boolean }>(LOCK, [id])).rows[0]?.got ?? false
  }

  private work<Found>(work: (tx: Tx) => Promise<Found>): Promise<Found> {
    return this.db.transaction(settingsOf(WORKER), work)
  }
}

/** Status, milliseconds and the beginning of the answer, on one line. */
function toldOf({ status, took, text }: Posted) {
  const line = text
    .toWellFormed()
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
  return [status, took, line.slice(0, KEPT).toWellFormed() || null]
}
