/**
 * What a case costs an officer's hands (docs/measures.md): presses and keys from the queue until the next case is open,
 * or until the queue says that it is done; pressed as an officer presses them.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { path, withQuery } from '../../src/base/path.js'
import type { Name } from '../cases/population.js'
import type { Case } from '../cases/world.js'
import { Browsing } from './browsing.js'
import { toNextPage } from './nextPage.js'
import { attachPages, drawPages } from './pages.js'
import { Hands } from './pressing.js'

let browsing: Browsing

beforeAll(async () => {
  browsing = await Browsing.open()
}, 180_000)
afterAll(() => browsing.close())

/** At the queue, with the case's row in hand. */
async function atQueue(name: Name): Promise<Hands> {
  const page = await (await browsing.windowsOf(name)).newPage()
  page.on('dialog', (dialog) => dialog.accept()) // accepting asks where something is missing
  await page.goto(browsing.site.origin + path.queue)
  return new Hands(page)
}
const row = ({ id }: Case) => `.hj-queue a[href="${path.case(id)}"]`
const said = (hands: Hands) => hands.page.locator('.hj-notice--ok .hj-notice__title').first().textContent()
const counted = ({ clicks, keys, pages, boxes }: Hands) => ({ clicks, keys, pages, boxes })

/** Ticks what is known, which makes an item of it. */
async function tick(hands: Hands, key: string): Promise<void> {
  await hands.choose(`#known input[value="${key}"]`)
  await hands.page.waitForSelector(`#known input[value="${key}"]:disabled`)
}

/** Waits until the paper is shown as the form says it: before that, it does not go out. */
async function seen({ page }: Hands): Promise<void> {
  const shown = page.locator('[name="_shown"]:not([value=""], [value="changed"])')
  await shown.waitFor({ state: 'attached' })
}

async function filed(): Promise<Case> {
  const one = await browsing.site.world.draft('rival', 'streamer')
  await one.walk([['rival', 'submit']])
  await papersRead(one)
  return one
}
/** As if the reader had been through the documents of cases, and had found nothing to read. */
const papersRead = (...cases: readonly Case[]) =>
  browsing.site.world.admin.query(
    'update previews set reader = 1 where attachment_id in (select id from attachments where case_id = any ($1))',
    [cases.map(({ id }) => id)],
  )
async function underAssessment(): Promise<Case> {
  const one = await filed()
  await one.walk([['intake', 'accept', { departments: ['commerce'] }]])
  return one
}

test('accepting, with one more department', async () => {
  const one = await filed()
  await filed()
  const hands = await atQueue('intake')
  await hands.go(row(one))
  await hands.choose('input[name="departments[]"][value="culture"]')
  await hands.go('.hj-quick button')
  expect(await said(hands)).toContain('Accepted: ')
  expect(counted(hands)).toEqual(EXPECTED.accept)
})

const TOYS = {
  ...{ platform: 'Taobao Live', handle: 'toy_host', followers: 90_000, averageViewers: 2_000 },
  ...{ salesLast12MonthsCny: 4_000_000, languages: ['zh'], markets: ['CN'], productCategories: ['toys'] },
  hasExport: false,
}

test('accepting with the departments that are suggested', async () => {
  const one = await browsing.site.world.draft('rival', 'streamer')
  await one.do('rival', 'saveAnswers', { answers: { channels: [TOYS] } })
  await one.walk([['rival', 'submit']])
  await papersRead(one)
  await filed()
  const hands = await atQueue('intake')
  await hands.go(row(one))
  expect(await hands.page.isChecked('input[name="departments[]"][value="market"]')).toBe(true)
  expect(await hands.page.textContent('.hj-quick')).toContain('Toys: goods that need a licence')
  await hands.go('.hj-quick button')
  expect(await said(hands)).toContain('Accepted: ')
  expect(counted(hands)).toEqual(EXPECTED.acceptSuggested)
})

test('accepting by keys', async () => {
  const one = await filed()
  await filed()
  const hands = await atQueue('intake')
  await toNextPage(hands.page, () => hands.page.locator(row(one)).click())
  const keys = new Hands(hands.page)
  await keys.page.waitForTimeout(500) // until the keys listen
  await keys.key('2')
  await keys.keyTo('Control+Enter')
  expect(await said(keys)).toContain('Accepted: ')
  expect(counted(keys)).toEqual(EXPECTED.acceptByKeys)
  // the same keys once more, on the next case: they come to the button that says which it is, and no further
  await keys.page.waitForTimeout(500)
  for (const press of ['Control+Enter', 'a']) {
    await keys.page.keyboard.press(press)
    expect(await keys.page.textContent(':focus')).toMatch(/^\s*Accept: 20\d\d-\d+ /)
    expect(await keys.page.locator('.hj-sure[open]').count()).toBe(1)
    await keys.page.evaluate("document.activeElement.blur(), document.querySelector('.hj-sure').open = false")
  }
})

test('thirty cases of a morning: each read beside the queue, and accepted where nothing speaks against it', async () => {
  const { world } = browsing.site
  await world.admin.query("delete from queue_places where state = 'submitted'") // those of the tests before
  const cases: Case[] = []
  for (let at = 0; at < 30; at++) cases.push(at % 10 === 9 ? await filed() : await world.caseIn('submitted')) // those of the rival lack a licence
  for (const table of ['person_keys', 'filing_duplicates'])
    await world.admin.query(`delete from ${table} where case_id = any ($1)`, [cases.map(({ id }) => id)])
  await papersRead(...cases)
  const hands = await atQueue('intake')
  const { page } = hands
  expect(await page.locator('[data-row]').count()).toBe(30)
  expect(Buffer.byteLength(await page.content())).toBeLessThan(100_000)
  await page.locator('[data-peek]:visible').waitFor()
  await hands.key('p')
  for (let at = 0; at < 30; at++) {
    if (at > 0) await hands.key('j')
    const row = page.locator('[data-row][aria-current]')
    const number = await row.locator('.num a').textContent()
    await page.locator('.hj-peek__in:not([aria-busy])', { hasText: number ?? '' }).waitFor()
    expect(await page.locator('.hj-peek .hj-quick').count()).toBe(1)
    if ((await row.locator('.who em').count()) === 0) await hands.key('x')
  }
  await hands.key('Escape')
  await hands.go('button[name="do"][value="accept"]')
  expect(await said(hands)).toContain('27 accepted')
  expect(await page.locator('[data-row]').count()).toBe(3)
  expect(counted(hands)).toEqual(EXPECTED.thirty)
}, 600_000)

test('a correction of two items', async () => {
  const one = await filed()
  await filed()
  const hands = await atQueue('intake')
  await hands.go(row(one))
  await hands.go('a[href$="/actions/requestCorrection"]')
  await tick(hands, 'categoryLicence:cosmetics')
  await tick(hands, 'phrase:photo')
  await seen(hands)
  await hands.keyTo('Control+Enter')
  expect(await said(hands)).toContain('Correction requested: ')
  expect(counted(hands)).toEqual(EXPECTED.correction)
})

test('what is ticked faster than it is taken is taken all the same, once', async () => {
  const one = await filed()
  const page = await (await browsing.windowsOf('intake')).newPage()
  await page.goto(browsing.site.origin + path.action(one.id, 'requestCorrection'))
  if (!(await page.locator('#phrase-0').isVisible())) await page.locator('#phrases summary').click()
  const ids = [0, 1, 2, 3, 4, 5].map((at) => `phrase-${at}`)
  for (const id of ids) {
    await page.evaluate(`document.getElementById('${id}').click()`)
    await new Promise((done) => setTimeout(done, 60))
  }
  for (const id of ids) await page.locator(`#${id}:disabled`).waitFor()
  expect(await page.locator('textarea[name$="[what]"]').evaluateAll((all) => all.length)).toBe(ids.length)
  await page.getByText(/^Saved \d\d:\d\d/).waitFor()
  await page.reload()
  expect(await page.locator('textarea[name$="[what]"]').count()).toBe(ids.length)
})

test('without script, a correction is asked for from the case, and the firm reads what was ticked', async () => {
  const one = await filed()
  const page = await (await browsing.windowsOf('intake', { script: false })).newPage()
  await page.goto(browsing.site.origin + path.case(one.id))
  await page.locator('a[href*="ask=categoryLicence"]').first().click()
  expect(await page.inputValue('[id="items-0-on"]')).toBe('categoryLicence')
  expect(await page.inputValue('[id="items-0-what"]')).toContain('化妆品')
  expect(await page.inputValue('[id="items-0-whatEn"]')).toContain('Please upload it.')
  expect(await page.isDisabled('input[value="categoryLicence:cosmetics"]')).toBe(true)
  await page.check('input[value="phrase:contractSignature"]')
  await page.click('button[name="_add"]')
  expect(await page.inputValue('[id="items-1-on"]')).toBe('contract')
  await page.check('input[value="phrase:photo"]')
  await page.locator('.hj-actform button', { hasText: 'Ask for correction' }).click() // what is ticked and not added yet goes along
  const firm = await (await browsing.windowsOf('rival')).newPage()
  await firm.goto(browsing.site.origin + path.correction(one.id))
  const asked = await firm.textContent('main')
  for (const text of ['Please upload it.', 'not signed by both sides', 'a colour photograph'])
    expect(asked).toContain(text)
})

test('a page of a document becomes an item, and its place is found by a part of its name', async () => {
  const one = await filed()
  const page = await (await browsing.windowsOf('intake')).newPage()
  const form = browsing.site.origin + path.action(one.id, 'requestCorrection')
  await page.goto(form)
  await page.locator('.hj-besidelist a', { hasText: 'Passport information page' }).click()
  const paper = await page.locator('#preview[data-paper]').getAttribute('data-paper')
  // the link at the foot of a page
  await page.goto(withQuery(form, { ask: `page:${paper}:1` }))
  expect(await page.inputValue('[id="items-0-on"]')).toBe('passportPage')
  expect(await page.inputValue('[id="items-0-page"]')).toBe('1')
  const narrow = page.locator('.hj-narrow').first()
  await narrow.fill('per year')
  await narrow.press('Enter')
  expect(await page.inputValue('[id="items-0-on"]')).toBe('engagement.salaryPerYear')
})

test('a second round, in which one answer changes', async () => {
  const one = await underAssessment()
  await one.walk([
    ['assessor', 'report'],
    ['approver', 'returnToAssessment', { why: 'Look at the sales again.' }],
  ])
  const hands = await atQueue('assessor')
  await hands.go(row(one))
  await hands.go('.hj-tasks a')
  expect(await hands.page.textContent('.hj-words')).toContain('Look at the sales again.')
  await hands.choose('input[name="scores[1][level]"][value="2"]')
  expect(await hands.page.locator('.hj-ask__before:visible').textContent()).toContain('Last round: level 3')
  await hands.page.locator('input[name="scores[1][level]"][value="2"]').focus()
  await hands.keyTo('Control+Enter')
  expect(await said(hands)).toContain('Assessment submitted: ')
  expect(counted(hands)).toEqual(EXPECTED.secondRound)
})

test('an assessment whose every level points to a page of the contract', async () => {
  const one = await browsing.site.world.draft('rival', 'streamer')
  await attachPages(one, 4, 'rival')
  await one.walk([
    ['rival', 'submit'],
    ['intake', 'accept', { departments: ['commerce'] }],
  ])
  const contract = await drawPages(one)
  const hands = await atQueue('assessor')
  const { page } = hands
  await hands.go(row(one))
  await hands.go('.hj-tasks a')
  await hands.choose('input[name="desk[enough]"][value="yes"]')
  await hands.press(`.hj-assess__tabs a[href*="/${contract}"]`)
  await page.locator('#preview #page-2 [data-cite]').waitFor()
  const scores = await page.locator('input[name^="scores["][name$="[level]"][value="3"]').count()
  for (let at = 0; at < scores; at++) {
    await hands.choose(`input[name="scores[${at}][level]"][value="3"]`)
    await hands.press('#preview #page-2 [data-cite]')
    expect(await page.inputValue(`[name="scores[${at}][page]"]`)).toBe('2')
    expect(await page.inputValue(`[name="scores[${at}][document]"]`)).toBe(String(contract))
  }
  const groups = await page.locator('input[name$="[group]"]').count()
  for (let at = 0; at < groups; at++) await hands.choose(`input[name="compliance[${at}][result]"][value="clear"]`)
  await hands.choose('input[name="opinion"][value="recommend"]')
  await hands.type('summary', 'The contract and the figures agree.')
  await hands.keyTo('Control+Enter')
  expect(await said(hands)).toContain('Assessment submitted: ')
  expect({ scores, groups, ...counted(hands) }).toEqual({ scores: 8, groups: 2, ...EXPECTED.assessment })
})

test('a consulted department answers its question', async () => {
  const one = await underAssessment()
  await one.walk([['assessor', 'consult', { department: 'culture', question: 'Is this a commercial performance?' }]])
  const hands = await atQueue('cultureAssessor')
  await hands.go(row(one))
  await hands.go('.hj-tasks a')
  expect(await hands.page.textContent('.hj-words')).toContain('Is this a commercial performance?')
  const groups = await hands.page.locator('input[name$="[group]"]').count()
  for (let at = 0; at < groups; at++) await hands.choose(`input[name="compliance[${at}][result]"][value="clear"]`)
  await hands.choose('input[name="opinion"][value="recommend"]')
  await hands.type('summary', 'It is none: she sells clothes.')
  await hands.keyTo('Control+Enter')
  expect(await said(hands)).toContain('Assessment submitted: ')
  expect(counted(hands)).toEqual(EXPECTED.consulted)
})

test('a permit officer reads the letter and receives it', async () => {
  const one = await browsing.site.world.caseIn('letterIssued', 'rival', 'streamer')
  const hands = await atQueue('permitOfficer')
  await hands.go(row(one))
  expect(await hands.page.textContent('.hj-case__f .hj-letter')).toContain('Kim Min-ji')
  expect(await hands.page.textContent('.hj-case__f')).toMatch(/Contract begins.+in \d+ days/)
  await hands.go('button[formaction$="/actions/receiveLetter"]')
  expect(await one.state()).toBe('letterReceived')
  expect(counted(hands)).toEqual(EXPECTED.receive)
})

const EXPECTED = {
  accept: { clicks: 3, keys: 0, pages: 2, boxes: 0 },
  acceptSuggested: { clicks: 2, keys: 0, pages: 2, boxes: 0 },
  thirty: { clicks: 1, keys: 58, pages: 1, boxes: 0 },
  acceptByKeys: { clicks: 0, keys: 2, pages: 1, boxes: 0 },
  receive: { clicks: 2, keys: 0, pages: 2, boxes: 0 },
  correction: { clicks: 4, keys: 1, pages: 3, boxes: 0 },
  assessment: { clicks: 23, keys: 1, pages: 3, boxes: 1 },
  secondRound: { clicks: 3, keys: 1, pages: 3, boxes: 0 },
  consulted: { clicks: 12, keys: 1, pages: 3, boxes: 1 },
} as const
