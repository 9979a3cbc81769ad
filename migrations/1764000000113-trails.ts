/** An event of a case or of a firm names the request that the log names, so that the mails that follow from it do. */
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class Trails1764000000113 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table events add column trail text')
    await db.query('alter table firm_acts add column trail text')
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table firm_acts drop column trail')
    await db.query('alter table events drop column trail')
  }
}
