/**
 * What the queue is told when its database goes away. It waits for nobody when it writes down that a
 * job has ended: only errors of a code that it knows are tried again, any other ends the process.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type pg from 'pg'
import { sqlState } from '../../src/base/databaseErrors.js'
import { QueuePool } from '../../src/worker/queuePool.js'
import { connect } from '../../tools/roles.js'
import { freshDatabase, type TestDatabase } from '../database.js'

/** `cannot_connect_now`, the code for which the queue tries again for an hour and more. */
const TRIED_AGAIN = '57P03'

let database: TestDatabase
let other: pg.Client
const pools: QueuePool[] = []

function poolOf(connectionString: string): QueuePool {
  const pool = new QueuePool({ connectionString, max: 1 })
  pools.push(pool)
  return pool
}

const codeOf = (work: Promise<unknown>): Promise<unknown> => work.then(() => 'done', sqlState)

beforeAll(async () => {
  database = await freshDatabase()
  other = await connect(database.workerUrl)
})

afterAll(async () => {
  for (const pool of pools) await pool.end()
  await other.end()
  await database.drop()
})

test('no server, or one that can only be read: the queue tries again', async () => {
  const nobody = new URL(database.workerUrl)
  nobody.port = '1'
  const readOnly = new URL(database.workerUrl)
  readOnly.searchParams.set('options', '-c default_transaction_read_only=on')
  expect(await codeOf(poolOf(nobody.href).connect())).toBe(TRIED_AGAIN)
  expect(await codeOf(poolOf(readOnly.href).connect())).toBe(TRIED_AGAIN)
})

test('a connection cut while a statement runs, and asked again afterwards: the queue tries again', async () => {
  const client = await poolOf(database.workerUrl).connect()
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  const cut = codeOf(client.query('select pg_sleep(60)'))
  await other.query('select pg_terminate_backend($1)', [rows[0]?.pid])
  expect(await cut).toBe(TRIED_AGAIN)
  expect(await codeOf(client.query('select 1'))).toBe(TRIED_AGAIN)
  client.release(true)
})

test('what is wrong with a statement stays what it is', async () => {
  const client = await poolOf(database.workerUrl).connect()
  expect(await codeOf(client.query('select 1 / 0'))).toBe('22012')
  expect(await codeOf(client.query("do $$ begin raise 'again' using errcode = '40001'; end $$"))).toBe('40001')
  expect((await client.query<{ one: number }>('select 1 as one')).rows).toEqual([{ one: 1 }])
  client.release()
})
