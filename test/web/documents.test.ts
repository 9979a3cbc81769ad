/** The firm's page of documents: what the route and the circumstances ask for and why, letters of commitment, translations beside their originals. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { PDFDocument } from 'pdf-lib'
import { Database, rows } from '../../src/base/database.js'
import { apiPath, path, withQuery } from '../../src/base/path.js'
import { Inspector } from '../../src/cases/files/inspect.js'
import { PEOPLES } from '../../src/cases/files/limits.js'
import { settingsOf } from '../../src/people/scope.js'
import { makePaper, type PaperCase } from '../../tools/papers.js'
import { type ExampleName, paperOf, readExample } from '../cases/inputs.js'
import { ROUTES } from '../cases/routes.js'
import type { Case } from '../cases/world.js'
import { type Page, Served, type Visitor } from './served.js'

let site: Served

beforeAll(async () => {
  site = await Served.open()
})
afterAll(() => site.close())

const EXAMPLE = readExample('goodsHost') as unknown as PaperCase // the case files are what papers are made from

async function drafted(
  answers: object = {},
  by: 'applicant' | 'rival' = 'applicant',
  example: ExampleName = 'goodsHost',
) {
  const one = await site.world.draft(by, example)
  await one.do(by, 'saveAnswers', { answers })
  return one
}

/** Takes the papers of a kind away. */
async function without(one: Case, kind: string, by: 'applicant' | 'rival' = 'applicant'): Promise<void> {
  const { rows } = await site.world.admin.query<{ id: number }>(
    'select id from attachments where case_id = $1 and kind = $2 and replaced_at is null',
    [one.id, kind],
  )
  for (const { id } of rows) await one.do(by, 'attachFile', { remove: id })
}

/** The words of one kind's place. */
function sectionOf({ html }: Page, kind: string): string {
  const [part = ''] =
    new RegExp(`<section class="hj-paper" id="documents-${kind}"[\\s\\S]*?</section>`).exec(html) ?? []
  return part
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

async function upload(
  visitor: Visitor,
  one: Case,
  place: string,
  name: string,
  fields: Record<string, string> = {},
  paper: Parameters<typeof makePaper>[0] = { kind: 'degree' },
) {
  const [form = '', key = ''] = place.split('.')
  const page = await visitor.open(path.documents(one.id))
  const body = new FormData()
  const kind = form === 'translate' || key === 'translation' ? 'translation' : key
  const token = [visitor.fields._csrf ?? ''].flat()[0] ?? ''
  for (const [field, value] of Object.entries({ _csrf: token, kind, place, ...fields })) body.append(field, value)
  const bytes = (await makePaper(paper, EXAMPLE)).bytes
  body.append(`${form}[${key}][file]`, new Blob([new Uint8Array(bytes)]), name)
  const answer = await fetch(`${site.origin}${path.documents(one.id)}`, {
    method: 'POST',
    body,
    redirect: 'manual',
    headers: { cookie: visitor.cookieHeader, accept: 'text/html' },
  })
  const [to, retryAfter] = [answer.headers.get('location'), answer.headers.get('retry-after')]
  return { status: answer.status, to, retryAfter, html: await answer.text(), page }
}

const papersOf = async ({ id }: Case, kind: string) =>
  (
    await site.world.admin.query<{ name: string; details: Record<string, unknown> }>(
      'select name, details from attachments where case_id = $1 and kind = $2 and replaced_at is null order by id',
      [id, kind],
    )
  ).rows

describe('what is needed, and why', () => {
  test('every kind says its state, what its rules ask and on what they rest', async () => {
    const one = await drafted()
    await without(one, 'photo')
    await one.do('applicant', 'attachFile', paperOf({ kind: 'medical', issuedOn: '2026-05-30' }))
    await one.do('applicant', 'attachFile', paperOf({ kind: 'policeRecord', issuedOn: '2026-03-01' }))
    const page = await (await site.visitor('applicant')).open(path.documents(one.id))
    expect(page.text).toContain('10 kinds needed, 1 missing')
    expect(page.text).toContain('Decision expected on 17 December 2026')
    expect(sectionOf(page, 'photo')).toMatch(/^Photograph Needed /)
    expect(sectionOf(page, 'photo')).toContain('Format: JPEG, at most 1,000,000 bytes, at least 354 × 472 pixels')
    expect(sectionOf(page, 'photo')).toContain('Source: Service Guide for Foreigners’ Work Permits in China (Interim)')
    expect(sectionOf(page, 'medical')).toMatch(/^Medical certificate Expires soon /)
    expect(sectionOf(page, 'medical')).toContain('Valid for 6 months from the day of issue')
    expect(sectionOf(page, 'medical')).toContain(
      'This one can be used until 30 November 2026; decision expected on 17 December 2026',
    )
    expect(sectionOf(page, 'policeRecord')).toMatch(/^Certificate of no criminal record Expired /)
    expect(sectionOf(page, 'contract')).toMatch(/^Employment contract or proof of appointment Uploaded /)
    expect(sectionOf(page, 'passportPage')).toContain('Valid for at least 6 months after the filing day')
  })

  test('an image is taken, and marked: the permit system takes PDF only, but for the photograph', async () => {
    const one = await drafted()
    const visitor = await site.visitor('applicant')
    const before = await visitor.open(path.documents(one.id))
    expect(before.text).toContain(
      'Since February 2026 the work permit system accepts only PDF; the photograph is still a JPEG.',
    )
    expect(sectionOf(before, 'degree')).toContain('Format: PDF, JPEG or PNG; the permit system takes PDF only')
    expect(sectionOf(before, 'photo')).toContain('Format: JPEG, at most')
    expect(before.text).not.toMatch(/Format: PDF, JPEG or PNG(?!;)/)
    // what a platform exports is a table, and its field takes one
    const table = await visitor.open(withQuery(path.documents(one.id), { only: 'platformExport' }))
    expect(sectionOf(table, 'platformExport')).toContain('Format: CSV or XLSX')
    expect(table.html).toContain('accept=".csv,.xlsx,text/csv"')
    // in the section of channels it is given and refused at the section's own address, at its box
    const channels = path.section(one.id, 'channels')
    expect((await visitor.open(channels)).html).toContain(`<form id="export-upload" method="post" action="${channels}"`)
    const jpeg = await makePaper({ kind: 'degree', format: 'jpeg' }, EXAMPLE)
    const wrong = await visitor.sendFiles(channels, {}, [['file', 'sales.jpg', jpeg.bytes]])
    expect(wrong.status).toBe(422)
    expect(wrong.html).toContain('<form id="export-upload"')
    const none = await visitor.sendFiles(channels, {}, [])
    expect([none.status, none.text]).toEqual([422, expect.stringContaining('then select “Upload the table”')])
    expect(wrong.html).toMatch(/href="#export-file">Only CSV or XLSX tables/)
    expect(wrong.html).toMatch(/id="export-file"[^>]*aria-describedby="export-file-error"/)
    expect(wrong.html).toMatch(/id="export-file-error">[\s\S]{0,100}Only CSV or XLSX tables/)
    const spoken = { 'replace[degree][details][language]': 'zh' }
    const sent = await upload(visitor, one, 'replace.degree', 'degree.jpg', spoken, { kind: 'degree', format: 'jpeg' })
    expect([sent.status, sent.to?.includes('done=uploaded')]).toEqual([303, true])
    const after = await visitor.open(path.documents(one.id))
    expect(sectionOf(after, 'degree')).toContain('this is a JPEG file. The permit system takes PDF only')
    expect(sectionOf(after, 'degree')).toContain('Please note')
    expect(sectionOf(after, 'photo')).not.toContain('Please note')
    const review = await visitor.open(path.review(one.id))
    expect(review.text).toContain('The permit system takes PDF only')
    expect((await one.do('applicant', 'submit')).state).toBe('submitted')
  })

  test('circumstances ask for more, apart from what is needed, each with its reason', async () => {
    const plain = await drafted()
    const visitor = await site.visitor('applicant')
    const before = await visitor.open(path.documents(plain.id))
    expect([sectionOf(before, 'family'), sectionOf(before, 'visaPage')]).toEqual(['', ''])
    const one = await drafted({
      talent: { inChina: true },
      circumstances: { hasFamily: true, changesEmployer: true },
      channels: [{ productCategories: ['food'] }],
    })
    const page = await visitor.open(path.documents(one.id))
    expect(sectionOf(page, 'visaPage')).toContain('The candidate is in China: the permit authority asks for the page')
    expect(sectionOf(page, 'family')).toContain('Accompanying family: the permit authority asks for their passports')
    expect(sectionOf(page, 'cancellation')).toContain('A change of employer')
    expect(sectionOf(page, 'categoryLicence')).toContain('The product category “Food” needs: a food business licence')
    expect(page.text).toContain('All 10 kinds provided')
    expect(page.html.indexOf('id="documents-family"')).toBeGreaterThan(page.html.indexOf('id="later"'))
    // intake asks for a licence that the goods need, so the firm is not told that it can come later
    const licence = page.html.indexOf('id="documents-categoryLicence"')
    expect(page.html.indexOf('id="goods"')).toBeLessThan(licence)
    expect(page.html.indexOf('id="later"')).toBeGreaterThan(licence)
    expect(page.text).toContain('Intake and assessors check these. You can submit without them, but may then be asked')
    expect(page.text).toContain('Checked before the recommendation, missing Licence for the product category')
    await one.do('applicant', 'attachFile', paperOf({ kind: 'family' }))
    expect(sectionOf(await visitor.open(path.documents(one.id)), 'family')).toMatch(/^Family documents Uploaded /)
  })
})

describe('a letter of commitment', () => {
  test('is offered beside the paper in class A, taken and given back by one press each', async () => {
    const one = await drafted()
    await without(one, 'degree')
    const visitor = await site.visitor('applicant')
    const offered = await visitor.open(path.documents(one.id))
    expect(sectionOf(offered, 'degree')).toContain('If you do not have it yet, use a letter of commitment')
    expect(sectionOf(offered, 'degree')).toContain('A false or broken commitment goes into the credit record')
    expect(sectionOf(offered, 'contract')).not.toContain('letter of commitment may replace')
    const taken = await visitor.send(path.promise(one.id), { kind: 'degree', take: 'yes' })
    expect(taken.headers.get('location')).toBe(
      `${withQuery(path.documents(one.id), { done: 'promised', kind: 'degree' })}#documents-degree`,
    )
    const page = await visitor.open(path.documents(one.id))
    expect(sectionOf(page, 'degree')).toMatch(/^Highest degree or vocational certificate Letter of commitment /)
    expect(page.text).toContain('All 10 kinds provided, 1 of them by a letter of commitment')
    expect(sectionOf(page, 'promise')).toContain('Certificates are replaced: attach the letter of commitment')
    await visitor.send(path.promise(one.id), { kind: 'degree', take: 'no' })
    expect(sectionOf(await visitor.open(path.documents(one.id)), 'degree')).toMatch(/certificate Needed /)
    expect((await visitor.send(path.promise(one.id), { kind: 'contract', take: 'yes' })).status).toBe(404)
  })

  test('is not offered in class B, and one that is promised all the same says why it may not be', async () => {
    const one = await drafted({}, 'rival', 'streamer')
    await without(one, 'degree', 'rival')
    const visitor = await site.visitor('rival')
    const page = await visitor.open(path.documents(one.id))
    expect(page.text).toContain('From your answers so far, the candidate reaches class B')
    expect(sectionOf(page, 'degree')).not.toContain('If you do not have it yet')
    await one.do('rival', 'saveAnswers', { answers: { circumstances: { promises: true, promised: ['degree'] } } })
    const refused = sectionOf(await visitor.open(path.documents(one.id)), 'degree')
    expect(refused).toMatch(/^Highest degree or vocational certificate Needed /)
    expect(refused).toContain('A letter of commitment can replace this document only for class A candidates')
    expect(refused).toContain('Provide the certificate instead')
  })
})

describe('translations', () => {
  test('are asked for beside each paper that is not in Chinese, and take the place of the same paper’s only', async () => {
    const one = await drafted({
      circumstances: { hasForeignPapers: true, foreignPapers: ['degree', 'workExperience'] },
    })
    const visitor = await site.visitor('applicant')
    expect(sectionOf(await visitor.open(path.documents(one.id)), 'translation')).toMatch(
      /Proof of work experience Translation missing Original .*Highest degree or vocational certificate Translation missing|Highest degree or vocational certificate Translation missing Original .*Proof of work experience Translation missing/,
    )
    for (const [place, name, kind] of [
      ['translate.degree', 'degree-zh.pdf', 'degree'],
      ['translate.workExperience', 'work-zh.pdf', 'degree'],
      ['translate.degree', 'degree-zh-2.pdf', 'resume'],
    ] as const)
      expect((await upload(visitor, one, place, name, {}, { kind })).to).toBe(
        `${withQuery(path.documents(one.id), { done: 'uploaded', kind: 'translation' })}#documents-translation`,
      )
    expect(await papersOf(one, 'translation')).toEqual([
      { name: 'work-zh.pdf', details: { of: 'workExperience' } },
      { name: 'degree-zh-2.pdf', details: { of: 'degree' } },
    ])
    const page = sectionOf(await visitor.open(path.documents(one.id)), 'translation')
    expect(page).toContain('Highest degree or vocational certificate Translated Original degree.pdf')
    expect(page).not.toContain('Translation missing')
  })

  test('one of another paper has to say of which', async () => {
    const one = await drafted()
    const visitor = await site.visitor('applicant')
    const none = await upload(visitor, one, 'documents.translation', 'zh.pdf')
    expect(none.status).toBe(422)
    expect(none.html).toContain('href="#documents-translation-details-of"')
    expect(none.html).toContain('id="documents-translation-details-of-error"')
    const sent = await upload(visitor, one, 'documents.translation', 'zh.pdf', {
      'documents[translation][details][of]': 'contract',
    })
    expect(sent.status).toBe(303)
    expect(await papersOf(one, 'translation')).toEqual([{ name: 'zh.pdf', details: { of: 'contract' } }])
  })

  test('the language is asked of a kind that may need a translation: left blank, the file is kept and the question stands beside it', async () => {
    const one = await drafted()
    await without(one, 'degree')
    const visitor = await site.visitor('applicant')
    const blank = await upload(visitor, one, 'documents.degree', 'laurea.pdf', {
      'documents[degree][details][language]': '',
      'documents[degree][details][authenticated]': 'true',
    })
    expect(blank.status).toBe(422)
    expect(await papersOf(one, 'degree')).toEqual([{ name: 'laurea.pdf', details: { authenticated: true } }])
    const [, field] = /href="#(dated-p\d+-details-language)"/.exec(blank.html) ?? []
    expect(blank.html).toContain(`id="${field}-error"`)
    expect(blank.html).toContain('Select the language. Documents not in Chinese need a translation.')
    const [, paper] = /dated-p(\d+)/.exec(field ?? '') ?? []
    const again = async (language: string) =>
      visitor.send(path.documentDate(one.id, Number(paper)), {
        kind: 'degree',
        [`dated[p${paper}][details][language]`]: language,
      })
    expect((await again('')).status).toBe(422)
    expect((await again('it')).status).toBe(303)
    const details = { authenticated: true, language: 'it' }
    expect(await papersOf(one, 'degree')).toEqual([{ name: 'laurea.pdf', details }])
  })

  test('a kind that is chosen among the other papers is kept, and asks for its language in the same way', async () => {
    const one = await drafted()
    const visitor = await site.visitor('applicant')
    const page = await visitor.open(path.documents(one.id))
    expect(page.html).toMatch(/name="documents\[more\]\[kind\]"[\s\S]*name="documents\[more\]\[details\]\[language\]"/)
    expect(page.text).toContain('Required for: Evidence for the claimed route; Family documents')
    const send = async (kind: string, typed: object = {}) => {
      await visitor.open(path.documents(one.id))
      return visitor.sendFiles(
        path.documents(one.id),
        { place: 'documents.more', 'documents[more][kind]': kind, 'documents[more][details][language]': '', ...typed },
        [['documents[more][file]', `${kind}.pdf`, await pdfOf(kind)]],
      )
    }
    const blank = await send('family')
    expect([blank.status, blank.text.includes('Select the language. Documents not in Chinese')]).toEqual([422, true])
    expect(await papersOf(one, 'family')).toHaveLength(1)
    expect((await send('visaPage')).status).toBe(303)
    expect((await send('qualification', { 'documents[more][details][language]': 'it' })).status).toBe(303)
    expect((await send('other', { 'documents[more][details][note]': 'Floor plan' })).status).toBe(303)
    expect((await papersOf(one, 'qualification')).map(({ details }) => details.language)).toEqual(['it'])
    expect((await visitor.open(path.documents(one.id))).text).toContain('Floor plan')
    expect((await send('')).status).toBe(422)
  })

  test('language, authentication and signatures are kept with the paper, and a foreign one asks for its translation', async () => {
    const one = await drafted()
    await without(one, 'degree')
    const visitor = await site.visitor('applicant')
    const sent = await upload(visitor, one, 'documents.degree', 'laurea.pdf', {
      'documents[degree][details][language]': 'it',
      'documents[degree][details][authenticated]': 'true',
      'documents[degree][details][signedBy][1]': 'talent',
    })
    expect(sent.status).toBe(303)
    expect(await papersOf(one, 'degree')).toEqual([
      { name: 'laurea.pdf', details: { language: 'it', authenticated: true, signedBy: ['talent'] } },
    ])
    const page = await visitor.open(path.documents(one.id))
    expect(sectionOf(page, 'degree')).toContain('Italian · authenticated · signed by: the candidate')
    expect(sectionOf(page, 'translation')).toContain('Highest degree or vocational certificate Translation missing')
    const checked = await visitor.open(path.caseSelfCheck(one.id))
    expect(checked.text).toContain('Not in Chinese: Highest degree or vocational certificate')
    // what is demanded follows from the language, and the language can be put right
    const { rows } = await site.world.admin.query<{ id: number }>(
      `select id from attachments where case_id = $1 and name = 'laurea.pdf'`,
      [one.id],
    )
    const id = rows[0]?.id ?? 0
    const typed = { kind: 'degree', [`dated[p${id}][details][language]`]: 'zh' }
    const changed = await visitor.send(path.documentDate(one.id, id), typed)
    expect(changed.headers.get('location')).toContain('done=spoken&kind=degree')
    const now = await visitor.open(path.documents(one.id))
    expect(sectionOf(now, 'degree')).toContain('Chinese · authenticated · signed by: the candidate')
    expect(now.text).not.toContain('Translation missing')
    const long = await upload(visitor, one, 'replace.degree', 'again.pdf', {
      'replace[degree][details][language]': 'x'.repeat(201),
    })
    expect(long.status).toBe(422)
    expect(long.html).toContain('id="replace-degree-details-language-error"')
  })
})

test('while all readers are taken a file is refused for the moment: one is told when to come again, and nothing is lost', async () => {
  const one = await drafted()
  const visitor = await site.visitor('applicant')
  const before = await papersOf(one, 'degree')
  const inspector = site.app.get(Inspector)
  const file = Buffer.from((await makePaper({ kind: 'degree' }, EXAMPLE)).bytes)
  let release = () => {}
  const turn = new Promise<void>((resolve) => {
    release = resolve
  })
  const declared = { kind: 'degree', declaredName: 'slow.pdf', rules: null }
  const slow = Array.from({ length: PEOPLES.readers + PEOPLES.waiting }, () =>
    inspector.inspect(() => turn.then(() => file), declared),
  )
  const typed = { 'replace[degree][details][language]': 'it' }
  const send = () => upload(visitor, one, 'replace.degree', 'laurea.pdf', typed)
  const english = await send()
  expect([english.status, english.retryAfter]).toEqual([503, '5'])
  expect(english.html).toContain('Too many files are being uploaded at the moment, and this one was not read.')
  expect(english.html).toMatch(/id="replace-degree-details-language"[\s\S]*?value="it" selected/)
  await visitor.open(`${path.documents(one.id)}?language=zh`)
  const chinese = await send()
  expect([chinese.status, chinese.retryAfter]).toEqual([503, '5'])
  expect(chinese.html).toContain('现在上传的文件太多，该文件尚未读取。请稍等一分钟后重新上传。')
  const body = new FormData()
  for (const [name, value] of Object.entries({ kind: 'degree' })) body.append(name, value)
  body.append('file', new Blob([new Uint8Array(file)]), 'laurea.pdf')
  const token = [visitor.fields._csrf ?? ''].flat()[0] ?? ''
  const program = await fetch(`${site.origin}${apiPath.documents(one.id)}`, {
    method: 'POST',
    body,
    headers: { cookie: visitor.cookieHeader, 'x-csrf-token': token },
  })
  expect([program.status, program.headers.get('retry-after')]).toEqual([503, '5'])
  expect(program.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
  expect(await program.json()).toMatchObject({ error: 'busy', problems: [{ code: 'file:busy' }] })
  expect(await papersOf(one, 'degree')).toEqual(before)
  release()
  await Promise.all(slow)
  expect((await send()).status).toBe(303)
})

/** A small PDF of its own content. */
async function pdfOf(text: string): Promise<Buffer> {
  const made = await PDFDocument.create({ updateMetadata: false })
  made.addPage().drawText(text)
  return Buffer.from(await made.save())
}

/** The list of files to be sorted as the page shows it: what a press of its button sends. */
function sortForm(html: string): Record<string, string> {
  const [form = ''] = /<form[^>]* id="sort"[\s\S]*?<\/form>/.exec(html) ?? []
  const selects = [...form.matchAll(/<select[^>]* name="([^"]+)"[\s\S]*?<\/select>/g)].map(([whole, name]) => [
    name,
    // what names no language must say one
    /<option value="([^"]*)" selected>/.exec(whole)?.[1] ?? (name?.endsWith('[language]') ? 'zh' : ''),
  ])
  const boxes = [...form.matchAll(/<input class="govuk-input[^>]* name="([^"]+)"[^>]* value="([^"]*)"/g)]
  return Object.fromEntries([...selects, ...boxes.map(([, name, value]) => [name, value])])
}

const rowsOf = async ({ id }: Case) =>
  (
    await site.world.admin.query<{ name: string; kind: string; day: string | null; of: string | null; here: boolean }>(
      `select name, kind, issued_on::text as day, details ->> 'of' as of, replaced_at is null as here
       from attachments where case_id = $1 order by id`,
      [id],
    )
  ).rows

describe('all papers at once', () => {
  const drop = (visitor: Visitor, one: Case, files: readonly (readonly [name: string, bytes: Buffer])[]) =>
    visitor.sendFiles(
      path.dropDocuments(one.id),
      {},
      files.map(([name, bytes]) => ['files', name, bytes]),
    )

  test('each is kept as it comes, and counts for nothing until somebody confirms what it is', async () => {
    const one = await drafted()
    await without(one, 'degree')
    await without(one, 'policeRecord')
    const visitor = await site.visitor('applicant')
    await visitor.open(path.documents(one.id))
    const before = (await rowsOf(one)).length
    const sent = await drop(visitor, one, [
      ['学位证书.pdf', await pdfOf('one')],
      ['scan1.pdf', await pdfOf('Certificate of no criminal record. Police. Date of issue: 30 September 2026')],
      ['scan2.pdf', await pdfOf('x')],
      ['学位证书中文翻译.pdf', await pdfOf('two')],
    ])
    expect([sent.status, sent.headers.get('location')]).toEqual([
      303,
      `${withQuery(path.documents(one.id), { done: 'dropped' })}#sort`,
    ])
    const page = await visitor.open(path.documents(one.id))
    expect(Object.values(sortForm(page.html))).toEqual(
      expect.arrayContaining(['degree', 'policeRecord', '', 'translation.degree', '2026', '09', '30']),
    )
    expect(sectionOf(page, 'degree')).toContain('Needed')
    expect((await visitor.open(path.review(one.id))).text).toContain(
      '4 files have no kind yet and will not be submitted',
    )
    await visitor.open(path.documents(one.id))
    const done = await visitor.send(path.sortDocuments(one.id), sortForm(page.html))
    expect(done.headers.get('location')).toBe(withQuery(path.documents(one.id), { done: 'sorted', count: 3 }))
    expect((await rowsOf(one)).slice(before)).toEqual([
      { name: '学位证书.pdf', kind: 'degree', day: null, of: null, here: true },
      { name: 'scan1.pdf', kind: 'policeRecord', day: '2026-09-30', of: null, here: true },
      { name: 'scan2.pdf', kind: 'unsorted', day: null, of: null, here: false },
      { name: '学位证书中文翻译.pdf', kind: 'translation', day: null, of: 'degree', here: true },
    ])
    const after = await visitor.open(done.headers.get('location') ?? '')
    expect(after.text).toContain('3 files are in the list of documents')
    expect(sectionOf(after, 'degree')).toContain('Uploaded')
  })

  test('a paper takes the place of the one of its kind; the second of a kind stands beside the first', async () => {
    const one = await drafted()
    const visitor = await site.visitor('applicant')
    await visitor.open(path.documents(one.id))
    await drop(visitor, one, [
      ['resume one.pdf', await pdfOf('r1')],
      ['resume two.pdf', await pdfOf('r2')],
    ])
    const page = await visitor.open(path.documents(one.id))
    expect(page.html).toContain('<option value="resume" selected>Resume (replaces the current file)')
    await visitor.send(path.sortDocuments(one.id), sortForm(page.html))
    const resumes = (await rowsOf(one)).filter(({ kind }) => kind === 'resume')
    expect(resumes.map(({ name, here }) => [name.replace(/.*(one|two).*/, '$1'), here])).toEqual([
      [expect.any(String), false],
      ['one', true],
      ['two', true],
    ])
  })

  test('what is refused is named with its reason, and the others stay', async () => {
    const one = await drafted()
    const visitor = await site.visitor('applicant')
    await visitor.open(path.documents(one.id))
    const heic = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic\0\0\0\0mif1heic'), Buffer.alloc(200)])
    const sent = await drop(visitor, one, [
      ['IMG_0001.heic', heic],
      ['table.pdf', Buffer.from('PK')],
      ['visa.pdf', await pdfOf('a visa')],
      ['the same visa.pdf', await pdfOf('a visa')],
    ])
    expect(sent.status).toBe(422)
    expect(sent.text).toContain('IMG_0001.heic: This is a HEIC photo from an iPhone and was not saved.')
    expect(sent.text).toContain('table.pdf: Only PDF, JPEG and PNG files are accepted')
    expect(sent.text).toContain(
      'the same visa.pdf: You have already uploaded this file (files without a confirmed kind, visa.pdf)',
    )
    expect((await rowsOf(one)).filter(({ kind }) => kind === 'unsorted').map(({ name }) => name)).toEqual(['visa.pdf'])
    const nothing = await drop(visitor, one, [])
    expect([nothing.status, nothing.text.includes('Select a file, then')]).toEqual([422, true])
  })

  test('the same file under its own kind is said to be here, and under another one it is kept', async () => {
    const one = await drafted()
    await without(one, 'degree')
    const visitor = await site.visitor('applicant')
    const send = async (kind: string) => {
      await visitor.open(path.documents(one.id))
      const place = `documents[${kind}][file]`
      const typed = { kind, place: `documents.${kind}`, [`documents[${kind}][details][language]`]: 'zh' }
      return visitor.sendFiles(path.documents(one.id), typed, [[place, 'both.pdf', await pdfOf('degree and proof')]])
    }
    expect((await send('degree')).status).toBe(303)
    const again = await send('degree')
    expect([
      again.status,
      again.text.includes('You have already uploaded this file (Highest degree or vocational certificate, both.pdf)'),
    ]).toEqual([422, true])
    expect((await send('recognition')).status).toBe(303)
    expect((await rowsOf(one)).filter(({ name, here }) => here && name === 'both.pdf').map(({ kind }) => kind)).toEqual(
      ['degree', 'recognition'],
    )
  })

  test('a wrong date keeps its row, with what was typed; the others are settled; what is not wanted goes', async () => {
    const one = await drafted()
    await without(one, 'degree')
    const visitor = await site.visitor('applicant')
    await visitor.open(path.documents(one.id))
    await drop(visitor, one, [
      ['degree.pdf', await pdfOf('d')],
      ['police.pdf', await pdfOf('p')],
      ['holiday.pdf', await pdfOf('h')],
    ])
    expect((await visitor.open(path.case(one.id))).text).toContain('3 files received; say what each of them is')
    const page = await visitor.open(path.documents(one.id))
    const typed = Object.fromEntries(
      Object.entries(sortForm(page.html)).map(([name, value]) => {
        if (value === '' && name.endsWith('[kind]')) return [name, 'discard']
        return [name, name.endsWith('[year]') ? '2026' : name.endsWith('[month]') ? '13' : value]
      }),
    )
    const wrong = await visitor.send(path.sortDocuments(one.id), typed)
    expect(wrong.status).toBe(422)
    expect(wrong.html).toContain('<option value="policeRecord" selected>')
    expect(wrong.html).toMatch(/name="sort\[p\d+\]\[issuedOn\]\[month\]"[^>]* value="13"/)
    expect(wrong.text).toContain('police.pdf: ') // which of them is told above, too
    expect((await rowsOf(one)).slice(-3).map(({ name, kind, here }) => [name, kind, here])).toEqual([
      ['degree.pdf', 'degree', true],
      ['police.pdf', 'unsorted', false],
      ['holiday.pdf', 'other', false],
    ])
    // what is only thrown away is not said to be in the list
    const left = sortForm((await visitor.open(path.documents(one.id))).html)
    const away = await visitor.send(
      path.sortDocuments(one.id),
      Object.fromEntries(
        Object.entries(left).map(([name, value]) => [name, name.endsWith('[kind]') ? 'discard' : value]),
      ),
    )
    expect((await visitor.open(away.headers.get('location') ?? '')).text).toContain('1 file was removed')
  })

  test('a date that was suggested for one kind is not taken over for another', async () => {
    const one = await drafted()
    const visitor = await site.visitor('applicant')
    await visitor.open(path.documents(one.id))
    await drop(visitor, one, [
      ['one.pdf', await pdfOf('Certificate of no criminal record. Police. Date of issue: 30 September 2026')],
      ['two.pdf', await pdfOf('Certificate of no criminal record. Police bureau. Date of issue: 30 September 2026')],
    ])
    const { html } = await visitor.open(path.documents(one.id))
    const kinds = ['other', 'medical']
    const sent = Object.entries(sortForm(html)).map(([name, value]) => [
      name,
      name.endsWith('[kind]') ? (kinds.shift() ?? '') : value,
    ])
    for (const [, place = ''] of html.matchAll(/name="(sort\[p\d+\])\[shown\]" value="policeRecord"/g))
      sent.push([`${place}[shown]`, 'policeRecord'])
    const asked = await visitor.send(path.sortDocuments(one.id), Object.fromEntries(sent))
    expect([asked.status, asked.text]).toEqual([
      422,
      expect.stringContaining('two.pdf: You changed the kind; the date'),
    ])
    expect((await rowsOf(one)).slice(-2).map(({ kind, day }) => [kind, day])).toEqual([
      ['other', null],
      ['unsorted', null],
    ])
    // the same day typed for this kind is taken
    const again = Object.entries(sortForm(asked.html)).map(([name, value]) => {
      const part = /\[issuedOn\]\[(\w+)\]$/.exec(name)?.[1] ?? ''
      return [name, { year: '2026', month: '9', day: '30' }[part] ?? value]
    })
    again.push([again[0]?.[0]?.replace('[kind]', '[shown]') ?? '', 'medical'])
    expect((await visitor.send(path.sortDocuments(one.id), Object.fromEntries(again))).status).toBe(303)
    expect((await rowsOf(one)).at(-1)).toMatchObject({ kind: 'medical', day: '2026-09-30' })
  })

  test('a language that is not said is asked for, and nothing is settled without it', async () => {
    const one = await drafted()
    await without(one, 'degree')
    const visitor = await site.visitor('applicant')
    await visitor.open(path.documents(one.id))
    await drop(visitor, one, [['degree.pdf', await pdfOf('d')]])
    const page = await visitor.open(path.documents(one.id))
    const typed = Object.fromEntries(
      Object.entries(sortForm(page.html)).map(([name, value]) => [name, name.endsWith('[language]') ? '' : value]),
    )
    const asked = await visitor.send(path.sortDocuments(one.id), typed)
    expect(asked.status).toBe(422)
    expect(asked.text).toContain('degree.pdf: Select the language. Documents not in Chinese need a translation.')
    expect((await rowsOf(one)).at(-1)).toMatchObject({ kind: 'unsorted', here: false })
  })

  test('a wrong date of a kind that needs none can still be put right', async () => {
    const one = await drafted()
    await without(one, 'degree')
    const visitor = await site.visitor('applicant')
    await visitor.open(path.documents(one.id))
    await drop(visitor, one, [['degree.pdf', await pdfOf('d')]])
    const [[place = ''] = []] = Object.entries(sortForm((await visitor.open(path.documents(one.id))).html))
    const date = (month: string, day: string) =>
      Object.entries({ year: '2026', month, day }).map(([part, value]) => [
        place.replace('[kind]', `[issuedOn][${part}]`),
        value,
      ])
    const send = (month: string, day: string) =>
      visitor.send(
        path.sortDocuments(one.id),
        Object.fromEntries([
          [place, 'degree'],
          [place.replace('[kind]', '[details][language]'), 'en'],
          ...date(month, day),
        ]),
      )
    for (const [month, day, why] of [
      ['2', '30', 'valid date'],
      ['11', '25', 'in the future'],
    ] as const) {
      const wrong = await send(month, day)
      expect([wrong.status, wrong.text.includes(why)]).toEqual([422, true])
      expect(wrong.html).toMatch(new RegExp(`name="sort\\[p\\d+\\]\\[issuedOn\\]\\[day\\]"[^>]* value="${day}"`))
    }
    expect((await send('11', '24')).status).toBe(303)
    expect((await rowsOf(one)).at(-1)).toMatchObject({ kind: 'degree', day: '2026-11-24' })
  })

  test('a script is answered file by file, and a form that is sent again is one file', async () => {
    const one = await drafted()
    const visitor = await site.visitor('applicant')
    await visitor.open(path.documents(one.id))
    const send = async (bytes: Buffer, request: string) => {
      const body = new FormData()
      body.append('_csrf', [visitor.fields._csrf ?? ''].flat()[0] ?? '')
      body.append('_request', request)
      body.append('files', new Blob([new Uint8Array(bytes)]), 'visa.pdf')
      const headers = { cookie: visitor.cookieHeader, accept: 'application/json' }
      const answer = await fetch(`${site.origin}${path.dropDocuments(one.id)}`, { method: 'POST', body, headers })
      return answer.json()
    }
    const bytes = await pdfOf('visa')
    expect(await send(bytes, 'r-1')).toEqual({ kept: 1, refused: [] })
    expect(await send(bytes, 'r-1')).toEqual({ kept: 1, refused: [] })
    expect(await send(bytes, 'r-2')).toEqual({
      kept: 0,
      refused: [
        'visa.pdf: You have already uploaded this file (files without a confirmed kind, visa.pdf). ' +
          'It was not saved twice.',
      ],
    })
    expect((await rowsOf(one)).filter(({ kind }) => kind === 'unsorted').length).toBe(1)
  })

  test('another firm reaches neither the field nor the list', async () => {
    const one = await drafted()
    const rival = await site.visitor('rival')
    await rival.open(path.documents((await drafted({}, 'rival')).id))
    expect((await drop(rival, one, [['a.pdf', await pdfOf('a')]])).status).toBe(404)
    await rival.open(path.cases)
    expect((await rival.send(path.sortDocuments(one.id), {})).status).toBe(404)
  })

  test('the database lets a kind be said once', async () => {
    const one = await drafted()
    const change = site.world.app
      .get(Database)
      .transaction(settingsOf(site.world.person('applicant')), (tx) =>
        rows(tx, "update attachments set kind = 'other' where case_id = $1", [one.id]),
      )
    await expect(change).rejects.toThrow('the kind of a document has been said')
  })
})

describe('papers of an earlier application of the same host', () => {
  async function copied() {
    const one = await drafted()
    const visitor = await site.visitor('applicant')
    for (const [kind, file] of [
      ['degree', await pdfOf('a degree that stays')],
      ['contract', await pdfOf('a contract that ends')],
    ] as const) {
      await visitor.open(path.documents(one.id))
      await visitor.sendFiles(path.documents(one.id), { kind, place: `replace.${kind}` }, [
        [`replace[${kind}][file]`, `${kind}.pdf`, file],
      ])
    }
    await one.walk(ROUTES.submitted, 'applicant')
    await visitor.open(path.case(one.id))
    const sent = await visitor.send(path.cases, { from: String(one.id) })
    const copy = Number(/\d+$/.exec(sent.headers.get('location') ?? '')?.[0])
    return { one, copy, visitor, page: await visitor.open(path.documents(copy)) }
  }
  const issued = (place: string) => ({
    [`${place}[issuedOn][year]`]: '2026',
    [`${place}[issuedOn][month]`]: '11',
    [`${place}[issuedOn][day]`]: '2',
  })
  const stored = async (id: number) =>
    (
      await site.world.admin.query<{ id: number; kind: string; sha256: string; key: string; sealed: boolean }>(
        `select id, kind, sha256, storage_key as key, sealed from attachments where case_id = $1
         and replaced_at is null order by id`,
        [id],
      )
    ).rows

  test('those that are still valid are offered, and the others say why they must be new', async () => {
    const { page } = await copied()
    const [part = ''] = /<section[^>]* id="bring"[\s\S]*?<\/section>/.exec(page.html) ?? []
    const offered = [...part.matchAll(/govuk-checkboxes__label"[^>]*>([^<(]+) \(/g)].map(([, label]) => label)
    expect(offered).toEqual([
      'Passport information page',
      'Photograph',
      'Proof of work experience',
      'Highest degree or vocational certificate',
      'Certificate of no criminal record',
      'Medical certificate',
    ])
    expect(part).toContain(
      'Employment contract or proof of appointment: term and pay must be those of the current contract',
    )
    expect(part).toContain('Resume: it must cover every month up to last month')
  })

  test('one that an office had asked to correct is not offered, until it was uploaded again', async () => {
    const { one, copy, visitor } = await copied()
    const items = [{ on: 'policeRecord', what: 'It cannot be read.' }]
    await one.do('intake', 'requestCorrection', { items })
    const papers = await stored(one.id)
    const key = `bring[c${one.id}-${papers.find(({ kind }) => kind === 'policeRecord')?.id}]`
    const asked =
      'Certificate of no criminal record: the earlier application was asked to correct it: It cannot be read.'
    const page = await visitor.open(path.documents(copy))
    expect([page.html.includes(key), page.text.includes(asked)]).toEqual([false, true])
    await visitor.send(path.bringDocuments(copy), { [key]: 'yes' })
    expect(await stored(copy)).toEqual([])
    await visitor.open(path.documents(one.id))
    const again = { kind: 'policeRecord', place: 'replace.policeRecord', ...issued('replace[policeRecord]') }
    await visitor.sendFiles(path.documents(one.id), again, [
      ['replace[policeRecord][file]', 'record.pdf', await pdfOf('a record that can be read')],
    ])
    const fresh = (await stored(one.id)).find(({ kind }) => kind === 'policeRecord')
    expect((await visitor.open(path.documents(copy))).html).toContain(`bring[c${one.id}-${fresh?.id}]`)
  })

  test('one that is brought is sealed for its new case alone, and opens there', async () => {
    const { one, copy, visitor } = await copied()
    const before = (await stored(one.id)).find(({ kind }) => kind === 'degree')
    const done = await visitor.send(path.bringDocuments(copy), { [`bring[c${one.id}-${before?.id}]`]: 'yes' })
    expect(done.headers.get('location')).toBe(withQuery(path.documents(copy), { done: 'brought', count: 1 }))
    const [after] = await stored(copy)
    expect(after).toMatchObject({ kind: 'degree', sha256: before?.sha256, sealed: true })
    expect(after?.key).not.toBe(before?.key)
    const opened = await visitor.open(path.file(copy, after?.id ?? 0))
    expect(opened.bytes.equals(await pdfOf('a degree that stays'))).toBe(true)
    const page = await visitor.open(path.documents(copy))
    expect(page.html).not.toContain(`bring[c${one.id}-${before?.id}]`)
  })

  test('one whose content is lost is named, and the others come', async () => {
    const { one, copy, visitor } = await copied()
    const papers = await stored(one.id)
    const keys = ['degree', 'photo'].map((kind) => papers.find((paper) => paper.kind === kind)?.id)
    const sent = await visitor.send(
      path.bringDocuments(copy),
      Object.fromEntries(keys.map((id) => [`bring[c${one.id}-${id}]`, 'yes'])),
    )
    expect(sent.status).toBe(422)
    expect(sent.text).toContain('its content cannot be opened now; please upload it')
    expect((await stored(copy)).map(({ kind }) => kind)).toEqual(['degree'])
  })

  test('nothing comes from another firm, nor what must be new', async () => {
    const { one, copy, visitor } = await copied()
    const papers = await stored(one.id)
    const key = (kind: string) => `bring[c${one.id}-${papers.find((paper) => paper.kind === kind)?.id}]`
    await visitor.send(path.bringDocuments(copy), { [key('contract')]: 'yes' })
    expect(await stored(copy)).toEqual([])
    const theirs = await drafted({}, 'rival')
    const rival = await site.visitor('rival')
    await rival.open(path.documents(theirs.id))
    const count = (await stored(theirs.id)).length
    await rival.send(path.bringDocuments(theirs.id), { [key('degree')]: 'yes' })
    expect((await stored(theirs.id)).length).toBe(count)
    expect((await rival.send(path.bringDocuments(copy), { [key('degree')]: 'yes' })).status).toBe(404)
  })
})
