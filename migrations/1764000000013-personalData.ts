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
  }

  /** What is sealed stays sealed. */
  async down(db: QueryRunner): Promise<void> {
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
