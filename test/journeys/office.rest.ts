/**
 * What a policy editor's and a supervisor's hands do (docs/measures.md): presses, pages and typed boxes, pressed in a real
 * browser.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { path } from '../../src/base/path.js'
import { Reference } from '../../src/reference/reference.service.js'
import { PaperMaker } from '../../src/worker/paperMaker.js'
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

const DAY = '2026-11-25'

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
})

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
})

test('a balanced week', async () => {
  for (const state of ['submitted', 'submitted', 'underAssessment'] as const) await browsing.site.world.caseIn(state)
  const hands = await at('supervisor', path.load)
  await hands.go('button[name="_balance"]')
  await hands.go('form[aria-labelledby="plan"] button.govuk-button')
  expect(await hands.page.textContent('.hj-notice')).toContain('assigned to ')
  expect(counted(hands)).toEqual(EXPECTED.week)
})

test('a kind of paper from nothing to a sent one, by somebody who knows no code', async () => {
  const { site } = browsing
  const keep = '.hj-formend button.govuk-button:not(.govuk-button--secondary)'
  const hands = await at('policyEditor', path.kind('paperKinds'))
  const { page } = hands
  const second = await at('otherEditor', path.policy)
  const approve = async (name: string) => {
    await second.page.goto(site.origin + path.policy)
    await second.go(`tr:has-text("Waiting for approval"):has-text("${name}") a`)
    await second.go('button:text-is("Approve")')
  }
  // in place of the old one, which gives the action up from the same day
  await hands.go('tr:has-text("Confirmation of withdrawal") a[href^="/policy/entries/"]')
  await hands.go('a:text-is("Draft a new version")')
  await hands.date('effectiveFrom', DAY)
  await hands.type('note', 'Notice 14 of 2026')
  await hands.press('[name="body[actions][]"][value="withdraw"]')
  await hands.go(keep)
  expect(await page.textContent('main')).toContain('use this entry')
  await approve('Kinds of letter')
  await hands.go('a:has-text("Kinds of letter")')
  await hands.go(`a[href="${path.newEntry('paperKinds')}"]`)
  await hands.date('effectiveFrom', DAY)
  await hands.type('note', 'Notice 14 of 2026')
  await hands.type('body-label-zh', '撤回告知书')
  await hands.type('body-label-en', 'Notice of withdrawal')
  await hands.choose('label:text-is("Withdraw") >> xpath=../input')
  await hands.pickNamed('[id="body-series"]', 'Confirmations of withdrawal')
  await hands.choose('label:text-is("the firm") >> xpath=../input')
  await hands.choose('[name="body[sealed]"][value="false"]')
  await hands.type('body-order', '20')
  await hands.go(keep)
  expect(await page.textContent('main')).toContain('Waiting for approval')
  await approve('Kinds of letter')
  await hands.go('a:has-text("Kinds of letter")')
  await hands.go('a:has-text("Policy and rules")')
  await hands.go('a:has-text("Letter templates")')
  await hands.go(`a[href="${path.newEntry('letterTemplates')}"]`)
  await hands.pickNamed('[id="key"]', 'Notice of withdrawal')
  await hands.date('effectiveFrom', DAY)
  await hands.type('note', 'Notice 14 of 2026')
  await hands.type('body-title-zh', '撤回告知书')
  await hands.type('body-title-en', 'Notice of withdrawal')
  await hands.type('body-contact-zh', '联系处室：')
  await hands.press('summary:has-text("This letter")')
  await hands.press('button:text-is("Office to contact")')
  await hands.type('body-contact-en', 'Contact: ')
  await hands.press('button:text-is("Office to contact")')
  await hands.type('body-closing-zh', '你单位撤回的申请，办件编号')
  await hands.press('summary:has-text("Case and employer")')
  await hands.press('button:text-is("Application number")')
  await hands.type('body-closing-en', 'We have taken note of the withdrawal of ')
  await hands.press('button:text-is("Application number")')
  expect(await page.inputValue('[id="body-closing-zh"]')).toBe('你单位撤回的申请，办件编号{{caseNumber}}')
  await page.locator('[name="_shown"][value="sample"]').waitFor({ state: 'attached' })
  expect(await page.locator('#paper img').count()).toBeGreaterThan(0)
  expect(await page.textContent('#paper')).toContain('We have taken note of the withdrawal of 2026-000128')
  await hands.go(keep)
  expect(await page.textContent('main')).toContain('Waiting for approval')
  expect(await page.textContent('h1')).toContain('Notice of withdrawal')
  expect(counted(hands)).toEqual(EXPECTED.paper)
  await approve('Letter templates')
  site.world.at(DAY)
  const worker = await site.world.worker()
  for (const app of [worker, site.world.app]) await app.get(Reference).refresh()
  const one = await site.world.caseIn('withdrawn')
  await worker.get(PaperMaker).makeAll(one.id)
  const { rows } = await site.world.admin.query<{ issued: boolean }>(
    `select issued_at is not null as issued from letters where case_id = $1 and kind = 'noticeOfWithdrawal'`,
    [one.id],
  )
  expect(rows).toEqual([{ issued: true }])
}, 240_000)

const EXPECTED = {
  calendar: { clicks: 4, pages: 4, boxes: 1 },
  band: { clicks: 3, pages: 3, boxes: 5 },
  paper: { clicks: 25, pages: 11, boxes: 21 },
  week: { clicks: 2, pages: 2, boxes: 0 },
} as const
