/** A candidate's own page on a telephone: with script and without, in Chinese, English and a further language that two editors have approved on their pages. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Locator, Page } from 'playwright-core'
import { path } from '../../src/base/path.js'
import { PolicyDrafts } from '../../src/reference/draft.service.js'
import { Reference } from '../../src/reference/reference.service.js'
import { SignatureMaker } from '../../src/worker/signatureMaker.js'
import { paperOf } from '../cases/inputs.js'
import type { Case } from '../cases/world.js'
import { Browsing } from './browsing.js'

interface Texts {
  readonly label: { readonly zh: string; readonly en: string }
  readonly native: string
  readonly texts: Readonly<Record<string, string>>
}
const { ko: KOREAN, ar: ARABIC } = JSON.parse(readFileSync('tools/seed/hostTexts.json', 'utf8')) as {
  readonly ko: Texts
  readonly ar: Texts
}
const PIN = '730418'
const PHONE = { width: 390, height: 844 }

let browsing: Browsing

beforeAll(async () => {
  browsing = await Browsing.open()
})
afterAll(() => browsing.close())

/** The address of the page, as the firm shows it. */
async function doorOf(subject: Case): Promise<string> {
  const firm = await browsing.site.visitor('applicant')
  await firm.open(path.caseTalent(subject.id))
  await firm.send(path.makeTalentPage(subject.id))
  const { rows } = await browsing.site.world.admin.query<{ code: string }>(
    'select code from talent_pages where case_id = $1',
    [subject.id],
  )
  return browsing.site.origin + path.host((rows[0]?.code ?? '').replace(/(.{4})(?=.)/g, '$1-'))
}

/** Two editors draft and approve the Korean texts on the pages that they have for every kind. */
async function approveKorean(): Promise<void> {
  const { world } = browsing.site
  const [editor, second] = [await browsing.site.visitor('policyEditor'), await browsing.site.visitor('otherEditor')]
  const address = path.newEntry('hostTexts')
  await editor.open(address)
  const [year = '', month = '', day = ''] = world.clock.today().split('-')
  const texts = Object.entries(KOREAN.texts).map(([name, text]) => [`body[texts][${name}]`, text])
  const sent = await editor.send(address, {
    ...{ key: 'ko', 'effectiveFrom[year]': year, 'effectiveFrom[month]': month, 'effectiveFrom[day]': day },
    ...{ note: 'Checked by a speaker of Korean.', 'body[label][zh]': KOREAN.label.zh, 'body[label][en]': 'Korean' },
    ...{ 'body[native]': KOREAN.native, 'body[rightToLeft]': 'false', ...Object.fromEntries(texts) },
  })
  expect([sent.status, sent.status === 303 ? '' : sent.text]).toEqual([303, ''])
  const draft = (sent.headers.get('location') ?? '').replace(/\?.*/, '')
  expect((await editor.open(draft)).html).not.toContain('/approve"')
  expect((await second.open(draft)).text).toContain(KOREAN.texts.title)
  expect((await second.send(`${draft}/approve`)).status).toBe(303)
}

const fits = async (page: Page): Promise<void> =>
  expect(await page.locator('html').evaluate((html) => html.scrollWidth)).toBeLessThanOrEqual(PHONE.width)

/** Opens the page the first time: by the passport's number and a mailed code, and sets a PIN. */
async function comeIn(page: Page, subject: Case, door: string, email: string): Promise<void> {
  await page.goto(door)
  await fits(page)
  await page.fill('[name="email"]', email)
  await page.fill('[name="passport"]', 'YB1234567')
  await page.locator('form[action$="/mail"] button').click()
  await page.waitForSelector('[name="code"]')
  await fits(page)
  const { rows } = await browsing.site.world.admin.query<{ path: string }>(
    `select path from mails where case_id = $1 and kind = 'hostCode' order by id desc limit 1`,
    [subject.id],
  )
  await page.fill('[name="code"]', rows[0]?.path.split('#')[1] ?? '')
  await page.locator('form[action$="/code"] button').click()
  await page.waitForSelector('[name="again"]')
  await fits(page)
  await page.fill('[name="pin"]', PIN)
  await page.fill('[name="again"]', PIN)
  await page.locator('main form button').first().click()
  await page.waitForURL((url) => url.pathname === path.talent)
  await fits(page)
}

async function comeAgain(page: Page, door: string): Promise<void> {
  await page.goto(door)
  await page.fill('[name="pin"]', PIN)
  await page.locator('form[action$="/pin"] button').click()
  await page.waitForURL((url) => url.pathname === path.talent)
  await fits(page)
}

/** Reads the letter and the whole application. */
async function read(page: Page): Promise<void> {
  const letter = await page
    .locator(`a[href^="${path.talentLetter(1).replace(/1$/, '')}"]`)
    .first()
    .getAttribute('href')
  const file = await page.request.get(browsing.site.origin + (letter ?? ''))
  expect([file.status(), (await file.body()).subarray(0, 5).toString()]).toEqual([200, '%PDF-'])
  await page.goto(browsing.site.origin + path.talentCopy)
  await fits(page)
  expect(await page.textContent('main')).toContain('YB1234567')
}

test('on a telephone, with script and without, in Chinese, English and Korean once that is approved', async () => {
  const subject = await browsing.site.world.caseIn('permitGranted')
  const door = await doorOf(subject)
  const email = 'rossi@talent.example'

  const zh = await browsing.windowsOf(undefined, { ...PHONE, language: 'zh', script: false })
  const first = await zh.newPage()
  await comeIn(first, subject, door, email)
  expect(await first.textContent('main')).toContain('已获工作许可，本件办结。')
  await read(first)

  const en = await (await browsing.windowsOf(undefined, { ...PHONE, language: 'en' })).newPage()
  await comeAgain(en, door)
  expect(await en.textContent('main')).toContain('The work permit was granted. The case is closed.')
  await read(en)

  await approveKorean()
  const { origin } = browsing.site
  for (const script of [true, false]) {
    const windows = await browsing.windowsOf(undefined, { ...PHONE, script })
    await windows.clearCookies()
    await windows.setExtraHTTPHeaders({ 'accept-language': 'ko-KR,ko;q=0.9' })
    const page = await windows.newPage()
    await comeAgain(page, door)
    const said = (await page.textContent('main')) ?? ''
    for (const name of ['title', 'binds', 'inBinding', 'permitGranted', 'passport', 'agree', 'refuse', 'sendRequest'])
      expect(said).toContain(KOREAN.texts[name])
    expect(await page.locator('[lang="ko"][dir="ltr"]').count()).toBeGreaterThan(0)
    await page.locator('main nav a[hreflang="en-GB"]').click()
    await page.waitForURL(`${origin}${path.talent}?language=en`)
    expect(await page.textContent('main')).not.toContain(KOREAN.texts.title)
    await page.locator('main nav a[hreflang="ko"]').click()
    await page.waitForURL(`${origin}${path.talent}?in=ko`)
    await page.goto(origin + path.talent)
    expect(await page.textContent('main')).toContain(KOREAN.texts.title)
    await read(page)
    await windows.close()
  }
}, 180_000)

let drawings = 0
/** Draws a name with the mouse, within the box as it stands on the page; each time a little otherwise, as people do. */
async function drawName(page: Page, box: Locator): Promise<void> {
  const slant = 40 + ++drawings
  await box.scrollIntoViewIfNeeded()
  const { x, y, width, height } = (await box.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 }
  for (const [from, to] of [
    [0.1, 0.45],
    [0.5, 0.9],
  ] as const) {
    await page.mouse.move(x + width * from, y + height * 0.5)
    await page.mouse.down()
    for (let at = from; at < to; at += 0.02)
      await page.mouse.move(x + width * at, y + height * (0.5 + 0.35 * Math.sin(at * slant)))
    await page.mouse.up()
  }
}

test('signs by drawing on a telephone what was shown and nothing else, and sees when it is void', async () => {
  const { site } = browsing
  const { world, origin } = site
  const [subject, other] = [await world.draft(), await world.draft()]
  const door = await doorOf(subject)
  const windows = await browsing.windowsOf(undefined, { ...PHONE, language: 'en' })
  const page = await windows.newPage()
  await comeIn(page, subject, door, 'signs@talent.example')
  const [sign, box] = [page.locator('form[data-sign] button.govuk-button').last(), page.locator('canvas')]
  const open = async (paper: string): Promise<void> => {
    await page.goto(origin + path.talentSign(paper))
    await fits(page)
    await page.locator('[data-undrawn]').waitFor({ state: 'hidden' }) // once the script is there
  }
  const refused = async (said: string): Promise<void> =>
    expect(await page.locator('.govuk-error-summary').textContent()).toContain(said)
  const answer = (post: string) => subject.do('applicant', 'saveAnswers', { answers: { engagement: { post } } })

  // nothing drawn, and no tick
  await open('application')
  expect(await page.textContent('main')).toContain('YB1234567')
  await sign.click()
  await refused('First write your name in the box.')
  await drawName(page, box)
  await page.locator('[data-clear]').click()
  expect(await page.inputValue('[name="strokes"]')).toBe('')
  await drawName(page, box)
  const strokes = await page.inputValue('[name="strokes"]')
  await sign.click()
  await page.locator('.govuk-error-summary').waitFor()
  // what was drawn has stayed
  expect(await page.inputValue('[name="strokes"]')).toBe(strokes)
  // the firm changes the application meanwhile
  await answer('Another post')
  await page.check('[name="confirmed"]')
  await sign.click()
  await refused('The text has changed since you opened the page')
  expect(await page.textContent('main')).toContain('Another post')
  await drawName(page, box)
  await page.check('[name="confirmed"]')
  await sign.click()
  await page.waitForURL((url) => url.pathname === path.talent)
  await fits(page)
  expect(await page.textContent('main')).toContain('Signature saved')
  // the refusals were answers to a sent form; going back leads to the page, and not to an error of the browser
  await page.goBack()
  expect(new URL(page.url()).pathname).toBe(path.talentSign('application'))
  expect(await page.textContent('main')).toContain('YB1234567')

  // the same strokes under the commitment, huge ones, those of a page of another case, and again
  await open('commitment')
  const digest = await page.inputValue('[name="digest"]')
  const csrf = await page.inputValue('form[data-sign] [name="_csrf"]')
  const post = (paper: string, form: { strokes?: string; digest?: string; confirmed?: string }) =>
    page.request.post(origin + path.talentSign(paper), {
      form: { _csrf: csrf, confirmed: 'true', digest, strokes, ...form },
      headers: { origin },
      maxRedirects: 0,
    })
  const drawn = (await world.admin.query<{ n: number }>('select count(*)::int as n from talent_signatures')).rows[0]?.n
  const huge = `${'1 2 '.repeat(30_000)}3 4`
  for (const form of [
    { strokes: huge },
    { strokes: '<svg onload=alert(1)>' },
    { digest: 'f'.repeat(64) },
    { confirmed: 'no' },
  ])
    expect((await post('commitment', form)).status()).toBeGreaterThanOrEqual(413)
  expect((await post('application', {})).status()).toBe(422)
  expect((await post('passport', {})).status()).toBe(404)
  expect((await world.admin.query('select from talent_signatures')).rowCount).toBe(drawn)
  expect((await world.admin.query('select from talent_signatures where case_id = $1', [other.id])).rowCount).toBe(0)
  await drawName(page, box)
  await page.check('[name="confirmed"]')
  await sign.click()
  await page.waitForURL((url) => url.pathname === path.talent)

  // the file for the candidate and the firm, and for nobody else
  await (await world.worker()).get(SignatureMaker).makeAll(subject.id)
  await page.reload()
  const file =
    (await page
      .locator(`a[href^="${path.talentSignature(1).replace(/1$/, '')}"]`)
      .first()
      .getAttribute('href')) ?? ''
  const own = await page.request.get(origin + file)
  expect([own.status(), (await own.body()).subarray(0, 5).toString()]).toEqual([200, '%PDF-'])
  const id = Number(file.split('/').at(-1))
  const [firm, rival] = [await site.visitor('applicant'), await site.visitor('rival')]
  expect((await firm.open(path.caseSignature(subject.id, id))).status).toBe(200)
  expect((await rival.open(path.caseSignature(subject.id, id))).status).toBe(404)
  expect((await firm.open(path.caseSignature(other.id, id))).status).toBe(404)
  expect((await firm.open(path.caseTalent(subject.id))).text).toContain('signed by hand on screen')

  // void with its reason, for both
  await answer('A third post')
  await page.reload()
  await fits(page)
  expect(await page.textContent('main')).toContain('The firm changed the text you signed')
  expect((await firm.open(path.case(subject.id))).text).toContain('signature void; the firm changed the signed text')
  await page.goto(origin + path.talentCopy)
  expect(await page.textContent('main')).toContain('Commitment to lawful streaming')

  // without script nothing can be drawn, and the page says what else can be done
  const plain = await browsing.windowsOf(undefined, { ...PHONE, language: 'zh', script: false })
  const without = await plain.newPage()
  await comeAgain(without, door)
  await without.goto(origin + path.talentSign('application'))
  await fits(without)
  expect(await without.locator('form[data-sign]').isVisible()).toBe(false)
  expect(await without.locator('[data-undrawn]').textContent()).toContain('亲笔签字')
}, 180_000)

test('a document that its candidate refuses is taken away and replaced by the firm, as the officer has asked, and is asked about anew', async () => {
  const { site } = browsing
  const { world, origin } = site
  const subject = await world.caseIn('underAssessment')
  const door = await doorOf(subject)
  const host = await (await browsing.windowsOf(undefined, { ...PHONE, language: 'en', script: false })).newPage()
  await comeIn(host, subject, door, 'refuses@talent.example')
  await host.click('button[value="medical:no"]')
  await host.waitForURL(/done=consent/)
  await fits(host)
  expect(await host.textContent('main')).toContain('No recommendation is made until this is settled')

  world.clock.moveTo(new Date(world.clock.now().getTime() + 60_000))

  // while the application is assessed the firm reads whom to ask; the officer asks with one press
  const firm = await (await browsing.windowsOf('applicant', PHONE)).newPage()
  const caseOf = async (page: Page) => {
    await page.goto(origin + path.case(subject.id))
    return (await page.textContent('main')) ?? ''
  }
  expect(await caseOf(firm)).toContain('when the department asks for a correction')
  await fits(firm)
  const assessor = await (await browsing.windowsOf('assessor')).newPage()
  await caseOf(assessor)
  await assessor.getByRole('link', { name: 'Ask the firm to remove or replace it' }).click()
  const said = await assessor.locator('[name="items[0][whatEn]"]').inputValue()
  expect(said).toContain('does not consent to the use of: Medical certificate')
  await subject.do('assessor', 'requestCorrection', { items: [{ on: 'medical', what: '请更换。', whatEn: said }] })

  // the firm takes it away, which is said; what is needed still stops it until another one is here
  expect(await caseOf(firm)).toContain('You can remove or replace these documents')
  await fits(firm)
  await firm.getByRole('link', { name: 'Remove or replace: Medical certificate' }).click()
  await firm
    .getByRole('button', { name: /^Remove/ })
    .first()
    .click()
  await firm.waitForURL(/done=removed/)
  const removed = await caseOf(firm)
  expect(removed).toContain('Removed on ')
  expect(removed).not.toContain('You can remove or replace these documents')
  await subject.do('applicant', 'attachFile', paperOf({ kind: 'medical', issuedOn: '2026-11-20' }))
  await subject.do('applicant', 'resubmit')

  // the candidate decides about the new one; until then it stands in the way, for all to read
  expect(await caseOf(assessor)).toContain('refused before this document was uploaded')
  expect(await assessor.getByRole('link', { name: 'Ask the firm to remove or replace it' }).count()).toBe(0)
  expect(await caseOf(firm)).toContain('has to decide about it on their own page')
  await fits(firm)
  await host.goto(origin + path.talent)
  expect(await host.textContent('main')).toContain('The firm has uploaded a document since then')
  await fits(host)
  expect(await host.locator('button[value="medical:no"]').count()).toBe(1)
  await host.click('button[value="medical:yes"]')
  await host.waitForURL(/done=consent/)
  expect(await host.textContent('main')).not.toContain('You have not consented to the use of some documents')
  expect(await caseOf(assessor)).not.toContain('refused before this document was uploaded')
}, 180_000)

test('is mirrored whole in a language that is read from the right, and an error leads to its field, with script and without', async () => {
  const { world, origin } = browsing.site
  const subject = await world.caseIn('underAssessment')
  const door = await doorOf(subject)
  const arabic = { label: ARABIC.label, native: ARABIC.native, rightToLeft: true, texts: ARABIC.texts }
  const drafts = world.app.get(PolicyDrafts)
  const draft = { effectiveFrom: world.clock.today(), body: arabic, note: 'Checked by a speaker of Arabic.' }
  const id = await drafts.draft(world.person('policyEditor'), 'hostTexts', 'ar', draft)
  await drafts.approve(world.person('otherEditor'), id, 1)
  await browsing.site.app.get(Reference).refresh()
  for (const script of [false, true]) {
    const windows = await browsing.windowsOf(undefined, { ...PHONE, script })
    await windows.clearCookies()
    await windows.setExtraHTTPHeaders({ 'accept-language': 'ar' })
    const page = await windows.newPage()
    if (script) await comeAgain(page, door)
    else await comeIn(page, subject, door, 'arabic@talent.example')
    const left = async (part: string) => (await page.locator(part).first().boundingBox())?.x ?? 0
    expect(await page.locator('html').getAttribute('dir')).toBe('rtl')
    expect(await left('.hj-logo')).toBeGreaterThan(await left('.hj-head__end'))
    for (const name of ['inBinding', 'agree', 'refuse', 'whenRefused', 'signingRead'])
      expect(await page.textContent('main')).toContain(ARABIC.texts[name])
    // what is wrong with the request is said at the top, and leads to the field
    await page.locator(`form[action="${path.talentRequests}"] button`).click()
    const first = page.locator('.govuk-error-summary a').first()
    await first.click()
    expect(await page.locator('[name="kind"]:focus').count()).toBe(1)
    await fits(page)
    // what is signed stands in Chinese and English, which is said in Arabic
    await page.goto(origin + path.talentSign('commitment'))
    expect(await page.locator('html').getAttribute('dir')).toBe('ltr')
    expect(await page.locator('[lang="ar"][dir="rtl"].hj-note').textContent()).toContain(ARABIC.texts.inBinding)
    if (script) {
      await page.locator('form[data-sign] button.govuk-button').last().click()
      await page.locator('.govuk-error-summary a').first().click()
      expect(await page.locator('#strokes:focus').count()).toBe(1)
      expect(await page.textContent('#strokes-error')).toContain('First write your name in the box.')
    }
    await fits(page)
    await windows.close()
  }
}, 180_000)
