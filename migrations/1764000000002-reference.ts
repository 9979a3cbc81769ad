/**
 * Everything that has a date: one table, one mechanism (docs/architecture.md#reference-data).
 * The first entries come from migrations/reference/*.json.
 */
import { readdirSync, readFileSync } from 'node:fs'
import type { MigrationInterface, QueryRunner } from 'typeorm'

interface Entry {
  readonly kind: string
  readonly key: string
  readonly effectiveFrom: string
  readonly body: unknown
}

/** The folder of the first entries, seen from the project's root: the same for the sources and for what is built from them. */
const folder = 'migrations/reference'

export class Reference1764000000002 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table reference (
        id int generated always as identity primary key,
        kind text not null,
        key text not null,
        effective_from date not null,
        body jsonb not null,
        drafted_by int references people,
        drafted_at timestamptz not null default now(),
        approved_by int references people,
        approved_at timestamptz,
        constraint four_eyes check (drafted_by is null or approved_at is null or (approved_by is not null and drafted_by <> approved_by))
      );
      create unique index reference_in_force on reference (kind, key, effective_from) where approved_at is not null;
      alter table reference enable row level security, force row level security;
      create policy app_reference_see on reference for select to haijian_app using (true);
      create policy app_reference_draft on reference for insert to haijian_app
        with check ('policyEditor' = any ((select me_roles())::text[]) and drafted_by = (select me_person()) and approved_at is null);
      -- what is approved never changes again
      create policy app_reference_change on reference for update to haijian_app
        using ('policyEditor' = any ((select me_roles())::text[]) and approved_at is null)
        with check (
          (drafted_by = (select me_person()) and approved_at is null)
          or (approved_by = (select me_person()) and drafted_by is not null)
        );
      create policy worker_reference on reference for select to haijian_worker using (true);
      create policy owner_reference on reference to current_user using (true);
      grant select, insert, update (body, effective_from, approved_by, approved_at) on reference to haijian_app;
      grant select on reference to haijian_worker;
    `)
    const entries = readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort()
      .flatMap((name) => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) as Entry[])
    for (const { kind, key, effectiveFrom, body } of entries)
      await db.query(
        'insert into reference (kind, key, effective_from, body, approved_at) values ($1, $2, $3, $4, now())',
        [kind, key, effectiveFrom, JSON.stringify(body)],
      )
    await db.query(`
      insert into authorities (code, kind, subject, district)
      select key, body ->> 'kind', body ->> 'subject', body ->> 'district' from reference where kind = 'authorities' order by id
    `)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table reference; delete from authorities; alter table authorities alter column id restart')
  }
}
