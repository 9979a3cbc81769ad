/**
 * What a case costs an officer's hands (docs/measures.md): presses and keys from the queue until the next case is open,
 * or until the queue says that it is done; pressed as an officer presses them.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { path } from '../../src/base/path.js'
import type { Name } from '../cases/population.js'
import type { Case } from '../cases/world.js'
import { Browsing } from './browsing.js'
import { Hands } from './pressing.js'

let browsing: Browsing

beforeAll(async () => {
  browsing = await Browsing.open()
}, 180_000)
afterAll(() => browsing.close())

/** At the queue, with the case's row in hand. */
async function atQueue(name: Name): Promise<Hands> {
  const page = await (await browsing.windowsOf(name)).newPage()
  await page.goto(browsing.site.origin + path.queue)
  return new Hands(page)
}
const row = ({ id }: Case) => `.hj-queue a[href="${path.case(id)}"]`
const said = (hands: Hands) => hands.page.locator('.hj-notice--ok .hj-notice__title').first().textContent()
const counted = ({ clicks, keys, pages, boxes }: Hands) => ({ clicks, keys, pages, boxes })
/** Keys wait for their module, and so do these hands. */
const ready = (hands: Hands) =>
  hands.page.waitForFunction(`document.activeElement?.closest('form.hj-actform, [data-row]') !== null`)

async function filed(): Promise<Case> {
  const one = await browsing.site.world.draft('rival', 'streamer')
  await one.walk([['rival', 'submit']])
  return one
}
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
  await hands.go('a[href$="/actions/accept"]')
  await hands.choose('input[name="departments[]"][value="culture"]')
  await hands.go('#do, .hj-actform button:has-text("Accept")')
  expect(await said(hands)).toContain('Accepted: ')
  expect(counted(hands)).toEqual(EXPECTED.accept)
}, 120_000)

test('accepting by keys', async () => {
  const one = await filed()
  await filed()
  const hands = await atQueue('intake')
  await hands.page.locator(row(one)).click()
  await hands.page.waitForLoadState('load')
  const keys = new Hands(hands.page)
  await keys.page.waitForTimeout(500) // until the keys listen
  await keys.keyTo('a')
  await ready(keys)
  await keys.key('2')
  await keys.keyTo('Control+Enter')
  expect(await said(keys)).toContain('Accepted: ')
  expect(counted(keys)).toEqual(EXPECTED.acceptByKeys)
}, 120_000)

test('a correction of two items', async () => {
  const one = await filed()
  await filed()
  const hands = await atQueue('intake')
  await hands.go(row(one))
  await hands.go('a[href$="/actions/requestCorrection"]')
  await hands.pick('select[name="items[0][on]"]', 'photo')
  await hands.type('items-0-what', 'A photo of this year, please.')
  await hands.press('button[name="add"][value="items"]')
  await hands.page.waitForSelector('[id="items-1-what"]')
  await hands.pick('select[name="items[1][on]"]', 'contract')
  await hands.type('items-1-what', 'Page 3 cannot be read.')
  await hands.keyTo('Control+Enter')
  expect(await said(hands)).toContain('Correction asked for: ')
  expect(counted(hands)).toEqual(EXPECTED.correction)
}, 120_000)

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
}, 120_000)

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
}, 120_000)

const EXPECTED = {
  accept: { clicks: 4, keys: 0, pages: 3, boxes: 0 },
  acceptByKeys: { clicks: 0, keys: 3, pages: 2, boxes: 0 },
  correction: { clicks: 7, keys: 1, pages: 3, boxes: 2 },
  secondRound: { clicks: 3, keys: 1, pages: 3, boxes: 0 },
  consulted: { clicks: 12, keys: 1, pages: 3, boxes: 1 },
} as const
