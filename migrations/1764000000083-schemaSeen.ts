/**
 * A process of a release looks at its start whether the migrations that it needs have run: web server and worker may ask for their names. In plpgsql, since TypeORM keeps the list in a table of
 * its own, which a migration may not take for granted.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class SchemaSeen1764000000083 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create function migrations_done() returns setof text
        language plpgsql stable security definer set search_path = public, pg_temp
        as $$ begin return query select m.name::text from migrations m; end $$;
      revoke execute on function migrations_done() from public;
      grant execute on function migrations_done() to haijian_app, haijian_worker;
    `)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop function migrations_done()')
  }
}
