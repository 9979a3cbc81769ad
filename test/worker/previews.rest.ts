/**
 * When pages are drawn and read: once a document has passed its scan, and for firms that somebody has confirmed. What is
 * read is sealed, shown beside the answers, read again by a later reader, and erased with the case.
 */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { Logger, runOnce, type Task } from 'graphile-worker'
import { Database } from '../../src/base/database.js'
import { apiPath, path } from '../../src/base/path.js'
import { Presence } from '../../src/worker/presence.js'
import { PreviewMaker } from '../../src/worker/previewMaker.js'
import { Scans } from '../../src/worker/scans.js'
import { workOf } from '../../src/worker/work.js'
import { makePaper, type PaperCase } from '../../tools/papers.js'
import { readExample } from '../cases/inputs.js'
import { multipart, type Session, Site } from '../web/site.js'
import { openSmallScanner, type SmallScanner } from './clamd.js'

const EXAMPLE = readExample('goodsHost') as unknown as PaperCase // the case files are what papers are made from

let scanner: SmallScanner
let site: Site
let firm: Session
let caseId: number

beforeAll(async () => {
  scanner = await openSmallScanner()
  site = await Site.open({ settings: { CLAMD: scanner.address } })
  firm = await site.session('applicant')
  caseId = (await site.ask({ method: 'POST', url: apiPath.cases, as: firm, body: {} })).json<{ id: number }>().id
})
afterAll(async () => {
  await site.close()
  await scanner.close()
})

/** So that each is another one: the same file is taken once. */
let uploads = 0

async function upload(kind = 'degree', about = EXAMPLE, to = caseId): Promise<number> {
  const { bytes } = await makePaper({ kind, pages: kind === 'contract' ? 2 : 1 }, about)
  const form = multipart([
    ['kind', kind],
    ['file', Buffer.concat([bytes, Buffer.from(`\n% ${++uploads}\n`)]), `${kind}.pdf`],
  ])
  const answer = await site.ask({ method: 'POST', url: apiPath.documents(to), as: firm, ...form })
  return answer.json<{ document: { id: number } }>().document.id
}

const one = async (sql: string, id: number) =>
  (await site.world.admin.query<{ found: string }>(sql, [id])).rows[0]?.found
const stateOf = (id: number) => one('select state as found from previews where attachment_id = $1', id)
const jobsOf = (id: number, task = 'makePages') =>
  one(`select count(*)::text as found from graphile_worker.jobs where key = '${task} ' || $1::int`, id)
const forgetJobs = () => site.world.admin.query('select graphile_worker.remove_job(key) from graphile_worker.jobs')

test('nothing is drawn before the scan, which then asks for it', async () => {
  const worker = await site.world.worker()
  const [maker, scans] = [worker.get(PreviewMaker), worker.get(Scans)]
  const id = await upload()
  await maker.make(id)
  expect(await stateOf(id)).toBe('waiting')
  await forgetJobs()
  expect([await maker.orderAgain(0), await jobsOf(id)]).toEqual([0, '0'])
  await scans.scan('attachments', id)
  expect(await jobsOf(id)).toBe('1')
  await maker.make(id)
  expect(await stateOf(id)).toBe('ready')
})

test('nor of a firm that is not confirmed, which reads why; once it is, the clock asks for it', async () => {
  const worker = await site.world.worker()
  const [maker, scans] = [worker.get(PreviewMaker), worker.get(Scans)]
  const id = await upload()
  await scans.scan('attachments', id)
  await forgetJobs()
  const { rows } = await site.world.admin.query<{ id: number; at: Date; by: number }>(
    'select f.id, f.confirmed_at as at, f.confirmed_by as by from firms f join cases c on c.firm_id = f.id where c.id = $1',
    [caseId],
  )
  const confirm = (at: Date | null, by: number | null) =>
    site.world.admin.query('update firms set confirmed_at = $2, confirmed_by = $3 where id = $1', [rows[0]?.id, at, by])
  await confirm(null, null)
  await maker.make(id)
  expect([await stateOf(id), await maker.orderAgain(0)]).toEqual(['waiting', 0])
  const page = await site.ask({ url: path.fileView(caseId, id), as: firm })
  expect([page.statusCode, page.headers.refresh, page.body]).toEqual([
    200,
    undefined,
    expect.stringContaining('企业登记确认后，这里会显示页面图像。'),
  ])
  await confirm(rows[0]?.at ?? null, rows[0]?.by ?? null)
  expect(await maker.orderAgain(0)).toBe(1)
  await maker.make(id)
  expect(await stateOf(id)).toBe('ready')
})

test('the pages of a new document come before readings that wait', async () => {
  const worker = await site.world.worker()
  const [maker, scans] = [worker.get(PreviewMaker), worker.get(Scans)]
  const unread = 4
  for (let n = 0; n < unread; n++) {
    const id = await upload()
    await scans.scan('attachments', id)
    await site.world.admin.query(`update previews set state = 'ready' where attachment_id = $1`, [id])
  }
  await forgetJobs()
  expect(await maker.orderAgain(0)).toBe(unread)
  const id = await upload()
  await scans.scan('attachments', id)
  const done: string[] = []
  const { makePages, readPaper } = workOf(worker, new Presence(worker.get(Database)))
  const noted =
    (name: string, task: Task): Task =>
    async (payload, helpers) => {
      await task(payload, helpers)
      done.push(name)
    }
  await runOnce({
    connectionString: site.world.db.workerUrl,
    noHandleSignals: true,
    concurrency: 1,
    logger: new Logger(() => () => undefined),
    taskList: { makePages: noted('drawn', makePages), readPaper: noted('read', readPaper) },
  })
  expect(done).toEqual(['drawn', ...Array.from({ length: unread }, () => 'read')])
  expect([await stateOf(id), await maker.orderAgain(0)]).toEqual(['ready', 0])
})

test('what is read stands beside the answers, sealed; a later reader reads it again; it is erased with the case', async () => {
  const worker = await site.world.worker()
  const [maker, scans] = [worker.get(PreviewMaker), worker.get(Scans)]
  const id = await upload('contract', { ...EXAMPLE, firm: { ...EXAMPLE.firm, nameZh: '上海浦江直播科技有限公司' } })
  const page = async () => (await site.ask({ url: path.documents(caseId), as: firm })).body
  await scans.scan('attachments', id)
  expect(await page()).toContain('正在识别。')
  await maker.make(id)
  const readingOf = () => one('select reading as found from previews where attachment_id = $1', id)
  expect(await readingOf()).toMatch(/^sealed:[\w-]{800,}$/)
  const differs = '第1页第4行：用人单位与申请不一致：材料写的是“上海浦江直播科技有限公司”'
  expect(await page()).toContain(differs)

  await site.world.admin.query('update previews set reader = 0, reading = null where attachment_id = $1', [id])
  await forgetJobs()
  expect([await maker.orderAgain(0), await jobsOf(id), await jobsOf(id, 'readPaper')]).toEqual([1, '0', '1'])
  await maker.read(id)
  expect([await stateOf(id), await maker.orderAgain(0), await page()]).toEqual([
    'ready',
    0,
    expect.stringContaining(differs),
  ])

  await site.world.admin.query('select erase_case($1, now())', [caseId])
  expect(await readingOf()).toBeNull()
})

test('a difference that is read after the acceptance is said to whoever has the case in hand, and in the queue', async () => {
  const worker = await site.world.worker()
  const [maker, scans] = [worker.get(PreviewMaker), worker.get(Scans)]
  const other = { ...EXAMPLE, firm: { ...EXAMPLE.firm, nameZh: '上海浦江直播科技有限公司' } }
  const cases = [await site.world.draft(), await site.world.draft()] as const
  const ids = await Promise.all(cases.map((each) => upload('contract', other, each.id)))
  for (const id of ids) await scans.scan('attachments', id)
  const [late, early] = cases
  for (const each of cases) await each.do('applicant', 'submit')
  await maker.make(ids[1] ?? 0) // read before it is accepted: whoever accepts sees it
  for (const each of cases) await each.do('intake', 'accept', { departments: ['commerce'] })
  await late.do('assessor', 'claim')
  await maker.make(ids[0] ?? 0)
  const told = async (of: number) =>
    (
      await site.world.admin.query<{ account: string }>(
        `select p.account from notifications n join people p on p.id = n.person_id
         where n.case_id = $1 and n.kind = 'paperDiffers'`,
        [of],
      )
    ).rows
  expect([await told(late.id), await told(early.id)]).toEqual([[{ account: 'assessor' }], []])
  const queue = await site.ask({ url: path.queue, as: await site.session('assessor') })
  expect(queue.body.match(/材料与申请不一致/g)).toHaveLength(1)
})

test('a passport that is a picture has its pages before its zone is read; that is shown beside it, and fills in the answers when a person says so', async () => {
  const worker = await site.world.worker()
  const [maker, scans] = [worker.get(PreviewMaker), worker.get(Scans)]
  const own = (await site.ask({ method: 'POST', url: apiPath.cases, as: firm, body: {} })).json<{ id: number }>().id
  const { bytes } = await makePaper({ kind: 'passportPage', format: 'jpeg', width: 1654, height: 2339 }, EXAMPLE)
  const form = multipart([
    ['kind', 'passportPage'],
    ['file', bytes, 'passport.jpg'],
  ])
  const answer = await site.ask({ method: 'POST', url: apiPath.documents(own), as: firm, ...form })
  const { id } = answer.json<{ document: { id: number } }>().document
  await scans.scan('attachments', id)
  await maker.make(id)
  const section = { url: path.section(own, 'talent'), as: firm }
  expect([await stateOf(id), await jobsOf(id, 'readPaper')]).toEqual(['ready', '1'])
  expect((await site.ask({ url: path.documents(own), as: firm })).body).toContain('正在识别。')
  await forgetJobs()
  expect([await maker.orderAgain(0), await jobsOf(id, 'readPaper')]).toEqual([1, '1'])
  await maker.read(id)
  expect(await maker.orderAgain(0)).toBe(0)
  const page = (await site.ask(section)).body
  const { mrz, number } = EXAMPLE.talent.passport
  expect(page).toContain(mrz.map((line) => line.replaceAll('<', '&lt;')).join('<br>'))
  expect(page).toContain('src="data:image/webp;base64,')
  const taken = await site.ask({ ...section, method: 'POST', body: { _zone: '1' } })
  expect(taken.statusCode).toBe(303)
  expect((await site.ask(section)).body).toContain(`value="${number}"`)
})

test('a platform’s table is read beside the channel it is of, fills it in when a person says so, and is its source', async () => {
  const worker = await site.world.worker()
  const [maker, scans] = [worker.get(PreviewMaker), worker.get(Scans)]
  const own = (await site.ask({ method: 'POST', url: apiPath.cases, as: firm, body: {} })).json<{ id: number }>().id
  const answers = { channels: [{ platform: '抖音', handle: '@ostrov.live' }] }
  await site.ask({ method: 'PUT', url: apiPath.answers(own), as: firm, body: { answers } })
  const section = { url: path.section(own, 'channels'), as: firm }
  expect((await site.ask(section)).body).toContain('form="export-upload"')
  const form = multipart([['file', readFileSync('test/exports/douyin.csv'), '抖音数据.csv']])
  const sent = await site.ask({ ...section, method: 'POST', ...form })
  expect([sent.statusCode, sent.headers.location]).toEqual([303, `${path.section(own, 'channels')}#exports`])
  expect((await site.ask(section)).body).toContain('正在识别，请稍后刷新本页。')
  const { documents } = (await site.ask({ url: apiPath.case(own), as: firm })).json<{
    documents: { id: number }[]
  }>()
  const id = documents[0]?.id ?? 0
  await scans.scan('attachments', id)
  await maker.make(id)
  const page = (await site.ask(section)).body
  for (const text of ['抖音数据.csv', '319,000', '第16行', '互动率（%）：4.84（“互动率”列）', '已核对，填入'])
    expect(page).toContain(text)
  const taken = await site.ask({
    ...section,
    method: 'POST',
    body: { _export: `${id}.0`, 'channels[0][platform]': '抖音' },
  })
  expect(taken.statusCode).toBe(303)
  const { channels } = (await site.ask({ url: apiPath.case(own), as: firm })).json<{
    answers: { channels: { export: { series: unknown[]; from: string } }[] }
  }>().answers
  expect(channels[0]?.export).toMatchObject({ from: '2025-11-01', to: '2026-10-31' })
  expect(channels[0]?.export.series.at(-1)).toMatchObject({ month: '2026-10', followers: 319_000 })

  const listed = (await site.ask({ url: apiPath.exports(own), as: firm })).json<{
    exports: { document: number; state: string; offers: { channel: number; months: { month: string }[] }[] }[]
  }>()
  expect(listed.exports).toMatchObject([{ document: id, state: 'read', offers: [{ channel: 0 }] }])
  expect(listed.exports[0]?.offers[0]?.months.at(-1)).toMatchObject({ month: '2026-10', followers: 319_000 })
  await site.ask({ method: 'PUT', url: apiPath.answers(own), as: firm, body: { answers } })
  const take = (body: object, as = firm) => site.ask({ method: 'POST', url: apiPath.exports(own), as, body })
  expect((await take({ document: id, channel: 0 })).statusCode).toBe(200)
  const again = (await site.ask({ url: apiPath.case(own), as: firm })).json<{ answers: { channels: object[] } }>()
  expect(again.answers.channels).toMatchObject(channels)
  expect((await take({ document: id, channel: 1 })).statusCode).toBe(404)
  expect((await take({ document: id + 1, channel: 0 })).statusCode).toBe(404)
  expect((await take({ document: `${id}`, channel: 0 })).json()).toMatchObject({ problems: [{ code: 'badExport' }] })
  expect((await take({ document: id, channel: 0 }, await site.session('rival'))).statusCode).toBe(404)
})
