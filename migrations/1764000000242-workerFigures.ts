/** A worker says in its row what it has read of the whole installation, for the administrator's page. */
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class WorkerFigures1764000000242 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table workers add column figures jsonb;
      grant update (figures) on workers to haijian_worker;
    `)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table workers drop column figures')
  }
}
