/**
 * Of which ends who keeps them was warned, and a clock may be prolonged by a supervisor; that check is validated by the next migration. Keys of the procedure that the release before has not: it
 * reads the others.
 */
import { readFileSync } from 'node:fs'
import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Seen from the project's root: the same for the sources and for what is built from them. */
const FILE = 'migrations/reference/procedure.json'
const ADDED = ['extension', 'endings']

const ADD = `
  insert into reference (kind, key, effective_from, body, approved_at) values ($1, $2, $3, $4, now())
  on conflict (kind, key, effective_from) where approved_at is not null do nothing`

export class Endings1764000000068 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table endings (
        kind text not null,
        key text not null,
        ends_on date not null,
        warned_days int not null,
        warned_at timestamptz not null,
        primary key (kind, key, ends_on)
      );
      alter table endings enable row level security, force row level security;
      create policy worker_endings on endings to haijian_worker using (true);
      create policy owner_endings on endings to current_user using (true);
      grant select, insert, update (warned_days, warned_at) on endings to haijian_worker;

      alter table clock_stops drop constraint clock_stops_reason_check,
        add constraint clock_stops_reason_check check (reason in ('correction', 'consultation', 'intention', 'outage', 'basis', 'extension')) not valid;
    `)
    const entries: { kind: string; key: string; effectiveFrom: string; body: unknown }[] = JSON.parse(
      readFileSync(FILE, 'utf8'),
    )
    for (const { kind, key, effectiveFrom, body } of entries.filter((entry) => ADDED.includes(entry.key)))
      await db.query(ADD, [kind, key, effectiveFrom, JSON.stringify(body)])
  }

  /** Refused while a supervisor has extended a limit: what was written stays. */
  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table clock_stops drop constraint clock_stops_reason_check,
        add constraint clock_stops_reason_check check (reason in ('correction', 'consultation', 'intention', 'outage', 'basis'));
      drop table endings;
    `)
  }
}
