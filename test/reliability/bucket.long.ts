/**
 * Files in a bucket, in earnest: two hosts that share no disk, stores that are refused, a bucket that is slowed and cut under load, and a move to the bucket and back while clients act, killed in the middle.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals'
import type pg from 'pg'
import { AWAY } from '../../src/base/ending.js'
import { apiPath, path } from '../../src/base/path.js'
import { caseKeysOf, INDEX_KEY } from '../../src/cases/sealing/openKeys.js'
import { type Environment, EXIT_SETTINGS, readConfig } from '../../src/config.js'
import { readMasterKeys } from '../../src/masterKeys.js'
import { projectFolder } from '../../src/settings.js'
import { verifyFiles } from '../../tools/files.js'
import { connect } from '../../tools/roles.js'
import { emptyPlace, moveFiles } from '../../tools/store.js'
import { placesInForce } from '../../tools/store/places.js'
import { bucketAt, MAKERS, type S3Server, startS3, Way } from '../buckets.js'
import { beMorning, morningOptions } from '../clock.js'
import { openSmallScanner } from '../worker/clamd.js'
import { Driver } from './driver.js'
import { listFaults, listOpenWork } from './checker.js'
import { closing, endAll, newDatabase, newFolder, query, web, worker } from './ownProcesses.js'
import { contractOf, upload } from './papers.js'
import { App, findPort, Part, Plant, type PlantOptions } from './plant.js'

jest.setTimeout(300_000)

// a bucket answers nobody whose time of day is far from its own
beforeAll(beMorning)
afterEach(endAll)

const [anyMaker = 's3rver'] = [...MAKERS].reverse()

async function openServer(maker = anyMaker): Promise<S3Server> {
  const server = await startS3(maker)
  closing.push(() => server.stop())
  return server
}

/** In milliseconds: by then what was drawn on a busy machine before a move has its row. */
const SETTLES = 10_000

/** SHA-256 of papers that are only said to be there. */
const drafted = new Set<string>()
const LOST = 'missing_files m join attachments a using (storage_key) where a.sha256 <> all (select unnest($1::text[]))'

async function openPlant(options: PlantOptions): Promise<{ plant: Plant; admin: pg.Client; owner: pg.Client }> {
  const plant = await Plant.open(options)
  closing.push(() => plant.close())
  const [admin, owner] = [await plant.look(), await connect(plant.postgres.url)]
  closing.push(
    () => admin.end(),
    () => owner.end(),
  )
  for (const { sha256 } of (await admin.query<{ sha256: string }>('select sha256 from attachments')).rows)
    drafted.add(sha256)
  return { plant, admin, owner }
}

/** A web server on a host of its own. */
async function hostOf(plant: Plant, settings: Environment): Promise<App> {
  const app = new App(await findPort(), settings)
  closing.push(() => app.kill())
  plant.apps.push(app)
  await app.waitUntilReady()
  return app
}

const settled = async (isThere: () => Promise<boolean>) => {
  for (const end = performance.now() + 90_000; performance.now() < end; await sleep(200))
    if (await isThere().catch(() => false)) return
  throw new Error('it did not come to that')
}

/** The settings of a plant as a command has them. */
const configOf = (plant: Plant, settings: Environment) =>
  readConfig({ NODE_ENV: 'test', DATA_DIR: plant.folder, ...settings, DATABASE_URL: plant.postgres.url })

/** What is wrong with the files that were uploaded: nothing, where all of them are whole. Papers of the drafts have none. */
async function faultsOf(plant: Plant, owner: pg.Client, settings: Environment): Promise<unknown> {
  const config = configOf(plant, settings)
  const { rows } = await owner.query<{ wrapped: Buffer }>(INDEX_KEY)
  const keys = caseKeysOf(readMasterKeys(config), rows[0]?.wrapped ?? Buffer.alloc(0))
  const { missing, altered, unsealed, whole } = await verifyFiles(owner, await placesInForce(owner, config), keys)
  expect(whole).toBeGreaterThan(0)
  return [missing, altered, unsealed]
    .flat()
    .filter(({ sha256 }) => !drafted.has(sha256))
    .map(({ name }) => name)
}

/** Asks a web server whether it is ready until it says this. */
const hear = (app: { readonly address: string }, expected: object) =>
  settled(async () => (await (await fetch(app.address + path.isReady)).text()) === JSON.stringify(expected))

const count = async (admin: pg.Client, sql: string, values: unknown[] = []): Promise<number> =>
  Number((await admin.query<{ n: string }>(`select count(*) as n from ${sql}`, values)).rows[0]?.n)

async function read(plant: Plant, caseId: number, id: number): Promise<{ status: number; bytes: Buffer }> {
  const answer = await fetch(`${plant.apps[0]?.address}${apiPath.document(caseId, id)}`, {
    headers: { authorization: `Bearer ${plant.inhabited.keys.applicant}` },
  })
  return { status: answer.status, bytes: Buffer.from(await answer.arrayBuffer()) }
}

test.each(MAKERS)('two hosts without a shared disk file, scan, draw, sign and serve: a bucket of %s', async (maker) => {
  const server = await openServer(maker)
  const scanner = await openSmallScanner()
  closing.push(() => scanner.close())
  const settings = server.settings({ CLAMD: scanner.address, FILES_S3_PREFIX: 'city/haijian' })
  const { plant, admin, owner } = await openPlant({ apps: 0, workers: 0, drafts: 6, settings })
  const [ofWeb, ofWorker] = [newFolder(), newFolder()]
  await hostOf(plant, { ...plant.settings('app'), DATA_DIR: ofWeb })
  const part = new Part('worker.js', { ...plant.settings('worker'), DATA_DIR: ofWorker })
  closing.push(() => part.kill())
  const [caseId = 0] = plant.inhabited.drafts
  const contract = await contractOf(300_000)
  expect(await upload(plant, caseId, contract)).toMatchObject({ status: 201 })
  const { rows } = await admin.query<{ id: number }>('select max(id) as id from attachments')
  const id = rows[0]?.id ?? 0
  await settled(async () => (await count(admin, `attachments where id = ${id} and scan = 'clean'`)) === 1)
  await admin.query('update firms set confirmed_at = coalesce(confirmed_at, now())')
  await settled(async () => (await count(admin, `page_images where attachment_id = ${id}`)) > 0)
  const served = await read(plant, caseId, id)
  expect([served.status, served.bytes.equals(Buffer.from(contract))]).toEqual([200, true])

  const addresses = () => plant.apps.map(({ address }) => address)
  const driver = new Driver({ addresses, inhabited: plant.inhabited, clients: 4 }).start()
  await settled(async () => (await count(admin, 'letter_files')) > 0)
  const log = await driver.stop()
  await settled(async () => (await listOpenWork(admin)).length === 0)
  expect(await listFaults(admin, log)).toEqual([])

  const files = (folder: string) => (existsSync(join(folder, 'files')) ? readdirSync(join(folder, 'files')) : [])
  expect([files(ofWeb), files(ofWorker), readdirSync(join(ofWeb, 'incoming'))]).toEqual([[], [], []])
  expect(await faultsOf(plant, owner, settings)).toEqual([])

  // the nightly clearing, by the worker's own hand
  const bucket = bucketAt(settings)
  const { rows: named } = await admin.query<{ key: string }>(
    'select storage_key as key from attachments where id = $1',
    [id],
  )
  const key = named[0]?.key ?? ''
  await bucket.setAside(key, '2026-01-01')
  await admin.query(`select graphile_worker.add_job('sweep')`)
  await settled(async () => (await count(admin, 'clearings')) > 0)
  expect(await bucket.has(key)).toBe(true)
  expect((await admin.query('select kind, place from stores order by kind')).rows).toEqual([
    expect.objectContaining({ kind: 'audit' }),
    { kind: 'data', place: bucket.root },
  ])
  expect([plant.apps[0]?.deaths, part.deaths]).toEqual([0, 0])
})

describe('refused with words, and nothing is touched', () => {
  test('a process without the bucket, with another one, or with another installation’s', async () => {
    const server = await openServer()
    const settings = server.settings()
    const database = await newDatabase()
    const first = await web(database, newFolder(), settings)
    expect(await first.answers()).toBe('works')
    expect(await query(database, 'select files_in as "filesIn" from installation')).toEqual([{ filesIn: 'bucket' }])
    for (const one of [worker(database, newFolder()), await web(database, newFolder())]) {
      expect(await one.ended).toBe(EXIT_SETTINGS)
      expect(one.words).toMatch(
        /Uploaded files are in the bucket [0-9a-f]{8}, and the settings of this process name none/,
      )
      expect(one.words).toMatch(/上传的文件在存储桶 [0-9a-f]{8} 中，本进程的设置没有存储桶/)
    }
    const elsewhere = worker(database, newFolder(), server.settings({ FILES_S3_PREFIX: 'another' }))
    expect(await elsewhere.ended).toBe(EXIT_SETTINGS)
    expect(elsewhere.words).toMatch(/and the settings of this process name the bucket [0-9a-f]{8}/)
    const foreign = worker(await newDatabase(), newFolder(), settings)
    expect(await foreign.ended).toBe(EXIT_SETTINGS)
    expect(foreign.words).toMatch(/FILES_S3 \(http.*\) belongs to installation [0-9a-f]{8}/)
  })

  test('a start while the bucket is away ends as one whose database is away; one that runs says so', async () => {
    const server = await openServer()
    const way = await Way.to(server.port)
    closing.push(() => way.stop())
    const settings = server.settings({ FILES_S3_ENDPOINT: `http://127.0.0.1:${way.port}` })
    const database = await newDatabase()
    const app = await web(database, newFolder(), settings)
    expect(await app.answers()).toBe('works')
    way.close()
    await hear(app, { status: 'ready', store: 'away' })
    const late = worker(database, newFolder(), settings)
    expect(await late.ended).toBe(AWAY)
    expect(late.words).toMatch(/FILES_S3: the bucket does not answer, or refuses this system \(ECONNRESET\)/)
    way.reopen()
    const nowhere = worker(database, newFolder(), { ...settings, FILES_S3_BUCKET: 'no-such-bucket' })
    expect(await nowhere.ended).toBe(EXIT_SETTINGS)
    expect(nowhere.words).toContain('(404 NoSuchBucket)')
    await hear(app, { status: 'ready' })
  })
})

test('a bucket that is slowed, cut and away under load: no row without its content, memory does not grow with it', async () => {
  const server = await openServer()
  const way = await Way.to(server.port)
  closing.push(() => way.stop())
  const settings = server.settings({ FILES_S3_ENDPOINT: `http://127.0.0.1:${way.port}` })
  const { plant, admin, owner } = await openPlant({ apps: 1, workers: 1, drafts: 8, settings })
  const [app] = plant.apps
  const statuses = new Map<number, number>()
  let over = false
  const client = async (at: number) => {
    while (!over) {
      const caseId = plant.inhabited.drafts[at % plant.inhabited.drafts.length] ?? 0
      const { status } = await upload(plant, caseId, await contractOf(1_000_000)).catch(() => ({ status: 0 }))
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
    }
  }
  const clients = Array.from({ length: 8 }, (_, at) => client(at))
  for (let turn = 0; turn < 6; turn++) {
    await sleep(1_500)
    way.cut()
    way.delay = turn % 2 === 0 ? 3 : 0
    if (turn === 3) {
      way.close()
      await sleep(6_000)
      way.reopen()
    }
  }
  way.delay = 0
  over = true
  await Promise.all(clients)
  expect(statuses.get(201)).toBeGreaterThan(0)
  expect([...statuses.keys()].filter((status) => ![0, 201, 409, 422, 429, 503].includes(status))).toEqual([])
  expect(await count(admin, LOST, [[...drafted]])).toBe(0)
  expect(await faultsOf(plant, owner, settings)).toEqual([])

  const [caseId = 0] = plant.inhabited.drafts
  await settled(async () => (await upload(plant, caseId, await contractOf(4_000_000))).status === 201)
  const { rows } = await admin.query<{ id: number }>('select max(id) as id from attachments')
  const id = rows[0]?.id ?? 0
  expect((await read(plant, caseId, id)).status).toBe(200)
  const memory = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${app?.pid}/status`, 'utf8'))?.[1]) / 1024
  const before = memory()
  // readers who take the head and no more, as many as one person may be at once
  const slow = await Promise.all(
    Array.from({ length: 38 }, () =>
      fetch(`${app?.address}${apiPath.document(caseId, id)}`, {
        headers: { authorization: `Bearer ${plant.inhabited.keys.applicant}` },
      }),
    ),
  )
  await sleep(2_000)
  expect([...new Set(slow.map(({ status }) => status))]).toEqual([200])
  expect(memory() - before).toBeLessThan(100) // MB, of 152
  for (const answer of slow) await answer.body?.cancel()
  expect([app?.deaths, plant.workers[0]?.deaths]).toEqual([0, 0])
})

test('files are moved to the bucket and back while clients act; a move that is killed goes on', async () => {
  const server = await openServer()
  const { plant, admin, owner } = await openPlant({ apps: 1, workers: 1, drafts: 8 })
  const [app] = plant.apps
  const [part] = plant.workers
  const bucketSettings = server.settings()
  for (const caseId of plant.inhabited.drafts) await upload(plant, caseId, await contractOf(100_000))
  // before every process has the bucket nothing is moved
  await expect(moveFiles(owner, configOf(plant, {}), 'bucket')).rejects.toThrow('Set those of FILES_S3 first')
  for (const one of [app, part]) {
    await one?.stop(bucketSettings)
    one?.start()
  }
  await app?.waitUntilReady()
  expect(await faultsOf(plant, owner, bucketSettings)).toEqual([])

  let over = false
  const faults: string[] = []
  const act = async (at: number) => {
    for (let turn = at; !over; turn++) {
      const caseId = plant.inhabited.drafts[turn % plant.inhabited.drafts.length] ?? 0
      const { status } = await upload(plant, caseId, await contractOf(20_000 + at))
      if (![201, 409, 422].includes(status)) faults.push(`upload ${status}`)
      const { rows } = await admin.query<{ id: number }>(
        'select id from attachments where case_id = $1 and sha256 <> all ($2) order by random() limit 1',
        [caseId, [...drafted]],
      )
      if (!rows[0]) continue
      const found = await read(plant, caseId, rows[0].id)
      if (![200, 404].includes(found.status)) faults.push(`read ${found.status}`)
    }
  }
  const clients = [0, 1, 2].map(act)
  const config = configOf(plant, bucketSettings)

  const killed = command(plant, bucketSettings, 'move', 'bucket')
  const state = async () =>
    (await admin.query<{ filesIn: string }>('select files_in as "filesIn" from installation')).rows[0]?.filesIn
  await settled(async () => (await state()) === 'toBucket')
  killed.kill('SIGKILL')
  await once(killed, 'exit')
  await sleep(2_000)
  expect(await state()).toBe('toBucket')
  await admin.query(`select graphile_worker.add_job('sweep')`) // clears nothing meanwhile
  expect(await said(command(plant, bucketSettings))).toContain('are being moved to the bucket')

  await moveFiles(owner, config, 'bucket', SETTLES)
  expect(await state()).toBe('bucket')
  expect(await faultsOf(plant, owner, bucketSettings)).toEqual([])
  expect(await emptyPlace(owner, config, 'disk')).toBeGreaterThan(0)
  await expect(emptyPlace(owner, config, 'bucket')).rejects.toThrow('Files lie there')
  expect(
    readdirSync(join(plant.folder, 'files'), { recursive: true }).filter((name) => String(name).length > 2),
  ).toEqual([])
  await sleep(1_000)

  await moveFiles(owner, config, 'disk', SETTLES)
  expect(await state()).toBe('disk')
  over = true
  await Promise.all(clients)
  expect(faults).toEqual([])
  expect(await count(admin, LOST, [[...drafted]])).toBe(0)
  expect(await faultsOf(plant, owner, bucketSettings)).toEqual([])
  expect([app?.deaths, part?.deaths]).toEqual([0, 0])
})

function command(plant: Plant, settings: Environment, ...args: string[]): ChildProcess {
  return spawn(process.execPath, [join(projectFolder, 'dist/tools/store.js'), ...args], {
    env: {
      ...process.env,
      ...morningOptions,
      NODE_ENV: 'test',
      DATA_DIR: plant.folder,
      DATABASE_URL: plant.postgres.url,
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

async function said(child: ChildProcess): Promise<string> {
  let words = ''
  child.stdout?.on('data', (piece) => {
    words += piece
  })
  await once(child, 'close')
  return words
}
