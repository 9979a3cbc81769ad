/** Verifies all that a database keeps for good against its checkpoints outside: every chain, every content, every marked row, every checkpoint; and the registry of papers against the history. Reads once, as a stream, in one snapshot. */
import type { KeyObject } from 'node:crypto'
import type pg from 'pg'
import { Book, type CheckpointFault } from '../../src/cases/audit/book.js'
import { Chain, type End, type Fault, type Row, selectRows } from '../../src/cases/audit/chain.js'
import {
  MarkedRows,
  type RowBesideMark,
  type RowFault,
  SELECT_MARKED,
  UNTOLD_ROLES,
} from '../../src/cases/audit/marked.js'
import { sha256 } from '../../src/cases/audit/merkle.js'
import type { Sink } from '../../src/cases/audit/sinks.js'
import {
  BROKEN_SERIES,
  type BrokenSeries,
  Registry,
  type RegistryFault,
  type RegistryRow,
  selectRegistry,
} from '../../src/letters/registry.js'

export interface Verified {
  /** What is wrong with checkpoints, by number; then with cases, by id, one each, the first. */
  readonly checkpointFaults: readonly CheckpointFault[]
  readonly faults: readonly (Fault & { readonly number: string })[]
  /** And with other rows that are kept for good, by table and row, one each. */
  readonly rowFaults: readonly RowFault[]
  readonly cases: number
  readonly events: number
  /** Contents checked, and contents that were erased. */
  readonly checked: number
  readonly erased: number
  readonly checkpoints: number
  /** Rows of the other tables. */
  readonly rows: number
  /** Events, and marks of other rows. */
  readonly unsealed: number
  /** Papers, and what is wrong with them: first by case, then with whole series of numbers. */
  readonly papers: number
  readonly paperFaults: readonly (RegistryFault & { readonly caseNumber: string })[]
  readonly brokenSeries: readonly BrokenSeries[]
}

const BATCH = 5_000
const ENDS = `
  select id as "caseId", last_seq as "lastSeq", encode(last_hash, 'hex') as "lastHash", state, version from cases order by id`
const COPIES = `
  select no, encode(sha256(convert_to(document, 'UTF8')), 'hex') as digest, stored_at is not null as stored from checkpoints order by no`

interface Copy {
  readonly no: number
  readonly digest: string
  readonly stored: boolean
}

/** A connection on which several read by turns: it takes one question at a time. */
class Turns {
  private last: Promise<unknown> = Promise.resolve()

  constructor(private readonly client: pg.Client) {}

  query<T extends pg.QueryResultRow>(sql: string): Promise<pg.QueryResult<T>> {
    const answer = this.last.then(() => this.client.query<T>(sql))
    this.last = answer.catch(() => undefined)
    return answer
  }
}

/** Rows of a statement as they come, the next batch on its way while one is worked on. */
async function* stream<T extends pg.QueryResultRow>(client: Turns, name: string, sql: string): AsyncGenerator<T[]> {
  await client.query(`declare ${name} no scroll cursor for ${sql}`)
  const fetch = () => client.query<T>(`fetch ${BATCH} from ${name}`)
  let coming = fetch()
  for (;;) {
    const { rows } = await coming
    if (rows.length === 0) break
    coming = fetch()
    yield rows
  }
  await client.query(`close ${name}`)
}

/** Reads every checkpoint in its order from wherever it lies, and compares the copies. `listed`: the last that was outside before the snapshot was taken. */
async function readBook(
  sinks: readonly Sink[],
  copies: readonly Copy[],
  listed: number,
  keys: ReadonlyMap<string, KeyObject>,
) {
  const book = new Book(keys)
  const differing: CheckpointFault[] = []
  const digests = new Map(copies.map(({ no, digest }) => [no, digest]))
  const last = Math.max(listed, ...copies.filter(({ stored }) => stored).map(({ no }) => no))
  for (let no = 1; no <= last; no++) {
    const documents = await Promise.all(sinks.map((sink) => sink.get(no)))
    const found = documents.find((one) => one !== undefined)
    book.add(no, found)
    if (found === undefined) continue
    for (const [index, document] of documents.entries())
      if (document !== found)
        differing.push({ no, kind: document === undefined ? 'missing' : 'differs', place: sinks[index]?.name ?? '' })
    const digest = digests.get(no)
    if (digest !== sha256(found).toString('hex'))
      differing.push({ no, kind: digest === undefined ? 'missing' : 'differs', place: 'checkpoints' })
  }
  return { book, faults: [...book.faults, ...differing].sort((a, b) => a.no - b.no) }
}

/**
 * Verifies everything.
 * @param client a connection that may read all events: the owner's, or the worker's
 */
export async function verifyHistory(
  client: pg.Client,
  sinks: readonly Sink[],
  keys: ReadonlyMap<string, KeyObject>,
): Promise<Verified> {
  const lists = await Promise.all(sinks.map((sink) => sink.list()))
  await client.query('begin isolation level repeatable read read only')
  try {
    return await verifyIn(client, sinks, Math.max(0, ...lists.flat()), keys)
  } finally {
    await client.query('rollback')
  }
}

/** The same in a transaction that is open and reads one snapshot; `listed`: the last checkpoint that was outside before it began. */
export async function verifyIn(
  client: pg.Client,
  sinks: readonly Sink[],
  listed: number,
  keys: ReadonlyMap<string, KeyObject>,
): Promise<Verified> {
  const copies = await client.query<Copy>(COPIES)
  const { book, faults } = await readBook(sinks, copies.rows, listed, keys)
  const ends = await client.query<End>(ENDS)
  const turns = new Turns(client)
  const read = await readCases(turns, book, new Map(ends.rows.map((one) => [one.caseId, one])))
  const marked = await readMarked(turns, book)
  const untold = await client.query<RowFault>(UNTOLD_ROLES)
  const series = await client.query<BrokenSeries>(BROKEN_SERIES)
  const numbers = await client.query<{ id: number; number: string }>(
    'select id, number from cases where id = any ($1)',
    [[...read.faults, ...read.paperFaults].map(({ caseId }) => caseId)],
  )
  const byId = new Map(numbers.rows.map(({ id, number }) => [id, number]))
  const numberOf = (caseId: number) => byId.get(caseId) ?? `#${caseId}`
  return {
    ...read,
    faults: read.faults.map((fault) => ({ ...fault, number: numberOf(fault.caseId) })),
    paperFaults: read.paperFaults.map((fault) => ({ ...fault, caseNumber: numberOf(fault.caseId) })),
    brokenSeries: series.rows,
    checkpointFaults: faults,
    checkpoints: book.last,
    rowFaults: [...marked.rowFaults, ...untold.rows],
    rows: marked.rows,
    unsealed: read.unsealed + marked.unsealed,
  }
}

async function readMarked(client: Turns, book: Book) {
  await client.query(`set local timezone = 'UTC'`)
  const marked = new MarkedRows(book.rows, book.whole)
  let beside: RowBesideMark[] = []
  for await (const rows of stream<RowBesideMark>(client, 'marked', SELECT_MARKED))
    for (const row of rows) {
      const [first] = beside
      if (first && (first.rowId !== row.rowId || first.relation !== row.relation)) {
        marked.add(beside)
        beside = []
      }
      beside.push(row)
    }
  marked.add(beside)
  return { rowFaults: marked.finish(book.lastAt ?? '', book.again), rows: marked.rows, unsealed: marked.unsealed }
}

async function readCases(client: Turns, book: Book, ends: ReadonlyMap<number, End>) {
  const total = { cases: 0, events: 0, checked: 0, erased: 0, unsealed: 0, papers: 0 }
  const faults: Fault[] = []
  const paperFaults: RegistryFault[] = []
  const left = new Set([...book.cases, ...ends.keys()])
  const papers = byCase(stream<RegistryRow>(client, 'registry', selectRegistry('true')))
  let chain: Chain | undefined
  let registry: Registry | undefined
  const open = (caseId: number) => {
    chain = new Chain(caseId, book.sealsOf(caseId), book.whole)
    registry = new Registry(caseId)
  }
  const close = async () => {
    if (!chain || !registry) return
    const { caseId, checked, erased, unsealed } = chain
    left.delete(caseId)
    const fault = chain.finish(ends.get(caseId))
    const rows = await papers(caseId)
    // a history that is not sound proves nothing of papers
    if (fault) faults.push(fault)
    else paperFaults.push(...registry.finish(rows))
    total.cases++
    total.checked += checked
    total.erased += erased
    total.unsealed += unsealed
    total.papers += rows.length
  }
  for await (const rows of stream<Row>(client, 'history', selectRows('true')))
    for (const row of rows) {
      if (chain?.caseId !== row.caseId) {
        await close()
        open(row.caseId)
      }
      chain?.add(row)
      registry?.add(row)
      total.events++
    }
  await close()
  for (const { caseId, number } of await papers(Number.POSITIVE_INFINITY))
    paperFaults.push({ caseId, number, kind: 'forged' })
  for (const caseId of left) {
    open(caseId)
    await close()
  }
  return { ...total, faults: faults.sort((a, b) => a.caseId - b.caseId), paperFaults }
}

/** Hands out rows that come in the order of their cases, when cases are asked for in that order: those up to a case that were not handed out before. */
function byCase<T extends { readonly caseId: number }>(batches: AsyncGenerator<T[]>) {
  let batch: readonly T[] = []
  let at = 0
  return async (caseId: number): Promise<T[]> => {
    const found: T[] = []
    for (;;) {
      const next = batch[at]
      if (next === undefined) {
        const { done, value } = await batches.next()
        if (done) return found
        batch = value
        at = 0
      } else if (next.caseId > caseId) return found
      else {
        at++
        found.push(next)
      }
    }
  }
}
