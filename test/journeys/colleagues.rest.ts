/** The palette, and two colleagues at two desks: a note that mentions, a task, a department that is chased. In a real browser. */
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import type { Page } from 'playwright-core'
import { path } from '../../src/base/path.js'
import { actionAddress } from '../../src/web/case/addresses.js'
import { Notifier } from '../../src/worker/notifier.js'
import { findViolations } from '../../tools/screens.js'
import type { Name } from '../cases/population.js'
import { Browsing } from './browsing.js'

jest.setTimeout(120_000)

let browsing: Browsing
beforeAll(async () => {
  browsing = await Browsing.open()
}, 180_000)
afterAll(() => browsing?.close())

async function at(name: Name, address: string, screen: { width?: number; script?: boolean } = {}): Promise<Page> {
  const page = await (await browsing.windowsOf(name, screen)).newPage()
  await page.goto(browsing.site.origin + address)
  return page
}
const words = async (page: Page, selector = 'main') =>
  ((await page.locator(selector).textContent()) ?? '').replace(/\s+/g, ' ')
async function look(page: Page): Promise<void> {
  expect(await findViolations(page)).toEqual([])
  expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0)
}

test.each([1440, 390])('the palette by keyboard, %i px wide', async (width) => {
  const one = await browsing.site.world.caseIn('submitted')
  const { rows } = await browsing.site.world.admin.query('select number from cases where id = $1', [one.id])
  const number: string = rows[0].number
  const page = await at('intake', path.queue, { width })
  const row = page.locator(`.hj-queue a[href="${path.case(one.id)}"]`)
  await row.focus()
  await page.keyboard.press('Control+k')
  await page.waitForSelector('#palette:focus')
  await look(page)
  await page.keyboard.press('Escape')
  await page.locator('dialog').waitFor({ state: 'detached' })
  expect(await page.evaluate('document.activeElement.textContent')).toBe(await row.textContent())

  // open before the next key comes: a quick hand's digits would change the tab
  const pressed = `document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', ctrlKey: true, bubbles: true }))`
  const focused = await page.evaluate(
    `(async () => { ${pressed}; await undefined; return document.activeElement.id })()`,
  )
  expect(focused).toBe('palette')
  await page.keyboard.type(number)
  const first = page.locator('[role=option][aria-selected=true]')
  await page.locator('[role=option]', { hasText: 'Submitted' }).waitFor()
  expect(await first.textContent()).toContain(number)
  await Promise.all([page.waitForURL(`**${path.case(one.id)}`), page.keyboard.press('Enter')])

  await page.locator('[data-palette]:not([hidden])').waitFor({ state: 'attached' })
  await page.keyboard.press('Control+k')
  await page.keyboard.type('decline')
  await Promise.all([page.waitForURL(`**${actionAddress(one.id, 'declineToAccept')}`), page.keyboard.press('Enter')])
  // where the case's buttons are not, the server says what can be done; a refused act is not offered
  await page.locator('[data-palette]:not([hidden])').waitFor({ state: 'attached' })
  await page.keyboard.press('Control+k')
  await page.locator('[role=option]', { hasText: 'Add a note' }).waitFor()
  expect(await words(page, '[role=listbox]')).not.toContain('Recommend')
  await page.keyboard.type('nobody at all')
  await Promise.all([page.waitForURL(`**${path.queue}?*`), page.keyboard.press('Enter')])
  expect(await words(page)).toContain('Nothing found')
  await page.context().close()
})

test('without script the search field is the palette', async () => {
  const page = await at('intake', path.queue, { script: false })
  expect(await page.locator('[data-palette]').isVisible()).toBe(false)
  expect(await page.locator('#find').isVisible()).toBe(true)
})

test('a mention, a task, a chase', async () => {
  const { site } = browsing
  const one = await site.world.draft('applicant', 'streamer')
  await one.walk([
    ['applicant', 'submit'],
    ['intake', 'accept', { departments: ['commerce', 'culture'] }],
  ])
  const writer = await at('assessor', actionAddress(one.id, 'note'))
  await writer.locator('textarea').click()
  await writer.keyboard.type('Page 3 again, please: @culturea')
  await writer.locator('.hj-mentions [role=option]').first().waitFor()
  await look(writer)
  await writer.keyboard.press('Enter')
  expect(await writer.locator('textarea').inputValue()).toMatch(/please: @\S+ $/)
  await Promise.all([writer.waitForURL(`**${path.case(one.id)}?done=note`), writer.keyboard.press('Control+Enter')])

  await writer.goto(site.origin + actionAddress(one.id, 'giveTask'))
  await writer.fill('#what', 'Ring the platform.')
  const owner = await writer.locator('#to option', { hasText: 'Culture' }).first().getAttribute('value')
  await writer.selectOption('#to', owner)
  for (const [part, value] of Object.entries({ year: '2026', month: '11', day: '24' }))
    await writer.fill(`[name="dueOn[${part}]"]`, value)
  await Promise.all([
    writer.waitForURL(`**${path.case(one.id)}?done=giveTask`),
    writer.locator('form.hj-actform .hj-line button').first().click(),
  ])
  expect(await words(writer, 'section[aria-labelledby=asked]')).toContain('Ring the platform.')
  await look(writer)

  await writer.goto(site.origin + actionAddress(one.id, 'chase'))
  await writer.selectOption('#department', { label: 'Culture' })
  await writer.fill('#remarks', 'The firm has asked twice.')
  await Promise.all([
    writer.waitForURL(`**${path.case(one.id)}?done=chase`),
    writer.locator('form.hj-actform .hj-line button').first().click(),
  ])
  expect(await words(writer, 'section[aria-labelledby=asked]')).toContain('Culture chased once')

  const notifier = (await site.world.worker()).get(Notifier)
  while (await notifier.notify());
  site.world.at('2026-11-25')
  const reader = await at('cultureAssessor', path.messages, { width: 390 })
  expect(await words(reader)).toMatch(
    /For you to deal with or answer.*deal with a case soon.*task was assigned.*mentioned you/,
  )
  await look(reader)
  await reader.goto(site.origin + path.queue)
  expect(await words(reader)).toMatch(/Tasks assigned to me\s*Ring the platform\. Overdue/)
  expect(await words(reader)).toContain('chased once')
  await look(reader)
  await reader.goto(site.origin + path.case(one.id))
  expect(await words(reader)).toContain('Your department was chased once')
  expect(await words(reader)).toContain('The firm has asked twice.')
  await look(reader)
  await reader.getByRole('button', { name: 'Mark as done Ring the platform.' }).click()
  expect(await words(reader)).toContain('Task done')
  await reader.goto(site.origin + path.queue)
  expect(await words(reader)).not.toContain('Ring the platform.')
})
