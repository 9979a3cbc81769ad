/**
 * After its confirmation a firm asks for a change of its data, and intake takes a second look: until it accepts, nothing changes, and what it accepts is written by
 * `accept_firm_change` alone. The last step looks at rows of before: it stands outside the transaction of the others.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

/** The new facts and papers take the place of the old ones; the answer: whether the change was there to be accepted. */
const ACCEPTING = `
  create function accept_firm_change(wanted int, at timestamptz) returns boolean
    language plpgsql volatile security definer set search_path = public, pg_temp
    as $$
    declare
      asked firm_changes;
    begin
      if not 'intake' = any (me_roles()) or me_authority() is null then return false; end if;
      update firm_changes set state = 'accepted', decided_by = me_person(), decided_at = at, reason = null
        where id = wanted and state = 'open' returning * into asked;
      if not found then return false; end if;
      update firms f set
        name_zh = case when asked.facts ? 'nameZh' then asked.facts ->> 'nameZh' else f.name_zh end,
        name_en = case when asked.facts ? 'nameEn' then asked.facts ->> 'nameEn' else f.name_en end,
        district = case when asked.facts ? 'district' then asked.facts ->> 'district' else f.district end,
        zone = case when asked.facts ? 'zone' then asked.facts ->> 'zone' else f.zone end,
        kind = case when asked.facts ? 'kind' then asked.facts ->> 'kind' else f.kind end,
        cross_border_filing =
          case when asked.facts ? 'crossBorderFiling' then asked.facts ->> 'crossBorderFiling' else f.cross_border_filing end,
        handler = case when asked.facts ? 'handler' then asked.facts -> 'handler' else f.handler end
        where f.id = asked.firm_id;
      update firm_papers p set replaced_at = at
        where p.firm_id = asked.firm_id and p.replaced_at is null and p.change_id is distinct from asked.id
          and (p.change_id is null or exists (select 1 from firm_changes c where c.id = p.change_id and c.state = 'accepted'))
          and exists (select 1 from firm_papers n where n.change_id = asked.id and n.kind = p.kind and n.replaced_at is null);
      return true;
    end $$;
  revoke all on function accept_firm_change from public;
  grant execute on function accept_firm_change to haijian_app;`

const FIRM_ADMIN = `firm_id = (select me_firm()) and 'firmAdmin' = any ((select me_roles())::text[])`
const INTAKE = `(select me_authority()) is not null and 'intake' = any ((select me_roles())::text[])`

const CHANGES = `
      create table firm_changes (
        id int generated always as identity primary key,
        firm_id int not null references firms,
        asked_by int not null references people,
        asked_at timestamptz not null,
        facts jsonb not null,
        why text,
        state text not null check (state in ('open', 'sentBack', 'accepted', 'withdrawn')),
        decided_by int references people,
        decided_at timestamptz,
        reason text
      );
      create unique index firm_changes_firm on firm_changes (firm_id) where state in ('open', 'sentBack');
      create index firm_changes_open on firm_changes (asked_at) where state = 'open';
      alter table firm_changes enable row level security, force row level security;
      create policy app_firm_changes_see on firm_changes for select to haijian_app
        using (firm_id = (select me_firm()) or (select me_authority()) is not null);
      create policy app_firm_changes_ask on firm_changes for insert to haijian_app
        with check (${FIRM_ADMIN} and asked_by = (select me_person()) and state = 'open' and decided_by is null);
      create policy app_firm_changes_again on firm_changes for update to haijian_app
        using (${FIRM_ADMIN} and state in ('open', 'sentBack'))
        with check (${FIRM_ADMIN} and asked_by = (select me_person()) and state in ('open', 'withdrawn'));
      create policy app_firm_changes_back on firm_changes for update to haijian_app
        using (${INTAKE} and state = 'open') with check (state = 'sentBack' and decided_by = (select me_person()));
      create policy owner_firm_changes on firm_changes to current_user using (true);
      grant select, insert, update (asked_by, asked_at, facts, why, state, decided_by, decided_at, reason) on firm_changes to haijian_app;
      alter table firm_papers add column change_id int,
        add constraint firm_papers_change_id_fkey foreign key (change_id) references firm_changes not valid;
      create policy app_firm_papers_change on firm_papers for insert to haijian_app with check (
        ${FIRM_ADMIN} and replaced_at is null and scanned_at is null and (scan is null or scan = 'waiting')
        and exists (select 1 from firm_changes c where c.id = change_id and c.firm_id = firm_papers.firm_id and c.state = 'open'));
      create policy app_firm_papers_change_again on firm_papers for update to haijian_app using (
        ${FIRM_ADMIN}
        and exists (select 1 from firm_changes c where c.id = change_id and c.firm_id = firm_papers.firm_id and c.state in ('open', 'sentBack')));
  ${ACCEPTING}`

export class FirmChanges1764000000092 implements MigrationInterface {
  readonly transaction = false

  async up(db: QueryRunner): Promise<void> {
    const [{ there }]: [{ there: boolean }] = await db.query(`select to_regclass('firm_changes') is not null as there`)
    if (!there) await db.query(CHANGES)
    await db.query('alter table firm_papers validate constraint firm_papers_change_id_fkey')
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop function accept_firm_change;
      drop policy app_firm_papers_change_again on firm_papers;
      drop policy app_firm_papers_change on firm_papers;
      alter table firm_papers drop column change_id;
      drop table firm_changes;
    `)
  }
}
