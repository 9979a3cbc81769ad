/**
 * The database, and the only way to a transaction. What a transaction may see is set in it, never on the connection (DESIGN §9): the settings go out together with
 * the first statements, in one flight. Statements with parameters are prepared by name, since naming saves a third of the server's work.
 */
import { createHash } from 'node:crypto'
import pg from 'pg'
import { DataSource, type EntityManager, type EntitySchema, type MixedList } from 'typeorm'
import { DatabaseNames } from './databaseNames.js'

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

class NamedClient extends pg.Client {
  constructor(settings?: pg.ClientConfig) {
    super({ ...settings, pipeline: true } as pg.ClientConfig) // the types do not know `pipeline` yet
    // a connection that dies between two statements would end the whole process without this
    this.on('error', () => {})
  }

  // pg's query has nine overloads; only the form that TypeORM uses is changed
  override query(...args: never[]): never {
    const [sql, values, ...rest] = args as unknown[]
    const call = super.query as (...given: unknown[]) => never
    if (typeof sql === 'string' && Array.isArray(values) && values.length > 0)
      return call.call(this, { name: nameOf(sql), text: sql, values }, ...rest)
    return call.call(this, ...args)
  }
}

class NamedPool extends pg.Pool {
  constructor(settings?: pg.PoolConfig) {
    super({ ...settings, Client: NamedClient } as pg.PoolConfig) // pg-pool reads `Client`, its types do not tell
  }
}

export interface DatabaseSettings {
  readonly url: string
  readonly poolSize: number
  // biome-ignore lint/complexity/noBannedTypes: TypeORM's own type of a list of entity classes
  readonly entities: MixedList<Function | string | EntitySchema>
}

/** A data source with time limits on every statement: 15 s to run, 5 s for a lock, 15 s idle in a transaction. */
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
    },
  })
}

/** The rows of a statement, whatever its kind. */
export async function rows<Row>(tx: Tx, sql: string, values: readonly unknown[] = []): Promise<Row[]> {
  const result: unknown = await tx.query(sql, [...values])
  // TypeORM answers update and delete with [rows, count]
  if (Array.isArray(result) && result.length === 2 && Array.isArray(result[0]) && typeof result[1] === 'number')
    return result[0] as Row[]
  return result as Row[]
}

/** The first row of a statement, or undefined. */
export async function row<Row>(tx: Tx, sql: string, values: readonly unknown[] = []): Promise<Row | undefined> {
  return (await rows<Row>(tx, sql, values))[0]
}

/** What row-level security reads: settings of the transaction, by name. */
export type Settings = Readonly<Record<string, string>>

/**
 * For transactions whose statements touch few rows by key: planned once a connection. With row-level security planning anew costs more than running. Lists and searches are
 * better planned for their values.
 */
export const PLANNED_ONCE: Settings = { plan_cache_mode: 'force_generic_plan' }

const RETRIES = 5
const retried = new Set(['40001', '40P01'])

/** The SQLSTATE of an error, when it is one of the database. */
export const sqlState = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined

/** Whether the database cannot be reached now: to be answered with 503, and tried again by the client. */
export function isUnavailable(error: unknown): boolean {
  const code = sqlState(error)
  if (code && (/^(08|57P|53)/.test(code) || /^E[A-Z]+$/.test(code))) return true
  return (
    error instanceof Error &&
    /Connection terminated|timeout exceeded when trying to connect|not queryable|Connection ended/.test(error.message)
  )
}

export class Database {
  constructor(readonly source: DataSource) {}

  /**
   * Runs `work` in one transaction with the given settings, and once more from the start when the database asks for that (serialisation failure, deadlock).
   * Whatever `work` throws undoes everything.
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
    try {
      await runner.startTransaction()
      // not awaited before the work begins: the connection keeps the order, so these settings hold for every statement after them
      const set = runner.query('select set_config(key, value, true) from json_each_text($1::json)', [
        JSON.stringify(settings),
      ])
      const refused = set.then(
        () => undefined,
        (error: unknown) => ({ error }),
      )
      const result = await work(runner.manager)
      const fault = await refused
      if (fault) throw fault.error
      await runner.commitTransaction()
      return result
    } catch (error) {
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => {}) // the connection may be gone; the first error counts
      throw error
    } finally {
      await runner.release()
    }
  }
}
