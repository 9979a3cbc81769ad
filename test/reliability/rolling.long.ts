/**
 * A new release comes without a failed request. Clients act through a balancer on a database of the last release, and so does its code where the checkout has it; the schema is
 * migrated meanwhile, one migration after the other; then every process is stopped in order and started again as the present one. Once it goes back to the last release and forward
 * again, on cases that the present one has not touched (docs/operations.md, “Going back”). At last comes a next release as the handbook allows it.
 */
import { once } from 'node:events'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import Fastify from 'fastify'
import type pg from 'pg'
import type { MigrationInterface } from 'typeorm'
import { fill } from '../../bench/audit/fill.js'
import { path } from '../../src/base/path.js'
import { projectFolder } from '../../src/settings.js'
import { Draining } from '../../src/web/http/draining.js'
import { migrate, runOurs } from '../../tools/migrate.js'
import { goBack, listReleased } from '../database/released.js'
import { long, rounds } from '../long.js'
import { Balancer } from './balancer.js'
import { listFaults, listOpenWork } from './checker.js'
import { Driver } from './driver.js'
import { EXPANSIONS } from './expansions.js'
import { type Log, sum } from './log.js'
import { configOf, look, Plant } from './plant.js'
import { buildRelease, type Release } from './release.js'

jest.setTimeout(900_000)

const CASES = rounds(10_000)
/** How many steps the clients take after each migration. */
const STEPS = long ? 10 : 4

/** The cases that only fill the tables need not be sealed: nobody opens them. */
const FILLED = `
  update cases set data_key = (select data_key from cases where data_key is not null limit 1) where data_key is null;
  analyze`

let release: Release | undefined
let plant: Plant
let balancer: Balancer
let admin: pg.Client
let driver: Driver

/** Cases for the clients, and some that stay as they are until it goes back. */
const DRAFTS = { driven: 24, kept: 8 }

function drive(cases: readonly number[]): Driver {
  const { inhabited } = plant
  return new Driver({ addresses: () => [balancer.address], inhabited, cases, patience: 30_000 }).start()
}

/** The store as the last release has left it: nothing says whose it is, and the files that rows name are there. */
async function leaveStore(client: pg.Client, folder: string): Promise<void> {
  for (const place of [folder, join(folder, 'audit')]) rmSync(join(place, 'installation.json'), { force: true })
  const { rows } = await client.query<{ key: string }>(
    `select storage_key as key from attachments where storage_key ~ '^[0-9a-f]{32}$'`,
  )
  for (const { key } of rows) {
    mkdirSync(join(folder, 'files', key.slice(0, 2)), { recursive: true })
    writeFileSync(join(folder, 'files', key.slice(0, 2), key.slice(2)), 'a document')
  }
}

beforeAll(async () => {
  release = buildRelease()
  if (!release) process.stdout.write('without the history the code of the last release is not tried\n')
  plant = await Plant.open({
    drafts: DRAFTS.driven + DRAFTS.kept,
    // long enough for a balancer whose questions wait for a busy core
    settings: { DRAIN_SECONDS: '3' },
    ...(release && { code: release.folder }),
    prepare: async ({ postgres, inhabited, folder }) => {
      const client = await look(postgres)
      const { people, firms } = inhabited.population
      await fill(client, { cases: CASES, eventsEach: 5, first: 100_001, firm: firms.second, person: people.rival.id })
      await client.query(FILLED)
      if (release) await leaveStore(client, folder)
      await client.end()
      if (release) await goBack(postgres.url)
    },
  })
  balancer = await Balancer.open(plant.apps)
  admin = await plant.look()
  driver = drive(plant.inhabited.drafts.slice(0, DRAFTS.driven))
})
afterAll(async () => {
  // also when a test has failed meanwhile: nothing ends while a client goes on
  await driver?.stop()
  await admin?.end()
  await balancer?.close()
  await plant?.close()
  release?.remove()
})

/** How long others have waited for a table, at the longest, as far as it was seen; in milliseconds. */
async function watchWaits(watching: pg.Client, until: Promise<unknown>): Promise<number> {
  let longest = 0
  let over = false
  const end = until.finally(() => {
    over = true
  })
  while (!over) {
    const { rows } = await watching.query<{ ms: number }>(
      `select coalesce(max(extract(epoch from clock_timestamp() - l.waitstart)) * 1000, 0)::int as ms
       from pg_locks l join pg_stat_activity a using (pid) where not l.granted and l.locktype = 'relation' and a.usename in ('haijian_app', 'haijian_worker')`,
    )
    longest = Math.max(longest, rows[0]?.ms ?? 0)
    await sleep(20)
  }
  await end
  return longest
}

/** Runs these migrations, with some steps of the clients after each; answers how long a client has waited for a table. */
async function migrateBySteps(next: readonly (new () => MigrationInterface)[]): Promise<number> {
  const steps = async () => {
    for (const [index] of next.entries()) {
      await runOurs(plant.postgres.url, next.slice(0, index + 1))
      await driver.advance(STEPS)
    }
  }
  return watchWaits(admin, steps())
}

/** One after the other, as this code, while these clients act. */
async function restartAll(code = projectFolder, clients = driver): Promise<void> {
  for (const app of plant.apps) {
    expect(await app.stop()).toBe(0)
    app.code = code
    app.start()
    await app.waitUntilReady()
    await clients.advance(2 * STEPS)
  }
  for (const worker of plant.workers) {
    expect(await worker.stop()).toBe(0)
    worker.code = code
    worker.start()
  }
}

/** Back to the last release over the new schema, and forward again; answers what was done meanwhile. */
async function goBackForAWhile(code: string): Promise<Log> {
  await driver.pause()
  while ((await listOpenWork(admin)).length > 0) await sleep(50)
  const clients = drive(plant.inhabited.drafts.slice(DRAFTS.driven))
  await restartAll(code, clients)
  await clients.advance(5 * STEPS)
  await restartAll(projectFolder, clients)
  const log = await clients.stop()
  driver.resume()
  return log
}

test('the last release is brought to the present and to what may come next while clients act, and no request fails', async () => {
  await driver.advance(50)
  const { later } = await listReleased()
  const config = configOf(plant.postgres, plant.folder)
  const waits = [await migrateBySteps(release ? later.filter(({ closes }) => closes !== true) : [])]
  await migrate(plant.postgres.url, config, true)
  await restartAll()
  const back = release && (await goBackForAWhile(release.folder))
  waits.push(await migrateBySteps(release ? later.filter(({ closes }) => closes === true) : []))
  await migrate(plant.postgres.url, config)
  waits.push(await migrateBySteps(EXPANSIONS))
  for (let round = 1; round < (long ? 20 : 1); round++) await restartAll()
  const log = await driver.stop()
  while ((await listOpenWork(admin)).length > 0) await sleep(50)
  expect(balancer.faults).toEqual([])
  expect(log.operations.filter(({ tries }) => tries > 1)).toEqual([])
  expect(await listFaults(admin, log)).toEqual([])
  if (back) {
    expect(back.operations.filter(({ tries }) => tries > 1)).toEqual([])
    expect(await listFaults(admin, back)).toEqual([])
  }
  const { rows } = await admin.query<{ name: string }>('select name from migrations order by id')
  const names = [...later, ...EXPANSIONS].map(({ name }) => name).sort()
  expect(
    rows
      .slice(-names.length)
      .map(({ name }) => name)
      .sort(),
  ).toEqual(names)
  const tried = { oldCode: release !== undefined, migrations: names, cases: CASES }
  process.stdout.write(
    `${JSON.stringify({ ...sum(log), ...(back && { wentBack: sum(back) }), ...tried, longestWaitsForATable: waits })}\n`,
  )
})

test('a process that is leaving says so, answers what still comes, and asks for the connection to be closed', async () => {
  const [app] = plant.apps
  if (!app) throw new Error('no web server')
  const stopped = app.stop()
  while ((await app.ready()) === 200);
  const ready = await fetch(`${app.address}${path.isReady}`)
  expect([ready.status, ready.headers.get('retry-after'), await ready.json()]).toEqual([
    503,
    '5',
    { status: 'leaving' },
  ])
  const page = await fetch(`${app.address}${path.howItWorks}`)
  expect([page.status, page.headers.get('connection')]).toEqual([200, 'close'])
  expect((await fetch(`${app.address}${path.isLive}`)).status).toBe(200)
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
