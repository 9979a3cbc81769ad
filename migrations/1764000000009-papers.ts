/**
 * Papers besides the recommendation: what an action causes is ordered with it, and the worker writes, numbers and makes it. A paper knows the event that caused it, the
 * template's version, and the letter that it takes the place of. What goes to the firm is not for the permit authority.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class Papers1764000000009 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table letters
        alter column addressed_to drop not null,
        add column template_id int references reference,
        add column caused_by int,
        add column supersedes int references letters;
      create unique index letters_cause on letters (case_id, caused_by) where caused_by is not null;

      create table paper_orders (
        case_id int not null references cases,
        seq int not null,
        kind text not null,
        ordered_at timestamptz not null,
        letter_id int unique references letters,
        primary key (case_id, seq)
      );
      create index paper_orders_open on paper_orders (ordered_at) where letter_id is null;

      alter table paper_orders enable row level security, force row level security;
      create policy app_paper_orders_see on paper_orders for select to haijian_app using (
        exists (select 1 from cases c where c.id = case_id) and ((select me_firm()) is not null or (select me_internal())));
      create policy app_paper_orders_add on paper_orders for insert to haijian_app
        with check (letter_id is null and exists (select 1 from cases c where c.id = case_id));
      create policy worker_paper_orders on paper_orders to haijian_worker using (true);
      create policy worker_letter_series on letter_series to haijian_worker using (true);
      grant select, insert on paper_orders to haijian_app;
      grant select, insert, update (letter_id) on paper_orders to haijian_worker;
      grant select, insert, update (last) on letter_series to haijian_worker;
      grant insert on letters to haijian_worker;

      drop policy app_letters_see on letters;
      create policy app_letters_see on letters for select to haijian_app using (
        exists (select 1 from cases c where c.id = letters.case_id)
        and (addressed_to is not null or (select me_firm()) is not null or (select me_internal())));

      -- the series is said by the kind of paper now
      update reference set body = body - 'series' where kind = 'letterTemplates';
    `)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      update reference set body = body || jsonb_build_object('series', key) where kind = 'letterTemplates';
      drop policy app_letters_see on letters;
      create policy app_letters_see on letters for select to haijian_app using (exists (select 1 from cases c where c.id = letters.case_id));
      revoke insert on letters from haijian_worker;
      revoke select, insert, update (last) on letter_series from haijian_worker;
      drop policy worker_letter_series on letter_series;
      drop table paper_orders;
      drop index letters_cause;
      delete from letter_files where letter_id in (select id from letters where addressed_to is null);
      delete from letters where addressed_to is null;
      alter table letters drop column template_id, drop column caused_by, drop column supersedes, alter column addressed_to set not null;
    `)
  }
}
