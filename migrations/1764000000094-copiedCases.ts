/** Finds the application that goes on from a permit: the firm's list asks it of every permit. */
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class CopiedCases1764000000094 implements MigrationInterface {
  readonly transaction = false

  async up(db: QueryRunner): Promise<void> {
    await db.query('drop index concurrently if exists cases_copied')
    await db.query('create index concurrently cases_copied on cases (copied_from) where copied_from is not null')
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop index cases_copied')
  }
}
