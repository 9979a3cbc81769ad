/** What a firm shows when it registers (licence, authorisation) is sealed like the papers of cases; what lies there in plain is sealed by tools/sealExisting.ts. */
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class SealedFirmPapers1764000000040 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table firm_papers add column sealed boolean not null default false')
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table firm_papers drop column sealed')
  }
}
