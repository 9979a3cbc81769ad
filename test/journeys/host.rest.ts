/** A candidate's own page on a telephone: with script and without, in Chinese, English and a further language that two editors have approved on their pages. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Page } from 'playwright-core'
import { path } from '../../src/base/path.js'
import type { Case } from '../cases/world.js'
import { Browsing } from './browsing.js'

interface Texts {
  readonly label: { readonly zh: string; readonly en: string }
  readonly native: string
  readonly texts: Readonly<Record<string, string>>
}
const KOREAN = (JSON.parse(readFileSync('tools/seed/hostTexts.json', 'utf8')) as { readonly ko: Texts }).ko
const PIN = '730418'
const PHONE = { width: 390, height: 844 }

let browsing: Browsing

beforeAll(async () => {
  browsing = await Browsing.open()
}, 120_000)
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
    for (const name of ['title', 'binds', 'permitGranted', 'passport', 'sendRequest'])
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
