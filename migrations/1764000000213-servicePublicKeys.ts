/**
 * A service account may register a public key and ask for access tokens by assertions that it signs (docs/decisions/0061-private-key-jwt.md). A token speaks for its key, as the secret of a key does;
 * tokens are opened by who signs people in (haijian_entry), each for one assertion, which is taken once at all web servers. The hash of a public key's row is of nothing that anybody could send.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

const AS_OWNER = 'security definer set search_path = public, pg_temp'

const TABLES = `
  alter table api_keys add column public_key text, add column thumbprint text;
  create table service_tokens (
    key_id int not null references api_keys,
    assertion bytea not null,
    token_hash bytea not null,
    expires_at timestamptz not null,
    primary key (key_id, assertion)
  );
  create unique index service_tokens_token on service_tokens (token_hash);
  alter table service_tokens enable row level security, force row level security;
  create policy owner_service_tokens on service_tokens to current_user using (true);`

const FUNCTIONS = `
  -- whose key or token it is, in force or not
  create function key_of(wanted bytea, at timestamptz) returns int language sql stable ${AS_OWNER} as $$
    select coalesce((select k.id from api_keys k where k.key_hash = wanted),
      (select t.key_id from service_tokens t where t.token_hash = wanted and t.expires_at > at)) $$;

  -- as add_service_key; -2: the account has had this key before
  create function add_service_public_key(wanted int, called text, jwk text, thumb text, until timestamptz, at timestamptz) returns int
    language plpgsql volatile ${AS_OWNER} as $$
    declare made int;
    begin
      made := add_service_key(wanted, called, left(thumb, 8), sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')), until, at);
      if made is null or made <= 0 then return made; end if;
      if exists (select 1 from api_keys k where k.person_id = wanted and k.thumbprint = thumb) then
        delete from api_keys k where k.id = made;
        return -2;
      end if;
      update api_keys k set public_key = jwk, thumbprint = thumb where k.id = made;
      return made;
    end $$;

  -- every public key of an account, and why it is good for nothing, if it is
  create function service_public_keys(account int, at timestamptz) returns table (key_id int, jwk text, thumbprint text, expires_at timestamptz, why text)
    language sql stable ${AS_OWNER} as $$
    select k.id, k.public_key, k.thumbprint, k.expires_at, case
        when f.suspended_at is not null then 'firmSuspended'
        when a.ended_at is not null then 'accountEnded'
        when a.confirmed_at is null then 'notConfirmed'
        when k.ended_at is not null then 'keyEnded'
        when k.expires_at <= at then 'keyExpired'
        when not service_speaks(a.id) then 'accountEnded' end
      from service_accounts a join api_keys k on k.person_id = a.id left join firms f on f.id = a.firm_id
      where a.id = account and k.public_key is not null order by k.id desc limit 20 $$;

  -- false: there was a token for this assertion before, or the key is good for nothing
  create function open_service_token(of_key int, once bytea, token bytea, until timestamptz, at timestamptz) returns boolean
    language plpgsql volatile ${AS_OWNER} as $$
    begin
      perform 1 from api_keys k where k.id = of_key and k.public_key is not null and k.ended_at is null and k.expires_at > at and service_speaks(k.person_id);
      if not found then return false; end if;
      delete from service_tokens where (key_id, assertion) in (
        select t.key_id, t.assertion from service_tokens t where t.key_id = of_key and t.expires_at < at - interval '1 hour' limit 100 for update skip locked);
      insert into service_tokens (key_id, assertion, token_hash, expires_at) values (of_key, once, token, until) on conflict do nothing;
      return found;
    end $$;

  create or replace function why_not_key(wanted bytea, at timestamptz) returns table (key_id int, why text) language sql stable ${AS_OWNER} as $$
    select k.id, case
        when f.suspended_at is not null then 'firmSuspended'
        when a.ended_at is not null or (a.id is null and p.ended_at is not null) then 'accountEnded'
        when a.id is not null and a.confirmed_at is null then 'notConfirmed'
        when k.ended_at is not null then 'keyEnded'
        when k.expires_at <= at then 'keyExpired'
        when k.key_hash <> wanted and key_of(wanted, at) is null then 'tokenExpired'
        else 'accountEnded' end
      from api_keys k join people p on p.id = k.person_id left join service_accounts a on a.id = p.id left join firms f on f.id = a.firm_id
      where k.id = key_of(wanted, '-infinity') $$;
  revoke all on function key_of, add_service_public_key, service_public_keys, open_service_token from public;
  grant execute on function add_service_public_key to haijian_app;
  grant execute on function service_public_keys, open_service_token to haijian_entry;`

/** Who asks by the hash of a secret asks by the hash of a token as well. */
const ASKING: readonly (readonly [name: string, from: string, to: string])[] = [
  ['speak', 'k.key_hash = secret and', 'k.id = key_of(secret, at) and'],
  ['find_key', 'k.key_hash = wanted and', 'k.id = key_of(wanted, at) and'],
]

async function ask(db: QueryRunner, [name, from, to]: readonly [string, string, string]): Promise<void> {
  const [{ definition }]: [{ definition: string }] = await db.query(
    'select pg_get_functiondef($1::regproc) as definition',
    [name],
  )
  if (!definition.includes(from)) throw new Error(`${name} is not what it was`)
  await db.query(definition.replace(from, to))
}

const WHY_NOT_BEFORE = `
  create or replace function why_not_key(wanted bytea, at timestamptz) returns table (key_id int, why text) language sql stable ${AS_OWNER} as $$
    select k.id, case
        when f.suspended_at is not null then 'firmSuspended'
        when a.ended_at is not null or (a.id is null and p.ended_at is not null) then 'accountEnded'
        when a.id is not null and a.confirmed_at is null then 'notConfirmed'
        when k.ended_at is not null then 'keyEnded'
        when k.expires_at <= at then 'keyExpired'
        else 'accountEnded' end
      from api_keys k join people p on p.id = k.person_id left join service_accounts a on a.id = p.id left join firms f on f.id = a.firm_id
      where k.key_hash = wanted $$;`

export class ServicePublicKeys1764000000213 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(TABLES + FUNCTIONS)
    for (const one of ASKING) await ask(db, one)
  }

  async down(db: QueryRunner): Promise<void> {
    for (const [name, from, to] of ASKING) await ask(db, [name, to, from])
    await db.query(`
      ${WHY_NOT_BEFORE}
      drop function open_service_token, service_public_keys, add_service_public_key, key_of;
      drop table service_tokens;
      alter table api_keys drop column public_key, drop column thumbprint;`)
  }
}
