/**
 * Drafts of reference data, and what may happen to one: its drafter changes it (and it gets the next revision) or takes it back, another policy editor approves exactly
 * the revision that they have read, or sends it back with a sentence. A statement that does two of these at once is refused, whoever sends it; the owner's statements,
 * which migrations are, are not looked at. A new authority gets its row when its first entry is approved.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class Drafts1764000000006 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table reference
        add note text,
        add revision int not null default 1,
        add sent_back_at timestamptz,
        add sent_back_by int references people,
        add sent_back_why text,
        add sent_back_revision int,
        add withdrawn_at timestamptz,
        add constraint sent_back_whole check (
          num_nulls(sent_back_at, sent_back_by, sent_back_why, sent_back_revision) in (0, 4) and (sent_back_by is null or sent_back_by <> drafted_by)
        ),
        add constraint withdrawn_or_approved check (withdrawn_at is null or approved_at is null);
      create index reference_waiting on reference (kind, key) where approved_at is null and withdrawn_at is null;

      create function guard_reference() returns trigger language plpgsql set search_path = public, pg_temp as $$
        declare
          mine boolean;
          before jsonb := case when tg_op = 'UPDATE' then to_jsonb(old) end;
          after jsonb := to_jsonb(new);
          approval constant text[] := array['approved_by', 'approved_at'];
          sending constant text[] := array['sent_back_at', 'sent_back_by', 'sent_back_why', 'sent_back_revision'];
          drafting constant text[] := array['body', 'effective_from', 'note', 'drafted_at'];
        begin
          if current_user <> 'haijian_app' then return new; end if;
          if tg_op = 'INSERT' then
            if new.approved_by is not null or new.approved_at is not null or new.sent_back_at is not null or new.withdrawn_at is not null or new.revision <> 1 then
              raise exception 'a draft is only drafted' using errcode = '42501';
            end if;
            return new;
          end if;
          if old.approved_at is not null or old.withdrawn_at is not null then
            raise exception 'what is approved or taken back never changes' using errcode = '42501';
          end if;
          mine := old.drafted_by is not distinct from me_person();
          if after - approval = before - approval then
            if mine or old.drafted_by is null or new.approved_by is distinct from me_person() or new.approved_at is null then
              raise exception 'approved by another policy editor, in their own name' using errcode = '42501';
            end if;
          elsif after - sending = before - sending then
            if mine or new.sent_back_by is distinct from me_person() or new.sent_back_revision is distinct from old.revision then
              raise exception 'sent back by another policy editor, in their own name' using errcode = '42501';
            end if;
          elsif after - 'withdrawn_at'::text = before - 'withdrawn_at'::text then
            if not mine then raise exception 'taken back by its drafter' using errcode = '42501'; end if;
          elsif after - drafting = before - drafting then
            if not mine then raise exception 'changed by its drafter' using errcode = '42501'; end if;
            new.revision := old.revision + 1;
          else
            raise exception 'one thing at a time' using errcode = '42501';
          end if;
          return new;
        end $$;
      create trigger guard_reference before insert or update on reference for each row execute function guard_reference();

      create function add_authority() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          insert into authorities (code, kind, subject, district)
            values (new.key, new.body ->> 'kind', new.body ->> 'subject', new.body ->> 'district') on conflict (code) do nothing;
          return null;
        end $$;
      revoke all on function add_authority from public;
      create trigger add_authority after update of approved_at on reference for each row
        when (new.kind = 'authorities' and old.approved_at is null and new.approved_at is not null) execute function add_authority();

      drop policy app_reference_change on reference;
      create policy app_reference_change on reference for update to haijian_app
        using ('policyEditor' = any ((select me_roles())::text[]) and approved_at is null and withdrawn_at is null)
        with check (
          (drafted_by = (select me_person()) and approved_at is null)
          or (approved_by = (select me_person()) and drafted_by is not null)
          or (sent_back_by = (select me_person()) and approved_at is null)
        );
      grant update (note, drafted_at, sent_back_at, sent_back_by, sent_back_why, sent_back_revision, withdrawn_at) on reference to haijian_app;
    `)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop trigger add_authority on reference;
      drop function add_authority;
      drop trigger guard_reference on reference;
      drop function guard_reference;
      delete from reference where withdrawn_at is not null;
      drop policy app_reference_change on reference;
      alter table reference drop note, drop revision, drop sent_back_at, drop sent_back_by, drop sent_back_why, drop sent_back_revision, drop withdrawn_at;
      create policy app_reference_change on reference for update to haijian_app
        using ('policyEditor' = any ((select me_roles())::text[]) and approved_at is null)
        with check (
          (drafted_by = (select me_person()) and approved_at is null)
          or (approved_by = (select me_person()) and drafted_by is not null)
        );
      revoke update (drafted_at) on reference from haijian_app;
    `)
  }
}
