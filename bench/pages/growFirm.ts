/** Many cases of one firm out of the few that it has: each copied with its history, its parties, stops and matters, so that what waits for the firm is worked out as in earnest. */
import type pg from 'pg'

/** What is read of a case when its firm lists it; an earlier release has fewer. */
const READ = ['events', 'event_contents', 'case_parties', 'clock_stops', 'case_matters']

/** Adds copies until the firm of this account has `wanted` cases. @param owner the connection of the tables' owner, who lets triggers and policies rest for it: this database is thrown away */
export async function growFirm(owner: pg.Client, account: string, wanted: number): Promise<void> {
  const columns = async (table: string, without: readonly string[]) => {
    const { rows } = await owner.query<{ name: string }>(
      `select quote_ident(column_name) as name from information_schema.columns
       where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER' and is_identity = 'NO'
         and column_name <> all ($2) order by ordinal_position`,
      [table, without],
    )
    return rows.map(({ name }) => name)
  }
  const { rows: tables } = await owner.query<{ name: string }>(
    'select name from unnest($1::text[]) name where to_regclass(name) is not null',
    [READ],
  )
  const below = tables.map(({ name }) => name)
  await owner.query('begin')
  for (const table of ['cases', ...below])
    await owner.query(`alter table ${table} disable trigger user, disable row level security`)
  await owner.query(
    `create temp table copied on commit drop as
     select c.id as old, nextval(pg_get_serial_sequence('cases', 'id'))::int as new, n
     from (select *, row_number() over (order by id) as place, count(*) over () as here from cases
       where firm_id = (select firm_id from people where account = $1)) c
     cross join generate_series(1, $2::int) n
     where c.here + (n - 1) * c.here + c.place <= $2`,
    [account, wanted],
  )
  // a copy has no key, as a case whose contents were erased: its number is part of what the key is sealed with
  const own = await columns('cases', ['id', 'number', 'data_key'])
  await owner.query(
    `insert into cases (id, number, ${own.join(', ')}) overriding system value
     select m.new, 'home-' || m.new, ${own.map(ofCopy).join(', ')} from copied m join cases c on c.id = m.old`,
  )
  for (const table of below) {
    const all = await columns(table, ['id', 'case_id', 'request_id'])
    await owner.query(
      `insert into ${table} (case_id, ${all.join(', ')}) select m.new, ${all.map((name) => `t.${name}`).join(', ')}
       from copied m join ${table} t on t.case_id = m.old`,
    )
  }
  for (const table of ['cases', ...below]) await owner.query(`alter table ${table} enable trigger user`)
  // an officer's lists go through these
  await owner.query('select place_case(new) from copied')
  for (const table of ['cases', ...below]) await owner.query(`alter table ${table} enable row level security`)
  await owner.query('commit')
  await owner.query('vacuum analyze')
}

/** Each copy is about somebody else. */
const ofCopy = (column: string): string =>
  column === 'passport_index' ? "encode(sha256(convert_to(c.passport_index || m.new, 'UTF8')), 'hex')" : `c.${column}`
