/**
 * Every list that a form declares, at every depth, on the page where it is filled in: its add and its remove are pressed in a real browser, with script and without. The lists are read from
 * the declarations, so that a new one is pressed too. Without script the page comes anew; with it the page stays.
 */
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { path, withQuery } from '../../src/base/path.js'
import { ReadingService } from '../../src/cases/reading.service.js'
import { ACTION_FORMS } from '../../src/forms/actions.js'
import { APPLICATION, SECTIONS } from '../../src/forms/application.js'
import { withValue } from '../../src/forms/engine/body.js'
import { type FormNode, getNode, getRow, isRows, listChildren, valueAt } from '../../src/forms/engine/node.js'
import { idOf } from '../../src/forms/engine/parts.js'
import { sectionAddress } from '../../src/web/case/addresses.js'
import { findViolations } from '../../tools/screens.js'
import type { Name } from '../cases/population.js'
import type { ROUTES } from '../cases/routes.js'
import type { Served } from '../web/served.js'
import { Browsing } from './browsing.js'

jest.setTimeout(300_000)

let browsing: Browsing
let site: Served

beforeAll(async () => {
  browsing = await Browsing.open()
  site = browsing.site
})
afterAll(() => browsing?.close())

interface List {
  /** In the first row of whatever it stands in. */
  readonly path: string
  readonly node: FormNode
  /** The answers that show it, as name and value. */
  readonly shownBy: readonly (readonly [path: string, value: string])[]
}

/** Every list below a node, the outer ones first. */
function listsOf(node: FormNode, path: string, shownBy: List['shownBy'] = []): List[] {
  const below = (parent: FormNode, at: string): List[] =>
    listChildren(parent).flatMap(([key, child]) => {
      const { after } = child.ui
      const shown = after ? [...shownBy, [at ? `${at}.${after.field}` : after.field, after.is] as const] : shownBy
      return listsOf(child, at ? `${at}.${key}` : key, shown)
    })
  return isRows(node) ? [{ path, node, shownBy }, ...below(getRow(node), `${path}.0`)] : below(node, path)
}

const nameOf = (path: string): string => path.replace(/\.([^.]+)/g, '[$1]')
const add = (page: Page, path: string): Locator => page.locator(`button[name="add"][value="${path}"]`)
const remove = (page: Page, path: string): Locator => page.locator(`button[name="remove"][value="${path}"]`)
const rowOf = (page: Page, path: string, index: number): Locator =>
  page.locator(`:is(#${idOf(path)}-${index}, #${idOf(path)}-${index}-row):is(.hj-rows__row, .hj-ask)`)
/** The first box of a row that takes any text: one that narrows a list is none. */
const boxOf = (page: Page, path: string, index: number): Locator =>
  rowOf(page, path, index)
    .locator('textarea, input:not([type="hidden"], [type="radio"], [type="checkbox"], [type="search"])')
    .first()

const contexts = new Map<string, Promise<BrowserContext>>()

async function at(name: Name, path: string, script: boolean): Promise<Page> {
  const context = contexts.get(`${name} ${script}`) ?? browsing.windowsOf(name, { width: script ? 1440 : 390, script })
  contexts.set(`${name} ${script}`, context)
  const page = await (await context).newPage()
  expect((await page.goto(site.origin + path))?.status()).toBe(200)
  return page
}

/** Whether the focus comes to this row or list, or into it: a browser gives it when it first draws the page. */
async function hasFocus(place: Locator): Promise<boolean> {
  for (let looked = 0; looked < 100; looked += 1) {
    if (await place.evaluate((element) => element.contains(element.ownerDocument.activeElement))) return true
    await place.page().waitForTimeout(50)
  }
  return false
}

async function show(page: Page, { shownBy }: List): Promise<void> {
  for (const [path, value] of shownBy) await page.locator(`[name="${nameOf(path)}"][value="${value}"]`).check()
}

/** One more row, one less, and what was typed is still there. The list begins with `first` rows. */
async function press(page: Page, list: List, first: number): Promise<void> {
  const { path } = list
  const address = page.url()
  await show(page, list)
  await boxOf(page, path, first - 1).fill('1')
  await add(page, path).click()
  await rowOf(page, path, first).waitFor()
  expect([path, await hasFocus(rowOf(page, path, first))]).toEqual([path, true])
  expect(await boxOf(page, path, first - 1).inputValue()).toBe('1')
  await boxOf(page, path, first).fill('2')
  await add(page, path).click()
  await rowOf(page, path, first + 1).waitFor()
  expect(await hasFocus(rowOf(page, path, first + 1))).toBe(true)
  await remove(page, `${path}.${first - 1}`).click()
  await rowOf(page, path, first + 1).waitFor({ state: 'detached' })
  expect([path, await hasFocus(page.locator(`#${idOf(path)}`))]).toEqual([path, true])
  expect(await boxOf(page, path, first - 1).inputValue()).toBe('2')
  expect(await boxOf(page, path, first).inputValue()).toBe('')
  expect(page.url().replace(/[?#].*/, '')).toBe(address.replace(/[?#].*/, ''))
}

const MANNERS = [
  { manner: 'with script', script: true },
  { manner: 'without script', script: false },
]

const APPLICATION_LISTS = listsOf(getNode(APPLICATION), '')
const sectionOf = (path: string) =>
  SECTIONS.find(({ paths }) => paths.some((root) => path === root || path.startsWith(`${root}.`)))?.key ?? ''

test('lists stand in lists, on two levels', () => {
  expect(APPLICATION_LISTS.map(({ path }) => path)).toEqual([
    'talent.resume',
    'channels',
    'channels.0.export.series',
    'channels.0.export.indicators',
    'channels.0.export.violations',
    'circumstances.familyMembers',
    'circumstances.claims',
  ])
})

describe.each(MANNERS)('the application $manner', ({ script }) => {
  test.each(APPLICATION_LISTS.map((list) => [list.path, list] as const))('%s', async (address, list) => {
    const { caseId } = await site.world.cases.start(site.world.person('applicant'))
    const page = await at('applicant', path.section(caseId, sectionOf(address)), script)
    await press(page, list, 1)
    await page.locator('.hj-formend').getByRole('button').last().click()
    await page.waitForURL(/\?saved=1|answers/)
    const { rows } = await site.world.admin.query('select answers from cases where id = $1', [caseId])
    // the empty row is no answer
    expect(valueAt(rows[0].answers, address)).toHaveLength(1)
    await page.close()
  })

  test('a list that is full says so, and has no button', async () => {
    for (const list of APPLICATION_LISTS) {
      const actor = site.world.person('applicant')
      const { caseId } = await site.world.cases.start(actor)
      const { path: address, node, shownBy } = list
      const leaf = listChildren(getRow(node)).find(([, { ui }]) => ['text', 'textarea', 'number'].includes(ui.control))
      const most = node.ui.most ?? 0
      const rows = Array.from({ length: most - 1 }, () => ({ [leaf?.[0] ?? '']: '3' }))
      const answers = [...shownBy, [address, rows] as const].reduce<unknown>(
        (tree, [place, value]) => withValue(tree, place.split('.'), value),
        {},
      )
      await site.world.cases.act(caseId, 'saveAnswers', { actor, input: { answers } })
      const page = await at('applicant', path.section(caseId, sectionOf(address)), script)
      await add(page, address).click()
      await page.getByText(`You have reached the maximum of ${most}.`).waitFor()
      expect(await add(page, address).count()).toBe(0)
      expect(await hasFocus(rowOf(page, address, most - 1))).toBe(true)
      await page.close()
    }
  })
})

/** Where the form of each action with a list is filled in, and how many rows its page begins with. */
const AT: Readonly<Record<string, { who: Name; state: keyof typeof ROUTES; own?: readonly string[] }>> = {
  requestCorrection: { who: 'intake', state: 'submitted' },
  proposeCorrection: { who: 'assessor', state: 'underAssessment' },
  resubmit: { who: 'applicant', state: 'awaitingCorrection' },
  // scores and compliance have the rows that the department is asked, neither more nor less
  report: { who: 'assessor', state: 'underAssessment', own: ['findings'] },
}

describe.each(MANNERS)('actions $manner', ({ script }) => {
  const actions = Object.entries(ACTION_FORMS).filter(([, form]) => listsOf(getNode(form), '').length > 0)

  test.each(actions)('%s', async (action, form) => {
    const place = AT[action]
    if (!place) throw new Error(`no page is known for the list in ${action}`)
    const one = await site.world.caseIn(place.state)
    const lists = listsOf(getNode(form), '').filter(({ path }) => place.own?.includes(path) ?? true)
    for (const list of lists) {
      const page = await at(place.who, path.action(one.id, action), script)
      const shown = await page.locator(`[id^="${idOf(list.path)}-"]:is(fieldset, .hj-ask)`).count()
      // of an assessment's findings only the assessor's own can be taken away
      if (place.own) await add(page, list.path).click()
      await press(page, list, place.own ? shown + 1 : shown)
      await page.close()
    }
  })
})

describe.each(MANNERS)('reference data $manner', ({ script }) => {
  test('a list within a list gets a row, and gives it back', async () => {
    const { rows } = await site.world.admin.query(
      `select id from reference where kind = 'scorecard' and approved_at is not null limit 1`,
    )
    const page = await at('policyEditor', withQuery(path.newEntry('scorecard'), `from=${rows[0].id}`), script)
    const paths = await page
      .locator('button[name="add"]')
      .evaluateAll((buttons) => buttons.map((button) => button.getAttribute('value') ?? ''))
    // each declared list once
    for (const path of new Map(paths.map((path) => [path.replace(/\d+/g, 'n'), path])).values()) {
      const shown = await page.locator(`#${idOf(path)} > .hj-rows__row`).count()
      await add(page, path).click()
      await rowOf(page, path, shown).waitFor()
      expect([path, await hasFocus(rowOf(page, path, shown))]).toEqual([path, true])
      await remove(page, `${path}.${shown}`).click()
      await rowOf(page, path, shown).waitFor({ state: 'detached' })
      expect([path, await hasFocus(page.locator(`#${idOf(path)}`))]).toEqual([path, true])
    }
    await page.close()
  })
})

test('twelve months are typed, saved as one types, submitted, and all are in the filing', async () => {
  const one = await site.world.draft()
  const path = 'channels.0.export.series'
  const page = await at('applicant', sectionAddress(one.id, 'channels'), true)
  await page.locator('[name="channels[0][hasExport]"][value="true"]').check()
  for (let month = 1; month <= 12; month++) {
    if (month > 1) await add(page, path).click()
    await rowOf(page, path, month - 1).waitFor()
    const name = `channels[0][export][series][${month - 1}]`
    await page.locator(`[name="${name}[month][year]"]`).fill('2025')
    await page.locator(`[name="${name}[month][month]"]`).fill(String(month))
    await page.locator(`[name="${name}[sales]"]`).fill(String(month * 1000))
  }
  expect(await findViolations(page)).toEqual([])
  await page.getByText(/Saved automatically/).waitFor()
  await page.locator('.hj-formend').getByRole('button', { name: 'Save and go back' }).click()
  await page.waitForURL(/saved=1/)
  await one.do('applicant', 'submit')
  const file = await site.world.app.get(ReadingService).get(site.world.person('applicant'), one.id)
  expect(valueAt(file.answers, path)).toMatchObject(
    Array.from({ length: 12 }, (_, index) => ({ sales: (index + 1) * 1000 })),
  )
  await page.close()
})
