/**
 * Service accounts of firms and permit authorities: who they are to the histories is a row of people that is over from its first moment, so that nothing which asks for people
 * finds one. Written by guarded functions alone. Their keys are api_keys; a key of anybody is looked up, counted against the limit of the minute, and told of its last use in one function.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

const AS_OWNER = 'security definer set search_path = public, pg_temp'
const OF_OWN = (id: string) => `exists (select 1 from service_accounts a where a.id = ${id})`
const FUNCTIONS =
  'service_speaks, make_service_account, confirm_service_account, set_service_responsible, end_service_account, add_service_key, end_service_key, find_key, why_not_key, note_call, end_service_calls, end_keys_of_firm'

const TABLES = `
  create table service_accounts (
    id int primary key references people,
    firm_id int references firms,
    authority_id int references authorities,
    purpose text not null,
    acts text[] not null,
    responsible_id int not null references people,
    made_by int not null references people,
    made_at timestamptz not null,
    confirmed_by int references people,
    confirmed_at timestamptz,
    ended_by int references people,
    ended_at timestamptz,
    constraint service_accounts_owner check (num_nonnulls(firm_id, authority_id) = 1),
    constraint service_accounts_two check (firm_id is not null or confirmed_by <> made_by)
  );
  create index service_accounts_firm on service_accounts (firm_id) where firm_id is not null;
  create index service_accounts_authority on service_accounts (authority_id) where authority_id is not null;
  create table service_calls (
    id bigint generated always as identity primary key,
    account_id int not null references service_accounts,
    key_id int not null references api_keys,
    at timestamptz not null,
    route text not null,
    status int not null,
    request_id text not null
  );
  create index service_calls_account on service_calls (account_id, id);
  create index service_calls_at on service_calls (at);
  create table key_calls (
    key_id int primary key references api_keys,
    since timestamptz not null,
    calls int not null
  );
  alter table api_keys add column made_by int references people, add column used_from text;
  alter table service_accounts enable row level security, force row level security;
  alter table service_calls enable row level security, force row level security;
  alter table key_calls enable row level security, force row level security;
  create policy owner_service_accounts on service_accounts to current_user using (true);
  create policy owner_service_calls on service_calls to current_user using (true);
  create policy owner_key_calls on key_calls to current_user using (true);
  create policy app_service_accounts_see on service_accounts for select to haijian_app using (
    case when authority_id is null then firm_id = (select me_firm()) and 'firmAdmin' = any ((select me_roles())::text[])
    else (select me_administers('systemAdmin', 'securityAdmin', 'auditor')) end);
  create policy app_service_calls_see on service_calls for select to haijian_app using (${OF_OWN('account_id')});
  create policy app_service_keys_see on api_keys for select to haijian_app using (${OF_OWN('person_id')});
  grant select on service_accounts, service_calls to haijian_app;`

const ACCOUNTS = `
  create function service_speaks(who int) returns boolean language sql stable ${AS_OWNER} as $$
    select exists (
      select from service_accounts a left join firms f on f.id = a.firm_id
      where a.id = who and a.confirmed_at is not null and a.ended_at is null
        and (a.firm_id is null or (f.confirmed_at is not null and f.declined_at is null and f.suspended_at is null))) $$;

  -- null: not for whoever asks; 0: nobody there has the account of who is to be responsible
  create function make_service_account(as_authority int, called text, why text, may text[], responsible text, at timestamptz) returns int
    language plpgsql volatile ${AS_OWNER} as $$
    declare
      answering int;
      made int;
    begin
      if not me_proved() then return null; end if;
      if as_authority is null then
        perform 1 from firms f where f.id = me_firm() and 'firmAdmin' = any (me_roles()) and f.confirmed_at is not null and f.suspended_at is null;
      else
        perform 1 from authorities a where a.id = as_authority and a.kind = 'permit' and me_administers('systemAdmin');
      end if;
      if not found then return null; end if;
      select p.id into answering from people p where lower(p.account) = lower(responsible) and p.ended_at is null
        and case when as_authority is null then p.firm_id = me_firm() else p.authority_id = as_authority end;
      if not found then return 0; end if;
      insert into people (account, name, password_hash, firm_id, authority_id, roles, created_at, ended_at)
        values ('service ' || gen_random_uuid(), called, '', case when as_authority is null then me_firm() end, as_authority,
          array[case when as_authority is null then 'applicant' else 'permitOfficer' end], at, at) returning id into made;
      insert into service_accounts (id, firm_id, authority_id, purpose, acts, responsible_id, made_by, made_at, confirmed_at)
        values (made, case when as_authority is null then me_firm() end, as_authority, why, may, answering, me_person(), at,
          case when as_authority is null then at end);
      return made;
    end $$;

  -- an authority's, by a second administrator
  create function confirm_service_account(wanted int, at timestamptz) returns boolean language plpgsql volatile ${AS_OWNER} as $$
    begin
      update service_accounts a set confirmed_by = me_person(), confirmed_at = at
        where a.id = wanted and a.authority_id is not null and a.confirmed_at is null and a.ended_at is null
          and a.made_by <> me_person() and me_proved() and me_administers('securityAdmin');
      return found;
    end $$;

  create function set_service_responsible(wanted int, responsible text) returns boolean language plpgsql volatile ${AS_OWNER} as $$
    begin
      update service_accounts a set responsible_id = p.id from people p
        where a.id = wanted and a.ended_at is null and lower(p.account) = lower(responsible) and p.ended_at is null
          and case when a.firm_id is null then p.authority_id = a.authority_id and me_administers('systemAdmin')
            else p.firm_id = a.firm_id and a.firm_id = me_firm() and 'firmAdmin' = any (me_roles()) end;
      return found;
    end $$;

  -- with its keys; an authority's by either administrator
  create function end_service_account(wanted int, at timestamptz) returns boolean language plpgsql volatile ${AS_OWNER} as $$
    begin
      update service_accounts a set ended_by = me_person(), ended_at = at
        where a.id = wanted and a.ended_at is null
          and case when a.firm_id is null then me_administers('systemAdmin', 'securityAdmin') else a.firm_id = me_firm() and 'firmAdmin' = any (me_roles()) end;
      if not found then return false; end if;
      update api_keys k set ended_at = at where k.person_id = wanted and k.ended_at is null;
      return true;
    end $$;

  -- null: not for whoever asks, or it does not speak; 0: two are in force; -1: who is responsible has left
  create function add_service_key(wanted int, called text, start text, hash bytea, until timestamptz, at timestamptz) returns int
    language plpgsql volatile ${AS_OWNER} as $$
    declare
      made int;
      left_at timestamptz;
    begin
      select p.ended_at into left_at from service_accounts a join people p on p.id = a.responsible_id
        where a.id = wanted and service_speaks(a.id) and me_proved()
          and case when a.firm_id is null then me_administers('systemAdmin') else a.firm_id = me_firm() and 'firmAdmin' = any (me_roles()) end
        for update of a;
      if not found then return null; end if;
      if left_at is not null then return -1; end if;
      if (select count(*) from api_keys k where k.person_id = wanted and k.ended_at is null and k.expires_at > at) >= 2 then return 0; end if;
      insert into api_keys (person_id, name, prefix, key_hash, scopes, created_at, expires_at, made_by)
        values (wanted, called, start, hash, '{read,write}', at, until, me_person()) returning id into made;
      return made;
    end $$;

  create function end_service_key(wanted int, of_key int, at timestamptz) returns boolean language plpgsql volatile ${AS_OWNER} as $$
    begin
      update api_keys k set ended_at = at from service_accounts a
        where k.id = of_key and k.person_id = wanted and a.id = wanted and k.ended_at is null
          and case when a.firm_id is null then me_administers('systemAdmin', 'securityAdmin') else a.firm_id = me_firm() and 'firmAdmin' = any (me_roles()) end;
      return found;
    end $$;

  -- a suspension ends the keys: whoever is let go on makes new ones
  create function end_keys_of_firm() returns trigger language plpgsql ${AS_OWNER} as $$
    begin
      update api_keys k set ended_at = new.suspended_at from service_accounts a
        where a.firm_id = new.id and k.person_id = a.id and k.ended_at is null;
      return null;
    end $$;
  create trigger firms_service_keys after update of suspended_at on firms for each row
    when (old.suspended_at is null and new.suspended_at is not null) execute function end_keys_of_firm();`

const KEYS = `
  -- who a key stands for; calls: how many of this minute this one is; seconds: until the next minute begins. Nothing when it is good for nothing
  create function find_key(wanted bytea, at timestamptz, place text)
    returns table (key_id int, scopes text[], id int, firm_id int, authority_id int, roles text[], name text, language text, account text, acts text[], calls int, seconds int)
    language plpgsql volatile ${AS_OWNER} as $$
    #variable_conflict use_column
    begin
      select k.id, k.scopes, p.id, p.firm_id, p.authority_id,
          array(select r from unnest(p.roles) with ordinality h (r, n) where k.roles is null or r = any (k.roles) order by n), p.name, p.language, p.account, a.acts
        into key_id, scopes, id, firm_id, authority_id, roles, name, language, account, acts
        from api_keys k join people p on p.id = k.person_id left join service_accounts a on a.id = p.id
        where k.key_hash = wanted and k.ended_at is null and k.expires_at > at and (p.ended_at is null or service_speaks(p.id));
      if not found then return; end if;
      -- a count that a crash forgets harms nobody
      perform set_config('synchronous_commit', 'off', true);
      insert into key_calls as c values (key_id, clock_timestamp(), 1)
        on conflict (key_id) do update set
          since = case when c.since > clock_timestamp() - interval '1 minute' then c.since else clock_timestamp() end,
          calls = case when c.since > clock_timestamp() - interval '1 minute' then c.calls + 1 else 1 end
        returning c.calls, ceil(extract(epoch from c.since + interval '1 minute' - clock_timestamp())) into calls, seconds;
      update api_keys k set used_at = at, used_from = place
        where k.id = key_id and (k.used_at is null or k.used_at < at - interval '1 minute' or k.used_from is distinct from place);
      return next;
    end $$;

  -- why: accountEnded, firmSuspended, notConfirmed, keyEnded, keyExpired; nothing for what is no key
  create function why_not_key(wanted bytea, at timestamptz) returns table (key_id int, why text) language sql stable ${AS_OWNER} as $$
    select k.id, case
        when f.suspended_at is not null then 'firmSuspended'
        when a.ended_at is not null or (a.id is null and p.ended_at is not null) then 'accountEnded'
        when a.id is not null and a.confirmed_at is null then 'notConfirmed'
        when k.ended_at is not null then 'keyEnded'
        when k.expires_at <= at then 'keyExpired'
        else 'accountEnded' end
      from api_keys k join people p on p.id = k.person_id left join service_accounts a on a.id = p.id left join firms f on f.id = a.firm_id
      where k.key_hash = wanted $$;

  -- a call by a key of a service account; those of people's keys are not kept
  create function note_call(called_by int, at timestamptz, route text, status int, request text) returns void
    language sql volatile ${AS_OWNER} as $$
    insert into service_calls (account_id, key_id, at, route, status, request_id)
      select a.id, k.id, at, route, status, request
      from api_keys k join service_accounts a on a.id = k.person_id where k.id = called_by $$;

  create function end_service_calls(before timestamptz) returns int language sql volatile ${AS_OWNER} as $$
    with gone as (delete from service_calls where id in (select id from service_calls where at < before order by at limit 10000) returning 1)
    select count(*)::int from gone $$;
  revoke all on function ${FUNCTIONS} from public;
  grant execute on function make_service_account, confirm_service_account, set_service_responsible, end_service_account, add_service_key, end_service_key, find_key,
    why_not_key, note_call to haijian_app;
  grant execute on function end_service_calls to haijian_worker;`

export class ServiceAccounts1764000000210 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(TABLES + ACCOUNTS + KEYS)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop trigger firms_service_keys on firms;
      drop function ${FUNCTIONS.replace('service_speaks, ', '')};
      drop policy app_service_keys_see on api_keys;
      alter table api_keys drop column made_by, drop column used_from;
      drop table key_calls, service_calls, service_accounts;
      drop function service_speaks;
    `)
  }
}
