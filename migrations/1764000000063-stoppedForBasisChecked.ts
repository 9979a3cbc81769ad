/** What …-stoppedForBasis.ts asks holds for the rows of before, too. */
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class StoppedForBasisChecked1764000000063 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table clock_stops validate constraint clock_stops_reason_check')
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table clock_stops drop constraint clock_stops_reason_check,
        add constraint clock_stops_reason_check check (reason in ('correction', 'consultation', 'intention', 'outage', 'basis')) not valid;
    `)
  }
}
