/**
 * An installation knows its stores: real processes with another's store, with the disk not mounted, and many at once on
 * an empty database. Nothing is touched that is not theirs, and whoever finds another one ends with status 78 and a
 * sentence. Under running processes: installation.long.ts.
 */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { apiPath } from '../../src/base/path.js'
import { EXIT_SETTINGS } from '../../src/config.js'
import { takeStore } from '../../tools/installation.js'
import { makePaper, type PaperCase } from '../../tools/papers.js'
import { connect } from '../../tools/roles.js'
import { readExample } from '../cases/inputs.js'
import { multipart, Site } from '../web/site.js'
import { closing, endAll, living, newDatabase, newFolder, query, web, worker } from './ownProcesses.js'

jest.setTimeout(300_000)

const EXAMPLE = readExample('goodsHost') as unknown as PaperCase // the case files are what papers are made from

afterEach(endAll)

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\/files\//.test(join(entry.parentPath, '/')))
    .map(({ name }) => name)
    .sort()

const pathIn = (root: string, key: string) => join(root, 'files', key.slice(0, 2), key.slice(2))

let site: Site
let data: string

beforeAll(async () => {
  site = await Site.open()
  data = site.world.db.config.dataDir
  const as = await site.session('applicant')
  const { id } = (await site.ask({ method: 'POST', url: apiPath.cases, as, body: {} })).json<{ id: number }>()
  for (const kind of ['degree', 'resume', 'contract']) {
    const { bytes } = await makePaper({ kind }, EXAMPLE)
    const form = multipart([
      ['kind', kind],
      ['file', Buffer.from(bytes), `${kind}.pdf`],
    ])
    expect((await site.ask({ method: 'POST', url: apiPath.documents(id), as, ...form })).statusCode).toBe(201)
  }
  expect(filesIn(data)).toHaveLength(3)
})
afterAll(() => site.close())

/** The store as somebody copies it, all files days old. */
function copyOfStore(withIdentity: boolean): string {
  const copy = newFolder()
  cpSync(data, copy, { recursive: true })
  for (const entry of readdirSync(copy, { recursive: true, withFileTypes: true })) {
    const longAgo = new Date('2020-01-01')
    if (entry.isFile()) utimesSync(join(entry.parentPath, entry.name), longAgo, longAgo)
  }
  if (!withIdentity) rmSync(join(copy, 'installation.json'))
  return copy
}

describe('beside a new, empty database', () => {
  test.each([
    [
      'a copy of a store',
      true,
      /belongs to installation [0-9a-f]{8}, and the database to installation/,
      /属于安装 [0-9a-f]{8}，而数据库属于安装/,
    ],
    [
      'one of a release that wrote no identity',
      false,
      /The database knows none of the files in DATA_DIR/,
      /中的文件，数据库一个也不认识/,
    ],
  ] as const)('%s is refused by worker and web server, and loses nothing', async (_, withIdentity, en, zh) => {
    const other = await newDatabase()
    await query(other, `select graphile_worker.add_job('sweep')`)
    const copy = copyOfStore(withIdentity)
    for (const one of [worker(other, copy), await web(other, copy)]) {
      expect(await one.ended).toBe(EXIT_SETTINGS)
      expect(one.words).toMatch(en)
      expect(one.words).toMatch(zh)
    }
    expect(filesIn(copy)).toEqual(filesIn(data))
    expect(await query(other, `select attempts from graphile_worker.jobs where task_identifier = 'sweep'`)).toEqual([
      { attempts: 0 },
    ])
  })
})

test('a place of checkpoints that is another’s is refused, too; one that cannot be reached is not', async () => {
  const other = await newDatabase()
  const audit = newFolder()
  const theirs = worker(other, newFolder(), { AUDIT_DIR: audit })
  expect(await theirs.works(async () => (await living(other)) > 0)).toBe('works')
  theirs.kill()
  const ours = worker(site.world.db, data, { AUDIT_DIR: audit })
  expect(await ours.ended).toBe(EXIT_SETTINGS)
  expect(ours.words).toMatch(/AUDIT_DIR .* belongs to installation/)
  const s3 = {
    LOG_LEVEL: 'warn',
    AUDIT_S3_ENDPOINT: 'http://127.0.0.1:1',
    AUDIT_S3_BUCKET: 'b',
    AUDIT_S3_KEY: 'k',
    AUDIT_S3_SECRET: 's',
  }
  const patient = worker(other, newFolder(), s3)
  expect(
    await patient.works(async () => patient.words.includes('AUDIT_S3 (http://127.0.0.1:1/b) cannot be reached')),
  ).toBe('works')
})

test('neither web server nor worker starts without the walls around readers of files that are asked for', async () => {
  const database = await newDatabase()
  const folder = newFolder()
  for (const one of [
    await web(database, folder, { READER_WALLS: 'uid' }),
    worker(database, folder, { READER_WALLS: 'uid' }),
  ]) {
    expect(await one.ended).toBe(EXIT_SETTINGS)
    expect(one.words).toContain('These walls that READER_WALLS asks for do not stand on this machine: uid.')
  }
})

test('a worker ends on a database with a case in a state that its chart does not have, and says which', async () => {
  const [one] = await query<{ id: number; state: string }>(site.world.db, 'select id, state from cases limit 1')
  const move = (state: string | undefined) =>
    query(site.world.db, 'update cases set state = $2 where id = $1', [one?.id, state])
  await move('archived')
  closing.push(() => move(one?.state))
  const old = worker(site.world.db, data)
  expect(await old.ended).toBe(EXIT_SETTINGS)
  expect(old.words).toMatch(/cases in states that this release does not have: archived\. A newer release/)
  expect(old.words).toMatch(/处于本版本没有的状态：archived。/)
  await move(one?.state)
  const now = worker(site.world.db, data)
  expect(await now.works(async () => (await living(site.world.db)) > 0)).toBe('works')
})

describe('a store without an identity', () => {
  test('is taken by the database that names its files', async () => {
    const copy = copyOfStore(false)
    const one = await web(site.world.db, copy)
    expect(await one.answers()).toBe('works')
    expect(readFileSync(join(copy, 'installation.json'), 'utf8')).toContain(
      (await query<{ id: string }>(site.world.db, 'select id from installation'))[0]?.id ?? '',
    )
  })

  test('and without its files, as where the disk is not mounted, is not; an operator may say otherwise', async () => {
    const empty = newFolder()
    const one = await web(site.world.db, empty)
    expect(await one.ended).toBe(EXIT_SETTINGS)
    expect(one.words).toMatch(
      /Of (\d+) files that the database names, \1 are not in DATA_DIR .* Check that its disk is mounted/,
    )
    expect(one.words).toMatch(/抽查 (\d+) 个，有 \1 个不在 DATA_DIR .*磁盘是否已挂载/)
    const owner = await connect(site.world.db.ownerUrl)
    await takeStore(owner, { ...site.world.db.config, dataDir: empty }, 'DATA_DIR')
    await owner.end()
    expect(await (await web(site.world.db, empty)).answers()).toBe('works')
  })
})

describe('at a first start', () => {
  test('many processes at once agree, and the store says whose it is', async () => {
    const database = await newDatabase()
    const folder = newFolder()
    const apps = await Promise.all([web(database, folder), web(database, folder)])
    const workers = [worker(database, folder), worker(database, folder)]
    for (const app of apps) expect(await app.answers()).toBe('works')
    for (const one of workers) expect(await one.works(async () => (await living(database)) === 2)).toBe('works')
    const { installation } = JSON.parse(readFileSync(join(folder, 'installation.json'), 'utf8')) as {
      installation: string
    }
    expect(await query(database, 'select id from installation')).toEqual([{ id: installation }])
    expect(await query(database, 'select kind from stores order by kind')).toEqual([
      { kind: 'audit' },
      { kind: 'data' },
    ])
  })
})

// Last: its worker draws pages into a store of its own, which the stores of the others then lack.
test('a worker’s log has the counts of each clearing, and the name of a file whose content is missing', async () => {
  const copy = copyOfStore(true)
  const sweep = () => query(site.world.db, `select graphile_worker.add_job('sweep')`)
  const one = worker(site.world.db, copy, { LOG_LEVEL: 'info' })
  const says = (line: RegExp) => one.works(async () => line.test(one.words))
  await sweep()
  expect(await says(/DATA_DIR[^:]*: \d+ files, 0 named by no row, 0 set aside, 0 removed after 30 days/)).toBe('works')

  const orphan = 'ab'.repeat(16)
  const [named] = await query<{ key: string }>(site.world.db, 'select storage_key as key from attachments limit 1')
  const lost = named?.key ?? ''
  closing.push(() => query(site.world.db, 'delete from missing_files where storage_key = $1', [lost]))
  rmSync(pathIn(copy, lost))
  mkdirSync(dirname(pathIn(copy, orphan)), { recursive: true })
  writeFileSync(pathIn(copy, orphan), 'nobody’s')
  utimesSync(pathIn(copy, orphan), new Date('2020-01-01'), new Date('2020-01-01'))
  await sweep()
  // one of so few is more than a twentieth
  expect(
    await says(/1 named by no row, 0 set aside, .* 1 missing; more than a twentieth is set aside only with an admin/),
  ).toBe('works')
  expect(one.words).toContain(`the content of a document is missing: ${lost}`)
})
