/** What …-narrowedMandates.ts asks holds for the rows of before, too. */
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class NarrowedMandatesChecked1764000000128 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table mandates validate constraint mandates_most')
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table mandates drop constraint mandates_most, add constraint mandates_most check (most_cases > 0) not valid;
    `)
  }
}
