/** What …-chatMessages.ts asks of mails holds for those of before; checked beside those who write. */
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class ChatMessagesChecked1764000000250 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table mails validate constraint mails_channel_check')
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table mails drop constraint mails_channel_check,
        add constraint mails_channel_check check (channel in ('mail', 'sms', 'chat')) not valid;
    `)
  }
}
