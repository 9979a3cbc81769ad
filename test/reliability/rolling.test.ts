/** SAFETY R19: a new release comes without a failed request: processes are stopped in order and started again, one after the other, while clients act through a balancer; the schema is migrated meanwhile. */
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import Fastify from 'fastify'
import type pg from 'pg'
import { Draining } from '../../src/web/draining.js'
import { migrate } from '../../tools/migrate.js'
import { rounds } from '../long.js'
import { Balancer } from './balancer.js'
import { listFaults, listOpenWork } from './checker.js'
import { Driver } from './driver.js'
import { configOf, Plant } from './plant.js'

jest.setTimeout(900_000)

let plant: Plant
let balancer: Balancer
let admin: pg.Client

beforeAll(async () => {
  plant = await Plant.open({ drafts: 24, settings: { DRAIN_SECONDS: '1' } })
  balancer = await Balancer.open(plant.apps)
  admin = await plant.look()
})
afterAll(async () => {
  await admin?.end()
  await balancer?.close()
  await plant?.close()
})

test('every process is restarted while clients act, and no request fails', async () => {
  const driver = new Driver({
    addresses: () => [balancer.address],
    inhabited: plant.inhabited,
    patience: 30_000,
  }).start()
  await driver.advance(50)
  for (let round = 0; round < rounds(20); round++) {
    for (const app of plant.apps) {
      const stopped = app.stop()
      expect(await stopped).toBe(0)
      app.start()
      await app.waitUntilReady()
      await driver.advance(20)
    }
    expect(await plant.workers[0]?.stop()).toBe(0)
    plant.workers[0]?.start()
    await migrate(plant.postgres.url, configOf(plant.postgres, plant.folder))
  }
  const log = await driver.stop()
  while ((await listOpenWork(admin)).length > 0) await driver.advance(0)
  expect(balancer.faults).toEqual([])
  expect(log.operations.filter(({ tries }) => tries > 1)).toEqual([])
  expect(await listFaults(admin, log)).toEqual([])
})

test('a process that is leaving says so, answers what still comes, and asks for the connection to be closed', async () => {
  const [app] = plant.apps
  if (!app) throw new Error('no web server')
  const stopped = app.stop()
  while ((await app.ready()) === 200);
  const ready = await fetch(`${app.address}/health/ready`)
  expect([ready.status, ready.headers.get('retry-after'), await ready.json()]).toEqual([
    503,
    '5',
    { status: 'leaving' },
  ])
  const page = await fetch(`${app.address}/how-it-works`)
  expect([page.status, page.headers.get('connection')]).toEqual([200, 'close'])
  expect((await fetch(`${app.address}/health/live`)).status).toBe(200)
  expect(await stopped).toBe(0)
  app.start()
  await app.waitUntilReady()
})

test('the health addresses say nothing but what they are for', async () => {
  const [app] = plant.apps
  for (const [path, body] of [
    ['live', { status: 'live' }],
    ['ready', { status: 'ready' }],
  ] as const) {
    const answer = await fetch(`${app?.address}/health/${path}`)
    expect([answer.status, answer.headers.get('cache-control'), await answer.json()]).toEqual([200, 'no-store', body])
  }
})

test('streams without an end of their own are ended, so that closing does not wait for them', async () => {
  const fastify = Fastify()
  new Draining().watch(fastify)
  fastify.get('/events', (_request, reply) => {
    reply.hijack()
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream' })
    reply.raw.write('data: first\n\n')
  })
  await fastify.listen({ port: 0, host: '127.0.0.1' })
  const { port } = fastify.server.address() as AddressInfo
  const stream = await fetch(`http://127.0.0.1:${port}/events`, { headers: { accept: 'text/event-stream' } })
  const text = stream.text()
  await fastify.close()
  expect(await text).toBe('data: first\n\n')
  if (fastify.server.listening) await once(fastify.server, 'close')
})
