/**
 * An installation knows itself, and its stores: an identity of the database, which every store bears too; what each store has been told and how its clearing went; who has let a
 * large clearing go on; and which files are missing though a row names them. Keys of files are random and are no secret, but who may see a file is still told by its row.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

const ADMINISTERS = `'systemAdmin' = any ((select me_roles())::text[])`

/** Every row that names a file; of an erased case's papers the key is no longer one. */
const NAMED = `
  select storage_key as key from attachments
  union all select storage_key from page_images
  union all select storage_key from firm_papers`

export class Stores1764000000030 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table installation (
        one boolean primary key default true constraint installation_one check (one),
        id uuid not null,
        made_at timestamptz not null
      );
      insert into installation (id, made_at) values (gen_random_uuid(), now());
      grant select on installation to haijian_app, haijian_worker;

      -- last_no: up to which checkpoint a place of checkpoints has them all
      create table stores (
        id uuid primary key,
        kind text not null constraint stores_kind check (kind in ('data', 'backup', 'audit')),
        place text not null,
        seen_at timestamptz,
        last_no int not null default 0,
        stored_at timestamptz,
        failed_at timestamptz,
        failure text
      );
      create table clearing_approvals (
        id int generated always as identity primary key,
        store_id uuid not null references stores,
        most int not null,
        reason text not null,
        given_by int not null references people,
        given_at timestamptz not null,
        used_at timestamptz
      );
      create unique index clearing_approvals_open on clearing_approvals (store_id) where used_at is null;
      create table clearings (
        id int generated always as identity primary key,
        store_id uuid not null references stores,
        at timestamptz not null,
        files int not null,
        unnamed int not null,
        set_aside int not null,
        removed int not null,
        brought_back int not null,
        missing int not null,
        waits boolean not null,
        approval_id int references clearing_approvals
      );
      create index clearings_store on clearings (store_id, id);
      create table missing_files (
        storage_key text primary key,
        noticed_at timestamptz not null,
        told_at timestamptz
      );

      alter table stores enable row level security, force row level security;
      alter table clearing_approvals enable row level security, force row level security;
      alter table clearings enable row level security, force row level security;
      alter table missing_files enable row level security, force row level security;
      create policy app_stores on stores for select to haijian_app
        using ((select me_roles())::text[] && array['systemAdmin', 'securityAdmin', 'auditor']);
      create policy worker_stores on stores to haijian_worker using (true);
      create policy owner_stores on stores to current_user using (true);
      create policy app_clearing_approvals_see on clearing_approvals for select to haijian_app using (${ADMINISTERS});
      create policy app_clearing_approvals_add on clearing_approvals for insert to haijian_app
        with check (${ADMINISTERS} and given_by = (select me_person()) and used_at is null);
      create policy worker_clearing_approvals on clearing_approvals to haijian_worker using (true);
      create policy owner_clearing_approvals on clearing_approvals for select to current_user using (true);
      create policy app_clearings on clearings for select to haijian_app using (${ADMINISTERS});
      create policy worker_clearings on clearings to haijian_worker using (true);
      create policy app_missing_files on missing_files for select to haijian_app
        using (exists (select from attachments a where a.storage_key = missing_files.storage_key));
      create policy worker_missing_files on missing_files to haijian_worker using (true);
      create policy owner_missing_files on missing_files to current_user using (true);
      grant select on stores, clearings, missing_files to haijian_app;
      grant select, insert on clearing_approvals to haijian_app;
      grant select, insert, update (place, seen_at, last_no, stored_at, failed_at, failure) on stores to haijian_worker;
      grant select, insert, delete on clearings to haijian_worker;
      grant select, update (used_at) on clearing_approvals to haijian_worker;
      grant select, update (told_at), delete on missing_files to haijian_worker;

      create trigger keep_mark after insert or update of id, store_id, most, reason, given_by, given_at, used_at on clearing_approvals
        for each row execute function keep_mark('id', 'store_id', 'most', 'reason', 'given_by', 'given_at', 'used_at');

      -- for whoever looks whether a store is ours, before anybody has signed in: which of these files are ours, and some of ours
      create function named_files(keys text[]) returns setof text
        language sql stable security definer set search_path = public, pg_temp
        as $$ select n.key from (${NAMED}) n where n.key = any (keys) $$;
      create function some_named_files(most int) returns setof text
        language sql stable security definer set search_path = public, pg_temp
        as $$
          select n.key from (
            select storage_key as key from attachments where scan is distinct from 'infected'
            union all select storage_key from page_images
            union all select storage_key from firm_papers where scan is distinct from 'infected') n
          where n.key ~ '^[0-9a-f]{32}$' order by random() limit most
        $$;
      -- only of a file that a row names; answers whether nobody had noticed before
      create function note_missing(wanted text, at timestamptz) returns boolean
        language sql volatile security definer set search_path = public, pg_temp
        as $$
          with noted as (
            insert into missing_files (storage_key, noticed_at) select wanted, at where exists (select from named_files(array[wanted]))
            on conflict do nothing returning 1)
          select exists (select from noted)
        $$;
      -- what a system administrator needs to look for them: no case, no name
      create function list_missing_files(most int)
        returns table (key text, noticed_at timestamptz, kind text, document text, page int, bytes int, uploaded_at timestamptz, sha256 text)
        language sql stable security definer set search_path = public, pg_temp
        as $$
          select m.storage_key, m.noticed_at, f.* from missing_files m
          cross join lateral (
            select 'attachment', a.kind, null::int, a.bytes, a.uploaded_at, a.sha256 from attachments a where a.storage_key = m.storage_key
            union all select 'page', a.kind, i.page, i.bytes, a.uploaded_at, i.sha256 from page_images i join attachments a on a.id = i.attachment_id where i.storage_key = m.storage_key
            union all select 'firmPaper', p.kind, null, p.bytes, p.uploaded_at, p.sha256 from firm_papers p where p.storage_key = m.storage_key) f
          where 'systemAdmin' = any (me_roles()) order by m.noticed_at, m.storage_key limit most
        $$;
      create function count_missing_files() returns int
        language sql stable security definer set search_path = public, pg_temp
        as $$ select count(*)::int from missing_files where 'systemAdmin' = any (me_roles()) $$;
      revoke all on function named_files, some_named_files, note_missing, list_missing_files, count_missing_files from public;
      grant execute on function named_files, some_named_files, note_missing to haijian_app, haijian_worker;
      grant execute on function list_missing_files, count_missing_files to haijian_app;
      create policy owner_firm_papers_scan on firm_papers for update to current_user using (true);
      -- a picture that is lost is drawn anew
      grant update (asked_at) on previews to haijian_worker;
      grant delete on page_images to haijian_worker;
    `)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      revoke delete on page_images from haijian_worker;
      revoke update (asked_at) on previews from haijian_worker;
      drop policy owner_firm_papers_scan on firm_papers;
      drop function count_missing_files, list_missing_files, note_missing, some_named_files, named_files;
      drop table missing_files, clearings, clearing_approvals, stores, installation;
    `)
  }
}
