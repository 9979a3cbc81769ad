/**
 * What a draft of the reference data would touch, for policy editors, who see no case (decision 0056): of each open case the state and the days that its limits have, as `recompute` takes them, and
 * nothing by which it could be known outside the database. The id goes no further than the engine, as in `what_if_filings`, by which the same cases are judged once more.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

const WHAT_IF_OPEN = `
  create function what_if_open(on_day date, open_states text[], most int)
    returns table (id int, state text, filed_on date, due_on date, due_provisional boolean, days_left int, counted json, moved_on date, escalated boolean, own json, authorities text[],
      total bigint)
    language sql stable security definer set search_path = public, pg_temp
  as $$
    select c.id, c.state, c.filed_on, c.due_on, c.due_provisional, c.days_left,
      case when c.counted_seq = c.last_seq and c.counted_from is not null then json_build_object('from', c.counted_from, 'days', c.counted_days) end,
      (m.at at time zone 'Asia/Shanghai')::date,
      exists (select from events e where e.case_id = c.id and e.action = 'escalate' and e.at >= m.at),
      coalesce((
        select json_agg(json_build_object('reason', o.reason, 'authorityId', null, 'from', o.from_on, 'until', o.until_on, 'days', o.days)) from (
          select distinct s.reason, s.from_on, s.until_on, s.counted_days as days from clock_stops s
          where s.case_id = c.id and s.until_on >= on_day and (s.reason = 'correction' and s.to_on is null
            or s.reason = 'intention' and not exists (select from events e where e.case_id = c.id and e.action = 'answerIntention' and e.seq > s.seq))
          union all
          select 'consultation', (p.since at time zone 'Asia/Shanghai')::date, p.due_on, p.counted_days
          from case_parties p where p.case_id = c.id and p.part = 'named' and own_due(c.id, p.authority_id) >= on_day
        ) o), '[]'),
      array(select a.code from case_parties p join authorities a on a.id = p.authority_id where p.case_id = c.id and p.part in ('lead', 'named')),
      c.total
    from (
      select k.*, count(*) over () as total from cases k
      where k.filed_on is not null and k.state = any (open_states) and 'policyEditor' = any (me_roles())
      order by k.filed_on desc, k.id desc limit most
    ) c
    cross join lateral (select max(e.at) as at from events e where e.case_id = c.id and e.from_state is distinct from e.to_state) m
  $$;
  comment on function what_if_open is
    'Policy editors have no part in any case and see none. To learn what a draft would touch, the engine counts the days of open cases once more; the page shows numbers alone. Nothing is kept.';`

export class WhatIfOpen1764000000185 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(WHAT_IF_OPEN)
    await db.query(
      'revoke all on function what_if_open from public; grant execute on function what_if_open to haijian_app',
    )
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop function what_if_open')
  }
}
