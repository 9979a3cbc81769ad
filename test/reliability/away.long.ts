/**
 * A worker that is away for an hour, and a mail server that is away for a day: what people ordered meanwhile waits, nothing is lost or done twice, and all of it is caught up.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, jest, test } from '@jest/globals'
import { Outgoing } from '../../src/base/outgoing.js'
import { path } from '../../src/base/path.js'
import { orderMail } from '../../src/people/mail.js'
import { MailQueue } from '../../src/worker/mailQueue.js'
import { MailTransport, SmtpTransport } from '../../src/worker/mailTransport.js'
import { World } from '../cases/world.js'
import { sinceMorning } from '../clock.js'
import { startMailServer } from '../worker/mailServer.js'
import { listFaults, listOpenWork } from './checker.js'
import { Driver } from './driver.js'
import { sum } from './log.js'
import { findPort, Part, Plant } from './plant.js'

jest.setTimeout(300_000)

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const HOUR = 3_600_000 // ms

test('no worker for an hour: people go on, and what they ordered is made once by the one that comes', async () => {
  const plant = await Plant.open({ drafts: 24, apps: 1, workers: 0 })
  closing.push(() => plant.close())
  const admin = await plant.look()
  closing.push(() => admin.end())
  const driver = new Driver({
    addresses: () => plant.apps.map(({ address }) => address),
    inhabited: plant.inhabited,
    clients: 8,
  }).start()
  await driver.advance(120)
  const log = await driver.stop()
  const waiting = await listOpenWork(admin)
  expect(waiting.length).toBeGreaterThan(20)
  expect((await admin.query('select 1 from letters where issued_at is not null')).rows).toEqual([])

  // by its clock the hour is over: all that it finds is long overdue
  const later = new Date(sinceMorning().getTime() + HOUR).toISOString()
  const worker = new Part('worker.js', { ...plant.settings('worker'), CLOCK_AT: later })
  closing.push(() => worker.kill())
  for (const end = performance.now() + 120_000; performance.now() < end; await sleep(250))
    if ((await listOpenWork(admin)).length === 0) break
  expect(await listOpenWork(admin)).toEqual([])
  expect(await listFaults(admin, log)).toEqual([])
  expect(worker.deaths).toBe(0)
  const { rows } = await admin.query<{ made: number }>(
    'select count(*)::int as made from letters where issued_at is not null',
  )
  expect(rows[0]?.made).toBeGreaterThan(0)
  process.stdout.write(`${JSON.stringify({ ...sum(log), waited: waiting.length, ...rows[0] })}\n`)
})

test('the mail server away for a day: each mail is tried by its schedule, none is given up, and each arrives once', async () => {
  const MINUTE = 60_000
  const MAILS = 100
  const world = await World.open({ settings: { PUBLIC_URL: 'https://haijian.example' } })
  closing.push(() => world.close())
  const port = await findPort()
  const outgoing = new Outgoing({ production: false, outgoingPrivate: null })
  const transport = new SmtpTransport({ url: `smtp://127.0.0.1:${port}`, from: 'noreply@haijian.example', outgoing })
  const queue = (await world.openWorker([{ provide: MailTransport, useValue: transport }])).get(MailQueue)
  const begun = world.clock.now().getTime()
  const order = (number: number) =>
    world.database.transaction({}, (tx) => {
      const to = { address: `p${number}@firm.example` }
      return orderMail(
        tx,
        { kind: 'invitation', to, language: 'zh', path: path.signIn, secret: false },
        world.clock.now(),
      )
    })
  const counted = async () =>
    (
      await world.admin.query(
        'select state, count(*)::int as n, max(tries) as most from mails group by state order by state',
      )
    ).rows
  /** A minute of the worker's: while the server is away one mail is tried, the others wait. */
  const turn = async (minute: number) => {
    world.clock.moveTo(new Date(begun + minute * MINUTE))
    return queue.sendDue()
  }

  let ordered = 0
  for (let minute = 0; minute < 24 * 60; minute++) {
    if (minute % 14 === 0 && ordered < MAILS) await order(ordered++)
    await turn(minute)
  }
  expect(ordered).toBe(MAILS)
  const away = await counted()
  expect(away.map(({ state }) => state)).toEqual(['failed'])
  // pauses of 1, 5, 15, 60, 240 and 720 minutes lie within a day, the last one of a day does not
  expect(away[0]).toEqual({ state: 'failed', n: MAILS, most: 7 })

  const server = await startMailServer({}, undefined, port)
  closing.push(() => server.close())
  for (let minute = 24 * 60; minute <= 48 * 60; minute += 5) await turn(minute)
  expect(await counted()).toEqual([{ state: 'sent', n: MAILS, most: expect.any(Number) }])
  const arrived = server.received.map(({ to }) => to.join())
  expect(arrived.sort()).toEqual(Array.from({ length: MAILS }, (_, number) => `p${number}@firm.example`).sort())
  await queue.sendDue()
  expect(server.received).toHaveLength(MAILS)
})
