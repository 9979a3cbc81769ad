/**
 * The links of mails, as their readers open them: with script and without, on a telephone, in both languages. What
 * leaves the browser is watched, so that no address and no referrer has a code.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Page } from 'playwright-core'
import { path } from '../../src/base/path.js'
import { Passwords } from '../../src/people/password.service.js'
import { newSecret, readLinkCode, secretHash } from '../../src/people/secrets.js'
import { findViolations } from '../../tools/screens.js'
import type { Name } from '../cases/population.js'
import { Browsing } from './browsing.js'
import { toNextPage } from './nextPage.js'

let browsing: Browsing
beforeAll(async () => {
  browsing = await Browsing.open()
})
afterAll(() => browsing.close())

const world = () => browsing.site.world

/** The link by which somebody sets a new password, out of the mail that was ordered. */
async function linkFor(account: Name): Promise<string> {
  await world().app.get(Passwords).askReset(account, '192.0.2.7')
  const { rows } = await world().admin.query<{ path: string }>(
    `select path from mails where kind = 'passwordReset' order by id desc limit 1`,
  )
  return rows[0]?.path ?? ''
}

/** A window, and every address and referrer that it has sent. */
async function watched(screen: { script?: boolean; width?: number; language?: 'zh' | 'en' }) {
  const page = await (await browsing.windowsOf(undefined, screen)).newPage()
  const sent: string[] = []
  page.on('request', (request) => sent.push(request.url().split('#')[0] ?? '', request.headers().referer ?? ''))
  return { page, sent }
}

const go = (page: Page, link: string) => page.goto(browsing.site.origin + link)
const heading = async (page: Page) => (await page.locator('main h1').textContent())?.trim()

async function setPassword(page: Page, button: string): Promise<void> {
  await page.locator('main input[type="password"]').fill('a forgotten one no more')
  await toNextPage(page, () => page.locator('main').getByRole('button', { name: button, exact: true }).click())
}

describe('the link of a mail', () => {
  test('with script leads on by itself, in either language, and its code stays in the browser', async () => {
    const link = await linkFor('applicant')
    const code = readLinkCode(link)
    const { page, sent } = await watched({ width: 390, language: 'zh' })
    await go(page, link)
    await page.locator('main input[type="password"]').waitFor()
    expect(await heading(page)).toBe('设置新密码')
    expect(await findViolations(page)).toEqual([])
    expect(page.url()).not.toContain('#')
    await page.getByRole('button', { name: 'English', exact: true }).click()
    await page.getByRole('heading', { name: 'Set a new password' }).waitFor()
    await setPassword(page, 'Set the new password')
    expect(await heading(page)).toBe('Password set')
    const shapes = [code, link.split('#')[1] ?? '']
    expect(sent.length).toBeGreaterThan(4)
    expect(sent.filter((one) => shapes.some((shape) => one.includes(shape)))).toEqual([])
    await page.context().close()
  })

  test('without script asks for the code, however it is typed', async () => {
    const link = await linkFor('firmAdmin')
    const { page } = await watched({ script: false, width: 390 })
    await go(page, link)
    expect(await heading(page)).toBe('Set a new password')
    const press = () => page.locator('main').getByRole('button', { name: 'Continue' }).click()
    await press()
    expect(await page.locator('.govuk-error-message').textContent()).toContain('Enter the code')
    await page.fill('#code', 'nothing of ours')
    await press()
    expect(await heading(page)).toBe('This link cannot be opened')
    await page.locator('main').getByRole('link', { name: 'Enter the code again' }).click()
    await page.fill(
      '#code',
      readLinkCode(link)
        .toLowerCase()
        .replace(/(.{4})/g, '$1 '),
    )
    await press()
    await page.locator('main input[type="password"]').fill('short')
    await page.locator('main').getByRole('button', { name: 'Set the new password' }).click()
    expect(await page.locator('.govuk-error-summary').count()).toBe(1)
    await setPassword(page, 'Set the new password')
    expect(await heading(page)).toBe('Password set')
    await page.context().close()
  })

  test('may be pasted whole, also into a page that is open', async () => {
    const link = await linkFor('rival')
    const { page } = await watched({ script: false })
    await go(page, path.reset)
    await page.fill('#code', `${browsing.site.origin}${link}`)
    await page.locator('main').getByRole('button', { name: 'Continue' }).click()
    expect(await page.locator('main input[type="password"]').count()).toBe(1)
    const other = await watched({})
    await go(other.page, path.reset)
    await go(other.page, link)
    await other.page.locator('main input[type="password"]').waitFor()
    await page.context().close()
    await other.page.context().close()
  })

  test.each([true, false])('that the release before has sent still works (script: %s)', async (script) => {
    const link = await linkFor('rivalAdmin')
    const token = newSecret()
    await world().admin.query('update resets set token_hash = $2 where token_hash = $1', [
      secretHash(readLinkCode(link)),
      secretHash(token),
    ])
    const { page } = await watched({ script })
    await go(page, path.earlierReset(token))
    if (!script) {
      await page.fill('#code', `${browsing.site.origin}${path.earlierReset(token)}`)
      await page.locator('main').getByRole('button', { name: 'Continue' }).click()
    }
    await page.locator('main input[type="password"]').waitFor()
    await page.context().close()
  })
})
