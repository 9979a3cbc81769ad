/** Whether whoever is to be told was told, once: notifications, mail, webhooks. */
import { headerOf } from '../worker/mailServer.js'
import { type Look, SEEN } from './look.js'

/** Each told at most once of a thing, and mail for it ordered once. */
export const TOLD_ONCE = `
  select 'person ' || person_id || ' is told ' || count(*) || ' times of ' || kind || ' ' || mark || ' in case ' || case_id as fault
  from notifications e where ${SEEN} and case_id is not null group by person_id, case_id, kind, mark having count(*) > 1
  union all
  select e.kind || ' of event ' || e.seq || ' of case ' || e.case_id || ' is ordered ' || count(*) || ' times' from paper_orders e
  where ${SEEN} group by e.case_id, e.seq, e.kind having count(*) > 1`

/** A mail about a case is that of a notification; only of a calendar's entry that is gone there is none. */
export const MAIL_ONCE = `
  select 'mail ' || e.id || ' (' || e.kind || ') of case ' || e.case_id || ' is nobody’s news' as fault from mails e
  where ${SEEN} and e.case_id is not null and e.kind <> 'calendarCancelled'
    and not exists (select from notifications n where n.mail_id = e.id)`

/** Whoever of a firm can be told is told what the department did. */
export const FIRM_TOLD = `
  select 'nobody of the firm was told of ' || e.action || ' at ' || e.seq || ' of case ' || e.case_id as fault
  from events e join cases c on c.id = e.case_id
  where ${SEEN} and e.action in ('accept', 'requestCorrection', 'declineToAccept', 'recommend', 'refuse', 'recordLetter', 'lapse', 'upholdRefusal', 'overturnRefusal')
    and c.erased_at is null
    and not exists (
      select from notifications n join people p on p.id = n.person_id
      where n.case_id = e.case_id and n.kind = e.action and n.mark = e.seq::text and p.firm_id = c.firm_id)`

export const WEBHOOKS = `
  select e.action || ' at ' || e.seq || ' of case ' || e.case_id || ' was delivered ' || count(d.id) || ' times' as fault
  from webhooks w join cases c on c.firm_id = w.firm_id join events e on e.case_id = c.id and e.action = any (w.kinds) and not e.internal
  left join webhook_deliveries d on d.webhook_id = w.id and d.case_id = e.case_id and d.seq = e.seq
  where ${SEEN} and w.state = 'active' and e.at > w.confirmed_at
    and e.at > (select max(at) from events) - interval '20 days'
  group by e.action, e.seq, e.case_id having count(d.id) <> 1`

/** The events of a case arrive in their order; one that is sent again does not count. */
export const webhookOrder = async ({ town }: Look): Promise<string[]> => {
  const first = new Map<string, number[]>()
  const seen = new Set<unknown>()
  for (const { headers, message } of town.receiver.at(town.events)) {
    const { caseId, order } = message.data
    if (seen.has(headers['webhook-id'])) continue
    seen.add(headers['webhook-id'])
    first.set(String(caseId), [...(first.get(String(caseId)) ?? []), Number(order)])
  }
  return [...first].flatMap(([caseId, orders]) =>
    orders.every((order, at) => at === 0 || order > (orders[at - 1] ?? 0))
      ? []
      : [`the events of case ${caseId} arrived as ${orders.join(', ')}`],
  )
}

/** Mail that counts as sent has arrived, and nothing has that was not ordered. */
export const mail = async ({ admin, town }: Look): Promise<string[]> => {
  const { rows } = await admin.query<{ id: string; state: string; error: string | null }>(
    'select id::text, state, last_error as error from mails',
  )
  const arrived = new Set(town.arrived.map((one) => /^<haijian\.(\d+)\./.exec(headerOf(one, 'Message-ID'))?.[1]))
  const known = new Set(rows.map(({ id }) => id))
  return [
    ...rows
      .filter(({ id, state }) => state === 'sent' && !arrived.has(id))
      .map(({ id }) => `mail ${id} has not arrived`),
    ...rows.filter(({ state }) => state === 'givenUp').map(({ id, error }) => `mail ${id} was given up: ${error}`),
    ...[...arrived].filter((id) => !known.has(id ?? '')).map((id) => `mail ${id} was never ordered`),
  ]
}
