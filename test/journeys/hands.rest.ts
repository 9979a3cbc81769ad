/**
 * What one host costs a firm's hands (docs/measures.md): clicks, pages and typed boxes from the list of applications to
 * the submitted one, pressed as a person presses them; once with each paper by its own form, once with all at once. The
 * same of a correction of three items, once with each item on its own page, once in its own form.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { path } from '../../src/base/path.js'
import { makePaper, type PaperCase } from '../../tools/papers.js'
import { readExample } from '../cases/inputs.js'
import { Browsing } from './browsing.js'
import { Hands } from './pressing.js'

let browsing: Browsing

beforeAll(async () => {
  browsing = await Browsing.open()
}, 180_000)
afterAll(() => browsing.close())

const EXAMPLE = readExample('goodsHost')
const CASE = EXAMPLE as unknown as PaperCase // the case files are what papers are made from

/** Files as they lie in a firm's folder. */
const NAMES: Readonly<Record<string, string>> = {
  passportPage: '护照.pdf',
  photo: '证件照.jpg',
  resume: '简历.pdf',
  contract: '劳动合同.pdf',
  workExperience: '工作证明.pdf',
  degree: '学位证书.pdf',
  policeRecord: '无犯罪记录证明.pdf',
  medical: '体检证明.pdf',
  platformEvidence: '平台数据.pdf',
  commitment: '合规直播承诺书.pdf',
}

const next = (hands: Hands) => hands.go('main button:has-text("保存并继续")')

async function fillIn(hands: Hands): Promise<void> {
  const { talent } = CASE
  await hands.go('main a:has-text("新建申请")')
  await hands.go('main button:has-text("从头填写")')
  await hands.go('main a:has-text("人选")')
  await hands.type('talent-passport-mrz', talent.passport.mrz.join('\n'))
  await hands.press('button:has-text("据此填写")')
  await hands.type('talent-visualName', talent.visualName)
  await next(hands)
  const engagement = EXAMPLE.engagement as Record<string, unknown> & { contract: { start: string; end: string } }
  for (const name of ['post', 'salaryPerYear', 'salaryPerMonth', 'monthsPerYear'])
    await hands.type(`engagement-${name}`, String(engagement[name]))
  await hands.date('engagement-contract-start', engagement.contract.start)
  await hands.date('engagement-contract-end', engagement.contract.end)
  await hands.pick('#engagement-placeOfWork', String(engagement.placeOfWork))
  await next(hands)
  const [channel = {}] = EXAMPLE.channels as Record<string, unknown>[]
  for (const [name, value] of Object.entries(channel)) await hands.type(`channels-0-${name}`, [value].flat().join(', '))
  await next(hands)
  const { education, experienceYears, resume } = EXAMPLE.talent as {
    education: { degree: string; institution: string }
    experienceYears: number
    resume: { from: string; to: string; what: string }[]
  }
  await hands.choose(`input[name="talent[education][degree]"][value="${education.degree}"]`)
  await hands.type('talent-education-institution', education.institution)
  await hands.type('talent-experienceYears', String(experienceYears))
  for (const [index, { from, to, what }] of resume.entries()) {
    if (index > 0) {
      await hands.press('button:has-text("再加一段")')
      await hands.page.waitForSelector(`#talent-resume-${index}-what`)
    }
    // a further period begins where the one before it ended
    if ((await hands.valueOf(`talent-resume-${index}-from`)) !== from)
      await hands.date(`talent-resume-${index}-from`, from)
    await hands.date(`talent-resume-${index}-to`, to)
    await hands.type(`talent-resume-${index}-what`, what)
  }
  await next(hands)
  await next(hands)
}

const DOCUMENTS = EXAMPLE.documents as readonly { readonly kind: string; readonly issuedOn?: string }[]

async function fileOf(document: (typeof DOCUMENTS)[number]) {
  const { mime, bytes } = await makePaper(document, CASE)
  return { name: NAMES[document.kind] ?? `${document.kind}.pdf`, mimeType: mime, buffer: bytes }
}

/** Asked of a kind that may need a translation. */
async function chooseLanguage(hands: Hands, place: string): Promise<void> {
  const language = `#${place}-details-language`
  if ((await hands.page.locator(language).count()) > 0) await hands.pick(language, 'zh')
}

/** Each paper by the form of its kind. */
async function fileEach(hands: Hands): Promise<void> {
  for (const document of DOCUMENTS) {
    const place = `documents-${document.kind}`
    if (document.issuedOn && (await hands.page.locator(`[id^="${place}-issuedOn"]`).count()) > 0)
      await hands.date(`${place}-issuedOn`, document.issuedOn)
    await chooseLanguage(hands, place)
    await hands.files(`#${place}-file`, await fileOf(document))
    await hands.go(`#${place} form.hj-upload button`)
  }
}

/** All at once; a day of issue that could not be read is typed. */
async function dropAll(hands: Hands): Promise<void> {
  const files = await Promise.all(DOCUMENTS.map(fileOf))
  await hands.files('#drop-files', files)
  await hands.page.waitForSelector('#sort')
  const kinds = await hands.page.locator('.hj-sorting__row select[id$="-kind"]').evaluateAll(
    (all) => all.map((one) => (one as unknown as { value: string }).value), // a list, in the browser
  )
  expect(kinds).toEqual(DOCUMENTS.map(({ kind }) => kind))
  for (const [index, { issuedOn }] of DOCUMENTS.entries()) {
    const boxes = hands.page.locator('.hj-sorting__row').nth(index).locator('.govuk-date-input input')
    if (!issuedOn || (await boxes.count()) === 0 || (await boxes.first().inputValue()) !== '') continue
    for (const [at, part] of issuedOn.split('-').entries()) {
      hands.boxes += 1
      await boxes.nth(at).fill(part)
    }
  }
  for (const one of await hands.page.locator('#sort select[name$="[language]"]').all())
    if ((await one.inputValue()) === '') await hands.pick(`[id="${await one.getAttribute('id')}"]`, 'zh')
  await hands.go('#sort button')
}

async function submit(hands: Hands): Promise<void> {
  // the last of all papers leads to the check by itself
  if (!hands.page.url().includes('/review')) await hands.go('main a:has-text("核对申请")')
  await hands.choose('[name="declaration"]')
  await hands.go('main button:has-text("提交申请")')
  expect(await hands.page.textContent('main')).toContain('已提交')
}

const MANNERS = [
  ['each paper by its own form', fileEach],
  ['all papers at once', dropAll],
] as const

test.each(MANNERS)(
  'one host, %s',
  async (name, file) => {
    const page = await (await browsing.windowsOf('applicant', { language: 'zh' })).newPage()
    const hands = new Hands(page)
    await page.goto(browsing.site.origin + path.cases)
    await fillIn(hands)
    await file(hands)
    await submit(hands)
    // what docs/measures.md says
    expect(hands.counts).toEqual(EXPECTED[name])
  },
  180_000,
)

const EXPECTED = {
  'each paper by its own form': { clicks: 58, pages: 21, boxes: 36 },
  'all papers at once': { clicks: 18, pages: 12, boxes: 30 },
} as const

/** What is asked for: two documents and an answer. */
const ASKED = [
  { on: 'contract', what: 'The seal on page 3 cannot be read.' },
  { on: 'policeRecord', what: 'It is older than six months.' },
  { on: 'engagement.salaryPerMonth', what: 'The contract says 32,000.' },
]
const [CONTRACT, RECORD, SALARY] = ['item-1', 'item-2', 'item-3']
const HOW = ['Scanned anew.', 'Issued anew.', 'As in the contract.']

const paperOf = (kind: string) => {
  const document = DOCUMENTS.find((one) => one.kind === kind)
  if (!document) throw new Error(`no ${kind}`)
  return fileOf(document)
}

/** Each item by the way to its place, and what was done written afterwards. */
async function correctEach(hands: Hands): Promise<void> {
  for (const [item, kind] of [
    [CONTRACT, 'contract'],
    [RECORD, 'policeRecord'],
  ] as const) {
    await hands.go(`#${item} a:has-text("上传")`)
    const another = hands.page.locator('details:has(form.hj-upload):not([open]) > summary')
    if ((await hands.page.locator(`input[type="file"]:visible`).count()) === 0) {
      hands.clicks += 1
      await another.first().click()
    }
    if (kind === 'policeRecord') await hands.date(`replace-${kind}-issuedOn`, '2026-11-20')
    await chooseLanguage(hands, `replace-${kind}`)
    await hands.files(`#replace-${kind}-file`, await paperOf(kind))
    await hands.go(`form.hj-upload:has(#replace-${kind}-file) button:has-text("上传")`)
    await hands.go('main a:has-text("回到补正清单")')
  }
  await hands.go(`#${SALARY} a:has-text("修改")`)
  await hands.type('engagement-salaryPerMonth', '32000')
  await hands.go('main button:has-text("保存并返回")')
  for (const [index, text] of HOW.entries()) await hands.type(`item-${index + 1}-answer`, text)
}

/** All items in the form of the correction. */
async function correctInPlace(hands: Hands): Promise<void> {
  await hands.files('#paper-i1-file', await paperOf('contract'))
  await hands.date('paper-i2-issuedOn', '2026-11-20')
  await hands.files('#paper-i2-file', await paperOf('policeRecord'))
  await hands.type('engagement-salaryPerMonth', '32000')
}

const CORRECTIONS = [
  ['each item on its own page', correctEach, { clicks: 19, pages: 12, boxes: 7 }],
  ['all items in one form', correctInPlace, { clicks: 7, pages: 4, boxes: 4 }],
] as const

test.each(CORRECTIONS)(
  'a correction of three items, %s',
  async (_, correct, expected) => {
    const one = await browsing.site.world.caseIn('submitted')
    await one.do('intake', 'requestCorrection', { items: ASKED })
    const page = await (await browsing.windowsOf('applicant', { language: 'zh' })).newPage()
    const hands = new Hands(page)
    await page.goto(browsing.site.origin + path.cases)
    await hands.go(`main a[href="${path.case(one.id)}"]`)
    await correct(hands)
    await hands.go('main button:has-text("核对并提交")')
    await hands.go('main button:has-text("提交补正")')
    expect(await page.textContent('main')).toContain('补正已提交')
    expect(hands.counts).toEqual(expected)
  },
  120_000,
)
