/**
 * What a procedure in time needs: the ledger of every stop of a clock, outages, absences and their deputies, a consultation's own deadline, two assessors of one
 * department, the permit's last day, and the case that another one's answers were copied from.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class Procedure1764000000005 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table cases
        add column assessors_needed int not null default 1,
        add column permit_valid_until date,
        add column copied_from int references cases,
        add column reminded_days int;
      create index cases_permit on cases (permit_valid_until) where permit_valid_until is not null;
      alter table case_parties add column due_on date;

      alter table assessments drop constraint assessments_pkey;
      alter table assessments
        add primary key (case_id, round, authority_id, person_id),
        add column scores jsonb not null default '[]',
        add column compliance jsonb not null default '[]';

      create table outages (
        id int generated always as identity primary key,
        from_on date not null,
        to_on date not null,
        what jsonb not null,
        recorded_by int not null references people,
        recorded_at timestamptz not null,
        settled_at timestamptz,
        constraint outages_days check (from_on <= to_on)
      );

      create table clock_stops (
        case_id int not null references cases,
        seq int not null,
        reason text not null check (reason in ('correction', 'consultation', 'intention', 'outage')),
        from_on date not null,
        until_on date,
        to_on date,
        days int,
        days_left int,
        authority_id int references authorities,
        outage_id int references outages,
        primary key (case_id, seq)
      );
      create unique index clock_stops_outage on clock_stops (case_id, outage_id) where outage_id is not null;

      alter table people add constraint people_of_authority unique (id, authority_id);
      create table absences (
        id int generated always as identity primary key,
        authority_id int not null references authorities,
        person_id int not null,
        deputy_id int not null,
        from_on date not null,
        to_on date not null,
        recorded_by int not null references people,
        recorded_at timestamptz not null,
        foreign key (person_id, authority_id) references people (id, authority_id),
        foreign key (deputy_id, authority_id) references people (id, authority_id),
        constraint absences_deputy check (person_id <> deputy_id),
        constraint absences_days check (from_on <= to_on)
      );
      create index absences_deputy_days on absences (deputy_id, to_on);
      create index absences_authority on absences (authority_id, to_on);

      alter table outages enable row level security, force row level security;
      alter table clock_stops enable row level security, force row level security;
      alter table absences enable row level security, force row level security;

      -- an outage is announced to everybody
      create policy app_outages_see on outages for select to haijian_app using (true);
      create policy app_outages_add on outages for insert to haijian_app
        with check ('systemAdmin' = any ((select me_roles())::text[]) and recorded_by = (select me_person()) and settled_at is null);
      create policy app_clock_stops on clock_stops to haijian_app using (exists (select 1 from cases c where c.id = case_id));
      create policy app_absences_see on absences for select to haijian_app using (authority_id = (select me_authority()));
      create policy app_absences_add on absences for insert to haijian_app
        with check (
          authority_id = (select me_authority()) and recorded_by = (select me_person())
          and (person_id = (select me_person()) or 'supervisor' = any ((select me_roles())::text[]))
        );
      create policy app_absences_change on absences for update to haijian_app
        using (
          authority_id = (select me_authority())
          and (person_id = (select me_person()) or 'supervisor' = any ((select me_roles())::text[]))
        );
      create policy worker_outages on outages to haijian_worker using (true);
      create policy worker_clock_stops on clock_stops to haijian_worker using (true);
      create policy worker_absences on absences for select to haijian_worker using (true);

      grant select, insert on outages to haijian_app;
      grant select, insert, update (to_on, days) on clock_stops to haijian_app;
      grant select, insert, update (to_on) on absences to haijian_app;
      grant update (assessors_needed, permit_valid_until, reminded_days) on cases to haijian_app, haijian_worker;
      grant select, update (settled_at) on outages to haijian_worker;
      grant select, insert, update (to_on, days) on clock_stops to haijian_worker;
      grant select on absences to haijian_worker;

      -- when a case goes on to other people, nobody's claim of it holds any more, of whatever department: a claim is seen by its own department only
      create policy owner_claims on claims to current_user using (true);
      create function free_claims(wanted int) returns void
        language sql volatile security definer set search_path = public, pg_temp
        as $$ delete from claims k where k.case_id = wanted $$;
      revoke all on function free_claims from public;
      grant execute on function free_claims to haijian_app, haijian_worker;
    `)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop function free_claims;
      drop policy owner_claims on claims;
      drop table absences, clock_stops, outages;
      alter table people drop constraint people_of_authority;
      delete from assessments a where exists (
        select 1 from assessments b where (b.case_id, b.round, b.authority_id) = (a.case_id, a.round, a.authority_id) and b.person_id < a.person_id);
      alter table assessments drop column scores, drop column compliance, drop constraint assessments_pkey;
      alter table assessments add primary key (case_id, round, authority_id);
      alter table case_parties drop column due_on;
      drop index cases_permit;
      alter table cases drop column assessors_needed, drop column permit_valid_until, drop column copied_from, drop column reminded_days;
    `)
  }
}
