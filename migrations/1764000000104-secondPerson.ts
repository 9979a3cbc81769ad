/** A firm may ask that what it files has been seen by a second person: whoever made the last change does not submit. Its administrators turn that on and off, which its history keeps. */
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class SecondPerson1764000000104 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table firms add column second_person boolean not null default false;
      create function set_second_person(wanted boolean) returns boolean
        language sql volatile security definer set search_path = public, pg_temp
        as $$
          with changed as (
            update firms f set second_person = wanted
            where f.id = me_firm() and 'firmAdmin' = any (me_roles()) and f.second_person <> wanted
            returning 1)
          select exists (select 1 from changed)
        $$;
      revoke all on function set_second_person from public;
      grant execute on function set_second_person to haijian_app;
    `)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop function set_second_person')
    await db.query('alter table firms drop column second_person')
  }
}
