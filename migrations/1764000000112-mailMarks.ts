/** A mail knows the request that ordered it, the mark by which it is known again, where it went, and whether somebody replied to it. */
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class MailMarks1764000000112 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table mails
        add column request_id text,
        add column mark text,
        add column sent_to bytea,
        add column replied_at timestamptz;
      grant insert (request_id, mark) on mails to haijian_app, haijian_entry, haijian_worker;
      grant update (sent_to, replied_at) on mails to haijian_worker;
    `)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(
      'alter table mails drop column request_id, drop column mark, drop column sent_to, drop column replied_at',
    )
  }
}
