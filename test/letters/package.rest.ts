/** Packages for the permit authority: what is in them, for whom, and that what was taken is written down. Read with another reader of ZIP files than the one that writes them. */
import { createHash, randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import yauzl from 'yauzl'
import { apiPath, path } from '../../src/base/path.js'
import { seal } from '../../src/base/seal.js'
import { CaseKeys } from '../../src/cases/sealing/caseKeys.js'
import { PLACES } from '../../src/cases/sealing/place.js'
import { DOCUMENT_KINDS } from '../../src/forms/choices.js'
import { labelOf } from '../../src/forms/engine/ui.js'
import { Letters } from '../../src/letters/letter.service.js'
import { Reference } from '../../src/reference/reference.service.js'
import { descriptionSchema, indexSchema, packageJsonSchema } from '../../src/letters/package.js'
import { inFormOrder, paperPath, partOfPath } from '../../src/letters/packageNames.js'
import { Packages } from '../../src/letters/package.service.js'
import type { KeyScope } from '../../src/people/actor.js'
import { Keys } from '../../src/people/key.service.js'
import type { Name } from '../cases/population.js'
import { changedTables } from '../cases/looking.js'
import type { Case } from '../cases/world.js'
import { rounds } from '../long.js'
import { standingOf } from '../../src/web/desk/package.view.js'
import { Site } from '../web/site.js'
import { readSheet } from './pdfText.js'
import { storePapers } from './storedPapers.js'

let site: Site

beforeAll(async () => {
  site = await Site.open()
})
afterAll(() => site.close())

/** A case with its letter and real papers in the store; its contract with so many bytes more. */
async function issued(
  by: Name = 'applicant',
  more = 0,
): Promise<{ one: Case; letterId: number; papers: Map<string, Buffer> }> {
  const one = await site.world.caseIn('letterIssued', by)
  const papers = await storePapers(site.world, one.id, more)
  const found = await site.world.app.get(Letters).list(site.world.person('permitOfficer'), { limit: 1 })
  return { one, letterId: found[0]?.id ?? 0, papers }
}

/** Every entry of a ZIP by its name, and the instant that it bears. */
function unzip(zip: Buffer): Promise<Map<string, { content: Buffer; at: Date; utf8: boolean }>> {
  return new Promise((resolve, reject) => {
    const entries = new Map<string, { content: Buffer; at: Date; utf8: boolean }>()
    // strict: refuses absolute paths, backslashes and .. in names
    yauzl.fromBuffer(zip, { lazyEntries: true, strictFileNames: true }, (problem, file) => {
      if (problem) return reject(problem)
      file.on('error', reject)
      file.on('end', () => resolve(entries))
      file.on('entry', (entry) =>
        file.openReadStream(entry, async (fault, stream) => {
          if (fault) return reject(fault)
          const pieces: Buffer[] = []
          for await (const piece of stream) pieces.push(piece as Buffer) // an entry's stream gives buffers
          const utf8 = (entry.generalPurposeBitFlag & 0x800) !== 0
          entries.set(entry.fileName, { content: Buffer.concat(pieces), at: entry.getLastModDate(), utf8 })
          file.readEntry()
        }),
      )
      file.readEntry()
    })
  })
}

/** The words of a PDF, without spaces. */
async function textOf(pdf: Buffer): Promise<string> {
  const { runs } = await readSheet(pdf)
  return runs
    .map(({ text }) => text)
    .join('')
    .replace(/\s/g, '')
}

const permit = () => site.session('permitOfficer')
const hash = (bytes: Buffer | undefined) =>
  createHash('sha256')
    .update(bytes ?? '')
    .digest('hex')
const read = (entries: Map<string, { content: Buffer }>, name: string): unknown =>
  JSON.parse(entries.get(name)?.content.toString() ?? 'null')

async function take(letters: readonly number[]) {
  const made = await site.ask({ method: 'POST', url: apiPath.packages, as: await permit(), body: { letters } })
  expect(made.statusCode).toBe(201)
  const { id, file } = made.json<{ id: number; file: string }>()
  const answer = await site.ask({ url: file, as: await permit() })
  return { id, answer, entries: await unzip(answer.rawPayload) }
}

describe('a package', () => {
  test('holds letter, evidence and description of each, whole, by names that every system can keep', async () => {
    const [first, second] = [await issued(), await issued('rival')]
    const { answer, entries } = await take([first.letterId, second.letterId])
    expect(answer.headers['content-type']).toBe('application/zip')
    expect(answer.headers['cache-control']).toBe('no-store')
    const index = indexSchema.parse(read(entries, 'index.json'))
    expect(index.letters).toHaveLength(2)
    expect(index.missing).toEqual([])
    for (const [place, { one, papers }] of [first, second].entries()) {
      const line = index.letters[place]
      const description = descriptionSchema.parse(read(entries, line?.description ?? ''))
      const folder = `00${place + 1} ${line?.number}`
      expect(line?.file).toBe(`${folder}/letter.pdf`)
      const pdf = entries.get(`${folder}/letter.pdf`)
      expect(pdf?.content.subarray(0, 5).toString()).toBe('%PDF-')
      expect(hash(pdf?.content)).toBe(line?.sha256)
      expect(hash(pdf?.content)).toBe(description.letter.sha256)
      expect(pdf?.utf8).toBe(true)
      expect(pdf?.at.toISOString()).toBe('2026-11-24T01:00:00.000Z')
      expect(description.person).toMatchObject({ passport: { number: 'YB1234567' }, sex: expect.any(String) })
      expect(description.letter).toMatchObject({ standing: 'inForce', specimen: true, kind: 'recommendation' })
      expect(description.evidence).toHaveLength(papers.size)
      for (const { file, kind } of description.evidence) {
        const called = labelOf(DOCUMENT_KINDS, kind).zh
        expect(file).toMatch(/\/evidence\/\d\d .*\.(pdf|jpg)$/)
        expect(file.startsWith(`${folder}/evidence/`) && file.includes(called)).toBe(true)
        expect(entries.get(file)?.content.equals(papers.get(kind) ?? Buffer.alloc(0))).toBe(true)
      }
      const cover = entries.get(description.cover ?? '')?.content ?? Buffer.alloc(0)
      expect(description.cover).toBe(`${folder}/00 资料目录.pdf`)
      const words = await textOf(cover)
      for (const { label, sha256, pages } of description.evidence) {
        expect(words).toContain(label.zh.replace(/\s/g, ''))
        expect(words).toContain(sha256)
        if (pages) expect(words).toContain(`${pages}页`)
      }
      expect(words).toContain(hash(pdf?.content))
      const { rows } = await site.world.admin.query('select number from cases where id = $1', [one.id])
      expect(description.case.number).toBe(rows[0]?.number)
    }
    expect([...entries.keys()].at(-1)).toBe('index.json')
  })

  test('holds what the candidate has signed by drawing, and nothing of what is void', async () => {
    const { one, letterId, papers } = await issued()
    const keys = site.world.app.get(CaseKeys)
    const { rows: cases } = await site.world.admin.query('select data_key from cases where id = $1', [one.id])
    const key = keys.of(one.id, cases[0]?.data_key)
    if (!key) throw new Error('the case has no key')
    const content = Buffer.from('%PDF-1.7 drawn')
    const sign = async (paper: string, mark: string, voided: boolean) => {
      const { rows } = await site.world.admin.query<{ id: number }>(
        `insert into talent_signatures (case_id, paper, at, opened_by, digest, mark, strokes, shown, voided_at, void_why)
         values ($1, $2, '2026-11-23T17:00:00Z', 'pin', 'd', $3, 's', 's', $4::timestamptz, $5) returning id`,
        [one.id, paper, mark, ...(voided ? ['2026-11-24', 'answers'] : [null, null])],
      )
      const sealed = seal(key, content, PLACES.signatureFile(rows[0]?.id ?? 0))
      await site.world.admin.query(
        'update talent_signatures set pdf = $2, sha256 = $3, made_at = now() where id = $1',
        [...[rows[0]?.id, sealed, hash(content)]],
      )
    }
    await sign('application', 'first', true)
    await sign('commitment', 'second', false)
    const { entries } = await take([letterId])
    const [line] = indexSchema.parse(read(entries, 'index.json')).letters
    const { evidence, cover } = descriptionSchema.parse(read(entries, line?.description ?? ''))
    expect([line?.evidence, evidence.length]).toEqual([papers.size + 1, papers.size + 1])
    const drawn = evidence.at(-1)
    expect(drawn).toMatchObject({ kind: 'drawnCommitment', issuedOn: '2026-11-24', sha256: hash(content) })
    expect(drawn?.file).toMatch(/\/evidence\/\d\d 手写笔迹签名（合规直播承诺书）\.pdf$/)
    expect(entries.get(drawn?.file ?? '')?.content.equals(content)).toBe(true)
    const words = await textOf(entries.get(cover ?? '')?.content ?? Buffer.alloc(0))
    expect(words).toContain('2026年11月24日手写签名')
  })

  test('says what is asked for, also where the table of a city is older than the routes', async () => {
    const proposed = {
      class: 'A',
      route: 'livestreamPlan',
      months: 24,
      treatment: null,
      ground: { zh: expect.stringContaining('行动计划'), en: expect.stringContaining('Action Plan') },
    }
    const describe = async () => {
      const { entries } = await take([(await issued()).letterId])
      const [line] = indexSchema.parse(read(entries, 'index.json')).letters
      return descriptionSchema.parse(read(entries, line?.description ?? '')).proposed
    }
    expect(await describe()).toEqual(proposed)
    await site.world.admin.query(
      `insert into reference (kind, key, effective_from, body, approved_at)
       select kind, key, '2026-11-20', body || '{"facts": ["name", "passport"]}', now() from reference
       where kind = 'paperKinds' and key = 'recommendation' order by effective_from limit 1`,
    )
    await site.world.app.get(Reference).refresh()
    expect(await describe()).toEqual(proposed)
    await site.world.admin.query(
      `delete from reference where kind = 'paperKinds' and key = 'recommendation' and effective_from = '2026-11-20'`,
    )
    await site.world.app.get(Reference).refresh()
  })

  test('is written down: in the case’s history, as a receipt of each letter, and as sent', async () => {
    const { one, letterId, papers } = await issued()
    const { id } = await take([letterId])
    const { rows: events } = await site.world.admin.query(
      `select t.content from events e join event_contents t using (case_id, seq) where e.case_id = $1 and e.action = 'fetchLetter'`,
      [one.id],
    )
    expect(events).toMatchObject([{ content: { letterId, packageId: id, papers: expect.any(Array) } }])
    expect(events[0]?.content.papers).toHaveLength(papers.size)
    const { rows } = await site.world.admin.query(
      'select what, person_id, package_id from letter_receipts where letter_id = $1',
      [letterId],
    )
    expect(rows).toEqual([{ what: 'packaged', person_id: site.world.person('permitOfficer').id, package_id: id }])
    const told = await site.ask({ url: apiPath.package(id), as: await permit() })
    expect(told.json()).toMatchObject({
      letters: 1,
      sent: 1,
      papers: papers.size,
      finishedAt: '2026-11-24T01:00:00.000Z',
    })
  })

  test('that is fetched by GET changes nothing but the record of that', async () => {
    const { letterId } = await issued()
    const { id } = await take([letterId])
    const as = await permit()
    const changed = await changedTables(site.world.admin, async () => {
      expect((await site.ask({ url: apiPath.packageFile(id), as })).statusCode).toBe(200)
    })
    const records = [
      'access_log',
      'cases',
      'events',
      'event_contents',
      'letter_receipts',
      'packages',
      'package_letters',
    ]
    const left = changed.filter((table) => !records.includes(table.replace('public.', '')))
    expect(left.filter((table) => !['public.row_marks', 'public.sessions'].includes(table))).toEqual([])
  })

  test('of which a paper cannot be read is refused before a byte goes out, and nothing says that it was taken', async () => {
    const one = await site.world.caseIn('letterIssued') // its papers have no files
    const { rows } = await site.world.admin.query<{ id: number }>(
      `select id from letters where case_id = $1 and kind = 'recommendation'`,
      [one.id],
    )
    const id = rows[0]?.id ?? 0
    const answer = await site.ask({ method: 'POST', url: apiPath.letterPackage(id), as: await permit() })
    expect(answer.statusCode).toBe(409)
    expect(answer.json().because).toMatchObject([{ code: 'paperGone' }])
    const taken = await site.world.admin.query('select 1 from letter_receipts where letter_id = $1', [id])
    expect(taken.rowCount).toBe(0)
  })

  test('comes by an API key that was made to take out, and by no other', async () => {
    const { letterId } = await issued()
    const keyFor = async (...scopes: KeyScope[]) =>
      (
        await site.world.app
          .get(Keys)
          .create(site.world.person('permitOfficer'), { name: 'the authority’s own system', days: 30, scopes })
      ).secret
    const [reading, writing, taking] = [await keyFor('read'), await keyFor('read', 'write'), await keyFor('export')]
    const made = await site.ask({
      ...{ method: 'POST', url: apiPath.packages, body: { letters: [letterId] } },
      key: writing,
    })
    const { file } = made.json<{ file: string }>()
    const ways = [
      { method: 'POST', url: apiPath.letterPackage(letterId) },
      { method: 'GET', url: apiPath.letterPackage(letterId) },
      { method: 'GET', url: file },
    ] as const
    const statuses = async (key: string) => {
      const answers = []
      for (const way of ways) answers.push((await site.ask({ ...way, key })).statusCode)
      return answers
    }
    expect(await statuses(reading)).toEqual([403, 404, 403])
    expect(await statuses(writing)).toEqual([403, 404, 403])
    expect(await statuses(taking)).toEqual([200, 404, 200])
    const one = await site.ask({ ...ways[0], key: taking })
    expect((await unzip(one.rawPayload)).size).toBeGreaterThan(2)
    // and it does nothing else
    expect((await site.ask({ url: apiPath.letter(letterId), key: taking })).statusCode).toBe(403)
    const { rows } = await site.world.admin.query('select count(*)::int as n from packages where key_id is not null')
    expect(rows).toEqual([{ n: 3 }])
  })

  test('holds only letters that are addressed to the officer’s authority', async () => {
    const { letterId } = await issued()
    const { rows } = await site.world.admin.query(
      `insert into letters (case_id, kind, authority_id, addressed_to, series, year, serial, number, check_code, template, data, public_facts, ordered_at, issued_at)
       select case_id, kind, authority_id, authority_id, 'elsewhere', year, 1, 'elsewhere', 'elsewhere', template, data, public_facts, ordered_at, issued_at
       from letters where id = $1 returning id`,
      [letterId],
    )
    for (const letters of [[rows[0]?.id], [letterId, rows[0]?.id], [999_999]]) {
      const answer = await site.ask({ method: 'POST', url: apiPath.packages, as: await permit(), body: { letters } })
      expect(answer.statusCode).toBe(404)
    }
    await site.world.admin.query('delete from letters where id = $1', [rows[0]?.id])
    for (const who of ['approver', 'intake', 'applicant', 'auditor'] as const) {
      const as = await site.session(who)
      const body = { letters: [letterId] }
      expect((await site.ask({ method: 'POST', url: apiPath.packages, as, body })).statusCode).toBe(403)
      expect((await site.ask({ url: apiPath.packageFile(1), as })).statusCode).toBe(403)
    }
    for (const letters of [undefined, 'all', [1.5], ['1'], [-1], [2 ** 31]])
      expect(
        (await site.ask({ method: 'POST', url: apiPath.packages, as: await permit(), body: { letters } })).statusCode,
      ).toBe(422)
    for (const letters of [[], Array.from({ length: 501 }, (_, index) => index + 1)])
      expect(
        (await site.ask({ method: 'POST', url: apiPath.packages, as: await permit(), body: { letters } })).statusCode,
      ).toBe(422)
  })

  test('whose paper goes meanwhile ends in the middle: nobody takes half of it for the whole', async () => {
    const [first, second, third] = [await issued(), await issued(), await issued()]
    const packages = site.world.app.get(Packages)
    const person = site.world.person('permitOfficer')
    const { id } = await packages.make(person, [first.letterId, second.letterId, third.letterId])
    const { stream } = await packages.open(person, id)
    // the first letter does not fit into what is sent before anybody reads: the second is read ahead, the third is not
    await site.world.admin.query(
      `update attachments set storage_key = $2 where id = (select max(id) from attachments where case_id = $1)`,
      [third.one.id, randomBytes(16).toString('hex')],
    )
    await expect(
      (async () => {
        for await (const piece of stream) expect(piece).toBeDefined()
      })(),
    ).rejects.toThrow('content missing')
    expect((await packages.get(person, id)).line).toMatchObject({ sent: 2, finishedAt: null })
  })

  test('of many letters fetches one after the other, as fast as the reader reads, and tells how far it is', async () => {
    const many = rounds(100)
    const letters: number[] = []
    for (let made = 0; made < many; made++) letters.push((await issued()).letterId)
    const packages = site.world.app.get(Packages)
    const person = site.world.person('permitOfficer')
    const { id } = await packages.make(person, letters)
    const { stream } = await packages.open(person, id)
    const pieces: Buffer[] = []
    const counts = new Set<number>()
    for await (const piece of stream) {
      pieces.push(piece)
      counts.add((await packages.get(person, id)).line.sent)
    }
    expect((await unzip(Buffer.concat(pieces))).size).toBeGreaterThan(2 * many)
    expect(counts.size).toBeGreaterThan(many / 2)
    const { rows } = await site.world.admin.query(
      'select sent_at is not null as sent from package_letters where package_id = $1',
      [id],
    )
    expect(rows).toHaveLength(many)
    expect(rows.every(({ sent }) => sent)).toBe(true)
  }, 600_000)

  test('of a reader who goes away stays unfinished', async () => {
    const letters = [(await issued()).letterId, (await issued()).letterId]
    const packages = site.world.app.get(Packages)
    const person = site.world.person('permitOfficer')
    const { id } = await packages.make(person, letters)
    const { stream } = await packages.open(person, id)
    await new Promise((resolve) => stream.once('readable', resolve))
    stream.destroy()
    const { line, items } = await packages.get(person, id)
    expect(line.finishedAt).toBeNull()
    const begun = line.begunAt?.getTime() ?? 0
    expect(standingOf(line, items, new Date(begun + 599_000))).toBe('underWay')
    expect(standingOf(line, items, new Date(begun + 600_000))).toBe('brokenOff')
    const session = await permit()
    const as = { ...session, cookies: { ...session.cookies, language: 'en' } }
    expect((await site.ask({ url: path.package(id), as })).headers.refresh).toBe('2')
    await site.world.admin.query(`update packages set begun_at = begun_at - interval '11 minutes' where id = $1`, [id])
    const page = await site.ask({ url: path.package(id), as })
    expect(page.body.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')).toContain(
      'The download broke off. Sent: 0 / 2. Download again.',
    )
    expect(page.headers.refresh).toBeUndefined()
    const sent = items.map((item, place) => ({ ...item, sentAt: place === 0 ? new Date(begun + 300_000) : null }))
    expect(standingOf(line, sent, new Date(begun + 899_000))).toBe('underWay')
    expect(standingOf(line, sent, new Date(begun + 900_000))).toBe('brokenOff')
  })
})

describe('the pages', () => {
  test('let one choose, show the package, what was taken and what has ended since, without script', async () => {
    const { one, letterId } = await issued()
    const session = await permit()
    const as = { ...session, cookies: { ...session.cookies, language: 'en' } }
    const headers = {}
    const list = await site.ask({ url: path.letters, as, headers })
    expect(list.body).toContain(`name="letter" type="checkbox" value="${letterId}"`)
    const post = (body: string) =>
      site.ask({
        method: 'POST',
        url: path.packages,
        as,
        headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
        body,
      })
    const made = await post(`_csrf=${as.csrf}&letter=${letterId}`)
    expect(made.statusCode).toBe(303)
    const address = String(made.headers.location)
    const page = await site.ask({ url: address, as, headers })
    expect(page.headers.refresh).toBeUndefined()
    expect(page.body).toContain('Download the ZIP (1 letter)')
    await site.ask({ url: `${address}/file`, as })
    // what was sent is recorded after the last byte has gone
    let after = await site.ask({ url: address, as, headers })
    for (let tries = 0; tries < 50 && after.headers.refresh !== undefined; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 100))
      after = await site.ask({ url: address, as, headers })
    }
    expect(after.body).toContain('Download finished')
    const standing = (html: string) => html.replace(/<[^>]+>/g, ' ').match(/\b(?:Valid|Revoked)\b/g)
    expect(standing(after.body)).toEqual(['Valid'])
    await one.do('approver', 'revokeLetter')
    expect(standing((await site.ask({ url: address, as, headers })).body)).toEqual(['Revoked'])
    const all = await post(`_csrf=${as.csrf}&all=1&list=inForce&find=`)
    expect(all.statusCode).toBe(303)
    const none = await post(`_csrf=${as.csrf}&list=inForce`)
    expect(none.headers.location).toBe(`${path.letters}?list=inForce&done=none`)
    expect((await site.ask({ url: String(none.headers.location), as })).body).toContain('No letter was selected')
    expect((await site.ask({ url: path.packages, as, headers })).body).toContain('Downloaded')
  })
})

describe('a download of many letters', () => {
  test('is told on the package’s page while it goes on, letter by letter, and when it is over, without script', async () => {
    // more than fits into the buffers on the way: the sender waits in the middle of the last letter until the reader reads
    const letters = [await issued(), await issued('rival', 32 * 1024 * 1024)]
    await site.app.listen(0, '127.0.0.1')
    const address = await site.app.getUrl()
    const { cookies, csrf } = await permit()
    const pairs = Object.entries({ ...cookies, language: 'en' })
    const headers = { cookie: pairs.map((pair) => pair.join('=')).join('; ') }
    const body = new URLSearchParams({ _csrf: csrf })
    for (const { letterId } of letters) body.append('letter', String(letterId))
    const made = await fetch(`${address}${path.packages}`, { method: 'POST', headers, redirect: 'manual', body })
    const place = made.headers.get('location') ?? ''
    const look = async () => {
      const page = await fetch(address + place, { headers })
      const html = await page.text()
      return {
        again: page.headers.get('refresh'),
        bar: /<progress [^>]*max="(\d+)" value="(\d+)"/.exec(html)?.slice(1) ?? null,
        words: /Being sent<\/b> (\d+ \/ \d+)/.exec(html)?.[1] ?? null,
        offered: html.includes(`href="${place}/file"`) && html.includes('Download the ZIP (2 letters)'),
        finished: html.includes('Download finished'),
      }
    }
    const still = { again: null, bar: null, words: null, offered: true, finished: false }
    expect(await look()).toEqual(still)
    const gone = new AbortController()
    const zip = (await fetch(`${address}${place}/file`, { headers, signal: gone.signal })).body?.getReader()
    const pieces: Uint8Array[] = []
    const readOn = async () => {
      const value = (await zip?.read())?.value
      if (value) pieces.push(value)
      return value !== undefined
    }
    try {
      await readOn()
      while ((await look()).words !== '1 / 2') await pause(20)
      // of the second letter only a part has gone, and the page comes again by itself
      expect(await look()).toEqual({ ...still, again: '2', bar: ['2', '1'], words: '1 / 2' })
      while (await readOn());
      while (!(await look()).finished) await pause(20)
      expect(await look()).toEqual({ ...still, finished: true })
    } finally {
      gone.abort() // a download that nobody reads would keep the server
    }
    const index = indexSchema.parse(read(await unzip(Buffer.concat(pieces)), 'index.json'))
    expect(index.letters).toHaveLength(2)
  })
})

describe('names and shapes', () => {
  test.each([
    ['沪商荐〔2026〕3号', '沪商荐〔2026〕3号'],
    ['../../etc/passwd', '_.._etc_passwd'],
    ['a\\b:c*d?e"f<g>h|i', 'a_b_c_d_e_f_g_h_i'],
    ['\u202egnp.exe\0', 'gnp.exe'],
    ['...', '_'],
    ['', '_'],
  ])('%j becomes %j', (given, safe) => {
    expect(partOfPath(given)).toBe(safe)
  })

  test('a paper is named by its kind and by what it is', () => {
    const pdf = 'application/pdf'
    expect(paperPath('001 x', 0, { kind: 'passportPage', of: null }, pdf)).toBe('001 x/evidence/01 护照信息页.pdf')
    expect(paperPath('001 x', 9, { kind: '../photo', of: null }, 'image/jpeg')).toBe('001 x/evidence/10 _photo.jpg')
    const translation = paperPath('001 x', 3, { kind: 'translation', of: 'policeRecord' }, pdf)
    expect(translation).toBe('001 x/evidence/04 译文（无犯罪记录证明）.pdf')
    const papers = ['translation', 'contract', 'policeRecord', 'passportPage'].map((kind, id) => ({
      ...{ id, kind },
      of: kind === 'translation' ? 'contract' : null,
    }))
    expect(inFormOrder(papers).map(({ kind }) => kind)).toEqual([
      ...['passportPage', 'contract', 'translation', 'policeRecord'],
    ])
  })

  test('the published schema names every field', async () => {
    const published = await site.ask({ url: apiPath.packageSchema })
    expect(published.json()).toEqual(JSON.parse(JSON.stringify(packageJsonSchema())))
    expect(published.json()).toMatchObject({
      $defs: {
        Index: { additionalProperties: false, required: expect.arrayContaining(['letters', 'missing']) },
        Description: {
          required: [
            'format',
            'letter',
            'case',
            'employer',
            'person',
            'engagement',
            'reached',
            'proposed',
            'cover',
            'application',
            'evidence',
          ],
        },
      },
    })
  })
})
