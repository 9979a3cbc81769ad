/**
 * Workers are killed with -9 at random while cases move and webhooks go out. Every event reaches its receiver at least once, each under its own id,
 * those of a case in order but for repeats, and none is given up. TEST_KILLS says how many kills.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals'
import { Webhooks } from '../../src/exchange/webhook.service.js'
import { type Case, World } from '../cases/world.js'
import { sinceMorning } from '../clock.js'
import { Receiver } from '../exchange/receiver.js'
import { chance, rounds } from '../long.js'
import { endAll, type Process, worker } from './ownProcesses.js'

const KILLS = Number(process.env.TEST_KILLS) || rounds(200, 20)
jest.setTimeout(120_000 + KILLS * 15_000)

let world: World
let receiver: Receiver
beforeAll(async () => {
  world = await World.open()
  world.at(sinceMorning().toISOString()) // that of the workers, which are processes of their own
  receiver = await Receiver.start()
})
afterEach(endAll)
afterAll(async () => {
  await receiver.close()
  await world.close()
})

const count = async (sql: string): Promise<number> => (await world.admin.query<{ n: number }>(sql)).rows[0]?.n ?? 0
const open = () =>
  count(`select count(*)::int as n from webhook_deliveries d join webhooks w on w.id = d.webhook_id
    where d.state in ('waiting', 'failed')`)
const missing = () =>
  count(`select count(*)::int as n from events e join cases c on c.id = e.case_id
    where not e.internal and c.firm_id = ${world.population.firms.first} and e.xid >= (select xid from started)
      and not exists (select from webhook_deliveries d where d.case_id = e.case_id and d.seq = e.seq)`)

/** Two workers, one of which always lives. */
class Workers {
  readonly all: Process[] = []
  start(): void {
    this.all.push(worker(world.db, world.db.config.dataDir))
  }
  kill(): void {
    this.all.splice(chance() < 0.5 ? 0 : -1, 1)[0]?.kill()
    this.start()
  }
}

test(`no event is lost over ${KILLS} kills of workers`, async () => {
  const workers = new Workers()
  for (let made = 0; made < 2; made++) workers.start()
  await world.letAllSpeak()
  const wish = { address: receiver.address('/in'), kinds: [], authorityId: null }
  const { id } = await world.app.get(Webhooks).create(world.person('firmAdmin'), wish)
  for (const end = performance.now() + 60_000; performance.now() < end && (await open()) > 0; ) await sleep(100)
  await world.admin.query('create table started as select pg_current_xact_id()::text::bigint as xid')

  const cases: Case[] = []
  for (let killed = 0; killed < KILLS; killed++) {
    if (killed % 10 === 0) cases.push(await world.caseIn('submitted'))
    // answered slowly now and then, so that a worker is killed between sending and settling
    receiver.delay = chance() < 0.3 ? 200 : 0
    for (let acts = 0; acts < 3; acts++) await cases.at(-1)?.do('applicant', 'message', { text: `${killed} ${acts}` })
    await sleep(100 + 900 * chance())
    workers.kill()
  }
  receiver.delay = 0
  for (const end = performance.now() + 90_000; performance.now() < end && (await missing()) + (await open()) > 0; )
    await sleep(200)

  expect([await missing(), await open()]).toEqual([0, 0])
  const { rows } = await world.admin.query<{ name: string }>(
    `select 'event-' || case_id || '-' || seq as name from webhook_deliveries where webhook_id = ${id} and case_id is not null`,
  )
  const arrived = receiver.at('/in').map(({ headers }) => String(headers['webhook-id']))
  expect([...new Set(arrived)].sort()).toEqual(rows.map(({ name }) => name).sort())
  expect(await count(`select count(*)::int as n from webhook_deliveries where state <> 'sent'`)).toBe(0)
  for (const one of cases) {
    const orders = receiver
      .at('/in')
      .flatMap(({ message: { data } }) => (data.caseId === one.id ? Number(data.order) : []))
    const first = orders.filter((order, at) => orders.indexOf(order) === at)
    expect(first).toEqual([...first].sort((a, b) => a - b))
  }
  process.stdout.write(`${JSON.stringify({ kills: KILLS, events: rows.length, sent: arrived.length })}\n`)
})
