/** A transaction that has ended has ended for all branches of its work: none goes on by itself, outside of it. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { Database, rows, type Tx } from '../../src/base/database.js'
import { connect } from '../../tools/roles.js'
import { freshDatabase, type TestDatabase } from '../database.js'

let database: TestDatabase
let db: Database

beforeAll(async () => {
  database = await freshDatabase({}, { migrated: false })
  await ask('create table written (by text not null)')
  db = await Database.open({ url: database.ownerUrl, poolSize: 1, entities: [] })
})
afterAll(async () => {
  await db.source.destroy()
  await database.drop()
})

async function ask(sql: string): Promise<unknown[]> {
  const client = await connect(database.ownerUrl)
  const found = await client.query(sql).finally(() => client.end())
  return found.rows
}

/** Both ways to the connection: ours, and that of entities. */
const WAYS: readonly [string, (tx: Tx, by: string) => Promise<unknown>][] = [
  ['a statement of ours', (tx, by) => rows(tx, 'insert into written values ($1)', [by])],
  ['a statement of an entity’s', (tx, by) => tx.query('insert into written values ($1)', [by])],
]

test.each(WAYS)('%s of a branch that goes on after another has failed is refused', async (_way, write) => {
  let refused: unknown
  /** Writes one after another, until it is not let. */
  const goesOn = async (tx: Tx) => {
    for (let at = 0; at < 1_000; at++) await write(tx, `branch ${at}`)
  }
  const fails = async (tx: Tx) => {
    await rows(tx, 'select 1')
    throw new Error('this branch has failed')
  }
  let ended: Promise<void> | undefined
  const work = (tx: Tx) => {
    const going = goesOn(tx)
    ended = going.catch((error: unknown) => {
      refused = error
    })
    return Promise.all([going, fails(tx)])
  }
  await expect(db.transaction({}, work)).rejects.toThrow('this branch has failed')
  await ended
  expect(refused).toBeInstanceOf(Error)
  expect(await ask('select * from written')).toEqual([])
})

test('one that nobody waits for is refused after COMMIT, and the connection serves the next', async () => {
  let late: Promise<unknown> | undefined
  await db.transaction({}, async (tx) => {
    await rows(tx, `insert into written values ('in time')`)
    late = (async () => {
      for (let at = 0; at < 1_000; at++) await rows(tx, `insert into written values ('late')`)
    })().catch((error: unknown) => error)
    await rows(tx, 'select 1')
  })
  expect(await late).toBeInstanceOf(Error)
  const before = await ask('select count(*)::int as n from written')
  await db.transaction({}, (tx) => rows(tx, 'select 1'))
  expect(await ask('select count(*)::int as n from written')).toEqual(before)
})

describe('of two statements in flight of which the first has failed', () => {
  const fails = (code: string) => `do $$ begin raise exception 'as planned' using errcode = '${code}'; end $$`
  /** Whoever waits hears of the second one first, which was refused only because of the first. */
  const work = (sql: string) => async (tx: Tx) => {
    const first = rows(tx, sql)
    first.catch(() => undefined)
    const second = await rows<{ n: number }>(tx, 'select 2 as n')
    await first
    return second
  }

  test('the first one’s error counts', async () => {
    await expect(db.transaction({}, work(fails('55P03')))).rejects.toMatchObject({ code: '55P03' })
  })

  test('the transaction is tried again where the first one’s error asks for that', async () => {
    let tries = 0
    const found = await db.transaction({}, (tx) => work(++tries === 1 ? fails('40001') : 'select 1')(tx))
    expect([found, tries]).toEqual([[{ n: 2 }], 2])
  })
})
