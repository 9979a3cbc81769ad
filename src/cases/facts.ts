/**
 * Locks a case within the actor's scope and gathers the facts that the chart reads. Two statements
 * in one flight: the second one sees what was committed before the lock was had; one statement
 * alone would read the other tables as they were before it waited. Over 250 lines because the
 * statement stands beside what its columns mean.
 */
import { row, type Tx } from '../base/database.js'
import type { Problem } from '../base/errors.js'
import { sql } from '../base/sql.js'
import type { FastLane } from '../criteria/fastLanes.js'
import type { Actor } from '../people/actor.js'
import type { MandateAct } from '../people/mandateActs.js'
import type { Place } from '../reference/authorities.js'
import type { Counted } from '../reference/workingDays.js'
import type { CorrectionItem, Facts } from '../workflow/facts.js'
import type { State } from '../workflow/machine.js'
import { INITIAL, metaOf } from '../workflow/step.js'
import { type EventName, FILLING, READINGS } from '../workflow/words.js'
import { consentFacts, SAID_CONSENTS, type SaidConsent } from './consents.js'
import { type OpenStop, reminderAfter, reminderOf } from './deadlines.js'
import { factsOfMatters, type Matter } from './matters.js'
import { turnIn } from './notifications.js'
import { SCOPE, scopeOf } from './scope.js'
import { type Signature, SIGNATURES } from './signatures.js'

export interface CaseRow {
  readonly id: number
  readonly number: string
  readonly state: State
  readonly version: number
  readonly firmId: number
  readonly filedOn: string | null
  readonly dueOn: string | null
  readonly dueProvisional: boolean
  readonly daysLeft: number | null
  readonly round: number
  readonly lastSeq: number
  readonly lastHash: Buffer
  readonly answersVersion: number
  readonly assessorsNeeded: number
  /** The departments of which two persons assess in this round; null where `assessorsNeeded` says it for all. */
  readonly assessedTwice: readonly number[] | null
  readonly permitValidUntil: string | null
  readonly remindedDays: number | null
  readonly lane: FastLane | null
  /** The mandate under which it was begun, and the firm that files it; null of what the firm files itself. */
  readonly mandateId: number | null
  readonly agentName: string | null
  /** The English names of both firms of the mandate; null of a firm that had none. */
  readonly agentNameEn: string | null
  readonly employerNameEn: string | null
}

/**
 * The case as the transaction holds it, with the key of what is sealed in it, wrapped; null when that has been
 * destroyed.
 */
export interface HeldCase extends CaseRow {
  readonly dataKey: Buffer | null
  readonly counted: Counted | null
}

/** Whether somebody of another firm acts on a case for the firm whose it is. */
export const isAgent = ({ firmId }: Actor, found: Pick<CaseRow, 'firmId'>): boolean =>
  firmId !== null && firmId !== found.firmId

/**
 * The day a case is judged by: its filing day, or today while it is a draft. A draft that was
 * recalled has a new filing day when it is submitted again.
 */
export const judgedOnOf = ({ state, filedOn }: Pick<CaseRow, 'state' | 'filedOn'>, today: string): string =>
  state === INITIAL ? today : (filedOn ?? today)

/** The fast lane that a case was given when it was filed last; null for the usual limits. */
const LANE = sql`(
    select t.content -> 'lane' from events s join event_contents t on t.case_id = s.case_id and t.seq = s.seq
    where s.case_id = c.id and s.action = 'submit' order by s.seq desc limit 1)`

const OWN_COLUMNS = sql`
  c.id, c.number, c.state, c.version, c.firm_id as "firmId", c.filed_on::text as "filedOn", c.due_on::text as "dueOn",
  c.due_provisional as "dueProvisional", c.days_left as "daysLeft", c.round, c.last_seq as "lastSeq", c.last_hash
    as "lastHash",
  c.answers_version as "answersVersion", c.assessors_needed as "assessorsNeeded", c.assessed_twice as "assessedTwice",
  c.permit_valid_until::text as "permitValidUntil", c.reminded_days as "remindedDays", c.mandate_id as "mandateId"`

/** The columns of a CaseRow, the case being `c`. */
export const CASE_COLUMNS = sql`
  ${OWN_COLUMNS}, ${LANE} as lane,
  (select m.agent_name from mandates m where m.id = c.mandate_id) as "agentName",
  (select m.agent_name_en from mandates m where m.id = c.mandate_id) as "agentNameEn",
  (select m.employer_name_en from mandates m where m.id = c.mandate_id) as "employerNameEn"`

/** How a case's day was counted, as its last event left it: a release before writes no count. */
export const COUNTED = sql`
  case when c.counted_seq = c.last_seq and c.counted_from is not null
    then json_build_object('from', c.counted_from, 'days', c.counted_days) end as counted`
/** What its lane and its mandate say comes from the past, which reads both. */
const READ = sql`
  select ${OWN_COLUMNS}, ${COUNTED}, c.data_key as "dataKey" from cases c where ${SCOPE} and c.id = ${'caseId'}`
/** Locks a case within the actor’s scope. */
export const LOCK = sql`${READ} for no key update`
type Held = Omit<HeldCase, 'lane' | 'agentName' | 'agentNameEn' | 'employerNameEn'>

/** The mandate of a case: who files it for the firm, what that covers, until when. */
export interface CaseMandate {
  readonly id: number
  readonly agentId: number
  readonly agentName: string
  readonly agentNameEn: string | null
  readonly employerNameEn: string | null
  readonly acts: readonly MandateAct[]
  /** YYYY-MM-DD */
  readonly untilOn: string
  readonly inForce: boolean
  /** Said where the reader may know it: to the agent itself, and to officers. */
  readonly agentSuspended: boolean
}

/** What the history and its tables say of a case, as stored. */
export interface Past {
  readonly firmConfirmed: boolean
  readonly firmSuspended: boolean
  readonly mandate: CaseMandate | null
  /** The fast lane that it was given when it was filed last. */
  readonly lane: FastLane | null
  readonly filledLast: number | null
  readonly askedToSubmit: number | null
  readonly place: Place
  readonly leadId: number | null
  readonly permitAuthorityId: number | null
  readonly reviewAuthorityId: number | null
  readonly departments: number[] | null
  readonly reported: number[] | null
  readonly assessors: number[] | null
  readonly reporters: number[] | null
  readonly ownReports: number
  readonly ownAssessors: number
  readonly refusers: number[] | null
  readonly touched: number[] | null
  readonly interested: number[] | null
  readonly claimedBy: number | null
  readonly standsInFor: number[] | null
  readonly stops: readonly OpenStop[]
  /**
   * The last intention to refuse: since the case came into this state, answered, and the last day on which it may be.
   */
  readonly announced: boolean | null
  readonly answered: boolean | null
  readonly answerUntil: string | null
  readonly escalated: boolean | null
  /** The states whose limit a supervisor has extended. */
  readonly extended: State[] | null
  /** What the last recommendation said, and which of its conditions an officer has confirmed since. */
  readonly recommended: { conditions?: string } | null
  readonly confirmed: number[] | null
  /** Which authorities were chased, and when. */
  readonly chased: { readonly department: number; readonly on: string }[] | null
  /** The tasks that are still to be done: the events by which they were given. */
  readonly tasks: readonly number[] | null
  /** What waits after the letter, and whether the firm has asked since the decision that it be revoked. */
  readonly matters: readonly Matter[]
  readonly revocationAsked: boolean | null
  readonly corrections: number
  readonly askedFrom: State | null
  readonly requests: { items?: CorrectionItem[] }[] | null
  readonly allowed: { items?: CorrectionItem[] }[] | null
  readonly reviewed: boolean | null
  /** What was said about consents, in order; who has settled a refusal. */
  readonly consents: readonly SaidConsent[]
  readonly settlers: number[] | null
  readonly signatures: readonly Signature[]
  readonly letterFailed: boolean
  readonly visited: State[] | null
  /** The day on which the case came into its state. */
  readonly movedOn: string
  /** The event that the same request of this actor made before, if any. */
  readonly repeat: { seq: number; state: State; version: number; inputHash: string } | null
}

/** The mandate under which the case was begun, and whether it is in force today. */
const MANDATE = sql`(
    select json_build_object('id', m.id, 'agentId', m.agent_id, 'agentName', m.agent_name,
      'agentNameEn', m.agent_name_en, 'employerNameEn', m.employer_name_en, 'acts', m.acts,
      'untilOn', m.until_on, 'agentSuspended', a.suspended_at is not null,
      'inForce', m.ended_at is null and m.until_on >= ${'today'}::date)
    from mandates m left join firms a on a.id = m.agent_id where m.id = c.mandate_id)`

/** Who has asked a colleague to submit case `c` as it stands; null where it was changed or sent since. */
export const ASKED_TO_SUBMIT = sql`(
    select q.actor_id from events q
    where q.case_id = c.id and q.action = 'askToSubmit' and not exists (
      select from events h where h.case_id = c.id and h.seq > q.seq
        and (h.action = any (${'filling'}::text[]) or h.from_state is distinct from h.to_state))
    order by q.seq desc limit 1)`

/**
 * Gathers what the history and its tables say of a case. Its events are read once: each table that is named brings the
 * plan of its policy with it, and starting plans is what this statement costs.
 */
export const PAST = sql`
  with h as materialized (
    select seq, at, action, from_state, to_state, version, actor_id, authority_id, request_id, input_hash,
      from_state is distinct from to_state as moves
    from events where case_id = ${'caseId'}
  )
  select
    f.confirmed_at is not null as "firmConfirmed", f.suspended_at is not null as "firmSuspended",
    ${MANDATE} as mandate,
    case when f.second_person then e.filler end as "filledLast",
    case when e.asked >= coalesce(e.changed, 0) then e.asker end as "askedToSubmit",
    -- a case stays with the authorities of the place from which it was filed first
    coalesce((
      select json_build_object('district', s.firm ->> 'district', 'zone', s.firm ->> 'zone') from submissions s
      where s.case_id = c.id order by s.seq limit 1),
      json_build_object('district', f.district, 'zone', f.zone)) as place,
    p.lead as "leadId", p.permit as "permitAuthorityId", p.review as "reviewAuthorityId", p.named as departments,
    a.reported, a.assessors, a.reporters, a.own as "ownReports",
    assessors_of(c.assessed_twice, c.assessors_needed, ${'authorityId'}::int) as "ownAssessors",
    e.refusers, e.touched, e.interested, e.corrections, e.asked_from as "askedFrom", e.reviewed, e.visited,
    e.moved_on as "movedOn",
    e.settlers,
    e.announced > e.moved as announced, e.answered > e.announced as answered,
    e.escalated > e.moved as escalated, e.extended,
      n.lane, n.recommended, n.confirmed, n.chased, n.asked as "revocationAsked",
    (select array_agg(k.seq order by k.due_on, k.seq) from case_tasks k where k.case_id = c.id) as tasks,
    s.answer_until as "answerUntil",
    (select array_agg(person_id) from absences where deputy_id = ${'actorId'}::int and ${'today'}::date between from_on
      and to_on) as "standsInFor",
    coalesce(s.stops, '[]') as stops,
    coalesce((
      select json_agg(json_build_object('seq', m.seq, 'kind', m.kind, 'condition', m.condition, 'openFrom', m.open_from,
        'by', b.actor_id) order by m.open_from, m.seq, m.condition)
      from case_matters m join h b on b.seq = m.seq where m.case_id = c.id), '[]') as matters,
    ${SAID_CONSENTS} as consents, ${SIGNATURES} as signatures,
    (select person_id from claims k where k.case_id = c.id and k.authority_id = ${'authorityId'}::int) as "claimedBy",
    n.requests, n.allowed,
    exists (select 1 from letters l where l.case_id = c.id and l.kind = 'recommendation' and l.failed_at is not null
      and l.ended_at is null) as "letterFailed",
    (select json_build_object('seq', r.seq, 'state', r.to_state, 'version', r.version, 'inputHash', encode(r.input_hash,
      'hex'))
     from h r
     where r.actor_id = ${'actorId'}::int and r.action = ${'action'} and r.request_id = ${'requestId'}) as repeat
  from cases c
  -- a candidate sees no firm
  left join firms f on f.id = c.firm_id
  cross join lateral (
    select max(authority_id) filter (where part = 'lead') as lead,
      max(authority_id) filter (where part = 'permit') as permit,
      max(authority_id) filter (where part = 'review') as review,
      array_agg(authority_id) filter (where part = 'named') as named
    from case_parties where case_id = c.id
  ) p
  cross join lateral (
    select array_agg(distinct authority_id) filter (where round = c.round
        and n >= assessors_of(c.assessed_twice, c.assessors_needed, authority_id)) as reported,
      array_agg(distinct person_id) as assessors, array_agg(person_id) filter (where round = c.round) as reporters,
      count(*) filter (where round = c.round and authority_id = ${'authorityId'}::int)::int as own
    from (select *, count(*) over (partition by round, authority_id) as n from reports_of(c.id)) r
  ) a
  cross join lateral (
    select array_agg(distinct h.actor_id) filter (where h.action = 'refuse') as refusers,
      array_agg(distinct h.actor_id) filter (
        where h.seq < coalesce((select min(w.seq) from h w where w.action = 'requestReview'), c.last_seq + 1)
          and h.authority_id is not null and not (h.action = any (${'readings'}::text[]))) as touched,
      array_agg(distinct h.actor_id) filter (where h.action = 'declareInterest') as interested,
      array_agg(distinct h.actor_id) filter (where h.action = 'settleConsent') as settlers,
      count(*) filter (where h.action = 'requestCorrection')::int as corrections,
      (array_agg(h.from_state order by h.seq desc) filter (where h.action = 'requestCorrection'))[1] as asked_from,
      bool_or(h.action = 'requestReview') as reviewed,
      max(h.seq) filter (where h.moves) as moved,
      max(h.seq) filter (where h.action = 'announceRefusal') as announced,
      coalesce(max(h.seq) filter (where h.action = 'answerIntention'), 0) as answered,
      max(h.seq) filter (where h.action = 'escalate') as escalated,
      coalesce(max(h.seq) filter (where h.action = 'recommend'), 0) as decided,
      array_agg(distinct h.to_state) filter (where h.action = 'extendLimit') as extended,
      array_agg(distinct h.to_state) as visited,
      (max(h.at) filter (where h.moves)
        at time zone 'Asia/Shanghai')::date::text as moved_on,
      (array_agg(h.actor_id order by h.seq desc) filter (where h.action = any (${'filling'}::text[])))[1] as filler,
      max(h.seq) filter (where h.action = any (${'filling'}::text[]) or h.moves) as changed,
      max(h.seq) filter (where h.action = 'askToSubmit') as asked,
      (array_agg(h.actor_id order by h.seq desc) filter (where h.action = 'askToSubmit'))[1] as asker
    from h
  ) e
  cross join lateral (
    select max(s.until_on::text) filter (where s.seq = e.announced) as answer_until,
      json_agg(json_build_object('seq', s.seq, 'reason', s.reason, 'fromOn', s.from_on, 'untilOn', s.until_on,
        'daysLeft', s.days_left, 'authorityId', s.authority_id) order by s.seq) filter (where s.to_on is null) as stops
    from clock_stops s where s.case_id = c.id
  ) s
  cross join lateral (
    select json_agg(t.content) filter (where h.action = 'requestCorrection') as requests,
      json_agg(t.content) filter (where h.action = 'proposeCorrection' and 'approver' = any (o.roles)) as allowed,
      (array_agg(t.content order by h.seq desc) filter (where h.action = 'recommend'))[1] as recommended,
      array_agg((t.content ->> 'condition')::int) filter (where h.action = 'confirmCondition' and h.seq > e.decided)
        as confirmed,
      json_agg(json_build_object('department', t.content -> 'department',
        'on', (h.at at time zone 'Asia/Shanghai')::date)) filter (where h.action = 'chase') as chased,
      bool_or(h.seq > e.decided and t.content -> 'revoke' = 'true') filter (where h.action = 'reportEnd') as asked,
      (array_agg(t.content -> 'lane' order by h.seq desc) filter (where h.action = 'submit'))[1] as lane
    from h join event_contents t on t.case_id = c.id and t.seq = h.seq left
    join people o on o.id = h.actor_id
    where h.action in ('submit', 'requestCorrection', 'proposeCorrection', 'recommend', 'confirmCondition', 'reportEnd',
      'chase')
  ) n
  where c.id = ${'caseId'}`

export interface CaseAndPast {
  readonly case: HeldCase
  readonly past: Past
}

interface FactsRequest {
  readonly actor: Actor
  /** Of whose repetition it is asked. */
  readonly action?: EventName
  readonly requestId?: string | undefined
  readonly lock: boolean
  readonly today: string
}

/** The case and its past, or undefined when it does not exist for this actor. */
export async function findCaseAndPast(
  tx: Tx,
  caseId: number,
  { actor, action, requestId, lock, today }: FactsRequest,
): Promise<CaseAndPast | undefined> {
  const asked = { caseId, authorityId: actor.authorityId, actorId: actor.id, action, requestId, today }
  const [found, past] = await Promise.all([
    row<Held>(tx, ...(lock ? LOCK : READ)({ ...scopeOf(actor), caseId })),
    row<Past>(tx, ...PAST({ ...asked, readings: READINGS, filling: FILLING })),
  ])
  if (!found || !past) return undefined
  const { agentName = null, agentNameEn = null, employerNameEn = null } = past.mandate ?? {}
  return { case: { ...found, lane: past.lane, agentName, agentNameEn, employerNameEn }, past }
}

export interface Now {
  readonly today: string
  readonly correctionsAllowed: number
  readonly intentionNeeded: boolean
  readonly revocationNeeded: boolean
  /** Days before the day that this state reminds of; empty when it reminds of none. */
  readonly reminders: readonly number[]
  /** From which day on a department that was chased may not be chased again. */
  readonly chasedFrom: string
  readonly blocks: readonly Problem[]
  /** Submitting waits for the candidate's consents; false where the chart does not ask. */
  readonly consentsWait: boolean
  /** What a recommendation could ask for today; worked out only where the chart asks for it. */
  readonly recommendable: Pick<Facts, 'routes' | 'routesEndedOn' | 'permitMonths'>
}

/** For whose people a case waits: the departments that have still to report, or the one whose turn it is. */
export function awaitedOf({ state }: Pick<CaseRow, 'state'>, { departments, reported, leadId }: AwaitedBy): number[] {
  const part = turnIn(state)?.part
  if (part === 'named') return (departments ?? []).filter((id) => !(reported ?? []).includes(id))
  return part === 'lead' && leadId !== null ? [leadId] : []
}
type AwaitedBy = Pick<Past, 'departments' | 'reported' | 'leadId'>

const itemsOf = (contents: { items?: CorrectionItem[] }[] | null, counts: (item: CorrectionItem) => boolean) => [
  ...new Set((contents ?? []).flatMap(({ items = [] }) => items.filter(counts).map(({ on }) => on))),
]

/** The conditions of a recommendation: one a line. */
export const conditionsOf = (conditions: unknown): string[] =>
  typeof conditions === 'string'
    ? conditions
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '')
    : []

/**
 * What was promised to the firm stays open until it answers or the day has passed, wherever the case goes meanwhile.
 */
function intentionOf({ announced, answered, answerUntil }: Past, today: string): Facts['intention'] {
  if (!answered && answerUntil !== null && today <= answerUntil) return 'open'
  return announced ? 'heard' : 'none'
}

/** The reminder that is due in the case's state: before a day, or after the one on which it came into its state. */
function reminderNow(
  { state, dueOn, permitValidUntil, remindedDays }: CaseRow,
  { movedOn }: Past,
  reminders: readonly number[],
  today: string,
): number | null {
  switch (metaOf(state).reminders) {
    case undefined:
      return null
    case 'receipt':
      return reminderAfter(reminders, movedOn, today, remindedDays)
    case 'permit':
      return reminderOf(reminders, permitValidUntil, today, remindedDays)
    case 'correction':
      return reminderOf(reminders, dueOn, today, remindedDays)
  }
}

/** The facts that the chart reads, from the case's past and what holds today. */
export function factsOf({ case: found, past }: CaseAndPast, now: Now): Facts {
  const { today, correctionsAllowed, intentionNeeded, revocationNeeded, reminders, blocks, recommendable } = now
  const chased = (past.chased ?? []).filter(({ on }) => on >= now.chasedFrom).map(({ department }) => department)
  return {
    firmId: found.firmId,
    firmConfirmed: past.firmConfirmed,
    firmSuspended: past.firmSuspended,
    mandate: past.mandate?.inForce ? past.mandate : null,
    filledLast: past.filledLast,
    askedToSubmit: past.askedToSubmit !== null,
    filed: found.filedOn !== null,
    blocks,
    leadId: past.leadId,
    permitAuthorityId: past.permitAuthorityId,
    reviewAuthorityId: past.reviewAuthorityId,
    departments: past.departments ?? [],
    assessorsNeeded: past.ownAssessors,
    reported: past.reported ?? [],
    reporters: past.reporters ?? [],
    ownReports: past.ownReports,
    assessors: past.assessors ?? [],
    refusers: past.refusers ?? [],
    touched: past.touched ?? [],
    interested: past.interested ?? [],
    claimedBy: past.claimedBy,
    standsInFor: past.standsInFor ?? [],
    ...recommendable,
    chasable: awaitedOf(found, past).filter((id) => !chased.includes(id)),
    tasksOpen: past.tasks ?? [],
    pausedForRoute: past.stops.some(({ reason }) => reason === 'basis'),
    limitRuns: found.dueOn !== null && past.stops.every(({ untilOn }) => untilOn !== null && untilOn < today),
    extended: past.extended?.includes(found.state) ?? false,
    intentionNeeded,
    intention: intentionOf(past, today),
    intentionUntil: past.answerUntil,
    conditions: conditionsOf(past.recommended?.conditions).length,
    ...factsOfMatters(past, today),
    revocationNeeded,
    revocationAsked: past.revocationAsked ?? false,
    ...consentFacts(past.consents, past.settlers, now.consentsWait),
    escalated: past.escalated ?? false,
    reminder: reminderNow(found, past, reminders, today),
    corrections: past.corrections,
    correctionsAllowed,
    askedFrom: past.askedFrom,
    askedBefore: itemsOf(past.requests, () => true),
    repeatsAllowed: itemsOf(past.allowed, ({ repeatReason }) => Boolean(repeatReason)),
    reviewed: past.reviewed ?? false,
    timeIsUp: found.dueOn !== null && today > found.dueOn,
    letterFailed: past.letterFailed,
  }
}
