/**
 * A server that can only be read counts as away: a real hot standby that was not promoted yet, and a
 * server that was set so. Afterwards all goes on, without a restart.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import type pg from 'pg'
import { apiPath, path } from '../../src/base/path.js'
import { newCheckCode } from '../../src/base/checkCode.js'
import { examineDatabases, openDatabases } from '../../tools/doctor/database.js'
import { App, configOf, findPort, Part, Plant } from './plant.js'
import { Address, type Standby, startStandby } from './standby.js'

jest.setTimeout(300_000)

let plant: Plant
let address: Address
let standby: Standby
let app: App
let worker: Part
const closing: (() => unknown)[] = []

beforeAll(async () => {
  plant = await Plant.open({ apps: 0, workers: 0, drafts: 8, database: { testing: true } })
  closing.push(() => plant.close())
  address = await Address.open(plant.postgres.port)
  closing.push(() => address.close())
  const through = (kind: 'app' | 'worker', ...names: string[]) => {
    const settings = plant.settings(kind)
    return { ...settings, ...Object.fromEntries(names.map((name) => [name, address.of(settings[name] ?? '')])) }
  }
  app = new App(await findPort(), through('app', 'APP_DATABASE_URL', 'ENTRY_DATABASE_URL'))
  closing.push(() => app.kill())
  worker = new Part('worker.js', through('worker', 'WORKER_DATABASE_URL'))
  closing.push(() => worker.kill())
  await app.waitUntilReady()
  standby = await startStandby(plant.postgres)
  closing.push(() => standby.stop())
})
afterAll(async () => {
  for (const close of closing.reverse()) await close()
})

/** Writes into a draft; what is answered, and when to come again. */
async function write(draft = 0): Promise<[number, string | null]> {
  const answer = await fetch(`${app.address}${apiPath.answers(Number(plant.inhabited.drafts[draft]))}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${plant.inhabited.keys.applicant}`, 'content-type': 'application/json' },
    body: '{"answers":{}}',
  })
  await answer.body?.cancel()
  return [answer.status, answer.headers.get('retry-after')]
}

async function ready(): Promise<[number, unknown]> {
  const answer = await fetch(`${app.address}${path.isReady}`)
  return [answer.status, await answer.json()]
}

async function signIn(): Promise<[number, string | null]> {
  const answer = await fetch(`${app.address}${apiPath.session}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"account":"nobody","password":"nothing at all"}',
  })
  await answer.body?.cancel()
  return [answer.status, answer.headers.get('retry-after')]
}

/** Waits until the worker has done a job on this server. */
async function workOn(client: pg.Client): Promise<void> {
  await client.query(`select graphile_worker.add_job('sweep', job_key => 'asked by the test')`)
  const waiting = async () =>
    (await client.query(`select 1 from graphile_worker.jobs where key = 'asked by the test'`)).rows.length > 0
  while (await waiting()) await sleep(100)
}

const anAuthority = async (client: pg.Client): Promise<number> =>
  (await client.query<{ id: number }>('select min(id) as id from authorities')).rows[0]?.id ?? 0

async function setReadOnly(client: pg.Client, value: 'on' | 'off'): Promise<void> {
  await client.query(`alter system set default_transaction_read_only = ${value}`)
  await client.query('select pg_reload_conf()')
  const now = async () => (await client.query('show default_transaction_read_only')).rows[0]
  while ((await now()).default_transaction_read_only !== value) await sleep(50)
  await sleep(200) // each of the server's processes hears of it by itself
}

test('a server that was set so: everybody is told to come again, nobody is sent here; set back, all goes on', async () => {
  const admin = await plant.look()
  await workOn(admin)
  const backends = async () =>
    (await admin.query(`select pid from pg_stat_activity where usename like 'haijian_%' order by pid`)).rows
  expect(await write()).toEqual([200, null])
  const before = await backends() // at once, since its connection is given up when nobody uses it for ten seconds
  await setReadOnly(admin, 'on')
  expect(await write()).toEqual([503, '5'])
  expect(await write()).toEqual([503, '5'])
  expect(await signIn()).toEqual([503, '5'])
  expect(await ready()).toEqual([503, { status: 'readOnly' }])
  expect((await fetch(`${app.address}${path.isLive}`)).status).toBe(200)
  expect(await backends()).not.toEqual(before)
  await setReadOnly(admin, 'off')
  expect(await ready()).toEqual([200, { status: 'ready' }])
  expect(await write()).toEqual([200, null])
  await workOn(admin)
  expect([app.deaths, worker.deaths]).toEqual([0, 0])
  await admin.end()
})

test('an address that leads to a standby: away, until it leads to the server again', async () => {
  address.lead(standby.port, { cut: true })
  expect(await write()).toEqual([503, '5'])
  expect(await signIn()).toEqual([503, '5'])
  expect(await ready()).toEqual([503, { status: 'readOnly' }])
  expect((await fetch(`${app.address}${path.verifyCode(newCheckCode())}`)).status).toBe(503) // a letter that was revoked may be in force there
  address.lead(plant.postgres.port, { cut: true })
  expect(await ready()).toEqual([200, { status: 'ready' }])
  expect(await write()).toEqual([200, null])
  const admin = await plant.look()
  await workOn(admin)
  await admin.end()
  expect([app.deaths, worker.deaths]).toEqual([0, 0])
})

test('the doctor says that a failover may lose commits, until they wait for the standby', async () => {
  const admin = await plant.look()
  const replication = async () => {
    const config = configOf(plant.postgres, plant.folder)
    const { opened } = await openDatabases(config)
    const found = examineDatabases(config, opened).find(({ about }) => about === 'synchronous_standby_names')
    for (const { client } of opened) await client.end()
    return [found?.grade, found?.found.en]
  }
  expect(await replication()).toEqual(['hint', expect.stringContaining('letter numbers in them could be issued again')])
  await admin.query(`alter system set synchronous_standby_names = 'ANY 1 (*)'`)
  await admin.query('select pg_reload_conf()')
  await sleep(500)
  expect(await replication()).toEqual(['ok', 'standbys that receive the log: 1. Commits wait for one of them.'])
  await admin.query('alter system reset synchronous_standby_names')
  await admin.query('select pg_reload_conf()')
  await admin.end()
})

test('a failover under open connections: one request is told to come again, and the next goes to the server that is written', async () => {
  expect(await Promise.all([0, 1, 2, 3, 4].map(write))).toEqual(Array(5).fill([200, null])) // several connections are open
  const before = await plant.look()
  await before.query(`insert into letter_series values ($1, 'trial', 2026, 41)`, [await anAuthority(before)])
  await setReadOnly(before, 'on')
  await before.end()
  await standby.promote()
  address.lead(standby.port, { cut: false })
  expect(await write()).toEqual([503, '5'])
  expect(await Promise.all([0, 1, 2, 3, 4].map(write))).toEqual(Array(5).fill([200, null]))
  expect(await ready()).toEqual([200, { status: 'ready' }])
  const admin = await standby.look()
  await workOn(admin)
  // commits waited for no standby: what may have been lost is given to nobody else
  const next = async () =>
    (await admin.query(`update letter_series set last = last + 1 where series = 'trial' returning last`)).rows
  expect([await next(), await next()]).toEqual([[{ last: 142 }], [{ last: 143 }]])
  expect((await admin.query('select series, year, first, last from skipped_numbers')).rows).toEqual([
    { series: 'trial', year: 2026, first: 42, last: 141 },
  ])
  await admin.end()
  expect([app.deaths, worker.deaths]).toEqual([0, 0])
})
