/** A document whose content is missing is a fault: said so to its reader, listed for administrators, and tried again until it is back; nothing is given up over it. */
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { INestApplicationContext } from '@nestjs/common'
import { apiPath, path } from '../../src/base/path.js'
import { Packages } from '../../src/letters/package.service.js'
import { PreviewMaker } from '../../src/worker/previewMaker.js'
import { Scans } from '../../src/worker/scans.js'
import { Tasks } from '../../src/worker/tasks.js'
import { makePaper, type PaperCase } from '../../tools/papers.js'
import { readExample } from '../cases/inputs.js'
import { multipart, type Session, Site } from '../web/site.js'
import { openSmallScanner, type SmallScanner } from './clamd.js'

const EXAMPLE = readExample('goodsHost') as unknown as PaperCase // the case files are what papers are made from

let scanner: SmallScanner
let site: Site
let worker: INestApplicationContext
let firm: Session
let caseId: number

beforeAll(async () => {
  scanner = await openSmallScanner()
  site = await Site.open({ settings: { CLAMD: scanner.address } })
  worker = await site.world.worker()
  firm = await site.session('applicant')
  caseId = (await site.ask({ method: 'POST', url: apiPath.cases, as: firm, body: {} })).json<{ id: number }>().id
})
afterAll(async () => {
  await site.close()
  await scanner.close()
})

interface Document {
  readonly id: number
  readonly path: string
}

const pathOf = (key: string) => join(site.world.db.config.dataDir, 'files', key.slice(0, 2), key.slice(2))

/** So that each is another one: the same file is taken once. */
let uploads = 0

async function upload(): Promise<Document> {
  const { bytes } = await makePaper({ kind: 'degree' }, EXAMPLE)
  const form = multipart([
    ['kind', 'degree'],
    ['file', Buffer.concat([bytes, Buffer.from(`\n% ${++uploads}\n`)]), 'degree.pdf'],
  ])
  const answer = await site.ask({ method: 'POST', url: apiPath.documents(caseId), as: firm, ...form })
  const { id } = answer.json<{ document: { id: number } }>().document
  const { rows } = await site.world.admin.query<{ key: string }>(
    'select storage_key as key from attachments where id = $1',
    [id],
  )
  return { id, path: pathOf(rows[0]?.key ?? '') }
}

const stateOf = async ({ id }: Document) =>
  (
    await site.world.admin.query<{ scan: string; pages: string; missing: boolean }>(
      `select a.scan, p.state as pages, exists (select from missing_files m where m.storage_key = a.storage_key) as missing
       from attachments a join previews p on p.attachment_id = a.id where a.id = $1`,
      [id],
    )
  ).rows[0]

/** Lets a file vanish, and answers what brings it back. */
function lose({ path }: Document): () => void {
  const aside = `${path}.elsewhere`
  renameSync(path, aside)
  return () => renameSync(aside, path)
}

const pageOf = (url: string, language: 'zh' | 'en', as: Session = firm) =>
  site.ask({ url: `${url}?language=${language}`, as })

test('is said so to whoever opens it, in both languages and to programs; it is not what looks like a page without rights', async () => {
  const document = await upload()
  await worker.get(Scans).scan('attachments', document.id)
  lose(document)
  const address = path.file(caseId, document.id)
  const [zh, en] = [await pageOf(address, 'zh'), await pageOf(address, 'en')]
  expect([zh.statusCode, en.statusCode, en.headers['retry-after']]).toEqual([503, 503, '3600'])
  expect(zh.body).toContain('存储中没有其内容。这是系统的故障，与您的操作和权限无关；已告知系统管理员。')
  expect(en.body).toContain(
    'its content is not in the store. This is a fault of the system, not of yours or of your rights. The system administrators have been informed.',
  )
  expect(en.body).not.toContain('Page not found')
  const api = await site.ask({ url: apiPath.document(caseId, document.id), as: firm })
  expect([api.statusCode, api.json()]).toEqual([
    503,
    expect.objectContaining({
      error: 'contentMissing',
      message: expect.objectContaining({ en: expect.stringContaining('not in the store') }),
    }),
  ])
  expect(await stateOf(document)).toMatchObject({ missing: true })

  const view = await pageOf(path.fileView(caseId, document.id), 'en')
  expect([view.statusCode, view.headers.refresh]).toEqual([200, undefined])
  expect(view.body).toContain('The content of this document is missing')
  expect((await pageOf(path.fileView(caseId, document.id), 'zh')).body).toContain('这份材料的内容缺失')
})

test('is listed for system administrators, without a case or a name, and they get one mail', async () => {
  await site.world.admin.query(`update people set email = 'admin@haijian.example' where account = 'systemAdmin'`)
  const document = await upload()
  lose(document)
  await pageOf(path.file(caseId, document.id), 'en') // is being scanned: nothing is opened
  expect(await stateOf(document)).toMatchObject({ missing: false })
  await worker.get(Tasks).sweep() // finds it by itself
  expect(await stateOf(document)).toMatchObject({ missing: true })
  await worker.get(Tasks).runMinute()
  await worker.get(Tasks).runMinute()
  const mails = await site.world.admin.query(`select kind, path, case_id from mails where kind = 'storedFiles'`)
  expect(mails.rows).toEqual([{ kind: 'storedFiles', path: path.files, case_id: null }])
  const admin = await site.session('systemAdmin')
  const [zh, en] = [await pageOf(path.files, 'zh', admin), await pageOf(path.files, 'en', admin)]
  expect(en.body).toMatch(/The content of \d+ documents is missing/)
  expect(zh.body).toMatch(/\d+份材料的内容缺失/)
  const place = document.path.split('/').slice(-2).join('/')
  for (const { body } of [zh, en]) {
    expect(body).toContain(place)
    expect(body).not.toMatch(/degree\.pdf|2026-\d{6}/)
  }
})

test('gives nothing up: pages and scan wait, are passed over, and are done once it is back', async () => {
  const document = await upload()
  const bringBack = lose(document)
  const [scans, maker, tasks] = [worker.get(Scans), worker.get(PreviewMaker), worker.get(Tasks)]
  await scans.scan('attachments', document.id)
  await maker.make(document.id)
  expect(await stateOf(document)).toEqual({ scan: 'waiting', pages: 'waiting', missing: true })
  const asked = async () => {
    await site.world.admin.query(`delete from graphile_worker._private_jobs where key in ($1, $2)`, [
      `makePages ${document.id}`,
      `scanFile attachments ${document.id}`,
    ])
    await scans.orderAgain()
    await maker.orderAgain(0)
    const { rows } = await site.world.admin.query<{ task: string }>(
      `select task_identifier as task from graphile_worker.jobs where key in ($1, $2) order by 1`,
      [`makePages ${document.id}`, `scanFile attachments ${document.id}`],
    )
    return rows.map(({ task }) => task)
  }
  expect(await asked()).toEqual([])
  await tasks.runMinute()
  expect(await stateOf(document)).toMatchObject({ missing: true })
  bringBack()
  await tasks.runMinute()
  expect(await stateOf(document)).toEqual({ scan: 'waiting', pages: 'waiting', missing: false })
  expect(await asked()).toEqual(['scanFile'])
  await scans.scan('attachments', document.id)
  expect(await asked()).toContain('makePages') // which waits for the scan
  await maker.make(document.id)
  expect(await stateOf(document)).toEqual({ scan: 'clean', pages: 'ready', missing: false })
  expect((await pageOf(path.file(caseId, document.id), 'en')).statusCode).toBe(200)
})

test('a picture of a page that is lost is drawn anew', async () => {
  const document = await upload()
  await worker.get(Scans).scan('attachments', document.id)
  await worker.get(PreviewMaker).make(document.id)
  const { rows } = await site.world.admin.query<{ key: string }>(
    'select storage_key as key from page_images where attachment_id = $1',
    [document.id],
  )
  rmSync(pathOf(rows[0]?.key ?? ''))
  const picture = path.filePage(caseId, document.id, 1)
  expect((await pageOf(picture, 'en')).statusCode).toBe(503)
  await worker.get(Tasks).runMinute()
  expect(await stateOf(document)).toMatchObject({ pages: 'waiting', missing: false })
  await worker.get(PreviewMaker).make(document.id)
  expect((await pageOf(picture, 'en')).statusCode).toBe(200)
  const left = await site.world.admin.query(
    'select 1 from missing_files m join page_images i on i.storage_key = m.storage_key',
  )
  expect(left.rows).toEqual([])
})

test('a firm’s own document, for whoever confirms it; and a package of letters says what is in its way', async () => {
  const key = createHash('md5').update('nowhere').digest('hex')
  const { rows } = await site.world.admin.query<{ id: number; firm: number }>(
    `update firm_papers set storage_key = $1, scan = 'clean' where id = (select min(id) from firm_papers) returning id, firm_id as firm`,
    [key],
  )
  const { id, firm: firmId } = rows[0] ?? { id: 0, firm: 0 }
  const intake = await site.session('intake')
  expect((await pageOf(path.firmPaper(firmId, id), 'en', intake)).body).toContain(
    'The content of this document is missing',
  )
  mkdirSync(dirname(pathOf(key)), { recursive: true })
  writeFileSync(pathOf(key), 'the licence')
  await worker.get(Tasks).runMinute()
  expect((await pageOf(path.firmPaper(firmId, id), 'en', intake)).body).toBe('the licence')
  expect(readFileSync(pathOf(key), 'utf8')).toBe('the licence')

  const one = await site.world.caseIn('letterIssued')
  await site.world.admin.query(`update attachments set scan = 'clean' where case_id = $1`, [one.id])
  const letters = await site.world.admin.query<{ id: number }>(
    `select id from letters where case_id = $1 and kind = 'recommendation'`,
    [one.id],
  )
  const packages = site.world.app.get(Packages)
  const officer = site.world.person('permitOfficer')
  const made = await packages.make(officer, [letters.rows[0]?.id ?? 0])
  await expect(packages.open(officer, made.id)).rejects.toMatchObject({
    because: [expect.objectContaining({ code: 'paperGone', en: expect.stringContaining('have been informed') })],
  })
})
