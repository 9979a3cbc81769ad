/**
 * A connection as the product uses it, and the pool of them that TypeORM is given. Statements with
 * parameters are prepared by name, since naming saves a third of the server's work. Nothing is set
 * on a connection: a pooler between here and the server would refuse it, or give it to others.
 */
import { createHash } from 'node:crypto'
import type { Writable } from 'node:stream'
import pg from 'pg'
import { DataSource, type EntitySchema, type MixedList } from 'typeorm'
import { DatabaseNames } from './databaseNames.js'
import { isCounting, kindOf, time } from './metrics.js'
import { ServersPool, WritablePool } from './pool.js'
import { beginStatement } from './tracing.js'

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

export class NamedClient extends pg.Client {
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
    return isCounting() ? this.timed(args) : this.named(args)
  }

  /** The same, timed until its answer is there; asked by a promise, as all of ours are, or by a callback. */
  private timed(args: unknown[]): never {
    const [sql] = args
    if (typeof sql !== 'string') return this.named(args)
    const begun = performance.now()
    const kind = kindOf(sql)
    const end = beginStatement(String(kind.kind))
    const note = () => {
      time('statementSeconds', (performance.now() - begun) / 1000, kind)
      end?.()
    }
    const last = args.at(-1)
    if (typeof last === 'function')
      return this.named([
        ...args.slice(0, -1),
        (...answer: unknown[]) => {
          note()
          last(...answer)
        },
      ])
    const asked: unknown = this.named(args)
    if (asked instanceof Promise) asked.then(note, note)
    return asked as never // what query answers
  }

  private named(args: unknown[]): never {
    const [sql, values, ...rest] = args
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
  constructor(settings: pg.PoolConfig) {
    super({ ...settings, Client: NamedClient })
  }
}

class NamedCopyPool extends ServersPool {
  constructor(settings: pg.PoolConfig) {
    super({ ...settings, Client: NamedClient })
  }
}

export interface DatabaseSettings {
  readonly url: string
  /** The same database, by which a connection has a session of its own, where the other leads through a pooler. */
  readonly sessionUrl?: string
  readonly poolSize: number
  // biome-ignore lint/complexity/noBannedTypes: TypeORM's own type of a list of entity classes
  readonly entities: MixedList<Function | string | EntitySchema>
  /** A copy that is only read (replica.ts), not the database itself. */
  readonly isCopy?: boolean
}

/**
 * A data source that waits 20 s for an answer of any kind; the time limits of the server are its
 * role's (limits.ts).
 */
export function createDataSource({
  url,
  poolSize,
  entities,
  isCopy = false,
}: Omit<DatabaseSettings, 'sessionUrl'>): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    entities,
    driver: { ...pg, Client: NamedClient, Pool: isCopy ? NamedCopyPool : NamedPool },
    installExtensions: false,
    namingStrategy: new DatabaseNames(),
    poolSize,
    extra: {
      connectionTimeoutMillis: 2_000,
      query_timeout: 20_000, // a server that has stopped answering keeps no limit of its own
      keepAlive: true,
    },
  })
}
