/**
 * A mandate keeps the English names of employer and agent, too, as both were called on the day on which it was asked for; those of before take today's. A trigger writes
 * them, so that the functions of this release and of the one before stay as they are. Null where a firm has no English name. Not in one transaction: firms are read
 * while mandates are open to others.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

const AT_A_TIME = 1000

export class MandateNamesEn1764000000178 implements MigrationInterface {
  readonly transaction = false

  async up(db: QueryRunner): Promise<void> {
    await db.query(
      'alter table mandates add column if not exists employer_name_en text, add column if not exists agent_name_en text',
    )
    await db.query(`
      create or replace function name_mandate() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          new.employer_name_en := (select f.name_en from firms f where f.id = new.employer_id);
          new.agent_name_en := (select f.name_en from firms f where f.id = new.agent_id);
          return new;
        end $$;
      revoke all on function name_mandate() from public;
      create or replace trigger mandates_named before insert on mandates for each row execute function name_mandate();`)
    const [{ last = 0 } = {}]: { last?: number | null }[] = await db.query('select max(id) as last from mandates')
    for (let from = 0; from <= (last ?? 0); from += AT_A_TIME)
      await db.query(
        `update mandates m set employer_name_en = e.name_en, agent_name_en = a.name_en
         from firms e, firms a where m.id > $1 and m.id <= $1 + $2 and e.id = m.employer_id and a.id = m.agent_id`,
        [from, AT_A_TIME],
      )
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop trigger if exists mandates_named on mandates;
      drop function if exists name_mandate();
      alter table mandates drop column if exists employer_name_en, drop column if exists agent_name_en;`)
  }
}
