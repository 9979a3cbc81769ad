/**
 * The statements of lists of cases. A firm's list goes through its own cases; an authority's
 * through its places in the queue, whose index has the order of every tab. Every statement carries
 * the scope. Over 250 lines because lists, counts and their orders are pieces of the same statements.
 */
import { type Fragment, sql } from '../base/sql.js'
import { CASE_COLUMNS } from './facts.js'
import { ANNOUNCED, OWN_TASKS, SUCCESSOR, TASK_COLUMNS, TASKS_OF_MINE } from './firmTasks.js'
import { OF_OWN_FIRM, SCOPE } from './scope.js'

/** The day by which a case stands in the queue of the actor's own authority (migrations/…-ownLimits.ts). */
export const OWN_DUE = sql`(
    select nullif(min(q.due), 'infinity') from queue_places q
    where q.case_id = c.id and q.authority_id = ${'ownAuthority'}::int and q.part = any (${'ownParts'}::text[]))`

/**
 * What waits for the firm of the case; read by the firm itself. `offset 0` beside it has it worked
 * out once a case, however often it is named.
 */
const TASKS = sql`case
    when ${'ownFirm'}::int is not null and c.state = any (${'withTasks'}::text[]) then ${OWN_TASKS} end`

/** When the contract begins, once the answers say so. */
const START = sql`(case when c.answers #>> '{engagement,contract,start}' ~ '^\\d{4}-\\d\\d-\\d\\d$'
    then c.answers #>> '{engagement,contract,start}' end)`

/** Whose limit a stopped clock goes on with. */
const ASKED_FROM = sql`case when c.days_left is not null then (
    select h.from_state from events h where h.case_id = c.id and h.action = 'requestCorrection'
    order by h.seq desc limit 1) end`

/** The columns of a CaseLine, with the claim and the day of the actor's own authority. */
const COLUMNS = sql`
  ${CASE_COLUMNS}, c.talent_name as "talentName", c.system_name as "systemName",
    c.answers #>> '{engagement,post}' as post, ${START} as "startsOn",
  f.name_zh as "firmName", f.name_en as "firmNameEn", c.changed_at as "changedAt", k.person_id as "claimedBy",
  o.name as "claimedName", ${ASKED_FROM} as "askedFrom"`
const JOINED = sql`
  join firms f on f.id = c.firm_id
  left join claims k on k.case_id = c.id and k.authority_id = ${'ownAuthority'}::int
  left join people o on o.id = k.person_id`
/** A case in a list of its firm, with what waits for it. */
export const OWN_LINE = sql`
  ${COLUMNS}, t.tasks, t.tasks -> 0 ->> 'day' as "ownDueOn"
  from cases c ${JOINED}
  cross join lateral (select ${TASKS} as tasks offset 0) t`
/** The same in a list of an authority: a firm's tasks, never worked out here, would be most of the plan. */
export const LINE = sql`
  ${COLUMNS}, null::json as tasks, ${OWN_DUE}::text as "ownDueOn"
  from cases c ${JOINED}`

/**
 * Whether the names of the candidate hold each word of what is looked for, in any order and without accents, or all of
 * it once no spaces are left. Of a firm's own cases alone: those of officers are found by an index (search_cases).
 */
export const NAMED = sql`exists (
      select from (select search_text(concat_ws(' ', c.system_name, c.talent_name,
        c.answers #>> '{talent,chineseName}')) as names offset 0) n
      where n.names like all ((
          select array_agg('%' || regexp_replace(one, '([\\\\%_])', '\\\\\\1', 'g') || '%')
          from regexp_split_to_table(search_text(${'word'}), ' ') one where one <> '')::text[])
        or strpos(replace(n.names, ' ', ''), nullif(replace(search_text(${'word'}), ' ', ''), '')) > 0)`

/**
 * A firm's cases as far as they are asked for, and to which of its lists each belongs: to what waits
 * for the firm or for somebody else, and to the permits in force. A draft that was deleted is in none, unless it is
 * looked for or its state is asked for. Nothing is read of a case yet but
 * what lists are chosen and ordered by.
 */
const MINE = sql`
  with mine as materialized (
    select ${TASK_COLUMNS}, c.changed_at, c.filed_on is not null as filed,
      lower(coalesce(c.talent_name, c.system_name, '')) as name
    from cases c
    where ${SCOPE} and ${OF_OWN_FIRM}
      and (${'changedSince'}::timestamptz is null or c.changed_at >= ${'changedSince'})
      and (${'word'}::text is null or c.number = ${'number'} or c.number like '%' || ${'digits'}::text
        or c.passport_index = ${'passport'} or ${NAMED})
      and (${'filer'}::int is null or c.created_by = ${'filer'})
      and (${'employer'}::int is null or c.firm_id = ${'employer'})
      and (${'country'}::text is null or c.answers #>> '{talent,nationality}' = ${'country'})
      and (${'lead'}::int is null or exists (
        select from case_parties p where p.case_id = c.id and p.part = 'lead' and p.authority_id = ${'lead'}))
      and (${'endsFrom'}::date is null or c.permit_valid_until between ${'endsFrom'} and ${'endsTo'}::date)
  ), waiting as materialized (${TASKS_OF_MINE}
  ), asked as materialized (
    select m.*, t.tasks, coalesce(t.tasks -> 0 ->> 'day', m.due_on::text)::date as day,
      m.state = any (${'waitingStates'}::text[]) as waits,
      m.state = any (${'permitStates'}::text[]) and coalesce(m.permit_valid_until >= ${'today'}::date, true) as permit,
      m.filed or ${'word'}::text is not null or ${'wanted'}::text[] is not null as lasts
    from mine m left join waiting t on t.id = m.id
    where ${'wanted'}::text[] is null or m.state = any (${'wanted'}) or exists (
      select from json_array_elements(t.tasks) task where task ->> 'act' = any (${'wanted'}))
  ), sorted as (
    select m.id, m.tasks, m.permit, g.tab, g.most, case g.sort when 'day' then coalesce(m.day, 'infinity')
        when 'permit' then coalesce(m.permit_valid_until, 'infinity') else 'epoch'::date end as by_day,
      case g.sort when 'name' then m.name else '' end as by_name,
      case g.sort when 'changed' then m.changed_at else 'epoch'::timestamptz end as by_at,
      case g.sort when 'newest' then -m.id else m.id end as by_id,
      case g.sort when 'newest' then -${'placeId'}::int else ${'placeId'} end as after_id, g.sort
    from asked m join unnest(${'tabs'}::text[], ${'sorts'}::text[], ${'mosts'}::int[]) g (tab, sort, most) on case g.tab
      when 'todo' then m.tasks is not null
      when 'waiting' then m.tasks is null and m.waits
      when 'open' then m.tasks is not null or m.waits
      when 'permits' then m.permit
      when 'done' then m.tasks is null and not m.waits
      when 'ended' then m.tasks is null and not m.waits and not m.permit and m.lasts
      else m.tasks is not null or m.waits or m.lasts end
  )`

/**
 * The first lines of some lists of a firm's, or those after a place, each with how many its list has:
 * by the nearest day, by the permit's end, by name, or the newest first.
 */
export const OWN = sql`
  ${MINE}, placed as (
    select s.id, s.tasks, s.permit, s.tab, s.most, s.by_day, s.by_at, s.by_name, s.by_id,
      ${'placeId'}::int = 0 or (s.by_day, s.by_at, s.by_name, s.by_id) > (
        case when s.sort in ('day', 'permit') then ${'placeDue'}::date else 'epoch' end,
        case s.sort when 'changed' then ${'placeAt'}::timestamptz else 'epoch' end,
        case s.sort when 'name' then coalesce((select m.name from asked m where m.id = ${'placeId'}), '') else '' end,
        s.after_id) as beyond
    from sorted s
  ), ranked as (
    select p.id, p.tasks, p.permit, p.tab, p.most, p.beyond, row_number() over places as rank,
      (count(*) over (places rows between unbounded preceding and unbounded following))::int as total
    from placed p
    window places as (partition by p.tab order by not p.beyond, p.by_day, p.by_at, p.by_name, p.by_id)
  )
  select ${COLUMNS}, r.tasks, r.tasks -> 0 ->> 'day' as "ownDueOn", r.tab, r.total,
    r.beyond and r.rank <= r.most as shown, c.answers #>> '{talent,nationality}' as country, a.name as filer,
    (select count(*)::int from case_matters m
      where m.case_id = c.id and m.kind = 'meetCondition' and m.open_from < 'infinity') as "conditionsSaid",
    ${ANNOUNCED} as announced,
    r.permit and exists (select from events e where e.case_id = c.id and e.action = 'reportEnd') as "endReported",
    case when r.permit then (select row_to_json(n) from (${SUCCESSOR}) n) end as renewal
  from ranked r join cases c on c.id = r.id ${JOINED} left join people a on a.id = c.created_by
  where r.rank <= greatest(r.most, 1)
  order by r.tab, r.rank`

/** What a firm's cases can be narrowed by: who files them, where the candidates come from, which department leads. */
export const OWN_FACETS = sql`
  with kinds as materialized (
    select c.state, c.firm_id, c.created_by, c.mandate_id, c.answers #>> '{talent,nationality}' as country,
      p.authority_id as lead, c.permit_valid_until is not null as permit
    from cases c left join case_parties p on p.case_id = c.id and p.part = 'lead'
    where ${SCOPE} and ${OF_OWN_FIRM}
    group by 1, 2, 3, 4, 5, 6, 7)
  select array_agg(distinct c.state) as states,
    json_agg(distinct jsonb_build_object('id', c.firm_id, 'name', f.name_zh, 'nameEn', f.name_en)) as employers,
    json_agg(distinct jsonb_build_object('id', c.created_by, 'name', coalesce(a.name, m.agent_name))) as filers,
    array_agg(distinct c.country) as countries, array_agg(distinct c.lead) as leads, bool_or(c.permit) as permits
  from kinds c join firms f on f.id = c.firm_id
  left join people a on a.id = c.created_by left join mandates m on m.id = c.mandate_id`

/** Of two who assess, one has: asked of each place that the index gives (`offset 0`), not of all assessments. */
const REPORTED_SELF = sql`exists (
      select from assessments a join cases n on n.id = a.case_id and n.round = a.round
      where a.case_id = p.case_id and a.person_id = me_person() offset 0)`

const ANY_DISTRICT = sql`(${'district'}::text is null or p.district = ${'district'})`

/** Only what neither the own authority nor the person has assessed in this round. */
const UNREPORTED = sql`not (p.reported or ${REPORTED_SELF})`
const REPORTED_OR_NOT = sql`true`
/** Of the states that wait for somebody who only assesses, what others still have to assess. */
const WITH_OTHERS = sql`(p.state <> all (${'ownStates'}::text[]) or p.reported or ${REPORTED_SELF})`
const AS_ASKED = sql`(not ${'unreported'}::bool or ${UNREPORTED})
    and (${'ownStates'}::text[] is null or ${WITH_OTHERS})`

/**
 * `unclaimed`: only what nobody has claimed; `oneDesk`: the person has several desks in one authority,
 * and a case that stands at two of them is shown once. An index holds all of it, in the order of
 * the list; another one has the districts apart.
 */
const narrowed = <Name extends string>(assessed: Fragment<Name>, district: Fragment<'district'> = ANY_DISTRICT) => sql`
  ${'ownFirm'}::int is null and p.authority_id = ${'ownAuthority'}::int
    and (not ${'unclaimed'}::bool or p.holder is null) and ${district} and ${assessed}
    and (${'department'}::int is null or ${'department'} = any (p.departments))
    and (${'topics'}::text[] is null or p.topics && ${'topics'})
    and (not ${'oneDesk'}::bool or not exists (
      select from queue_places o
      where o.case_id = p.case_id and o.authority_id = p.authority_id and o.part = any (${'ownParts'}::text[])
        and o.part < p.part))`
/** As the index of districts says it. */
const OF_DISTRICT = sql`p.district = ${'district'} and p.district <> ''`
type Narrowed = ReturnType<typeof narrowed<'unreported' | 'ownStates'>>

/**
 * From the place or from the first day, whichever comes later, so that the index is entered where
 * the answer begins.
 */
const FROM_PLACE = sql`
  p.due <= ${'to'}::date
    and (p.due, p.case_id) > (greatest(${'from'}::date, ${'placeDue'}::date), case when ${'placeDue'} >= ${'from'}
      then ${'placeId'}::int else 0 end)`
const FORWARD = sql`${FROM_PLACE}
  order by p.due, p.case_id limit ${'limit'}`
/** What is only counted needs no order. */
const COUNTED = sql`${FROM_PLACE}
  limit ${'limit'}`
const BACKWARD = sql`
  p.due >= ${'from'}::date
    and (p.due, p.case_id) < (least(${'to'}::date, ${'placeDue'}::date), case when ${'placeDue'} <= ${'to'}
      then ${'placeId'}::int else 2147483647 end)
  order by p.due desc, p.case_id desc limit ${'limit'}`
type Stretch = Fragment<'from' | 'to' | 'placeDue' | 'placeId' | 'limit'>

/** The states asked about; with one department only those in which it has a case: others would be read to their end. */
const ASKED_STATES = sql`case when ${'department'}::int is null then ${'states'}::text[]
    else states_with(${'department'}, ${'states'}) end`

/**
 * The places of each part and state come from the index in their order; the first of all of them
 * are among the first of each.
 */
const walkOf =
  <State extends string>(states: Fragment<State>) =>
  (narrow: Narrowed) =>
  <Name extends string>(stretch: Fragment<Name>) =>
    sql`
  select x.case_id, x.due
  from unnest(${'ownParts'}::text[]) part (name) cross join unnest(${states}) state (name) cross
  join lateral (
    select p.case_id, p.due from queue_places p
    where p.part = part.name and p.state = state.name and ${narrow} and ${stretch}) x`
const walkThrough = walkOf(ASKED_STATES)
const OF_MINE = sql`p.part = any (${'ownParts'}::text[]) and p.state = any (${'states'}::text[])`
/** Whose claims are asked for; with `standsIn` also those of whoever one stands in for today; `holder`: one of them. */
const HOLDERS = sql`array(
    select h.id from (
      select unnest(${'holders'}::int[])
      union all select a.person_id from absences a
      where ${'standsIn'}::bool and a.deputy_id = ${'ownId'}::int
        and ${'today'}::date between a.from_on and a.to_on) h (id)
    where ${'holder'}::int is null or h.id = ${'holder'})`
const HELD = sql`(${'holders'}::int[] is null or p.holder = any (${HOLDERS}))`

/**
 * Few are held or found: `offset 0` has those looked up first, whatever the planner thinks of the
 * index that has the order.
 */
const held = (narrow: Narrowed) => (stretch: Stretch) =>
  sql`
  select p.case_id, p.due from (select * from queue_places where holder = any (${HOLDERS}) offset 0) p
  where ${OF_MINE} and ${narrow} and ${stretch}`
const among = (narrow: Narrowed) => (stretch: Stretch) =>
  sql`
  select p.case_id, p.due
  from unnest(${'found'}::int[]) found (id) cross join lateral (select * from queue_places
  where case_id = found.id offset 0) p
  where ${HELD} and ${OF_MINE} and ${narrow} and ${stretch}`

/** By when the contract begins instead of the time limit: what waits is little, and is read as a whole. */
const starts = (narrow: Narrowed) => (stretch: Stretch) =>
  sql`
  select p.case_id, p.due
  from (
    select q.case_id, q.authority_id, q.part, q.state, q.holder, q.district, q.reported, q.departments, q.topics,
      coalesce(${START}::date, 'infinity') as due
    from queue_places q join cases c on c.id = q.case_id
    where q.authority_id = ${'ownAuthority'}::int and q.part = any (${'ownParts'}::text[])
      and q.state = any (${'states'}::text[]) offset 0) p
  where ${HELD}
    and (${'found'}::int[] is null or p.case_id = any (${'found'})) and ${OF_MINE} and ${narrow} and ${stretch}`

/** What waits after a letter is looked up by the department that leads the case. */
const matters = (narrow: Narrowed) => (stretch: Stretch) =>
  sql`
  select p.case_id, p.due
  from (
    select distinct case_id from case_matters
    where lead_id = ${'ownAuthority'}::int and open_from <= ${'today'}::date offset 0) m
  cross join lateral (select * from queue_places where case_id = m.case_id and part = 'lead' offset 0) p
  where ${HELD}
    and (${'found'}::int[] is null or p.case_id = any (${'found'})) and ${OF_MINE} and ${narrow} and ${stretch}`

/** Permits that were granted and whose last day nobody has recorded. */
const details = (narrow: Narrowed) => (stretch: Stretch) =>
  sql`
  select p.case_id, p.due
  from (
    select q.* from queue_places q join cases c on c.id = q.case_id
    where q.authority_id = ${'ownAuthority'}::int and q.part = any (${'ownParts'}::text[])
      and q.state = any (${'states'}::text[]) and c.permit_valid_until is null offset 0) p
  where ${HELD}
    and (${'found'}::int[] is null or p.case_id = any (${'found'})) and ${OF_MINE} and ${narrow} and ${stretch}`

/** By what day a page ends that the states of others fill; `least` and `greatest` pass over a day that is not there. */
const PAGE_ENDS = {
  list: sql`p.due <= least(${'to'}::date, (
      select o.due from others o order by o.due, o.case_id offset ${'limit'}::int - 1 limit 1))`,
  back: sql`p.due >= greatest(${'from'}::date, (
      select o.due from others o order by o.due desc, o.case_id desc offset ${'limit'}::int - 1 limit 1))`,
}

/**
 * Of what one assesses oneself little is assessed, and each place of the index is asked about: so it is read no
 * further than to the day by which the other states fill the page.
 */
const walkWithOthers = (narrow: Narrowed) => (stretch: Stretch) => {
  if (stretch === COUNTED) return walkThrough(narrow)(stretch)
  const end = PAGE_ENDS[stretch === FORWARD ? 'list' : 'back']
  const others = walkOf(sql`array(select unnest(${ASKED_STATES}) except select unnest(${'ownStates'}::text[]))`)
  const own = walkOf(sql`array(select unnest(${ASKED_STATES}) intersect select unnest(${'ownStates'}::text[]))`)
  return sql`
  with others as materialized (${others(narrow)(stretch)})
  select o.case_id, o.due from others o union all ${own(narrow)(sql`${end} and ${stretch}`)}`
}

/** A list forwards, backwards, and its count up to the limit. */
const listsOf = <Name extends string>(way: (stretch: Stretch) => Fragment<Name>) => ({
  list: sql`
  with places as materialized (
    select x.case_id, x.due from (${way(FORWARD)}) x order by x.due, x.case_id limit ${'limit'})
  select ${LINE} join places x on x.case_id = c.id where ${SCOPE}
  order by x.due, c.id`,
  back: sql`
  with places as materialized (
    select x.case_id, x.due from (${way(BACKWARD)}) x order by x.due desc, x.case_id desc limit ${'limit'})
  select ${LINE} join places x on x.case_id = c.id where ${SCOPE}
  order by x.due desc, c.id desc`,
  count: sql`select count(*)::int as n from (select from (${way(COUNTED)}) x limit ${'limit'}) counted`,
})

/**
 * How the rows of a queue are found: through the whole queue or that of one district, through somebody's claims,
 * through what was found, what waits after letters or permits without details, or by when contracts begin. Every
 * statement is written once, so that each is prepared once; those that leave out what is assessed apart, since
 * asking who has assessed is most of their plan.
 */
const waysOf = (assessed: Fragment<'ownStates'>, walk: typeof walkWithOthers = walkThrough) => {
  const narrow = narrowed(assessed)
  return {
    walk: listsOf(walk(narrowed(assessed, sql`${'district'}::text is null`))),
    district: listsOf(walk(narrowed(assessed, OF_DISTRICT))),
    held: listsOf(held(narrow)),
    among: listsOf(among(narrow)),
    matters: listsOf(matters(narrow)),
    starts: listsOf(starts(narrow)),
    details: listsOf(details(narrow)),
  }
}
export const WAYS = waysOf(REPORTED_OR_NOT)
export const WAYS_UNREPORTED = waysOf(UNREPORTED)
export const WAYS_WITH_OTHERS = waysOf(WITH_OTHERS, walkWithOthers)

const NARROWED = narrowed(AS_ASKED)

/**
 * A list in another order than that of the queue: through all cases in that order, each looked up in the queue, or the
 * few that are held, found or open after a letter, put in order. A page has 200 lines at most: said as a figure, so
 * that the planner, which does not know the values, takes the index that has the order.
 */
const ordered = <Name extends string>(beyond: Fragment<Name>, order: Fragment<never>) => {
  const inOrder = <Source extends string>(source: Fragment<Source>) => sql`
  with places as materialized (
    select id from (select c.id from ${source} where ${beyond} order by ${order} limit 200) x limit ${'limit'})
  select ${LINE} join places x on x.id = c.id where ${SCOPE}
  order by ${order}`
  const inSpan = sql`p.due between ${'from'}::date and ${'to'}::date`
  const few = <Way extends string>(way: (stretch: typeof inSpan) => Fragment<Way>) =>
    inOrder(sql`(select distinct x.case_id from (${way(inSpan)}) x offset 0) x join cases c on c.id = x.case_id`)
  const walk = inOrder(sql`cases c cross join lateral (
    select from queue_places p where p.case_id = c.id and ${OF_MINE} and ${NARROWED} and ${inSpan} limit 1) p`)
  return {
    walk,
    district: walk,
    held: few(held(NARROWED)),
    among: few(among(NARROWED)),
    matters: few(matters(NARROWED)),
    details: few(details(NARROWED)),
  }
}
const BEYOND = {
  changed: sql`(c.changed_at, c.id) > (${'placeAt'}::timestamptz, ${'placeId'}::int)`,
  number: sql`c.id > ${'placeId'}::int`,
  newest: sql`c.id < coalesce(nullif(${'placeId'}::int, 0), 2147483647)`,
}
const BY = { changed: sql`c.changed_at, c.id`, number: sql`c.id`, newest: sql`c.id desc` }
export const ORDERED = {
  changed: ordered(BEYOND.changed, BY.changed),
  number: ordered(BEYOND.number, BY.number),
  newest: ordered(BEYOND.newest, BY.newest),
}

/**
 * The same for a firm that wants all its cases, or those of some states: its own, and those of each mandate in force,
 * come from indexes that have the order, so that nothing is worked out of a case that is on another page.
 */
const ownOrdered = <Name extends string>(beyond: Fragment<Name>, order: Fragment<never>) => {
  const asked = sql`(
      c.state = any (${'openStates'}::text[]) or c.filed_on is not null or ${'wanted'}::text[] is not null)
      and (${'wanted'}::text[] is null or c.state = any (${'wanted'}))`
  return sql`
  with places as materialized (
    select c.id from (
      (select c.id, c.changed_at from cases c where c.firm_id = ${'ownFirm'}::int and ${asked} and ${beyond}
        order by ${order} limit 200)
      union all
      select o.id, o.changed_at from unnest((select me_mandates())::int[]) m (id) cross join lateral (
        select c.id, c.changed_at from cases c
        where c.mandate_id = m.id and c.firm_id <> ${'ownFirm'} and ${asked} and ${beyond}
        order by ${order} limit 200) o) c
    order by ${order} limit ${'limit'})
  select ${OWN_LINE} join places x on x.id = c.id where ${SCOPE} and ${OF_OWN_FIRM}
  order by ${order}`
}
export const OWN_ORDERED = {
  changed: ownOrdered(BEYOND.changed, BY.changed),
  number: ownOrdered(BEYOND.number, BY.number),
  newest: ownOrdered(BEYOND.newest, BY.newest),
}

/**
 * The cases that a word finds, and by what: by number, by the whole passport number, by a letter's number or
 * check code, by the firm's credit code, by the account of a channel, by name of talent or firm.
 */
export const FIND = `
  select c.id, 'number' as way from cases c where c.number = $8 or c.id = $2::int
  union all select c.id, 'passport' from cases c where c.passport_index = $4
  union all select l.case_id, 'letter' from letters l where l.number = $5
  union all select l.case_id, 'checkCode' from letters l where l.check_code = $9
  union all (select l.case_id, 'letter' from letters l where $7::text is not null and l.number like $7 limit $3::int)
  union all select id, 'creditCode' from search_credit_code($6, $3) id where $6::text is not null
  union all select case_id, way from search_cases($1, $3)`

/** Those whose name, or whose firm's, is the word but for one letter. */
export const FIND_MISTYPED = `select id, 'mistyped' as way from search_mistyped($1, $2) id`
