/** Filing for many hosts: the workbook goes out, comes back, and each row becomes a draft, once, whatever ends the work. */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { fromBufferPromise } from 'yauzl'
import { ZipFile } from 'yazl'
import { path, withQuery } from '../../src/base/path.js'
import { columnName } from '../../src/criteria/exportTable.js'
import { rowsAt, valueAt } from '../../src/forms/engine/node.js'
import { CaseService } from '../../src/cases/case.service.js'
import { readBatch } from '../../src/cases/files/workbook.js'
import { ReadingService } from '../../src/cases/reading.service.js'
import { Batches } from '../../src/exchange/batch.service.js'
import { BatchPapers } from '../../src/exchange/batchPapers.js'
import { ArrivingArchives } from '../../src/exchange/batchPieces.js'
import { BatchRunner } from '../../src/exchange/batchRunner.js'
import { readHosts } from '../../src/exchange/batchReading.js'
import { BOOK } from '../../src/exchange/batchSheets.js'
import { Firms } from '../../src/people/firm.service.js'
import { Mandates, type MandateWish } from '../../src/people/mandate.service.js'
import type { Name } from '../cases/population.js'
import { exampleOf } from '../cases/inputs.js'
import { batchView } from '../../src/web/firm/batches.view.js'
import { Served, type Page, type Visitor } from '../web/served.js'
import { bookOf, host, paper, passportOf, zipOf } from './books.js'

const TODAY = '2026-11-24'
type Paper = ReturnType<typeof exampleOf>['papers'][number]

let site: Served
let firm: Visitor

beforeAll(async () => {
  site = await Served.open()
})
afterAll(() => site.close())
beforeEach(async () => {
  firm = await site.visitor('applicant')
  await firm.open(path.batches)
})

/** The same workbook with some of its parts changed, left out or added. */
async function changed(
  book: Buffer,
  change: (name: string, content: string) => string | undefined,
  more: Readonly<Record<string, Buffer>> = {},
): Promise<Buffer> {
  const zip = new ZipFile()
  const from = await fromBufferPromise(book, { lazyEntries: true })
  for await (const entry of from.eachEntry()) {
    const content = await buffer(await from.openReadStreamPromise(entry))
    const made = change(entry.fileName, content.toString('utf8'))
    if (made !== undefined) zip.addBuffer(Buffer.from(made), entry.fileName)
  }
  for (const [name, content] of Object.entries(more)) zip.addBuffer(content, name)
  zip.end()
  return buffer(zip.outputStream)
}

const HOSTS = 'xl/worksheets/sheet2.xml'

async function upload(book: Buffer, name = 'hosts.xlsx', visitor = firm): Promise<Page> {
  const sent = await visitor.sendFiles(path.batches, {}, [['workbook', name, book]])
  if (sent.status !== 303) return sent
  return visitor.open(sent.headers.get('location') ?? '')
}
const idIn = ({ html }: Page): number => Number(/batches\/(\d+)\/report/.exec(html)?.[1])

/** Waits until no row waits any more. */
async function finished(id: number): Promise<Page> {
  await site.app.get(BatchRunner).run(site.world.person('applicant'), id)
  return firm.open(path.batch(id))
}

const count = async (sql: string, ...values: unknown[]): Promise<number> =>
  Number((await site.world.admin.query(`select count(*)::int as n from ${sql}`, values)).rows[0]?.n)
const draftsOf = (id: number) => count(`events where action = 'start' and request_id like 'batch:' || $1 || ':%'`, id)

describe('the workbook', () => {
  test('goes out empty, with a column for every question, and is read as nobody', async () => {
    const sent = await firm.open(path.batchWorkbook)
    expect(sent.status).toBe(200)
    const sheets = await readBatch(sent.bytes)
    expect(sheets.map(({ sheet }) => sheet)).toEqual([
      '说明 Instructions',
      ...BOOK.map(({ name }) => name),
      '选项 Lists',
    ])
    expect(sheets[1]?.rows.map(({ cells }) => cells.slice(0, 3))).toEqual([
      ['草稿编号', '序号', '联系人姓名'],
      ['Number of the draft', 'No.', 'Contact’s name'],
      ['_case', '_no', 'contact.name'],
    ])
    expect(() => readHosts(sheets, TODAY)).toThrow()
  })

  test('holds every answer so that it is read as the same again', async () => {
    const [read] = readHosts(await readBatch(await bookOf(host(0))), TODAY)
    const again = await bookOf({ number: '1', draft: '', answers: read?.answers, problems: [] })
    const [twice] = readHosts(await readBatch(again), TODAY)
    expect(twice?.answers).toEqual(read?.answers)
    expect(read?.passport).toBe(passportOf(0))
    expect(read?.problems).toEqual([])
    const { talent } = (read?.answers ?? {}) as { talent: { nationality: string; resume: unknown[] } }
    expect(talent.nationality).toBe('KOR')
    expect(talent.resume.length).toBeGreaterThan(1)
  })

  // downloaded, filled in with dates, figures and truths as such, and saved by openpyxl 3.1
  test('filled in and saved by another program is read as it was meant', async () => {
    const book = readFileSync(join(import.meta.dirname, 'openpyxl.xlsx'))
    const hosts = readHosts(await readBatch(book), TODAY)
    expect(hosts.map(({ number, problems, refused }) => [number, problems, refused])).toEqual([
      ['1', [], undefined],
      ['2', [], undefined],
    ])
    expect(hosts[0]?.answers).toMatchObject({
      talent: { birthDate: '1996-07-02', inChina: 'true', resume: [{ from: '2011-09', to: '2021-10' }, {}] },
      engagement: { salaryPerYear: '600000', contract: { start: '2027-01-11' } },
    })
    expect(hosts[1]?.answers).toMatchObject({
      talent: { passport: { expiresOn: expect.stringMatching(/^\d{4}(-\d\d){2}$/) } },
    })
    // LibreOffice writes what is true as a formula
    const told = await changed(book, (_, content) =>
      content.replace(/(<c r="P4"[^>]*t="b"[^>]*>)<v>1<\/v>/, '$1<f aca="false">TRUE()</f><v>1</v>'),
    )
    const [again] = readHosts(await readBatch(told), TODAY)
    expect([again?.problems, again?.answers]).toEqual([[], hosts[0]?.answers])
    const computed = await changed(told, (_, content) => content.replace('TRUE()', 'NOT(FALSE())'))
    expect(readHosts(await readBatch(computed), TODAY)[0]?.problems).toMatchObject([{ path: 'talent.inChina' }])
  })

  /** A cell of a row as a program has stored it: a figure. */
  const asFigure = (column: string, row: number, figure: string) => (content: string) =>
    content.replace(new RegExp(`<c r="${column}${row}"[^>]*>.*?</c>`), `<c r="${column}${row}"><v>${figure}</v></c>`)
  const columnFor = async (book: Buffer, code: string, at = 1) => {
    const sheet = (await readBatch(book))[at]
    return columnName(sheet?.rows.find(({ row }) => row === 3)?.cells.indexOf(code) ?? -1)
  }

  test.each([
    ['12345678', 'batchNumber', '12345678', 'loses leading zeros'],
    ['123456789012345', 'batchNumber', '123456789012345', 'loses leading zeros'],
    ['1.2345678901234568E+18', 'batchRounded', undefined, 'was not read'],
    ['123.5', 'batchRounded', undefined, 'was not read'],
  ])('a passport number stored as the figure %s is said in its cell', async (figure, code, number, said) => {
    const book = await bookOf(host(0, (talent) => void delete (talent.passport as { mrz?: unknown }).mrz))
    const column = await columnFor(book, 'talent.passport.number')
    const stored = await changed(book, (name, content) =>
      name === HOSTS ? asFigure(column, 4, figure)(content) : content,
    )
    const [read] = readHosts(await readBatch(stored), TODAY)
    expect(read?.problems).toMatchObject([{ code, path: 'talent.passport.number' }])
    expect(read?.problems[0]?.message.en).toContain(
      `Cell ${column}4 (Passport number) of the sheet “人选 Candidates” is stored as a number`,
    )
    expect(read?.problems[0]?.message.en).toContain(said)
    expect(valueAt(read?.answers, 'talent.passport.number')).toBe(number)
  })

  test('a telephone number and a long account are said as well; figures and text are not', async () => {
    const whole = host(0)
    Object.assign(whole.answers as object, { contact: { name: '12345678', phone: '02112345678' } })
    const book = await bookOf(whole)
    const phone = await columnFor(book, 'contact.phone')
    const salary = await columnFor(book, 'engagement.salaryPerYear')
    const account = await columnFor(book, 'channels.*.handle', 2)
    const stored = await changed(book, (name, content) => {
      if (name === HOSTS) return asFigure(salary, 4, '600000')(asFigure(phone, 4, '2112345678')(content))
      return name === 'xl/worksheets/sheet3.xml' ? asFigure(account, 4, '71234567890123456')(content) : content
    })
    const [read] = readHosts(await readBatch(stored), TODAY)
    expect(read?.problems.map(({ code, path: at }) => [code, at])).toEqual([
      ['batchNumber', 'contact.phone'],
      ['batchRounded', 'channels.0.handle'],
    ])
    expect(readHosts(await readBatch(book), TODAY)[0]?.problems).toEqual([])
  })

  test('is read the same with its sheets renamed, its columns turned round and its rows sorted', async () => {
    const two = host(0)
    const [channel] = rowsAt(two.answers, 'channels')
    const channels = ['a', 'b'].map((handle, at) => ({
      ...(channel as object),
      handle,
      export: { indicators: [{ kind: 'followers', value: String(at + 1) }] },
    }))
    Object.assign(two.answers as object, { channels })
    const book = await bookOf(two, host(1))
    const wanted = readHosts(await readBatch(book), TODAY).map(({ number, answers }) => ({ number, answers }))
    const sheets = await readBatch(book)
    const turned = sheets.map(({ sheet, rows, computed }, at) => {
      const [above, below] = [rows.filter(({ row }) => row <= 3), rows.filter(({ row }) => row > 3).reverse()]
      const width = Math.max(...rows.map(({ cells }) => cells.length))
      return {
        sheet: `${at} ${sheet}`,
        computed,
        rows: [...above, ...below.map((line, index) => ({ ...line, row: 4 + index }))].map((line) => ({
          ...line,
          cells: Array.from({ length: width }, (_, place) => line.cells[width - 1 - place] ?? ''),
        })),
      }
    })
    const read = readHosts(turned, TODAY).map(({ number, answers }) => ({ number, answers }))
    const byWhat = (answers: unknown) =>
      rowsAt(answers, 'talent.resume')
        .map((one) => JSON.stringify(one))
        .sort()
    for (const { number, answers } of wanted) {
      const same = read.find((one) => one.number === number)?.answers
      expect(valueAt(same, 'channels')).toEqual(valueAt(answers, 'channels'))
      expect(byWhat(same)).toEqual(byWhat(answers))
      expect(valueAt(same, 'talent.passport')).toEqual(valueAt(answers, 'talent.passport'))
    }
    expect(read).toHaveLength(2)
  })

  test('fills in what the passport’s zone says where nothing stands', async () => {
    const bare = host(0, (talent) => {
      const passport = talent.passport as Record<string, unknown>
      delete passport.number
      delete passport.expiresOn
    })
    const [read] = readHosts(await readBatch(await bookOf(bare)), TODAY)
    expect(read?.passport).toBe(passportOf(0))
  })
})

describe('a batch', () => {
  test('makes a draft of each of twenty rows, says what is missing, and gives the report back', async () => {
    const hosts = Array.from({ length: 20 }, (_, index) => host(index))
    const shown = await upload(await bookOf(...hosts))
    expect(shown.text).toContain('Workbook read')
    const id = idIn(shown)
    const page = await finished(id)
    expect(page.text).toContain('drafts: 20')
    expect(page.text).toContain('Incomplete')
    expect(page.text).toContain('Passport information page, Photograph, Resume')
    expect(await draftsOf(id)).toBe(20)
    expect(
      await count(
        `events e join event_contents t using (case_id, seq)
      where e.action = 'start' and t.content ->> 'batch' = $1`,
        String(id),
      ),
    ).toBe(20)
    // what was read is kept no longer than it is needed
    const { rows } = await site.world.admin.query('select content::text from batch_rows where batch_id = $1', [id])
    expect(rows.every(({ content }) => !String(content).includes('SANTOS'))).toBe(true)

    const me = site.world.person('applicant')
    const report = await buffer(await site.app.get(Batches).report(me, id))
    const [, sheet] = await readBatch(report)
    expect(sheet?.rows[2]?.cells.slice(0, 3)).toEqual(['_remarks', '_case', '_no'])
    expect(sheet?.rows[3]?.cells[0]).toMatch(/[一-龥].+\n.+/)
    expect(sheet?.rows).toHaveLength(23)

    // the report itself may be filled in and sent again: the same drafts are changed, none is added
    const again = await upload(report)
    const second = idIn(again)
    expect((await finished(second)).text).toContain('drafts: 20')
    expect(await draftsOf(second)).toBe(0)
  })

  test('can begin with the drafts that are there, each with its number', async () => {
    const me = site.world.person('applicant')
    const sheets = await readBatch(await buffer(await site.app.get(Batches).template(me, true)))
    const { rows } = await site.world.admin.query<{ number: string }>(
      `select number from cases where firm_id = $1 and state = 'draft' order by number`,
      [me.firmId],
    )
    const hosts = readHosts(sheets, TODAY)
    expect(hosts.map(({ draft }) => draft).sort()).toEqual(rows.map(({ number }) => number))
    expect(hosts.length).toBeGreaterThanOrEqual(20)
    expect(hosts.every(({ answers }) => valueAt(answers, 'talent.passport.number'))).toBe(true)
  })

  test('says in its report that an application for the same person is under way, and stops nothing', async () => {
    const filed = await site.world.draft()
    await filed.do('applicant', 'submit')
    const { rows } = await site.world.admin.query<{ number: string }>('select number from cases where id = $1', [
      filed.id,
    ])
    const open = await site.app.get(ReadingService).get(site.world.person('applicant'), filed.id)
    const same = host(70)
    Object.assign(same, { answers: open.answers })
    const id = idIn(await upload(await bookOf(same, host(71))))
    expect((await finished(id)).text).toContain('drafts: 2')
    const report = await buffer(await site.app.get(Batches).report(site.world.person('applicant'), id))
    const [, sheet] = await readBatch(report)
    const remarks = sheet?.rows.slice(3).map(({ cells }) => cells[0] ?? '') ?? []
    expect(remarks.map((one) => one.includes(`not closed: ${rows[0]?.number}`))).toEqual([true, false])
  })

  test('that was killed anywhere goes on, and nothing is done twice', async () => {
    const me = site.world.person('applicant')
    const batches = site.app.get(Batches)
    const cases = site.app.get(CaseService)
    const hosts = readHosts(await readBatch(await bookOf(host(30), host(31), host(32), host(33))), TODAY)
    const order = { name: 'hosts.xlsx', hosts, requestId: 'once' }
    const id = await batches.order(me, order)
    expect(await batches.order(me, order)).toBe(id)
    const [, begun, filled] = hosts.map(({ row, answers }) => ({ requestId: `batch:${id}:${row}`, answers }))
    // killed after a draft was begun, and after one was filled
    await cases.start(me, begun?.requestId, undefined, undefined, id)
    const { caseId } = await cases.start(me, filled?.requestId, undefined, undefined, id)
    await cases.act(caseId, 'saveAnswers', {
      actor: me,
      requestId: filled?.requestId,
      input: { answers: filled?.answers },
    })
    await site.world.admin.query(
      `update batches set holder = gen_random_uuid(), held_until = now() - interval '1 second' where id = $1`,
      [id],
    )
    await site.app.get(BatchRunner).run(me, id)
    expect((await batches.get(me, id)).made).toBe(4)
    expect(await draftsOf(id)).toBe(4)
    for (const { caseId: made } of await batches.rows(me, id)) {
      const { answers } = await site.app.get(ReadingService).get(me, made ?? 0)
      expect(answers).toMatchObject({ talent: { visualName: expect.any(String) } })
      expect(await count(`events where case_id = $1 and action = 'saveAnswers'`, made)).toBe(1)
    }
  })

  test('is ordered once by a request that comes several times at once', async () => {
    const me = site.world.person('applicant')
    const batches = site.app.get(Batches)
    const named = (talent: Record<string, unknown>) => Object.assign(talent, { chineseName: '山多士' })
    const order = {
      name: 'hosts.xlsx',
      hosts: readHosts(await readBatch(await bookOf(host(42, named))), TODAY),
      requestId: 'at once',
    }
    const made = await Promise.all([order, order, order].map((one) => batches.order(me, one)))
    expect(new Set(made).size).toBe(1)
    expect(await count('batches where request_id = $1', 'at once')).toBe(1)
    // its documents are found by each of the names
    await site.app.get(BatchRunner).run(me, made[0] ?? 0)
    const [row] = await batches.rows(me, made[0] ?? 0)
    expect(row?.content).toMatchObject({ names: ['SANTOS ANA Q', expect.any(String), '山多士'] })
  })

  test('pauses, goes on and stops', async () => {
    const me = site.world.person('applicant')
    const batches = site.app.get(Batches)
    const hosts = readHosts(await readBatch(await bookOf(host(40), host(41))), TODAY)
    const id = await batches.order(me, { name: 'hosts.xlsx', hosts })
    await batches.move(me, id, 'paused')
    expect((await firm.open(path.batch(id))).text).toContain('Paused')
    expect((await batches.get(me, id)).waiting).toBe(2)
    for (const to of ['running', 'running', 'paused', 'paused'] as const) {
      await batches.move(me, id, to)
      expect((await batches.get(me, id)).state).toBe(to)
    }
    expect((await firm.send(path.moveBatch(id), { to: 'stopped' })).status).toBe(303)
    expect((await firm.open(withQuery(path.batch(id), { done: 'stopped' }))).text).toContain(
      'The other records will not be processed',
    )
    await site.app.get(BatchRunner).run(me, id)
    expect(await draftsOf(id)).toBe(0)
    const late = await firm.send(path.moveBatch(id), { to: 'running' })
    expect(late.status).toBe(409)
  })
})

describe('documents', () => {
  test('all that are ready are submitted in one press, but not a person of whom an application is under way', async () => {
    // those of the tests before are about the same persons
    const me = site.world.person('applicant')
    const left = await site.world.admin.query<{ id: number; version: number }>(
      `select id, version from cases where firm_id = $1 and state = 'draft'`,
      [me.firmId],
    )
    for (const { id, version } of left.rows)
      await site.app.get(CaseService).act(id, 'discard', { actor: me, version, input: {} })
    const filed = await site.world.draft('applicant', 'goodsHost')
    await filed.do('applicant', 'submit')
    const { answers } = await site.app.get(ReadingService).get(site.world.person('applicant'), filed.id)
    const files: Record<string, Buffer> = {}
    const rowOf = async (number: string, of: unknown, papers: readonly Paper[]) => {
      const documents = papers.map(({ kind, issuedOn }) => ({
        file: `${number}-${kind}.${kind === 'photo' ? 'jpg' : 'pdf'}`,
        ...{ kind, issuedOn, language: 'zh' },
      }))
      for (const { file, kind } of documents) files[file] = await paper(kind === 'photo' ? kind : file)
      return { number, draft: '', answers: { ...(of as object), documents }, problems: [] } // answers of a case
    }
    const other = exampleOf('streamer')
    const rows = [
      await rowOf('1', answers, exampleOf('goodsHost').papers),
      await rowOf('2', other.answers, other.papers),
    ]
    const id = idIn(await upload(await bookOf(...rows)))
    await finished(id)
    await firm.sendFiles(path.batchPapers(id), {}, [['files', 'papers.zip', await zipOf(files)]])
    await site.app.get(BatchPapers).settled()
    const page = await firm.open(path.batch(id))
    expect(page.text).toContain('All 2 that are ready, other pages included')
    expect(page.text).toContain('Ready, see note')
    expect(page.text).toContain('Your firm has an application for this person that is not closed')
    const all = await firm.send(path.submitBatch(id), { all: 'yes', declaration: 'true' })
    expect(all.text).toMatch(/1 submitted, 1 not .*not closed/)
    const chosen = await firm.send(path.submitBatch(id), { row: ['4'], declaration: 'true' })
    expect(chosen.text).toContain('1 submitted, 0 not')
  })

  test('a note on a row hides nothing of what was not read of it, and one press takes a hundred', () => {
    const [unread, note] = [
      { zh: '单元格', en: 'Cell B4 was not read.' },
      { zh: '已提交过', en: 'Filed before.' },
    ]
    const row = {
      line: {
        ...{ row: 4, state: 'made' as const, caseId: 1, lacking: 0 },
        content: { problems: [{ code: 'batchFormula', path: 'contact.name', message: unread }] },
        draft: { number: '2026-000001', name: null, state: 'draft' as const },
      },
      problems: [],
      said: note,
    }
    const line = {
      ...{ id: 1, name: 'hosts.xlsx', state: 'done' as const, madeAt: new Date('2026-11-24'), orderedBy: 1, by: '' },
      ...{ mandateId: null, employer: null, waiting: 0, made: 150, refused: 0, ready: 150, submitted: 0 },
    }
    const view = batchView(line, [row], site.world.person('applicant'), { chosen: [4], after: 0 })
    const table = JSON.stringify(view.table)
    expect([table.includes(unread.en), table.includes(note.en)]).toEqual([true, true])
    expect(view.all?.en).toBe('The first 100 of 150 that are ready')
    // a row that waits is known by its draft rather than by its place in the sheet
    const waiting = { ...row.line, state: 'waiting' as const, caseId: null, draft: null }
    const known = { line: { ...waiting, content: { draft: '2026-000031', number: '77' } }, problems: [] }
    const waits = JSON.stringify(
      batchView(line, [known], site.world.person('applicant'), { chosen: [], after: 0 }).table,
    )
    expect([waits.includes('2026-000031'), waits.includes('77')]).toEqual([true, false])
  })

  test('of an archive find their rows and kinds, none is stored twice, and what is ready is submitted together', async () => {
    const { answers, papers } = exampleOf('streamer')
    const documents = papers.map(({ kind, issuedOn }) => ({
      file: `${kind}.${kind === 'photo' ? 'jpg' : 'pdf'}`,
      ...{ kind, issuedOn, language: 'zh' },
    }))
    const whole = { number: '1', draft: '', answers: { ...answers, documents }, problems: [] }
    const shown = await finished(idIn(await upload(await bookOf(whole, host(80)))))
    expect(shown.text).toContain('drafts: 2')
    const id = idIn(shown)
    expect(shown.text).toContain(`Listed and not uploaded (${documents.length}): ${documents[0]?.file}`)
    // the report says the same of the files
    const remarks = async () => {
      const sent = await buffer(await site.app.get(Batches).report(site.world.person('applicant'), id))
      return (await readBatch(sent))[1]?.rows.slice(3).map(({ cells }) => cells[0] ?? '') ?? []
    }
    expect((await remarks())[0]).toContain(`Listed and not uploaded (${documents.length}): ${documents[0]?.file}`)
    const files: Record<string, Buffer> = {
      'nobody/letter.pdf': await paper('nobody'),
      '__MACOSX/._x': Buffer.from('x'),
    }
    for (const { file, kind } of documents) files[`all/${file}`] = await paper(kind)
    files[`${passportOf(80)}/passport.pdf`] = await paper('of the other')
    files[`${passportOf(80)} diploma.pdf`] = await paper('a diploma of the other')
    files[`${passportOf(80)}/notes.docx`] = Buffer.from('no paper')
    const sent = await firm.sendFiles(path.batchPapers(id), {}, [['files', 'papers.zip', await zipOf(files)]])
    expect(sent.status).toBe(303)
    await site.app.get(BatchPapers).settled()
    const after = await firm.open(path.batch(id))
    expect(after.text).toContain(`papers.zip: ${documents.length + 2} received, 0 already there, 2 rejected`)
    expect(after.text).toContain('nobody/letter.pdf: no candidate’s passport number or name is in its file')
    expect(after.text).toContain('ready: 1')
    expect(after.text).not.toContain('Listed and not uploaded')
    expect(after.text).toContain('Files whose kind is to be confirmed: 1')
    expect((await remarks()).map((one) => one.includes('Files whose kind is to be confirmed: 1'))).toEqual([
      false,
      true,
    ])
    // none lies in the store as it was sent
    const arrived = 'attachments a join batch_rows r on r.case_id = a.case_id where r.batch_id = $1'
    expect(await count(`${arrived} and a.sealed`, id)).toBe(documents.length + 2)
    expect(await count(`${arrived} and not a.sealed`, id)).toBe(0)

    await firm.sendFiles(path.batchPapers(id), {}, [['files', 'papers.zip', await zipOf(files)]])
    await site.app.get(BatchPapers).settled()
    const twice = await firm.open(path.batch(id))
    expect(twice.text).toContain(`papers.zip: 0 received, ${documents.length + 2} already there, 2 rejected`)
    const single = await firm.sendFiles(path.batchPapers(id), {}, [['files', 'nobody.pdf', await paper('single')]])
    expect(single.text).toContain('0 files received, 1 rejected')
    const broken = (await zipOf(files)).subarray(0, 2000)
    await firm.sendFiles(path.batchPapers(id), {}, [['files', 'broken.zip', broken]])
    await site.app.get(BatchPapers).settled()
    expect((await firm.open(path.batch(id))).text).toContain('the archive is damaged or not a ZIP')

    // what was chosen stays chosen where the declaration was forgotten; the next page is not the first one
    const undeclared = await firm.send(path.submitBatch(id), { row: ['4', '5'] })
    expect(undeclared.status).toBe(422)
    expect(undeclared.html).toMatch(/id="row-4"[^>]* checked/)
    expect(undeclared.html).toMatch(/<form[^>]*autocomplete="off"[^>]*>/)
    // the report gives back what the sheet of documents says of files
    const report = await buffer(await site.app.get(Batches).report(site.world.person('applicant'), id))
    expect(
      readHosts(await readBatch(report), TODAY)[0]
        ?.papers.map(({ file }) => file)
        .sort(),
    ).toEqual(documents.map(({ file }) => file).sort())
    const submitted = await firm.send(path.submitBatch(id), { row: ['4', '5'], declaration: 'true' })
    expect(submitted.text).toContain('1 submitted, 1 not')
    expect(
      await count(`cases c join batch_rows r on r.case_id = c.id where r.batch_id = $1 and c.state = 'submitted'`, id),
    ).toBe(1)

    // a row that was filed meanwhile says so, and what the report says of it makes nobody file it twice
    const again = await firm.send(path.submitBatch(id), { row: ['4'], declaration: 'true' })
    expect(again.text).toMatch(/0 submitted, 1 not .*it is “Submitted” now/)
    const late = await buffer(await site.app.get(Batches).report(site.world.person('applicant'), id))
    const [, sheet] = await readBatch(late)
    expect(sheet?.rows[3]?.cells[0]).toContain('is now “Submitted” and cannot be changed by a workbook')
    const refused = await finished(idIn(await upload(late)))
    expect(refused.text).toContain('is now “Submitted” and cannot be changed by a workbook')
  })
})

describe('an archive in pieces', () => {
  /** As the page’s script sends it. */
  const send = async (id: number, piece: Buffer, fields: Record<string, string>) => {
    const answer = await fetch(`${site.origin}${path.batchPapers(id)}`, {
      method: 'POST',
      headers: { cookie: firm.cookieHeader, accept: 'application/json' },
      body: form({ _csrf: String(firm.fields._csrf), ...fields }, piece),
    })
    return (await answer.json()) as {
      kept: number
      offset: number
      problems?: readonly { readonly message: Readonly<Record<string, string>> }[]
    }
  }
  const form = (fields: Record<string, string>, piece: Buffer) => {
    const body = new FormData()
    for (const [name, value] of Object.entries(fields)) body.append(name, value)
    body.append('files', new Blob([new Uint8Array(piece)]), 'papers.zip')
    return body
  }

  test('goes on where it broke, takes no piece twice, and is unpacked once it is whole', async () => {
    const id = idIn(await upload(await bookOf(host(95))))
    await finished(id)
    await firm.open(path.batch(id))
    const zip = await zipOf({ [`${passportOf(95)} diploma.pdf`]: await paper('a diploma in pieces') })
    const whole = { upload: 'papers.zip 1', size: String(zip.length) }
    const at = (from: number, to: number) => send(id, zip.subarray(from, to), { ...whole, offset: String(from) })
    expect(await at(0, 0)).toEqual({ kept: 0, offset: 0, refused: [] })
    expect((await at(0, 100)).offset).toBe(100)
    // the same again, and one that leaves a gap: where it goes on is said
    expect((await at(0, 100)).offset).toBe(100)
    expect((await at(300, 400)).offset).toBe(100)
    expect((await at(100, 203)).offset).toBe(203)
    const longer = await send(id, Buffer.concat([zip, zip]), { ...whole, offset: '203' })
    expect(longer.problems?.[0]?.message.en).toContain('do not match')
    const { offset } = await at(0, 0)
    // somebody else, or another file, begins anew
    const other = { upload: 'papers.zip 2', size: String(zip.length), offset: '0' }
    expect((await send(id, Buffer.alloc(0), other)).offset).toBe(0)
    expect(await at(offset, zip.length)).toEqual({ kept: 1, offset: zip.length, refused: [] })
    await site.app.get(BatchPapers).settled()
    expect((await firm.open(path.batch(id))).text).toContain('papers.zip: 1 received, 0 already there, 0 rejected')
    const tooLarge = await send(id, zip, { ...whole, size: String(3 * 1024 ** 3), offset: '0' })
    expect(tooLarge.problems?.[0]?.message.en).toContain('larger than 2 GB')
  })

  test('that was whole when the server ended is unpacked without being sent again', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pieces-'))
    const content = randomBytes(100_000)
    const sender = { personId: 1, batchId: 2, key: randomBytes(32) }
    const piece = (offset: number) => ({ upload: 'papers.zip', size: content.length, offset })
    const first = new ArrivingArchives(folder)
    expect(await first.take(sender, piece(0), Readable.from([content.subarray(0, 70_001)]))).toEqual({ offset: 70_001 })
    expect((await first.take(sender, piece(70_001), Readable.from([content.subarray(70_001)]))).archive).toBeDefined()
    // at it: not given out twice, and what is sent is read away
    const late = Readable.from([content])
    const ended = once(late, 'end')
    expect(await first.take(sender, piece(0), late)).toEqual({ offset: content.length })
    await ended

    const second = new ArrivingArchives(folder)
    const rest = Readable.from([content])
    const read = once(rest, 'end')
    const { archive } = await second.take(sender, piece(0), rest)
    await read
    expect(Buffer.from((await archive?.read(69_990, 30_010)) ?? []).equals(content.subarray(69_990))).toBe(true)
    const [name = ''] = readdirSync(folder)
    expect(readFileSync(join(folder, name)).includes(content.subarray(0, 32))).toBe(false)
    const stranger = { ...sender, key: randomBytes(32) }
    expect(await second.take(stranger, piece(0), Readable.from([]))).toEqual({ offset: 0 })
    await archive?.drop()
    expect(readdirSync(folder)).toHaveLength(1)
    // gone, it may come again
    const again = await second.take(sender, piece(0), Readable.from([content]))
    expect(again.archive).toBeDefined()
    await again.archive?.drop()
    // three at once, of which the oldest gives way
    for (const upload of ['a', 'b', 'c']) await second.take(sender, { ...piece(0), upload }, Readable.from([]))
    expect(readdirSync(folder)).toHaveLength(3)
    rmSync(folder, { recursive: true })
  })
})

describe('documents of one name or kind', () => {
  test('find their rows by the folder, and those that came before stay beside those that come again', async () => {
    const documents = ['contract.pdf', 'addendum.pdf'].map((file) => ({ file, kind: 'contract', language: 'zh' }))
    const listed = (index: number) => ({ ...host(index), answers: { ...Object(host(index).answers), documents } })
    const id = idIn(await upload(await bookOf(listed(90), listed(91))))
    await finished(id)
    const files: Record<string, Buffer> = {}
    for (const index of [90, 91])
      for (const { file } of documents) files[`${passportOf(index)}/${file}`] = await paper(`${file} of ${index}`)
    const send = async (sent: Record<string, Buffer>) => {
      await firm.sendFiles(path.batchPapers(id), {}, [['files', 'papers.zip', await zipOf(sent)]])
      await site.app.get(BatchPapers).settled()
      return (await firm.open(path.batch(id))).text
    }
    // cut off after the first of four
    const [first = ''] = Object.keys(files)
    expect(await send({ [first]: files[first] ?? Buffer.alloc(0) })).toContain(
      '1 received, 0 already there, 0 rejected',
    )
    expect(await send(files)).toContain('3 received, 1 already there, 0 rejected')
    expect(
      await count(
        'attachments a join batch_rows r using (case_id) where r.batch_id = $1 and a.replaced_at is null',
        id,
      ),
    ).toBe(4)
    // the hint says so in both languages
    const chinese = await (await site.visitor('applicant')).open(withQuery(path.batch(id), { language: 'zh' }))
    expect(chinese.text).toContain('文件名或文件夹名中的护照号码')
  })
})

describe('documents that came before', () => {
  const send = async (id: number, sent: Record<string, Buffer>) => {
    await firm.sendFiles(path.batchPapers(id), {}, [['files', 'papers.zip', await zipOf(sent)]])
    await site.app.get(BatchPapers).settled()
    return (await firm.open(path.batch(id))).text
  }
  const listing = (index: number, documents: readonly object[]) => ({
    ...host(index),
    answers: { ...Object(host(index).answers), documents },
  })

  test('under another name count as arrived, whenever the page is opened', async () => {
    const documents = ['first.pdf', 'again.pdf', 'never.pdf'].map((file) => ({
      file,
      kind: 'contract',
      language: 'zh',
    }))
    const id = idIn(await upload(await bookOf(listing(96, documents))))
    await finished(id)
    const contract = await paper('a contract under two names')
    const said = await send(id, { 'first.pdf': contract, 'again.pdf': contract })
    expect(said).toContain('1 received, 1 already there, 0 rejected')
    expect(said).toContain('Listed and not uploaded (1): never.pdf')
    expect(await send(id, { 'again.pdf': contract })).toContain('Listed and not uploaded (1): never.pdf')
    const { bytes } = await firm.open(path.batchReport(id))
    expect((await readBatch(bytes))[1]?.rows[3]?.cells[0]).toContain('Listed and not uploaded (1): never.pdf')
  })

  test('without a kind are settled by a later workbook that names it, and no copy stays', async () => {
    const first = idIn(await upload(await bookOf(host(97))))
    await finished(first)
    const files = {
      [`${passportOf(97)} diploma.pdf`]: await paper('a diploma that waits'),
      [`${passportOf(97)} scan.pdf`]: await paper('a scan that waits'),
    }
    expect(await send(first, files)).toContain('Files whose kind is to be confirmed: 2')
    const [made] = await site.app.get(Batches).rows(site.world.person('applicant'), first)
    const language = 'en'
    const documents = [
      { file: `${passportOf(97)} diploma.pdf`, kind: 'degree', issuedOn: '2019-06-30', language },
      { file: 'contract.pdf', kind: 'contract', language },
    ]
    const second = idIn(await upload(await bookOf({ ...listing(97, documents), draft: made?.draft?.number ?? '' })))
    await finished(second)
    const [diploma, scan] = Object.values(files)
    const again = { [Object.keys(files)[0] ?? '']: diploma ?? Buffer.alloc(0), 'contract.pdf': scan ?? Buffer.alloc(0) }
    const said = await send(second, again)
    expect(said).toContain('2 received, 0 already there, 0 rejected')
    expect(said).not.toContain('Files whose kind is to be confirmed')
    expect(said).not.toContain('Listed and not uploaded')
    const { rows } = await site.world.admin.query(
      `select kind, issued_on::text as on, details ->> 'language' as language from attachments
       where case_id = $1 and replaced_at is null order by kind`,
      [made?.caseId],
    )
    expect(rows).toEqual([
      { kind: 'contract', on: null, language },
      { kind: 'degree', on: '2019-06-30', language },
    ])
    expect(await count('attachments where case_id = $1', made?.caseId)).toBe(2)
    expect(await send(second, again)).toContain('0 received, 2 already there, 0 rejected')
    // a copy that an earlier release left waiting beside the document
    await site.world.admin.query(
      `insert into attachments (case_id, kind, name, mime, bytes, sha256, details, unfit, storage_key, uploaded_by,
         uploaded_at, sealed, replaced_at)
       select case_id, 'unsorted', 'copy.pdf', mime, bytes, sha256, '{}', unfit, storage_key || '-copy', uploaded_by,
         uploaded_at, sealed, uploaded_at from attachments where case_id = $1 and kind = 'contract'`,
      [made?.caseId],
    )
    expect((await firm.open(path.batch(second))).text).toContain('Files whose kind is to be confirmed: 1')
    expect(await send(second, again)).not.toContain('Files whose kind is to be confirmed')
    expect(await count('attachments where case_id = $1 and replaced_at is null', made?.caseId)).toBe(2)
  })
})

describe('an agency’s workbook, under the mandate of an employer', () => {
  const now = (name: Name) => {
    const person = site.world.person(name)
    return { ...person, speaker: person.speaker && { ...person.speaker, at: site.world.clock.now() } }
  }
  const give = async (wish: Partial<MandateWish>): Promise<number> => {
    const mandates = site.world.app.get(Mandates)
    const agent = site.world.person('rivalAdmin')
    const { creditCode } = await site.world.app.get(Firms).get(agent, agent.firmId ?? 0)
    for (const { id } of await mandates.listInForce(now('rivalAdmin'))) await mandates.end(now('firmAdmin'), id, '-')
    const whole = { creditCode, asEmployer: true, acts: [] as const, untilOn: '2027-03-31' }
    await mandates.ask(now('firmAdmin'), { ...whole, ...wish })
    return (await mandates.listInForce(now('rivalAdmin')))[0]?.id ?? 0
  }
  const order = async (mandateId: number, from: number, many: number): Promise<number> => {
    const hosts = readHosts(
      await readBatch(await bookOf(...Array.from({ length: many }, (_, one) => host(from + one)))),
      TODAY,
    )
    return site.app.get(Batches).order(now('rival'), { name: 'hosts.xlsx', hosts, mandateId })
  }
  const run = async (id: number): Promise<Page> => {
    await site.app.get(BatchRunner).run(now('rival'), id)
    const agent = await site.visitor('rival')
    return agent.open(path.batch(id))
  }

  test('makes as many drafts for the employer as the mandate covers, and says so in each row beyond', async () => {
    const mandate = await give({ mostCases: 2 })
    const id = await order(mandate, 200, 4)
    const page = await run(id)
    expect(page.text).toContain('drafts: 2')
    expect(page.text.split('The mandate covers 2 new applications. No more').length - 1).toBe(2)
    const employer = site.world.person('firmAdmin').firmId
    expect(await count('cases where mandate_id = $1 and firm_id = $2', mandate, employer)).toBe(2)
    // those of the employer see the drafts, and not the agency’s workbook
    expect((await firm.open(path.batch(id))).status).toBe(404)
  })

  test('that covers filling in alone: a draft is made of each row, and submitting is the employer’s', async () => {
    const id = await order(await give({}), 210, 1)
    expect((await run(id)).text).toContain('drafts: 1')
    const agent = await site.visitor('rival')
    await agent.open(path.batch(id))
    const sent = await agent.send(path.submitBatch(id), { row: ['4'], declaration: 'true' })
    expect(sent.text).toContain('0 submitted, 1 not')
    expect(sent.text).toContain('mandate only covers filling in')
  })

  test('that ends while rows wait: they say so, and what was made is the employer’s from then on', async () => {
    const mandates = site.world.app.get(Mandates)
    const mandate = await give({})
    const [made, late] = [await order(mandate, 220, 2), await order(mandate, 224, 2)]
    expect((await run(made)).text).toContain('drafts: 2')
    await mandates.end(now('firmAdmin'), mandate, 'We go on ourselves.')
    const page = await run(late)
    expect(page.text).toContain('rows refused: 2')
    expect(page.text).toContain('The employer’s mandate has ended')
    expect(await draftsOf(late)).toBe(0)
    const agent = await site.visitor('rival')
    const after = await agent.open(path.batch(made))
    expect([after.status, after.text.split('The employer has taken over the application').length - 1]).toEqual([200, 2])
    expect((await buffer(await site.app.get(Batches).report(now('rival'), made))).length).toBeGreaterThan(0)
    await expect(order(mandate, 226, 1)).rejects.toThrow()
  })
})

describe('wrong workbooks', () => {
  const batchesNow = () => count('batches')

  const refused: readonly [string, () => Promise<Buffer>, string, string?][] = [
    ['a CSV that was renamed', async () => Buffer.from('序号,姓名\n1,张三\n'), 'the content is CSV. Save it as XLSX'],
    [
      'a CSV in another encoding',
      async () => Buffer.from([0xd0, 0xc5, 0xc3, 0xfb, 0x2c, 0xff, 0xfe, 0x00, 0x0a]),
      'the content is CSV. Save it as XLSX',
    ],
    [
      'an old XLS',
      async () => Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(4096)]),
      'This is an old Excel file',
    ],
    [
      'one with a password',
      async () =>
        Buffer.concat([
          ...[Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(1024)],
          ...[Buffer.from('EncryptedPackage', 'utf16le'), Buffer.alloc(2048)],
        ]),
      'protected by a password',
    ],
    [
      'macros',
      async () => changed(await bookOf(host(1)), (_, content) => content, { 'xl/vbaProject.bin': Buffer.from('x') }),
      'contains macros',
    ],
    [
      'a bomb',
      async () =>
        changed(await bookOf(host(1)), (name, content) =>
          name === HOSTS ? content.replace('</sheetData>', `${' '.repeat(45_000_000)}</sheetData>`) : content,
        ),
      'too large when unpacked',
    ],
    [
      'no codes in row 3',
      async () =>
        changed(await bookOf(host(1)), (name, content) =>
          name === HOSTS ? content.replaceAll('>talent.', '>') : content,
        ),
      'no code of a column',
    ],
    [
      'a sheet without its key',
      async () =>
        changed(await bookOf(host(1)), (name, content) =>
          name === HOSTS ? content.replace('>talent.passport.number<', '><') : content,
        ),
      'lacks the column “talent.passport.number”',
    ],
    [
      'no sheet “Candidates”',
      async () =>
        changed(await bookOf(host(1)), (name, content) =>
          name === HOSTS
            ? content.replace(/<row r="[123]">.*?<\/row>/g, '')
            : name === 'xl/workbook.xml'
              ? content.replace('人选 Candidates', 'A')
              : content,
        ),
      'There is no sheet “Candidates”',
    ],
    [
      'a sheet of a list whose row of codes was deleted',
      async () =>
        changed(await bookOf(host(1)), (name, content) =>
          name === 'xl/worksheets/sheet3.xml' ? content.replace(/<row r="3">.*?<\/row>/, '') : content,
        ),
      'does not hold the codes of its columns',
    ],
    ['nobody in it', () => bookOf(), 'The sheet “Candidates” is empty'],
    [
      '1,001 hosts',
      () =>
        bookOf(
          ...Array.from({ length: 1001 }, (_, index) => ({
            number: String(index),
            draft: '',
            answers: { talent: { passport: { number: `P${index}` } } },
            problems: [],
          })),
        ),
      'has 1001 candidates',
    ],
    [
      'a row of a list that names nobody',
      async () =>
        changed(await bookOf(host(1)), (name, content) =>
          name === 'xl/worksheets/sheet3.xml' ? content.replace('preserve">2<', 'preserve">7<') : content,
        ),
      'no candidate has that No. or passport number',
    ],
    ['another name than its content', () => bookOf(host(1)), 'The name ends in .csv', 'hosts.csv'],
    ['nothing at all', async () => Buffer.alloc(0), 'The workbook is empty'],
    ['a damaged ZIP', async () => (await bookOf(host(1))).subarray(0, 9000), 'be damaged'],
  ]

  test.each(refused)(
    '%s: refused with the way to put it right, and nothing is kept',
    async (...[, book, said, name]) => {
      const before = await batchesNow()
      const page = await upload(await book(), name)
      expect(page.status).toBe(422)
      expect(page.text).toContain(said)
      expect(await batchesNow()).toBe(before)
    },
  )

  test('a formula is named by its cell, and everything else of the row is kept', async () => {
    const book = await changed(await bookOf(host(50)), (name, content) =>
      name === HOSTS
        ? content.replace(
            /<c r="(\w+)" s="0" t="inlineStr"><is><t xml:space="preserve">SANTOS ANA \w<\/t><\/is><\/c>/,
            '<c r="$1"><f>1+1</f><v>2</v></c>',
          )
        : content,
    )
    const page = await finished(idIn(await upload(book)))
    expect(page.text).toMatch(/Cell [A-Z]+4 of the sheet “人选 Candidates” is a formula/)
    expect(page.text).toContain('drafts: 1')
  })

  test('the same passport twice, a draft that is there, and a draft of another firm: each row says so, the others go on', async () => {
    const { id: other } = await site.world.draft('rival', 'streamer')
    const theirs = String(
      (await site.world.admin.query('select number from cases where id = $1', [other])).rows[0]?.number,
    )
    const first = await finished(idIn(await upload(await bookOf(host(60)))))
    expect(first.text).toContain('drafts: 1')
    const page = await finished(
      idIn(
        await upload(await bookOf(host(61), { ...host(61), number: '99' }, host(60), { ...host(62), draft: theirs })),
      ),
    )
    expect(page.text).toContain('The passport number is the same as in row 4')
    expect(page.text).toContain('There is already a draft for this passport number')
    expect(page.text).toContain('Your firm has no draft with this number')
    expect(page.text).toContain('rows refused: 3')
  })

  test('nobody of another firm, and no officer, sees a batch', async () => {
    const id = idIn(await upload(await bookOf(host(70))))
    await finished(id)
    expect((await (await site.visitor('rival')).open(path.batch(id))).status).toBe(404)
    expect((await (await site.visitor('intake')).open(path.batch(id))).status).toBe(403)
    expect((await (await site.visitor('firmAdmin')).open(path.batch(id))).text).toContain('drafts: 1')
  })
})
