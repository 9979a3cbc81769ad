/** Histories of any length, made in bulk and chained as the product chains them, for the bench and for tests of what a verification finds. */
import { createHash } from 'node:crypto'
import type pg from 'pg'
import { contentHash, eventHash, FIRST_HASH } from '../../src/cases/history.js'

const COLUMNS = `case_id, seq, at, action, from_state, to_state, version, actor_kind, actor_id, authority_id, internal, request_id, input_hash, content_hash, prev_hash, hash`
const EVENTS = `insert into events (${COLUMNS}) select * from unnest($1::int[], $2::int[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::int[],
  $8::text[], $9::int[], $10::int[], $11::bool[], $12::text[], $13::bytea[], $14::bytea[], $15::bytea[], $16::bytea[])`
const CONTENTS = 'insert into event_contents select * from unnest($1::int[], $2::int[], $3::bytea[], $4::jsonb[])'
const CASES = `
  insert into cases (id, number, state, version, firm_id, created_by, created_at, changed_at, last_seq, last_hash, form_version)
  overriding system value
  select id, '2026-' || lpad(id::text, 6, '0'), 'draft', 1, $3, $4, now(), now(), $5, hash, '1' from unnest($1::int[], $2::bytea[]) as c (id, hash)`

export interface Fill {
  readonly cases: number
  readonly eventsEach: number
  /** The id of the first case; 1 when not told. */
  readonly first?: number
  readonly firm: number
  readonly person: number
}

const BATCH = 500 // cases

const saltOf = (caseId: number, seq: number): Buffer =>
  createHash('sha256').update(`${caseId} ${seq}`).digest().subarray(0, 16)

function historyOf(caseId: number, length: number, person: number) {
  const events: unknown[][] = []
  const contents: unknown[][] = []
  let prevHash: Buffer = FIRST_HASH
  for (let seq = 1; seq <= length; seq++) {
    const salt = saltOf(caseId, seq)
    const content =
      seq % 2 === 0
        ? { changed: ['talent.passport.number', 'talent.systemName'], note: `第 ${seq} 次修改` }
        : { text: `${caseId}`, items: [{ on: 'document.police', reason: '请补正', allowed: seq % 3 === 0 }] }
    const event = {
      caseId,
      seq,
      at: new Date(Date.UTC(2026, 10, 24, 1, 0, seq)),
      action: seq === 1 ? ('start' as const) : ('saveAnswers' as const),
      fromState: 'draft' as const,
      toState: 'draft' as const,
      version: 1,
      actorKind: 'person' as const,
      actorId: person,
      authorityId: null,
      contentHash: contentHash(salt, content),
      prevHash,
    }
    const hash = eventHash(event)
    events.push([
      ...[caseId, seq, event.at, event.action, event.fromState, event.toState, event.version, event.actorKind],
      ...[event.actorId, event.authorityId, false, `${caseId}-${seq}`, saltOf(seq, caseId)],
      ...[event.contentHash, event.prevHash, hash],
    ])
    contents.push([caseId, seq, salt, JSON.stringify(content)])
    prevHash = hash
  }
  return { events, contents, hash: prevHash }
}

const columnsOf = (rows: readonly unknown[][]): unknown[][] =>
  (rows[0] ?? []).map((_, column) => rows.map((row) => row[column]))

/** Adds so many cases of so many events each, by the superuser. */
export async function fill(admin: pg.Client, { cases, eventsEach, first = 1, firm, person }: Fill): Promise<void> {
  for (let done = 0; done < cases; done += BATCH) {
    const ids = Array.from({ length: Math.min(BATCH, cases - done) }, (_, index) => first + done + index)
    const made = ids.map((id) => historyOf(id, eventsEach, person))
    await admin.query(CASES, [ids, made.map(({ hash }) => hash), firm, person, eventsEach])
    await admin.query(EVENTS, columnsOf(made.flatMap(({ events }) => events)))
    await admin.query(CONTENTS, columnsOf(made.flatMap(({ contents }) => contents)))
  }
}
