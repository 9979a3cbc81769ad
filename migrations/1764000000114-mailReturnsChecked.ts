/** What …-mailReturns.ts asks holds for the rows of before, too. */
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class MailReturnsChecked1764000000114 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table people validate constraint people_email_failure_check')
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table people drop constraint people_email_failure_check,
        add constraint people_email_failure_check
          check (email_failure in ('address', 'full', 'refused', 'away')) not valid;
    `)
  }
}
