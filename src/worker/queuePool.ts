/**
 * The connections of the queue. The queue writes down that a job is done, or has failed, without
 * waiting for it: where the database goes away at that moment, the rejection would end the process.
 * It tries again, for up to an hour and more, where an error has one of the codes that it knows; so
 * whatever means that the database cannot be reached or written now has one.
 */
import type pg from 'pg'
import { isUnavailable, retried, sqlState } from '../base/databaseErrors.js'
import { WritablePool } from '../base/pool.js'

/** `cannot_connect_now` of PostgreSQL, for which the queue waits three seconds and more. */
class CannotConnectNow extends Error {
  readonly code = '57P03'
}

function asAway(error: unknown): never {
  if (retried.has(sqlState(error) ?? '') || !isUnavailable(error)) throw error
  throw new CannotConnectNow('the database is away', { cause: error })
}

type Callback = Parameters<pg.Pool['connect']>[0]
type Query = (...given: readonly unknown[]) => unknown

/**
 * A server that has vanished does not answer, and another one may be in its place. Only in a pipeline, which its types
 * do not know, pg gives up the connection together with the question.
 */
const TIMES = { pipeline: true, connectionTimeoutMillis: 10_000, query_timeout: 20_000, keepAlive: true }

export class QueuePool extends WritablePool {
  constructor(settings: pg.PoolConfig) {
    super({ ...TIMES, ...settings })
    this.on('connect', (client) => {
      // pg's many signatures of a query are handed on as they come
      const query = client.query.bind(client) as Query
      const waiting: Query = (...given) => {
        const answer = query(...given)
        return answer instanceof Promise ? answer.catch(asAway) : answer
      }
      Object.assign(client, { query: waiting })
    })
  }

  override connect(): Promise<pg.PoolClient>
  override connect(callback: Callback): void
  override connect(callback?: Callback): Promise<pg.PoolClient> | undefined {
    if (!callback) return super.connect().catch(asAway)
    super.connect(callback)
    return undefined
  }
}
