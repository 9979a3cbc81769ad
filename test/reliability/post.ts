/** Whether every mail that was ordered has arrived. */
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { sinceMorning } from '../clock.js'
import { headerOf, type MailServer } from '../worker/mailServer.js'

/** Everybody has been told of everything, and no mail waits; one that a killed worker had taken is taken by another when its ten minutes are over, which they are now. */
export async function finishPost(admin: pg.Client): Promise<void> {
  const open = async () => {
    const { rows } = await admin.query<{ n: number }>(
      `select (select count(*) from events where xid >= (select position from event_cursors where name = 'notifications'))::int
         + (select count(*) from mails where state in ('waiting', 'failed'))::int as n`,
    )
    return rows[0]?.n
  }
  for (const end = performance.now() + 90_000; performance.now() < end && (await open()) !== 0; await sleep(250))
    await admin.query(
      `update mails set next_try_at = $1
       where state in ('waiting', 'failed') and next_try_at > $1::timestamptz + interval '1 minute'`,
      [sinceMorning()], // the worker's time of day, which is not the database's
    )
}

/** Each mail that is ordered has arrived, and nothing else has; one may have come twice, when the worker was killed before it could say that it had gone. */
export async function mailFaults(admin: pg.Client, post: MailServer): Promise<string[]> {
  const arrived = post.received.map((mail) => /^<haijian\.(\d+)\./.exec(headerOf(mail, 'Message-ID'))?.[1])
  const { rows } = await admin.query<{ id: string; state: string }>('select id::text, state from mails order by id')
  const missing = rows.filter(({ id, state }) => state !== 'sent' || !arrived.includes(id))
  const ids = rows.map(({ id }) => id)
  return [
    ...missing.map(({ id, state }) => `mail ${id} (${state}) has not arrived`),
    ...arrived.filter((id) => !ids.includes(id ?? '')).map((id) => `mail ${id} was never ordered`),
  ]
}
