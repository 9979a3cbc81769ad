/**
 * The nightly clearing of the stores: what no row names is set aside and, a month later, removed; never much at once without an approval, never in a store that is another's, and by one
 * worker at a time. What a row names comes back.
 */
import { randomBytes } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { WrongInstallation } from '../../src/base/installation.js'
import { Lease } from '../../src/base/lease.js'
import { path, withQuery } from '../../src/base/path.js'
import { Erasing } from '../../src/cases/erasing.js'
import { Box } from '../../src/cases/files/box.js'
import { NAMING_TABLES } from '../../src/cases/files/named.js'
import { FileStore } from '../../src/cases/files/store.js'
import { findWalls, Walls } from '../../src/cases/files/walls.js'
import { Pollers } from '../../src/worker/pollers.js'
import { PreviewMaker } from '../../src/worker/previewMaker.js'
import { Tasks } from '../../src/worker/tasks.js'
import { makePaper, type PaperCase } from '../../tools/papers.js'
import { readExample } from '../cases/inputs.js'
import { Served, type Visitor } from '../web/served.js'

const EXAMPLE = readExample('goodsHost') as unknown as PaperCase // the case files are what papers are made from

let site: Served
let backup: string
let tasks: Tasks
let data: string
let caseId: number

beforeAll(async () => {
  backup = mkdtempSync(join(tmpdir(), 'clearing-backup-'))
  site = await Served.open({ settings: { BACKUP_DIR: backup } })
  data = site.world.db.config.dataDir
  tasks = await site.world.tasks()
  caseId = (await site.world.cases.start(site.world.person('applicant'))).caseId
})
afterAll(async () => {
  await site.close()
  rmSync(backup, { recursive: true, force: true })
})

const pathIn = (root: string, key: string) => join(root, 'files', key.slice(0, 2), key.slice(2))
const isAside = (root: string, key: string) =>
  readdirSync(root).includes('aside') &&
  readdirSync(join(root, 'aside'), { recursive: true }).some((name) => String(name).endsWith(key))
const makeOld = (path: string) => utimesSync(path, new Date('2020-01-01'), new Date('2020-01-01'))
const store = () => site.app.get(FileStore)

/** A file that no row names, as a rolled-back transaction leaves it, days ago. */
async function orphan(old = true): Promise<string> {
  const path = join(data, randomBytes(8).toString('hex'))
  writeFileSync(path, 'nobody’s')
  const { key } = await store().put(path)
  if (old) for (const root of [data, backup]) makeOld(pathIn(root, key))
  return key
}

/** So that each is another one: the same file is taken once. */
let documents = 0

/** A document of the case, sent as a browser sends it. Answers its number and its key. */
async function document(): Promise<{ id: number; key: string }> {
  const visitor = await applicant()
  await visitor.open(path.documents(caseId))
  const body = new FormData()
  body.set('_csrf', [visitor.fields._csrf ?? ''].flat()[0] ?? '')
  body.set('kind', 'degree')
  body.set('place', 'documents.degree')
  body.set('documents[degree][details][language]', 'en')
  const { bytes } = await makePaper({ kind: 'degree' }, EXAMPLE)
  body.set('documents[degree][file]', new Blob([new Uint8Array(bytes), `\n% ${++documents}\n`]), 'degree.pdf')
  const answer = await fetch(`${site.origin}${path.documents(caseId)}`, {
    ...{ method: 'POST', body, redirect: 'manual' },
    headers: { cookie: visitor.cookieHeader, accept: 'text/html' },
  })
  expect(answer.status).toBe(303)
  const { rows } = await site.world.admin.query<{ id: number; key: string }>(
    'select id, storage_key as key from attachments order by id desc limit 1',
  )
  const [found] = rows
  if (!found) throw new Error('it was not stored')
  for (const root of [data, backup]) makeOld(pathIn(root, found.key))
  return found
}

let known: Visitor | undefined
async function applicant(): Promise<Visitor> {
  known ??= await site.visitor('applicant')
  return known
}

/** The last clearing of a kind of store, in numbers. */
async function last(kind: 'data' | 'backup' = 'data'): Promise<Record<string, unknown>> {
  const { rows } = await site.world.admin.query(
    `select c.files, c.unnamed, c.set_aside as aside, c.removed, c.brought_back as back, c.missing, c.waits from clearings c join stores s on s.id = c.store_id
     where s.kind = $1 order by c.id desc limit 1`,
    [kind],
  )
  return rows[0]
}

/** Enough files for one of them to be no more than a twentieth. */
beforeAll(async () => {
  const { id } = await document()
  const other = Array.from({ length: 59 }, () => randomBytes(16).toString('hex'))
  for (const key of other)
    for (const root of [data, backup]) {
      mkdirSync(join(root, 'files', key.slice(0, 2)), { recursive: true })
      writeFileSync(pathIn(root, key), 'a document')
    }
  await site.world.admin.query(
    `insert into attachments (case_id, kind, name, mime, bytes, sha256, storage_key, uploaded_by, uploaded_at, replaced_at)
     select case_id, kind, name, mime, 10, sha256, key, uploaded_by, uploaded_at, uploaded_at from attachments, unnest($2::text[]) key where id = $1`,
    [id, other],
  )
})

describe('what no row names', () => {
  test('is set aside once it is old, in the store and among its copies; nothing else is, and the numbers are kept', async () => {
    const [old, young, named] = [await orphan(), await orphan(false), await document()]
    writeFileSync(join(data, 'incoming', 'left by a crash'), 'x')
    makeOld(join(data, 'incoming', 'left by a crash'))
    await tasks.sweep()
    for (const root of [data, backup]) {
      expect([existsSync(pathIn(root, old)), isAside(root, old)]).toEqual([false, true])
      for (const key of [young, named.key]) expect(existsSync(pathIn(root, key))).toBe(true)
    }
    expect(await last()).toMatchObject({ files: 63, unnamed: 1, aside: 1, removed: 0, missing: 0, waits: false })
    expect(await last('backup')).toMatchObject({ files: 63, unnamed: 1, aside: 1, waits: false })
    expect(readdirSync(join(data, 'incoming'))).toEqual([])
    expect(readdirSync(data, { recursive: true }).filter((name) => String(name).includes('probe'))).toEqual([])
  })

  test('is removed after thirty days, unless a row names it by then', async () => {
    const [gone, back] = [await orphan(), await orphan()]
    await tasks.sweep()
    expect([isAside(data, gone), isAside(data, back)]).toEqual([true, true])
    const today = readdirSync(join(data, 'aside')).sort().at(-1) ?? ''
    const before = (days: number) => new Date(Date.parse(today) - days * 86_400_000).toISOString().slice(0, 10)
    renameSync(join(data, 'aside', today), join(data, 'aside', before(30)))
    await tasks.sweep()
    expect([isAside(data, gone), isAside(data, back)]).toEqual([true, true])
    renameSync(join(data, 'aside', before(30)), join(data, 'aside', before(31)))
    await site.world.admin.query(
      'update attachments set storage_key = $1 where id = (select max(id) from attachments)',
      [back],
    )
    await tasks.sweep()
    expect([isAside(data, gone), existsSync(pathIn(data, gone))]).toEqual([false, false])
    expect(existsSync(pathIn(data, back))).toBe(true)
    expect(readdirSync(join(data, 'aside'))).not.toContain(before(31))
  })

  test('every table that names a file is asked', async () => {
    const { rows } = await site.world.admin.query<{ name: string }>(
      `select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'storage_key' and table_name <> 'missing_files' order by 1`,
    )
    expect(rows.map(({ name }) => name)).toEqual([...NAMING_TABLES].sort())
  })
})

describe('what a row names', () => {
  test('and was set aside comes back when it is opened', async () => {
    const { id, key } = await document()
    mkdirSync(join(data, 'aside/2026-01-01'), { recursive: true })
    renameSync(pathIn(data, key), join(data, 'aside/2026-01-01', key))
    const page = await (await applicant()).open(path.file(caseId, id))
    expect([page.status, page.bytes.subarray(0, 4).toString()]).toEqual([200, '%PDF'])
    expect(existsSync(pathIn(data, key))).toBe(true)
  })

  test('and is lost comes back from its copy; a copy that is lost is made anew', async () => {
    const [file, copy] = [await document(), await document()]
    const before = readFileSync(pathIn(data, file.key))
    rmSync(pathIn(data, file.key))
    rmSync(pathIn(backup, copy.key))
    await tasks.sweep()
    expect(readFileSync(pathIn(data, file.key)).equals(before)).toBe(true)
    expect(existsSync(pathIn(backup, copy.key))).toBe(true)
    expect([(await last()).back, (await last('backup')).back]).toEqual([1, 1])
  })
})

describe('more than a twentieth', () => {
  let many: string[]
  beforeEach(async () => {
    many = []
    for (let n = 0; n < 8; n++) many.push(await orphan())
  })

  test('stays where it is until a system administrator approves it, once, with a reason that is kept', async () => {
    await site.world.admin.query(`update people set email = 'admin@haijian.example' where account = 'systemAdmin'`)
    await tasks.sweep()
    expect(await last()).toMatchObject({ unnamed: 8, aside: 0, waits: true })
    expect(await last('backup')).toMatchObject({ unnamed: 8, aside: 0, waits: true })
    expect(many.every((key) => existsSync(pathIn(data, key)))).toBe(true)
    await tasks.sweep()
    const mails = await site.world.admin.query(`select kind, path from mails where kind = 'storedFiles'`)
    expect(mails.rows).toEqual([{ kind: 'storedFiles', path: path.files }])

    const admin = await site.visitor('systemAdmin')
    const page = await admin.open(path.files)
    expect(page.text).toMatch(/Uploaded files: cleanup is waiting for approval .* Of \d+ files, 8 are named by no row/)
    expect((await admin.open(withQuery(path.files, { language: 'zh' }))).text).toMatch(
      /上传的文件：清理等待准许 .*，有8个没有任何记录指向，超过二十分之一/,
    )
    await admin.open(withQuery(path.files, { language: 'en' }))
    const { rows } = await site.world.admin.query<{ id: string }>(`select id from stores where kind = 'data'`)
    const address = path.approveFiles(String(rows[0]?.id))
    const empty = await admin.send(address, { reason: '' })
    expect([empty.status, empty.text]).toEqual([422, expect.stringContaining('Reason for the approval')])
    await admin.open(path.files)
    const approved = await admin.send(address, { reason: 'A migration was rolled back.' })
    expect([approved.status, approved.headers.get('location')]).toEqual([303, withQuery(path.files, { approved: 8 })])
    const jobs = await site.world.admin.query(`select key from graphile_worker.jobs where task_identifier = 'sweep'`)
    expect(jobs.rows).toEqual([{ key: 'sweep approved' }])
    await admin.open(path.files)
    expect((await admin.send(address, { reason: 'twice' })).status).toBe(404)

    await tasks.sweep()
    expect(await last()).toMatchObject({ unnamed: 8, aside: 8, waits: false })
    expect(await last('backup')).toMatchObject({ aside: 0, waits: true })
    expect(many.every((key) => isAside(data, key) && existsSync(pathIn(backup, key)))).toBe(true)
    expect((await admin.open(path.files)).text).toContain('systemAdmin · A migration was rolled back.')
    const marks = await site.world.admin.query(
      `select count(*)::int as n from row_marks where relation = 'clearing_approvals'`,
    )
    expect(marks.rows).toEqual([{ n: 2 }]) // given, used
  })

  test('an approval is for so many, and for nobody else to give', async () => {
    for (const name of ['securityAdmin', 'auditor', 'approver', 'applicant'] as const)
      expect((await (await site.visitor(name)).open(path.files)).status).toBe(403)
    await tasks.sweep()
    const { rows } = await site.world.admin.query<{ id: string }>(`select id from stores where kind = 'data'`)
    await site.world.admin.query(
      `insert into clearing_approvals (store_id, most, reason, given_by, given_at) select $1, 7, 'few', id, now() from people where account = 'systemAdmin'`,
      [rows[0]?.id],
    )
    await tasks.sweep()
    expect(await last()).toMatchObject({ aside: 0, waits: true })
    await site.world.admin.query('update clearing_approvals set most = 100 where used_at is null')
    await tasks.sweep()
    expect((await last()).aside).toBe(8)
    for (const key of many) rmSync(pathIn(backup, key))
  })
})

describe('a store that is another’s, or another’s to clear', () => {
  test('is not touched: the worker loses its installation', async () => {
    const key = await orphan()
    const file = join(data, 'installation.json')
    const ours = readFileSync(file, 'utf8')
    rmSync(file)
    await expect(tasks.sweep()).rejects.toThrow('Check that its disk is mounted.')
    writeFileSync(file, ours.replace(/"installation":"[0-9a-f]{8}/, '"installation":"ffffffff'))
    await expect(tasks.sweep()).rejects.toThrow(WrongInstallation)
    rmSync(file)
    writeFileSync(file, ours)
    expect(existsSync(pathIn(data, key))).toBe(true)
    await tasks.sweep()
    expect(isAside(data, key)).toBe(true)
  })

  test('is left to whoever has its lease; of two workers at once one clears it', async () => {
    const key = await orphan()
    const lease = await Lease.take(join(data, 'clearing'), 'another worker')
    await tasks.sweep()
    expect(existsSync(pathIn(data, key))).toBe(true)
    if (lease instanceof Lease) await lease.release()
    const count = async () =>
      (
        await site.world.admin.query<{ n: number }>(
          `select sum(set_aside)::int as n from clearings c join stores s on s.id = c.store_id and s.kind = 'data'`,
        )
      ).rows[0]?.n ?? 0
    const before = await count()
    const other = (await site.world.openWorker()).get(Tasks)
    await Promise.all([tasks.sweep(), other.sweep()])
    expect((await count()) - before).toBe(1)
    expect(isAside(data, key)).toBe(true)
  })
})

test('pages that are drawn twice leave nothing for the clearing', async () => {
  const { id } = await document()
  const maker = (await site.world.worker()).get(PreviewMaker)
  const other = (await site.world.openWorker()).get(PreviewMaker)
  await Promise.all([maker.make(id), other.make(id)])
  await tasks.sweep()
  expect((await last()).unnamed).toBe(0)
})

test('an erased case’s files and pictures go at once; their copies are set aside', async () => {
  const erased = await site.world.caseIn('withdrawn')
  const { rows } = await site.world.admin.query<{ id: number }>(
    'select max(id) as id from attachments where case_id = $1',
    [erased.id],
  )
  const { key } = await document()
  await site.world.admin.query(
    `update attachments set storage_key = $2, sha256 = (select sha256 from attachments where storage_key = $3) where id = $1`,
    [rows[0]?.id, 'f'.repeat(32), key],
  )
  const picture = await orphan()
  await site.world.admin.query(`update previews set state = 'ready', pages = 1 where attachment_id = $1`, [rows[0]?.id])
  await site.world.admin.query(`insert into page_images values ($1, 1, $2, 'x', false, 1, 1, 1)`, [
    rows[0]?.id,
    picture,
  ])
  site.world.at('2030-06-01')
  const erasing = (await site.world.openWorker()).get(Erasing)
  while ((await erasing.eraseDue()) > 0);
  site.world.at('2026-11-24')
  expect(
    (await site.world.admin.query('select 1 from cases where id = $1 and erased_at is null', [erased.id])).rows,
  ).toEqual([])
  expect([existsSync(pathIn(data, picture)), isAside(data, picture), isAside(backup, picture)]).toEqual([
    false,
    false,
    true,
  ])
})

test('counts of tries go once none of them counts any more', async () => {
  const { clock, admin } = site.world
  const ago = (hours: number) => new Date(clock.now().getTime() - hours * 3_600_000)
  await admin.query('delete from attempts')
  await admin.query(`insert into attempts values ('old', 3, $1), ('young', 3, $2)`, [ago(7 * 24 + 1), ago(7 * 24 - 1)])
  await tasks.sweep()
  expect((await admin.query('select key from attempts')).rows).toEqual([{ key: 'young' }])
})

test('the walls around readers of files are shown to administrators: of this web server and of each worker', async () => {
  const pollers = (await site.world.worker()).get(Pollers)
  await pollers.alive()
  const admin = await site.visitor('systemAdmin')
  const before = await admin.open(path.files)
  expect(before.text).toMatch(/Processes that read uploaded files .* this web process .* not known yet not known yet/)
  const [standing] = await Promise.all([findWalls(new Box()), (await site.world.worker()).get(Walls).find()])
  await pollers.alive()
  const after = await admin.open(path.files)
  expect(standing.size).toBeGreaterThan(0)
  expect(after.text.match(/another user/g)).toHaveLength(2) // wanting at both: nobody has named a user
  expect(after.text).not.toContain('not known yet')
  expect((await admin.open(withQuery(path.files, { language: 'zh' }))).text).toMatch(/本网页进程 .*内核限额.* 另一用户/)
  for (const address of [path.isReady, path.isLive]) {
    const { html } = await (await site.visitor()).open(address)
    expect(html).not.toMatch(/wall|uid/)
  }
})
