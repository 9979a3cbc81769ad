/** The links and invitations that did not arrive are few, and are found without the others. */
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class UndeliveredIndex1764000000126 implements MigrationInterface {
  /** An index that is made beside those who write cannot be part of a transaction. */
  readonly transaction = false

  async up(db: QueryRunner): Promise<void> {
    await db.query('drop index concurrently if exists mails_undelivered')
    await db.query(
      `create index concurrently mails_undelivered on mails (kind, ordered_at) where state = 'givenUp' and address is not null`,
    )
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop index mails_undelivered')
  }
}
