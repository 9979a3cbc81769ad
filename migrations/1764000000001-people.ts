/**
 * Firms, authorities, people, and how they come in. `me_…()` read what the application sets for each transaction (base/database.ts): row-level security
 * rests on them. Secrets are kept as hashes, and are looked up only by the SECURITY DEFINER functions below.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class People1764000000001 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create function me_person() returns int language sql stable parallel safe
        as $$ select nullif(current_setting('haijian.person', true), '')::int $$;
      create function me_firm() returns int language sql stable parallel safe
        as $$ select nullif(current_setting('haijian.firm', true), '')::int $$;
      create function me_authority() returns int language sql stable parallel safe
        as $$ select nullif(current_setting('haijian.authority', true), '')::int $$;
      create function me_roles() returns text[] language sql stable parallel safe
        as $$ select coalesce(nullif(current_setting('haijian.roles', true), '')::text[], '{}') $$;
      create function me_parts() returns text[] language sql stable parallel safe
        as $$ select coalesce(nullif(current_setting('haijian.parts', true), '')::text[], '{}') $$;

      create table authorities (
        id int generated always as identity primary key,
        code text not null unique,
        kind text not null check (kind in ('department', 'permit')),
        subject text not null,
        district text not null
      );

      create table firms (
        id int generated always as identity primary key,
        name_zh text not null,
        name_en text,
        credit_code text not null,
        district text not null,
        zone text,
        kind text not null check (kind in ('brand', 'platform', 'mcn', 'other')),
        cross_border_filing text,
        handler jsonb not null default '{}',
        registered_at timestamptz not null,
        confirmed_at timestamptz,
        confirmed_by int,
        declined_at timestamptz,
        decline_reason text,
        check (confirmed_at is null or declined_at is null)
      );
      create unique index firms_confirmed_code on firms (credit_code) where confirmed_at is not null;
      create index firms_code on firms (credit_code) where declined_at is null;
      create index firms_waiting on firms (registered_at) where confirmed_at is null and declined_at is null;

      create table people (
        id int generated always as identity primary key,
        account text not null,
        name text not null,
        password_hash text not null,
        firm_id int references firms,
        authority_id int references authorities,
        roles text[] not null,
        language text not null default 'zh' check (language in ('zh', 'en')),
        created_at timestamptz not null,
        ended_at timestamptz,
        constraint firm_or_authority check (firm_id is null or authority_id is null),
        constraint administrators_apart check (
          (('systemAdmin' = any (roles))::int + ('securityAdmin' = any (roles))::int + ('auditor' = any (roles))::int) = 0
          or cardinality(roles) = 1
        ),
        constraint permit_apart check ('permitOfficer' <> all (roles) or cardinality(roles) = 1),
        constraint firm_roles check (
          (firm_id is not null and roles <@ array['applicant', 'firmAdmin'])
          or (firm_id is null and not (roles && array['applicant', 'firmAdmin']))
        )
      );
      create unique index people_account on people (lower(account));
      create index people_firm on people (firm_id);
      create index people_authority on people (authority_id);
      alter table firms add foreign key (confirmed_by) references people;

      create table firm_papers (
        id int generated always as identity primary key,
        firm_id int not null references firms,
        kind text not null check (kind in ('licence', 'authorisation')),
        name text not null,
        mime text not null,
        bytes int not null,
        sha256 text not null,
        storage_key text not null unique,
        uploaded_at timestamptz not null
      );
      create index firm_papers_firm on firm_papers (firm_id);

      create table sessions (
        token_hash bytea primary key,
        person_id int not null references people,
        created_at timestamptz not null,
        seen_at timestamptz not null,
        device text
      );
      create index sessions_person on sessions (person_id);

      create table attempts (
        key text primary key,
        failures int not null,
        since timestamptz not null
      );

      create table invitations (
        id int generated always as identity primary key,
        token_hash bytea not null unique,
        account text not null,
        name text not null,
        roles text[] not null,
        firm_id int references firms,
        authority_id int references authorities,
        invited_by int not null references people,
        invited_at timestamptz not null,
        expires_at timestamptz not null,
        used_at timestamptz
      );
      create index invitations_firm on invitations (firm_id);

      create table api_keys (
        id int generated always as identity primary key,
        person_id int not null references people,
        name text not null,
        prefix text not null,
        key_hash bytea not null unique,
        scopes text[] not null,
        created_at timestamptz not null,
        expires_at timestamptz not null,
        used_at timestamptz,
        ended_at timestamptz
      );
      create index api_keys_person on api_keys (person_id);

      alter table firms enable row level security, force row level security;
      alter table people enable row level security, force row level security;
      alter table firm_papers enable row level security, force row level security;
      alter table sessions enable row level security, force row level security;
      alter table invitations enable row level security, force row level security;
      alter table api_keys enable row level security, force row level security;

      create policy app_firms_see on firms for select to haijian_app
        using (id = (select me_firm()) or (select me_authority()) is not null);
      create policy app_firms_add on firms for insert to haijian_app with check (id = (select me_firm()));
      create policy app_firms_change on firms for update to haijian_app using ('intake' = any ((select me_roles())::text[]));
      create policy app_people_see on people for select to haijian_app
        using (id = (select me_person()) or firm_id = (select me_firm()) or (select me_authority()) is not null);
      create policy app_people_add on people for insert to haijian_app
        with check (firm_id = (select me_firm()) or authority_id = (select me_authority()));
      create policy app_people_change on people for update to haijian_app
        using (id = (select me_person()) or (firm_id = (select me_firm()) and 'firmAdmin' = any ((select me_roles())::text[])));
      create policy app_firm_papers_see on firm_papers for select to haijian_app
        using (firm_id = (select me_firm()) or (select me_authority()) is not null);
      create policy app_firm_papers_add on firm_papers for insert to haijian_app with check (firm_id = (select me_firm()));
      create policy app_sessions on sessions to haijian_app using (person_id = (select me_person()));
      create policy app_invitations on invitations to haijian_app
        using (firm_id = (select me_firm()) or authority_id = (select me_authority()));
      create policy app_api_keys on api_keys to haijian_app using (person_id = (select me_person()));
      create policy worker_firms on firms for select to haijian_worker using (true);
      create policy worker_people on people for select to haijian_worker using (true);
      create policy worker_firm_papers on firm_papers for select to haijian_worker using (true);
      -- the owner's functions below look up what no scope can see yet
      create policy owner_people on people to current_user using (true);
      create policy owner_firms on firms to current_user using (true);
      create policy owner_sessions on sessions to current_user using (true);
      create policy owner_invitations on invitations to current_user using (true);
      create policy owner_api_keys on api_keys to current_user using (true);

      grant usage on schema public to haijian_app, haijian_worker;
      -- what may be changed is named column by column; who somebody is and where they belong stays as it was added
      grant select on authorities to haijian_app;
      grant select, insert, update (confirmed_at, confirmed_by, declined_at, decline_reason) on firms to haijian_app;
      grant usage on sequence firms_id_seq to haijian_app;
      grant insert, update (name, password_hash, language, ended_at) on people to haijian_app;
      grant select (id, account, name, firm_id, authority_id, roles, language, created_at, ended_at) on people to haijian_app, haijian_worker;
      grant select, insert on firm_papers to haijian_app;
      grant select, insert, delete on sessions to haijian_app;
      grant select, insert, update, delete on attempts to haijian_app;
      grant select, insert, update (used_at) on invitations to haijian_app;
      grant select, insert, update (ended_at) on api_keys to haijian_app;
      grant select on authorities, firms, firm_papers to haijian_worker;

      create function find_account(wanted text)
        returns table (id int, password_hash text, firm_id int, authority_id int, roles text[], name text, language text)
        language sql stable security definer set search_path = public, pg_temp
        as $$ select p.id, p.password_hash, p.firm_id, p.authority_id, p.roles, p.name, p.language
              from people p where lower(p.account) = lower(wanted) and p.ended_at is null $$;

      create function open_session(wanted bytea, at timestamptz, idle interval, absolute interval)
        returns table (id int, firm_id int, authority_id int, roles text[], name text, language text, account text)
        language sql volatile security definer set search_path = public, pg_temp
        as $$
          with gone as (delete from sessions s where s.token_hash = wanted and (s.seen_at < at - idle or s.created_at < at - absolute)),
               seen as (update sessions s set seen_at = at
                        where s.token_hash = wanted and s.seen_at >= at - idle and s.seen_at < at - interval '1 minute' and s.created_at >= at - absolute)
          select p.id, p.firm_id, p.authority_id, p.roles, p.name, p.language, p.account
          from sessions s join people p on p.id = s.person_id
          where s.token_hash = wanted and s.seen_at >= at - idle and s.created_at >= at - absolute and p.ended_at is null
        $$;

      create function open_key(wanted bytea, at timestamptz)
        returns table (key_id int, scopes text[], id int, firm_id int, authority_id int, roles text[], name text, language text, account text)
        language sql volatile security definer set search_path = public, pg_temp
        as $$
          with seen as (
            update api_keys k set used_at = at
            where k.key_hash = wanted and k.ended_at is null and k.expires_at > at and (k.used_at is null or k.used_at < at - interval '1 minute'))
          select k.id, k.scopes, p.id, p.firm_id, p.authority_id, p.roles, p.name, p.language, p.account
          from api_keys k join people p on p.id = k.person_id
          where k.key_hash = wanted and k.ended_at is null and k.expires_at > at and p.ended_at is null
        $$;

      create function open_invitation(wanted bytea, at timestamptz)
        returns table (id int, account text, name text, roles text[], firm_id int, authority_id int)
        language sql stable security definer set search_path = public, pg_temp
        as $$ select i.id, i.account, i.name, i.roles, i.firm_id, i.authority_id from invitations i
              where i.token_hash = wanted and i.used_at is null and i.expires_at > at $$;

      create function firm_by_code(wanted text) returns boolean
        language sql stable security definer set search_path = public, pg_temp
        as $$ select exists (select 1 from firms f where f.credit_code = wanted and f.declined_at is null) $$;

      revoke all on function find_account, open_session, open_key, open_invitation, firm_by_code from public;
      grant execute on function find_account, open_session, open_key, open_invitation, firm_by_code to haijian_app;
    `)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop function firm_by_code, open_invitation, open_key, open_session, find_account;
      drop table api_keys, invitations, attempts, sessions, firm_papers, people, firms, authorities;
      drop function me_parts, me_roles, me_authority, me_firm, me_person;
      revoke usage on schema public from haijian_app, haijian_worker;
    `)
  }
}
