/**
 * Mail, notifications, announcements, and what the system administrator sees of the queue. A person's address is used once a link that went there has been opened
 * (`email_wanted` becomes `email`). Mails are ordered in the transaction that causes them and sent by the worker; what a mail leads to may hold a secret, so nobody but the
 * worker reads it, and it is taken away once the mail has gone out. Notifications are made from the events, by the transaction ids under which those were written: what is below
 * the oldest transaction that still runs is complete, whatever the order in which transactions end.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

const MAILS = `
  alter table people
    add column email text,
    add column email_wanted text,
    add column email_token bytea,
    add column email_asked_at timestamptz,
    add column mail_choices jsonb not null default '{}';
  grant select (email, email_wanted, email_asked_at, mail_choices), update (email_wanted, email_token, email_asked_at, mail_choices) on people to haijian_app;
  grant select (email, mail_choices) on people to haijian_worker;

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
  create policy worker_mails on mails to haijian_worker using (true);
  create policy owner_mails on mails to current_user using (true);
  grant insert (id, kind, person_id, address, language, path, secret, case_id, ordered_at, next_try_at) on mails to haijian_app, haijian_worker;
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

const NOTIFICATIONS = `
  -- 0: written before there were notifications
  alter table events add column xid bigint not null default '0';
  create index events_xid on events (xid);
  create table event_cursors (name text primary key, position bigint not null);
  insert into event_cursors values ('notifications', 1);

  create table notifications (
    id int generated always as identity primary key,
    person_id int not null references people,
    case_id int not null references cases,
    kind text not null,
    mark text not null,
    at timestamptz not null,
    read_at timestamptz,
    mail_id int references mails,
    constraint notifications_once unique (person_id, case_id, kind, mark)
  );
  create index notifications_person on notifications (person_id, id);
  create index notifications_unread on notifications (person_id) where read_at is null;
  create index notifications_mail on notifications (mail_id) where mail_id is not null;
  create index notifications_case on notifications (case_id, kind);

  create table workers (
    id text primary key,
    started_at timestamptz not null,
    seen_at timestamptz not null
  );

  alter table event_cursors enable row level security, force row level security;
  alter table notifications enable row level security, force row level security;
  alter table workers enable row level security, force row level security;
  create policy worker_event_cursors on event_cursors to haijian_worker using (true);
  create policy app_notifications on notifications to haijian_app using (person_id = (select me_person()));
  create policy worker_notifications on notifications to haijian_worker using (true);
  create policy owner_notifications on notifications for select to current_user using (true);
  create policy app_workers on workers for select to haijian_app using ('systemAdmin' = any ((select me_roles())::text[]));
  create policy worker_workers on workers to haijian_worker using (true);
  grant select, update (position) on event_cursors to haijian_worker;
  grant select, update (read_at) on notifications to haijian_app;
  grant select, insert (person_id, case_id, kind, mark, at), update (mail_id) on notifications to haijian_worker;
  grant select on workers to haijian_app;
  grant select, insert, update (seen_at), delete on workers to haijian_worker;

  -- for the number beside the bell: asked with each page, in the flight that looks up the session
  create function unread_of(wanted bytea) returns int
    language sql stable security definer set search_path = public, pg_temp
    as $$
      select count(*)::int from (
        select 1 from sessions s join notifications n on n.person_id = s.person_id and n.read_at is null where s.token_hash = wanted limit 100) unread
    $$;

  -- when the firm was told of a case, and whether it arrived: for officers of the case, without anybody's name or address
  create function told_firm(wanted int) returns table (kind text, at timestamptz, people int, mails int, sent int, failed int, read int, settled_at timestamptz)
    language sql stable security definer set search_path = public, pg_temp
    as $$
      select n.kind, n.at, count(*)::int, count(m.id)::int, count(*) filter (where m.state = 'sent')::int,
        count(*) filter (where m.state in ('failed', 'givenUp'))::int, count(n.read_at)::int, max(m.settled_at) filter (where m.state = 'sent')
      from notifications n
      join people p on p.id = n.person_id and p.firm_id is not null
      left join mails m on m.id = n.mail_id
      where n.case_id = wanted and me_internal()
        and exists (select 1 from case_parties c where c.case_id = wanted and c.authority_id = me_authority() and c.part = any (me_parts()))
      group by n.kind, n.mark, n.at order by n.at desc limit 30
    $$;
  revoke all on function unread_of, told_firm from public;
  grant execute on function unread_of, told_firm to haijian_app;`

/** What the system administrator sees and does: no case, no name, no address whole, no contents. */
const ADMINISTRATION = `
  create function mail_counts() returns table (state text, n int, oldest timestamptz, latest timestamptz)
    language sql stable security definer set search_path = public, pg_temp
    as $$
      select m.state, count(*)::int, min(m.ordered_at), max(coalesce(m.settled_at, m.ordered_at)) from mails m
      where 'systemAdmin' = any (me_roles()) group by m.state
    $$;
  create function list_mails(of_states text[])
    returns table (id int, kind text, address text, state text, tries int, ordered_at timestamptz, next_try_at timestamptz, settled_at timestamptz, last_error text, may boolean)
    language sql stable security definer set search_path = public, pg_temp
    as $$
      select m.id, m.kind, regexp_replace(coalesce(m.address, p.email), '^(.)[^@]*@(.).*(\\.[^.]+)$', '\\1•••@\\2•••\\3'), m.state, m.tries, m.ordered_at,
        m.next_try_at, m.settled_at, m.last_error, m.path is not null and coalesce(m.address, p.email) is not null
      from mails m left join people p on p.id = m.person_id and p.ended_at is null
      where 'systemAdmin' = any (me_roles()) and m.state = any (of_states) order by m.id desc limit 200
    $$;
  create function retry_mails(one int, at timestamptz) returns int
    language sql volatile security definer set search_path = public, pg_temp
    as $$
      with again as (
        update mails m set state = 'waiting', tries = 0, next_try_at = at, settled_at = null
        where 'systemAdmin' = any (me_roles()) and m.state in ('failed', 'givenUp') and (one is null or m.id = one) and m.path is not null
        returning 1)
      select count(*)::int from again
    $$;
  revoke all on function mail_counts, list_mails, retry_mails from public;
  grant execute on function mail_counts, list_mails, retry_mails to haijian_app;

  create table discarded_jobs (
    job_id bigint primary key,
    task text not null,
    asked_at timestamptz not null,
    discarded_by int not null references people,
    discarded_at timestamptz not null,
    reason text not null
  );
  create table announcements (
    id int generated always as identity primary key,
    from_at timestamptz not null,
    until_at timestamptz not null,
    audience text not null check (audience in ('all', 'firms', 'staff')),
    level text not null check (level in ('note', 'maintenance', 'urgent')),
    what jsonb not null,
    drafted_by int not null references people,
    drafted_at timestamptz not null,
    ended_at timestamptz,
    constraint announcements_times check (from_at < until_at)
  );
  create index announcements_until on announcements (until_at) where ended_at is null;

  alter table discarded_jobs enable row level security, force row level security;
  alter table announcements enable row level security, force row level security;
  create policy app_discarded_jobs on discarded_jobs for select to haijian_app using ('systemAdmin' = any ((select me_roles())::text[]));
  create policy worker_discarded_jobs on discarded_jobs for insert to haijian_worker with check (true);
  -- whom an announcement is for is no secret
  create policy app_announcements_see on announcements for select to haijian_app using (true);
  create policy app_announcements_add on announcements for insert to haijian_app
    with check ('systemAdmin' = any ((select me_roles())::text[]) and drafted_by = (select me_person()) and ended_at is null);
  create policy app_announcements_change on announcements for update to haijian_app using ('systemAdmin' = any ((select me_roles())::text[]));
  grant select on discarded_jobs to haijian_app;
  grant insert on discarded_jobs to haijian_worker;
  grant select, insert, update (ended_at) on announcements to haijian_app;`

export class Messages1764000000015 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(MAILS)
    await db.query(NOTIFICATIONS)
    await db.query(ADMINISTRATION)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table announcements, discarded_jobs;
      drop function retry_mails, list_mails, mail_counts, told_firm, unread_of;
      drop table workers, notifications, event_cursors;
      alter table events drop column xid;
      drop function forget_email, verify_email;
      drop table mails;
      alter table people drop column email, drop column email_wanted, drop column email_token, drop column email_asked_at, drop column mail_choices;
    `)
  }
}
