/** What …-consentActs.ts asks of events and consents holds for those of before; checked beside those who write. */
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class ConsentActsChecked1764000000163 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table events validate constraint events_actor_kind_check;
      alter table talent_consents validate constraint talent_consents_how_check;
    `)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table talent_consents drop constraint talent_consents_how_check,
        add constraint talent_consents_how_check check (how in ('talentPage', 'firmDeclaration', 'settled', 'voided')) not valid;
      alter table events drop constraint events_actor_kind_check,
        add constraint events_actor_kind_check check (actor_kind in ('person', 'clock', 'worker', 'talent')) not valid;
    `)
  }
}
