/** What a firm meets while it fills in, in a real browser: a draft open in two windows, a paper on its way, a connection that breaks; and the whole work with the keyboard alone, at a desk enlarged to 200 %. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Page } from 'playwright-core'
import { path } from '../../src/base/path.js'
import { sectionAddress } from '../../src/web/case/addresses.js'
import { makePaper, type PaperCase } from '../../tools/papers.js'
import { findViolations } from '../../tools/screens.js'
import { readExample } from '../cases/inputs.js'
import type { Name } from '../cases/population.js'
import type { Served } from '../web/served.js'
import { Browsing } from './browsing.js'

let browsing: Browsing
let site: Served

beforeAll(async () => {
  browsing = await Browsing.open()
  site = browsing.site
})
afterAll(() => browsing?.close())

const CASE = readExample('goodsHost') as unknown as PaperCase // the case files are what papers are made from

/** A browser of this person, in English. */
async function windowOf(name: Name, width = 1440): Promise<Page> {
  return (await browsing.windowsOf(name, { width })).newPage()
}

const answersOf = async (id: number): Promise<{ engagement?: Record<string, unknown> }> =>
  (await site.world.admin.query('select answers from cases where id = $1', [id])).rows[0].answers

describe('a draft in two windows', () => {
  test('saves itself and says when; the second window is told who was first, loses nothing, and chooses', async () => {
    const one = await site.world.draft()
    const [mine, theirs] = [await windowOf('applicant'), await windowOf('firmAdmin')]
    const address = `${site.origin}${sectionAddress(one.id, 'engagement')}`
    await mine.goto(address)
    await theirs.goto(address)
    await theirs.fill('#engagement-post', 'Senior host')
    await theirs.getByText('Saved automatically at 09:00').waitFor()
    await mine.fill('#engagement-post', 'Anchor')
    await mine.getByText('firmAdmin changed “Post” at 09:00.').waitFor()
    expect((await answersOf(one.id)).engagement?.post).toBe('Senior host')
    await mine.getByRole('button', { name: 'Save and continue' }).click()
    const shown = mine.locator('.hj-conflict')
    expect(await shown.textContent()).toMatch(/Senior host.*Anchor/s)
    expect(await mine.inputValue('#engagement-post')).toBe('Anchor')
    expect(await findViolations(mine)).toEqual([])
    await shown.getByRole('button', { name: 'Use theirs' }).click()
    await mine.waitForURL(/channels/)
    expect((await answersOf(one.id)).engagement?.post).toBe('Senior host')
  })
})

describe('a page that has become old', () => {
  test('says so beside what it saves, and asks before it writes over what it does not show', async () => {
    const one = await site.world.draft()
    const [mine, theirs] = [await windowOf('applicant'), await windowOf('firmAdmin')]
    for (const page of [mine, theirs]) await page.goto(`${site.origin}${sectionAddress(one.id, 'engagement')}`)
    await theirs.fill('#engagement-post', 'Senior host')
    await theirs.getByText('Saved automatically at 09:00').waitFor()
    await mine.fill('#engagement-duties', 'Shows goods and answers questions.')
    await mine.getByText('Saved automatically at 09:00. Some answers here were changed elsewhere').waitFor()
    await mine.fill('#engagement-post', 'Anchor')
    await mine.getByText('firmAdmin changed “Post” at 09:00.').waitFor()
    const { engagement } = await answersOf(one.id)
    expect(engagement).toMatchObject({ post: 'Senior host', duties: 'Shows goods and answers questions.' })
  })

  test('of the same person, with another explanation of a correction: neither is lost unseen', async () => {
    const one = await site.world.caseIn('awaitingCorrection')
    const context = await browsing.windowsOf('applicant')
    const [first, second] = [await context.newPage(), await context.newPage()]
    for (const page of [first, second]) await page.goto(`${site.origin}${path.case(one.id)}`)
    await first.fill('#item-1-answer', 'Scanned anew.')
    await first.getByText('Saved automatically at 09:00').waitFor()
    await second.getByText('You have saved since in another window.').waitFor()
    await first.fill('#item-1-answer', 'Scanned anew, with the seal.')
    await first.getByText('Saved automatically at 09:00').waitFor()
    await second.fill('#item-1-answer', 'Sealed.')
    await second.getByText('You answered the same item in another window.').waitFor()
    await second.getByRole('button', { name: 'Save', exact: true }).click()
    await second.getByText('You have answered in another window: Scanned anew, with the seal.').waitFor()
    expect(await second.inputValue('#item-1-answer')).toBe('Sealed.')
    await second.getByRole('button', { name: 'Save', exact: true }).click()
    await second.getByText('Saved', { exact: true }).waitFor()
    await first.reload()
    expect(await first.inputValue('#item-1-answer')).toBe('Sealed.')
  })
})

describe('a table of a platform', () => {
  test('that is refused leaves the section as it was typed, and asking anew sends nothing again', async () => {
    const one = await site.world.draft()
    const page = await windowOf('applicant')
    const channels = `${site.origin}${sectionAddress(one.id, 'channels')}`
    await page.goto(channels)
    await page.fill('#channels-0-handle', '@typed.just.now')
    const { bytes } = await makePaper({ kind: 'degree', format: 'jpeg' }, CASE)
    await page.setInputFiles('#export-file', { name: 'sales.jpg', mimeType: 'image/jpeg', buffer: bytes })
    await page.getByRole('button', { name: 'Upload the table' }).click()
    await page.locator('.govuk-error-summary').getByText('Only CSV or XLSX tables').waitFor()
    const isKept = async () => {
      expect([page.url().split('?')[0], await page.inputValue('#channels-0-handle')]).toEqual([
        channels,
        '@typed.just.now',
      ])
    }
    await isKept()
    await page.getByRole('link', { name: '中文' }).click()
    await page.locator('html[lang="zh-CN"]').waitFor()
    await isKept()
    await page.goBack()
    await isKept()
    await page.reload()
    await isKept()
    expect(await page.locator('.govuk-error-summary').count()).toBe(0)
  })
})

describe('a paper on its way', () => {
  async function choose(page: Page, id: number, bytes: number) {
    const { name, mime, bytes: content } = await makePaper({ kind: 'contract', bytes }, CASE)
    await page.goto(`${site.origin}${path.documents(id)}`)
    const place = page.locator('#documents-contract')
    await place.getByText('Replace or add').click()
    await place.locator('#replace-contract-details-language').selectOption('zh')
    await place.locator('input[type="file"]').setInputFiles({ name, mimeType: mime, buffer: content })
    return place
  }
  const filesOf = async (id: number) =>
    (
      await site.world.admin.query(
        `select bytes from attachments where case_id = $1 and kind = 'contract' and replaced_at is null`,
        [id],
      )
    ).rows

  test('says how far it is, can be stopped, and goes again', async () => {
    const one = await site.world.draft()
    const page = await windowOf('applicant', 390)
    const place = await choose(page, one.id, 3_000_000)
    const slow = await page.context().newCDPSession(page)
    const line = { offline: false, latency: 0, downloadThroughput: -1 }
    await slow.send('Network.emulateNetworkConditions', { ...line, uploadThroughput: 400_000 })
    const button = place.getByRole('button', { name: 'Upload' })
    await button.click()
    await place.getByText(/Stop · [0-2]\.\d \/ 3\.0 MB/).waitFor()
    expect(await findViolations(page)).toEqual([])
    await place.getByRole('button', { name: /^Stop/ }).click()
    await place.getByText('Stopped. Nothing was uploaded.').waitFor()
    expect((await filesOf(one.id)).length).toBe(1)

    await slow.send('Network.emulateNetworkConditions', { ...line, uploadThroughput: -1 })
    await button.click()
    await page.waitForURL(/done=uploaded&kind=contract#documents-contract/)
    expect(await filesOf(one.id)).toEqual([{ bytes: 3_000_000 }])
  })

  test('a broken connection keeps the file chosen; what is refused is said in the page', async () => {
    const one = await site.world.draft()
    const page = await windowOf('applicant')
    const place = await choose(page, one.id, 200_000)
    await page.route('**/documents', (route) =>
      route.request().method() === 'POST' ? route.abort() : route.continue(),
    )
    await place.getByRole('button', { name: 'Upload' }).click()
    await place.getByText('The connection was lost.').waitFor()
    await page.unroute('**/documents')
    const broken = { name: 'contract.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 broken') }
    await place.locator('input[type="file"]').setInputFiles(broken)
    await place.getByRole('button', { name: 'Upload' }).click()
    await page.locator('.govuk-error-summary').waitFor()
    expect(await page.evaluate('document.activeElement.className')).toContain('govuk-error-summary')
    expect(await page.title()).toMatch(/^Error: /)
    expect(await findViolations(page)).toEqual([])
  })
})

/** A person without a mouse: Tab until the thing is there, then the key that works it. */
class Keyboard {
  constructor(readonly page: Page) {}

  private focused(): Promise<string> {
    return this.page.evaluate(`(() => {
      const at = document.activeElement
      if (at === document.body) return ''
      // the ring stands at the thing itself, around its row, or at the picture of a radio
      const looks = [getComputedStyle(at), getComputedStyle(at, '::after')]
      if (at.matches('[type="radio"], [type="checkbox"]') && at.nextElementSibling)
        looks.push(getComputedStyle(at.nextElementSibling, '::before'))
      const seen = looks.some(({ outlineStyle, boxShadow }) => outlineStyle !== 'none' || boxShadow !== 'none')
      const name = at.getAttribute('aria-label') ?? at.labels?.[0]?.textContent ?? at.textContent
      return (seen ? '' : 'unseen ') + name.replace(/\\s+/g, ' ').trim()
    })()`)
  }

  /** Goes on to the control of this name; every one on the way shows that it has the focus. */
  async reach(name: string | RegExp): Promise<void> {
    const unseen: string[] = []
    const met = new Set<string>()
    for (let steps = 0; steps < 200; steps++) {
      await this.page.keyboard.press('Tab')
      const at = await this.focused()
      met.add(at)
      if (at.startsWith('unseen ')) unseen.push(at)
      if (typeof name === 'string' ? at === name : name.test(at)) {
        expect(unseen).toEqual([])
        return
      }
    }
    throw new Error(`no key leads to ${name}, only to ${[...met].join(', ')}`)
  }

  async press(name: string | RegExp): Promise<void> {
    await this.reach(name)
    await Promise.all([this.page.waitForNavigation(), this.page.keyboard.press('Enter')])
    await this.page.waitForLoadState('load')
  }

  /** Tab reaches a group of radios at its first; the space bar chooses. */
  async choose(name: string | RegExp): Promise<void> {
    await this.reach(name)
    await this.page.keyboard.press('Space')
  }
}

describe('with the keyboard alone, enlarged to 200 %', () => {
  test('a firm goes from its list to a submitted application', async () => {
    const one = await site.world.draft()
    const page = await windowOf('applicant', 720)
    const keys = new Keyboard(page)
    await page.goto(`${site.origin}${path.cases}`)
    await page.locator(`a.hj-strong[href="${path.case(one.id)}"]`).waitFor()
    await page.goto(`${site.origin}${path.case(one.id)}`)
    await keys.press(/^Post and contract/)
    await keys.reach(/^Post/)
    await page.keyboard.press('End')
    await page.keyboard.type(' of food')
    await keys.press('Save and go back')
    await keys.press(/^Check and submit/)
    await keys.choose(/^The firm is responsible for the truth/)
    await keys.press('Submit')
    expect(await page.locator('main').textContent()).toContain('Submitted')
    expect(await one.state()).toBe('submitted')
    expect((await answersOf(one.id)).engagement?.post).toMatch(/ of food$/)
    expect(await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')).toBe(
      true,
    )
    const moving = await page.evaluate(
      '[...document.querySelectorAll("*")].filter((part) => parseFloat(getComputedStyle(part).transitionDuration) > 0.01).length',
    )
    expect(moving).toBe(0)
  }, 180_000)

  test('an officer finds the case by the keys of the desk and accepts it', async () => {
    const one = await site.world.caseIn('submitted')
    const page = await windowOf('intake', 720)
    page.on('dialog', (dialog) => dialog.accept()) // accepting asks where something is missing
    const keys = new Keyboard(page)
    await page.goto(`${site.origin}${path.queue}`)
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.className')).toContain('skip-link')
    const { rows } = await site.world.admin.query('select number from cases where id = $1', [one.id])
    await page.keyboard.press('/')
    await page.locator('input:focus').waitFor() // a key that is pressed early waits for its module
    await page.keyboard.type(rows[0].number)
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')])
    await page.keyboard.press('j')
    await page.locator('a:focus, tr:focus').waitFor()
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')])
    expect(new URL(page.url()).pathname).toBe(path.case(one.id))
    await keys.press('Accept')
    expect(await one.state()).toBe('underAssessment')
  }, 180_000)
})
