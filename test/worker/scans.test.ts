/** Uploaded files and the virus scanner: what is not called clean opens for nobody, by no way. Against a small server of the protocol, and ClamAV's own daemon where there is one. */
import { randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { INestApplicationContext } from '@nestjs/common'
import { PDFDocument } from 'pdf-lib'
import { Outgoing } from '../../src/base/outgoing.js'
import { apiPath, path, withQuery } from '../../src/base/path.js'
import { ClamdScanner } from '../../src/cases/files/scanner.js'
import { Scans } from '../../src/worker/scans.js'
import { has } from '../letters/witness.js'
import { multipart, Site } from '../web/site.js'
import { MARK, openClamd, openSmallScanner, type SmallScanner, STREAM_MAX, type TestScanner } from './clamd.js'

const outgoing = new Outgoing({ production: false, outgoingPrivate: null })
const piecesOf = (content: Buffer, size = 50_000) =>
  Readable.from(
    Array.from({ length: Math.ceil(content.length / size) }, (_, at) => content.subarray(at * size, (at + 1) * size)),
  )

/** A whole PDF with this in a comment behind its first line. */
async function pdfWith(comment: string | Buffer): Promise<Buffer> {
  const document = await PDFDocument.create()
  document.addPage([300, 300])
  const bytes = Buffer.from(await document.save({ useObjectStreams: false }))
  const end = bytes.indexOf('\n') + 1
  return Buffer.concat([
    bytes.subarray(0, end),
    Buffer.from('%'),
    Buffer.from(comment),
    Buffer.from('\n'),
    bytes.subarray(end),
  ])
}

let small: SmallScanner
let clamd: TestScanner | undefined

beforeAll(async () => {
  small = await openSmallScanner()
  if (has('clamd')) clamd = await openClamd()
})
afterAll(async () => {
  await small.close()
  await clamd?.close()
})

const inBoth = (name: string, body: (scanner: ClamdScanner) => Promise<void>) => {
  test(`${name} (a server of the protocol)`, () => body(new ClamdScanner(small.address, outgoing)))
  const real = () => body(new ClamdScanner(clamd?.address ?? '', outgoing))
  if (has('clamd')) test(`${name} (clamd)`, real)
  else test.skip(`${name} (clamd)`, real)
}

describe('the scanner', () => {
  inBoth('calls what is clean clean, of every size that it takes', async (scanner) => {
    for (const bytes of [0, 1, 65_535, 65_536, 65_537, STREAM_MAX])
      expect(await scanner.scan(piecesOf(Buffer.alloc(bytes, 'x')))).toEqual({ state: 'clean' })
  })

  inBoth('finds the mark wherever it stands, over the edge of two pieces too', async (scanner) => {
    for (const before of [0, 10, 49_990, 65_530, 131_060]) {
      const content = Buffer.concat([Buffer.alloc(before, 'x'), Buffer.from(MARK), Buffer.alloc(1000, 'y')])
      expect(await scanner.scan(piecesOf(content))).toMatchObject({
        state: 'infected',
        found: expect.stringMatching(/^Haijian\.Test/),
      })
    }
  })

  inBoth('and has not passed what is more than it takes', async (scanner) => {
    const ask = () => scanner.scan(piecesOf(Buffer.alloc(STREAM_MAX * 4, 'x')))
    // who hangs up in the middle may do so before the answer is read; the queue then asks again, and so does this test
    const verdict = await ask().catch(ask).catch(ask).catch(ask).catch(ask)
    expect(verdict).toMatchObject({ state: 'failed' })
  })

  test.each(['hangsUp', 'gibberish'] as const)('that %s has said nothing', async (mood) => {
    small.mood = mood
    await expect(new ClamdScanner(small.address, outgoing).scan(piecesOf(randomBytes(100)))).rejects.toThrow(
      /scanner|ECONNRESET/,
    )
    small.mood = 'well'
  })

  test('that cannot examine a file has not passed it', async () => {
    small.mood = 'error'
    expect(await new ClamdScanner(small.address, outgoing).scan(piecesOf(randomBytes(100)))).toMatchObject({
      state: 'failed',
    })
    small.mood = 'well'
  })

  test('that is away has said nothing; one inside the network is asked only where the settings name it', async () => {
    for (const address of ['127.0.0.1:1', '/no/such/socket'])
      await expect(new ClamdScanner(address, outgoing).scan(piecesOf(randomBytes(9)))).rejects.toThrow(
        /ECONNREFUSED|ENOENT/,
      )
    await expect(new ClamdScanner('10.0.0.1:3310', outgoing).scan(piecesOf(randomBytes(9)))).rejects.toThrow(
      'OUTGOING_PRIVATE',
    )
  })
})

describe('where a scanner is configured', () => {
  let site: Site
  let worker: INestApplicationContext
  let caseId: number

  beforeAll(async () => {
    site = await Site.open({ settings: { CLAMD: small.address } })
    worker = await site.world.openWorker()
    const as = await site.session('applicant')
    caseId = (await site.ask({ method: 'POST', url: apiPath.cases, as, body: {} })).json<{ id: number }>().id
  })
  afterAll(() => site.close())

  const upload = async (content: Buffer, kind = 'contract') => {
    const as = await site.session('applicant')
    const form = multipart([
      ['kind', kind],
      ['file', content, 'contract.pdf'],
    ])
    const answer = await site.ask({ method: 'POST', url: apiPath.documents(caseId), as, ...form })
    expect(answer.statusCode).toBe(201)
    return answer.json<{ document: { id: number; scan: string } }>().document
  }
  const open = async (id: number) => {
    const as = await site.session('applicant')
    const [page, api] = [
      await site.ask({ url: path.file(caseId, id), as }),
      await site.ask({ url: apiPath.document(caseId, id), as }),
    ]
    return {
      page: page.statusCode,
      api: api.statusCode,
      code: api.statusCode === 409 ? api.json<{ because: { code: string }[] }>().because[0]?.code : undefined,
      body: page.body,
    }
  }
  const stateOf = async (id: number) => {
    const as = await site.session('applicant')
    const { documents } = (await site.ask({ url: apiPath.case(caseId), as })).json<{
      documents: { id: number; scan: string }[]
    }>()
    return documents.find((one) => one.id === id)?.scan
  }
  const pageOf = async () =>
    (
      await site.ask({
        url: withQuery(path.documents(caseId), { language: 'en' }),
        as: await site.session('applicant'),
      })
    ).body
  const missing = async () => {
    const check = (await site.ask({ url: apiPath.check(caseId), as: await site.session('applicant') })).json<{
      blocks: { code: string }[]
    }>()
    return check.blocks.some(({ code }) => code === 'missing:contract')
  }
  const jobs = async () =>
    (
      await site.world.admin.query<{ key: string }>(
        `select key from graphile_worker.jobs where task_identifier = 'scanFile' order by key`,
      )
    ).rows.map(({ key }) => key)

  test('a file waits for its scan, asked for with its row, and opens when it has passed', async () => {
    const { id, scan } = await upload(await pdfWith('plain'))
    expect([scan, await jobs(), await missing()]).toEqual(['waiting', [`scanFile attachments ${id}`], false])
    expect(await open(id)).toMatchObject({
      page: 409,
      api: 409,
      code: 'scan:waiting',
      body: expect.stringContaining('正在查毒'),
    })
    expect(await pageOf()).toContain('It is being scanned for malware')
    expect(await pageOf()).not.toContain(`/files/${id}`)
    await worker.get(Scans).scan('attachments', id)
    expect([await stateOf(id), (await open(id)).page, (await open(id)).api]).toEqual(['clean', 200, 200])
    expect(await pageOf()).toContain(`/files/${id}`)
  })

  test('one with malware opens for nobody, lies apart, does not count, and the firm reads why', async () => {
    const { id } = await upload(await pdfWith(MARK))
    await worker.get(Scans).scan('attachments', id)
    expect(await open(id)).toMatchObject({
      page: 409,
      api: 409,
      code: 'scan:infected',
      body: expect.stringContaining('已隔离'),
    })
    expect([await stateOf(id), await missing()]).toEqual(['infected', true])
    expect(await pageOf()).toContain('Malware was found')
    const { rows } = await site.world.admin.query<{ key: string }>(
      'select storage_key as key from attachments where id = $1',
      [id],
    )
    expect(await readdir(join(site.world.db.config.dataDir, 'quarantine'))).toEqual([rows[0]?.key])
    const left = await readdir(join(site.world.db.config.dataDir, 'files'), { recursive: true })
    expect(left.filter((name) => name.replace('/', '') === rows[0]?.key)).toEqual([])
  })

  test('one that the scanner cannot examine is not opened either', async () => {
    const { id } = await upload(await pdfWith(Buffer.alloc(STREAM_MAX + 1, 'x')))
    await worker.get(Scans).scan('attachments', id)
    expect(await open(id)).toMatchObject({ page: 409, code: 'scan:failed' })
    expect([await stateOf(id), await missing()]).toEqual(['failed', true])
  })

  test('while the scanner is away files are taken and wait; the clock asks again', async () => {
    const { id } = await upload(await pdfWith('later'))
    small.mood = 'hangsUp'
    await expect(worker.get(Scans).scan('attachments', id)).rejects.toThrow()
    expect([await stateOf(id), (await open(id)).code]).toEqual(['waiting', 'scan:waiting'])
    small.mood = 'well'
    const orderedBefore = await worker.get(Scans).orderAgain()
    expect(orderedBefore).toBeGreaterThanOrEqual(1)
    expect(await jobs()).toContain(`scanFile attachments ${id}`)
    await worker.get(Scans).scan('attachments', id)
    expect([await stateOf(id), await worker.get(Scans).orderAgain()]).toEqual(['clean', orderedBefore - 1])
    const before = small.scanned
    await worker.get(Scans).scan('attachments', id)
    expect(small.scanned).toBe(before)
  })

  test('a file from before there was a scanner waits for it, the papers of a firm among them', async () => {
    const { id } = await upload(await pdfWith('earlier'))
    await worker.get(Scans).scan('attachments', id)
    await site.world.admin.query('update attachments set scan = null, scanned_at = null where id = $1', [id])
    const { rows } = await site.world.admin.query<{ id: number; firm: number }>(
      `insert into firm_papers (firm_id, kind, name, mime, bytes, sha256, storage_key, uploaded_at)
       select firm_id, kind, name, mime, bytes, sha256, (select storage_key from attachments where id = $1) || 'x', uploaded_at from firm_papers limit 1
       returning id, firm_id as firm`,
      [id],
    )
    const { id: paper = 0, firm = 0 } = rows[0] ?? {}
    expect([await stateOf(id), (await open(id)).page]).toEqual(['waiting', 409])
    const licence = await site.ask({ url: path.firmPaper(firm, paper), as: await site.session('intake') })
    expect([licence.statusCode, licence.body]).toEqual([409, expect.stringContaining('正在查毒')])
    expect(await worker.get(Scans).orderAgain()).toBeGreaterThanOrEqual(2)
    await worker.get(Scans).scan('attachments', id)
    expect((await open(id)).page).toBe(200)
  })

  test('the web server can never call a file clean', async () => {
    const { rows } = await site.world.admin.query<{ may: boolean }>(
      `select has_column_privilege('haijian_app', 'attachments', 'scan', 'update') or has_column_privilege('haijian_app', 'firm_papers', 'scan', 'update') as may`,
    )
    expect(rows).toEqual([{ may: false }])
    const policiesThat = async (which: string) =>
      (
        await site.world.admin.query<{ name: string }>(
          `select tablename || ' ' || array_to_string(roles, ' ') || ' ' || cmd as name from pg_policies
           where tablename in ('attachments', 'firm_papers') and cmd in ('ALL', 'INSERT') and ${which} order by 1`,
        )
      ).rows.map(({ name }) => name)
    // a firm's documents come with its registration, before anybody has signed in; when it mends that; with a change
    expect(await policiesThat(`with_check like '%scanned_at IS NULL%'`)).toEqual([
      'attachments haijian_app INSERT',
      ...['firm_papers haijian_app INSERT', 'firm_papers haijian_app INSERT'],
      'firm_papers haijian_entry INSERT',
    ])
    // that of attachments above is one that restricts all others: a firm's, and an agent's
    const without = await policiesThat(`coalesce(with_check, '') not like '%scanned_at IS NULL%'`)
    expect(without.filter((name) => /haijian_(app|entry)/.test(name))).toEqual([
      'attachments haijian_app INSERT',
      'attachments haijian_app INSERT',
    ])
    const { rows: others } = await site.world.admin.query<{ may: boolean }>(
      `select has_column_privilege('haijian_entry', 'firm_papers', 'scan', 'update') as may`,
    )
    expect(others).toEqual([{ may: false }])
  })
})
