/**
 * What makes the history provable from outside: checkpoints, each a signed root over the events since the one before, of which the copy that counts lies outside the database; how far each case
 * is sealed; and readings of a case's content by an auditor, which a second person has to consent to. Events, what they say, and checkpoints cannot be rewritten, by the owner neither.
 * Erasure under retention says so first: `set local haijian.erasing = 'yes'`, in a function of the owner's, since nobody else has the right at all.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

const SEES_EVENTS = `(exists (select 1 from cases c where c.id = events.case_id) and (not internal or actor_id = (select me_person()) or (select me_internal())))`
const AUDITS = `'auditor' = any ((select me_roles())::text[])`
const ADMINISTERS = `(select me_roles())::text[] && array['systemAdmin', 'securityAdmin', 'auditor']`
/** An auditor's reading that somebody has consented to and that is not over; false unless the transaction says what time it is (me_glass). */
const open = (column: string) => `
  (select me_glass()) is not null and exists (
    select 1 from content_readings r where r.case_id = ${column} and r.asked_by = (select me_person()) and r.open_until > (select me_glass()))`

export class Audit1764000000014 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create function refuse_rewriting() returns trigger language plpgsql as $$
        begin
          if tg_table_name = 'event_contents' and tg_op <> 'TRUNCATE' and current_setting('haijian.erasing', true) = 'yes' then return null; end if;
          raise exception 'rows of % are only ever added: no %', tg_table_name, lower(tg_op) using errcode = 'insufficient_privilege';
        end $$;
      create trigger events_stay before update or delete or truncate on events for each statement execute function refuse_rewriting();
      create trigger event_contents_stay before update or delete or truncate on event_contents for each statement execute function refuse_rewriting();

      create table checkpoints (
        no int primary key,
        at timestamptz not null,
        previous bytea not null,
        events int not null,
        root bytea not null,
        hash bytea not null,
        cases int[] not null,
        document text not null,
        stored_at timestamptz,
        failed_at timestamptz,
        failure text
      );
      create index checkpoints_cases on checkpoints using gin (cases);
      create trigger checkpoints_stay before delete or truncate on checkpoints for each statement execute function refuse_rewriting();

      create table seals (
        case_id int primary key references cases,
        seq int not null
      );
      -- which cases have something new: read every minute, in order, beside seals
      create index cases_heads on cases (id) include (last_seq);
      create index events_at on events (at desc, case_id desc, seq desc);
      create index events_actor on events (actor_id, at desc, case_id desc, seq desc) where actor_id is not null;

      create table content_readings (
        id int generated always as identity primary key,
        case_id int not null references cases,
        asked_by int not null references people,
        asked_at timestamptz not null,
        reason text not null,
        decided_by int references people,
        decided_at timestamptz,
        refused_why text,
        open_until timestamptz,
        check (decided_by <> asked_by),
        check (num_nonnulls(decided_by, decided_at) in (0, 2)),
        check (num_nonnulls(refused_why, open_until) = num_nonnulls(decided_at))
      );
      create unique index content_readings_asked on content_readings (case_id, asked_by) where decided_at is null;
      create index content_readings_open on content_readings (case_id, asked_by, open_until) where open_until is not null;

      -- proofs that an auditor has asked for; the worker makes them, for it alone reads what events say
      create table proofs (
        id int generated always as identity primary key,
        case_id int not null references cases,
        asked_by int not null references people,
        asked_at timestamptz not null,
        done_at timestamptz,
        result jsonb
      );
      create index proofs_case on proofs (case_id, id);

      create function me_glass() returns timestamptz language sql stable parallel safe
        as $$ select nullif(current_setting('haijian.glass', true), '')::timestamptz $$;

      alter table checkpoints enable row level security, force row level security;
      alter table seals enable row level security, force row level security;
      alter table proofs enable row level security, force row level security;
      alter table content_readings enable row level security, force row level security;

      create policy app_checkpoints on checkpoints for select to haijian_app using (${ADMINISTERS});
      create policy worker_checkpoints on checkpoints to haijian_worker using (true);
      create policy owner_checkpoints on checkpoints for select to current_user using (true);
      create policy worker_seals on seals to haijian_worker using (true);
      create policy owner_seals on seals for select to current_user using (true);

      create policy app_proofs_see on proofs for select to haijian_app using (${AUDITS});
      create policy app_proofs_ask on proofs for insert to haijian_app
        with check (${AUDITS} and asked_by = (select me_person()) and done_at is null);
      create policy worker_proofs on proofs to haijian_worker using (true);
      create policy app_content_readings_see on content_readings for select to haijian_app
        using ((select me_roles())::text[] && array['auditor', 'securityAdmin']);
      create policy app_content_readings_ask on content_readings for insert to haijian_app
        with check (${AUDITS} and asked_by = (select me_person()) and decided_at is null);
      create policy app_content_readings_decide on content_readings for update to haijian_app
        using ('securityAdmin' = any ((select me_roles())::text[]) and decided_at is null)
        with check ('securityAdmin' = any ((select me_roles())::text[]) and decided_by = (select me_person()));

      -- what an auditor may read by consent; adding the event that says so moves the case's last_seq and last_hash
      create policy app_cases_glass on cases to haijian_app using (${open('cases.id')});
      create policy app_firms_glass on firms for select to haijian_app
        using ((select me_glass()) is not null and exists (select 1 from cases c where c.firm_id = firms.id));
      create policy app_event_contents_glass on event_contents for select to haijian_app using (${open('event_contents.case_id')});
      create policy app_assessments_glass on assessments for select to haijian_app using (${open('assessments.case_id')});
      -- the auditor's own right first: it costs nothing
      alter policy app_events_see on events using (${AUDITS} or ${SEES_EVENTS});
      create policy app_people_audit on people for select to haijian_app using (${AUDITS} or 'securityAdmin' = any ((select me_roles())::text[]));

      grant select on checkpoints, content_readings, proofs to haijian_app;
      grant insert on proofs to haijian_app;
      grant insert, update (decided_by, decided_at, refused_why, open_until) on content_readings to haijian_app;
      -- the worker has no policy there and sees none: it uses the same statements
      grant select on content_readings to haijian_worker;
      grant select, insert, update (stored_at, failed_at, failure) on checkpoints to haijian_worker;
      grant select, insert, update (seq) on seals to haijian_worker;
      grant select, update (done_at, result) on proofs to haijian_worker;

      create function case_numbers(wanted int[]) returns table (id int, number text)
        language sql stable security definer set search_path = public, pg_temp
        as $$ select c.id, c.number from cases c
              where c.id = any (wanted) and (select me_roles())::text[] && array['auditor', 'securityAdmin'] $$;

      create function case_by_number(wanted text) returns int
        language sql stable security definer set search_path = public, pg_temp
        as $$ select c.id from cases c where c.number = wanted and (select me_roles())::text[] && array['auditor', 'securityAdmin'] $$;

      create function unsealed() returns table (events int, oldest timestamptz)
        language sql stable security definer set search_path = public, pg_temp
        as $$
          select coalesce(sum(c.last_seq - coalesce(s.seq, 0)), 0)::int,
            min((select e.at from events e where e.case_id = c.id and e.seq = coalesce(s.seq, 0) + 1))
          from cases c left join seals s on s.case_id = c.id
          where c.last_seq > coalesce(s.seq, 0) and ${ADMINISTERS}
        $$;
      revoke all on function case_numbers, case_by_number, unsealed from public;
      grant execute on function case_numbers, case_by_number, unsealed to haijian_app;
    `)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop function unsealed, case_by_number, case_numbers;
      drop policy app_people_audit on people;
      alter policy app_events_see on events using (${SEES_EVENTS} or ${AUDITS});
      drop policy app_firms_glass on firms;
      drop policy app_assessments_glass on assessments;
      drop policy app_event_contents_glass on event_contents;
      drop policy app_cases_glass on cases;
      drop table proofs, content_readings, seals, checkpoints;
      drop function me_glass;
      drop index events_actor, events_at, cases_heads;
      drop trigger event_contents_stay on event_contents;
      drop trigger events_stay on events;
      drop function refuse_rewriting;
    `)
  }
}
