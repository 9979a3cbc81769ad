/**
 * A session of one's own, for notifications and locks, and whether an address gives one. Behind a
 * pooler in transaction mode it does not: what one listens to or locks belongs to a session of the
 * server that others are given next, and a statement that one has prepared is known to it only where
 * the pooler sees to that.
 */
import type pg from 'pg'
import { openClient } from './addresses.js'
import { sqlState } from './databaseErrors.js'

const BEAT = 10_000 // ms

/**
 * A connection that mostly waits. It asks by itself, every few seconds, whether its server is still there: one that
 * has vanished says no farewell, and another one may be in its place. When there is no answer, it ends (`end`).
 */
export async function openSession(address: string): Promise<pg.Client> {
  // only in this mode, which its types do not know, pg gives up the connection together with the question
  const client = await openClient(address, { pipeline: true, ...TIMES } as pg.ClientConfig)
  const beating = setInterval(() => client.query('select 1').catch(() => undefined), BEAT).unref()
  client.once('end', () => clearInterval(beating))
  return client
}
const TIMES = { connectionTimeoutMillis: 2_000, query_timeout: BEAT }

/**
 * `own`: no pooler, or one that gives each client a session; `shared`: one that gives it for a transaction;
 * `unprepared`: one that, moreover, does not keep prepared statements.
 */
export type Sessions = 'own' | 'shared' | 'unprepared'

/** Prepared by name, as the product's statements are. */
const PROBE = { name: 'haijian whose session', text: 'select pg_backend_pid() as pid, $1::int', values: [1] }

/** Of a prepared statement: there is none of this name in this session, or there is one already. */
const UNPREPARED = new Set(['26000', '42P05'])

const PATIENCE = 5_000 // ms
/** Others may use the pool at the same moment, and get what would have come here. */
const ROUNDS = 5

const askPid = async (client: pg.Client): Promise<number> =>
  (await client.query<{ pid: number }>(PROBE)).rows[0]?.pid ?? 0

/** What the server, or a pooler in its place, has said at the start; pg's types do not show it. */
const toldPid = (client: pg.Client): unknown => (client as pg.Client & { readonly processID?: unknown }).processID

/** Asks as one client, or two, whose sessions they are. */
export async function findSessions(address: string): Promise<Sessions> {
  const one = await openClient(address)
  try {
    const first = await askPid(one)
    if (first === toldPid(one)) return 'own'
    const other = await openClient(address, { query_timeout: PATIENCE })
    return await compare(first, one, other).finally(() => other.end())
  } catch (error) {
    if (UNPREPARED.has(sqlState(error) ?? '')) return 'unprepared'
    throw error
  } finally {
    await one.end()
  }
}

/**
 * A pooler hands out what came back last: in transaction mode each gets, by turns, the session that
 * the other has just had.
 */
async function compare(first: number, one: pg.Client, other: pg.Client): Promise<Sessions> {
  for (let round = 0; round < ROUNDS; round++) {
    if ((await askPid(other)) === first) return 'shared'
    if ((await askPid(one)) !== first) return 'shared'
  }
  return 'own'
}
