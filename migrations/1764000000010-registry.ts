/**
 * Who has opened or downloaded which letter, and the packages in which a permit authority takes letters over: which letters, with how many papers, and when each
 * was sent. Receipts are only ever added.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class Registry1764000000010 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table packages (
        id int generated always as identity primary key,
        person_id int not null references people,
        authority_id int not null references authorities,
        key_id int references api_keys,
        asked_at timestamptz not null,
        begun_at timestamptz,
        finished_at timestamptz
      );
      create index packages_authority on packages (authority_id, id);

      create table package_letters (
        package_id int not null references packages,
        letter_id int not null references letters,
        sent_at timestamptz,
        papers int,
        primary key (package_id, letter_id)
      );

      create table letter_receipts (
        id int generated always as identity primary key,
        letter_id int not null references letters,
        at timestamptz not null,
        what text not null check (what in ('opened', 'downloaded', 'packaged')),
        person_id int not null references people,
        person_name text not null,
        authority_id int references authorities,
        firm_id int references firms,
        key_id int references api_keys,
        package_id int references packages,
        sha256 text
      );
      create index letter_receipts_letter on letter_receipts (letter_id, id);

      alter table packages enable row level security, force row level security;
      alter table package_letters enable row level security, force row level security;
      alter table letter_receipts enable row level security, force row level security;
      create policy app_packages on packages to haijian_app
        using (authority_id = (select me_authority()) and 'permit' = any ((select me_parts())::text[]))
        with check (person_id = (select me_person()) and authority_id = (select me_authority()));
      create policy app_package_letters on package_letters to haijian_app
        using (exists (select 1 from packages p where p.id = package_id))
        with check (
          exists (select 1 from packages p where p.id = package_id)
          and exists (select 1 from letters l where l.id = letter_id and l.addressed_to = (select me_authority()))
        );
      -- the departments see who took a letter; a permit authority and a firm see what their own people took
      create policy app_letter_receipts_see on letter_receipts for select to haijian_app using (
        exists (select 1 from letters l where l.id = letter_id)
        and ((select me_internal()) or authority_id = (select me_authority()) or firm_id = (select me_firm()))
      );
      create policy app_letter_receipts_add on letter_receipts for insert to haijian_app with check (
        person_id = (select me_person()) and authority_id is not distinct from (select me_authority())
        and firm_id is not distinct from (select me_firm()) and exists (select 1 from letters l where l.id = letter_id)
      );
      grant select, insert, update (begun_at, finished_at) on packages to haijian_app;
      grant select, insert, update (sent_at, papers) on package_letters to haijian_app;
      grant select, insert on letter_receipts to haijian_app;
    `)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table letter_receipts, package_letters, packages;')
  }
}
