/**
 * What lets people in is provable as other rows that are kept for good (…-trail.ts): password hashes, authenticators, passkeys, links at the provider, API keys and invitations leave marks, also
 * when they are taken away. And how far notifications are behind, which a transaction holds back that does not end. Not in one transaction: rows of before are marked while nothing is closed, each
 * locked for a moment, so that its last mark is that of what it says last; every statement may be run again.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Table → the columns that a mark covers, its key first; as in src/cases/audit/marked.ts on the day of this migration. */
const MARKED: Readonly<Record<string, string>> = {
  people: 'id account firm_id authority_id roles password_hash email ended_at',
  authenticators: 'person_id secret added_at',
  passkeys: 'id person_id credential_id public_key transports name added_at',
  provider_links: 'id person_id issuer subject linked_by linked_at',
  api_keys: 'id person_id name prefix key_hash scopes roles created_at expires_at ended_at',
  invitations:
    'id token_hash account name roles firm_id authority_id invited_by invited_at expires_at used_at approved_by approved_at',
}
/** What its person may take away. */
const REMOVABLE = ['authenticators', 'passkeys', 'provider_links']
/** What a person's mark covered before. */
const PEOPLE_BEFORE = 'id firm_id authority_id roles ended_at'

const quoted = (columns: string): string =>
  columns
    .split(' ')
    .map((name) => `'${name}'`)
    .join(', ')

const keepMark = (table: string, columns: string): string => `
  create or replace trigger keep_mark after insert or update of ${columns.replaceAll(' ', ', ')} on ${table}
    for each row execute function keep_mark(${quoted(columns)})`

/** A mark for every row as it stands. */
const markExisting = (table: string, columns: string): string => `
  do $$ begin
    perform set_config('timezone', 'UTC', true);
    with there as (select * from ${table} order by 1 for no key update)
    insert into row_marks (relation, row_id, digest)
      select '${table}', t.${columns.split(' ')[0]},
        sha256(convert_to((select jsonb_object_agg(name, to_jsonb(t) -> name)::text from unnest(array[${quoted(columns)}]) name), 'UTF8'))
      from there t;
  end $$`

export class History1764000000044 implements MigrationInterface {
  readonly transaction = false

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- what is taken away says so by its last mark
      create or replace function keep_gone() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          insert into row_marks (relation, row_id, digest) values (tg_table_name, (to_jsonb(old) ->> tg_argv[0])::bigint, sha256('gone'));
          return null;
        end $$;
      revoke all on function keep_gone from public;
      -- the oldest event that is not read yet, since the transaction of this number may still write one before it; what was prepared and never ended
      create or replace function notification_lag() returns table (oldest timestamptz, transaction text, prepared text)
        language sql stable security definer set search_path = public, pg_temp
        as $$
          select min(e.at), pg_snapshot_xmin(pg_current_snapshot())::text, (select string_agg(gid, ', ' order by prepared) from pg_prepared_xacts where database = current_database())
          from events e where e.xid >= pg_snapshot_xmin(pg_current_snapshot())::text::bigint
            and (session_user = 'haijian_worker' or me_administers('systemAdmin'))
        $$;
      revoke all on function notification_lag from public;
      grant execute on function notification_lag to haijian_app, haijian_worker;
    `)
    for (const [table, columns] of Object.entries(MARKED)) {
      await db.query(keepMark(table, columns))
      if (REMOVABLE.includes(table))
        await db.query(
          `create or replace trigger keep_gone after delete on ${table} for each row execute function keep_gone('${columns.split(' ')[0]}')`,
        )
      await db.query(markExisting(table, columns))
    }
  }

  async down(db: QueryRunner): Promise<void> {
    for (const table of REMOVABLE) await db.query(`drop trigger keep_gone on ${table}`)
    for (const table of Object.keys(MARKED)) await db.query(`drop trigger keep_mark on ${table}`)
    await db.query(keepMark('people', PEOPLE_BEFORE))
    await db.query(markExisting('people', PEOPLE_BEFORE))
    await db.query('drop function notification_lag, keep_gone')
  }
}
