/**
 * Sixteen clients act on cases while web servers, worker and database are killed with -9 at random. What was acknowledged is there once, numbers have
 * neither gaps nor doubles, every letter and paper is made in the end, every mail arrives, and the web servers bear the absence of the database. TEST_KILLS says how many kills.
 */

import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import type pg from 'pg'
import { chance, rounds } from '../long.js'
import { type MailServer, startMailServer } from '../worker/mailServer.js'
import { listFaults, listOpenWork } from './checker.js'
import { Driver } from './driver.js'
import { sum } from './log.js'
import { look, Plant } from './plant.js'
import { finishPost, mailFaults } from './post.js'

const KILLS = Number(process.env.TEST_KILLS) || rounds(300, 40)
/** Steps before the first kill and after the last. */
const FIRST = rounds(300, 20)

jest.setTimeout(60_000 + KILLS * 15_000)

let plant: Plant
let admin: pg.Client
let post: MailServer

beforeAll(async () => {
  post = await startMailServer()
  plant = await Plant.open({
    drafts: 32,
    settings: { SMTP_URL: `smtp://127.0.0.1:${post.port}`, MAIL_FROM: 'noreply@haijian.example' },
    prepare: async ({ postgres }) => {
      const client = await look(postgres)
      await client.query(`update people set email = account || '@people.example'`)
      await client.end()
    },
  })
})
afterAll(async () => {
  await admin?.end()
  await plant?.close()
  await post?.close()
})

/** Kills one part; a database, unlike the others, is back when this settles. */
async function kill(what: 'app' | 'worker' | 'database'): Promise<void> {
  if (what === 'database') return plant.killDatabase()
  const all = what === 'app' ? plant.apps : plant.workers
  const [first, second] = all.length > 1 && chance() < 0.5 ? all.toReversed() : all
  first?.signal('SIGKILL')
  if (what === 'app' && chance() < 0.2) second?.signal('SIGKILL')
}

test(`nothing is lost or doubled over ${KILLS} kills`, async () => {
  const driver = new Driver({
    addresses: () => plant.apps.map(({ address }) => address),
    inhabited: plant.inhabited,
  }).start()
  await driver.advance(FIRST)
  const killed = { app: 0, worker: 0, database: 0 }
  for (let round = 0; round < KILLS; round++) {
    const [what] = (['app', 'worker', 'database'] as const).toSorted(() => chance() - 0.5)
    if (!what) break
    killed[what] += 1
    await kill(what)
    await sleep(1_000 * chance())
    await driver.advance(4) // never so fast that nothing happens between two kills
  }
  await driver.advance(FIRST) // everything serves again
  const log = await driver.stop()
  admin = await plant.look()
  for (const end = performance.now() + 90_000; performance.now() < end; await sleep(250))
    if ((await listOpenWork(admin)).length === 0) break
  expect(log.faults.length > 0 ? plant.apps.map(({ words }) => words) : []).toEqual([]) // what they said themselves
  expect(await listFaults(admin, log)).toEqual([])
  await finishPost(admin)
  expect(await mailFaults(admin, post)).toEqual([])
  const unanswered = log.operations.filter(({ status }) => status < 200 || status >= 500)
  expect(unanswered).toEqual([])
  const { ok } = sum(log)
  expect(ok).toBeGreaterThanOrEqual(2 * FIRST + 4 * KILLS)
  const { rows } = await admin.query<{ mails: number }>(
    `select (select count(*)::int from letters where issued_at is not null) as letters, (select count(*)::int from mails) as mails`,
  )
  expect(rows[0]?.mails).toBeGreaterThan(0)
  process.stdout.write(`${JSON.stringify({ ...killed, ...sum(log), ...rows[0], arrived: post.received.length })}\n`)
})
