/** What …-serviceSpeaks.ts asks of events holds for those of before; checked beside those who write. */
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class ServiceSpeaksChecked1764000000212 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table events validate constraint events_actor_kind_check;')
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table events drop constraint events_actor_kind_check,
        add constraint events_actor_kind_check check (actor_kind in ('person', 'clock', 'worker', 'talent', 'service')) not valid;
    `)
  }
}
