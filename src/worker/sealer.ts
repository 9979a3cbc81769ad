/**
 * Every minute the new events of all cases, and the new marks of other rows, are folded into one signed checkpoint, which is then written outside the database. Made first, in one transaction with how far each case is sealed;
 * written then; noted as written last. Whatever ends between two of these steps, the next run goes on with the same checkpoint, and several workers may do so at once.
 *
 * What is new is told by each case's own last event, which commits with the case's row: an event that commits late is simply new in the next minute. So is a mark, which is new until
 * it says in which checkpoint it is.
 */
import { Injectable, Logger } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, row, rows, sqlState, type Tx } from '../base/database.js'
import {
  checkpointHash,
  type Leaf,
  type Marked,
  type MarkedRow,
  markOf,
  markOfRow,
  NO_CHECKPOINT,
  type RowLeaf,
  type SealKey,
  sealCheckpoint,
  writeCheckpoint,
} from '../cases/audit/checkpoint.js'
import { openSealKey, type SealSettings } from '../cases/audit/keys.js'
import { type Sink, type SinkSettings, sinksOf } from '../cases/audit/sinks.js'
import { WORKER } from '../people/actor.js'
import { settingsOf } from '../people/scope.js'

/** Events, and other rows, of one checkpoint, so that its document stays near a megabyte. */
const MOST = 10_000

const NEW = `
  select e.case_id as "caseId", e.seq, encode(e.hash, 'hex') as hash, e.key_id as "keyId", e.internal, e.request_id as "requestId",
    encode(e.input_hash, 'hex') as "inputHash"
  from cases c
  left join seals s on s.case_id = c.id
  join events e on e.case_id = c.id and e.seq > coalesce(s.seq, 0) and e.seq <= c.last_seq
  where c.last_seq > coalesce(s.seq, 0)
  order by e.case_id, e.seq limit ${MOST}`
const NEW_ROWS = `
  select id, relation, row_id::text as "rowId", encode(digest, 'hex') as digest from row_marks where sealed_in is null order by id limit ${MOST}`
const SEAL_ROWS = 'update row_marks set sealed_in = $1 where id = any ($2)'
const LAST = 'select no, hash, stored_at as "storedAt" from checkpoints order by no desc limit 1'
const ADD = `
  insert into checkpoints (no, at, previous, events, root, hash, cases, document)
  values ($1, $2, decode($3, 'hex'), $4, decode($5, 'hex'), decode($6, 'hex'), $7, $8)`
const SEAL = `
  insert into seals (case_id, seq) select * from unnest($1::int[], $2::int[])
  on conflict (case_id) do update set seq = excluded.seq`
const WAITING = 'select no, document from checkpoints where stored_at is null order by no limit 1'
const STORED =
  'update checkpoints set stored_at = $2, failed_at = null, failure = null where no = $1 and stored_at is null'
const FAILED = 'update checkpoints set failed_at = $2, failure = $3 where no = $1 and stored_at is null'
const LOCK = `select pg_try_advisory_xact_lock(hashtextextended('haijian seal', 0)) as mine`

/** Why it failed: the system's own word where there is one (ENOSPC, ECONNREFUSED), never an address or a key. */
function reasonOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'unknown' // not by `instanceof`: errors may come from another realm
  const { cause, message } = error as { cause?: unknown; message?: unknown } // what every error may have
  return sqlState(error) ?? sqlState(cause) ?? String(message).slice(0, 200)
}

/** What a worker seals with, and where to. */
export class Sealing {
  constructor(
    readonly key: SealKey,
    readonly sinks: readonly Sink[],
  ) {}
}

/** Opens both. Throws in plain words when the key is not as it should be. */
export const openSealing = async (settings: SealSettings & SinkSettings): Promise<Sealing> =>
  new Sealing(await openSealKey(settings), sinksOf(settings))

@Injectable()
export class Sealer {
  private readonly log = new Logger('sealing')

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly sealing: Sealing,
  ) {}

  /** Seals everything that is new. Answers how many checkpoints were written outside; stops at the first that could not be, to be tried again in a minute. */
  async seal(): Promise<number> {
    for (let stored = 0; ; ) {
      const waiting = await this.in((tx) => row<{ no: number; document: string }>(tx, WAITING))
      if (waiting) {
        if (!(await this.store(waiting))) return stored
        stored++
      } else if (!(await this.fold())) return stored
    }
  }

  /** Makes the next checkpoint, if there is something new and no other worker is at it. */
  private fold(): Promise<boolean> {
    return this.in(async (tx) => {
      if (!(await row<{ mine: boolean }>(tx, LOCK))?.mine) return false
      const last = await row<{ no: number; hash: Buffer; storedAt: Date | null }>(tx, LAST)
      if (last && !last.storedAt) return true // another worker was faster; it is to be stored first
      const leaves = (await rows<Marked>(tx, NEW)).map(
        (one): Leaf => ({ caseId: one.caseId, seq: one.seq, mark: markOf(one) }),
      )
      const marked = (await rows<MarkedRow>(tx, NEW_ROWS)).map(
        ({ digest, ...one }): RowLeaf => ({ ...one, mark: markOfRow({ ...one, digest }) }),
      )
      if (leaves.length + marked.length === 0) return false
      const no = (last?.no ?? 0) + 1
      const previous = last?.hash.toString('hex') ?? NO_CHECKPOINT
      const at = this.clock.now().toISOString()
      const made = sealCheckpoint(this.sealing.key, { no, at, previous, leaves, rows: marked })
      const ends = new Map(leaves.map(({ caseId, seq }) => [caseId, seq]))
      await rows(tx, ADD, [
        ...[no, made.at, previous, made.events, made.root, checkpointHash(made)],
        ...[[...ends.keys()], writeCheckpoint(made)],
      ])
      await rows(tx, SEAL, [[...ends.keys()], [...ends.values()]])
      await rows(tx, SEAL_ROWS, [no, marked.map(({ id }) => id)])
      return true
    })
  }

  private async store({ no, document }: { no: number; document: string }): Promise<boolean> {
    try {
      for (const sink of this.sealing.sinks) await sink.put(no, document)
    } catch (error) {
      const failure = reasonOf(error)
      this.log.warn(`checkpoint ${no} could not be written outside: ${failure}`)
      await this.in((tx) => rows(tx, FAILED, [no, this.clock.now(), failure]))
      return false
    }
    await this.in((tx) => rows(tx, STORED, [no, this.clock.now()]))
    return true
  }

  private in<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.db.transaction(settingsOf(WORKER), work)
  }
}
