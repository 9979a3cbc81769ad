/**
 * Two people at the officers' desk at once, in a real browser: a paper's pages drawn by the worker and shown beside the answers, a queue whose counts move when another acts, a line above an open
 * case that says what was done, and a form that loses nothing when the case has changed under it; what keys do, what is heard where no stream gets through, what paper shows.
 */
import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { PDFDocument } from 'pdf-lib'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { FileReceiver } from '../../src/cases/files/receive.js'
import { projectFolder } from '../../src/settings.js'
import { PreviewMaker } from '../../src/worker/previewMaker.js'
import { launchBrowser } from '../../tools/browser.js'
import { findViolations } from '../../tools/screens.js'
import { signIn } from '../../tools/tour/signIn.js'
import { type Name, PASSWORD } from '../cases/population.js'
import type { Case } from '../cases/world.js'
import { Served } from '../web/served.js'

let site: Served
let browser: Browser
const screens: BrowserContext[] = []

beforeAll(async () => {
  site = await Served.open()
  browser = await launchBrowser(projectFolder)
})
afterAll(async () => {
  await Promise.all(screens.map((screen) => screen.close()))
  await browser.close()
  await site.close()
})

async function person(name: Name, { script = true, width = 1440 } = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, javaScriptEnabled: script })
  await context.addCookies([{ name: 'language', value: 'en', url: site.origin }])
  screens.push(context)
  await signIn(context, site.origin, name, PASSWORD, await site.world.code(name))
  const page = await context.newPage()
  await page.goto(`${site.origin}/queue`)
  return page
}

/** A filed case with a contract of two pages, and the contract's id. */
async function withContract(): Promise<{ one: Case; paper: number }> {
  const { world } = site
  const pdf = await PDFDocument.create()
  for (const text of ['First page', 'Second page']) pdf.addPage([400, 560]).drawText(text, { x: 40, y: 480, size: 30 })
  const file = Readable.from([Buffer.from(await pdf.save())])
  const received = await world.app.get(FileReceiver).receive({ filename: 'contract.pdf', file }, 'contract', null)
  const one = await world.draft()
  await one.do('applicant', 'attachFile', { kind: 'contract', file: received })
  await one.do('applicant', 'submit')
  const { rows } = await world.admin.query<{ id: number }>(
    `select max(id)::int as id from attachments where case_id = $1 and kind = 'contract'`,
    [one.id],
  )
  return { one, paper: rows[0]?.id ?? 0 }
}

/** Waits for something to come about by itself. */
async function until(happened: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 20_000
  while (!(await happened()) && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 100))
  expect(await happened()).toBe(true)
}

const looks = async ({ id }: Case): Promise<number> => {
  const { rows } = await site.world.admin.query<{ n: number }>(
    `select count(*)::int as n from events where case_id = $1 and action = 'readFile'`,
    [id],
  )
  return rows[0]?.n ?? 0
}

test('a paper is shown beside the answers, page by page, and looking at it is recorded once', async () => {
  const { one, paper } = await withContract()
  const page = await person('intake')
  await page.goto(`${site.origin}/cases/${one.id}`)
  await page.locator('.hj-docs a', { hasText: 'contract' }).click()
  expect(await page.locator('.hj-bed').textContent()).toContain('The pages are being prepared')
  await (await site.world.openWorker()).get(PreviewMaker).make(paper)
  await page.locator('#page-2 img').waitFor({ timeout: 20_000 })
  await page.locator('#page-2').scrollIntoViewIfNeeded()
  await until(async () =>
    Boolean(
      await page.evaluate("[...document.querySelectorAll('.hj-page img')].every((one) => one.naturalWidth === 1240)"),
    ),
  )
  expect(await page.locator('#page-1 img').getAttribute('alt')).toBe(
    'Employment contract or proof of appointment, page 1 of 2',
  )
  expect(await looks(one)).toBe(1)
  expect(await page.locator('.hj-src[aria-current]').first().textContent()).toBe('contract')
  await zoomAndTurn(page)
  expect(await findViolations(page)).toEqual([])
  const plain = await person('assessor', { script: false, width: 390 })
  await plain.goto(`${site.origin}/cases/${one.id}`)
  await plain.locator('.hj-docs a', { hasText: 'contract' }).click()
  await plain.waitForURL(/\/view/)
  expect(await plain.locator('.hj-page img').count()).toBe(2)
  const rival = await site.visitor('rival')
  expect((await rival.open(`/cases/${one.id}/files/${paper}/pages/1`)).status).toBe(404)
}, 120_000)

/** The first page's figure, and the picture in it, as they are drawn. */
async function sheetOf(page: Page) {
  const [figure, picture] = await Promise.all(
    ['#page-1', '#page-1 img'].map((part) => page.locator(part).boundingBox()),
  )
  if (!figure || !picture) throw new Error('no page')
  return { figure, picture }
}

async function zoomAndTurn(page: Page): Promise<void> {
  const press = (name: string) => page.locator('#preview').getByRole('button', { name, exact: true }).click()
  const sizes = async () => {
    const { figure, picture } = await sheetOf(page)
    return [figure, picture].map(({ width, height }) => [width, height])
  }
  const [before, size] = [await sheetOf(page), await sizes()]
  await press('Larger')
  expect((await sheetOf(page)).picture.width).toBeGreaterThan(before.picture.width * 1.3)
  await press('Smaller')
  await press('Smaller')
  expect((await sheetOf(page)).picture.width).toBeLessThan(before.picture.width * 0.7)
  await press('Larger')
  const shapes: boolean[] = []
  for (let turn = 0; turn < 4; turn++) {
    await press('Turn')
    const { figure, picture } = await sheetOf(page)
    shapes.push(picture.width > picture.height)
    // however it lies, all of it is in its place
    expect(picture.x).toBeGreaterThanOrEqual(figure.x - 1)
    expect(picture.y).toBeGreaterThanOrEqual(figure.y - 1)
    expect(picture.x + picture.width).toBeLessThanOrEqual(figure.x + figure.width + 1)
    expect(picture.y + picture.height).toBeLessThanOrEqual(figure.y + figure.height + 1)
  }
  expect(shapes).toEqual([true, false, true, false])
  expect(await sizes()).toEqual(size)
}

test('counts move and an open case says so when another acts; what was typed is kept', async () => {
  const one = await site.world.caseIn('underAssessment')
  const page = await person('assessor')
  const count = page.locator('[data-count="unclaimed"]')
  const before = Number(await count.textContent())
  const other = await person('colleague')
  await other.goto(`${site.origin}/queue?tab=unclaimed`)
  await other.locator(`button[name="claim"][value="${one.id}"]`).click()
  expect(await other.locator('.hj-notice').textContent()).toContain('1 claimed')
  await until(async () => Number((await count.textContent()) || '0') === before - 1)

  await page.goto(`${site.origin}/cases/${one.id}/actions/report`)
  await page.locator('#summary').fill('Written before anything changed.')
  await page.waitForTimeout(500) // until the page listens
  await one.do('colleague', 'consult', { departments: ['market'] })
  await page.locator('.hj-livebar a').waitFor({ timeout: 20_000 })
  expect(await page.locator('.hj-livebar').textContent()).toContain('colleague: ')
  await page.locator('#do, button[id="do"], .hj-assess__end button').first().click()
  await page.waitForLoadState('load')
  expect(await page.locator('#summary').inputValue()).toBe('Written before anything changed.')
}, 120_000)
