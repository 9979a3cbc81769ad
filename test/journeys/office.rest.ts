/**
 * What a policy editor's and a supervisor's hands do (docs/measures.md): presses, pages and typed boxes, pressed in a real
 * browser.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { path } from '../../src/base/path.js'
import { Browsing } from './browsing.js'
import { Hands } from './pressing.js'
import type { Name } from '../cases/population.js'

let browsing: Browsing

beforeAll(async () => {
  browsing = await Browsing.open()
}, 180_000)
afterAll(() => browsing.close())

async function at(name: Name, place: string): Promise<Hands> {
  const page = await (await browsing.windowsOf(name)).newPage()
  await page.goto(browsing.site.origin + place)
  return new Hands(page)
}
const counted = ({ clicks, pages, boxes }: Hands) => ({ clicks, pages, boxes })

const NOTICE =
  '国务院办公厅关于2027年部分节假日安排的通知\n一、元旦：1月1日（周五）至3日（周日）放假，共3天。\n' +
  '二、春节：2月5日（周五）至11日（周四）放假调休，共7天。1月31日（周日）、2月13日（周六）上班。\n' +
  '三、清明节：4月3日（周六）至5日（周一）放假，共3天。\n四、劳动节：5月1日（周六）至3日（周一）放假，共3天。\n' +
  '五、端午节：6月9日（周三）放假。\n六、中秋节：9月15日（周三）放假。\n' +
  '七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。9月26日（周日）、10月9日（周六）上班。'

test('the calendar of 2027 from the pasted notice', async () => {
  const hands = await at('policyEditor', path.kind('calendar'))
  const { page } = hands
  await hands.go('tr:has-text("2027") a[href^="/policy/entries/"]')
  await hands.go('a[href*="/policy/kinds/calendar/new"]:has-text("new version")')
  await hands.type('notice', NOTICE)
  await hands.go('button[name="_read"]')
  expect(await page.textContent('main')).toContain('Read: 7 holidays and 4 weekend days worked')
  expect(await page.locator('.hj-note--near li').count()).toBe(0)
  expect(await page.locator('.hj-day--worked').count()).toBe(4)
  await hands.go('.hj-formend button.govuk-button:not(.govuk-button--secondary)')
  expect(await page.textContent('main')).toContain('Waiting for approval')
  expect(await page.locator('.hj-day--off').count()).toBe(25)
  expect(counted(hands)).toEqual(EXPECTED.calendar)
}, 120_000)

test('one points band, from the table as which it is read', async () => {
  const hands = await at('policyEditor', path.kind('points'))
  const { page } = hands
  await hands.go('main table a[href^="/policy/entries/"]')
  await hands.go('.hj-part__title a[href*="part=salary"]')
  await hands.date('effectiveFrom', '2027-01-04')
  await hands.type('note', 'Notice 12 of 2026')
  await hands.type('body-salary-bands-5-points', '18')
  await hands.go('.hj-formend button.govuk-button:not(.govuk-button--secondary)')
  expect(await page.textContent('main')).toContain('Waiting for approval')
  expect(counted(hands)).toEqual(EXPECTED.band)
}, 120_000)

test('a balanced week', async () => {
  for (const state of ['submitted', 'submitted', 'underAssessment'] as const) await browsing.site.world.caseIn(state)
  const hands = await at('supervisor', path.load)
  await hands.go('button[name="_balance"]')
  await hands.go('form[aria-labelledby="plan"] button.govuk-button')
  expect(await hands.page.textContent('.hj-notice')).toContain('assigned to ')
  expect(counted(hands)).toEqual(EXPECTED.week)
}, 120_000)

const EXPECTED = {
  calendar: { clicks: 4, pages: 4, boxes: 1 },
  band: { clicks: 3, pages: 3, boxes: 5 },
  week: { clicks: 2, pages: 2, boxes: 0 },
} as const
