/**
 * Signing in as people do it, in a real browser: an authenticator is added, a recovery code takes its place, a passkey signs in by itself and as a second step, and before an
 * export one shows once more who one is. On a desk with script; on a telephone without, where a code always does.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { Secret } from 'otpauth'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { path } from '../../src/base/path.js'
import { totpCode } from '../../src/people/totp.js'
import { projectFolder } from '../../src/settings.js'
import { actionAddress } from '../../src/web/case/addresses.js'
import { launchBrowser } from '../../tools/browser.js'
import { findViolations } from '../../tools/screens.js'
import { type Name, PASSWORD } from '../cases/population.js'
import { Served } from '../web/served.js'
import { toNextPage } from './nextPage.js'

const PORT = 18_117
/** A browser gives passkeys to names only, never to an address of figures. */
const ORIGIN = `http://localhost:${PORT}`

let site: Served
let browser: Browser

beforeAll(async () => {
  site = await Served.open({ port: PORT, settings: { PUBLIC_URL: ORIGIN } })
  browser = await launchBrowser(projectFolder)
})
afterAll(async () => {
  await browser.close()
  await site.close()
})

const codeOf = (key: string) =>
  totpCode(Buffer.from(Secret.fromBase32(key.replaceAll(' ', '')).bytes), site.world.clock.now())

async function open(script: boolean, width: number): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, javaScriptEnabled: script })
  await context.addCookies([{ name: 'language', value: 'en', url: ORIGIN }])
  return { context, page: await context.newPage() }
}

const press = async (page: Page, name: string) => {
  await toNextPage(page, () => page.locator('main').getByRole('button', { name, exact: true }).last().click())
}

async function look(page: Page): Promise<void> {
  expect(await findViolations(page)).toEqual([])
  expect(await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')).toBe(true)
}

async function password(page: Page, name: Name): Promise<void> {
  await page.goto(`${ORIGIN}${path.signIn}`)
  await page.fill('#account', name)
  await page.fill('#password', PASSWORD)
  await press(page, 'Sign in')
}

const leave = (page: Page) => page.getByRole('button', { name: 'Sign out', exact: true }).click()

describe.each([
  ['on a desk with script', 'policyEditor', true, 1440],
  ['on a telephone without', 'otherEditor', false, 390],
] as const)('%s', (_where, name, script, width) => {
  test('an authenticator is added with the first sign-in, and a recovery code takes its place once', async () => {
    await site.world.admin.query('delete from authenticators where person_id = $1', [site.world.person(name).id])
    await site.world.admin.query('delete from recovery_codes where person_id = $1', [site.world.person(name).id])
    const { context, page } = await open(script, width)
    await password(page, name)
    expect(await page.locator('h1').textContent()).toBe('Set up a second factor')
    expect(await page.getByRole('button', { name: 'Use this device' }).count()).toBe(script ? 1 : 0)
    if (script) await look(page)
    const key = (await page.locator('#totp-key').textContent()) ?? ''
    await page.fill('#code', '000000')
    await press(page, 'Add')
    expect(await page.locator('main').textContent()).toContain('The code is wrong or already used')
    expect(await page.locator('#totp-key').textContent()).toBe(key)
    await page.fill('#code', codeOf(key))
    await press(page, 'Add')
    const codes = ((await page.locator('#codes').textContent()) ?? '').trim().split('\n')
    expect(codes).toHaveLength(10)
    if (script) await look(page)
    await page.getByRole('link', { name: 'I have saved them' }).click()
    await page.waitForURL(`${ORIGIN}${path.policy}`)
    await leave(page)

    await password(page, name)
    expect(await page.locator('h1').textContent()).toBe('Step 2: confirm that it is you')
    if (script) await look(page)
    await page.fill('#code', codeOf(key))
    await press(page, 'Sign in')
    expect(await page.locator('main').textContent()).toContain('The code is wrong or already used')
    await page.fill('#code', codes[0] ?? '')
    await press(page, 'Sign in')
    await page.waitForURL(`${ORIGIN}${path.policy}`)
    await leave(page)
    await password(page, name)
    await page.fill('#code', codes[0] ?? '')
    await press(page, 'Sign in')
    expect(await page.locator('main').textContent()).toContain('The code is wrong or already used')
    site.world.clock.moveTo(new Date(site.world.clock.now().getTime() + 30_000))
    await page.fill('#code', codeOf(key))
    await press(page, 'Sign in')
    await page.waitForURL(`${ORIGIN}${path.policy}`)
    await context.close()
  })
})

/** Gives a page's browser a device that makes passkeys. */
async function equip(context: BrowserContext, page: Page): Promise<void> {
  const cdp = await context.newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
    },
  })
}

describe('a passkey', () => {
  test('is made at the first sign-in instead of an authenticator, unless a factor has been added meanwhile', async () => {
    const { id } = site.world.person('panel')
    const withoutFactor = () =>
      Promise.all(
        ['authenticators', 'recovery_codes', 'passkeys'].map((table) =>
          site.world.admin.query(`delete from ${table} where person_id = $1`, [id]),
        ),
      )
    const { rows } = await site.world.admin.query('select * from authenticators where person_id = $1', [id])
    await withoutFactor()
    const { context, page } = await open(true, 1440)
    await equip(context, page)
    await password(page, 'panel')
    await page.getByRole('button', { name: 'Use this device' }).click()
    await page.locator('#codes').waitFor()
    expect(((await page.locator('#codes').textContent()) ?? '').trim().split('\n')).toHaveLength(10)
    await page.getByRole('link', { name: 'I have saved them' }).click()
    await page.waitForURL(`${ORIGIN}${path.queue}`)
    await page.goto(`${ORIGIN}${path.account}`)
    expect(await page.locator('[aria-labelledby=way-passkeys] li').count()).toBe(1)
    await leave(page)
    await page.goto(`${ORIGIN}${path.signIn}`)
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await page.waitForURL(`${ORIGIN}${path.queue}`)
    await leave(page)

    // what somebody who has stolen the password holds from before opens nothing once its owner has a factor
    await withoutFactor()
    await password(page, 'panel')
    await page.route(`${ORIGIN}${path.signIn}`, async (route) => {
      const { secret, added_at: addedAt, last_step: step } = rows[0]
      await site.world.admin.query('insert into authenticators values ($1, $2, $3, $4)', [id, secret, addedAt, step])
      await route.continue()
    })
    await page.getByRole('button', { name: 'Use this device' }).click()
    await page.getByText('The passkey was not accepted').waitFor()
    const passkeys = await site.world.admin.query('select 1 from passkeys where person_id = $1', [id])
    expect(passkeys.rowCount).toBe(0)
    await context.close()
  })

  test('is made with a name, signs in by itself, is a second step, and is removed', async () => {
    const { context, page } = await open(true, 1440)
    await equip(context, page)
    await password(page, 'supervisor')
    await page.fill('#code', (await site.world.code('supervisor')) ?? '')
    await press(page, 'Sign in')
    await page.waitForURL(`${ORIGIN}${path.queue}`)
    await page.goto(`${ORIGIN}${path.account}`)
    await look(page)
    await page.fill('#name', 'my own telephone')
    await page.locator('main').getByRole('button', { name: 'Add a passkey' }).click()
    await page.waitForURL(/done=passkey/)
    expect(await page.locator('main').textContent()).toContain('my own telephone')
    await leave(page)

    await page.goto(`${ORIGIN}${path.signIn}`)
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await page.waitForURL(`${ORIGIN}${path.queue}`)
    await leave(page)

    await password(page, 'supervisor')
    await page.getByRole('button', { name: 'Use a passkey' }).click()
    await page.waitForURL(`${ORIGIN}${path.queue}`)

    site.world.clock.moveTo(new Date(site.world.clock.now().getTime() + 601_000))
    await page.goto(`${ORIGIN}${path.authenticator}`)
    expect(await page.locator('h1').textContent()).toBe('Confirm that it is you')
    await look(page)
    await page.getByRole('button', { name: 'Confirm with a passkey' }).click()
    await page.locator('#totp-key').waitFor()
    expect(await page.locator('h1').textContent()).toBe('Add an authenticator')
    await look(page)

    // a page that was open before the session got its new token sends its form as before
    await site.visitor('supervisor')
    await page.goto(`${ORIGIN}${path.account}`)
    const other = await context.newPage()
    await other.goto(`${ORIGIN}${path.account}`)
    site.world.clock.moveTo(new Date(site.world.clock.now().getTime() + 601_000))
    await page.goto(`${ORIGIN}${path.authenticator}`)
    const sent: string[] = []
    page.on('request', (request) => {
      if (request.method() === 'POST') sent.push(new URL(request.url()).pathname)
    })
    await page.fill('#code', (await site.world.code('supervisor')) ?? '')
    await page.getByRole('button', { name: 'Confirm and continue' }).dblclick()
    await page.locator('#totp-key').waitFor()
    expect(sent).toEqual([path.proof])
    await other.locator('main').getByRole('button', { name: 'Sign out everywhere else' }).click()
    await other.waitForURL(/done=/)
    expect(await other.locator('main').textContent()).not.toContain('open too long')

    await page.goto(`${ORIGIN}${path.account}`)
    await page.getByRole('button', { name: 'Remove my own telephone' }).click()
    await page.waitForURL(/done=removed/)
    expect(await page.locator('main').textContent()).not.toContain('my own telephone')

    // what was done is said once, and not again to whoever comes back to the page
    expect(await page.locator('.hj-notice--ok').isVisible()).toBe(true)
    await page.goto(`${ORIGIN}${path.account}`)
    await page.goBack({ waitUntil: 'load' })
    expect([page.url().includes('done=removed'), await page.locator('.hj-notice--ok').count()]).toEqual([true, 1])
    await page.locator('.hj-notice--ok').waitFor({ state: 'hidden' })
    await context.close()
  })
})

test('before a letter is revoked one shows who one is, and what was typed goes on; a table is fetched after a code', async () => {
  const one = await site.world.caseIn('letterIssued')
  const { context, page } = await open(false, 1440)
  await password(page, 'approver')
  await page.fill('#code', (await site.world.code('approver')) ?? '')
  await press(page, 'Sign in')
  await page.goto(`${ORIGIN}${actionAddress(one.id, 'revokeLetter')}`)
  site.world.clock.moveTo(new Date(site.world.clock.now().getTime() + 601_000))
  await page
    .getByLabel('The letter was issued in error')
    .or(page.locator('input[name="reasons[]"]').first())
    .first()
    .check()
  await page.locator('textarea').first().fill('The facts on which the letter rests do not hold “at all”.')
  await press(page, 'Revoke the letter')
  expect(await page.locator('h1').textContent()).toBe('Confirm that it is you')
  expect(await one.state()).toBe('letterIssued')
  await page.fill('#code', '000000')
  await press(page, 'Confirm and continue')
  expect(await page.locator('main').textContent()).toContain('The code is wrong or already used')
  await page.fill('#code', (await site.world.code('approver')) ?? '')
  await press(page, 'Confirm and continue')
  await page.waitForURL(/done=revokeLetter/)
  expect(await one.state()).toBe('letterRevoked')
  site.world.clock.moveTo(new Date(site.world.clock.now().getTime() + 601_000))
  await page.goto(`${ORIGIN}${path.reportCsv('stages')}`)
  expect(await page.locator('h1').textContent()).toBe('Confirm that it is you')
  await context.close()
})
