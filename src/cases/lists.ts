/**
 * Which cases a list shows, and in which order: the question, its statement and its values. A firm's list goes through its own cases; an authority's through its places in the
 * queue, whose index has the order of every tab. Every statement carries the scope.
 */
import { type Actor, has, partsOf, type Role } from '../people/actor.js'
import { metaOf, STATES } from '../workflow/step.js'
import { CASE_COLUMNS } from './facts.js'
import { SCOPE, scopeOf } from './scope.js'
import type { State } from '../workflow/machine.js'

/**
 * todo: waits for the person's roles; mine: claimed by the person or by somebody for whom they stand in; waiting: for somebody else; open: for either; dueSoon and overdue:
 * waits for an authority, and its day is near or past; done: for nobody.
 */
export const TABS = ['todo', 'mine', 'unclaimed', 'dueSoon', 'overdue', 'waiting', 'open', 'done', 'all'] as const
export type Tab = (typeof TABS)[number]

/** When a case is due: past its day, near it, within a week of working days, or at no day, since its clock stands still or there is none. */
export const DUES = ['overdue', 'soon', 'week', 'none'] as const
export type DueFilter = (typeof DUES)[number]

/** What narrows a list besides its tab. */
export interface Filters {
  readonly states?: readonly State[] | undefined
  /** The code of the firm's district. */
  readonly district?: string | undefined
  /** An authority that leads the case or takes part in it. */
  readonly department?: number | undefined
  /** Who of the own authority has claimed it. */
  readonly holder?: number | undefined
  readonly due?: DueFilter | undefined
  /** What the host will sell: any of these words, in small letters. */
  readonly topics?: readonly string[] | undefined
}

export interface Place {
  readonly dueOn: string | null
  readonly id: number
}

export interface ListQuestion {
  readonly tab: Tab
  readonly find?: string | undefined
  readonly filters?: Filters | undefined
  /** The last line of the page before: its due date and id. */
  readonly after?: Place | undefined
  /** Instead of what follows a place what comes before it, the nearest first. */
  readonly backwards?: boolean
  readonly limit?: number
}

/** The columns of a CaseLine; $2 is the authority whose claim is shown. */
export const LINE = `
  ${CASE_COLUMNS}, c.talent_name as "talentName", c.system_name as "systemName", c.answers #>> '{engagement,post}' as post,
  f.name_zh as "firmName", c.changed_at as "changedAt", k.person_id as "claimedBy", o.name as "claimedName"
  from cases c
  join firms f on f.id = c.firm_id
  left join claims k on k.case_id = c.id and k.authority_id = $2::int
  left join people o on o.id = k.person_id`

/** Before and after every place. */
const FIRST = ['-infinity', 0] as const
const LAST = ['infinity', 2_147_483_647] as const

/** A firm's own, most urgent first: by the day the case is due, then the older case. */
const OWN = `
  select ${LINE}
  where ${SCOPE} and c.firm_id = $1::int and c.state = any ($4::text[])
    and ($5::text is null or c.number = $5 or c.talent_name ilike '%' || $6 || '%' or c.system_name ilike '%' || $6 || '%')
    and (coalesce(c.due_on, 'infinity'::date), c.id) > ($7::date, $8::int)
  order by coalesce(c.due_on, 'infinity'::date), c.id
  limit $9`

/**
 * $10: only what nobody has claimed; $11: only what the own authority has not assessed in this round; $15: the person has several desks in one authority, and a case that stands at
 * two of them is shown once. An index holds all of it, in the order of the list; another one has the districts apart.
 */
const narrowed = (district: string) => `
  $1::int is null and p.authority_id = $2::int
    and (not $10::bool or p.holder is null) and (not $11::bool or not p.reported)
    and ${district} and ($13::int is null or $13 = any (p.departments)) and ($14::text[] is null or p.topics && $14)
    and (not $15::bool or not exists (
      select from queue_places o where o.case_id = p.case_id and o.authority_id = p.authority_id and o.part = any ($3::text[]) and o.part < p.part))`
const NARROWED = narrowed('($12::text is null or p.district = $12)')

/** From the place or from the first day, whichever comes later, so that the index is entered where the answer begins. */
const FORWARD = `p.due <= $6::date and (p.due, p.case_id) > (greatest($5::date, $7::date), case when $7 >= $5 then $8::int else 0 end)
  order by p.due, p.case_id limit $9`
const BACKWARD = `p.due >= $5::date and (p.due, p.case_id) < (least($6::date, $7::date), case when $7 <= $6 then $8::int else ${LAST[1]} end)
  order by p.due desc, p.case_id desc limit $9`

/** The places of each part and state come from the index in their order; the first of all of them are among the first of each. */
const walkThrough = (district: string) => (way: string) =>
  `
  select x.case_id, x.due from unnest($3::text[]) part (name) cross join unnest($4::text[]) state (name) cross join lateral (
    select p.case_id, p.due from queue_places p where p.part = part.name and p.state = state.name and ${narrowed(district)} and ${way}) x`
const OF_MINE = 'p.part = any ($3::text[]) and p.state = any ($4::text[])'
/** Few are held or found: `offset 0` has those looked up first, whatever the planner thinks of the index that has the order. */
const held = (way: string) => `
  select p.case_id, p.due from (select * from queue_places where holder = any ($16::int[]) offset 0) p where ${OF_MINE} and ${NARROWED} and ${way}`
const among = (way: string) => `
  select p.case_id, p.due from unnest($16::int[]) found (id) cross join lateral (select * from queue_places where case_id = found.id offset 0) p
  where ($17::int[] is null or p.holder = any ($17)) and ${OF_MINE} and ${NARROWED} and ${way}`

/** How the places are come by: through the whole queue or that of one district, through somebody's claims, or through what was found. */
const WAYS = { walk: walkThrough('$12::text is null'), district: walkThrough('p.district = $12'), held, among }
type Way = keyof typeof WAYS

const listOf = (way: Way, backwards: boolean) => `
  with places as materialized (
    select x.case_id, x.due from (${WAYS[way](backwards ? BACKWARD : FORWARD)}) x order by ${backwards ? 'x.due desc, x.case_id desc' : 'x.due, x.case_id'} limit $9)
  select ${LINE} join places x on x.case_id = c.id where ${SCOPE}
  order by ${backwards ? 'x.due desc, c.id desc' : 'x.due, c.id'}`
const countOf = (way: Way) => `select count(*)::int as n from (select from (${WAYS[way](FORWARD)}) x limit $9) counted`

/** Every statement there is: written once, so that each is prepared once. */
const STATEMENTS = Object.fromEntries(
  (['walk', 'district', 'held', 'among'] as const).map((way) => [
    way,
    { list: listOf(way, false), back: listOf(way, true), count: countOf(way) },
  ]),
) as Record<Way, Record<'list' | 'back' | 'count', string>> // fromEntries forgets the names

/** The states that wait for this person, straight from the chart. */
export function statesFor(actor: Actor): State[] {
  return STATES.filter((state) => {
    const waits = metaOf(state).waitsFor
    if (!waits || waits === 'worker') return false
    return waits === 'firm' ? actor.firmId !== null : has(actor, waits satisfies Role)
  })
}

/** The states that wait for a person of an authority. */
const OURS = STATES.filter((state) => !['firm', 'worker', undefined].includes(metaOf(state).waitsFor))

function statesOf(tab: Tab, actor: Actor): State[] {
  if (tab === 'dueSoon' || tab === 'overdue') return OURS
  const mine = statesFor(actor)
  // nothing waits for somebody who only supervises, but what nobody of the department has claimed is theirs to give
  if (tab === 'unclaimed' && mine.length === 0) return OURS
  if (tab === 'waiting') return STATES.filter((state) => metaOf(state).waitsFor && !mine.includes(state))
  if (tab === 'open') return STATES.filter((state) => metaOf(state).waitsFor)
  if (tab === 'done') return STATES.filter((state) => !metaOf(state).waitsFor)
  return tab === 'all' ? [...STATES] : mine
}

export interface Days {
  readonly today: string
  readonly yesterday: string
  /** The last day that is near, and the last of the working week from today. */
  readonly soon: string
  readonly week: string
}

/** What the question needs to know before: the ids that were found when something is looked for, and for whom the person stands in today. */
export interface Known {
  readonly days: Days
  readonly found?: readonly number[] | undefined
  readonly standsFor?: readonly number[]
}

export interface Statement {
  readonly sql: string
  readonly values: unknown[]
}

type Span = readonly [from: string, to: string]
const ALWAYS: Span = ['-infinity', 'infinity']
const spanOf = (due: DueFilter | undefined, { today, yesterday, soon, week }: Days): Span => {
  if (due === 'overdue') return ['-infinity', yesterday]
  if (due === 'soon') return [today, soon]
  if (due === 'week') return [today, week]
  return due === 'none' ? ['infinity', 'infinity'] : ALWAYS
}
const later = (one: string, other: string) =>
  one === '-infinity' || other === 'infinity' ? other : one > other ? one : other
const earlier = (one: string, other: string) =>
  one === 'infinity' || other === '-infinity' ? other : one < other ? one : other

const TAB_DUES: Partial<Record<Tab, DueFilter>> = { dueSoon: 'soon', overdue: 'overdue' }

/** Both spans at once. */
function spanBetween(tab: Tab, filters: Filters, days: Days): Span {
  const [one, other] = [spanOf(TAB_DUES[tab], days), spanOf(filters.due, days)]
  return [later(one[0], other[0]), earlier(one[1], other[1])]
}

/** The statement that answers a question, or counts its answer up to the limit. */
export function statementOf(actor: Actor, question: ListQuestion, known: Known, kind: 'list' | 'count'): Statement {
  const { tab, find, filters = {}, after, backwards = false, limit = 50 } = question
  const own = statesOf(tab, actor)
  const states = filters.states ? own.filter((state) => filters.states?.includes(state)) : own
  const place = after ? [after.dueOn ?? 'infinity', after.id] : backwards ? LAST : FIRST
  if (actor.firmId !== null || actor.kind !== 'person') {
    const word = find?.trim() || null
    const values = [...scopeOf(actor), states, word, word?.replace(/[\\%_]/g, '\\$&') ?? null, ...place, limit]
    return { sql: kind === 'list' ? OWN : `select count(*)::int as n from (${OWN}) counted`, values }
  }
  const [from, to] = spanBetween(tab, filters, known.days)
  const onlyAssesses = statesFor(actor).length === 1 && has(actor, 'assessor')
  const persons = holdersOf(actor, tab, filters, known)
  const way: Way = known.found ? 'among' : persons ? 'held' : filters.district ? 'district' : 'walk'
  const values = [
    ...[actor.firmId, actor.authorityId, partsOf(actor), states, from, to, ...place, limit],
    ...[
      tab === 'unclaimed',
      onlyAssesses && (tab === 'todo' || tab === 'unclaimed' || tab === 'mine'),
      filters.district ?? null,
      filters.department ?? null,
      filters.topics ?? null,
      partsOf(actor).filter((part) => part !== 'named').length > 1, // lead and named are one desk
    ],
    ...(known.found ? [known.found, persons ?? null] : persons ? [persons] : []),
  ]
  return { sql: STATEMENTS[way][kind === 'count' ? 'count' : backwards ? 'back' : 'list'], values }
}

/** Whose claims are asked for; nobody's in particular when undefined. */
function holdersOf(actor: Actor, tab: Tab, { holder }: Filters, { standsFor = [] }: Known): number[] | undefined {
  const mine = [actor.id ?? 0, ...standsFor]
  if (tab !== 'mine') return holder === undefined ? undefined : [holder]
  return holder === undefined ? mine : mine.filter((id) => id === holder)
}

/** For whom somebody stands in on a day. */
export const STANDS_FOR =
  'select person_id as id from absences where deputy_id = $1 and $2::date between from_on and to_on'

/** The cases that a word finds: by number, by name of talent or firm, by the whole passport number. */
export const FIND = `
  select c.id from cases c where c.number = upper($1) or c.id = $2::int
  union select find_cases($1, $3)
  union select c.id from cases c where c.passport_index = $4`

/** How many found cases are looked through at most. */
export const MOST_FOUND = 500

/** The values of FIND. A case is also found by the digits at the end of its number. `passport`: the blind index of what is looked for, should it be a passport number. */
export function findValues(word: string, passport: string | null): unknown[] {
  const digits = /^0*([1-9]\d{0,8})$/.exec(word)?.[1]
  return [word, digits === undefined ? null : Number(digits), MOST_FOUND, passport]
}

/** Working days in which a day is near. */
export const NEAR = 2
/** Working days that make a week. */
export const WEEK = 5
