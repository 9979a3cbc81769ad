/**
 * Nor is a series' first number given twice: what went on elsewhere in the year of a series may have lost the whole of it. So it leaves its first hundred numbers out, unless
 * commits waited for a standby, or something of an earlier year stands on the same timeline: then the database went on elsewhere before this year began.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

/** The first part of a log file's name. */
const HERE = `
  create function this_timeline() returns int language sql set search_path = pg_catalog, pg_temp
  as $$ select ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int $$`

/** A row that is there already comes by here, too, before its conflict; two that come at once leave out the same. */
const FOLLOW = `
  create or replace function follow_timeline() returns trigger language plpgsql security definer set search_path = public, pg_temp
  as $$
    declare
      here constant int := this_timeline();
      waits constant boolean := current_setting('synchronous_standby_names') <> '' and current_setting('synchronous_commit') in ('on', 'remote_apply');
      left_out constant int := tg_argv[0]::int;
    begin
      if tg_op = 'UPDATE' and old.timeline <> here and not old.waited then
        new.last := new.last + left_out;
        insert into skipped_numbers values (new.authority_id, new.series, new.year, old.last + 1, new.last - 1, now());
      elsif tg_op = 'INSERT' and here > 1
        and not exists (select from letter_series s where s.authority_id = new.authority_id and s.series = new.series and s.year = new.year)
        and not exists (select from letter_series s where s.timeline = here and s.year < new.year)
        and not coalesce((select bool_and(s.waited) from letter_series s where s.timeline <> here and s.year = new.year), waits)
      then
        new.last := new.last + left_out;
        insert into skipped_numbers values (new.authority_id, new.series, new.year, 1, left_out, now()) on conflict do nothing;
      end if;
      new.timeline := here;
      new.waited := waits;
      return new;
    end
  $$`

const FOLLOW_BEFORE = `
  create or replace function follow_timeline() returns trigger language plpgsql security definer set search_path = public, pg_temp
  as $$
    declare
      here constant int := ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int;
    begin
      if tg_op = 'UPDATE' and old.timeline <> here and not old.waited then
        new.last := new.last + tg_argv[0]::int;
        insert into skipped_numbers values (new.authority_id, new.series, new.year, old.last + 1, new.last - 1, now());
      end if;
      new.timeline := here;
      new.waited := current_setting('synchronous_standby_names') <> '' and current_setting('synchronous_commit') in ('on', 'remote_apply');
      return new;
    end
  $$`

export class FirstNumbers1764000000147 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(HERE)
    await db.query('revoke all on function this_timeline from public')
    await db.query(FOLLOW)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(FOLLOW_BEFORE)
    await db.query('drop function this_timeline')
  }
}
