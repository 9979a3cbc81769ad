/** A next release as docs/operations.md allows it: a migration of each kind, on the tables that everybody uses while it runs. */
import type { MigrationInterface, QueryRunner } from 'typeorm'

const BATCH = 200

export class AddColumns1999000000001 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table cases add column sample_text text, add column sample_count int not null default 0;
      alter table events add column sample_text text;
      alter table events add constraint events_sample check (seq > 0) not valid;
      alter table firms add constraint firms_sample foreign key (confirmed_by) references people not valid;
    `)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table firms drop constraint firms_sample;
      alter table events drop constraint events_sample;
      alter table events drop column sample_text;
      alter table cases drop column sample_text, drop column sample_count;
    `)
  }
}

export class AddIndexes1999000000002 implements MigrationInterface {
  readonly transaction = false

  async up(db: QueryRunner): Promise<void> {
    await db.query('set lock_timeout = 0') // an index waits for transactions, and nobody waits for it
    for (const [name, on] of [
      ['cases_sample', 'cases (sample_text)'],
      ['events_sample_at', 'events (at, case_id)'],
    ]) {
      await db.query(`drop index concurrently if exists ${name}`) // what an earlier try has left is of no use
      await db.query(`create index concurrently ${name} on ${on}`)
    }
    await db.query('reset lock_timeout')
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop index if exists cases_sample; drop index if exists events_sample_at')
  }
}

export class Validate1999000000003 implements MigrationInterface {
  readonly transaction = false

  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table events validate constraint events_sample')
    await db.query('alter table firms validate constraint firms_sample')
  }

  async down(): Promise<void> {}
}

export class AddTable1999000000004 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table sample_marks (case_id int primary key, version int not null);
      create function keep_sample() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          insert into sample_marks values (new.id, new.version) on conflict (case_id) do update set version = excluded.version;
          return null;
        end $$;
      create trigger cases_sample after update of version on cases for each row execute function keep_sample();
      create policy owner_cases_sample on cases to current_user using (true);
    `)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop policy owner_cases_sample on cases;
      drop trigger cases_sample on cases;
      drop function keep_sample;
      drop table sample_marks;
    `)
  }
}

/** Fills what the migrations before have added, some rows at a time, and may be broken off at any place. */
export class FillIn1999000000005 implements MigrationInterface {
  readonly transaction = false

  async up(db: QueryRunner): Promise<void> {
    const some = async (sql: string): Promise<boolean> => (await db.query(`select exists (${sql}) as some`))[0].some
    const unmarked = 'select from cases c where not exists (select from sample_marks m where m.case_id = c.id)'
    while (await some(unmarked))
      await db.query(
        `insert into sample_marks ${unmarked.replace('select', 'select id, version')} limit ${BATCH} on conflict do nothing`,
      )
    while (await some('select from cases where sample_text is null'))
      await db.query(`
        update cases set sample_text = number
        where id in (select id from cases where sample_text is null limit ${BATCH} for no key update skip locked)`)
  }

  async down(): Promise<void> {}
}

export const EXPANSIONS = [
  AddColumns1999000000001,
  AddIndexes1999000000002,
  Validate1999000000003,
  AddTable1999000000004,
  FillIn1999000000005,
]
