/**
 * Two people at the officers' desk at once, in a real browser: a paper's pages drawn by the worker and shown beside the answers, a queue whose counts move when another acts, a line above an open
 * case that says what was done, and a form that loses nothing when the case has changed under it; what keys do, what is heard where no stream gets through, what paper shows.
 */
import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { PDFDocument } from 'pdf-lib'
import type { Page, Route } from 'playwright-core'
import { path, withQuery } from '../../src/base/path.js'
import { FileReceiver } from '../../src/cases/files/receive.js'
import { Letters } from '../../src/letters/letter.service.js'
import { Packages } from '../../src/letters/package.service.js'
import { PreviewMaker } from '../../src/worker/previewMaker.js'
import { findViolations } from '../../tools/screens.js'
import type { Name } from '../cases/population.js'
import type { Case } from '../cases/world.js'
import { storePapers } from '../letters/storedPapers.js'
import type { Served } from '../web/served.js'
import { Browsing } from './browsing.js'
import { toNextPage } from './nextPage.js'

let browsing: Browsing
let site: Served

beforeAll(async () => {
  browsing = await Browsing.open()
  site = browsing.site
})
afterAll(() => browsing?.close())

async function person(name: Name, screen: { script?: boolean; width?: number } = {}): Promise<Page> {
  const page = await (await browsing.windowsOf(name, screen)).newPage()
  await page.goto(`${site.origin}${path.queue}`)
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
  for (let tries = 0; tries < 200 && !(await happened()); tries++)
    await new Promise((resolve) => setTimeout(resolve, 100))
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
  await page.goto(`${site.origin}${path.case(one.id)}`)
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
  await plain.goto(`${site.origin}${path.case(one.id)}`)
  await plain.locator('.hj-docs a', { hasText: 'contract' }).click()
  await plain.waitForURL(/\/view/)
  expect(await plain.locator('.hj-page img').count()).toBe(2)
  const rival = await site.visitor('rival')
  expect((await rival.open(path.filePage(one.id, paper, 1))).status).toBe(404)
})

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
    await press('Rotate')
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
  await other.goto(`${site.origin}${withQuery(path.queue, { tab: 'unclaimed' })}`)
  await other.locator(`button[name="claim"][value="${one.id}"]`).click()
  expect(await other.locator('.hj-notice').textContent()).toContain('1 claimed')
  await until(async () => Number((await count.textContent()) || '0') === before - 1)

  await page.goto(`${site.origin}${path.report(one.id)}`)
  await page.locator('#summary').fill('Written before anything changed.')
  await page.waitForTimeout(500) // until the page listens
  await one.do('colleague', 'consult', { departments: ['market'] })
  await page.locator('.hj-livebar a').waitFor({ timeout: 20_000 })
  expect(await page.locator('.hj-livebar').textContent()).toContain('colleague: ')
  await toNextPage(page, () => page.locator('.hj-assess__end button.govuk-button').first().click())
  expect(await page.locator('#summary').inputValue()).toBe('Written before anything changed.')
})

/** What each key must come to, by the name that the sheet of keys gives it. */
type Deeds = Readonly<Record<string, () => Promise<unknown>>>

/** Presses every key that the sheet tells on this page: those and no others have a deed here, and each must do it. */
async function pressAll(page: Page, deeds: Deeds): Promise<void> {
  const address = page.url()
  await page.keyboard.press('?')
  await page.locator('dialog[open]').waitFor()
  const told = await page.locator('dialog[open] dt').allTextContents()
  await page.keyboard.press('Escape')
  expect(told).toEqual([...Object.keys(deeds), '?'])
  for (const deed of Object.values(deeds)) {
    await page.goto(address)
    await deed()
  }
}

/** A key that is pressed early waits for its module: so what it does is waited for. */
const focused = (page: Page, selector: string) =>
  page.locator(`${selector}:focus`).first().waitFor({ state: 'attached' })

test('every key that the sheet tells does what it says, in a queue and at a case', async () => {
  const { world } = site
  const before = await world.caseIn('underAssessment')
  const one = await world.caseIn('underAssessment')
  await one.walk([
    ['assessor', 'requestCorrection'],
    ['applicant', 'saveAnswers', { answers: { engagement: { post: 'Head of hosts' } } }],
    ['applicant', 'resubmit'],
  ])
  const after = await world.caseIn('underAssessment')
  const page = await person('assessor')
  const key = (name: string) => page.keyboard.press(name)
  const goes = async (name: string, address: string | RegExp) => {
    await key(name)
    await page.waitForURL(address)
  }
  const marked = (at: number) => page.locator('[data-row]').nth(at).and(page.locator('[aria-current]'))
  const toFind = async () => {
    await key('/')
    await focused(page, '#find')
  }
  const toPalette = async () => {
    await page.locator('[data-palette]').waitFor() // until its module has shown the button
    await key('Control+k')
    await focused(page, '#palette')
  }
  await pressAll(page, {
    J: async () => {
      await key('j')
      await key('j')
      await marked(1).waitFor()
    },
    K: async () => {
      await key('j')
      await key('j')
      await key('k')
      await marked(0).waitFor()
      await focused(page, '[data-row][aria-current] a')
    },
    O: async () => {
      await key('j')
      await goes('o', /\/cases\/\d+$/)
    },
    X: async () => {
      await key('j')
      await key('x')
      await marked(0).locator('input:checked').waitFor({ state: 'attached' })
    },
    C: async () => {
      const cases = await page
        .locator('[data-row] .num a')
        .evaluateAll((links) => links.map((link) => link.getAttribute('href')))
      for (let at = cases.indexOf(path.case(before.id)); at >= 0; at--) await key('j')
      await key('c')
      await page.locator('.hj-notice', { hasText: '1 claimed' }).waitFor()
      expect(await page.locator(`button[name=claim][value="${before.id}"]`).count()).toBe(0)
    },
    P: async () => {
      await key('p')
      await page.locator('.hj-peek .hj-case__f').waitFor()
      await key('j')
      await marked(1).waitFor()
      await key('Escape')
      await page.locator('.hj-peek').waitFor({ state: 'detached' })
    },
    '1–8': async () => {
      for (const at of [8, 2]) {
        const to = await page
          .locator('.moj-sub-navigation__link')
          .nth(at - 1)
          .getAttribute('href')
        await goes(String(at), site.origin + to)
      }
    },
    '/': toFind,
    'Ctrl+K': toPalette,
  })

  await page.goto(`${site.origin}${path.case(one.id)}`)
  const form = (action: string) => `**/cases/${one.id}/actions/${action}`
  await pressAll(page, {
    J: () => goes('j', `**/cases/${after.id}`),
    K: () => goes('k', `**/cases/${before.id}`),
    Q: () => goes('q', /\/queue\?tab=todo$/),
    A: async () => {
      await key('a')
      await focused(page, '.hj-acts *')
    },
    R: () => goes('r', form('requestCorrection')),
    E: () => goes('e', `${form('report')}#part-*`),
    C: async () => {
      await toNextPage(page, () => key('c'))
      await page.locator('.hj-notice').first().waitFor()
      expect(await page.locator('[formaction$="/actions/claim"]').count()).toBe(0)
    },
    N: () => goes('n', form('note')),
    M: async () => {
      await key('m')
      await focused(page, '#message-text')
    },
    V: () => goes('v', `**/cases/${one.id}/changes`),
    P: async () => {
      await page.locator('#preview[aria-label]').waitFor({ state: 'attached' }) // until its script is there a paper has a page of its own
      await key('p')
      await page.locator('.hj-docs li[aria-current]').waitFor()
      await key('p')
      await page.locator('.hj-docs li:nth-child(2)[aria-current]').waitFor()
    },
    H: async () => {
      const below = 'document.querySelector("#history").getBoundingClientRect().top > innerHeight'
      expect(await page.evaluate(below)).toBe(true)
      await key('h')
      await page.waitForFunction(`!(${below})`)
    },
    '/': toFind,
    'Ctrl+K': toPalette,
  })
})

test.each<[string, (route: Route) => Promise<void> | undefined]>([
  ['never answers', () => undefined],
  ['is cut off', (route) => route.abort()],
  ['opens and says nothing', (route) => route.fulfill({ contentType: 'text/event-stream', body: 'retry: 600000\n\n' })],
])('where a stream %s, the page asks and hears the same', async (_how, swallow) => {
  const one = await site.world.caseIn('underAssessment')
  const page = await person('assessor')
  await page.clock.install()
  await page.route('**/live?*', (route) =>
    route.request().resourceType() === 'eventsource' ? swallow(route) : route.continue(),
  )
  const asked = page.waitForRequest(/\/live\?case=/)
  await page.goto(`${site.origin}${path.case(one.id)}`)
  await asked
  await one.do('colleague', 'note', { text: 'Nobody streams this.' })
  await page.clock.fastForward(46_000)
  await page.locator('.hj-livebar', { hasText: 'colleague: Wrote a note' }).waitFor({ timeout: 20_000 })
})

test('where streams are refused, nothing is opened or asked while nobody is at the desk, so that the session ends by itself', async () => {
  const one = await site.world.caseIn('underAssessment')
  const page = await person('assessor')
  await page.clock.install()
  const asked: string[] = []
  await page.route('**/live?case=*', (route) => {
    asked.push(route.request().resourceType())
    return asked.length === 1 ? route.fulfill({ status: 503, body: '' }) : route.continue()
  })
  const refused = page.waitForResponse(/\/live\?case=/)
  await page.goto(`${site.origin}${path.case(one.id)}`)
  await refused
  for (let count = 0; count < 3; count++) await page.clock.fastForward(601_000)
  expect(asked).toEqual(['eventsource'])
  await page.keyboard.press('Shift')
  await page.clock.fastForward(46_000)
  await until(async () => asked.length > 2)
  expect(asked).toEqual(['eventsource', 'fetch', 'eventsource'])
})

/** A4 less its margins of 15 mm, in CSS pixels. */
const A4 = { width: 680, height: 990 }

/**
 * What a printed page has that it should not: things to press or to choose, what reaches beyond the sheet or is cut off, words too pale for white paper, on which backgrounds are left out; and
 * how many links, charts and tables can be seen.
 */
const PRINTED = `(() => {
  const shown = (selector) => [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility({ visibilityProperty: true }) && one.getBoundingClientRect().width > 1)
  const name = (one) => one.tagName + '.' + one.getAttribute('class') + ' ' + one.textContent.trim().slice(0, 40)
  const luminance = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const hasWords = (one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim())
  const isSunk = (one) => ['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(one).overflowX) && (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1)
  const all = shown('header *, main *, footer *, aside *')
  return {
    pressed: shown('button, input, select, textarea, [role=search], nav a, .govuk-button, .moj-filter__tag, .govuk-skip-link, footer a').map(name),
    beyond: all.filter((one) => one.getBoundingClientRect().right > innerWidth + 1 || isSunk(one)).map(name),
    pale: all.filter((one) => hasWords(one) && getComputedStyle(one).printColorAdjust !== 'exact' && 1.05 / (luminance(getComputedStyle(one).color) + 0.05) < 4.5).map(name),
    folded: shown('details').filter((one) => ![...one.querySelectorAll(':scope > :not(summary)')].some((inner) => inner.checkVisibility({ contentVisibilityAuto: true }))).map(name),
    seen: { links: shown('main a[href]').length, charts: shown('svg[role=img].hj-chart').length, tables: shown('main table').length, said: shown('main dd').length },
  }
})()`

test('what is printed on A4 is whole and readable, without navigation, buttons and filters', async () => {
  const one = await site.world.caseIn('letterIssued')
  const page = await person('approver')
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  await page.setViewportSize(A4)
  const printed = async (path: string) => {
    await page.goto(site.origin + path)
    return page.evaluate<{ seen: Record<'links' | 'charts' | 'tables' | 'said', number> }>(PRINTED)
  }
  for (const [address, least] of [
    [path.case(one.id), { links: 10, charts: 0, tables: 0, said: 30 }],
    [path.papers(one.id), { links: 1, charts: 0, tables: 1, said: 0 }],
    [path.reports, { links: 5, charts: 5, tables: 6, said: 0 }],
    [withQuery(path.queue, { tab: 'all' }), { links: 3, charts: 0, tables: 1, said: 0 }],
  ] as const) {
    const { seen, ...wrong } = await printed(address)
    expect([address, wrong]).toEqual([address, { pressed: [], beyond: [], pale: [], folded: [] }])
    for (const [what, many] of Object.entries(least))
      expect([address, what, seen[what as keyof typeof seen] >= many]).toEqual([address, what, true]) // the keys are those of seen
  }
})

test('the page of a package notices that its download has begun and says when it is over, without a key pressed', async () => {
  const { world } = site
  const one = await world.caseIn('letterIssued')
  await storePapers(world, one.id, 8 * 1024 * 1024)
  const officer = world.person('permitOfficer')
  const [letter] = await world.app.get(Letters).list(officer, { limit: 1 })
  const { id } = await world.app.get(Packages).make(officer, [letter?.id ?? 0])
  const page = await person('permitOfficer')
  await page.goto(`${site.origin}${path.package(id)}`)
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByText('Download the ZIP').click()])
  expect(await download.failure()).toBeNull()
  await page.locator('main', { hasText: 'Download finished' }).waitFor()
  await page.context().close()
})
