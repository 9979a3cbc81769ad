/** When the reader found that a document says otherwise than the answers of a case that was accepted already. */
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class DifferedAt1764000000230 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table previews add column differed_at timestamptz;
      grant update (differed_at) on previews to haijian_worker;
    `)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table previews drop column differed_at')
  }
}
