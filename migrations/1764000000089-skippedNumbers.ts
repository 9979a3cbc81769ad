/**
 * Numbers are not given twice when a database goes on elsewhere without the last of what it had: restored to an earlier moment, or a standby that commits did not wait for.
 * PostgreSQL counts such changes in its timeline. A series whose last number was given on another timeline, while commits waited for no standby, leaves a hundred numbers out:
 * more than a department gives in the seconds that a standby lags, or in the minute that an archive does. What it left out, and when, stays on record.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

const LEFT_OUT = 100

/** As the owner: nobody else writes what was left out. The timeline is the first part of a log file's name. */
const FOLLOW = `
  create function follow_timeline() returns trigger language plpgsql security definer set search_path = public, pg_temp
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

export class SkippedNumbers1764000000089 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table letter_series add column timeline int, add column waited boolean;
      create table skipped_numbers (
        authority_id int not null references authorities,
        series text not null,
        year int not null,
        first int not null,
        last int not null,
        at timestamptz not null,
        primary key (authority_id, series, year, first)
      );
      alter table skipped_numbers enable row level security, force row level security;
      create policy app_skipped_numbers on skipped_numbers for select to haijian_app using (authority_id = (select me_authority()));
      create policy owner_skipped_numbers on skipped_numbers to current_user using (true);
      grant select on skipped_numbers to haijian_app;
    `)
    await db.query(FOLLOW)
    await db.query(`
      revoke all on function follow_timeline from public;
      create trigger follow_timeline before insert or update on letter_series for each row execute function follow_timeline(${LEFT_OUT});
    `)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop trigger follow_timeline on letter_series;
      drop function follow_timeline;
      drop table skipped_numbers;
      alter table letter_series drop column timeline, drop column waited;
    `)
  }
}
