/**
 * The database, and the only way to a transaction. What a transaction may see is set in it, never
 * on the connection (docs/architecture.md#the-database): the settings go out together with the
 * first statements, in one flight. Statements with parameters are prepared by name, since naming
 * saves a third of the server's work. Over 250 lines because a connection, its transactions and
 * what happens when it is lost belong together.
 */
import { createHash } from 'node:crypto'
import type { Writable } from 'node:stream'
import pg from 'pg'
import { DataSource, type EntityManager, type EntitySchema, type MixedList } from 'typeorm'
import { retried, SpeakerGone, sqlState } from './databaseErrors.js'
import { DatabaseNames } from './databaseNames.js'
import { WritablePool } from './pool.js'

export { sqlState } from './databaseErrors.js'

/** A transaction that is open. Whatever writes takes it first. */
export type Tx = EntityManager

const names = new Map<string, string>()

function nameOf(sql: string): string {
  const known = names.get(sql)
  if (known) return known
  const name = `q${createHash('sha256').update(sql).digest('hex').slice(0, 20)}`
  names.set(sql, name)
  return name
}

/** A statement that comes after the end of its transaction: it would be one of its own, and nobody would undo it. */
class TransactionOver extends Error {
  constructor() {
    super('the transaction is over')
  }
}

class NamedClient extends pg.Client {
  private gathering = false
  /** From the moment at which a transaction's end has gone out until the connection is given back. */
  over = false

  constructor(settings?: pg.ClientConfig) {
    super({ ...settings, pipeline: true } as pg.ClientConfig) // the types do not know `pipeline` yet
  }

  // pg's query has nine overloads; only the form that TypeORM uses is changed
  override query(...args: never[]): never {
    if (this.over) throw new TransactionOver()
    this.gather()
    const [sql, values, ...rest] = args as unknown[]
    const call = super.query as (...given: unknown[]) => never
    if (typeof sql === 'string' && Array.isArray(values) && values.length > 0)
      return call.call(this, { name: nameOf(sql), text: sql, values }, ...rest)
    return call.call(this, ...args)
  }

  /**
   * What is asked at the same time goes out with one write to the socket: the writes are what a step's time goes
   * into.
   */
  private gather(): void {
    if (this.gathering) return
    this.gathering = true
    // pg's own socket, which its types do not show
    const { stream } = (this as unknown as { connection: { stream: Writable } }).connection
    stream.cork()
    process.nextTick(() => {
      this.gathering = false
      stream.uncork()
    })
  }
}

class NamedPool extends WritablePool {
  constructor(settings?: pg.PoolConfig) {
    super({ ...settings, Client: NamedClient })
  }
}

export interface DatabaseSettings {
  readonly url: string
  readonly poolSize: number
  // biome-ignore lint/complexity/noBannedTypes: TypeORM's own type of a list of entity classes
  readonly entities: MixedList<Function | string | EntitySchema>
}

/**
 * A data source with time limits on every statement: 15 s to run, 5 s for a lock, 15 s idle in a transaction; 20 s
 * for an answer of any kind.
 */
export function createDataSource({ url, poolSize, entities }: DatabaseSettings): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    entities,
    driver: { ...pg, Client: NamedClient, Pool: NamedPool },
    installExtensions: false,
    namingStrategy: new DatabaseNames(),
    poolSize,
    extra: {
      statement_timeout: 15_000,
      lock_timeout: 5_000,
      idle_in_transaction_session_timeout: 15_000,
      connectionTimeoutMillis: 2_000,
      query_timeout: 20_000, // a server that has stopped answering keeps no limit of its own
      keepAlive: true,
    },
  })
}

/**
 * The connection under each open transaction. Statements of our own go to it directly: TypeORM's way to it costs as
 * much again as the statement. Entities and repositories use the same connection, in order.
 */
interface Open {
  readonly connection: pg.PoolClient & Pick<NamedClient, 'over'>
  /** What goes out together with COMMIT. */
  readonly last: { readonly sql: string; readonly values: unknown[] }[]
}
const open = new WeakMap<Tx, Open>()

function openOf(tx: Tx): Open {
  const found = open.get(tx)
  if (!found) throw new Error('no open transaction')
  return found
}

/** The rows of a statement, whatever its kind. */
export async function rows<Row>(tx: Tx, sql: string, values: readonly unknown[] = []): Promise<Row[]> {
  return (await openOf(tx).connection.query(sql, [...values])).rows as Row[]
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
}

/**
 * For transactions whose statements touch few rows by key: planned once a connection. With row-level security
 * planning anew costs more than running. Lists and searches are better planned for their values.
 */
export const PLANNED_ONCE: Settings = { plannedOnce: true }

const PLAN = `select set_config('plan_cache_mode', 'force_generic_plan', true)`
const SPEAK = 'select speak($1, $2, $3, $4)'

/** invalid_authorization_specification: whoever speaks has ended their session or key meanwhile. */
const NOBODY_SPEAKS = '28000'

const RETRIES = 5

/**
 * Begins, and starts the work at once: the connection keeps the order, so the settings hold for every statement of
 * the work, and all go out in one flight.
 */
async function begin<T>({ connection }: Open, settings: Settings, work: () => Promise<T>): Promise<T> {
  const { speaker, plannedOnce } = settings
  const begun = Promise.all([
    connection.query('BEGIN'),
    plannedOnce && connection.query(PLAN),
    speaker && connection.query(SPEAK, [speaker.how, speaker.hash, speaker.personId, speaker.at]),
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

/**
 * Sends what was left for last, and COMMIT. After a failed statement COMMIT rolls back, and the statement's error is
 * thrown.
 */
async function commit({ connection, last }: Open): Promise<void> {
  const sent = [...last.map(({ sql, values }) => connection.query(sql, values)), end(connection, 'COMMIT')]
  const settled = await Promise.allSettled(sent)
  for (const outcome of settled) if (outcome.status === 'rejected') throw outcome.reason
}

export class Database {
  constructor(readonly source: DataSource) {}

  /** The database, connected. At a process's start it is waited for before (databaseStart.ts). */
  static async open(settings: DatabaseSettings): Promise<Database> {
    return new Database(await createDataSource(settings).initialize())
  }

  private get pool(): WritablePool {
    // TypeORM keeps the pool there that the driver above makes, and does not say so in its types
    const { master } = this.source.driver as unknown as { master: WritablePool }
    return master
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
    for (let attempt = 1; ; attempt++)
      try {
        return await this.once(settings, work)
      } catch (error) {
        if (attempt >= RETRIES || !retried.has(sqlState(error) ?? '')) throw error
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * attempt))
      }
  }

  private async once<T>(settings: Settings, work: (tx: Tx) => Promise<T>): Promise<T> {
    const runner = this.source.createQueryRunner()
    let connection: Open['connection'] | undefined
    try {
      connection = (await runner.connect()) as Open['connection'] // what the driver above makes
      const state: Open = { connection, last: [] }
      open.set(runner.manager, state)
      // else an entity's save() would begin, and commit, a transaction of its own
      Object.assign(runner, { isTransactionActive: true })
      const result = await begin(state, settings, () => work(runner.manager))
      await commit(state)
      return result
    } catch (error) {
      if (connection) await end(connection, 'ROLLBACK').catch(() => {}) // it may be gone; the first error counts
      throw error
    } finally {
      open.delete(runner.manager)
      Object.assign(runner, { isTransactionActive: false })
      if (connection) connection.over = false // released in the same breath
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
