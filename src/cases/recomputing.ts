/**
 * The days of open cases by a calendar that has come into force since they were counted
 * (docs/decisions/0038-days-are-counted-again.md): what each day would be, and the entry that moves
 * it. A day that has been acted on stays, and nobody loses a day that they were given: the firm's own
 * limits only move on, and no day moves to before today. The statement that finds cases and the one of
 * the entry are the same.
 */
import { Injectable } from '@nestjs/common'
import { rows, type Tx } from '../base/database.js'
import { NotNow } from '../base/errors.js'
import { sql } from '../base/sql.js'
import { Reference } from '../reference/reference.service.js'
import { type Calendar, type Counted, countedOf, type TimeLimit } from '../reference/workingDays.js'
import { metaOf } from '../workflow/step.js'
import type { State } from '../workflow/machine.js'
import type { Cause } from './causes.js'
import { countedDeadline, type Deadline } from './deadlines.js'
import { COUNTED } from './facts.js'
import { type OwnLimit, prolong } from './ownLimits.js'

/** A limit of its own that runs in a case, as it was counted: by working days after `from`, or otherwise. */
export interface OwnCount extends OwnLimit {
  readonly days: number | null
}

/** What is stored of the days of a case. */
export interface StoredDays extends Deadline {
  readonly id: number
  readonly state: State
  readonly filedOn: string
  /** The day on which it came into its state. */
  readonly movedOn: string
  readonly escalated: boolean
  readonly own: readonly OwnCount[]
}

/** What a calendar makes of them. */
export interface Recomputed {
  readonly deadline: Deadline
  readonly own: readonly { readonly limit: OwnCount; readonly until: string }[]
  /** Some day is another one now; else only the mark goes. */
  readonly moved: boolean
}

/** What is stored of the days of a case `c`: with the limits of its own that run in it. */
export const STORED_DAYS = sql`
  c.id, c.state, c.filed_on::text as "filedOn", c.due_on::text as "dueOn", c.due_provisional as "dueProvisional",
    c.days_left as "daysLeft", ${COUNTED}, (m.at at time zone 'Asia/Shanghai')::date::text as "movedOn",
    exists (select from events e where e.case_id = c.id and e.action = 'escalate' and e.at >= m.at) as escalated,
    coalesce((
      select json_agg(json_build_object('reason', o.reason, 'authorityId', o.authority_id, 'from', o.from_on,
        'until', o.until_on, 'days', o.days)) from (
        select distinct s.reason, s.authority_id, s.from_on, s.until_on, s.counted_days as days from clock_stops s
        where s.case_id = c.id and s.until_on >= ${'today'} and (s.reason = 'correction' and s.to_on is null
          or s.reason = 'intention' and not exists (select from events e where e.case_id = c.id
            and e.action = 'answerIntention' and e.seq > s.seq))
        union all
        select 'consultation', p.authority_id, (p.since at time zone 'Asia/Shanghai')::date, p.due_on, p.counted_days
        from case_parties p
        where p.case_id = c.id and p.part = 'named' and own_due(c.id, p.authority_id) >= ${'today'}
      ) o), '[]') as own`

/** The last step of a case `c` into its state. */
export const MOVED = sql`lateral (
    select max(e.at) as at from events e where e.case_id = c.id and e.from_state is distinct from e.to_state) m`

/**
 * Cases that have days to count, after a case or a single one: with the limits of their own that run in them. A hearing
 * that was promised is open wherever the case goes.
 */
const DAYS = sql`
  select ${STORED_DAYS} from cases c cross join ${MOVED}
  where (c.due_on is not null or c.days_left is not null) and c.filed_on is not null and c.id > ${'after'}
    and (${'only'}::int is null or c.id = ${'only'})
  order by c.id limit ${'most'}`

const later = (one: string, other: string): string => (one > other ? one : other)

/**
 * A day as it is counted now. One that has passed stays, unless nobody has acted on it and it is still to come by the
 * new count; one that is to come stays so.
 */
function dayNow(fresh: string, given: string, today: string, { acted, firms }: { acted: boolean; firms: boolean }) {
  if (given < today) return acted || fresh < today ? given : fresh
  return later(fresh, firms ? given : today)
}

/**
 * What a calendar makes of a case's days; undefined when they stay as they are.
 * @param limitOf the time limit under a key, as it holds for the case
 * @param before the calendar as it was known on a day, for what was counted without its count being kept
 */
export function recompute(
  stored: StoredDays,
  { today, calendar }: { readonly today: string; readonly calendar: Calendar },
  limitOf: (key: string) => TimeLimit,
  before: (day: string) => Calendar,
): Recomputed | undefined {
  const own = stored.own
    .filter(({ reason }) => reason !== 'correction')
    .map((limit) => {
      const { reason, from, until } = limit
      const working = limitOf(reason).unit === 'workingDays'
      const days = limit.days ?? (working ? before(from).workingDaysBetween(from, until) : null)
      const fresh = calendar.addWorkingDays(...(days === null ? ([until, 0] as const) : ([from, days] as const))).on
      return { limit, until: dayNow(fresh, until, today, { acted: false, firms: reason === 'intention' }) }
    })
    .filter(({ limit, until }) => until !== limit.until)
  const deadline = deadlineNow(stored, own, { today, calendar }, limitOf, before)
  const moved = own.length > 0 || deadline.dueOn !== stored.dueOn
  if (!moved && deadline.dueProvisional === stored.dueProvisional) return undefined
  const correction = stored.own.filter(({ reason }) => reason === 'correction' && deadline.dueOn !== stored.dueOn)
  return {
    deadline,
    own: [...own, ...correction.map((limit) => ({ limit, until: deadline.dueOn ?? limit.until }))],
    moved,
  }
}

function deadlineNow(
  stored: StoredDays,
  own: Recomputed['own'],
  { today, calendar }: { readonly today: string; readonly calendar: Calendar },
  limitOf: (key: string) => TimeLimit,
  before: (day: string) => Calendar,
): Deadline {
  const { dueOn, daysLeft, state, escalated: acted } = stored
  const counted = dueOn === null ? null : countOf(stored, dueOn, limitOf, before)
  if (!counted || dueOn === null) return stored
  // a clock that is held goes on after the last day of what holds it, which may have moved itself
  const held = own.find(({ limit }) => limit.until === counted.from)
  const fresh = countedDeadline(calendar, held ? { ...counted, from: held.until } : counted, daysLeft)
  const firms = metaOf(state).waitsFor === 'firm'
  const on = dayNow(fresh.dueOn ?? dueOn, dueOn, today, { acted, firms })
  return { ...fresh, dueOn: on, dueProvisional: !calendar.isAnnounced(on) }
}

/**
 * How the day was counted; where that was not kept, as the calendar of the day on which the case came into its state
 * says.
 */
function countOf(
  { state, counted, movedOn }: StoredDays,
  dueOn: string,
  limitOf: (key: string) => TimeLimit,
  before: (day: string) => Calendar,
): Counted | null {
  const key = metaOf(state).clock?.limit
  if (counted || key === undefined) return counted
  const limit = limitOf(key)
  if (limit.unit === 'workingDays') return { from: movedOn, days: before(movedOn).workingDaysBetween(movedOn, dueOn) }
  return countedOf(dueOn, { ...limit, amount: 0 })
}

@Injectable()
export class Recomputing {
  constructor(private readonly reference: Reference) {}

  /** Of the next cases after one those whose days the calendar changes, and the last one that was looked at. */
  async find(tx: Tx, today: string, after: number, most: number): Promise<{ changed: number[]; last: number | null }> {
    const stored = await rows<StoredDays>(tx, ...DAYS({ today, after, only: null, most }))
    const changed: number[] = []
    for (const one of stored) if (await this.recomputed(one, today)) changed.push(one.id)
    return { changed, last: stored.length < most ? null : (stored.at(-1)?.id ?? null) }
  }

  /** The entry of the clock. Throws NotNow when the days stay as they are. */
  entry = async (tx: Tx, { case: found, today, changes, content }: Cause): Promise<void> => {
    const [stored] = await rows<StoredDays>(tx, ...DAYS({ today, after: 0, only: found.id, most: 1 }))
    const recomputed = stored && (await this.recomputed(stored, today))
    if (!recomputed) throw new NotNow([nothingChanged])
    const { deadline, own, moved } = recomputed
    const calendar = await this.reference.calendar(today)
    for (const { limit, until } of own)
      prolong(tx, found.id, limit, until, limit.days === null ? null : calendar.workingDaysBetween(limit.from, until))
    changes.deadline = deadline
    const answerUntil = own.find(({ limit }) => limit.reason === 'intention')?.until
    Object.assign(content, { moved, was: found.dueOn, dueOn: deadline.dueOn, ...(answerUntil && { answerUntil }) })
  }

  /** What a calendar, or the one that is known on a day, makes of a case's days; undefined when they stay. */
  async recomputed(stored: StoredDays, today: string, drafted?: Calendar): Promise<Recomputed | undefined> {
    const keys = [metaOf(stored.state).clock?.limit ?? [], stored.own.map(({ reason }) => reason)].flat()
    const limits = new Map<string, TimeLimit>()
    for (const key of keys) limits.set(key, await this.reference.timeLimit(key, stored.filedOn))
    const calendars = new Map<string, Calendar>()
    for (const day of [stored.movedOn, ...stored.own.map(({ from }) => from)])
      calendars.set(day, await this.reference.calendar(day))
    const calendar = drafted ?? (await this.reference.calendar(today))
    const get =
      <Value>(map: ReadonlyMap<string, Value>) =>
      (key: string): Value => {
        const value = map.get(key)
        if (value === undefined) throw new Error(`nothing for ${key}`) // all that are asked for were put in above
        return value
      }
    return recompute(stored, { today, calendar }, get(limits), get(calendars))
  }
}

const nothingChanged = {
  code: 'nothingChanged',
  zh: '按现行日历，本案的日期不变。',
  en: 'The dates of this case do not change under the calendar in force.',
}
