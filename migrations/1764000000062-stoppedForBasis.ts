/**
 * A case's clock may stand still because no policy is in force by which it could be recommended. The check is validated by a migration of its own.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class StoppedForBasis1764000000062 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table clock_stops drop constraint clock_stops_reason_check,
        add constraint clock_stops_reason_check check (reason in ('correction', 'consultation', 'intention', 'outage', 'basis')) not valid;
    `)
  }

  /** Refused while a clock has stood still so: what was written stays. */
  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table clock_stops drop constraint clock_stops_reason_check,
        add constraint clock_stops_reason_check check (reason in ('correction', 'consultation', 'intention', 'outage'));
    `)
  }
}
