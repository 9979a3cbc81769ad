/** Papers of before, which the reader has still to read, are found without a look at all. */
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class ReadingsLeft1764000000146 implements MigrationInterface {
  /** An index that is made beside those who write cannot be part of a transaction. */
  readonly transaction = false

  async up(db: QueryRunner): Promise<void> {
    await db.query('drop index concurrently if exists previews_reader')
    await db.query(`create index concurrently previews_reader on previews (reader) where state <> 'waiting'`)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop index previews_reader')
  }
}
