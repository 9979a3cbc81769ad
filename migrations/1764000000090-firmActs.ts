/**
 * A registration can be sent back and mended, and everything that happens to a firm is kept: who did it, when, why, and what stood there before. Facts are written by `mend_firm` alone, for a firm
 * that nobody has confirmed; what the firm showed before it mended stays. People are told of a firm as they are of a case; the cursor is one of its own, so that neither waits for the other.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

const ACT = ['id', 'firm_id', 'at', 'act', 'actor_id', 'authority_id', 'reason', 'detail']

/** What a firm's administrator may write of the own firm until it is confirmed, or declined for good. */
const MENDING = `
  create function mend_firm(facts jsonb, at timestamptz) returns boolean
    language sql volatile security definer set search_path = public, pg_temp
    as $$
      with mended as (
        update firms f set name_zh = facts ->> 'nameZh', name_en = facts ->> 'nameEn', credit_code = facts ->> 'creditCode',
          district = facts ->> 'district', zone = facts ->> 'zone', kind = facts ->> 'kind',
          cross_border_filing = facts ->> 'crossBorderFiling', handler = coalesce(facts -> 'handler', '{}'),
          sent_in_at = case when f.sent_back_at is null then f.sent_in_at else at end, sent_back_at = null, sent_back_reason = null
        where f.id = me_firm() and 'firmAdmin' = any (me_roles()) and f.confirmed_at is null and f.declined_at is null
        returning 1)
      select exists (select 1 from mended)
    $$;
  revoke all on function mend_firm from public;
  grant execute on function mend_firm to haijian_app;`

export class FirmActs1764000000090 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table firm_acts (
        id int generated always as identity primary key,
        firm_id int not null references firms,
        at timestamptz not null,
        act text not null,
        actor_id int not null references people,
        authority_id int references authorities,
        reason text,
        detail jsonb not null,
        xid bigint not null
      );
      create index firm_acts_firm on firm_acts (firm_id, id);
      create index firm_acts_xid on firm_acts (xid);
      alter table firm_acts enable row level security, force row level security;
      create policy app_firm_acts_see on firm_acts for select to haijian_app
        using (firm_id = (select me_firm()) or (select me_authority()) is not null);
      create policy app_firm_acts_add on firm_acts for insert to haijian_app with check (
        actor_id = (select me_person()) and (
          (authority_id is null and firm_id = (select me_firm()))
          or (authority_id = (select me_authority()) and 'intake' = any ((select me_roles())::text[]))));
      create policy entry_firm_acts on firm_acts for insert to haijian_entry with check (act = 'registered' and authority_id is null);
      create policy worker_firm_acts on firm_acts for select to haijian_worker using (true);
      create policy owner_firm_acts on firm_acts to current_user using (true);
      grant select, insert on firm_acts to haijian_app;
      grant insert on firm_acts to haijian_entry;
      grant select on firm_acts to haijian_worker;
      create trigger keep_mark after insert or update of ${ACT.join(', ')} on firm_acts
        for each row execute function keep_mark(${ACT.map((name) => `'${name}'`).join(', ')});
      create trigger firm_acts_stay before update or delete or truncate on firm_acts
        for each statement execute function refuse_rewriting();

      create policy owner_event_cursors on event_cursors to current_user using (true);
      insert into event_cursors values ('firmActs', 1);
    `)
    await db.query(`
      alter table firms
        add column sent_in_at timestamptz,
        add column sent_back_at timestamptz,
        add column sent_back_reason text,
        add constraint firms_sent_back_check check ((sent_back_at is null) = (sent_back_reason is null)) not valid;
      grant update (sent_back_at, sent_back_reason) on firms to haijian_app;
    `)
    await db.query(MENDING)
    await db.query(`
      alter table firm_papers add column replaced_at timestamptz;
      create policy app_firm_papers_mend on firm_papers for insert to haijian_app with check (
        firm_id = (select me_firm()) and 'firmAdmin' = any ((select me_roles())::text[])
        and replaced_at is null and scanned_at is null and (scan is null or scan = 'waiting')
        and exists (select 1 from firms f where f.id = firm_id and f.confirmed_at is null and f.declined_at is null));
      create policy app_firm_papers_replace on firm_papers for update to haijian_app using (
        firm_id = (select me_firm()) and 'firmAdmin' = any ((select me_roles())::text[])
        and exists (select 1 from firms f where f.id = firm_id and f.confirmed_at is null and f.declined_at is null));
      grant insert, update (replaced_at) on firm_papers to haijian_app;
    `)
    await db.query(`
      alter table notifications
        alter column case_id drop not null,
        add column firm_act int,
        add constraint notifications_firm_act_fkey foreign key (firm_act) references firm_acts not valid,
        add constraint notifications_about check (num_nonnulls(case_id, firm_act) = 1) not valid;
      grant insert (firm_act) on notifications to haijian_worker;
    `)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      create policy owner_notifications_down on notifications for delete to current_user using (true);
      delete from notifications where case_id is null;
      drop policy owner_notifications_down on notifications;
      alter table notifications drop column firm_act, alter column case_id set not null;
      revoke insert, update (replaced_at) on firm_papers from haijian_app;
      drop policy app_firm_papers_replace on firm_papers;
      drop policy app_firm_papers_mend on firm_papers;
      alter table firm_papers drop column replaced_at;
      drop function mend_firm;
      alter table firms drop column sent_back_reason, drop column sent_back_at, drop column sent_in_at;
      delete from event_cursors where name = 'firmActs';
      drop policy owner_event_cursors on event_cursors;
      drop table firm_acts;
    `)
  }
}
