/** What a mail put into its reader's calendar, so that the next one cancels what is met. */
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class CalendarEntries1764000000095 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table mails add column calendar text[]')
    await db.query('grant update (calendar) on mails to haijian_worker')
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table mails drop column calendar')
  }
}
