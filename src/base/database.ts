/**
 * The database, and the only way to a transaction. What a transaction may see is set in it, never
 * on the connection (docs/architecture.md#the-database): the settings go out together with the
 * first statements, in one flight. Over 250 lines because a transaction is told from its beginning to its end.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import type pg from 'pg'
import type { DataSource, EntityManager } from 'typeorm'
import { createDataSource, type DatabaseSettings, type NamedClient } from './connection.js'
import { retried, SpeakerGone, sqlState } from './databaseErrors.js'
import type { WritablePool } from './pool.js'

export { createDataSource } from './connection.js'
export { sqlState } from './databaseErrors.js'

/** A transaction that is open. Whatever writes takes it first. */
export type Tx = EntityManager

/**
 * The connection under each open transaction. Statements of our own go to it directly: TypeORM's way to it costs as
 * much again as the statement. Entities and repositories use the same connection, in order.
 */
interface Open {
  readonly connection: pg.PoolClient & Pick<NamedClient, 'over'>
  /** What goes out together with COMMIT. */
  readonly last: { readonly sql: string; readonly values: unknown[] }[]
  /** The first statement's error: those that are in flight behind it fail only because of it. */
  fault?: unknown
}
const open = new WeakMap<Tx, Open>()

function openOf(tx: Tx): Open {
  const found = open.get(tx)
  if (!found) throw new Error('no open transaction')
  return found
}

/** The rows of a statement, whatever its kind. */
export async function rows<Row>(tx: Tx, sql: string, values: readonly unknown[] = []): Promise<Row[]> {
  const state = openOf(tx)
  try {
    return (await state.connection.query(sql, [...values])).rows as Row[]
  } catch (error) {
    state.fault ??= error
    throw error
  }
}

/**
 * A statement whose answer nobody waits for: it goes out with COMMIT, after all others, in the order of these calls.
 * When it fails, so does the transaction.
 */
export function atLast(tx: Tx, sql: string, values: readonly unknown[] = []): void {
  openOf(tx).last.push({ sql, values: [...values] })
}

/** The first row of a statement, or undefined. */
export async function row<Row>(tx: Tx, sql: string, values: readonly unknown[] = []): Promise<Row | undefined> {
  return (await rows<Row>(tx, sql, values))[0]
}

/**
 * By what the database finds out who speaks (migrations/…-speaker.ts): the hash of the first token of a session and
 * whose it is, of an API key, or of a candidate's session. It tells nobody more than that hash.
 */
export interface Speaker {
  readonly how: 'session' | 'key' | 'talent'
  readonly hash: Buffer
  readonly personId: number | null
  /** The application's time, by which keys, candidates' sessions and an auditor's consent end. */
  readonly at: Date
}

/** What holds for a transaction. Without a speaker nobody speaks: row-level security shows what is open to all. */
export interface Settings {
  readonly speaker?: Speaker | undefined
  readonly plannedOnce?: true
  /** The database refuses to write in it. */
  readonly readsOnly?: true
}

/**
 * For transactions whose statements touch few rows by key: planned once a connection. With row-level security
 * planning anew costs more than running. Lists and searches are better planned for their values.
 */
export const PLANNED_ONCE: Settings = { plannedOnce: true }

const PLAN = `set_config('plan_cache_mode', 'force_generic_plan', true)`
const SPEAK = 'speak($1, $2, $3, $4)'

/** invalid_authorization_specification: whoever speaks has ended their session or key meanwhile. */
const NOBODY_SPEAKS = '28000'

const RETRIES = 5

/**
 * Begins, and starts the work at once: the connection keeps the order, so the settings hold for every statement of
 * the work, and all go out in one flight.
 */
async function begin<T>({ connection }: Open, settings: Settings, work: () => Promise<T>): Promise<T> {
  const { speaker, plannedOnce, readsOnly } = settings
  const set = [speaker && SPEAK, plannedOnce && PLAN].filter(Boolean).join(', ')
  const values = speaker && [speaker.how, speaker.hash, speaker.personId, speaker.at]
  const begun = Promise.all([
    connection.query(readsOnly ? 'BEGIN READ ONLY' : 'BEGIN'),
    set && connection.query(`select ${set}`, values),
  ])
  const [fault, done] = await Promise.all([
    begun.then(
      () => undefined,
      (error: unknown) => ({ error }),
    ),
    work().then(
      (result) => ({ result }),
      (error: unknown) => ({ error }),
    ),
  ])
  if (fault) throw sqlState(fault.error) === NOBODY_SPEAKS ? new SpeakerGone() : fault.error
  if ('error' in done) throw done.error
  return done.result
}

/** Sends the end of a transaction. Another branch of its work may still be at it: what that asks is refused. */
function end(connection: Open['connection'], how: 'COMMIT' | 'ROLLBACK'): Promise<unknown> {
  connection.over = false
  const sent = connection.query(how)
  connection.over = true
  return sent
}

/** in_failed_sql_transaction: a statement before has failed, and says why. */
const ABORTED = '25P02'

/** Why a transaction failed: whoever waits for several statements at once may hear of a later one first. */
const causeIn = (state: Open | undefined, error: unknown): unknown =>
  sqlState(error) === ABORTED ? (state?.fault ?? error) : error

/**
 * Sends what was left for last, and COMMIT. After a failed statement COMMIT rolls back, and the statement's error is
 * thrown.
 */
async function commit({ connection, last }: Open): Promise<void> {
  const sent = [...last.map(({ sql, values }) => connection.query(sql, values)), end(connection, 'COMMIT')]
  const settled = await Promise.allSettled(sent)
  for (const outcome of settled) if (outcome.status === 'rejected') throw outcome.reason
}

/** What is read together for a page: whoever speaks, and the transaction while it is open. */
interface Together {
  readonly speaker: Speaker
  tx: Tx | undefined
}

export class Database {
  private readonly together = new AsyncLocalStorage<Together>()

  /** @param otherUrl the address for what needs a session of its own, when it is not the source's */
  constructor(
    readonly source: DataSource,
    private readonly otherUrl?: string,
  ) {}

  /** The database, connected. At a process's start it is waited for before (databaseStart.ts). */
  static async open(settings: DatabaseSettings): Promise<Database> {
    return new Database(await createDataSource(settings).initialize(), settings.sessionUrl)
  }

  /** Where a connection has a session of its own: for notifications and for locks that outlast a transaction. */
  get sessionUrl(): string {
    const { options } = this.source
    if (!('url' in options) || typeof options.url !== 'string') throw new Error('the database has no address')
    return this.otherUrl ?? options.url
  }

  private get pool(): WritablePool {
    // TypeORM keeps the pool there that the driver above makes, and does not say so in its types
    const { master } = this.source.driver as unknown as { master: WritablePool }
    return master
  }

  /** How many connections there are, how many requests wait for one, and how often one was given back. */
  get connections(): Readonly<Record<'busy' | 'idle' | 'waiting' | 'served', number>> {
    const { totalCount, idleCount, waitingCount, served } = this.pool
    return { busy: totalCount - idleCount, idle: idleCount, waiting: waitingCount, served }
  }

  /**
   * The rows of one statement outside a transaction, which then sees nothing that row-level security guards: for the
   * functions that look up secrets.
   */
  async lookUp<Row>(sql: string, values: readonly unknown[]): Promise<Row[]> {
    return (await this.pool.query(sql, [...values])).rows as Row[]
  }

  /** Throws when what is asked now would fail: the database does not answer, or can only be read. */
  requireWritable(): Promise<void> {
    return this.pool.requireWritable()
  }

  /**
   * Runs `work` in one transaction with the given settings, and once more from the start when the database asks for
   * that (serialisation failure, deadlock). Whatever `work` throws undoes everything.
   */
  async transaction<T>(settings: Settings, work: (tx: Tx) => Promise<T>): Promise<T> {
    const page = this.together.getStore()
    if (page?.tx && page.speaker === settings.speaker) return work(page.tx)
    for (let attempt = 1; ; attempt++)
      try {
        return await this.once(settings, work)
      } catch (error) {
        if (attempt >= RETRIES || !retried.has(sqlState(error) ?? '')) throw error
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * attempt))
      }
  }

  /**
   * What several services read for one page, in one transaction: whichever of its speaker's `work` asks for meanwhile
   * is part of it, so that who speaks is found out once, and one connection brings all in few flights. Nothing can be
   * written in it, and when one statement fails, all do.
   */
  readTogether<T>(speaker: Speaker | undefined, work: () => Promise<T>): Promise<T> {
    if (!speaker) return work()
    return this.transaction({ ...PLANNED_ONCE, speaker, readsOnly: true }, (tx) => {
      const page: Together = { speaker, tx }
      const end = () => {
        page.tx = undefined
      }
      return this.together.run(page, work).finally(end)
    })
  }

  private async once<T>(settings: Settings, work: (tx: Tx) => Promise<T>): Promise<T> {
    const runner = this.source.createQueryRunner()
    let state: Open | undefined
    try {
      const connection = (await runner.connect()) as Open['connection'] // what the driver above makes
      state = { connection, last: [] }
      open.set(runner.manager, state)
      // else an entity's save() would begin, and commit, a transaction of its own
      Object.assign(runner, { isTransactionActive: true })
      const result = await begin(state, settings, () => work(runner.manager))
      await commit(state)
      return result
    } catch (error) {
      if (state) await end(state.connection, 'ROLLBACK').catch(() => {}) // it may be gone; the first error counts
      throw causeIn(state, error)
    } finally {
      open.delete(runner.manager)
      Object.assign(runner, { isTransactionActive: false })
      if (state) state.connection.over = false // released in the same breath
      await runner.release()
    }
  }
}

/**
 * The same database by the role that opens sessions, sets passwords and keeps factors, and reads no case
 * (migrations/…-entry.ts). Few connections: no request needs it that has a session.
 */
export class EntryDatabase extends Database {
  static override async open(settings: DatabaseSettings): Promise<EntryDatabase> {
    return new EntryDatabase(await createDataSource(settings).initialize())
  }
}
