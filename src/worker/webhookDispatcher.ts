/**
 * Makes a delivery of each event for each subscription whose owner may see it: reads the events after
 * their transactions, with a cursor, as notifier.ts does. Delivery and cursor are written together, so
 * that a worker that is killed has told of nothing, or of all.
 */
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, row, rows, type Tx } from '../base/database.js'
import { sql } from '../base/sql.js'
import { LETTER_KINDS } from '../exchange/kinds.js'
import { LETTER_OF } from '../exchange/letterOf.js'
import { KEPT } from '../exchange/webhook.service.js'
import { WORKER } from '../people/actor.js'
import { settingsOf } from '../people/scope.js'
import { OWN_WORK } from '../workflow/words.js'
import { type CursorWindow, moveCursor, takeTurn, windowOf } from './cursor.js'

const WINDOW = windowOf('events', 'webhooks')

/** As SCOPE (cases/scope.ts), for an owner instead of somebody who asks; a permit authority hears of letters alone. */
const SEEN_BY_OWNER = sql`(
  c.firm_id = w.firm_id
  or exists (
    select 1 from mandates m where m.id = c.mandate_id and m.agent_id = w.firm_id and m.confirmed_at is not null
      and m.ended_at is null and m.until_on >= ${'today'}::date)
  or exists (
    select 1 from case_parties p where p.case_id = c.id and p.authority_id = w.authority_id and (
      p.part <> 'permit' or l.addressed_to = w.authority_id and e.action = any (${'ofLetters'}::text[])))
)`

/** In the order in which a case's events happened. */
const DELIVER = sql`
  insert into webhook_deliveries (webhook_id, case_id, seq, kind, at, made_at, next_try_at)
  select w.id, e.case_id, e.seq, e.action, e.at, ${'now'}::timestamptz, ${'now'}::timestamptz
  from events e join cases c on c.id = e.case_id join webhooks w on e.action = any (w.kinds)
  ${LETTER_OF}
  where not e.internal and (w.firm_id is not null or e.action <> all (${'unsent'}::text[])) and ${SEEN_BY_OWNER}`

const DELIVER_NEW = sql`
  ${DELIVER} and w.state in ('active', 'paused') and e.xid >= ${'from'}::bigint and e.xid < ${'upto'}::bigint
  order by e.xid, e.case_id, e.seq on conflict do nothing`

const DELIVER_AGAIN = sql`
  ${DELIVER} and w.id = ${'id'}::int and e.at >= ${'since'}::timestamptz
    and e.at < ${'since'}::timestamptz + interval '1 day'
  order by e.xid, e.case_id, e.seq
  on conflict (webhook_id, case_id, seq) do update set state = 'waiting', tries = 0, next_try_at = excluded.next_try_at,
    settled_at = null where webhook_deliveries.state in ('sent', 'parked')`

const NEXT_DAY = `
  update webhooks set replay_from = case when replay_from + interval '1 day' > $2 then null
    else replay_from + interval '1 day' end
  where id = $1 and replay_from = $3`

const FORGET = `
  delete from webhook_deliveries d using webhooks w where w.id = d.webhook_id
    and (d.settled_at < $1 or (w.state = 'removed' and d.made_at < $1))`

@Injectable()
export class WebhookDispatcher {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** Deliveries of what happened since the last time. Answers whether there was anything to read. */
  async dispatch(): Promise<boolean> {
    return this.db.transaction(settingsOf(WORKER), async (tx) => {
      if (!(await takeTurn(tx, 'webhooks'))) return false
      const again = await this.dispatchAgain(tx)
      const window = await row<CursorWindow>(tx, WINDOW)
      if (window?.ahead) await moveCursor(tx, 'webhooks', window.safe)
      if (!window || window.upto === window.from) return again
      const { from, upto } = window
      const any = await row(tx, 'select 1 from events where xid >= $1 and xid < $2 limit 1', [from, upto])
      if (!any) return again
      await rows(tx, ...DELIVER_NEW({ ...this.moment, from, upto }))
      await moveCursor(tx, 'webhooks', upto)
      return true
    })
  }

  /** Every night: what arrived or was given up long ago is forgotten. */
  async forget(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - KEPT * 86_400_000)
    await this.db.transaction(settingsOf(WORKER), (tx) => rows(tx, FORGET, [before]))
  }

  /** A day of what an administrator wants to be sent again. */
  private async dispatchAgain(tx: Tx): Promise<boolean> {
    const asked = await row<{ id: number; since: Date }>(
      tx,
      `select id, replay_from as since from webhooks where replay_from is not null and state in ('active', 'paused')
        order by id limit 1`,
    )
    if (!asked) return false
    await rows(tx, ...DELIVER_AGAIN({ ...this.moment, ...asked }))
    await rows(tx, NEXT_DAY, [asked.id, this.clock.now(), asked.since])
    return true
  }

  private get moment() {
    return { now: this.clock.now(), today: this.clock.today(), unsent: OWN_WORK, ofLetters: LETTER_KINDS }
  }
}
