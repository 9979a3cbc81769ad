/**
 * Where uploaded files lie is a fact of the installation, which every process looks at before it writes one: on the disk, in a bucket, or on their way. Nobody but the owner moves them; in a database whose rows
 * name no file yet, the first process whose settings name a bucket begins there.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class FilesIn1764000000235 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table installation
        add column files_in text not null default 'disk',
        add column bucket uuid,
        add constraint installation_files_in check (files_in in ('disk', 'toBucket', 'bucket', 'toDisk')) not valid,
        add constraint installation_bucket check (files_in = 'disk' or bucket is not null) not valid;
      create function begin_in_bucket(store uuid) returns void
        language sql volatile security definer set search_path = public, pg_temp
        as $$
          update installation set files_in = 'bucket', bucket = store
          where files_in = 'disk' and not exists (select from some_named_files(1))
        $$;
      revoke all on function begin_in_bucket from public;
      grant execute on function begin_in_bucket to haijian_app, haijian_worker;
    `)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop function begin_in_bucket;
      alter table installation drop column bucket, drop column files_in;
    `)
  }
}
