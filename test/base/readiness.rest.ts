/** A server whose connections are all in use is well while they are answered, and away when nobody is. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { Database, rows } from '../../src/base/database.js'
import { Installation } from '../../src/base/installation.js'
import { isCrowded } from '../../src/base/pool.js'
import { findFault } from '../../src/base/readiness.js'
import { connect } from '../../tools/roles.js'
import { freshDatabase } from '../database.js'

let database: Awaited<ReturnType<typeof freshDatabase>>
let db: Database
let installation: Installation

beforeAll(async () => {
  database = await freshDatabase()
  db = await Database.open({ url: database.appUrl, poolSize: 2, entities: [] })
  installation = await Installation.open(db)
})
afterAll(async () => {
  await db.source.destroy()
  await database.drop()
})

/** Has a connection for so many seconds. */
const hold = (seconds: number) => db.transaction({}, (tx) => rows(tx, 'select pg_sleep($1)', [seconds]))

test('nobody is before it: well', async () => {
  expect(await findFault(db, installation)).toBeUndefined()
})

test('no connection becomes free for it, and those before it are answered: well', async () => {
  // two have a connection until the middle of the time that one waits, and the next two beyond its end
  const crowd = Promise.allSettled([1, 2, 3, 4].map(() => hold(1.5)))
  await sleep(100)
  const beside = db.requireWritable().catch(isCrowded)
  expect(await findFault(db, installation)).toBeUndefined()
  expect(await beside).toBe(true)
  await crowd
})

test('nobody is answered: away', async () => {
  const requests = [hold(14), hold(14)]
  const ended = Promise.allSettled(requests)
  expect(await findFault(db, installation)).toBe('database')
  const admin = await connect(database.adminUrl)
  await admin.query(`select pg_cancel_backend(pid) from pg_stat_activity where query like 'select pg_sleep(%'`)
  await admin.end()
  await ended
})
