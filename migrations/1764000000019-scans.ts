/** What a virus scanner has said of each uploaded file. Only the worker, which asks it, may write that; the web server stores a file as waiting, or as not to be scanned. */
import type { MigrationInterface, QueryRunner } from 'typeorm'

const TABLES = ['attachments', 'firm_papers']

export class Scans1764000000019 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    for (const table of TABLES)
      await db.query(`
        alter table ${table}
          add column scan text constraint ${table}_scan_check check (scan in ('waiting', 'clean', 'infected', 'failed')),
          add column scanned_at timestamptz;
        create index ${table}_scan on ${table} (id) where scan is null or scan = 'waiting';
        create policy app_${table}_unscanned on ${table} as restrictive for insert to haijian_app
          with check (scanned_at is null and (scan is null or scan = 'waiting'));
        create policy worker_${table}_scan on ${table} for update to haijian_worker using (true);
        grant update (scan, scanned_at) on ${table} to haijian_worker;
      `)
  }

  async down(db: QueryRunner): Promise<void> {
    for (const table of TABLES)
      await db.query(`
        revoke update (scan, scanned_at) on ${table} from haijian_worker;
        drop policy worker_${table}_scan on ${table};
        drop policy app_${table}_unscanned on ${table};
        drop index ${table}_scan;
        alter table ${table} drop column scan, drop column scanned_at;
      `)
  }
}
