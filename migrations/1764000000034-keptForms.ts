/**
 * What somebody types is kept until it is sent: one table for all forms. assessment_drafts, which it takes the place of, stays for processes of the release before; what it holds is sealed to
 * its own place, so that `npm run migrate` moves it (tools/sealExisting.ts).
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

const TABLE = `
  -- the form is named by its address; what of a case is typed lies under the case's key, anything else under one of the person's
  create table kept_forms (
    person_id int not null references people,
    place text not null check (length(place) <= 200),
    case_id int generated always as ((substring(place from '^/cases/([0-9]{1,9})/'))::int) stored references cases,
    input jsonb not null,
    saved_at timestamptz not null,
    primary key (person_id, place)
  );
  create index kept_forms_case on kept_forms (case_id) where case_id is not null;
  create index kept_forms_saved on kept_forms (saved_at);
  alter table kept_forms enable row level security, force row level security;
  -- what is being written is its author's alone, and only while they may see the case
  create policy app_kept_forms on kept_forms to haijian_app
    using (person_id = (select me_person()) and (case_id is null or exists (select 1 from cases c where c.id = case_id)));
  create policy owner_kept_forms on kept_forms to current_user using (true);
  grant select, insert, update (input, saved_at), delete on kept_forms to haijian_app;

  -- what nobody has come back to for so long
  create function forget_kept_forms(before date) returns int language sql security definer set search_path = public, pg_temp as $$
    with gone as (delete from kept_forms where saved_at < (before::timestamp at time zone 'Asia/Shanghai') returning 1) select count(*)::int from gone
  $$;
  -- what somebody typed whose access has ended
  create function forget_kept_of() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      delete from kept_forms where person_id = new.id;
      return null;
    end $$;
  create trigger people_kept after update of ended_at on people for each row when (new.ended_at is not null) execute function forget_kept_of();
  revoke all on function forget_kept_forms, forget_kept_of from public;
  grant execute on function forget_kept_forms to haijian_worker;`

const BEFORE = 'delete from assessment_drafts where case_id = wanted;'
/** Of the case, and of what is asked and answered about it elsewhere. */
const AFTER = `${BEFORE}
      delete from kept_forms where case_id = wanted or place = format('/audit/cases/%s/ask', wanted)
        or place in (select '/talents/' || id from talent_requests where case_id = wanted);`

async function changeErasing(db: QueryRunner, from: string, to: string): Promise<void> {
  const [{ definition }]: [{ definition: string }] = await db.query(
    `select pg_get_functiondef('erase_case'::regproc) as definition`,
  )
  if (!definition.includes(from)) throw new Error('erase_case is not what it was')
  await db.query(definition.replace(from, to))
}

export class KeptForms1764000000034 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(TABLE)
    await changeErasing(db, BEFORE, AFTER)
  }

  async down(db: QueryRunner): Promise<void> {
    await changeErasing(db, AFTER, BEFORE)
    await db.query(`
      drop trigger people_kept on people;
      drop function forget_kept_of, forget_kept_forms;
      drop table kept_forms`)
  }
}
