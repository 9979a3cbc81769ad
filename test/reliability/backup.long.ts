/** While clients act a backup is taken, moments are noted, work goes on; then the system is restored to those moments, row for row, with its files and letters. */
import { createHash } from 'node:crypto'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import type pg from 'pg'
import type { DataSource } from 'typeorm'
import { StandingClock } from '../../src/base/clock.js'
import { createDataSource, Database } from '../../src/base/database.js'
import { Installation } from '../../src/base/installation.js'
import { apiPath } from '../../src/base/path.js'
import { openAuditKeys, openSealKey } from '../../src/cases/audit/keys.js'
import { FolderSink, type Sink } from '../../src/cases/audit/sinks.js'
import { DiskStore } from '../../src/cases/files/store.js'
import type { Config } from '../../src/config.js'
import { ENTITIES } from '../../src/entities.js'
import { chainsOf } from '../../src/letters/chain.js'
import { splitPem } from '../../src/letters/pem.js'
import { verifyPdf } from '../../src/letters/verify.js'
import { Sealer, Sealing } from '../../src/worker/sealer.js'
import { StoreRegister } from '../../src/worker/storeRegister.js'
import { verifyHistory } from '../../tools/audit/verify.js'
import { listFiles } from '../../tools/backup/manifest.js'
import { backUp, verifyBackup } from '../../tools/backup.js'
import { migrate } from '../../tools/migrate.js'
import { type Postgres, startPostgres } from '../../tools/postgres.js'
import { restore } from '../../tools/restore.js'
import { connect } from '../../tools/roles.js'
import { resumeSealing } from '../../tools/sealing.js'
import { digests, historyFaults } from '../cases/looking.js'
import { listOpenWork } from './checker.js'
import { Driver } from './driver.js'
import type { Log } from './log.js'
import { contractOf, upload } from './papers.js'
import { App, configOf, findPort, Plant } from './plant.js'

jest.setTimeout(300_000)

const OWN_SECRET = 'a secret that stands in no backup, of 50 characters'

let place: string
let plant: Plant
let admin: pg.Client
let log: Log
/** While nobody acts: the moment, and a digest of every table. */
let quiet: { at: Date; tables: Record<string, string>; files: string[] }
/** In the middle of everything. */
let busy: { at: Date; clock: number }
const opened: Postgres[] = []
const sources: DataSource[] = []
const said: string[] = []

const filesOf = async (client: pg.Client): Promise<string[]> =>
  (
    await client.query<{ key: string }>(
      `select storage_key as key from attachments where name = 'contract.pdf' and bytes < 5000 order by id`,
    )
  ).rows.map(({ key }) => key)

/** Waits until the log of this moment lies in the archive. */
async function archiveLog(): Promise<void> {
  const { rows } = await admin.query<{ name: string }>('select pg_walfile_name(pg_switch_wal()) as name')
  while (!existsSync(join(place, 'archive/wal', rows[0]?.name ?? ''))) await sleep(50)
}

const checkpointsOf = (dataDir: string) => new FolderSink(join(dataDir, 'audit'))

/** Writes checkpoints to a place, as the worker does each minute. */
const sealerOf = async (config: Config, sink: Sink): Promise<Sealer> => {
  const settings = { url: config.workerDatabaseUrl ?? '', poolSize: 2, entities: ENTITIES }
  const source = await createDataSource(settings).initialize()
  sources.push(source)
  const [database, clock] = [new Database(source), new StandingClock(quiet.at)]
  const sealing = new Sealing(await openSealKey(config), [sink])
  return new Sealer(database, clock, sealing, await Installation.open(database), new StoreRegister(database, clock))
}

/** Lets the worker do what is ordered, and stops it. */
async function finishWork(): Promise<void> {
  while ((await listOpenWork(admin)).length > 0) await sleep(100)
  await plant.workers[0]?.stop()
}

beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'haijian-backup-'))
  chmodSync(place, 0o711) // the account of PostgreSQL must reach the archive
  const backupDir = join(place, 'archive')
  plant = await Plant.open({ drafts: 16, apps: 1, settings: { BACKUP_DIR: backupDir }, database: { backupDir } })
  admin = await plant.look()
  const [first = 0, second = 0, ...cases] = plant.inhabited.drafts
  const driver = new Driver({
    addresses: () => plant.apps.map(({ address }) => address),
    inhabited: plant.inhabited,
    clients: 8,
    cases,
  }).start()
  expect((await upload(plant, first, await contractOf())).status).toBe(201)
  await driver.advance(60)
  await backUp(
    configOf(plant.postgres, plant.folder, { BACKUP_DIR: backupDir, SECRET: OWN_SECRET, ...embedded }),
    join(place, 'backup'),
  )
  await driver.advance(40)
  busy = { at: new Date(), clock: performance.now() } // the moment, by the clock of the database's log
  await driver.advance(40)
  expect((await upload(plant, second, await contractOf())).status).toBe(201)
  await driver.pause()
  await finishWork()
  // again by the clock of the log
  quiet = { tables: await digests(admin), files: await filesOf(admin), at: new Date() }
  await sleep(50)
  plant.workers[0]?.start()
  driver.resume()
  await driver.advance(60)
  log = await driver.stop()
  await finishWork()
  // whether the worker's own minute has come meanwhile or not
  expect(await (await sealerOf(configOf(plant.postgres, plant.folder), checkpointsOf(plant.folder))).seal()).toBe(1)
  await archiveLog()
})
afterAll(async () => {
  for (const source of sources) await source.destroy()
  for (const postgres of opened) await postgres.stop()
  await admin?.end()
  await plant?.close()
  rmSync(place, { recursive: true, force: true })
})

/** The settings name no server, as on a machine with the embedded one. */
const embedded = { DATABASE_URL: '' }

const settingsOf = (dataDir: string, backupDir = join(place, 'archive')) =>
  configOf(plant.postgres, dataDir, { BACKUP_DIR: backupDir, ...embedded })

/** Restores into a new folder and opens its database. */
async function open(
  name: string,
  to?: Date,
  copy = false,
): Promise<{ client: pg.Client; dataDir: string; postgres: Postgres }> {
  const dataDir = join(place, name)
  await restore(settingsOf(dataDir), join(place, 'backup'), to, ({ en }) => said.push(en), copy)
  const postgres = await startPostgres({ dataDir })
  opened.push(postgres)
  const url = new URL(postgres.adminUrl)
  url.pathname = '/haijian'
  return { client: await connect(url.href), dataDir, postgres }
}

test('to a moment when nobody acted: every table is what it was, row for row; every file is there', async () => {
  const { client, dataDir, postgres } = await open('quiet', quiet.at)
  expect(await digests(client)).toEqual(quiet.tables)
  expect(quiet.files.length).toBe(2)
  for (const key of quiet.files) expect(existsSync(join(dataDir, 'files', key.slice(0, 2), key.slice(2)))).toBe(true)

  expect(await historyFaults(client)).toEqual([])

  const config = configOf(postgres, dataDir)
  await migrate(postgres.url, config)
  const app = new App(await findPort(), {
    ...plant.settings('app'),
    DATA_DIR: dataDir,
    APP_DATABASE_URL: config.appDatabaseUrl ?? '',
    ENTRY_DATABASE_URL: config.entryDatabaseUrl ?? '',
  })
  await app.waitUntilReady()
  const signers = chainsOf(splitPem(readFileSync(join(dataDir, 'signing/specimen.pem'), 'utf8')))
  const { rows } = await client.query<{ id: number; sha256: string }>(
    'select id, sha256 from letters where issued_at is not null order by id limit 20',
  )
  expect(rows.length).toBeGreaterThan(5)
  for (const { id, sha256 } of rows) {
    const headers = { authorization: `Bearer ${plant.inhabited.keys.applicant}` }
    const answer = await fetch(`${app.address}${apiPath.letterFile(id)}`, { headers })
    const pdf = Buffer.from(await answer.arrayBuffer())
    const hash = createHash('sha256').update(pdf).digest('hex')
    expect([id, answer.status, hash, verifyPdf(pdf, signers, []).valid]).toEqual([id, 200, sha256, true])
  }
  await client.end()
  app.kill()
})

test('to a moment in the middle: what had been acknowledged is there, what had not begun is not', async () => {
  const { client } = await open('busy', busy.at)
  const { rows } = await client.query<{ id: string }>(
    'select request_id as id from events where request_id is not null',
  )
  const there = new Set(rows.map(({ id }) => id))
  const before = log.operations.filter(
    ({ outcome, ended, requestId }) => requestId && outcome === 'ok' && ended < busy.clock,
  )
  const after = log.operations.filter(({ begun }) => begun > busy.clock)
  expect(before.length).toBeGreaterThan(90)
  expect(before.filter(({ requestId }) => !there.has(requestId ?? ''))).toEqual([])
  expect(after.filter(({ requestId }) => there.has(requestId ?? ''))).toEqual([])
  expect(await historyFaults(client)).toEqual([])
  await client.end()
})

describe('after it', () => {
  test('sealing waits for the later checkpoints to be set aside, goes on, and the history verifies', async () => {
    const { client, dataDir, postgres } = await open('resumed', busy.at)
    const config = configOf(postgres, dataDir)
    await migrate(postgres.url, config)
    const outside = new FolderSink(join(place, 'outside'))
    cpSync(checkpointsOf(plant.folder).name, outside.name, { recursive: true })
    const there = await outside.list()
    const sealer = await sealerOf(config, outside)
    await sealer.seal() // makes the next one where none waits, which does not go out
    expect(await sealer.seal()).toBe(0)
    const { rows } = await client.query('select no, stored_at, failure from checkpoints order by no desc limit 1')
    expect(rows).toEqual([
      { no: expect.any(Number), stored_at: null, failure: 'another checkpoint of this number is there' },
    ])

    const owner = await connect(postgres.url)
    const { seals } = await openAuditKeys(config)
    const resume = () => resumeSealing(owner, [outside], seals, { operator: '陈一帆', why: '恢复演练' }, quiet.at)
    const [first, last] = [rows[0].no, Math.max(...there)]
    expect(await resume()).toEqual({ first, last })
    await expect(resume()).rejects.toThrow('sealing needs no help of this kind')
    const aside = listFiles(join(outside.name, 'set-aside'))
    expect(aside.length).toBe(there.filter((no) => no >= first).length)
    expect(await sealer.seal()).toBeGreaterThan(0)
    const found = await verifyHistory(owner, [outside], seals)
    expect([found.checkpointFaults, found.faults, found.rowFaults, found.paperFaults, found.unsealed]).toEqual([
      ...[[], [], [], []],
      0,
    ])
    const { rows: told } = await client.query(
      `select r.operator, r.why, m.sealed_in is not null as sealed from resumed_sealings r
       join row_marks m on m.relation = 'resumed_sealings' and m.row_id = r.id`,
    )
    expect(told).toEqual([{ operator: '陈一帆', why: '恢复演练', sealed: true }])
    await owner.end()
    await client.end()
  })
})

test('without a moment: to the end of the archived log', async () => {
  const { client } = await open('end')
  expect(await digests(client)).toEqual(await digests(admin))
  await client.end()
})

test('with --copy it is an installation of its own, which the original’s stores refuse', async () => {
  const { client, dataDir, postgres } = await open('copy', quiet.at, true)
  const identityOf = async (one: pg.Client) =>
    (await one.query<{ id: string }>('select id from installation')).rows[0]?.id ?? ''
  const [ours, original] = [await identityOf(client), await identityOf(admin)]
  expect(ours).not.toBe(original)
  for (const [file, id] of [
    [join(dataDir, 'installation.json'), ours],
    [join(dataDir, 'audit/installation.json'), ours],
    [join(place, 'archive/installation.json'), original],
  ] as const)
    expect([file, JSON.parse(readFileSync(file, 'utf8'))]).toEqual([
      file,
      expect.objectContaining({ installation: id }),
    ])
  await client.end()
  await postgres.stop()
  opened.pop()
  // not even the log of the copy's database reaches the archive of the original
  const log = readdirSync(join(place, 'archive/wal')).length
  await expect(startPostgres({ dataDir, backupDir: join(place, 'archive') })).rejects.toThrow(
    'A copy for testing needs its own stores',
  )
  expect(readdirSync(join(place, 'archive/wal')).length).toBe(log)
})

test('what was set aside since is there for a database that names it', async () => {
  const [key = ''] = quiet.files
  mkdirSync(join(place, 'archive/aside/2026-11-25'), { recursive: true })
  renameSync(join(place, 'archive/files', key.slice(0, 2), key.slice(2)), join(place, 'archive/aside/2026-11-25', key))
  const { client, dataDir } = await open('aside', quiet.at)
  await client.end()
  rmSync(join(dataDir, 'files', key.slice(0, 2), key.slice(2)), { force: true }) // it was in the backup itself, perhaps
  const { stream } = await new DiskStore(dataDir).open(key)
  expect((await stream.toArray()).length).toBeGreaterThan(0)
})

test('the next backup holds what is new; each is whole, and verification finds what has changed in one', async () => {
  const next = join(place, 'next')
  const config = settingsOf(plant.folder)
  await backUp(config, next, undefined, { since: join(place, 'backup'), files: true })
  const [first = '', second = ''] = quiet.files.map((key) => join('data/files', key.slice(0, 2), key.slice(2)))
  expect(statSync(join(next, first)).ino).toBe(statSync(join(place, 'backup', first)).ino)
  expect([existsSync(join(place, 'backup', second)), existsSync(join(next, second))]).toEqual([false, true])
  expect(await verifyBackup(config, next)).toBe(true)
  expect(await verifyBackup(config, join(place, 'backup'))).toBe(true)
  rmSync(join(next, second))
  const found: string[] = []
  expect(await verifyBackup(config, next, ({ en }) => found.push(en))).toBe(false)
  expect(found).toEqual([`${second} of the backup is missing or has changed. Use another backup.`])
  await expect(backUp(config, join(place, 'third'), undefined, { since: place })).rejects.toThrow('not a finished')
})

describe('refused in words', () => {
  const fails = (dataDir: string, backup: string, to?: Date) => restore(settingsOf(join(place, dataDir)), backup, to)

  test('a folder of data that is not empty', async () => {
    await expect(fails('quiet', join(place, 'backup'))).rejects.toThrow('is not empty')
  })

  test('a backup that was not finished', async () => {
    await expect(fails('none', place)).rejects.toThrow('it is not a finished backup')
  })

  test('a backup in which a byte has changed, or of which a file is gone', async () => {
    const copy = join(place, 'changed')
    cpSync(join(place, 'backup'), copy, { recursive: true })
    const [name = ''] = readdirSync(join(copy, 'wal'))
    const bytes = readFileSync(join(copy, 'wal', name))
    bytes[5000] = (bytes[5000] ?? 0) ^ 1
    writeFileSync(join(copy, 'wal', name), bytes)
    await expect(fails('none', copy)).rejects.toThrow(`wal/${name} of the backup is missing or has changed`)
    rmSync(join(copy, 'wal', name))
    await expect(fails('none', copy)).rejects.toThrow(`wal/${name} of the backup is missing or has changed`)
  })

  test('a moment that the log does not reach', async () => {
    const later = new Date(Date.now() + 3_600_000) // than all that is in the log
    await expect(fails('late', join(place, 'backup'), later)).rejects.toThrow(/does not reach .*Z\. Give an earlier/)
    expect(readdirSync(join(place, 'late'))).toEqual([])
    const alone = configOf(plant.postgres, join(place, 'late'), embedded)
    await expect(restore(alone, join(place, 'backup'), later)).rejects.toThrow('BACKUP_DIR, which is not set')
  })

  test('a second backup into the same folder', async () => {
    await expect(backUp(settingsOf(plant.folder), join(place, 'backup'))).rejects.toThrow('is not empty')
  })
})

test('the manifest names secrets and never tells them', () => {
  const text = readFileSync(join(place, 'backup/manifest.json'), 'utf8')
  const { needs } = JSON.parse(text) as { needs: unknown }
  expect(needs).toEqual([{ name: 'SECRET', fingerprint: expect.stringMatching(/^[\w-]{16}$/) }])
  expect(text).not.toContain(OWN_SECRET)
  expect(said).toContain(
    'Note: these settings differ from those of the backup: SECRET. Without the keys of that time, some ' +
      'content cannot be read.',
  )
  expect(text).not.toContain(new URL(plant.postgres.adminUrl).password)
})
