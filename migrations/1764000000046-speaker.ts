/**
 * Who speaks is proved to the database. A transaction of the application begins with `speak`, which is given the hash of a session's token, an API key or a candidate's session, finds the person and
 * their rights itself, and says them in a setting with a seal that only the owner's functions can make: a MAC over the server process, the transaction's start and what is said. So it holds for this
 * transaction alone; nothing is written, and it works behind a pooler. `me_…()` read nothing else. Until …-speakerAlone.ts is run, what the release before says in settings of its own counts, too.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

const AS_OWNER = 'security definer set search_path = public, pg_temp'

/** A key at both ends, so that nobody who sees one can go on with it; what is said is ASCII. */
const mac = (said: string): string =>
  `encode(sha256(substring(speaker_key() for 32) || int4send(pg_backend_pid()) || timestamptz_send(now()) || textsend(${said}) || substring(speaker_key() from 33)), 'hex')`

const SAID = `current_setting('haijian.speaker', true)`

/** `unsealed`: what is said where nothing is sealed. In one expression, since policies ask many times a statement. */
export const speakerFunction = (unsealed?: string): string => `
      create or replace function speaker() returns text language plpgsql stable parallel restricted ${AS_OWNER} as $$
        begin
          ${unsealed ? `if coalesce(${SAID}, '') = '' then return ${unsealed}; end if;` : ''}
          return case when current_setting('haijian.seal', true) = ${mac(SAID)} then ${SAID} end;
        end $$;`

/** What `haijian.…` of the release before says, in the order of what is sealed. */
export const SAID_BEFORE = `
            (select string_agg(coalesce(current_setting('haijian.' || name, true), ''), '|' order by place)
               from unnest(array['person', 'firm', 'authority', 'roles', 'parts', 'talent']) with ordinality as one (name, place))
              || '|' || coalesce(extract(epoch from nullif(current_setting('haijian.glass', true), '')::timestamptz)::text, '') || '|yes'`

const KEY = `
      create table speaker_keys (
        one boolean primary key default true constraint speaker_keys_one check (one),
        key bytea not null
      );
      insert into speaker_keys (key)
        select uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
      -- said to be immutable, so that a connection reads the key once: it never changes
      create function speaker_key() returns bytea language sql immutable ${AS_OWNER} as $$ select key from speaker_keys $$;
      revoke all on function speaker_key from public;`

/** The longest that PROOF_MINUTES can say. */
const PROOF_HOURS = 24

const SPEAK = `
      -- when its person last showed who they are, by this server's own clock; null in what the release before has opened
      alter table sessions add column shown_at timestamptz;
      alter table sessions alter column shown_at set default now();
      grant update (shown_at) on sessions to haijian_entry;
      create function find_session(wanted bytea, at timestamptz, idle interval, absolute interval)
        returns table (id int, firm_id int, authority_id int, roles text[], name text, language text, account text, session_id text, proved_at timestamptz, form_key bytea,
          first_hash bytea)
        language sql volatile ${AS_OWNER}
        as $$ select o.*, coalesce(s.first_hash, s.token_hash) from use_session(wanted, at, idle, absolute) o join sessions s on s.token_hash = wanted $$;

      -- how: 'session', by the hash of its first token and whose it is; 'key'; 'talent'. at: the application's clock, by which keys, candidates' sessions and an auditor's consent end
      create function speak(how text, secret bytea, whose int, at timestamptz) returns void language plpgsql volatile ${AS_OWNER} as $$
        declare
          person people;
          talent int;
          seen timestamptz;
          shown timestamptz;
          parts text[] := '{}';
          said text;
        begin
          if how = 'session' then
            select p.* into person from people p where p.id = whose and p.ended_at is null;
            select s.seen_at, coalesce(s.shown_at, s.proved_at) into seen, shown from sessions s where s.person_id = person.id and coalesce(s.first_hash, s.token_hash) = secret;
          elsif how = 'key' then
            select p.* into person from api_keys k join people p on p.id = k.person_id
              where k.key_hash = secret and k.ended_at is null and k.expires_at > at and p.ended_at is null;
          elsif how = 'talent' then
            select l.case_id into talent from talent_links l where l.session_hash = secret and l.session_until > at;
          else
            raise exception 'nobody speaks so' using errcode = 'invalid_authorization_specification';
          end if;
          if not found then raise exception 'nobody speaks' using errcode = 'invalid_authorization_specification'; end if;
          -- as partsOf (src/people/actor.ts)
          if person.roles && array['intake', 'assessor', 'approver', 'supervisor'] then parts := array['lead', 'named']; end if;
          if 'reviewPanel' = any (person.roles) then parts := parts || 'review'::text; end if;
          if 'permitOfficer' = any (person.roles) then parts := parts || 'permit'::text; end if;
          said := coalesce(person.id::text, '') || '|' || coalesce(person.firm_id::text, '') || '|' || coalesce(person.authority_id::text, '') || '|'
            || coalesce(person.roles, '{}')::text || '|' || parts::text || '|' || coalesce(talent::text, '') || '|'
            || case when 'auditor' = any (person.roles) and at > seen - interval '2 minutes' then extract(epoch from at)::text else '' end || '|'
            || case when shown > now() - interval '${PROOF_HOURS} hours' then 'yes' else '' end;
          perform set_config('haijian.speaker', said, true), set_config('haijian.seal', ${mac('said')}, true);
        end $$;
      revoke all on function speak, find_session from public;
      grant execute on function speak, find_session to haijian_app;`

const READ = (volatility: string, from: (place: number, setting: string) => string) => `
      create or replace function me_person() returns int language sql stable parallel ${volatility}
        as $$ select nullif(${from(1, 'person')}, '')::int $$;
      create or replace function me_firm() returns int language sql stable parallel ${volatility}
        as $$ select nullif(${from(2, 'firm')}, '')::int $$;
      create or replace function me_authority() returns int language sql stable parallel ${volatility}
        as $$ select nullif(${from(3, 'authority')}, '')::int $$;
      create or replace function me_roles() returns text[] language sql stable parallel ${volatility}
        as $$ select coalesce(nullif(${from(4, 'roles')}, '')::text[], '{}') $$;
      create or replace function me_parts() returns text[] language sql stable parallel ${volatility}
        as $$ select coalesce(nullif(${from(5, 'parts')}, '')::text[], '{}') $$;
      create or replace function me_talent() returns int language sql stable parallel ${volatility}
        as $$ select nullif(${from(6, 'talent')}, '')::int $$;`

const SPOKEN = `${READ('restricted', (place) => `split_part(public.speaker(), '|', ${place})`)}
      create or replace function me_glass() returns timestamptz language sql stable parallel restricted
        as $$ select to_timestamp(nullif(split_part(public.speaker(), '|', 7), '')::float8) $$;
      alter function me_internal() parallel restricted;
      alter function me_administers(text[]) parallel restricted;
      -- in a session of their own, not by a key, in which they have shown who they are
      create function me_proved() returns boolean language sql stable parallel restricted as $$ select split_part(public.speaker(), '|', 8) = 'yes' $$;`

const BEFORE = `${READ('safe', (_, setting) => `current_setting('haijian.${setting}', true)`)}
      create or replace function me_glass() returns timestamptz language sql stable parallel safe
        as $$ select nullif(current_setting('haijian.glass', true), '')::timestamptz $$;
      alter function me_internal() parallel safe;
      alter function me_administers(text[]) parallel safe;`

/** Where a function asks once a row who speaks, it asks once from now on; and decisions on people ask for a proof. */
const ONCE: readonly (readonly [asked: string, once: string])[] = [
  ['= me_authority()', '= (select me_authority())'],
  ['= any (me_parts())', '= any ((select me_parts())::text[])'],
]
const ASKED_A_ROW = ['possible_duplicates', 'find_cases', 'letters_of_same_person', 'told_firm']
const DECISIONS: readonly (readonly [name: string, without: string, including: string])[] = [
  [
    'decide_invitation',
    "if not me_administers('securityAdmin') then",
    "if not me_proved() or not me_administers('securityAdmin') then",
  ],
  ['decide_proposal', 'if not found then return false', 'if not found or not me_proved() then return false'],
  [
    'reset_factors',
    "if not me_administers('securityAdmin') or",
    "if not me_proved() or not me_administers('securityAdmin') or",
  ],
]

/** Makes a function anew with expressions changed; all else, rights included, stays. */
async function change(db: QueryRunner, name: string, pairs: readonly (readonly [string, string])[]): Promise<void> {
  const [found]: { definition: string }[] = await db.query(
    `select pg_get_functiondef('${name}'::regproc) as definition`,
  )
  const definition = found?.definition ?? ''
  const changed = pairs.reduce((text, [from, to]) => text.replaceAll(from, to), definition)
  if (changed === definition) throw new Error(`${name} is not what this migration knows`)
  await db.query(changed)
}

const turned = (pairs: typeof ONCE): typeof ONCE => pairs.map(([from, to]) => [to, from])

export class Speaker1764000000046 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(KEY)
    await db.query(speakerFunction(SAID_BEFORE))
    await db.query(`
      revoke all on function speaker from public;
      grant execute on function speaker to haijian_app, haijian_worker;`)
    await db.query(SPEAK)
    await db.query(SPOKEN)
    for (const name of ASKED_A_ROW) await change(db, name, ONCE)
    for (const [name, without, including] of DECISIONS) await change(db, name, [[without, including]])
  }

  async down(db: QueryRunner): Promise<void> {
    for (const [name, without, including] of DECISIONS) await change(db, name, [[including, without]])
    for (const name of ASKED_A_ROW) await change(db, name, turned(ONCE))
    await db.query(`${BEFORE}
      drop function me_proved(), speak, find_session, speaker, speaker_key();
      drop table speaker_keys;
      alter table sessions drop column shown_at;`)
  }
}
