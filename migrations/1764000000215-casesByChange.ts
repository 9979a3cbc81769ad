/** A program that asks what has changed since finds the cases in that order, whichever authority or firm it speaks for. */
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class CasesByChange1764000000215 implements MigrationInterface {
  /** An index that is made beside those who write cannot be part of a transaction. */
  readonly transaction = false

  async up(db: QueryRunner): Promise<void> {
    await db.query('drop index concurrently if exists cases_changed')
    await db.query('create index concurrently cases_changed on cases (changed_at, id)')
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop index cases_changed')
  }
}
