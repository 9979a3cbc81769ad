/** The worker clears away tries to sign in that no longer count, and says which walls stand around its readers of files. */
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class Upkeep1764000000058 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      grant select (since), delete on attempts to haijian_worker;
      alter table workers add column walls text[];
      grant update (walls) on workers to haijian_worker;
    `)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      revoke select (since), delete on attempts from haijian_worker;
      alter table workers drop column walls;
    `)
  }
}
