/** Processes that stand still for ten seconds and go on, workers that are gone, disks that are full, clocks that jump. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, jest, test } from '@jest/globals'
import type pg from 'pg'
import { apiPath, path } from '../../src/base/path.js'
import { inputOf } from '../cases/inputs.js'
import { historyFaults } from '../cases/looking.js'
import { listFaults, listOpenWork } from './checker.js'
import { Disk, testWithDisk } from './disk.js'
import { Driver } from './driver.js'
import type { ActorName } from './inhabitants.js'
import { contractOf, upload } from './papers.js'
import { Part, Plant, type PlantOptions } from './plant.js'

jest.setTimeout(300_000)

let plant: Plant
let admin: pg.Client
const closing: (() => unknown)[] = []

async function open(options: PlantOptions): Promise<void> {
  plant = await Plant.open(options)
  closing.push(() => plant.close())
  admin = await plant.look()
  closing.push(() => admin.end())
}

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const drive = (clients: number, patience: number) =>
  new Driver({
    addresses: () => plant.apps.map(({ address }) => address),
    inhabited: plant.inhabited,
    clients,
    patience,
    allowed: [507],
  }).start()

async function finishWork(): Promise<void> {
  for (const end = performance.now() + 90_000; performance.now() < end; await sleep(200))
    if ((await listOpenWork(admin).catch(() => ['?'])).length === 0) return
}

test('a web server and a worker stand still for ten seconds in the middle of their work, and go on: nothing is done twice, nothing is lost', async () => {
  await open({ drafts: 16 })
  const driver = drive(12, 3_000)
  await driver.advance(30)
  const [first] = plant.apps
  const [worker] = plant.workers
  for (const part of [first, worker]) part?.signal('SIGSTOP')
  const other = new Part('worker.js', plant.settings('worker'))
  closing.push(() => other.kill())
  await Promise.all([sleep(10_000), driver.advance(20)])
  for (const part of [first, worker]) part?.signal('SIGCONT')
  await driver.advance(20)
  const log = await driver.stop()
  await finishWork()
  expect(await listFaults(admin, log)).toEqual([])

  // jobs whose worker is gone are freed, whatever they are; those of a worker that lives are not
  const held = await plant.look()
  closing.push(() => held.end())
  await held.query(`select pg_advisory_lock(hashtextextended('haijian worker pool-that-lives', 0))`)
  await admin.query(`
    begin;
    select graphile_worker.add_job('sweep', job_key => 'of the dead');
    select graphile_worker.add_job('sweep', job_key => 'of the living');
    update graphile_worker._private_jobs set locked_at = now(), locked_by = case key when 'of the dead' then 'pool-that-is-gone' else 'pool-that-lives' end where key like 'of the %';
    commit`)
  worker?.signal('SIGKILL')
  const keys = async () =>
    (await admin.query<{ key: string }>(`select key from graphile_worker.jobs where key like 'of the %'`)).rows.map(
      ({ key }) => key,
    )
  while ((await keys()).includes('of the dead')) await sleep(100)
  expect(await keys()).toEqual(['of the living'])
})

test('a database that is killed again and again under a worker’s jobs: it waits, as the web server does, and goes on', async () => {
  await open({ drafts: 2, apps: 1 })
  const [worker] = plant.workers
  const [app] = plant.apps
  const { pid } = worker ?? {}
  // some succeed, some fail: the queue writes both down without waiting for it
  const order = async () => {
    const client = await plant.look()
    await client.query(`
      select graphile_worker.add_job('strike', job_key => 'strike ' || n) from generate_series(1, 20) n;
      select graphile_worker.add_job('makeLetter', '{"letterId": "none"}', job_key => 'letter ' || n, max_attempts => 2) from generate_series(1, 20) n`)
    await client.end()
  }
  for (const pause of [0, 150, 400, 900, 2_500]) {
    await order()
    await sleep(pause)
    await plant.killDatabase()
  }
  await app?.waitUntilReady()
  await order()
  const done = async () => {
    const client = await plant.look()
    const { rowCount } = await client.query(`select 1 from graphile_worker.jobs where key like 'strike %'`)
    await client.end()
    return rowCount === 0
  }
  for (const end = performance.now() + 120_000; performance.now() < end && !(await done()); ) await sleep(500)
  expect([await done(), worker?.pid, worker?.deaths, app?.deaths]).toEqual([true, pid, 0, 0])
})

testWithDisk(
  'the disk of the uploads is full: 507 and when to come back, nothing half written; with space again all is well',
  async () => {
    const disk = Disk.mount(24)
    if (!disk) throw new Error('no disk')
    closing.push(() => disk.unmount())
    const data = disk.make('data')
    await open({ drafts: 3, apps: 1, workers: 0, settings: { DATA_DIR: data } })
    const [first = 0, second = 0] = plant.inhabited.drafts
    expect((await upload(plant, first, await contractOf())).status).toBe(201)
    const stored = () =>
      readdirSync(join(data, 'files'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
        .length
    const rows = async () => (await admin.query<{ n: number }>('select count(*)::int as n from attachments')).rows[0]?.n
    const before = { files: stored(), rows: await rows() }
    disk.fill()
    expect(await upload(plant, second, await contractOf(3_000_000))).toEqual({ status: 507, retryAfter: '60' })
    expect({ files: stored(), rows: await rows() }).toEqual(before)
    expect(existsSync(join(data, 'incoming')) ? readdirSync(join(data, 'incoming')) : []).toEqual([])
    expect((await fetch(`${plant.apps[0]?.address}${path.howItWorks}`)).status).toBe(200)
    disk.free()
    expect((await upload(plant, second, await contractOf(3_000_000))).status).toBe(201)
    expect(await historyFaults(admin)).toEqual([])
  },
)

testWithDisk(
  'the disk of the database is full: 503 or 507, nothing is lost; with space again it goes on by itself',
  async () => {
    const disk = Disk.mount(400)
    if (!disk) throw new Error('no disk')
    closing.push(() => disk.unmount())
    await open({ drafts: 12, apps: 1, folder: disk.make('data') })
    const [app] = plant.apps
    const driver = drive(8, 5_000)
    await driver.advance(40)
    disk.fill()
    const open503 = () =>
      driver.log.operations.filter(({ outcome, status }) => outcome === 'unknown' && [503, 507].includes(status)).length
    while (open503() < 4) await sleep(50)
    await sleep(2_000)
    expect((await fetch(`${app?.address}${path.isLive}`)).status).toBe(200)
    const { pid } = app ?? {}
    disk.free()
    await driver.advance(40)
    const log = await driver.stop()
    expect([app?.pid, app?.deaths]).toEqual([pid, 0]) // back without a restart
    await admin.end().catch(() => undefined)
    admin = await plant.look()
    await finishWork()
    expect(await listFaults(admin, log)).toEqual([])
  },
)

test('a clock that jumps between processes: the order is that of the steps, no stay takes less than no time, and each limit counts from its own day', async () => {
  const base = new Date('2026-11-24T01:00:00+08:00')
  const hours = (count: number) => new Date(base.getTime() + count * 3_600_000).toISOString()
  await open({ drafts: 2, apps: 1, workers: 0, settings: { CLOCK_AT: hours(0) } })
  const [app] = plant.apps
  const [one = 0, two = 0] = plant.inhabited.drafts
  const act = async (caseId: number, who: ActorName, action: string) => {
    const headers = { authorization: `Bearer ${plant.inhabited.keys[who]}`, 'content-type': 'application/json' }
    const { rows } = await admin.query<{ version: number }>('select version from cases where id = $1', [caseId])
    const body = JSON.stringify({ version: rows[0]?.version, input: inputOf(action, 'sh-commerce') ?? {} })
    const answer = await fetch(`${app?.address}${apiPath.action(caseId, action)}`, {
      method: 'POST',
      headers,
      body,
    })
    const due = await admin.query<{ due: string }>('select due_on::text as due from cases where id = $1', [caseId])
    return [action, answer.status, due.rows[0]?.due]
  }
  const jump = async (to: number) => {
    await app?.stop({ CLOCK_AT: hours(to) })
    app?.start()
    await app?.waitUntilReady()
  }
  expect(await act(one, 'applicant', 'submit')).toEqual(['submit', 200, '2026-12-01'])
  expect(await act(two, 'applicant', 'submit')).toEqual(['submit', 200, '2026-12-01'])
  expect(await act(two, 'intake', 'requestCorrection')).toEqual(['requestCorrection', 200, '2026-12-24'])
  await jump(-2) // the day before, in Shanghai
  expect(await act(one, 'intake', 'accept')).toEqual(['accept', 200, '2026-12-07'])
  expect((await act(two, 'applicant', 'resubmit')).slice(0, 2)).toEqual(['resubmit', 200])
  await jump(2)
  expect(await act(one, 'assessor', 'report')).toEqual(['report', 200, '2026-11-26'])
  await jump(400 * 24)
  expect(await act(one, 'approver', 'refuse')).toEqual(['refuse', 200, '2028-02-28'])
  await jump(0)
  expect((await act(one, 'intake', 'note')).slice(0, 2)).toEqual(['note', 200])

  const { rows } = await admin.query<{ action: string }>(
    `select action from events where case_id = $1 and action not in ('start', 'saveAnswers', 'attachFile') order by seq`,
    [one],
  )
  expect(rows.map(({ action }) => action)).toEqual(['submit', 'accept', 'report', 'refuse', 'note'])
  expect(await historyFaults(admin)).toEqual([])
  const stays = await admin.query<{ least: number }>(
    `select min(days) as least from report_marks(null, '2026-01-01', '2028-12-31',
       (select array_agg(d::date order by d) from generate_series('2026-01-01'::date, '2028-12-31', '1 day') d where extract(isodow from d) < 6), '[]')`,
  )
  expect(stays.rows).toEqual([{ least: 0 }])
  expect((await admin.query('select days from clock_stops where to_on < from_on or days < 0')).rows).toEqual([])
  expect((await admin.query('select to_on::text as ended from clock_stops')).rows).toEqual([{ ended: '2026-11-24' }])
})
