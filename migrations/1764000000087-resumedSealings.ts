/**
 * After a restore to an earlier moment checkpoints of what came later lie outside the database. Whoever runs the system sets them aside, so that sealing goes on (tools/sealing.ts); who did,
 * why, and which numbers were set aside stays on record, and is sealed like everything that is kept for good.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

const COLUMNS = ['id', 'at', 'operator', 'why', 'first_no', 'last_no']

export class ResumedSealings1764000000087 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table resumed_sealings (
        id int generated always as identity primary key,
        at timestamptz not null,
        operator text not null,
        why text not null,
        first_no int not null,
        last_no int not null
      );
      alter table resumed_sealings enable row level security, force row level security;
      create policy app_resumed_sealings on resumed_sealings for select to haijian_app
        using ((select me_roles())::text[] && array['systemAdmin', 'securityAdmin', 'auditor']);
      create policy owner_resumed_sealings on resumed_sealings to current_user using (true);
      grant select on resumed_sealings to haijian_app;
      create trigger keep_mark after insert or update of ${COLUMNS.join(', ')} on resumed_sealings
        for each row execute function keep_mark(${COLUMNS.map((name) => `'${name}'`).join(', ')});
      create trigger resumed_sealings_stay before update or delete or truncate on resumed_sealings
        for each statement execute function refuse_rewriting();
    `)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table resumed_sealings')
  }
}
