/** Looking at a world's database from outside: has anything changed, and does the history hold. */
import type pg from 'pg'
import { type ChainedEvent, contentHash, firstBreak } from '../../src/cases/history.js'
import { edgesFrom, entriesIn, INITIAL, isAction, isEntry } from '../../src/workflow/step.js'
import { READINGS } from '../../src/workflow/words.js'

/** The log of who came in and what was refused is written beside requests, in its own time: it is no change that a request makes. */
const BESIDE: Readonly<Record<string, string>> = {
  access_log: 'where false',
  row_marks: `where relation <> 'access_log'`,
}

const TABLES = `
  select quote_ident(table_schema) || '.' || quote_ident(table_name) as name from information_schema.tables
  where table_type = 'BASE TABLE' and (table_schema = 'public' or table_schema = 'graphile_worker' and table_name = '_private_jobs') order by 1`

/** A digest of every table's rows, by table; equal only when nothing at all has changed. */
export async function digests(admin: pg.Client): Promise<Record<string, string>> {
  const { rows } = await admin.query<{ name: string }>(TABLES)
  const each = rows.map(
    ({ name }) =>
      `select '${name}' as name, md5(coalesce(string_agg(t::text, e'\\n' order by t::text), '')) as digest from ${name} t ${BESIDE[name.replace('public.', '')] ?? ''}`,
  )
  const found = await admin.query<{ name: string; digest: string }>(each.join(' union all '))
  return Object.fromEntries(found.rows.map(({ name, digest }) => [name, digest]))
}

/** The tables whose rows changed while `work` ran. */
export async function changedTables(admin: pg.Client, work: () => Promise<unknown>): Promise<string[]> {
  const before = await digests(admin)
  await work()
  const after = await digests(admin)
  return Object.keys(after).filter((name) => after[name] !== before[name])
}

export type StoredEvent = ChainedEvent & { readonly hash: Buffer; readonly salt: Buffer; readonly content: unknown }

/** A case's events in their order, with what each says. */
export async function eventsOf(admin: pg.Client, caseId: number): Promise<StoredEvent[]> {
  const { rows } = await admin.query<StoredEvent>(
    `select e.case_id as "caseId", e.seq, e.at, e.action, e.from_state as "fromState", e.to_state as "toState", e.version, e.actor_kind as "actorKind",
       e.actor_id as "actorId", e.authority_id as "authorityId", e.content_hash as "contentHash", e.prev_hash as "prevHash", e.hash, t.salt, t.content
     from events e left join event_contents t using (case_id, seq) where e.case_id = $1 order by e.seq`,
    [caseId],
  )
  return rows
}

/** Whether the chart leads from where the event before left the case to where this one says: a recorded history can be replayed. */
function follows({ action, fromState, toState }: StoredEvent, before: StoredEvent | undefined): boolean {
  if (!before) return action === 'start' && toState === INITIAL
  if (fromState !== before.toState) return false
  if (isAction(action))
    return (
      edgesFrom(fromState)
        .get(action)
        ?.some(({ target }) => target === toState) ?? false
    )
  const stays = READINGS.some((reading) => reading === action) || (isEntry(action) && entriesIn(fromState).has(action))
  return stays && toState === fromState
}

/**
 * What is wrong with the histories of all cases; empty when each is whole: numbered 1, 2, 3 …, replayed on the chart, chained from its first event to the hash in the case's row, every content the one
 * that was hashed, and the row where the last event says. What an erased case said may be gone.
 * @param only these cases, instead of all up to `upTo`
 */
export async function historyFaults(
  admin: pg.Client,
  upTo = 2 ** 31 - 1,
  only: readonly number[] | null = null,
): Promise<string[]> {
  const { rows } = await admin.query<{
    id: number
    state: string
    version: number
    last_seq: number
    last_hash: Buffer
    erased: boolean
  }>(
    `select id, state, version, last_seq, last_hash, erased_at is not null as erased from cases
     where id <= $1 and ($2::int[] is null or id = any ($2)) order by id`,
    [upTo, only],
  )
  const faults: string[] = []
  for (const { id, state, version, last_seq, last_hash, erased } of rows) {
    const events = await eventsOf(admin, id)
    const last = events.at(-1)
    const broken = firstBreak(events)
    if (broken !== undefined) faults.push(`case ${id}: the chain breaks at ${broken}`)
    if (events.some(({ seq }, index) => seq !== index + 1)) faults.push(`case ${id}: the numbers are not 1, 2, 3 …`)
    if (last?.seq !== last_seq || !last.hash.equals(last_hash))
      faults.push(`case ${id}: the row is not at its last event`)
    if (last?.toState !== state || last.version !== version)
      faults.push(`case ${id}: the row is not where its last event says`)
    const astray = events.find((event, index) => !follows(event, events[index - 1]))
    if (astray) faults.push(`case ${id}: event ${astray.seq} (${astray.action}) cannot be replayed on the chart`)
    for (const event of events)
      if (event.salt ? !contentHash(event.salt, event.content).equals(event.contentHash) : !erased)
        faults.push(`case ${id}: event ${event.seq} (${event.action}) does not say what was hashed`)
  }
  return faults
}
