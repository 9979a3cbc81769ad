/**
 * What is kept for good outside the histories of cases is provable, too: every row that these tables get or change leaves a mark, its digest, which the next checkpoint seals with the cases'
 * events (src/cases/audit). Rows are written side by side by people who have nothing to do with each other, so a mark waits for nobody: what is new is what no checkpoint has yet.
 * What was there before gets its marks now. And the log of who came in, tried to, or was refused: added to only, and thrown away by the worker when its time is over, never before half a
 * year has passed.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Table → the columns that a mark covers, its key first; as in src/cases/audit/marked.ts on the day of this migration. */
const MARKED: Readonly<Record<string, string>> = {
  people: 'id firm_id authority_id roles ended_at',
  people_history: 'id at person_id actor_id act detail',
  people_proposals: 'id person_id act roles why proposed_by proposed_at decided_by decided_at approved',
  firms: 'id name_zh credit_code registered_at confirmed_at confirmed_by declined_at decline_reason',
  firm_papers: 'id firm_id kind sha256 uploaded_at',
  reference:
    'id kind key effective_from body drafted_by drafted_at approved_by approved_at note revision sent_back_at sent_back_by sent_back_why sent_back_revision withdrawn_at',
  outages: 'id from_on to_on what recorded_by recorded_at',
  announcements: 'id from_at until_at audience level what drafted_by drafted_at ended_at',
  discarded_jobs: 'job_id task asked_at discarded_by discarded_at reason',
  content_readings: 'id case_id asked_by asked_at reason decided_by decided_at refused_why open_until',
  talent_consents: 'id case_id at notice given how',
  letter_receipts: 'id letter_id at what person_id authority_id firm_id key_id package_id sha256',
  access_log: 'id at until_at kind person_id key_id address what times',
}

/** Of which the owner, who verifies, could not read every row. */
const UNSEEN = [
  'firm_papers',
  'discarded_jobs',
  'content_readings',
  'talent_consents',
  'letter_receipts',
  'announcements',
]

const quoted = (columns: string): string =>
  columns
    .split(' ')
    .map((name) => `'${name}'`)
    .join(', ')

/** Marks what is there and has none yet: once before its table is held for the trigger, and once more for what came in between. */
const markExisting = (table: string, columns: string): string => `
  do $$ begin
    perform set_config('timezone', 'UTC', true);
    insert into row_marks (relation, row_id, digest)
      select '${table}', t.${columns.split(' ')[0]},
        sha256(convert_to((select jsonb_object_agg(name, to_jsonb(t) -> name)::text from unnest(array[${quoted(columns)}]) name), 'UTF8'))
      from ${table} t
      where not exists (select 1 from row_marks m where m.relation = '${table}' and m.row_id = t.${columns.split(' ')[0]})
      order by 2;
  end $$`

/** As in …-signIn.ts; `more`: what else is taken away. */
const resetFactors = (more: string): string => `
      create or replace function reset_factors(wanted int, how text, at timestamptz) returns boolean
        language plpgsql volatile security definer set search_path = public, pg_temp
        as $$
        begin
          if not me_administers('securityAdmin') or wanted = me_person() then return false; end if;
          perform 1 from people where id = wanted and ended_at is null;
          if not found then return false; end if;
          delete from authenticators where person_id = wanted;
          delete from recovery_codes where person_id = wanted;
          delete from passkeys where person_id = wanted;${more}
          delete from sessions where person_id = wanted;
          insert into people_history (at, person_id, actor_id, act, detail) values (at, wanted, me_person(), 'factorsReset', jsonb_build_object('how', how));
          return true;
        end $$`

export class Trail1764000000022 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table row_marks (
        id int generated always as identity primary key,
        relation text not null,
        row_id bigint not null,
        digest bytea not null,
        made_at timestamptz not null default now(),
        sealed_in int
      );
      create index row_marks_row on row_marks (relation, row_id, id);
      create index row_marks_new on row_marks (id) where sealed_in is null;
      alter table row_marks enable row level security, force row level security;
      create policy owner_row_marks on row_marks to current_user using (true);
      create policy worker_row_marks on row_marks to haijian_worker using (true);
      grant select, update (sealed_in) on row_marks to haijian_worker;

      create function keep_mark() returns trigger language plpgsql security definer set search_path = public, pg_temp set timezone = 'UTC' as $$
        declare
          said text := (select jsonb_object_agg(name, to_jsonb(new) -> name)::text from unnest(tg_argv) name);
        begin
          if tg_op = 'UPDATE' and said = (select jsonb_object_agg(name, to_jsonb(old) -> name)::text from unnest(tg_argv) name) then return null; end if;
          insert into row_marks (relation, row_id, digest)
            values (tg_table_name, (to_jsonb(new) ->> tg_argv[0])::bigint, sha256(convert_to(said, 'UTF8')));
          return null;
        end $$;
      revoke all on function keep_mark from public;

      -- a mark is only ever sealed, once
      create function guard_mark() returns trigger language plpgsql as $$
        begin
          if old.sealed_in is not null or to_jsonb(new) - 'sealed_in' <> to_jsonb(old) - 'sealed_in' then
            raise exception 'marks are only ever added' using errcode = 'insufficient_privilege';
          end if;
          return new;
        end $$;
      create trigger guard_mark before update on row_marks for each row execute function guard_mark();
      -- what is thrown away in time says so first, in the function below
      create function refuse_unless_over() returns trigger language plpgsql as $$
        begin
          if tg_op = 'DELETE' and current_setting('haijian.over', true) = 'yes' then return null; end if;
          raise exception 'rows of % are only ever added: no %', tg_table_name, lower(tg_op) using errcode = 'insufficient_privilege';
        end $$;
      create trigger row_marks_stay before delete or truncate on row_marks for each statement execute function refuse_unless_over();
      create trigger people_history_stay before update or delete or truncate on people_history for each statement execute function refuse_rewriting();
    `)
    await db.query(`
      create table access_log (
        id int generated always as identity primary key,
        at timestamptz not null,
        until_at timestamptz,
        kind text not null,
        person_id int references people,
        key_id int references api_keys,
        address text,
        what text,
        times int not null
      );
      create index access_log_person on access_log (person_id, id);
      create index access_log_address on access_log (address, id);
      alter table access_log enable row level security, force row level security;
      create policy owner_access_log on access_log to current_user using (true);
      create policy app_access_log_add on access_log for insert to haijian_app with check (true);
      create policy app_access_log_see on access_log for select to haijian_app using ((select me_administers('auditor')));
      grant select, insert on access_log to haijian_app;
      create trigger access_log_stay before update or delete or truncate on access_log for each statement execute function refuse_unless_over();

      -- so many at a time; the marks go with them
      create function end_access_log(now timestamptz, days int) returns int
        language plpgsql volatile security definer set search_path = public, pg_temp
        as $$
        declare
          gone int[];
        begin
          if days < 183 then raise exception 'the log is kept for half a year at least'; end if;
          perform set_config('haijian.over', 'yes', true);
          with over as (
            delete from access_log where id in (select id from access_log where at < now - days * interval '1 day' order by id limit 10000) returning id)
          select coalesce(array_agg(id), '{}') into gone from over;
          delete from row_marks where relation = 'access_log' and row_id = any (gone);
          perform set_config('haijian.over', '', true);
          return cardinality(gone);
        end $$;
      revoke all on function end_access_log from public;
      grant execute on function end_access_log to haijian_worker;

      -- one's links at the identity provider are one's own affair; who resets somebody's factors ends them, too
      drop policy app_provider_links on provider_links;
      create policy app_provider_links on provider_links to haijian_app using (person_id = (select me_person()));
      ${resetFactors('\n          delete from provider_links where person_id = wanted;')};
    `)
    for (const table of UNSEEN)
      await db.query(`create policy owner_${table}_marks on ${table} for select to current_user using (true)`)
    for (const [table, columns] of Object.entries(MARKED)) {
      await db.query(markExisting(table, columns))
      await db.query(`
        create trigger keep_mark after insert or update of ${columns.replaceAll(' ', ', ')} on ${table}
          for each row execute function keep_mark(${quoted(columns)})`)
      await db.query(markExisting(table, columns))
    }
    await db.query(`
      drop function unsealed;
      -- late: something has waited for minutes, by this server's own time
      create function unsealed() returns table (events int, oldest timestamptz, rows int, late boolean)
        language sql stable security definer set search_path = public, pg_temp
        as $$
          select coalesce(sum(c.last_seq - coalesce(s.seq, 0)), 0)::int,
            min((select e.at from events e where e.case_id = c.id and e.seq = coalesce(s.seq, 0) + 1)),
            (select count(*)::int from row_marks where sealed_in is null and me_administers('systemAdmin', 'securityAdmin', 'auditor')),
            (select coalesce(min(made_at) < now() - interval '5 minutes', false) from row_marks where sealed_in is null)
          from cases c left join seals s on s.case_id = c.id
          where c.last_seq > coalesce(s.seq, 0) and me_administers('systemAdmin', 'securityAdmin', 'auditor')
        $$;
      revoke all on function unsealed from public;
      grant execute on function unsealed to haijian_app;
    `)
  }

  async down(db: QueryRunner): Promise<void> {
    for (const table of Object.keys(MARKED)) await db.query(`drop trigger keep_mark on ${table}`)
    for (const table of UNSEEN) await db.query(`drop policy owner_${table}_marks on ${table}`)
    await db.query(`
      drop function unsealed;
      create function unsealed() returns table (events int, oldest timestamptz)
        language sql stable security definer set search_path = public, pg_temp
        as $$
          select coalesce(sum(c.last_seq - coalesce(s.seq, 0)), 0)::int,
            min((select e.at from events e where e.case_id = c.id and e.seq = coalesce(s.seq, 0) + 1))
          from cases c left join seals s on s.case_id = c.id
          where c.last_seq > coalesce(s.seq, 0) and (select me_roles())::text[] && array['systemAdmin', 'securityAdmin', 'auditor']
        $$;
      revoke all on function unsealed from public;
      grant execute on function unsealed to haijian_app;
      drop trigger people_history_stay on people_history;
      drop function end_access_log;
      drop table row_marks, access_log;
      drop function guard_mark, keep_mark, refuse_unless_over;
      drop policy app_provider_links on provider_links;
      create policy app_provider_links on provider_links to haijian_app
        using (person_id = (select me_person()) or (select me_administers('systemAdmin', 'securityAdmin')));
      ${resetFactors('')};
    `)
  }
}
