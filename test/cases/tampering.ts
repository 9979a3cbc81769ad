/** What a superuser may do to a history: each way with the first row that it spoils. All of it runs in a transaction whose triggers and foreign keys sleep, as such a person would have it. */
import type pg from 'pg'
import { MARKED } from '../../src/cases/audit/marked.js'
import { type ChainedEvent, contentHash, eventHash, FIRST_HASH } from '../../src/cases/history.js'
import { eventsOf } from './looking.js'

export interface Place {
  readonly caseId: number
  /** The events of this case. */
  readonly length: number
  /** Which event, from 1 to length. */
  readonly at: number
  /** Another one of the same case, later than `at` unless `at` is the last. */
  readonly other: number
  /** Another case of the same length, with a greater id. */
  readonly otherCase: number
}

/** The first bad row: an event of a case, or a row of another table. */
export type Bad = { caseId: number; seq: number } | { relation: string; rowId: string }

/** Does it, and answers the first bad row. */
export type Tampering = (admin: pg.Client, place: Place) => Promise<Bad>

const set =
  (assignment: string): Tampering =>
  async (admin, { caseId, at }) => {
    const { rowCount } = await admin.query(`update events set ${assignment} where case_id = $1 and seq = $2`, [
      caseId,
      at,
    ])
    if (rowCount !== 1) throw new Error('nothing was changed')
    return { caseId, seq: at }
  }

const say =
  (assignment: string): Tampering =>
  async (admin, { caseId, at }) => {
    await admin.query(`update event_contents set ${assignment} where case_id = $1 and seq = $2`, [caseId, at])
    return { caseId, seq: at }
  }

/** Hashes everything from an event on anew, so that the chain by itself is sound to its end, and tells the case's row. */
async function makeFit(
  admin: pg.Client,
  caseId: number,
  change: (event: ChainedEvent) => Partial<ChainedEvent>,
): Promise<void> {
  let prevHash: Buffer = FIRST_HASH
  let last: { seq: number; hash: Buffer } | undefined
  for (const { salt: _salt, content: _content, hash: _hash, ...event } of await eventsOf(admin, caseId)) {
    const changed = { ...event, ...change(event), prevHash }
    prevHash = eventHash(changed)
    last = { seq: event.seq, hash: prevHash }
    await admin.query(
      `update events set action = $3, actor_id = $4, at = $5, content_hash = $6, prev_hash = $7, hash = $8 where case_id = $1 and seq = $2`,
      [caseId, event.seq, changed.action, changed.actorId, changed.at, changed.contentHash, changed.prevHash, prevHash],
    )
  }
  await admin.query('update cases set last_seq = $2, last_hash = $3 where id = $1', [
    caseId,
    last?.seq ?? 0,
    last?.hash ?? FIRST_HASH,
  ])
}

const COPY = `
  insert into events select (e).* from (select jsonb_populate_record(e, jsonb_build_object('seq', $3::int, 'case_id', $4::int, 'request_id', null)) as e
  from events e where e.case_id = $1 and e.seq = $2) c`
const COPY_CONTENT =
  'insert into event_contents select $4, $3, salt, content from event_contents where case_id = $1 and seq = $2'

/** Moves the events from one on by so many places, the last first or the first first, so that no number is there twice. */
async function shift(admin: pg.Client, caseId: number, from: number, by: number): Promise<void> {
  for (const table of ['events', 'event_contents']) {
    await admin.query(`update ${table} set seq = -seq where case_id = $1 and seq >= $2`, [caseId, from])
    await admin.query(`update ${table} set seq = -seq + $2 where case_id = $1 and seq < 0`, [caseId, by])
  }
}

async function exchange(
  admin: pg.Client,
  table: string,
  [a, b]: [number, number],
  [c, d]: [number, number],
): Promise<void> {
  const move = `update ${table} set case_id = $3, seq = $4 where case_id = $1 and seq = $2`
  await admin.query(move, [a, b, 0, 0])
  await admin.query(move, [c, d, a, b])
  await admin.query(move, [0, 0, c, d])
}

async function cut(admin: pg.Client, caseId: number, from: number): Promise<void> {
  for (const table of ['event_contents', 'events'])
    await admin.query(`delete from ${table} where case_id = $1 and seq >= $2`, [caseId, from])
}

/** What retention does to a history of so many events: what was said is gone, and one more event says that it was erased. */
export async function erase(admin: pg.Client, caseId: number, length: number): Promise<void> {
  for (const copy of [COPY, COPY_CONTENT]) await admin.query(copy, [caseId, length, length + 1, caseId])
  await admin.query(`update events set action = 'erase' where case_id = $1 and seq = $2`, [caseId, length + 1])
  await makeFit(admin, caseId, () => ({}))
  await admin.query('delete from event_contents where case_id = $1 and seq <= $2', [caseId, length])
}

/** People's history and the reference data, for all tables whose rows leave a mark; by the place's figures one of their rows, and another one. */
const MARKED_ROWS = ['people_history', 'reference'] as const

const ofRow =
  (change: (admin: pg.Client, table: string, ids: { id: number; other: number; last: number }) => Promise<number>) =>
  async (admin: pg.Client, { at, other, caseId }: Place): Promise<Bad> => {
    const relation = MARKED_ROWS[caseId % 2] ?? 'reference'
    const { rows } = await admin.query<{ id: number }>(`select id from ${relation} order by id`)
    const [id, another] = [at - 1, other - 1].map((index) => rows[index]?.id ?? 0)
    const bad = await change(admin, relation, { id: id ?? 0, other: another ?? 0, last: rows.at(-1)?.id ?? 0 })
    return { relation, rowId: String(bad) }
  }

const says = `sha256(convert_to((select jsonb_object_agg(name, to_jsonb(t) -> name)::text from unnest(string_to_array($3, ' ')) name), 'UTF8'))`
/** Makes a row's last mark fit what it says now. */
const makeMarkFit = (admin: pg.Client, table: string, id: number) =>
  admin.query(
    `update row_marks m set digest = ${says} from ${table} t
     where t.id = $2 and m.id = (select max(id) from row_marks where relation = $1 and row_id = $2)`,
    [table, id, MARKED[table]],
  )
const WORD: Readonly<Record<string, string>> = {
  people_history: `detail = detail || '{"why": "never said"}'`,
  reference: `body = body || '{"x": 1}'`,
}

const ROW_TAMPERINGS: Readonly<Record<string, Tampering>> = {
  'a row says something else': ofRow(async (admin, table, { id }) => {
    await admin.query(`update ${table} set ${WORD[table]} where id = $1`, [id])
    return id
  }),
  'a row was of another day': ofRow(async (admin, table, { id }) => {
    const column = table === 'reference' ? 'drafted_at' : 'at'
    await admin.query(`update ${table} set ${column} = ${column} + interval '1 microsecond' where id = $1`, [id])
    return id
  }),
  'a row says something else, and its mark was made to fit': ofRow(async (admin, table, { id }) => {
    await admin.query(`update ${table} set ${WORD[table]} where id = $1`, [id])
    await makeMarkFit(admin, table, id)
    return id
  }),
  'a row deleted': ofRow(async (admin, table, { id }) => {
    await admin.query(`delete from ${table} where id = $1`, [id])
    return id
  }),
  'a row deleted with its marks': ofRow(async (admin, table, { id }) => {
    await admin.query(`delete from ${table} where id = $1`, [id])
    await admin.query('delete from row_marks where relation = $1 and row_id = $2', [table, id])
    return id
  }),
  'the last rows cut off with their marks': ofRow(async (admin, table, { id }) => {
    await admin.query(`delete from ${table} where id >= $1`, [id])
    await admin.query('delete from row_marks where relation = $1 and row_id >= $2', [table, id])
    return id
  }),
  'a row put in': ofRow(async (admin, table, { id, last }) => {
    await admin.query(
      `insert into ${table} overriding system value select (jsonb_populate_record(t, jsonb_build_object('id', $2::int, 'effective_from', '2029-01-01'))).*
       from ${table} t where id = $1`,
      [id, last + 1],
    )
    return last + 1
  }),
  'a row put in with a mark that says it was sealed': ofRow(async (admin, table, { id, last }) => {
    await admin.query(
      `insert into ${table} overriding system value select (jsonb_populate_record(t, jsonb_build_object('id', $2::int, 'effective_from', '2029-01-01'))).*
       from ${table} t where id = $1`,
      [id, last + 1],
    )
    await admin.query('insert into row_marks (relation, row_id, digest, sealed_in) values ($1, $2, $3, 1)', [
      ...[table, last + 1, Buffer.alloc(32)],
    ])
    await makeMarkFit(admin, table, last + 1)
    return last + 1
  }),
  'what two rows say exchanged': ofRow(async (admin, table, { id, other }) => {
    const column = table === 'reference' ? 'body' : 'detail'
    await admin.query(
      `update ${table} t set ${column} = o.${column} from ${table} o where t.id in ($1, $2) and o.id = $1 + $2 - t.id`,
      [id, other],
    )
    return Math.min(id, other)
  }),
  'two marks exchanged': ofRow(async (admin, table, { id, other }) => {
    await admin.query(
      'update row_marks set row_id = $2::bigint + $3::bigint - row_id where relation = $1 and row_id in ($2, $3)',
      [table, id, other],
    )
    return Math.min(id, other)
  }),
  'a mark deleted': ofRow(async (admin, table, { id }) => {
    await admin.query('delete from row_marks where relation = $1 and row_id = $2', [table, id])
    return id
  }),
  'a mark changed': ofRow(async (admin, table, { id }) => {
    await admin.query('update row_marks set digest = sha256(digest) where relation = $1 and row_id = $2', [table, id])
    return id
  }),
  'a mark given to another table': ofRow(async (admin, table, { id }) => {
    await admin.query(`update row_marks set relation = 'letters' where relation = $1 and row_id = $2`, [table, id])
    return id
  }),
}

export const TAMPERINGS: Readonly<Record<string, Tampering>> = {
  ...ROW_TAMPERINGS,
  'another instant': set(`at = at + interval '1 millisecond'`),
  'another microsecond': set(`at = at + interval '1 microsecond'`),
  'another action': set(`action = action || 'x'`),
  'another state before': set(`from_state = coalesce(from_state, '') || 'x'`),
  'another state after': set(`to_state = to_state || 'x'`),
  'another version': set('version = version + 1'),
  'another kind of actor': set(`actor_kind = case actor_kind when 'clock' then 'worker' else 'clock' end`),
  'another actor': set('actor_id = coalesce(actor_id, 0) + 1'),
  'another authority': set('authority_id = coalesce(authority_id, 0) + 1'),
  'another key': set('key_id = coalesce(key_id, 0) + 1'),
  'hidden or shown': set('internal = not internal'),
  'another request': set(`request_id = coalesce(request_id, '') || 'x'`),
  'another input': set(`input_hash = coalesce(input_hash, '') || 'x'::bytea`),
  'another commitment': set(`content_hash = sha256(content_hash)`),
  'another hash before': set('prev_hash = sha256(prev_hash)'),
  'another hash': set('hash = sha256(hash)'),
  'something else said': say(`content = content || '{"x": 1}'`),
  'another salt': say('salt = sha256(salt)'),
  'what was said taken away': async (admin, { caseId, at }) => {
    await admin.query('delete from event_contents where case_id = $1 and seq = $2', [caseId, at])
    return { caseId, seq: at }
  },
  deleted: async (admin, { caseId, at }) => {
    await admin.query('delete from event_contents where case_id = $1 and seq = $2', [caseId, at])
    await admin.query('delete from events where case_id = $1 and seq = $2', [caseId, at])
    return { caseId, seq: at }
  },
  'deleted, the rest moved up, and made to fit': async (admin, { caseId, length, at }) => {
    for (const table of ['event_contents', 'events'])
      await admin.query(`delete from ${table} where case_id = $1 and seq = $2`, [caseId, at])
    if (at < length) await shift(admin, caseId, at + 1, -1)
    await makeFit(admin, caseId, () => ({}))
    return { caseId, seq: at }
  },
  inserted: async (admin, { caseId, at, other }) => {
    await shift(admin, caseId, at, 1)
    const from = other >= at ? other + 1 : other
    for (const copy of [COPY, COPY_CONTENT]) await admin.query(copy, [caseId, from, at, caseId])
    return { caseId, seq: at }
  },
  'inserted, and made to fit': async (admin, { caseId, at, other }) => {
    await shift(admin, caseId, at, 1)
    const from = other >= at ? other + 1 : other
    for (const copy of [COPY, COPY_CONTENT]) await admin.query(copy, [caseId, from, at, caseId])
    await makeFit(admin, caseId, () => ({}))
    return { caseId, seq: at }
  },
  'added at the end': async (admin, { caseId, length, at }) => {
    for (const copy of [COPY, COPY_CONTENT]) await admin.query(copy, [caseId, at, length + 1, caseId])
    return { caseId, seq: length + 1 }
  },
  'exchanged in the case': async (admin, { caseId, at, other }) => {
    await exchange(admin, 'events', [caseId, at], [caseId, other])
    return { caseId, seq: Math.min(at, other) }
  },
  'exchanged between cases': async (admin, { caseId, at, otherCase }) => {
    await exchange(admin, 'events', [caseId, at], [otherCase, at])
    return { caseId, seq: at }
  },
  'exchanged what was said': async (admin, { caseId, at, other }) => {
    await exchange(admin, 'event_contents', [caseId, at], [caseId, other])
    return { caseId, seq: Math.min(at, other) }
  },
  'whole cases exchanged': async (admin, { caseId, length, otherCase }) => {
    for (let seq = 1; seq <= length; seq++)
      for (const table of ['events', 'event_contents']) await exchange(admin, table, [caseId, seq], [otherCase, seq])
    return { caseId, seq: 1 }
  },
  'tail cut': async (admin, { caseId, at }) => {
    await cut(admin, caseId, at)
    return { caseId, seq: at }
  },
  'tail cut, and the case told': async (admin, { caseId, at }) => {
    await cut(admin, caseId, at)
    await makeFit(admin, caseId, () => ({}))
    await admin.query('update seals set seq = $2 where case_id = $1', [caseId, at - 1])
    return { caseId, seq: at }
  },
  'rebuilt from an event on': async (admin, { caseId, at }) => {
    await makeFit(admin, caseId, ({ seq, actorId }) => (seq === at ? { actorId: (actorId ?? 0) + 1 } : {}))
    return { caseId, seq: at }
  },
  'rebuilt with other words': async (admin, { caseId, at }) => {
    const salt = Buffer.alloc(16, 7)
    const content = { text: 'never said' }
    await admin.query('update event_contents set salt = $3, content = $4 where case_id = $1 and seq = $2', [
      caseId,
      at,
      salt,
      content,
    ])
    await makeFit(admin, caseId, ({ seq }) => (seq === at ? { contentHash: contentHash(salt, content) } : {}))
    return { caseId, seq: at }
  },
  'rebuilt whole, a day later': async (admin, { caseId }) => {
    await makeFit(admin, caseId, ({ at }) => ({ at: new Date(at.getTime() + 86_400_000) }))
    return { caseId, seq: 1 }
  },
}
