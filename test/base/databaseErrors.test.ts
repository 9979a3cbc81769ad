/** A connection that breaks in the middle of a transaction: whoever asked is told to come back, however TypeORM puts it. */
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from '@jest/globals'
import { Database, row, rows, sqlState, type Tx } from '../../src/base/database.js'
import { isFull, isUnavailable } from '../../src/base/databaseErrors.js'
import { connect } from '../../tools/roles.js'
import { freshDatabase } from '../database.js'

test.each<[string, (tx: Tx) => Promise<unknown>]>([
  ['by a statement of our own', (tx) => rows(tx, 'select 1')],
  ['by TypeORM', (tx) => tx.query('select 1')],
])('the connection breaks, and is used once more %s', async (_, use) => {
  const database = await freshDatabase()
  const admin = await connect(database.adminUrl)
  const db = await Database.open({ url: database.appUrl, poolSize: 2, entities: [] })
  const failed = await db
    .transaction({}, async (tx) => {
      const found = await row<{ pid: number }>(tx, 'select pg_backend_pid() as pid')
      await admin.query('select pg_terminate_backend($1)', [found?.pid])
      await sleep(100)
      return use(tx)
    })
    .catch((error: unknown) => error)
  expect(failed).toBeInstanceOf(Error)
  expect(isUnavailable(failed)).toBe(true)
  expect(await db.transaction({}, (tx) => row(tx, 'select 1 as one'))).toEqual({ one: 1 })
  await db.source.destroy()
  await admin.end()
  await database.drop()
})

const LIMITS = `
  select current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock,
    current_setting('idle_in_transaction_session_timeout') as idle`

test('a statement has fifteen seconds, a lock five: what takes longer is ended, and whoever asked is told to come back', async () => {
  const database = await freshDatabase()
  const admin = await connect(database.adminUrl)
  await admin.query('begin; lock table cases')
  for (const url of [database.appUrl, database.config.entryDatabaseUrl ?? '', database.workerUrl]) {
    const db = await Database.open({ url, poolSize: 1, entities: [] })
    const limits = { statement: '15s', lock: '5s', idle: '15s' }
    expect(await db.transaction({}, (tx) => row(tx, LIMITS))).toEqual(limits)
    expect(await db.lookUp(LIMITS, [])).toEqual([limits])
    const slow = async (tx: Tx) => {
      await rows(tx, 'set local statement_timeout = 50')
      return rows(tx, 'select pg_sleep(60)')
    }
    expect(isUnavailable(await db.transaction({}, slow).catch((error: unknown) => error))).toBe(true)
    if (url === database.appUrl) {
      const waited = await db.transaction({}, (tx) => rows(tx, 'select 1 from cases')).catch((error: unknown) => error)
      expect([sqlState(waited), isUnavailable(waited)]).toEqual(['55P03', true])
    }
    await db.source.destroy()
  }
  await admin.end()
  await database.drop()
})

test('no space on a disk is told from absence, and both from a fault of ours', () => {
  const coded = (code: string) => Object.assign(new Error('of the system'), { code })
  expect(['53100', 'ENOSPC', 'EDQUOT', '57P01', '42601'].map((code) => isFull(coded(code)))).toEqual([
    true,
    true,
    true,
    false,
    false,
  ])
  expect(
    ['57P01', 'ECONNREFUSED', '55P03', '25006', '42601', '23505'].map((code) => isUnavailable(coded(code))),
  ).toEqual([true, true, true, true, false, false])
})
