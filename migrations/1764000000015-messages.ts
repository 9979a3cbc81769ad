/**
 * Mail. A person's address is used once a link that went there has been opened (`email_wanted` becomes `email`). Mails are ordered in the transaction that causes them and
 * sent by the worker; what a mail leads to may hold a secret, so nobody but the worker reads it, and it is taken away once the mail has gone out.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

const MAILS = `
  alter table people
    add column email text,
    add column email_wanted text,
    add column email_token bytea,
    add column email_asked_at timestamptz;
  grant select (email, email_wanted, email_asked_at), update (email_wanted, email_token, email_asked_at) on people to haijian_app;
  grant select (email) on people to haijian_worker;

  create table mails (
    id int generated always as identity primary key,
    kind text not null,
    person_id int references people,
    address text,
    language text not null check (language in ('zh', 'en')),
    path text,
    secret boolean not null,
    case_id int references cases,
    ordered_at timestamptz not null,
    state text not null default 'waiting' check (state in ('waiting', 'sent', 'failed', 'givenUp')),
    tries int not null default 0,
    next_try_at timestamptz not null,
    last_error text,
    settled_at timestamptz,
    constraint mails_to_one check (person_id is null or address is null)
  );
  create index mails_open on mails (next_try_at) where state in ('waiting', 'failed');
  create index mails_person on mails (person_id);
  create index mails_case on mails (case_id) where case_id is not null;

  alter table mails enable row level security, force row level security;
  create policy app_mails_add on mails for insert to haijian_app with check (state = 'waiting');
  -- officers see when somebody was told of a case, and whether it arrived
  create policy app_mails_see on mails for select to haijian_app
    using (exists (select 1 from cases c where c.id = case_id) and (select me_internal()));
  create policy worker_mails on mails to haijian_worker using (true);
  create policy owner_mails on mails to current_user using (true);
  grant insert (id, kind, person_id, address, language, path, secret, case_id, ordered_at, next_try_at) on mails to haijian_app, haijian_worker;
  grant select (id, kind, person_id, case_id, ordered_at, state, settled_at) on mails to haijian_app;
  grant usage on sequence mails_id_seq to haijian_app, haijian_worker;
  grant select, update (address, path, state, tries, next_try_at, last_error, settled_at) on mails to haijian_worker;

  -- the address that a link was sent to is the person's from now on
  create function verify_email(wanted bytea, at timestamptz) returns boolean
    language sql volatile security definer set search_path = public, pg_temp
    as $$
      with verified as (
        update people p set email = p.email_wanted, email_wanted = null, email_token = null, email_asked_at = null
        where p.email_token = wanted and p.email_asked_at > at - interval '2 days' and p.ended_at is null returning 1)
      select exists (select 1 from verified)
    $$;
  create function forget_email() returns void
    language sql volatile security definer set search_path = public, pg_temp
    as $$
      update people p set email = null, email_wanted = null, email_token = null, email_asked_at = null where p.id = me_person()
    $$;
  revoke all on function verify_email, forget_email from public;
  grant execute on function verify_email, forget_email to haijian_app;`

export class Messages1764000000015 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(MAILS)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop function forget_email, verify_email;
      drop table mails;
      alter table people drop column email, drop column email_wanted, drop column email_token, drop column email_asked_at;
    `)
  }
}
