/**
 * Who of the workers lives. The queue marks a job with the name of the pool that has taken it and
 * would keep the job of a killed worker for hours; so each pool holds an advisory lock of its name,
 * which PostgreSQL gives back with the session, and whoever finds a mark without its lock takes
 * it away. Whatever the job, another worker does it then; every handler bears being run again. A
 * worker that merely stands still keeps its lock. The session must be the worker's own: one that a
 * pooler shares would outlive it, or end before it (LISTEN_DATABASE_URL).
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import type { Database } from '../base/database.js'
import { openSession } from '../base/ownSession.js'
import { requireWritable } from '../base/writable.js'

const HOLD = `select pg_advisory_lock(hashtextextended('haijian worker ' || $1, 0))`

/** The view names jobs only; nothing of ours runs in a named queue. */
const UNLOCK = `
  with held as (select distinct locked_by as pool from graphile_worker.jobs
  where locked_by is not null and locked_by <> all ($1)),
    gone as (select pool from held where pg_try_advisory_xact_lock(hashtextextended('haijian worker ' || pool, 0)))
  select cardinality(pools) as n, graphile_worker.force_unlock_workers(pools) from (select array_agg(pool) as pools
  from gone) g where pools is not null`

/**
 * A machine that vanishes says no farewell: the server asks after half a minute of silence, and not
 * after two hours.
 */
const NOTICE_SOON = `
  select set_config('tcp_keepalives_idle', '30', false), set_config('tcp_keepalives_interval', '10', false),
    set_config('tcp_keepalives_count', '3', false)`

const PAUSE = 500 // ms

export class Presence {
  private client: pg.Client | undefined
  private readonly pools = new Set<string>()
  /** Those of which the present connection holds the lock. */
  private held = new Set<string>()
  private turn: Promise<void> = Promise.resolve()
  private closed = false

  constructor(private readonly db: Database) {}

  /** What makes the queue wait for that. */
  get preset(): GraphileConfig.Preset {
    const hooks: NonNullable<GraphileConfig.Plugin['worker']>['hooks'] = {
      startWorker: (_, { worker }) => this.hold(worker.workerPool.id),
    }
    return { plugins: [{ name: 'Presence', version: '1.0.0', worker: { hooks } }] }
  }

  /** Settles when the pool counts as living: before it takes its first job. */
  hold(pool: string): Promise<void> {
    this.pools.add(pool)
    return this.holdAll()
  }

  /** Frees the jobs of workers that are gone. Answers how many pools those were. */
  async unlockGone(): Promise<number> {
    const [found] = await this.db.lookUp<{ n: number }>(UNLOCK, [[...this.pools]])
    return found?.n ?? 0
  }

  async close(): Promise<void> {
    this.closed = true
    await this.client?.end().catch(() => undefined)
  }

  /**
   * One connection holds the locks of all pools, taken in turn; a new one takes its place when it
   * is lost, as soon as there is a database.
   */
  private holdAll(): Promise<void> {
    this.turn = this.turn.then(async () => {
      while (!this.closed && [...this.pools].some((pool) => !this.held.has(pool)))
        await this.tryToHold().catch(() => this.giveUp())
    })
    return this.turn
  }

  private async giveUp(): Promise<void> {
    const { client } = this
    this.client = undefined
    this.held = new Set()
    await client?.end().catch(() => undefined)
    await sleep(PAUSE)
  }

  private async tryToHold(): Promise<void> {
    this.client ??= await this.connect()
    const { client, held } = this
    for (const pool of this.pools)
      if (!held.has(pool)) {
        await client.query(HOLD, [pool])
        held.add(pool)
      }
  }

  private async connect(): Promise<pg.Client> {
    const client = await openSession(this.db.sessionUrl)
    client.on('end', () => {
      if (this.client !== client) return
      this.client = undefined
      this.held = new Set()
      void this.holdAll()
    })
    try {
      await requireWritable(client) // a standby's locks are its own
      await client.query(NOTICE_SOON)
    } catch (error) {
      await client.end().catch(() => undefined)
      throw error
    }
    return client
  }
}
