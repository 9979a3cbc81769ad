/**
 * What reports are counted from: functions over cases and events as they are, with no second bookkeeping. `report_marks` says what happened in a period, one line a
 * happening; row-level security holds in it as everywhere. Two functions run with the owner's rights: `report_counts` gives figures to people who may see no case, and
 * `what_if_filings` gives the engine, and nobody else, what it needs to judge cases again.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

const CLUSTER = `
  create function report_cluster(firm jsonb, cluster_list jsonb) returns text language sql immutable
  as $$
    select coalesce(
      (select k ->> 'key' from jsonb_array_elements(cluster_list) k
       where exists (select 1 from jsonb_array_elements_text(k -> 'zones') z where position(lower(z) in lower(coalesce(firm ->> 'zone', ''))) > 0)
       order by k ->> 'key' limit 1),
      (select k ->> 'key' from jsonb_array_elements(cluster_list) k where k -> 'districts' ? (firm ->> 'district') order by k ->> 'key' limit 1),
      'elsewhere')
  $$;`

/**
 * One line for each thing that happened to a filed case in the period. \`workdays\` are the working days in order: the days from a to b, a not counted, are
 * width_bucket(b) − width_bucket(a). Days on which the clock stood still (the firm's correction, and whatever else stands in clock_stops) are not counted.
 */
const MARKS = `
  create function report_marks(of_authority int, first_day date, last_day date, workdays date[], cluster_list jsonb)
    returns table (case_id int, measure text, on_day date, days int, in_time boolean, district text, cluster text)
    language sql stable
  as $$
    with filed as (
      select c.id, c.filed_on, s.firm ->> 'district' as district, report_cluster(s.firm, cluster_list) as cluster
      from cases c
      cross join lateral (select b.firm from submissions b where b.case_id = c.id order by b.seq limit 1) s
      where c.filed_on <= last_day and c.changed_at >= (first_day::timestamp at time zone 'Asia/Shanghai')
        and (of_authority is null or exists (
          select 1 from case_parties p where p.case_id = c.id and p.authority_id = of_authority and p.part in ('lead', 'named')))
    ), moves as (
      select e.case_id, e.seq, e.action, e.to_state, (e.at at time zone 'Asia/Shanghai')::date as on_day,
        (lead(e.at) over (partition by e.case_id order by e.seq) at time zone 'Asia/Shanghai')::date as left_on
      from events e join filed f on f.id = e.case_id
      where e.from_state is distinct from e.to_state
    ), decided as (
      select distinct on (m.case_id) m.case_id, m.seq, m.on_day from moves m where m.action in ('recommend', 'refuse') order by m.case_id, m.seq
    ), stays as (
      select m.case_id, m.seq, m.to_state, m.left_on,
        width_bucket(m.left_on, workdays) - width_bucket(m.on_day, workdays) - case when h.case_id is null then 0 else (
          select count(*)::int from unnest(workdays[width_bucket(m.on_day, workdays) + 1 : width_bucket(m.left_on, workdays)]) d
          where exists (
            select 1 from clock_stops k
            where k.case_id = m.case_id and k.reason <> 'correction' and d > k.from_on and d <= coalesce(k.to_on, m.left_on))
        ) end as days
      from moves m
      left join (select distinct k.case_id from clock_stops k where k.reason <> 'correction') h
        on h.case_id = m.case_id and m.to_state <> 'awaitingCorrection'
      where m.left_on is not null
        and m.to_state in ('submitted', 'awaitingCorrection', 'underAssessment', 'awaitingDecision', 'recommended', 'underReview')
    ), stages as (
      select s.case_id, d.on_day, k.stage, sum(s.days)::int as days
      from stays s
      join decided d on d.case_id = s.case_id and s.seq < d.seq
      join (values ('submitted', 'acceptance'), ('underAssessment', 'assessment'), ('awaitingDecision', 'decision'), ('awaitingCorrection', 'firm'))
        as k (state, stage) on k.state = s.to_state
      group by s.case_id, d.on_day, k.stage
      union all
      select s.case_id, s.left_on, k.stage, s.days
      from stays s join (values ('recommended', 'letter'), ('underReview', 'review')) as k (state, stage) on k.state = s.to_state
    ), versions as (
      select r.key as stage, r.effective_from as since, lead(r.effective_from, 1, 'infinity') over (partition by r.key order by r.effective_from) as until,
        case when r.body ->> 'unit' = 'workingDays' then (r.body ->> 'amount')::int end as amount
      from reference r where r.kind = 'timeLimits' and r.key in ('acceptance', 'assessment', 'decision', 'letter') and r.approved_at is not null
    ), limits as (
      select f.id, v.stage, v.amount from filed f join versions v on f.filed_on >= v.since and f.filed_on < v.until
    ), marks as (
      select m.case_id, k.measure, m.on_day, null::int as days, null::boolean as in_time
      from moves m join (values
        ('submit', 'filed'), ('accept', 'accepted'), ('declineToAccept', 'notAccepted'), ('withdraw', 'withdrawn'), ('lapse', 'lapsed'),
        ('recommend', 'recommended'), ('refuse', 'refused'), ('recordLetter', 'letters'), ('recordGranted', 'granted'),
        ('recordRefused', 'permitRefused'), ('revokeLetter', 'revoked'), ('expire', 'expired'), ('requestCorrection', 'corrections'),
        ('requestReview', 'reviews'), ('upholdRefusal', 'upheld'), ('overturnRefusal', 'overturned')
      ) as k (action, measure) on k.action = m.action
      union all
      select m.case_id, k.purpose || '.' || r.reason, m.on_day, null, null
      from moves m
      join (values ('refuse', 'refusal'), ('declineToAccept', 'nonAcceptance'), ('revokeLetter', 'revocation')) as k (action, purpose) on k.action = m.action
      join event_contents t on t.case_id = m.case_id and t.seq = m.seq
      cross join lateral jsonb_array_elements_text(
        case jsonb_typeof(t.content -> 'reasons') when 'array' then t.content -> 'reasons' else '[]' end) as r (reason)
      union all
      select s.case_id, 'stage.' || s.stage, s.on_day, s.days, s.days <= l.amount
      from stages s left join limits l on l.id = s.case_id and l.stage = s.stage
      union all
      select d.case_id, 'decided', d.on_day, coalesce(t.days, 0), coalesce(t.days, 0) <= p.amount
      from decided d
      left join (
        select g.case_id, sum(g.days)::int as days from stages g where g.stage in ('acceptance', 'assessment', 'decision') group by g.case_id
      ) t on t.case_id = d.case_id
      left join (
        select l.id, case when count(l.amount) = 3 then sum(l.amount)::int end as amount
        from limits l where l.stage in ('acceptance', 'assessment', 'decision') group by l.id
      ) p on p.id = d.case_id
      union all
      select d.case_id, 'rounds.' || count(m.seq), d.on_day, null, null
      from decided d left join moves m on m.case_id = d.case_id and m.seq < d.seq and m.action = 'requestCorrection'
      group by d.case_id, d.on_day
    )
    select m.case_id, m.measure, m.on_day, m.days, m.in_time, f.district, f.cluster
    from marks m join filed f on f.id = m.case_id
    where m.on_day between first_day and last_day
  $$;`

/** For which reasons a case was ever refused. */
const REFUSALS = `
  create function report_refusals() returns table (case_id int, reason text) language sql stable
  as $$
    select distinct e.case_id, r.reason
    from events e
    join event_contents t on t.case_id = e.case_id and t.seq = e.seq
    cross join lateral jsonb_array_elements_text(
      case jsonb_typeof(t.content -> 'reasons') when 'array' then t.content -> 'reasons' else '[]' end) as r (reason)
    where e.action = 'refuse'
  $$;`

/** Median: halfway between the two in the middle when their number is even. Ninetieth percentile: the least number of days within which nine in ten were done. */
const FIGURES = `
  create function report_figures(of_authority int, first_day date, last_day date, workdays date[], cluster_list jsonb, breakdowns text[])
    returns table (by_what text, key text, measure text, n int, timed int, median numeric, p90 numeric, judged int, in_time int)
    language sql stable
  as $$
    with m as materialized (
      select * from report_marks(of_authority, first_day, last_day, workdays, cluster_list)
    ), keyed as (
      select b.name as by_what, case b.name when 'month' then to_char(m.on_day, 'YYYY-MM') when 'district' then coalesce(m.district, '')
        when 'cluster' then m.cluster when 'days' then coalesce(m.days::text, '') else '' end as key, m.measure, m.days, m.in_time
      from m join unnest(breakdowns) as b (name)
        on b.name in ('none', 'month', 'district', 'cluster') or (b.name = 'days' and m.measure = 'decided')
      union all
      select 'department', p.authority_id::text, m.measure, m.days, m.in_time
      from m join (select distinct q.case_id, q.authority_id from case_parties q where q.part in ('lead', 'named')) p on p.case_id = m.case_id
      where 'department' = any (breakdowns)
      union all
      select 'reason', r.reason, m.measure, m.days, m.in_time
      from m join report_refusals() r on r.case_id = m.case_id
      where 'reason' = any (breakdowns)
    )
    select k.by_what, k.key, k.measure, count(*)::int, count(k.days)::int,
      (percentile_cont(0.5) within group (order by k.days))::numeric,
      (percentile_disc(0.9) within group (order by k.days))::numeric,
      count(k.in_time)::int, (count(*) filter (where k.in_time))::int
    from keyed k
    group by k.by_what, k.key, k.measure
  $$;`

/**
 * The same without small cells: a number under five is hidden (n is null), and so is the next smallest of its row of cells while the hidden ones could be
 * found by subtracting from the total; of two outcomes that make up a third number, both are hidden when one is.
 */
const SAFE = `
  create function report_safe(first_day date, last_day date, workdays date[], cluster_list jsonb, breakdowns text[])
    returns table (by_what text, key text, measure text, n int, timed int, median numeric, p90 numeric, judged int, in_time int)
    language sql stable
  as $$
    with ranked as (
      select f.*, row_number() over w as place, min(f.n) over (partition by f.by_what, f.measure) as least,
        coalesce(sum(f.n) over (w rows between unbounded preceding and 1 preceding), 0) as before
      from report_figures(null, first_day, last_day, workdays, cluster_list, breakdowns) f
      window w as (partition by f.by_what, f.measure order by f.n, f.key)
    ), marked as (
      select r.*, bool_or(r.n < 5 or (r.least < 5 and (r.place = 2 or r.before < 5))) over (partition by r.by_what, r.key, case
        when r.measure in ('recommended', 'refused') then 'decisions'
        when r.measure in ('granted', 'permitRefused') then 'permits'
        when r.measure in ('upheld', 'overturned') then 'reviews' else r.measure end) as hidden
      from ranked r
    )
    select m.by_what, m.key, m.measure, case when not m.hidden then m.n end, case when not m.hidden then m.timed end,
      case when not m.hidden and m.timed >= 5 then m.median end, case when not m.hidden and m.timed >= 5 then m.p90 end,
      case when not m.hidden and m.judged >= 5 then m.judged end, case when not m.hidden and m.judged >= 5 then m.in_time end
    from marked m
  $$;`

/** Figures for policy editors and auditors, who may see no case, by whole months so that no day can be singled out; and for the public, of the last twelve whole months. */
const COUNTS = `
  create function report_counts(first_day date, last_day date, workdays date[], cluster_list jsonb, breakdowns text[])
    returns table (by_what text, key text, measure text, n int, timed int, median numeric, p90 numeric, judged int, in_time int)
    language sql stable security definer set search_path = public, pg_temp
  as $$
    select f.* from report_safe(date_trunc('month', first_day)::date, (date_trunc('month', last_day) + interval '1 month - 1 day')::date,
      workdays, cluster_list, breakdowns) f
    where me_roles() && array['policyEditor', 'auditor']
  $$;
  create function public_figures(today date, workdays date[], cluster_list jsonb)
    returns table (by_what text, key text, measure text, n int, timed int, median numeric, p90 numeric, judged int, in_time int)
    language sql stable security definer set search_path = public, pg_temp
  as $$
    select f.* from report_safe((date_trunc('month', today) - interval '12 months')::date, (date_trunc('month', today) - interval '1 day')::date,
      workdays, cluster_list, array['none', 'month', 'cluster']) f
    where f.measure in ('filed', 'notAccepted', 'withdrawn', 'lapsed', 'decided', 'recommended', 'refused',
      'letters', 'granted', 'permitRefused', 'revoked', 'overturned')
  $$;`

const WHAT_IF = `
  create function what_if_filings(first_day date, last_day date, cluster_list jsonb, skip int, take int)
    returns table (filed_on date, cluster text, answers jsonb, documents jsonb)
    language sql stable security definer set search_path = public, pg_temp
  as $$
    select c.filed_on, report_cluster(s.firm, cluster_list),
      jsonb_build_object(
        'talent', jsonb_build_object(
          'systemName', regexp_replace(regexp_replace(s.answers #>> '{talent,systemName}', '[A-Z]', 'A', 'g'), '[a-z]', 'a', 'g'),
          'sex', s.answers #> '{talent,sex}', 'birthDate', s.answers #> '{talent,birthDate}', 'nationality', s.answers #> '{talent,nationality}',
          'passport', jsonb_build_object('expiresOn', s.answers #> '{talent,passport,expiresOn}'),
          'education', jsonb_build_object(
            'degree', s.answers #> '{talent,education,degree}', 'skillGrade', s.answers #> '{talent,education,skillGrade}'),
          'experienceYears', s.answers #> '{talent,experienceYears}',
          'chinese', s.answers #> '{talent,chinese}',
          'other', s.answers #> '{talent,other}',
          'resume', (
            select jsonb_agg(jsonb_build_object('from', r -> 'from', 'to', r -> 'to') order by place)
            from jsonb_array_elements(case jsonb_typeof(s.answers #> '{talent,resume}') when 'array' then s.answers #> '{talent,resume}' else '[]' end)
              with ordinality as line (r, place)),
          'inChina', s.answers #> '{talent,inChina}', 'permitUntil', s.answers #> '{talent,permitUntil}'),
        'engagement', jsonb_build_object(
          'salaryPerYear', s.answers #> '{engagement,salaryPerYear}', 'salaryPerMonth', s.answers #> '{engagement,salaryPerMonth}',
          'monthsPerYear', s.answers #> '{engagement,monthsPerYear}', 'contract', s.answers #> '{engagement,contract}',
          'placeOfWork', s.answers #> '{engagement,placeOfWork}'),
        'channels', (
          select jsonb_agg(jsonb_build_object(
            'platform', h -> 'platform', 'followers', h -> 'followers', 'averageViewers', h -> 'averageViewers',
            'salesLast12MonthsCny', h -> 'salesLast12MonthsCny', 'languages', h -> 'languages', 'markets', h -> 'markets',
            'productCategories', h -> 'productCategories', 'hasExport', h -> 'hasExport',
            'export', jsonb_build_object('from', h #> '{export,from}', 'to', h #> '{export,to}', 'seriesPage', h #> '{export,seriesPage}',
              'series', h #> '{export,series}', 'indicators', h #> '{export,indicators}')) order by place)
          from jsonb_array_elements(case jsonb_typeof(s.answers -> 'channels') when 'array' then s.answers -> 'channels' else '[]' end)
            with ordinality as line (h, place)),
        'compliance', jsonb_build_object('groups', s.answers #> '{compliance,groups}',
          'talentSignedOn', s.answers #> '{compliance,talentSignedOn}', 'firmSignedOn', s.answers #> '{compliance,firmSignedOn}'),
        'circumstances', jsonb_build_object('changesEmployer', s.answers #> '{circumstances,changesEmployer}',
          'cancelledOn', s.answers #> '{circumstances,cancelledOn}', 'hasFamily', s.answers #> '{circumstances,hasFamily}',
          'foreignPapers', s.answers #> '{circumstances,foreignPapers}', 'promised', s.answers #> '{circumstances,promised}')),
      coalesce((
        select jsonb_agg(jsonb_build_object('kind', a.kind, 'issuedOn', a.issued_on, 'format', split_part(a.mime, '/', 2),
          'bytes', a.bytes, 'width', a.width, 'height', a.height, 'language', a.details -> 'language', 'of', a.details -> 'of') order by a.id)
        from attachments a where a.case_id = c.id and s.attachments @> to_jsonb(a.id)), '[]')
    from (
      select k.id, k.filed_on from cases k
      where k.filed_on between first_day and last_day and 'policyEditor' = any (me_roles())
      order by k.filed_on, k.id offset skip limit take
    ) c
    cross join lateral (select b.answers, b.firm, b.attachments from submissions b where b.case_id = c.id order by b.seq desc limit 1) s
    order by c.filed_on, c.id
  $$;
  comment on function what_if_filings is
    'Policy editors have no part in any case and see none. To learn what a draft of the criteria would do, the engine judges what was filed once more. It is given '
    'only the answers that it judges, one by one, and no name (letters of a name become A and a, since its form is judged), no number of a passport, no firm, no '
    'number of a case and no text that somebody wrote; the page shows the outcome alone. Nothing is kept.';`

/** Row-level security binds the owner too: what its two functions read must be allowed to it, for reading alone. */
const READ_BY_OWNER = ['cases', 'case_parties', 'events', 'event_contents', 'submissions', 'attachments', 'clock_stops']

export class Reports1764000000008 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    for (const table of READ_BY_OWNER)
      await db.query(`create policy owner_${table}_reports on ${table} for select to current_user using (true)`)
    for (const statement of [CLUSTER, MARKS, REFUSALS, FIGURES, SAFE, COUNTS, WHAT_IF]) await db.query(statement)
    await db.query(`
      revoke all on function report_cluster, report_marks, report_refusals, report_figures, report_safe, report_counts, public_figures, what_if_filings from public;
      grant execute on function report_cluster, report_marks, report_refusals, report_figures, report_counts, public_figures, what_if_filings to haijian_app;
    `)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop function what_if_filings, public_figures, report_counts, report_safe, report_figures, report_refusals, report_marks, report_cluster;
    `)
    for (const table of READ_BY_OWNER) await db.query(`drop policy owner_${table}_reports on ${table}`)
  }
}
