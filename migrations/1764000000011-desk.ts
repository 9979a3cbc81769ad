/**
 * What officers need on the desk: an assessment that is kept while it is being written, and, for the administrator who sees no case, how many deadlines an outage moved
 * and how many struck while it lasted.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class Desk1764000000011 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table assessment_drafts (
        case_id int not null references cases,
        person_id int not null references people,
        input jsonb not null,
        saved_at timestamptz not null,
        primary key (case_id, person_id)
      );
      alter table assessment_drafts enable row level security, force row level security;
      -- what is being written is its author's alone
      create policy app_assessment_drafts on assessment_drafts to haijian_app
        using (person_id = (select me_person()) and exists (select 1 from cases c where c.id = case_id));
      grant select, insert, update (input, saved_at), delete on assessment_drafts to haijian_app;

      -- an absence that has not begun can be taken back
      create policy app_absences_remove on absences for delete to haijian_app
        using (
          authority_id = (select me_authority())
          and (person_id = (select me_person()) or 'supervisor' = any ((select me_roles())::text[]))
        );
      grant delete on absences to haijian_app;

      create policy owner_outages on outages for select to current_user using (true);
      create function outage_effects()
        returns table (id int, "from" text, "to" text, what jsonb, settled boolean, extended int, lapsed int, expired int, escalated int)
        language sql stable security definer set search_path = public, pg_temp
      as $$
        select o.id, o.from_on::text, o.to_on::text, o.what, o.settled_at is not null,
          (select count(*)::int from clock_stops s where s.outage_id = o.id),
          count(*) filter (where e.action = 'lapse')::int, count(*) filter (where e.action = 'expire')::int,
          count(*) filter (where e.action = 'escalate')::int
        from outages o
        left join events e on e.action in ('lapse', 'expire', 'escalate')
          and e.at >= (o.from_on::timestamp at time zone 'Asia/Shanghai') and e.at < ((o.to_on + 1)::timestamp at time zone 'Asia/Shanghai')
        where 'systemAdmin' = any ((select me_roles())::text[])
        group by o.id order by o.from_on desc, o.id desc limit 200
      $$;
      revoke all on function outage_effects from public;
      grant execute on function outage_effects to haijian_app;
    `)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop function outage_effects;
      drop policy app_absences_remove on absences;
      revoke delete on absences from haijian_app;
      drop policy owner_outages on outages;
      drop table assessment_drafts;
    `)
  }
}
