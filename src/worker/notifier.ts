/**
 * Notifies people of what happened in cases: reads the events after their transactions, with a
 * cursor (docs/architecture.md#jobs-and-clocks). Events carry the id of the transaction that wrote
 * them. All below the oldest transaction that still runs are there for good, whatever the order in
 * which transactions end; so far the cursor goes. Of several workers one reads at a time; what one
 * was killed over is read again, and notified once, since a notification is unique. Over 250 lines
 * because the statements stand beside the rounds that ask them.
 */
import { Injectable, Logger } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, row, rows, type Tx } from '../base/database.js'
import { addDays, daysBetween } from '../base/dates.js'
import { path } from '../base/path.js'
import type { Language } from '../base/text.js'
import { WITH_TASKS } from '../cases/beckons.js'
import { NEAR } from '../cases/lists.js'
import { isBehind, NOTIFICATION_LAG, type NotificationLag } from '../people/notificationLag.js'
import { notificationOf, type Receiver, notificationsOf, turnIn } from '../cases/notifications.js'
import { WORKER } from '../people/actor.js'
import { firmNews } from '../people/firmWords.js'
import { orderMail } from '../people/mail.js'
import { REACHED } from '../people/mailFailure.js'
import { channelOf, type MailChoices, wayOf } from '../people/mailChoices.js'
import { settingsOf } from '../people/scope.js'
import { Reference } from '../reference/reference.service.js'
import { entriesIn, STATES } from '../workflow/step.js'
import { type CursorWindow, moveCursor, NEWS, takeTurn, windowOf } from './cursor.js'
import { CALENDAR_CANCELLED, FirmMails } from './firmMail.js'
import { receiversOf } from './receivers.js'
import type { State } from '../workflow/machine.js'
import { type EventName, READINGS } from '../workflow/words.js'

/** Days that a digest looks back: longer than the longest holiday. */
const DIGEST_DAYS = 12

const WINDOW = windowOf('events', 'notifications')

const EVENTS = `
  select e.case_id as "caseId", e.seq, e.at, e.action, e.from_state as "fromState", e.to_state as "toState",
    e.actor_id as "actorId",
    e.actor_kind in ('person', 'service') and e.authority_id is null as "byFirm",
    case when e.action = 'note' then array(select jsonb_array_elements_text(t.content -> 'mentioned')::int)
      else array_remove(array[(t.content ->> 'to')::int], null) end as chosen,
    case when e.action = 'chase' then (t.content ->> 'department')::int end as "authorityId",
    coalesce(t.content ->> 'moved', t.content ->> 'settles', t.content ->> 'consulted')::boolean as moved,
    case when e.action = 'talentAsked' then t.content ->> 'kind' end as asked,
    case when e.action = 'acknowledge' then (select o.action from events o
      where o.case_id = e.case_id and o.seq = (t.content ->> 'event')::int) end as about, e.trail
  from events e left join event_contents t on t.case_id = e.case_id and t.seq = e.seq and e.action in ('assign',
    'handOver', 'recompute', 'note', 'chase', 'giveTask', 'finishTask', 'recordConsent', 'talentAsked', 'report',
    'acknowledge')
  where e.xid >= $1 and e.xid < $2 order by e.xid, e.case_id, e.seq`

const ADD = `
  with added as (
    insert into notifications (person_id, case_id, kind, mark, at) select id, $1, $2, $3, $4 from unnest($5::int[]) id
    on conflict do nothing returning id, person_id)
  select a.id, a.person_id as "personId", p.firm_id as "firmId", p.language, ${REACHED} as mailed,
    p.mail_choices as choices
  from added a join people p on p.id = a.person_id`

/**
 * Places in the queue of authorities whose turn it is, by their own day: $1 states, $2 the part that is waited for in
 * each.
 */
const NEAR_PLACES = `
  select q.case_id as id, q.authority_id as "authorityId", q.state, q.due::text as "dueOn"
  from unnest($1::text[], $2::text[]) turn (state, part) cross join authorities a
  join queue_places q on q.authority_id = a.id and q.part in (turn.part, 'lead') and q.state = turn.state
    and q.due between $3 and $4
  where (turn.part <> 'named' or not q.reported)
    and exists (select from case_parties p where p.case_id = q.case_id and p.authority_id = a.id and p.part = turn.part)
    and not exists (
      select from notifications n join people o on o.id = n.person_id
      where n.case_id = q.case_id and n.kind = 'near' and n.mark = q.due::text and o.authority_id = a.id)
  order by q.due, q.case_id limit 500`

/** Cases with conditions that are not reported as met; each waits for the department from the day after its own. */
const CONDITIONS = `
  select distinct c.id, c.state, (m.open_from - 1)::text as "dueOn" from case_matters m join cases c on c.id = m.case_id
  where m.kind = 'condition' and m.open_from between $2::date + 1 and $3::date + 1 and c.state = any ($1) limit 5000`

/** Tasks whose day has come, where they can still be done; those of the week before, should no worker have run. */
const TASKS_DUE = `
  select k.case_id as id, c.state, k.due_on::text as "dueOn", array_agg(distinct k.owner_id) as owners
  from case_tasks k join cases c on c.id = k.case_id
  where k.due_on between $2::date - 7 and $2 and c.state = any ($1)
    and not exists (
      select from notifications n
      where n.person_id = k.owner_id and n.case_id = k.case_id and n.kind = 'taskDue' and n.mark = k.due_on::text)
  group by k.case_id, c.state, k.due_on order by k.due_on, k.case_id limit 500`

const UNTOLD = `
  select n.person_id as "personId", p.language, p.firm_id as "firmId", p.mail_choices as choices,
    json_agg(json_build_object('id', n.id, 'kind', n.kind)) as news
  from notifications n join people p on p.id = n.person_id
  where n.read_at is null and n.mail_id is null and n.at > $1 and ${REACHED} and p.ended_at is null
  group by n.person_id, p.language, p.firm_id, p.mail_choices order by n.person_id`

interface Event {
  readonly caseId: number
  readonly seq: number
  readonly at: Date
  readonly action: EventName
  readonly fromState: State | null
  readonly toState: State
  readonly actorId: number | null
  readonly byFirm: boolean
  readonly chosen: readonly number[]
  /** Whose people alone are told; null of any. */
  readonly authorityId: number | null
  readonly moved: boolean | null
  readonly asked: string | null
  readonly about: EventName | null
  /** The request that it comes from. */
  readonly trail: string | null
}

interface NewNotification {
  readonly id: number
  readonly personId: number
  readonly firmId: number | null
  readonly language: Language
  readonly mailed: boolean
  readonly choices: MailChoices
}

interface News {
  readonly caseId: number
  readonly kind: string
  readonly mark: string
  readonly receiver: Receiver
  readonly state: State
  readonly at: Date
  /** Of an event. */
  readonly seq?: number
  readonly actorId: number | null
  readonly chosen: readonly number[]
  readonly trail: string | null
  /** Whose people alone are told. */
  readonly authorityId?: number | null
}

interface NearPlace {
  readonly id: number
  readonly authorityId: number
  readonly state: State
  readonly dueOn: string
}

@Injectable()
export class Notifier {
  private readonly log = new Logger('notifications')

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly firmMails: FirmMails,
  ) {}

  /**
   * Notifies of the events since the last time. Answers whether there was anything to read, so that the caller goes
   * on at once.
   */
  async notify(): Promise<boolean> {
    return this.inTurn(async (tx) => {
      const window = await row<CursorWindow>(tx, WINDOW)
      // a database restored from a dump counts its transactions anew
      if (window?.ahead) await moveCursor(tx, 'notifications', window.safe)
      if (!window || window.upto === window.from) return false
      const since = new Date(this.clock.now().getTime() - NEWS * 86_400_000)
      const events = await rows<Event>(tx, EVENTS, [window.from, window.upto])
      for (const event of events.filter(({ at }) => at > since))
        for (const { kind, receiver } of notificationsOf(event))
          await this.add(tx, { ...event, kind, receiver, mark: String(event.seq), state: event.toState })
      await this.cancelEntries(tx, events)
      if (events.length > 0) await moveCursor(tx, 'notifications', window.upto)
      return events.length > 0
    })
  }

  /**
   * A limit that has gone leaves a calendar by the next mail about its case; where none is under way, by one of its
   * own.
   */
  private async cancelEntries(tx: Tx, events: readonly Event[]): Promise<void> {
    const changing = events.filter(({ action }) => !READINGS.some((reading) => reading === action))
    const latest = new Map(changing.map(({ caseId, trail }) => [caseId, trail]))
    for (const { personId, language, caseId } of await this.firmMails.listHeld(tx, [...latest.keys()])) {
      const order = { kind: CALENDAR_CANCELLED, to: { personId }, language, path: path.case(caseId), caseId }
      await orderMail(tx, { ...order, requestId: latest.get(caseId) ?? undefined }, this.clock.now())
    }
  }

  /**
   * Every minute: says so when events have waited for longer than they should, since a transaction does not end that
   * began before them. Answers whether they have.
   */
  async warnWhenBehind(): Promise<boolean> {
    const lag = await this.db.transaction(settingsOf(WORKER), (tx) => row<NotificationLag>(tx, NOTIFICATION_LAG))
    if (!isBehind(lag, this.clock.now())) return false
    this.log.warn(
      `notifications stand still: events since ${lag.oldest.toISOString()} wait for transaction ${lag.transaction}` +
        (lag.prepared === null ? '' : ` (prepared: ${lag.prepared})`),
    )
    return true
  }

  /** Every minute: officers are notified of limits that are near. */
  async notifyNear(): Promise<void> {
    const today = this.clock.today()
    const soon = (await this.reference.calendar(today)).addWorkingDays(today, NEAR).on
    await this.inTurn(async (tx) => {
      const turns = STATES.flatMap((state) => {
        const turn = turnIn(state)
        return turn ? [{ state, part: turn.part }] : []
      })
      const values = [turns.map(({ state }) => state), turns.map(({ part }) => part), today, soon]
      for (const { id, authorityId, state, dueOn } of await rows<NearPlace>(tx, NEAR_PLACES, values)) {
        const news = { caseId: id, kind: 'near', mark: dueOn, receiver: 'holder', state, authorityId } as const
        await this.add(tx, { ...this.byClock, ...news })
      }
    })
  }

  /** Every minute: the owner of a task is notified on its day, once for all that are due in a case. */
  async notifyTasks(): Promise<void> {
    await this.inTurn(async (tx) => {
      type DueTasks = Omit<NearPlace, 'authorityId'> & { readonly owners: readonly number[] }
      for (const due of await rows<DueTasks>(tx, TASKS_DUE, [WITH_TASKS, this.clock.today()])) {
        const { id: caseId, state, dueOn: mark, owners: chosen } = due
        await this.add(tx, { ...this.byClock, caseId, kind: 'taskDue', mark, receiver: 'chosen', chosen, state })
      }
    })
  }

  /** Every morning: firms are notified of conditions that are due soon, so many days before as of a correction. */
  async notifyConditions(): Promise<void> {
    const today = this.clock.today()
    const { correction: days } = await this.reference.procedure('reminders', today)
    await this.inTurn(async (tx) => {
      const states = STATES.filter((state) => entriesIn(state).has('meetCondition'))
      const until = addDays(today, Math.max(0, ...days))
      const due = await rows<{ id: number; state: State; dueOn: string }>(tx, CONDITIONS, [states, today, until])
      for (const { id, state, dueOn } of due) {
        const day = Math.min(...days.filter((each) => daysBetween(today, dueOn) <= each))
        const mark = `${dueOn} ${day}`
        await this.add(tx, { ...this.byClock, caseId: id, kind: 'conditionDue', mark, receiver: 'firm', state })
      }
    })
  }

  /**
   * At half past eight on working days: one mail to everybody who wants their news that way, and has some that is not
   * read.
   */
  async orderDigests(): Promise<void> {
    const today = this.clock.today()
    if (!(await this.reference.calendar(today)).isWorkingDay(today)) return
    const now = this.clock.now()
    await this.inTurn(async (tx) => {
      type Untold = Omit<NewNotification, 'id' | 'mailed'> & { readonly news: { id: number; kind: string }[] }
      const since = new Date(now.getTime() - DIGEST_DAYS * 86_400_000)
      for (const { personId, language, firmId, choices, news } of await rows<Untold>(tx, UNTOLD, [since])) {
        const ids = news.filter(({ kind }) => this.channel(kind, firmId, choices) === 'digest').map(({ id }) => id)
        if (ids.length === 0) continue
        const mailId = await orderMail(tx, { kind: 'digest', to: { personId }, language, path: path.messages }, now)
        await rows(tx, 'update notifications set mail_id = $1 where id = any ($2::int[])', [mailId, ids])
      }
    })
  }

  /** Within a transaction that found it: a document says otherwise than the answers of a case in hand. */
  async notifyDifference(
    tx: Tx,
    { attachmentId, ...of }: { readonly caseId: number; readonly state: State; readonly attachmentId: number },
  ): Promise<void> {
    await this.add(tx, { ...this.byClock, ...of, kind: 'paperDiffers', mark: String(attachmentId), receiver: 'holder' })
  }

  private get byClock() {
    return { at: this.clock.now(), actorId: null, chosen: [], trail: null }
  }

  private channel(kind: string, firmId: number | null, choices: MailChoices) {
    const known = notificationOf(kind, firmId) ?? firmNews(kind)
    return known ? channelOf(known.group, firmId, choices) : 'app'
  }

  private async add(tx: Tx, news: News): Promise<void> {
    const { caseId, kind, mark, at, trail } = news
    const wanted = await receiversOf(tx, { ...news, today: this.clock.today() })
    if (wanted.length === 0) return
    for (const told of await rows<NewNotification>(tx, ADD, [caseId, kind, mark, at, wanted])) {
      const { id, personId, firmId, language, mailed, choices } = told
      const by = wayOf(this.channel(kind, firmId, choices))
      if (!mailed || !by) continue
      const order = {
        kind,
        by,
        to: { personId },
        language,
        path: path.case(caseId),
        caseId,
        requestId: trail ?? undefined,
      }
      const mailId = await orderMail(tx, order, this.clock.now())
      await rows(tx, 'update notifications set mail_id = $2 where id = $1', [id, mailId])
    }
  }

  /** In one transaction of the worker's, and nothing at all while another worker is at it. */
  private async inTurn<T>(work: (tx: Tx) => Promise<T>): Promise<T | false> {
    return this.db.transaction(settingsOf(WORKER), async (tx) => {
      return (await takeTurn(tx, 'notifications')) ? work(tx) : false
    })
  }
}
