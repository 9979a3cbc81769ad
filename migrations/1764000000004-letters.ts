/**
 * What is issued: one gapless number series an authority, kind and year; a letter's data are frozen when it is ordered, its signed file is stored once.
 * Anybody may look a letter up by its check code or by its file's hash, and sees no more than `public_facts`.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class Letters1764000000004 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table letter_series (
        authority_id int not null references authorities,
        series text not null,
        year int not null,
        last int not null,
        primary key (authority_id, series, year)
      );

      create table letters (
        id int generated always as identity primary key,
        case_id int not null references cases,
        kind text not null,
        authority_id int not null references authorities,
        addressed_to int not null references authorities,
        series text not null,
        year int not null,
        serial int not null,
        number text not null unique,
        check_code text not null unique,
        template jsonb not null,
        data jsonb not null,
        public_facts jsonb not null,
        ordered_at timestamptz not null,
        issued_at timestamptz,
        valid_until date,
        sha256 text unique,
        failed_at timestamptz,
        failure jsonb,
        received_at timestamptz,
        ended_at timestamptz,
        ended_as text check (ended_as in ('void', 'superseded', 'revoked', 'expired')),
        end_reason jsonb,
        unique (authority_id, series, year, serial),
        check ((ended_at is null) = (ended_as is null))
      );
      create index letters_case on letters (case_id);
      create index letters_permit on letters (addressed_to, issued_at desc);

      create table letter_files (
        letter_id int primary key references letters,
        pdf bytea not null
      );

      alter table letter_series enable row level security, force row level security;
      alter table letters enable row level security, force row level security;
      alter table letter_files enable row level security, force row level security;
      create policy app_letter_series on letter_series to haijian_app using (authority_id = (select me_authority()));
      create policy app_letters_see on letters for select to haijian_app using (exists (select 1 from cases c where c.id = letters.case_id));
      create policy app_letters_add on letters for insert to haijian_app
        with check (authority_id = (select me_authority()) and exists (select 1 from cases c where c.id = case_id));
      create policy app_letters_change on letters for update to haijian_app
        using ((select me_authority()) in (authority_id, addressed_to) and exists (select 1 from cases c where c.id = letters.case_id));
      create policy app_letter_files on letter_files for select to haijian_app using (exists (select 1 from letters l where l.id = letter_id));
      create policy worker_letters on letters to haijian_worker using (true);
      create policy worker_letter_files on letter_files to haijian_worker using (true);
      create policy owner_letters on letters to current_user using (true);

      -- what a letter says is frozen when it is ordered: only what becomes of it may be written afterwards
      grant select, insert, update (received_at, ended_at, ended_as, end_reason) on letters to haijian_app;
      grant select, insert, update (last) on letter_series to haijian_app;
      grant select on letter_files to haijian_app;
      grant select, update (issued_at, sha256, failed_at, failure, ended_at, ended_as, end_reason) on letters to haijian_worker;
      grant select, insert on letter_files to haijian_worker;

      create function check_letter(code text, file_hash text)
        returns table (number text, kind text, public_facts jsonb, issued_at timestamptz, valid_until date, ended_at timestamptz, ended_as text, superseded_by text)
        language sql stable security definer set search_path = public, pg_temp
        as $$
          select l.number, l.kind, l.public_facts, l.issued_at, l.valid_until, l.ended_at, l.ended_as,
            (select n.number from letters n where n.case_id = l.case_id and n.kind = l.kind and n.id > l.id and n.issued_at is not null order by n.id limit 1)
          from letters l
          where l.issued_at is not null and (l.check_code = code or l.sha256 = file_hash)
        $$;
      revoke all on function check_letter from public;
      grant execute on function check_letter to haijian_app;
    `)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop function check_letter; drop table letter_files, letters, letter_series;')
  }
}
