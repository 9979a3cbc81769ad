/** Many cases out of one: copies of a case that waits for an officer, with days, names and numbers of their own. Their histories are not copied: a queue does not read them. */
import type pg from 'pg'

/** Adds copies until there are `wanted` cases that wait for intake. @param owner the connection of the tables' owner, who lets the policies rest for it: this database is thrown away */
export async function growTo(owner: pg.Client, wanted: number): Promise<void> {
  for (const table of ['cases', 'case_parties']) await owner.query(`alter table ${table} disable row level security`)
  const { rows } = await owner.query<{ n: number; id: number }>(
    `select count(*)::int as n, min(id) as id from cases where state = 'submitted'`,
  )
  const [{ n = 0, id = 0 } = {}] = rows
  await owner.query(
    `with made as (
       insert into cases (number, state, version, firm_id, created_by, created_at, changed_at, filed_on, due_on, round, last_seq, last_hash, answers, answers_version, form_version)
       select 'bench-' || i, state, version, firm_id, created_by, created_at, changed_at, filed_on, due_on + i % 400, round, last_seq, last_hash,
         jsonb_set(jsonb_set(answers, '{talent,visualName}', to_jsonb('Person ' || i)), '{talent,systemName}', to_jsonb('PERSON ' || i)), answers_version, form_version
       from cases, generate_series($2::int + 1, $3::int) as i where id = $1
       returning id)
     insert into case_parties (case_id, authority_id, part, since)
     select made.id, p.authority_id, p.part, p.since from made, case_parties p where p.case_id = $1`,
    [id, n, wanted],
  )
  for (const table of ['cases', 'case_parties']) await owner.query(`alter table ${table} enable row level security`)
  await owner.query('vacuum analyze')
}
