/**
 * What recommendations asked for beside what the permit authority granted, among the marks of reports: a case counts by its last recommendation, on the day of that.
 * Three functions of before go on under another name, and the ones that are asked add to them.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

const MARK = 'case_id int, measure text, on_day date, days int, in_time boolean, district text, cluster text'
const CELL =
  'by_what text, key text, measure text, n int, timed int, median numeric, p90 numeric, judged int, in_time int'

/** A permit that was not granted, is open still, or cannot come any more is told once; one that was granted is compared by class and by length. */
const ASKED = `
  create function report_asked(of_authority int, first_day date, last_day date, cluster_list jsonb)
    returns table (${MARK}) language sql stable
  as $$
    with asked as (
      select c.id, c.state, r.on_day, r.class, r.months, o.action, g.content ->> 'permitClass' as class_granted,
        (g.content ->> 'validFrom')::date as valid_from, (g.content ->> 'validUntil')::date as valid_until
      from cases c
      cross join lateral (
        select e.seq, (e.at at time zone 'Asia/Shanghai')::date as on_day, t.content #>> '{asked,class}' as class,
          (t.content #>> '{asked,months}')::int as months
        from events e join event_contents t on t.case_id = e.case_id and t.seq = e.seq
        where e.case_id = c.id and e.action = 'recommend' order by e.seq desc limit 1) r
      left join lateral (
        select e.seq, e.action from events e
        where e.case_id = c.id and e.seq > r.seq and e.action in ('recordGranted', 'recordRefused') order by e.seq desc limit 1) o on true
      left join event_contents g on g.case_id = c.id and g.seq = o.seq and o.action = 'recordGranted'
      where r.class is not null and r.on_day between first_day and last_day
        and c.changed_at >= (first_day::timestamp at time zone 'Asia/Shanghai')
        and (of_authority is null or exists (
          select from case_parties p where p.case_id = c.id and p.authority_id = of_authority and p.part in ('lead', 'named')))
    ), granted as (
      select a.*, (
        select max(m) from generate_series(0, 240) m where (a.valid_from + make_interval(months => m))::date <= a.valid_until + 1) as months_granted
      from asked a
    ), measured as (
      select g.id, g.on_day, k.measure
      from granted g cross join lateral (
        select 'asked' as measure
        union all
        select case g.action when 'recordRefused' then 'permit.refused'
          else case when g.state in ('recommended', 'letterIssued', 'letterReceived') then 'permit.open' else 'permit.ended' end end
        where g.action is distinct from 'recordGranted'
        union all
        select 'permit.class.' || case when g.class_granted is null then 'unsaid' when g.class_granted = g.class then 'same'
          when g.class_granted > g.class then 'less' else 'more' end
        where g.action = 'recordGranted'
        union all
        select 'permit.months.' || case when g.months_granted is null then 'unsaid' when g.months_granted = g.months then 'same'
          when g.months_granted < g.months then 'less' else 'more' end
        where g.action = 'recordGranted') k
    )
    select m.id, m.measure, m.on_day, null::int, null::boolean, s.firm ->> 'district', report_cluster(s.firm, cluster_list)
    from measured m
    cross join lateral (select b.firm from submissions b where b.case_id = m.id order by b.seq limit 1) s
  $$;`

const MARKS = `
  alter function report_marks rename to report_moves;
  create function report_marks(of_authority int, first_day date, last_day date, workdays date[], cluster_list jsonb)
    returns table (${MARK}) language sql stable
  as $$
    select * from report_moves(of_authority, first_day, last_day, workdays, cluster_list)
    union all select * from report_asked(of_authority, first_day, last_day, cluster_list)
  $$;`

/** By the permit authority that a letter is addressed to, too. */
const FIGURES = `
  alter function report_figures rename to report_groups;
  create function report_figures(of_authority int, first_day date, last_day date, workdays date[], cluster_list jsonb, breakdowns text[])
    returns table (${CELL}) language sql stable
  as $$
    select * from report_groups(of_authority, first_day, last_day, workdays, cluster_list, breakdowns)
    union all
    select 'permit', p.authority_id::text, m.measure, count(*)::int, count(m.days)::int,
      (percentile_cont(0.5) within group (order by m.days))::numeric, (percentile_disc(0.9) within group (order by m.days))::numeric,
      count(m.in_time)::int, (count(*) filter (where m.in_time))::int
    from report_marks(of_authority, first_day, last_day, workdays, cluster_list) m
    join (select distinct q.case_id, q.authority_id from case_parties q where q.part = 'permit') p on p.case_id = m.case_id
    where 'permit' = any (breakdowns)
    group by p.authority_id, m.measure
  $$;`

/** What became of the permits adds up to what was asked for: of a group all is hidden when any of it is. */
const SAFE = `
  alter function report_safe rename to report_cells;
  create function report_safe(first_day date, last_day date, workdays date[], cluster_list jsonb, breakdowns text[])
    returns table (${CELL}) language sql stable
  as $$
    select f.by_what, f.key, f.measure, case when not f.hidden then f.n end, f.timed, f.median, f.p90, f.judged, f.in_time
    from (
      select c.*, bool_or(c.n is null) over (
        partition by c.by_what, c.key, case when c.measure like 'permit.%' then 'permit' else c.measure end) as hidden
      from report_cells(first_day, last_day, workdays, cluster_list, breakdowns) c) f
  $$;`

export class AskedAndGranted1764000000076 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    for (const statement of [ASKED, MARKS, FIGURES, SAFE]) await db.query(statement)
    await db.query(`
      revoke all on function report_asked, report_marks, report_figures, report_safe from public;
      grant execute on function report_asked, report_marks, report_figures to haijian_app;
    `)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop function report_safe, report_figures, report_marks, report_asked;
      alter function report_cells rename to report_safe;
      alter function report_groups rename to report_figures;
      alter function report_moves rename to report_marks;
    `)
  }
}
