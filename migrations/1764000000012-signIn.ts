/**
 * More than a password: authenticators, recovery codes, passkeys, links to an identity provider, resets; sessions that say how and when somebody has proved who they are;
 * and administrators who act on people by two, through the functions below, each of which writes to a history that nobody can change.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Columns of a person that signing in needs. */
const PERSON = 'id int, firm_id int, authority_id int, roles text[], name text, language text'

export class SignIn1764000000012 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- nobody stays who came in by a password alone
      delete from sessions;
      alter table sessions
        add column address text,
        add column ways text[] not null,
        add column proved_at timestamptz not null;
      grant update (proved_at) on sessions to haijian_app;

      create table authenticators (
        person_id int primary key references people,
        secret bytea not null,
        added_at timestamptz not null,
        last_step bigint not null
      );
      create table recovery_codes (
        person_id int not null references people,
        code_hash bytea not null,
        made_at timestamptz not null,
        used_at timestamptz,
        primary key (person_id, code_hash)
      );
      create table passkeys (
        id int generated always as identity primary key,
        person_id int not null references people,
        credential_id text not null unique,
        public_key bytea not null,
        counter bigint not null,
        transports text[] not null,
        name text not null,
        added_at timestamptz not null,
        used_at timestamptz
      );
      create index passkeys_person on passkeys (person_id);
      create table provider_links (
        id int generated always as identity primary key,
        person_id int not null references people,
        issuer text not null,
        subject text not null,
        linked_by int not null references people,
        linked_at timestamptz not null,
        unique (issuer, subject)
      );
      create index provider_links_person on provider_links (person_id);
      -- hashes of what is good for one use and kept nowhere else: a step of signing in, a passkey's challenge
      create table spent (
        hash bytea primary key,
        at timestamptz not null
      );
      create table resets (
        token_hash bytea primary key,
        person_id int not null references people,
        asked_at timestamptz not null,
        expires_at timestamptz not null,
        used_at timestamptz
      );
      create index resets_person on resets (person_id);

      alter table invitations
        add column approved_by int references people,
        add column approved_at timestamptz,
        add constraint approved_by_another check (approved_by <> invited_by);
      create table people_proposals (
        id int generated always as identity primary key,
        person_id int not null references people,
        act text not null check (act in ('roles', 'end')),
        roles text[] not null,
        why text not null,
        proposed_by int not null references people,
        proposed_at timestamptz not null,
        decided_by int references people,
        decided_at timestamptz,
        approved boolean,
        constraint decided_by_another check (decided_by <> proposed_by or approved = false),
        constraint not_about_oneself check (person_id <> proposed_by and (person_id <> decided_by or approved = false))
      );
      create unique index people_proposals_open on people_proposals (person_id) where decided_at is null;
      create table people_history (
        id int generated always as identity primary key,
        at timestamptz not null,
        person_id int references people,
        actor_id int references people,
        act text not null,
        detail jsonb not null
      );
      create index people_history_person on people_history (person_id);

      alter table authenticators enable row level security, force row level security;
      alter table recovery_codes enable row level security, force row level security;
      alter table passkeys enable row level security, force row level security;
      alter table provider_links enable row level security, force row level security;
      alter table resets enable row level security, force row level security;
      alter table people_proposals enable row level security, force row level security;
      alter table people_history enable row level security, force row level security;

      create function me_administers(variadic wanted text[]) returns boolean language sql stable parallel safe
        as $$ select wanted && (select me_roles()) and (select me_person()) is not null $$;

      create policy app_authenticators on authenticators to haijian_app using (person_id = (select me_person()));
      create policy app_recovery_codes on recovery_codes to haijian_app using (person_id = (select me_person()));
      create policy app_passkeys on passkeys to haijian_app using (person_id = (select me_person()));
      create policy app_provider_links on provider_links to haijian_app
        using (person_id = (select me_person()) or (select me_administers('systemAdmin', 'securityAdmin')));
      create policy app_proposals_see on people_proposals for select to haijian_app
        using ((select me_administers('systemAdmin', 'securityAdmin', 'auditor')));
      create policy app_proposals_add on people_proposals for insert to haijian_app
        with check (proposed_by = (select me_person()) and decided_at is null and (select me_administers('systemAdmin', 'securityAdmin')));
      create policy app_history_see on people_history for select to haijian_app
        using ((select me_administers('systemAdmin', 'securityAdmin', 'auditor')) or person_id = (select me_person()));
      create policy app_history_add on people_history for insert to haijian_app with check (actor_id = (select me_person()));
      create policy app_people_administered on people for select to haijian_app
        using ((select me_administers('systemAdmin', 'securityAdmin', 'auditor')));
      -- staff come in by an invitation that two administrators have made; only a firm's people are added by the application itself
      drop policy app_people_add on people;
      create policy app_people_add on people for insert to haijian_app with check (firm_id = (select me_firm()));
      drop policy app_invitations on invitations;
      create policy app_invitations on invitations to haijian_app using (firm_id = (select me_firm()));
      create policy app_invitations_staff_see on invitations for select to haijian_app
        using (firm_id is null and (select me_administers('systemAdmin', 'securityAdmin', 'auditor')));
      create policy app_invitations_staff_add on invitations for insert to haijian_app
        with check (firm_id is null and approved_at is null and invited_by = (select me_person()) and (select me_administers('systemAdmin')));

      create policy owner_authenticators on authenticators to current_user using (true);
      create policy owner_recovery_codes on recovery_codes to current_user using (true);
      create policy owner_passkeys on passkeys to current_user using (true);
      create policy owner_provider_links on provider_links to current_user using (true);
      create policy owner_resets on resets to current_user using (true);
      create policy owner_proposals on people_proposals to current_user using (true);
      create policy owner_history on people_history to current_user using (true);

      grant select, insert, update (secret, added_at, last_step), delete on authenticators to haijian_app;
      grant select, insert, update (used_at), delete on recovery_codes to haijian_app;
      grant select, insert, update (counter, used_at), delete on passkeys to haijian_app;
      grant select, insert, delete on provider_links to haijian_app;
      grant select, insert, delete on spent to haijian_app;
      grant select, insert on people_proposals, people_history to haijian_app;

      drop function find_account;
      create function find_account(wanted text)
        returns table (${PERSON}, account text, password_hash text, secret bytea, last_step bigint, passkeys int)
        language sql stable security definer set search_path = public, pg_temp
        as $$ select p.id, p.firm_id, p.authority_id, p.roles, p.name, p.language, p.account, p.password_hash, a.secret, a.last_step,
                (select count(*)::int from passkeys k where k.person_id = p.id)
              from people p left join authenticators a on a.person_id = p.id where lower(p.account) = lower(wanted) and p.ended_at is null $$;

      create function find_passkey(wanted text)
        returns table (id int, person int, account text, public_key bytea, counter bigint, transports text[])
        language sql stable security definer set search_path = public, pg_temp
        as $$ select k.id, p.id, p.account, k.public_key, k.counter, k.transports from passkeys k join people p on p.id = k.person_id
              where k.credential_id = wanted and p.ended_at is null $$;

      create function find_link(wanted_issuer text, wanted_subject text) returns text
        language sql stable security definer set search_path = public, pg_temp
        as $$ select p.account from provider_links l join people p on p.id = l.person_id
              where l.issuer = wanted_issuer and l.subject = wanted_subject and p.ended_at is null $$;

      drop function open_session;
      create function open_session(wanted bytea, at timestamptz, idle interval, absolute interval)
        returns table (${PERSON}, account text, session_id text, proved_at timestamptz)
        language sql volatile security definer set search_path = public, pg_temp
        as $$
          with gone as (delete from sessions s where s.token_hash = wanted and (s.seen_at < at - idle or s.created_at < at - absolute)),
               seen as (update sessions s set seen_at = at
                        where s.token_hash = wanted and s.seen_at >= at - idle and s.seen_at < at - interval '1 minute' and s.created_at >= at - absolute)
          select p.id, p.firm_id, p.authority_id, p.roles, p.name, p.language, p.account, encode(substring(s.token_hash for 8), 'hex'), s.proved_at
          from sessions s join people p on p.id = s.person_id
          where s.token_hash = wanted and s.seen_at >= at - idle and s.created_at >= at - absolute and p.ended_at is null
        $$;

      create or replace function open_invitation(wanted bytea, at timestamptz)
        returns table (id int, account text, name text, roles text[], firm_id int, authority_id int)
        language sql stable security definer set search_path = public, pg_temp
        as $$ select i.id, i.account, i.name, i.roles, i.firm_id, i.authority_id from invitations i
              where i.token_hash = wanted and i.used_at is null and i.expires_at > at and (i.firm_id is not null or i.approved_at is not null) $$;

      -- the invited person comes in; their roles are those that were agreed on
      create function accept_invitation(wanted bytea, hashed text, chosen_language text, at timestamptz) returns int
        language plpgsql volatile security definer set search_path = public, pg_temp
        as $$
        declare
          came invitations;
          person int;
        begin
          update invitations i set used_at = at
            where i.token_hash = wanted and i.used_at is null and i.expires_at > at and (i.firm_id is not null or i.approved_at is not null)
            returning * into came;
          if not found then return null; end if;
          insert into people (account, name, password_hash, firm_id, authority_id, roles, language, created_at)
            values (came.account, came.name, hashed, came.firm_id, came.authority_id, came.roles, chosen_language, at) returning id into person;
          insert into people_history (at, person_id, actor_id, act, detail)
            values (at, person, person, 'joined', jsonb_build_object('invitation', came.id, 'roles', to_jsonb(came.roles)));
          return person;
        end $$;

      -- the security administrator says yes or no to an invitation of the system administrator's
      create function decide_invitation(wanted int, yes boolean, at timestamptz) returns boolean
        language plpgsql volatile security definer set search_path = public, pg_temp
        as $$
        begin
          if not me_administers('securityAdmin') then return false; end if;
          update invitations i set approved_by = case when yes then me_person() end, approved_at = case when yes then at end, used_at = case when yes then null else at end
            where i.id = wanted and i.firm_id is null and i.approved_at is null and i.used_at is null and i.expires_at > at and i.invited_by <> me_person();
          if not found then return false; end if;
          insert into people_history (at, person_id, actor_id, act, detail)
            values (at, null, me_person(), case when yes then 'invitationApproved' else 'invitationDeclined' end, jsonb_build_object('invitation', wanted));
          return true;
        end $$;

      -- everything that lets somebody in without signing in anew
      create function end_sessions(wanted int) returns void
        language sql volatile security definer set search_path = public, pg_temp
        as $$ delete from sessions s where s.person_id = wanted
              and (me_administers('systemAdmin', 'securityAdmin')
                or exists (select 1 from people p where p.id = wanted and p.firm_id = me_firm() and 'firmAdmin' = any (me_roles()))) $$;

      create function end_keys(wanted int, at timestamptz) returns void
        language sql volatile security definer set search_path = public, pg_temp
        as $$ update api_keys k set ended_at = at where k.person_id = wanted and k.ended_at is null
              and me_administers('systemAdmin', 'securityAdmin') $$;

      -- one administrator has proposed it, the other kind of administrator agrees; nobody decides on themselves
      create function decide_proposal(wanted int, yes boolean, at timestamptz) returns boolean
        language plpgsql volatile security definer set search_path = public, pg_temp
        as $$
        declare
          made people_proposals;
        begin
          select p.* into made from people_proposals p join people b on b.id = p.proposed_by
            where p.id = wanted and p.decided_at is null and p.proposed_by <> me_person() and (p.person_id <> me_person() or not yes)
              and ((me_administers('securityAdmin') and 'systemAdmin' = any (b.roles)) or (me_administers('systemAdmin') and 'securityAdmin' = any (b.roles)))
            for update of p;
          if not found then return false; end if;
          update people_proposals set decided_by = me_person(), decided_at = at, approved = yes where id = wanted;
          if yes and made.act = 'roles' then update people set roles = made.roles where id = made.person_id and ended_at is null; end if;
          if yes and made.act = 'end' then
            update people set ended_at = at where id = made.person_id and ended_at is null;
            update api_keys set ended_at = at where person_id = made.person_id and ended_at is null;
          end if;
          if yes then delete from sessions where person_id = made.person_id; end if;
          insert into people_history (at, person_id, actor_id, act, detail)
            values (at, made.person_id, me_person(), case when yes then made.act || 'Approved' else made.act || 'Declined' end,
              jsonb_build_object('proposal', wanted, 'roles', to_jsonb(made.roles)));
          return true;
        end $$;

      -- the security administrator takes away what somebody has lost; they enrol anew
      create function reset_factors(wanted int, how text, at timestamptz) returns boolean
        language plpgsql volatile security definer set search_path = public, pg_temp
        as $$
        begin
          if not me_administers('securityAdmin') or wanted = me_person() then return false; end if;
          perform 1 from people where id = wanted and ended_at is null;
          if not found then return false; end if;
          delete from authenticators where person_id = wanted;
          delete from recovery_codes where person_id = wanted;
          delete from passkeys where person_id = wanted;
          delete from sessions where person_id = wanted;
          insert into people_history (at, person_id, actor_id, act, detail) values (at, wanted, me_person(), 'factorsReset', jsonb_build_object('how', how));
          return true;
        end $$;

      create function ask_reset(wanted text, hash bytea, at timestamptz, until timestamptz)
        returns table (person int, language text)
        language sql volatile security definer set search_path = public, pg_temp
        as $$ with asked as (
                insert into resets (token_hash, person_id, asked_at, expires_at)
                select hash, p.id, at, until from people p where lower(p.account) = lower(wanted) and p.ended_at is null returning person_id)
              select p.id, p.language from asked join people p on p.id = asked.person_id $$;

      create function open_reset(wanted bytea, at timestamptz)
        returns table (account text, name text, firm text)
        language sql stable security definer set search_path = public, pg_temp
        as $$ select p.account, p.name, f.name_zh from resets r join people p on p.id = r.person_id left join firms f on f.id = p.firm_id
              where r.token_hash = wanted and r.used_at is null and r.expires_at > at and p.ended_at is null $$;

      -- a new password by a link: once, and every other link and session of the person ends with it
      create function use_reset(wanted bytea, hashed text, at timestamptz) returns int
        language plpgsql volatile security definer set search_path = public, pg_temp
        as $$
        declare
          person int;
        begin
          update resets r set used_at = at where r.token_hash = wanted and r.used_at is null and r.expires_at > at returning r.person_id into person;
          if not found then return null; end if;
          update people set password_hash = hashed where id = person and ended_at is null;
          if not found then return null; end if;
          update resets set used_at = at where person_id = person and used_at is null;
          delete from sessions where person_id = person;
          insert into people_history (at, person_id, actor_id, act, detail) values (at, person, person, 'passwordReset', '{}');
          return person;
        end $$;

      -- for the page of people: who there is and how they come in, in numbers, for administrators alone
      create function list_people(find text, only_id int, most int)
        returns table (id int, account text, name text, roles text[], firm text, authority_id int, ended_at timestamptz, authenticator boolean, passkeys int, codes int,
          sessions int, keys int, seen_at timestamptz)
        language sql stable security definer set search_path = public, pg_temp
        as $$
          select p.id, p.account, p.name, p.roles, f.name_zh, p.authority_id, p.ended_at, exists (select 1 from authenticators a where a.person_id = p.id),
            (select count(*)::int from passkeys k where k.person_id = p.id),
            (select count(*)::int from recovery_codes c where c.person_id = p.id and c.used_at is null),
            (select count(*)::int from sessions s where s.person_id = p.id),
            (select count(*)::int from api_keys k where k.person_id = p.id and k.ended_at is null),
            (select max(s.seen_at) from sessions s where s.person_id = p.id)
          from people p left join firms f on f.id = p.firm_id
          where me_administers('systemAdmin', 'securityAdmin', 'auditor')
            and (only_id is null or p.id = only_id)
            and (find is null or position(lower(find) in lower(p.account)) > 0 or position(find in p.name) > 0 or position(find in f.name_zh) > 0)
          order by p.firm_id is not null, p.ended_at is not null, p.name, p.id limit most
        $$;

      revoke all on function find_account, find_passkey, find_link, open_session, accept_invitation, decide_invitation, end_sessions, end_keys, decide_proposal,
        reset_factors, ask_reset, open_reset, use_reset, list_people from public;
      grant execute on function find_account, find_passkey, find_link, open_session, accept_invitation, decide_invitation, end_sessions, end_keys, decide_proposal,
        reset_factors, ask_reset, open_reset, use_reset, list_people to haijian_app;
    `)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop function list_people, use_reset, open_reset, ask_reset, reset_factors, decide_proposal, end_keys, end_sessions, decide_invitation, accept_invitation,
        find_link, find_passkey;
      drop function open_session;
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
      drop function find_account;
      create function find_account(wanted text)
        returns table (id int, password_hash text, firm_id int, authority_id int, roles text[], name text, language text)
        language sql stable security definer set search_path = public, pg_temp
        as $$ select p.id, p.password_hash, p.firm_id, p.authority_id, p.roles, p.name, p.language
              from people p where lower(p.account) = lower(wanted) and p.ended_at is null $$;
      create or replace function open_invitation(wanted bytea, at timestamptz)
        returns table (id int, account text, name text, roles text[], firm_id int, authority_id int)
        language sql stable security definer set search_path = public, pg_temp
        as $$ select i.id, i.account, i.name, i.roles, i.firm_id, i.authority_id from invitations i
              where i.token_hash = wanted and i.used_at is null and i.expires_at > at $$;
      revoke all on function find_account, open_session from public;
      grant execute on function find_account, open_session to haijian_app;

      drop policy app_invitations_staff_add on invitations;
      drop policy app_invitations_staff_see on invitations;
      drop policy app_invitations on invitations;
      create policy app_invitations on invitations to haijian_app
        using (firm_id = (select me_firm()) or authority_id = (select me_authority()));
      drop policy app_people_add on people;
      create policy app_people_add on people for insert to haijian_app
        with check (firm_id = (select me_firm()) or authority_id = (select me_authority()));
      drop policy app_people_administered on people;
      alter table invitations drop column approved_at, drop column approved_by;
      drop table people_history, people_proposals, resets, spent, provider_links, passkeys, recovery_codes, authenticators;
      drop function me_administers;
      revoke update (proved_at) on sessions from haijian_app;
      alter table sessions drop column proved_at, drop column ways, drop column address;
    `)
  }
}
