/** What was read on papers stands beside their pages, sealed by the case's key, and goes with it. */
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class Readings1764000000145 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table previews add column reader int not null default 0, add column reading text;
      grant update (reader, reading) on previews to haijian_worker;
      create function forget_readings() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          update previews p set reading = null from attachments a where a.case_id = new.id and p.attachment_id = a.id;
          return null;
        end $$;
      revoke all on function forget_readings from public;
      create trigger cases_readings after update of erased_at on cases for each row
        when (old.erased_at is null and new.erased_at is not null) execute function forget_readings();
    `)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop trigger cases_readings on cases;
      drop function forget_readings;
      alter table previews drop column reading, drop column reader;
    `)
  }
}
