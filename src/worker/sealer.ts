/**
 * Every minute the new events of all cases, and the new marks of other rows, are folded into one
 * signed checkpoint, which is then written outside the database. Made first, in one transaction
 * with how far each case is sealed; written then, to every place of this worker; noted as written
 * last, and for each place by itself, since another worker may have other places and fills those.
 * Whatever ends between two of these steps, the next run goes on with the same checkpoint, and
 * several workers may do so at once.
 *
 * What is new is told by each case's own last event, which commits with the case's row: an event
 * that commits late is simply new in the next minute. So is a mark, which is new until it says in
 * which checkpoint it is.
 */
import { Injectable, Logger } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, row, rows, sqlState, type Tx } from '../base/database.js'
import { Installation, WrongInstallation } from '../base/installation.js'
import {
  checkpointHash,
  type Leaf,
  type MarkInput,
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
import { claimPlace } from '../cases/audit/places.js'
import { type Sink, type SinkSettings, sinksOf } from '../cases/audit/sinks.js'
import { WORKER } from '../people/actor.js'
import { settingsOf } from '../people/scope.js'
import { StoreRegister } from './storeRegister.js'

/** Events, and other rows, of one checkpoint, so that its document stays near a megabyte. */
const MOST = 10_000
/** Checkpoints that are read for a place at once. */
const AT_ONCE = 50

const NEW = `
  select e.case_id as "caseId", e.seq, encode(e.hash, 'hex') as hash, e.key_id as "keyId", e.internal,
    e.request_id as "requestId",
    encode(e.input_hash, 'hex') as "inputHash"
  from cases c
  left join seals s on s.case_id = c.id
  join events e on e.case_id = c.id and e.seq > coalesce(s.seq, 0) and e.seq <= c.last_seq
  where c.last_seq > coalesce(s.seq, 0)
  order by e.case_id, e.seq limit ${MOST}`
const NEW_ROWS = `
  select id, relation, row_id::text as "rowId", encode(digest, 'hex') as digest from row_marks where sealed_in is null
  order by id limit ${MOST}`
const SEAL_ROWS = 'update row_marks set sealed_in = $1 where id = any ($2)'
const LAST = 'select no, hash, stored_at as "storedAt" from checkpoints order by no desc limit 1'
const ADD = `
  insert into checkpoints (no, at, previous, events, root, hash, cases, document)
  values ($1, $2, decode($3, 'hex'), $4, decode($5, 'hex'), decode($6, 'hex'), $7, $8)`
const SEAL = `
  insert into seals (case_id, seq) select * from unnest($1::int[], $2::int[])
  on conflict (case_id) do update set seq = excluded.seq`
const AFTER = `select no, document from checkpoints where no > $1 order by no limit ${AT_ONCE}`
const STORED =
  'update checkpoints set stored_at = $2, failed_at = null, failure = null ' +
  'where no <= $1 and stored_at is null returning no'
const FAILED = 'update checkpoints set failed_at = $1, failure = $2 where stored_at is null'
const KNOWN = 'select last_no as "lastNo" from stores where id = $1'
const HAS =
  'update stores set last_no = greatest(last_no, $2), stored_at = $3, seen_at ' +
  '= $3, failed_at = null, failure = null where id = $1'
const PLACE_FAILED = 'update stores set failed_at = $2, seen_at = $2, failure = $3 where id = $1'
const LOCK = `select pg_try_advisory_xact_lock(hashtextextended('haijian seal', 0)) as mine`

/** Why it failed: the system's own word where there is one (ENOSPC, ECONNREFUSED), never an address or a key. */
function reasonOf(error: unknown): string {
  // not by `instanceof`: errors may come from another realm
  if (typeof error !== 'object' || error === null) return 'unknown'
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
  private readonly claimed = new Map<Sink, string>()

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly sealing: Sealing,
    private readonly installation: Installation,
    private readonly register: StoreRegister,
  ) {}

  /**
   * Claims the places of this worker, so that it does not start with another installation's; one
   * that cannot be reached is claimed later. Throws WrongInstallation.
   */
  async openPlaces(): Promise<void> {
    for (const sink of this.sealing.sinks)
      await this.claim(sink).catch((error: unknown) => {
        if (error instanceof WrongInstallation) throw error
        this.log.warn(`${sink.identity.name} cannot be reached: ${reasonOf(error)}`)
      })
  }

  /**
   * Seals everything that is new. Answers how many checkpoints were written outside; stops while a
   * place of this worker does not take them, to be tried again in a minute.
   */
  async seal(): Promise<number> {
    for (let stored = 0; ; ) {
      const more = await this.fold()
      const added = await this.storeAll()
      stored += added ?? 0
      if (added === undefined || !more) return stored
    }
  }

  /**
   * Brings each place of this worker to the last checkpoint. Answers how many of them are outside
   * since; undefined when a place failed.
   */
  async storeAll(): Promise<number | undefined> {
    const reached: number[] = []
    for (const sink of this.sealing.sinks) {
      const last = await this.fill(sink)
      if (last !== undefined) reached.push(last)
    }
    if (reached.length < this.sealing.sinks.length) return undefined
    return this.in(async (tx) => (await rows(tx, STORED, [Math.min(...reached), this.clock.now()])).length)
  }

  /**
   * Makes the next checkpoint, if there is something new and no other worker is at it. Answers
   * whether there may be more.
   */
  private fold(): Promise<boolean> {
    return this.in(async (tx) => {
      if (!(await row<{ mine: boolean }>(tx, LOCK))?.mine) return false
      const last = await row<{ no: number; hash: Buffer; storedAt: Date | null }>(tx, LAST)
      if (last && !last.storedAt) return true // another worker was faster; it is to be stored first
      const leaves = (await rows<MarkInput>(tx, NEW)).map(
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

  /** Adds to a place what it has not; answers its last checkpoint, or undefined when something went wrong. */
  private async fill(sink: Sink): Promise<number | undefined> {
    let store: string | undefined
    try {
      store = await this.claim(sink)
      const known = await this.in((tx) => row<{ lastNo: number }>(tx, KNOWN, [store]))
      let last = known?.lastNo ?? 0
      for (;;) {
        const next = await this.in((tx) => rows<{ no: number; document: string }>(tx, AFTER, [last]))
        for (const { no, document } of next) {
          await sink.put(no, document)
          last = no
        }
        await this.in((tx) => rows(tx, HAS, [store, last, this.clock.now()]))
        if (next.length < AT_ONCE) return last
      }
    } catch (error) {
      if (error instanceof WrongInstallation) this.installation.lose(error.because)
      await this.noteFailure(sink, store, reasonOf(error))
      return undefined
    }
  }

  private async noteFailure(sink: Sink, store: string | undefined, failure: string): Promise<void> {
    this.log.warn(`checkpoints could not be written to ${sink.identity.name}: ${failure}`)
    await this.in(async (tx) => {
      await rows(tx, FAILED, [this.clock.now(), failure])
      if (store) await rows(tx, PLACE_FAILED, [store, this.clock.now(), failure])
    })
  }

  /** The store's own name, once it is sure whose it is. */
  private async claim(sink: Sink): Promise<string> {
    const known = this.claimed.get(sink)
    if (known) return known
    const { store } = await claimPlace((sql, values) => this.ask(sql, values), sink, this.installation)
    await this.register.add('audit', store, sink.name)
    this.claimed.set(sink, store)
    return store
  }

  private ask<Row>(sql: string, values: readonly unknown[]): Promise<Row[]> {
    return this.in((tx) => rows<Row>(tx, sql, values))
  }

  private in<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.db.transaction(settingsOf(WORKER), work)
  }
}
