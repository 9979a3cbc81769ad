/**
 * What …-proposedInLetters.ts has written, once more: where all migrations run in one go, …-furtherFacts.ts has renewed the first entries after it, and with them the texts that the last release reads.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'
import { ProposedInLetters1764000000061 } from './1764000000061-proposedInLetters.js'

export class ProposedOnceMore1764000000067 implements MigrationInterface {
  static readonly closes = true

  async up(db: QueryRunner): Promise<void> {
    await new ProposedInLetters1764000000061().up(db)
  }

  /** The migration before takes it back. */
  async down(): Promise<void> {}
}
