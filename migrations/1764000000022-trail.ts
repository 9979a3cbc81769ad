/**
 * What is kept for good outside the histories of cases is provable, too: every row that these tables get or change leaves a mark, its digest, which the next checkpoint seals with the cases'
 * events (src/cases/audit). Rows are written side by side by people who have nothing to do with each other, so a mark waits for nobody: what is new is what no checkpoint has yet.
 * What was there before gets its marks now.
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
      create trigger row_marks_stay before delete or truncate on row_marks for each statement execute function refuse_rewriting();
      create trigger people_history_stay before update or delete or truncate on people_history for each statement execute function refuse_rewriting();
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
      drop table row_marks;
      drop function guard_mark, keep_mark;
    `)
  }
}
