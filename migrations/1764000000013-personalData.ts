/**
 * What is sensitive is stored sealed (src/cases/sealing): a key a case, wrapped by the master key; blind indexes in place of passport numbers; papers and letters' files as a whole.
 * The values themselves are sealed by `npm run migrate` after the migrations (tools/sealExisting.ts): the master key is never the database's. `person_keys_of` and `plain_name`
 * stay for processes of the release before, which call them until they are replaced.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Row-level security binds the owner too; what `npm run migrate` and `npm run keys` read and write must be allowed to it. */
const BY_OWNER: readonly (readonly [table: string, what: string])[] = [
  ['cases', 'update'],
  ['submissions', 'update'],
  ['attachments', 'update'],
  ['assessment_drafts', 'all'],
  ['letter_files', 'all'],
  ['assessments', 'all'],
  ['event_contents', 'delete'],
]

const SEALING = `
  -- wrapped; null when it has been destroyed
  alter table cases add data_key bytea, add passport_index text, add erased_at timestamptz;
  create index cases_passport on cases (passport_index) where passport_index is not null;
  alter table attachments add sealed boolean not null default false;
  alter table letter_files add sha256 text;
  -- whom a filing is about: fact and key of each, the keys blind
  alter table submissions add person_keys jsonb not null default '[]';

  create table system_keys (
    purpose text primary key,
    wrapped bytea not null
  );
  grant select on system_keys to haijian_app, haijian_worker;
  grant update (passport_index) on cases to haijian_app;`

/**
 * Destroys the key, blanks what is plain, takes away what is only about the person; called in the transaction that records it. What an event said goes, its hash stays; a letter keeps
 * number, hashes, dates and state. Answers the keys of the files that are to be removed afterwards; null when it was done before.
 */
const ERASE = `
  create function erase_case(wanted int, at timestamptz) returns text[] language plpgsql security definer set search_path = public, pg_temp as $$
    declare files text[];
    begin
      update cases set data_key = null, passport_index = null, answers = '{}', erased_at = at where id = wanted and erased_at is null;
      if not found then return null; end if;
      select coalesce(array_agg(storage_key), '{}') into files from attachments where case_id = wanted;
      update submissions set answers = '{}', person_keys = '[]' where case_id = wanted;
      delete from person_keys where case_id = wanted;
      delete from assessment_drafts where case_id = wanted;
      update assessments set summary = null, findings = '[]', scores = '[]', compliance = '[]' where case_id = wanted;
      update attachments set name = '', details = '{}', unfit = '[]', storage_key = 'erased ' || id where case_id = wanted;
      update letters set data = '{}', public_facts = jsonb_set(public_facts, '{facts}', '[]'), failure = null,
        end_reason = case when end_reason is not null then jsonb_build_object('action', end_reason -> 'action', 'reasons', end_reason -> 'reasons') end
        where case_id = wanted;
      delete from letter_files f using letters l where l.id = f.letter_id and l.case_id = wanted;
      update talent_requests set wording = null, answer = null where case_id = wanted;
      delete from talent_links where case_id = wanted;
      perform set_config('haijian.erasing', 'yes', true);
      delete from event_contents where case_id = wanted;
      perform set_config('haijian.erasing', '', true);
      return files;
    end
  $$;
  revoke all on function erase_case from public;
  grant execute on function erase_case to haijian_worker;`

const TALENT = `
  -- a link acts once, by POST; it opens a short session, which is in the same row
  create table talent_links (
    id int generated always as identity primary key,
    case_id int not null references cases,
    token_hash bytea not null unique,
    made_by int not null references people,
    made_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz,
    session_hash bytea unique,
    session_until timestamptz
  );
  create index talent_links_case on talent_links (case_id);

  -- only ever added; the last one counts
  create table talent_consents (
    id int generated always as identity primary key,
    case_id int not null references cases,
    at timestamptz not null,
    notice text not null,
    given boolean not null,
    how text not null check (how in ('talentPage', 'firmDeclaration'))
  );
  create index talent_consents_case on talent_consents (case_id, id);

  create table talent_requests (
    id int generated always as identity primary key,
    case_id int not null references cases,
    kind text not null check (kind in ('correction', 'erasure')),
    wording text,
    asked_at timestamptz not null,
    outcome text check (outcome in ('granted', 'refused')),
    answer text,
    answered_by int references people,
    answered_at timestamptz,
    check (num_nulls(outcome, answered_by, answered_at) in (0, 3))
  );
  create index talent_requests_case on talent_requests (case_id);
  create index talent_requests_open on talent_requests (asked_at) where outcome is null;

  alter table talent_links enable row level security, force row level security;
  alter table talent_consents enable row level security, force row level security;
  alter table talent_requests enable row level security, force row level security;

  -- the case of the talent who has come by a link; nobody else's transaction says one
  create function me_talent() returns int language sql stable parallel safe
    as $$ select nullif(current_setting('haijian.talent', true), '')::int $$;
  create policy talent_cases on cases for select to haijian_app using (id = (select me_talent()));

  create policy app_talent_links_add on talent_links for insert to haijian_app
    with check (made_by = (select me_person()) and exists (select 1 from cases c where c.id = case_id));
  create policy app_talent_links_see on talent_links for select to haijian_app
    using ((select me_talent()) is null and exists (select 1 from cases c where c.id = case_id));
  create policy app_talent_consents_see on talent_consents for select to haijian_app using (exists (select 1 from cases c where c.id = case_id));
  create policy app_talent_consents_add on talent_consents for insert to haijian_app with check (
    case how when 'talentPage' then case_id = (select me_talent())
    else exists (select 1 from cases c where c.id = case_id and c.firm_id = (select me_firm())) end);
  create policy app_talent_requests_see on talent_requests for select to haijian_app
    using (case_id = (select me_talent()) or ((select me_internal()) and exists (select 1 from cases c where c.id = case_id)));
  create policy app_talent_requests_add on talent_requests for insert to haijian_app
    with check (case_id = (select me_talent()) and outcome is null and answer is null);
  create policy app_talent_requests_answer on talent_requests for update to haijian_app
    using ('supervisor' = any ((select me_roles())::text[]) and outcome is null and exists (
      select 1 from case_parties p where p.case_id = talent_requests.case_id and p.part = 'lead' and p.authority_id = (select me_authority())))
    with check (answered_by = (select me_person()));
  create policy worker_talent_requests on talent_requests for select to haijian_worker using (true);
  create policy owner_talent_links on talent_links to current_user using (true);
  create policy owner_talent_requests on talent_requests to current_user using (true);
  grant select, insert on talent_consents to haijian_app;
  grant select (id, case_id, made_by, made_at, expires_at, used_at), insert on talent_links to haijian_app;
  grant select, insert, update (outcome, answer, answered_by, answered_at) on talent_requests to haijian_app;
  grant select on talent_requests to haijian_worker;

  -- by the hashes of link and session, which no scope can see yet; the first use counts, and only until the link's day
  create function open_talent_link(link bytea, session bytea, now timestamptz, until timestamptz) returns int
    language sql security definer set search_path = public, pg_temp
    as $$ update talent_links set used_at = now, session_hash = session, session_until = until
      where token_hash = link and used_at is null and expires_at > now returning case_id $$;
  create function find_talent_link(link bytea, now timestamptz) returns boolean language sql stable security definer set search_path = public, pg_temp
    as $$ select exists (select 1 from talent_links where token_hash = link and used_at is null and expires_at > now) $$;
  create function find_talent_session(session bytea, now timestamptz) returns int language sql stable security definer set search_path = public, pg_temp
    as $$ select case_id from talent_links where session_hash = session and session_until > now $$;
  create function end_talent_session(session bytea) returns void language sql security definer set search_path = public, pg_temp
    as $$ update talent_links set session_until = null, session_hash = null where session_hash = session $$;
  revoke all on function open_talent_link, find_talent_link, find_talent_session, end_talent_session from public;
  grant execute on function open_talent_link, find_talent_link, find_talent_session, end_talent_session to haijian_app;`

/** The trigger of every filing, and where it takes the facts from. */
const keepPerson = (facts: string) => `
      create or replace function keep_person() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          delete from person_keys k where k.case_id = new.case_id;
          insert into person_keys (key, case_id, fact) select k.key, new.case_id, k.fact from ${facts} k;
          insert into filing_duplicates (case_id, seq, other_id, facts)
            select new.case_id, new.seq, o.case_id, array_agg(distinct o.fact order by o.fact)
            from person_keys k join person_keys o on o.key = k.key and o.case_id <> k.case_id
            where k.case_id = new.case_id group by o.case_id;
          return null;
        end
      $$;`

/** What anybody learns of a letter; with the case's id and key where its facts are sealed. */
const checkLetter = (columns: string, values: string, join: string) => `
      drop function check_letter;
      create function check_letter(code text, file_hash text)
        returns table (number text, kind text, public_facts jsonb, issued_at timestamptz, valid_until date, ended_at timestamptz, ended_as text, superseded_by text${columns})
        language sql stable security definer set search_path = public, pg_temp
        as $$
          select l.number, l.kind, l.public_facts, l.issued_at, l.valid_until, l.ended_at, l.ended_as,
            (select n.number from letters n where n.case_id = l.case_id and n.kind = l.kind and n.id > l.id and n.issued_at is not null order by n.id limit 1)${values}
          from letters l${join}
          where l.issued_at is not null and (l.check_code = code or l.sha256 = file_hash)
        $$;
      revoke all on function check_letter from public;
      grant execute on function check_letter to haijian_app;`

/** What a policy editor's question judges anew: the same, and whose the answers are, since the birth date among them is sealed. Each pair is without and with that. */
const WHAT_IF: readonly (readonly [without: string, including: string])[] = [
  ['documents jsonb)', 'documents jsonb, case_id integer, seq integer, data_key bytea)'],
  [`'[]')\n    from (`, `'[]'), c.id, s.seq, c.data_key\n    from (`],
  ['select k.id, k.filed_on from cases k', 'select k.id, k.filed_on, k.data_key from cases k'],
  ['select b.answers, b.firm, b.attachments from', 'select b.seq, b.answers, b.firm, b.attachments from'],
]

async function changeWhatIf(db: QueryRunner, [from, to]: [0, 1] | [1, 0]): Promise<void> {
  const [{ definition, comment }] = await db.query(
    `select pg_get_functiondef(oid) as definition, quote_literal(obj_description(oid)) as comment from pg_proc where proname = 'what_if_filings'`,
  )
  const changed = WHAT_IF.reduce((text, pair) => {
    if (!text.includes(pair[from])) throw new Error(`what_if_filings is not as it was: ${pair[from]}`)
    return text.replace(pair[from], pair[to])
  }, String(definition))
  await db.query(`
    drop function what_if_filings;
    ${changed};
    comment on function what_if_filings is ${comment};
    revoke all on function what_if_filings from public;
    grant execute on function what_if_filings to haijian_app;`)
}

export class PersonalData1764000000013 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(SEALING)
    for (const [table, what] of BY_OWNER)
      await db.query(`create policy owner_${table}_sealing on ${table} for ${what} to current_user using (true)`)
    await db.query(keepPerson('jsonb_to_recordset(new.person_keys)').replace(' k;', ' k (fact text, key text);'))
    await db.query(
      checkLetter(', case_id int, data_key bytea', ', c.id, c.data_key', ' join cases c on c.id = l.case_id'),
    )
    await changeWhatIf(db, [0, 1])
    await db.query(TALENT)
    await db.query(ERASE)
  }

  /** What is sealed stays sealed. */
  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop function erase_case, open_talent_link, find_talent_link, find_talent_session, end_talent_session;
      drop policy talent_cases on cases;
      drop table talent_requests, talent_consents, talent_links;
      drop function me_talent;
    `)
    await changeWhatIf(db, [1, 0])
    await db.query(checkLetter('', '', ''))
    await db.query(keepPerson('person_keys_of(new.answers)'))
    for (const [table] of BY_OWNER) await db.query(`drop policy owner_${table}_sealing on ${table}`)
    await db.query(`
      drop table system_keys;
      alter table submissions drop person_keys;
      alter table letter_files drop sha256;
      alter table attachments drop sealed;
      drop index cases_passport;
      alter table cases drop erased_at, drop passport_index, drop data_key;
    `)
  }
}
