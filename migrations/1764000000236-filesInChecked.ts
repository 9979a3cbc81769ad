/** What …-filesIn.ts asks of the installation holds; checked beside those who write. */
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class FilesInChecked1764000000236 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table installation validate constraint installation_files_in')
    await db.query('alter table installation validate constraint installation_bucket')
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table installation drop constraint installation_files_in, drop constraint installation_bucket,
        add constraint installation_files_in check (files_in in ('disk', 'toBucket', 'bucket', 'toDisk')) not valid,
        add constraint installation_bucket check (files_in = 'disk' or bucket is not null) not valid;
    `)
  }
}
