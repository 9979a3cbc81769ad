/** A document beside a case or an assessment, in a real browser: it opens where it can be seen, nothing else moves, it closes, and it stays open when the form comes back with errors. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Locator, Page } from 'playwright-core'
import { path } from '../../src/base/path.js'
import { findViolations } from '../../tools/screens.js'
import type { Name } from '../cases/population.js'
import type { Case } from '../cases/world.js'
import type { Served } from '../web/served.js'
import { Browsing } from './browsing.js'
import { attachPages, drawPages } from './pages.js'

let browsing: Browsing
let site: Served
/** Under assessment, with a contract of four drawn pages; culture's finding points to the third. */
let one: Case
let contract: number

beforeAll(async () => {
  browsing = await Browsing.open()
  site = browsing.site
  const { world } = site
  one = await world.draft()
  await attachPages(one, 4)
  await one.do('applicant', 'submit')
  await one.do('intake', 'accept', { departments: ['commerce', 'culture'] })
  contract = await drawPages(one)
  const findings = [{ on: 'salary', result: 'met', note: 'As agreed.', document: contract, page: 3 }]
  await one.do('cultureAssessor', 'report', { findings })
})

afterAll(() => browsing?.close())

interface Window {
  readonly width: number
  readonly height: number
  readonly language?: 'zh' | 'en'
}

async function person(name: Name, window: Window): Promise<Page> {
  const page = await (await browsing.windowsOf(name, window)).newPage()
  page.setDefaultTimeout(10_000)
  return page
}

/** Opens a page and waits until its script can show papers. */
async function open(page: Page, path: string): Promise<void> {
  await page.goto(site.origin + path)
  await page.locator('#preview[aria-label]').waitFor({ state: 'attached' })
}

async function boxOf(part: Locator) {
  const box = await part.boundingBox()
  if (!box) throw new Error('it is not drawn')
  return box
}

/** Waits for the pane with the pages, and says where it stands. */
async function pane(page: Page) {
  await page.locator('#preview[data-paper] .hj-bed').waitFor()
  return boxOf(page.locator('#preview'))
}

function expectWithin({ y, height }: { y: number; height: number }, window: Window): void {
  expect(y).toBeGreaterThanOrEqual(-1)
  expect(y + height).toBeLessThanOrEqual(window.height + 1)
  expect(height).toBeGreaterThan(window.height * 0.4)
}

/** Which page of the paper is at the top of its bed. */
const pageShown = (page: Page): Promise<string> =>
  page.evaluate(`(() => {
    const bed = document.querySelector('#preview .hj-bed').getBoundingClientRect()
    const seen = [...document.querySelectorAll('#preview .hj-page')].find((one) => one.getBoundingClientRect().bottom > bed.top + 40)
    return seen?.id
  })()`) as Promise<string>

const WINDOWS: readonly Window[] = [
  { width: 1440, height: 900 },
  { width: 1280, height: 720, language: 'zh' },
  { width: 390, height: 844 },
]

describe.each(WINDOWS)('at $width px', (window) => {
  test('opening a paper from an assessment moves nothing, keeps the evidence where it is, and shows the page that was asked for', async () => {
    const page = await person('assessor', window)
    await open(page, path.report(one.id))
    const row = page.locator('#score-languages')
    await row.locator('select[name$="[document]"]').selectOption(String(contract))
    await row.locator('[name$="[page]"]').fill('3')
    await row.locator('[name$="[page]"]').blur()
    await page.locator('#score-professional').scrollIntoViewIfNeeded()
    // where no bar lies over it, so that a click has nothing to scroll
    await row.locator('[data-see]').evaluate((part) => part.scrollIntoView({ block: 'center' }))
    const parts = [row, row.locator('.hj-ask__q'), row.locator('.hj-ask__b'), page.locator('#score-professional')]
    const before = await Promise.all(parts.map(boxOf))
    await row.locator('[data-see]').click()
    expectWithin(await pane(page), window)
    expect(await pageShown(page)).toBe('page-3')
    expect(await Promise.all(parts.map(boxOf))).toEqual(before)
    // other papers are one press away, beside the pane or in a list of its own where that is narrow
    const wide = window.width >= 1200
    const named = (text: RegExp) =>
      page.locator(wide ? '.hj-assess__tabs a' : '#preview .hj-papersof a', { hasText: text })
    if (!wide) await page.locator('#preview .hj-papersof summary').click()
    await named(/Passport information page|护照信息页/).click()
    await page.locator('#preview h2', { hasText: /Passport information page|护照信息页/ }).waitFor()
    expect(await Promise.all(parts.map(boxOf))).toEqual(before)
    expect(await findViolations(page)).toEqual([])
    await page.locator('#preview [data-close]').click()
    await page.locator('#preview[data-paper]').waitFor({ state: 'detached' })
    expect(await Promise.all(parts.map(boxOf))).toEqual(before)
    expect(await page.evaluate('document.activeElement.matches("[data-see]")')).toBe(true)
    await page.close()
  })

  test('a digit scores the row in hand, a press cites the page that is shown, and the total goes on', async () => {
    const page = await person('colleague', window)
    page.on('dialog', (dialog) => dialog.accept())
    await open(page, path.report(one.id))
    // what is kept of another window
    const kept = page.locator('[data-discard]:visible')
    if ((await kept.count()) > 0) await kept.click()
    await page.locator('.hj-assess input:checked').first().waitFor({ state: 'detached' })
    await open(page, path.report(one.id))
    const row = page.locator('#score-sales')
    await row.locator('.hj-ask__b').click()
    await page.keyboard.press('2')
    expect(await row.locator('input[type=radio][value="2"]').isChecked()).toBe(true)
    await row.locator('select[name$="[document]"]').selectOption(String(contract))
    await row.locator('[data-see]').click()
    await pane(page)
    const before = await boxOf(row)
    await page.locator('#preview #page-2 [data-cite]').click()
    expect(await row.locator('[name$="[page]"]').inputValue()).toBe('2')
    expect(await boxOf(row)).toEqual(before)
    expect(await page.locator('[data-answered]').textContent()).toMatch(/^1 \/ \d$/)
    expect(await page.locator('[data-total] b').textContent()).toBe('50')
    await page
      .locator('[data-total]')
      .getByText(/^(so far|暂计)$/)
      .waitFor()
    await page.locator('.hj-assess__end').getByText(/09:00/).waitFor()
    // not while somebody types
    await row.locator('textarea').focus()
    await page.keyboard.press('4')
    expect(await row.locator('input[type=radio][value="2"]').isChecked()).toBe(true)
    await page.locator('.hj-assess h1').click()
    await page.keyboard.press('j')
    await page.keyboard.press('3')
    expect(await page.locator('[data-answered]').textContent()).toMatch(/^2 \/ \d$/)
    expect(await findViolations(page)).toEqual([])
    await page.context().close()
  })

  test('a score below its floor says at once what follows, and nothing once it is raised', async () => {
    const page = await person('colleague', { width: 1440, height: 900, language: 'en' })
    await open(page, path.report(one.id))
    const audience = page.locator('#score-audience')
    const follows = audience.getByText('the decision quotes it')
    // clear of the bar at the foot
    await audience.evaluate((part) => part.scrollIntoView({ block: 'start' }))
    await page.evaluate('scrollBy(0, -120)')
    const choose = (level: string) => audience.locator(`input[value="${level}"]`).check({ force: true })
    await choose('2') // what is kept of another window may be chosen already
    await follows.waitFor({ state: 'hidden' })
    await choose('1')
    await follows.waitFor()
    expect(await findViolations(page)).toEqual([])
    await choose('3')
    await follows.waitFor({ state: 'hidden' })
    await page.context().close()
  })

  test('the paper is still there, at its page, when the form comes back with what is missing', async () => {
    const page = await person('assessor', window)
    await open(page, path.report(one.id))
    const row = page.locator('#score-languages')
    await row.locator('select[name$="[document]"]').selectOption(String(contract))
    await row.locator('[name$="[page]"]').fill('2')
    await row.locator('[name$="[page]"]').blur()
    await row.locator('[data-see]').click()
    await pane(page)
    expect(await pageShown(page)).toBe('page-2')
    await page.getByRole('button', { name: /^(Submit the assessment|提交评估意见)$/ }).click()
    await page.locator('.govuk-error-summary:focus').waitFor()
    await pane(page)
    expect(await page.locator('#preview').getAttribute('data-paper')).toBe(String(contract))
    expect(await pageShown(page)).toBe('page-2')
    await page.locator('.govuk-error-summary a').last().click()
    expectWithin(await pane(page), window)
    await page.locator('#preview [data-close]').click()
    await page.reload()
    await page.locator('#preview[aria-label]').waitFor({ state: 'attached' })
    expect(await page.locator('#preview[data-paper]').count()).toBe(0)
    await page.close()
  })

  test('a link to a page leads to where it can be seen, from wherever it stands, and back', async () => {
    const page = await person('assessor', window)
    await open(page, path.case(one.id))
    const link = page.locator('.hj-case__t a[href*="/view"]:visible').first()
    await link.evaluate((part) => part.scrollIntoView({ block: 'center' }))
    const before = await boxOf(link)
    await link.click()
    expectWithin(await pane(page), window)
    expect(await pageShown(page)).toBe('page-3')
    await page.locator('#preview [data-close]').click()
    await page.locator('#preview[data-paper]').waitFor({ state: 'detached' })
    expect(Math.abs((await boxOf(link)).y - before.y)).toBeLessThanOrEqual(2)
    const paper = page.locator('.hj-docs a', { hasText: /contract|合同/ }).first()
    await paper.evaluate((part) => part.scrollIntoView({ block: 'center' }))
    await paper.click()
    const { y, height } = await pane(page)
    expect(y).toBeGreaterThanOrEqual(0)
    expect(Math.min(y + height, window.height) - y).toBeGreaterThan(height * 0.6)
    await page.close()
  })
})

test('what stays beside a form stands below the head of the case, also where the head says more', async () => {
  const consulted = await site.world.caseIn('underAssessment')
  await consulted.do('assessor', 'consult')
  const page = await person('assessor', { width: 1440, height: 900, language: 'en' })
  await open(page, path.action(consulted.id, 'requestCorrection'))
  await page.locator('.hj-casehead').getByText('working days later than').waitFor()
  const fold = page.locator('.hj-besidelist > summary')
  await page.evaluate('scrollTo(0, 500)')
  const head = await boxOf(page.locator('.hj-casehead'))
  expect(head.y).toBe(0)
  expect((await boxOf(fold)).y).toBeGreaterThanOrEqual(head.height)
  await page.close()
})
