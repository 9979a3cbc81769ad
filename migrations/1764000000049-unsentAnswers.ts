/**
 * What a firm types while it corrects, until it sends it: its own alone. `cases.answers` stays what was filed, and so
 * do the names and the number by which a case is listed and found.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

const TABLE = `
  create table unsent_answers (
    case_id int primary key references cases,
    answers jsonb not null,
    saved_at timestamptz not null
  );
  alter table unsent_answers enable row level security, force row level security;
  create policy app_unsent_answers on unsent_answers to haijian_app
    using (exists (select 1 from cases c where c.id = case_id and c.firm_id = (select me_firm())));
  create policy owner_unsent_answers on unsent_answers to current_user using (true);
  grant select, insert, update (answers, saved_at), delete on unsent_answers to haijian_app;`

const BEFORE = 'delete from kept_forms where case_id = wanted'
const AFTER = `delete from unsent_answers where case_id = wanted;
      ${BEFORE}`

async function changeErasing(db: QueryRunner, from: string, to: string): Promise<void> {
  const [{ definition }]: [{ definition: string }] = await db.query(
    `select pg_get_functiondef('erase_case'::regproc) as definition`,
  )
  if (!definition.includes(from)) throw new Error('erase_case is not what it was')
  await db.query(definition.replace(from, to))
}

export class UnsentAnswers1764000000049 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(TABLE)
    await changeErasing(db, BEFORE, AFTER)
  }

  async down(db: QueryRunner): Promise<void> {
    await changeErasing(db, AFTER, BEFORE)
    await db.query('drop table unsent_answers')
  }
}
