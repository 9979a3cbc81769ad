/**
 * The public halves of the keys that signed what auditors took away, each with the time of its first use, so that SECRET can be changed and exports signed before still verify.
 * Filled by `npm run migrate` (tools/secrets.ts), which knows SECRET; the web server only reads.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class ExportKeys1764000000042 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table export_keys (
        no int primary key generated always as identity,
        id text not null unique,
        public_key text not null,
        first_used_at timestamptz not null default now()
      );
      grant select on export_keys to haijian_app;
      create trigger export_keys_stay before update or delete or truncate on export_keys for each statement execute function refuse_rewriting();
      create trigger keep_mark after insert or update of no, id, public_key, first_used_at on export_keys
        for each row execute function keep_mark('no', 'id', 'public_key', 'first_used_at');
    `)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table export_keys')
  }
}
