/**
 * How the day on which a case is due was counted stands beside it, so that a new calendar can move it, and how far the clock has come with that. Where the release before has written a case
 * last, its count is of an earlier event (`counted_seq`) and is not used.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class CountedDays1764000000067 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table cases add column counted_from date, add column counted_days int, add column counted_seq int;
      alter table clock_stops add column counted_days int;
      alter table case_parties add column counted_days int;
      grant update (counted_from, counted_days, counted_seq) on cases to haijian_app, haijian_worker;
      grant update (counted_days) on clock_stops, case_parties to haijian_worker;

      create table recomputations (
        name text primary key,
        calendar text not null,
        begun_at timestamptz not null,
        after_case int not null default 0,
        rounds int not null default 0,
        round_ended_at timestamptz
      );
      alter table recomputations enable row level security, force row level security;
      create policy worker_recomputations on recomputations to haijian_worker using (true);
      create policy owner_recomputations on recomputations to current_user using (true);
      grant select, insert, update (calendar, begun_at, after_case, rounds, round_ended_at) on recomputations to haijian_worker;
    `)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table recomputations;
      alter table case_parties drop column counted_days;
      alter table clock_stops drop column counted_days;
      alter table cases drop column counted_seq, drop column counted_days, drop column counted_from;
    `)
  }
}
