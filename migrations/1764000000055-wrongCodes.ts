/** How many wrong codes of an authenticator there were in a row: after a hundred its codes are taken no more. */
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class WrongCodes1764000000055 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table authenticators add column failures int not null default 0;
      grant update (failures) on authenticators to haijian_entry;
    `)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table authenticators drop column failures')
  }
}
