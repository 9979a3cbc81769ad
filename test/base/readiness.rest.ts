/** A server whose connections are all in use is well while they are answered, and away when nobody is. */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { Database, rows } from '../../src/base/database.js'
import { Installation } from '../../src/base/installation.js'
import { findFault } from '../../src/base/readiness.js'
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

/** So many requests at once, each of which has a connection for so many seconds. */
const crowd = (requests: number, seconds: number) =>
  Array.from({ length: requests }, () => db.transaction({}, (tx) => rows(tx, 'select pg_sleep($1)', [seconds])))

test('nobody is before it: well', async () => {
  expect(await findFault(db, installation)).toBeUndefined()
})

test('no connection becomes free for it, and those before it are answered: well', async () => {
  const requests = crowd(60, 0.2).map((request) => request.catch(() => 'refused'))
  expect(await findFault(db, installation)).toBeUndefined()
  expect(db.connections.waiting + db.connections.busy).toBeGreaterThan(0) // it did not just wait for its turn
  await Promise.all(requests)
})

test('nobody is answered: away', async () => {
  const requests = crowd(2, 3)
  expect(await findFault(db, installation)).toBe('database')
  await Promise.all(requests)
})
