/** Which cases a list shows, and in which order: the question, its statement and its values. Every statement carries the scope. */
import { type Actor, has, type Role } from '../people/actor.js'
import { metaOf, STATES } from '../workflow/step.js'
import { CASE_COLUMNS } from './facts.js'
import { SCOPE, scopeOf } from './scope.js'

/**
 * todo: waits for the person's roles; mine: claimed by the person or by somebody for whom they stand in; waiting: for somebody else; open: for either; dueSoon and overdue:
 * waits for an authority, and its day is near or past; done: for nobody.
 */
export const TABS = ['todo', 'mine', 'unclaimed', 'dueSoon', 'overdue', 'waiting', 'open', 'done', 'all'] as const
export type Tab = (typeof TABS)[number]

export interface ListQuestion {
  readonly tab: Tab
  readonly find?: string | undefined
  /** The last line of the page before: its due date and id. */
  readonly after?: { readonly dueOn: string | null; readonly id: number } | undefined
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

/** Most urgent first: by the day the case is due, then the older case. */
export const LIST = `
  select ${LINE}
  where ${SCOPE} and c.state = any ($4::text[])
    and ($5::int is null or (k.person_id is not null and (k.person_id = $5 or k.person_id in (
      select s.person_id from absences s where s.deputy_id = $5 and $13::date between s.from_on and s.to_on))))
    and ($14::date is null or c.due_on >= $14) and ($15::date is null or c.due_on <= $15)
    and (not $6::bool or k.person_id is null)
    and (not $7::bool or not exists (
      select 1 from assessments a where a.case_id = c.id and a.round = c.round and a.authority_id = $2::int))
    and ($8::text is null or c.number = $8 or c.talent_name ilike '%' || $9 || '%' or c.system_name ilike '%' || $9 || '%' or f.name_zh ilike '%' || $9 || '%'
      or c.passport_index = $16)
    and ($10::int is null or (coalesce(c.due_on, 'infinity'::date), c.id) > (coalesce($11::date, 'infinity'::date), $10))
  order by coalesce(c.due_on, 'infinity'::date), c.id
  limit $12`

export const COUNT = `select count(*)::int as n from (${LIST}) as counted`

/** The states that wait for this person, straight from the chart. */
export function statesFor(actor: Actor): string[] {
  return STATES.filter((state) => {
    const waits = metaOf(state).waitsFor
    if (!waits || waits === 'worker') return false
    return waits === 'firm' ? actor.firmId !== null : has(actor, waits satisfies Role)
  })
}

/** The states that wait for a person of an authority. */
const OURS = STATES.filter((state) => !['firm', 'worker', undefined].includes(metaOf(state).waitsFor))

function statesOf(tab: Tab, actor: Actor): string[] {
  if (tab === 'dueSoon' || tab === 'overdue') return OURS
  const mine = statesFor(actor)
  if (tab === 'waiting') return STATES.filter((state) => metaOf(state).waitsFor && !mine.includes(state))
  if (tab === 'open') return STATES.filter((state) => metaOf(state).waitsFor)
  if (tab === 'done') return STATES.filter((state) => !metaOf(state).waitsFor)
  return tab === 'all' ? [...STATES] : mine
}

export interface Days {
  readonly today: string
  readonly yesterday: string
  /** The last day that is near. */
  readonly soon: string
}

/** The values of LIST and COUNT. `passport`: the blind index of what is looked for, should it be a passport number. */
export function listValues(
  actor: Actor,
  { tab, find, after, limit = 50 }: ListQuestion,
  days: Days,
  passport: string | null,
): unknown[] {
  const word = find?.trim() || null
  const onlyAssesses = statesFor(actor).length === 1 && has(actor, 'assessor')
  return [
    ...scopeOf(actor),
    statesOf(tab, actor),
    tab === 'mine' ? actor.id : null,
    tab === 'unclaimed',
    onlyAssesses && (tab === 'todo' || tab === 'unclaimed' || tab === 'mine'),
    word,
    word?.replace(/[\\%_]/g, '\\$&') ?? null,
    after?.id ?? null,
    after?.dueOn ?? null,
    limit,
    days.today,
    tab === 'dueSoon' ? days.today : null,
    tab === 'dueSoon' ? days.soon : tab === 'overdue' ? days.yesterday : null,
    passport,
  ]
}

/** Working days in which a day is near. */
export const NEAR = 2
