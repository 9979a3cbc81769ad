/** Subscriptions of firms and authorities to events, and what was sent of each: an event for machines goes out at least once, and stays until it has. */
import type { MigrationInterface, QueryRunner } from 'typeorm'

const AS_OWNER = 'language plpgsql security definer set search_path = public, pg_temp'

/** Who sets them: administrators of the firm; for authorities, system administrators, who see no case. */
const ADMINISTERS = `
  case when authority_id is null
    then firm_id = (select me_firm()) and 'firmAdmin' = any ((select me_roles())::text[])
    else 'systemAdmin' = any ((select me_roles())::text[]) end`
const OF_OWN = 'exists (select 1 from webhooks w where w.id = webhook_id)'

const TABLES = `
  create table webhooks (
    id int generated always as identity primary key,
    code text not null unique,
    firm_id int references firms,
    authority_id int references authorities,
    address text not null,
    kinds text[] not null,
    state text not null constraint webhooks_state_check check (state in ('unconfirmed', 'active', 'paused', 'removed')),
    secret bytea not null,
    earlier_secret bytea,
    earlier_until timestamptz,
    made_by int not null references people,
    made_at timestamptz not null,
    confirmed_at timestamptz,
    changed_by int references people,
    changed_at timestamptz,
    failures int not null default 0,
    failing_since timestamptz,
    rest_until timestamptz,
    served_at timestamptz,
    replay_from timestamptz,
    told_at timestamptz,
    constraint webhooks_owner check (num_nonnulls(firm_id, authority_id) = 1)
  );
  create index webhooks_firm on webhooks (firm_id) where firm_id is not null;
  create index webhooks_authority on webhooks (authority_id) where authority_id is not null;
  create table webhook_deliveries (
    id int generated always as identity primary key,
    webhook_id int not null references webhooks,
    case_id int references cases,
    seq int,
    kind text not null,
    at timestamptz not null,
    made_at timestamptz not null,
    state text not null default 'waiting'
      constraint webhook_deliveries_state_check check (state in ('waiting', 'failed', 'sent', 'parked')),
    tries int not null default 0,
    next_try_at timestamptz not null,
    tried_at timestamptz,
    settled_at timestamptz,
    status int,
    took int,
    answer text,
    fault text,
    constraint webhook_deliveries_once unique (webhook_id, case_id, seq)
  );
  create index webhook_deliveries_due on webhook_deliveries (webhook_id, next_try_at, id) where state in ('waiting', 'failed');
  create index webhook_deliveries_newest on webhook_deliveries (webhook_id, id desc);
  create index webhook_deliveries_case on webhook_deliveries (case_id) where case_id is not null;
  create index webhook_deliveries_settled on webhook_deliveries (settled_at) where settled_at is not null;`

const RIGHTS = `
  alter table webhooks enable row level security, force row level security;
  alter table webhook_deliveries enable row level security, force row level security;
  create policy app_webhooks_see on webhooks for select to haijian_app using (${ADMINISTERS});
  create policy app_webhooks_add on webhooks for insert to haijian_app
    with check (${ADMINISTERS} and made_by = (select me_person()) and (select me_proved())
      and state = 'unconfirmed' and confirmed_at is null);
  create policy app_webhooks_change on webhooks for update to haijian_app using (${ADMINISTERS} and state <> 'removed')
    with check (${ADMINISTERS} and changed_by = (select me_person()) and (state <> 'active' or confirmed_at is not null));
  create policy worker_webhooks on webhooks to haijian_worker using (true);
  create policy owner_webhooks on webhooks to current_user using (true);
  create policy app_webhook_deliveries_see on webhook_deliveries for select to haijian_app using (${OF_OWN});
  create policy app_webhook_deliveries_add on webhook_deliveries for insert to haijian_app
    with check (kind = 'challenge' and case_id is null and ${OF_OWN});
  create policy app_webhook_deliveries_change on webhook_deliveries for update to haijian_app using (${OF_OWN});
  create policy worker_webhook_deliveries on webhook_deliveries to haijian_worker using (true);
  create policy owner_webhook_deliveries on webhook_deliveries to current_user using (true);
  grant select, insert (code, firm_id, authority_id, address, kinds, state, secret, made_by, made_at),
    update (state, secret, earlier_secret, earlier_until, changed_by, changed_at, failures, failing_since, rest_until, replay_from, told_at)
    on webhooks to haijian_app;
  grant select, insert (webhook_id, kind, at, made_at, next_try_at), update (state, tries, next_try_at, settled_at) on webhook_deliveries to haijian_app;
  grant select, update (state, confirmed_at, failures, failing_since, rest_until, served_at, replay_from, told_at) on webhooks to haijian_worker;
  grant select, insert (webhook_id, case_id, seq, kind, at, made_at, next_try_at),
    update (state, tries, next_try_at, tried_at, settled_at, status, took, answer, fault), delete on webhook_deliveries to haijian_worker;
  insert into event_cursors values ('webhooks', pg_current_xact_id()::text::bigint);
  -- a new secret takes a renewed proof of who asks, as a new subscription does
  create function webhooks_secret() returns trigger language plpgsql as $$
    begin
      if current_user = 'haijian_app' and not me_proved() then raise exception 'a secret takes a renewed proof' using errcode = 'insufficient_privilege'; end if;
      return null;
    end $$;
  revoke all on function webhooks_secret from public;
  create trigger webhooks_secret after update of secret on webhooks for each row
    when (new.secret is distinct from old.secret and new.state <> 'removed') execute function webhooks_secret();
  create function forget_deliveries() returns trigger ${AS_OWNER} as $$
    begin
      delete from webhook_deliveries d where d.case_id = new.id and d.state in ('sent', 'parked');
      return null;
    end $$;
  revoke all on function forget_deliveries from public;
  create trigger cases_deliveries after update of erased_at on cases for each row
    when (old.erased_at is null and new.erased_at is not null) execute function forget_deliveries();`

export class Webhooks1764000000191 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(TABLES + RIGHTS)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop trigger cases_deliveries on cases;
      drop function forget_deliveries;
      delete from event_cursors where name = 'webhooks';
      drop table webhook_deliveries, webhooks;
      drop function webhooks_secret;
    `)
  }
}
