/**
 * First reference data once more (…-first-entries.ts): the single window for all classes, one application instead of two, and what else the city has to confirm. Nothing is deleted, and what a
 * policy editor has drafted stays. The release before shows the obligations and passes over the rest.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'
import { FirstEntries1764000000020 } from './1764000000020-first-entries.js'

export class FurtherFacts1764000000065 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await new FirstEntries1764000000020().up(db)
  }

  /** Nothing to take back: the code before reads these bodies, too. */
  async down(): Promise<void> {}
}
