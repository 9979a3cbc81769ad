/** A file may come with a message: from the firm, and from an officer who may see the case, whose file is nothing but that. */
import type { MigrationInterface, QueryRunner } from 'typeorm'

const add = (db: QueryRunner, mine: string): Promise<void> =>
  db.query(`
    drop policy app_attachments_add on attachments;
    create policy app_attachments_add on attachments for insert to haijian_app
      with check (uploaded_by = (select me_person()) and exists (select 1 from cases c where c.id = case_id and ${mine}))`)

export class Enclosures1764000000025 implements MigrationInterface {
  up(db: QueryRunner): Promise<void> {
    return add(db, `(c.firm_id = (select me_firm()) or kind = 'message')`)
  }

  down(db: QueryRunner): Promise<void> {
    return add(db, 'c.firm_id = (select me_firm())')
  }
}
