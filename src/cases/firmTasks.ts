/**
 * What waits for the firm of a case: derived from the chart, from what was announced to the firm and
 * not answered, from what waits after a letter, and from a permit that ends. The same in list, card,
 * message, mail and API. Over 250 lines because the statement stands beside the values that it is asked with.
 */
import { row, type Tx } from '../base/database.js'
import { addDays } from '../base/dates.js'
import { type Fragment, sql } from '../base/sql.js'
import { SENSITIVE_KINDS } from '../forms/choices.js'
import type { Actor } from '../people/actor.js'
import { type Obligation, obligationSchema } from '../reference/obligations.js'
import type { Reference } from '../reference/reference.service.js'
import { type Calendar, type TimeLimit, timeLimitSchema } from '../reference/workingDays.js'
import { TASK_ACTS, type TaskAct } from '../workflow/firmWords.js'
import type { Entry, State } from '../workflow/machine.js'
import { edgesFrom, entriesIn, isFinal, metaOf, PROMISED, STATES, statesWaitingFor } from '../workflow/step.js'
import { FILLING } from '../workflow/words.js'
import { ASKED_TO_SUBMIT } from './facts.js'

export interface FirmTask {
  readonly act: TaskAct
  /** The last day for it; null where none is set. */
  readonly day: string | null
  /** How many: conditions, questions of the department, items of a correction. */
  readonly count: number
  /** Of what is filled in and not sent: who has asked a colleague to submit it as it stands. */
  readonly askedBy?: number | null
  /** Of a correction, where its firm reads it: how many of its items are answered and not sent. */
  readonly answered?: number | null
}

/** The move by which the firm goes on from a state that waits for it: the one that does not end the case. */
function moveOf(state: State): TaskAct | undefined {
  const own = [...edgesFrom(state)].find(([, edges]) =>
    edges.some(({ by, target }) => by.who.includes('firm') && !isFinal(target)),
  )
  return TASK_ACTS.find((act) => act === own?.[0])
}

/** The states that wait for the firm, by what it does there, and whether that is possible until the day only. */
export const FIRM_STATES = statesWaitingFor('firm').flatMap((state) => {
  const act = moveOf(state)
  return act ? [{ state, act, timed: metaOf(state).clock !== undefined }] : []
})

const statesWith = (entry: Entry): State[] => STATES.filter((state) => entriesIn(state).has(entry))

/** The states that wait for somebody of an authority, or for the worker. */
export const WAITING_STATES = STATES.filter((state) => ![undefined, 'firm'].includes(metaOf(state).waitsFor))
/** The states in which a permit was granted: the chart reminds of its end. */
export const PERMIT_STATES = STATES.filter((state) => metaOf(state).reminders === 'permit')

/** When an extension can be applied for, in days before the permit ends, and how long a letter takes. */
export interface Renewal {
  readonly opens: number
  readonly closes: number
  /** Working days from filing here to the letter, by the promised limits. */
  readonly takes: number
  /** Of these, for the letter, which the promise of a decision does not count. */
  readonly makes: number
}

/** Undefined when the rules in force ask for no extension. */
export function renewalOf(
  obligations: ReadonlyMap<string, Obligation>,
  limits: ReadonlyMap<string, Pick<TimeLimit, 'amount'>>,
): Renewal | undefined {
  const window = [...obligations.values()].find(({ way }) => way === 'renew')?.window
  if (!window) return undefined
  const letter = statesWaitingFor('worker').flatMap((state) => metaOf(state).clock?.limit ?? [])
  const sum = (names: readonly string[]) => names.reduce((days, limit) => days + (limits.get(limit)?.amount ?? 0), 0)
  const makes = sum(letter)
  return { ...window, takes: sum(PROMISED.map(({ limit }) => limit)) + makes, makes }
}

export interface RenewalDays {
  /** The first and the last day on which the permit authority takes an application. */
  readonly from: string
  readonly to: string
  /** The last day on which filing here brings the letter by `to`, when every promised limit is used up. */
  readonly safeUntil: string
}

/** The days of a permit that ends on `until`. */
export function renewalDays({ opens, closes, takes }: Renewal, until: string, calendar: Calendar): RenewalDays {
  const to = addDays(until, -closes)
  return { from: addDays(until, -opens), to, safeUntil: calendar.latestStart(to, takes) }
}

/** Each kind of document whose use a candidate decides, with what they decide it by. */
const sensitive = Object.entries(SENSITIVE_KINDS).flatMap(([about, kinds]) => kinds.map((kind) => ({ about, kind })))

/** The states in which anything can wait for the firm, and what. */
const HEARD_IN = statesWith('answerIntention')
const CARED_IN = statesWith('meetCondition')
const SETTLED_IN = statesWith('settleConsent')
const FILLED_IN = FIRM_STATES.map(({ state }) => state)
const WITH_TASKS = [...new Set([...FILLED_IN, ...HEARD_IN, ...CARED_IN, ...SETTLED_IN, ...PERMIT_STATES])]

/** The values of TASKS; `safeDays`: of every permit's end before which an extension is possible today. */
export const taskValues = (today: string, safeDays: ReadonlyMap<string, string> = new Map()) => ({
  today,
  taskStates: FILLED_IN,
  taskActs: FIRM_STATES.map(({ act }) => act),
  taskTimed: FIRM_STATES.map(({ timed }) => timed),
  heardIn: HEARD_IN,
  caredIn: CARED_IN,
  settledIn: SETTLED_IN,
  withTasks: WITH_TASKS,
  sensitiveAbout: sensitive.map(({ about }) => about),
  sensitiveKinds: sensitive.map(({ kind }) => kind),
  waitingStates: WAITING_STATES,
  permitStates: PERMIT_STATES,
  filling: FILLING,
  permitEnds: [...safeDays.keys()],
  safeDays: [...safeDays.values()],
})
export type TaskValues = ReturnType<typeof taskValues>

/** The same by the rules in force today; for who is of no firm, nothing is worked out. */
export async function currentTaskValues(
  reference: Reference,
  { firmId }: Pick<Actor, 'firmId'>,
  today: string,
): Promise<TaskValues> {
  if (firmId === null) return taskValues(today)
  const [calendar, obligations, limits] = await Promise.all([
    reference.calendar(today),
    reference.all('obligations', today, obligationSchema),
    reference.all('timeLimits', today, timeLimitSchema),
  ])
  const renewal = renewalOf(obligations, limits)
  if (!renewal) return taskValues(today)
  const ends = Array.from({ length: renewal.opens + 1 }, (_, days) => addDays(today, days))
  return taskValues(today, new Map(ends.map((until) => [until, renewalDays(renewal, until, calendar).safeUntil])))
}

/** The last safe day before a permit ends, for those that end within the time in which an extension is possible. */
const safeDay = sql`(
      select s.day from unnest(${'permitEnds'}::date[], ${'safeDays'}::date[]) s (ends, day)
      where s.ends = o.permit_valid_until)`

export interface Successor {
  readonly id: number
  readonly number: string
  readonly state: State
}

/**
 * The application that takes the place of the permit of case `c`, unless it came to nothing. `+ 0`: few have a passport
 * or an origin in common, and many come later.
 */
export const SUCCESSOR = sql`
      select n.id, n.number, n.state from cases n
      where n.firm_id + 0 = c.firm_id and n.id + 0 > c.id
        and (n.copied_from = c.id or n.passport_index = c.passport_index)
        and (n.state = any (${'waitingStates'}::text[]) or n.permit_valid_until is not null or exists (
          select from unnest(${'taskStates'}::text[], ${'taskTimed'}::bool[]) w (state, timed)
          where w.state = n.state and (not w.timed or n.due_on >= ${'today'}::date)))
      order by n.filed_on is null, n.id desc limit 1`

const RENEWAL = sql`select n.* from cases c cross join lateral (${SUCCESSOR}) n where c.id = ${'id'}`

/** The application that goes on from the permit of a case, within the reader's scope; undefined when there is none. */
export const renewalIn = (tx: Tx, id: number, today: string): Promise<Successor | undefined> =>
  row<Successor>(tx, ...RENEWAL({ ...taskValues(today), id }))

/** Of the items of the last notice, those for which an answer is kept as drafts.ts keeps it. */
const ANSWERED = sql`(
    select count(*)::int from unsent_answers u cross join generate_series(1, t.n) i
    where u.case_id = c.id and u.answers #>> array['correction', c.id || '-' || (
      select max(e.seq) from events e where e.case_id = c.id and e.action = 'requestCorrection'), 'i' || i] <> '')`

/** How many kinds of document of case `c`, by what they are about, its candidate refuses, unsettled so far. */
const REFUSED = sql`
        select count(distinct s.about)::int as n
        from unnest(${'sensitiveAbout'}::text[], ${'sensitiveKinds'}::text[]) s (about, kind)
        where exists (
            select from attachments a where a.case_id = c.id and a.kind = s.kind and a.replaced_at is null)
          and (
            select k.how = 'talentPage' and not k.given from talent_consents k
            where k.case_id = c.id and k.how in ('talentPage', 'settled')
              and (k.notice not like '%:%' or split_part(k.notice, ':', 1) = s.about)
            order by k.id desc limit 1)`

/** What is announced to the firm of case `c` and not decided yet, whether it has responded or not; else null. */
export const ANNOUNCED = sql`case
      when c.state = any (${'caredIn'}::text[]) and exists (
        select from case_matters m where m.case_id = c.id and m.kind = 'proposeRevocation') then 'proposeRevocation'
      when c.state = any (${'heardIn'}::text[]) and exists (
        select from events e where e.case_id = c.id and e.action = 'announceRefusal' and not exists (
          select from events l
          where l.case_id = c.id and l.seq > e.seq and l.from_state is distinct from l.to_state)) then 'announceRefusal'
      end`

/** How many conditions of the last recommendation of case `c`, if it set no day, are neither met nor confirmed. */
const OPEN_CONDITIONS = sql`
        select count(*)::int as n
        from (select max(e.seq) as seq from events e where e.case_id = c.id and e.action = 'recommend') d
        join event_contents t on t.case_id = c.id and t.seq = d.seq
        cross join lateral (
          select row_number() over (order by place)::int as condition
          from regexp_split_to_table(t.content ->> 'conditions', '\\n') with ordinality l (text, place)
          where l.text ~ '\\S') n
        where t.content ->> 'conditionsDueOn' is null and not exists (
          select from events e join event_contents r on r.case_id = e.case_id and r.seq = e.seq
          where e.case_id = c.id and e.seq > d.seq and e.action in ('meetCondition', 'confirmCondition')
            and (r.content ->> 'condition')::int = n.condition)`

/** What is read of a case, under the name `c`, to know what waits in it. */
export const TASK_COLUMNS = sql`
  c.id, c.state, c.due_on, c.firm_id, c.copied_from, c.passport_index, c.permit_valid_until`

/**
 * What waits for the firm in some cases today, by the case, the nearest day first; no row of a case in which nothing
 * does. One pass over all cases for each thing that may wait: a lateral question is asked only of those in whose state
 * it can, and `offset 0` keeps it a look-up by the case.
 * @param cases a relation named `c` with TASK_COLUMNS
 */
const tasksOf = <Name extends string, Answered extends string>(
  cases: Fragment<Name>,
  answered: Fragment<Answered>,
) => sql`
    select t.id, json_agg(json_build_object('act', t.act, 'day', t.day, 'count', t.n,
      'askedBy', case when t.act in ('submit', 'resubmit') then ${ASKED_TO_SUBMIT} end,
      'answered', case when t.act = 'resubmit' then ${answered} end) order by t.day, t.act) as tasks
    from (
      select c.id, w.act, case when w.timed then c.due_on else (
          select ${safeDay}
          from cases o where o.id = c.copied_from and o.state = any (${'permitStates'}::text[])) end as day,
        coalesce(case when w.act = 'resubmit' then (
          select jsonb_array_length(q.content -> 'items')
          from events e join event_contents q on q.case_id = e.case_id and q.seq = e.seq
          where e.case_id = c.id and e.action = 'requestCorrection'
          order by e.seq desc limit 1) end, 1) as n
      from ${cases}
      join unnest(${'taskStates'}::text[], ${'taskActs'}::text[], ${'taskTimed'}::bool[]) w (state, act, timed)
        on w.state = c.state and (not w.timed or c.due_on >= ${'today'}::date)
      union all
      select c.id, 'answerIntention', s.until_on, 1
      from ${cases} cross join lateral (
        select s.seq, s.until_on from clock_stops s where s.case_id = c.id and s.reason = 'intention' offset 0) s
      where c.state = any (${'heardIn'}::text[]) and s.until_on >= ${'today'}::date and not exists (
        select from events e
        where e.case_id = c.id and e.seq > s.seq and e.action in ('announceRefusal', 'answerIntention') offset 0)
      union all
      select c.id, m.act, m.day, m.n
      from ${cases} cross join lateral (
        select case m.kind when 'proposeRevocation' then 'answerRevocation' when 'condition' then 'meetCondition'
            else 'message' end as act,
          nullif(min(m.open_from - 1), 'infinity') as day, count(*)::int as n
        from case_matters m
        where m.case_id = c.id
          and (m.kind = 'condition' or (m.kind = 'proposeRevocation' and m.open_from > ${'today'}::date)
            or (m.kind in ('reportChange', 'reportEnd', 'meetCondition') and m.open_from = 'infinity'))
        group by 1) m
      where c.state = any (${'caredIn'}::text[])
      union all
      select c.id, 'meetCondition', null, n.n
      from ${cases} cross join lateral (${OPEN_CONDITIONS}) n
      where c.state = any (${'caredIn'}::text[]) and n.n > 0
      union all
      select c.id, 'settleConsent', null, r.n
      from ${cases} cross join lateral (${REFUSED}) r
      where c.state = any (${'settledIn'}::text[]) and r.n > 0
      union all
      select c.id, 'renew', s.day, 1
      from ${cases} join unnest(${'permitEnds'}::date[], ${'safeDays'}::date[]) s (ends, day)
        on s.ends = c.permit_valid_until
      where c.state = any (${'permitStates'}::text[]) and case when s.day is not null then
        not exists (select from events e where e.case_id = c.id and e.action = 'reportEnd')
        and not exists (${SUCCESSOR}) end
    ) t cross join lateral (select t.id) c
    group by t.id`

/** The same of the cases of `mine`, which their own firm reads: how many items of a correction are answered, too. */
export const TASKS_OF_MINE = tasksOf(sql`mine c`, ANSWERED)

/** Of case `c` alone; null when nothing waits. */
const tasksWith = <Answered extends string>(answered: Fragment<Answered>) => sql`(
    select one.tasks from (${tasksOf(sql`(select ${TASK_COLUMNS}) c`, answered)}) one)`
/** The same where somebody else than the firm reads it, who learns nothing of what is not sent. */
export const TASKS = tasksWith(sql`null::int`)
export const OWN_TASKS = tasksWith(ANSWERED)
