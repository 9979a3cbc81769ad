/** Signing in by an identity provider: a real one (oidc-provider) on the loopback, a real browser, and what happens when the answer is not the one that was waited for. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import Provider from 'oidc-provider'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { launchBrowser } from '../../tools/browser.js'
import { findViolations } from '../../tools/screens.js'
import { signIn } from '../../tools/tour/signIn.js'
import { PASSWORD } from '../cases/population.js'
import { Served } from '../web/served.js'

const CLIENT = { id: 'haijian', secret: 'a-secret-of-the-tests-only' }
/** Whom the provider takes the next visitor for, and how they have shown it. */
let visitor = { subject: 'sub-assessor', amr: ['pwd', 'otp'] }
let server: Server
let site: Served
let browser: Browser
let context: BrowserContext

beforeAll(async () => {
  server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}` // a TCP server has one
  const port = await freePort()
  serveProvider(issuer, `http://127.0.0.1:${port}/sign-in/provider/back`)
  site = await Served.open({
    port,
    settings: {
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      OIDC_ISSUER: issuer,
      OIDC_CLIENT_ID: CLIENT.id,
      OIDC_CLIENT_SECRET: CLIENT.secret,
    },
  })
  browser = await launchBrowser()
})
afterEach(() => context.close())
afterAll(async () => {
  await browser.close()
  await site.close()
  server.closeAllConnections()
  server.close()
})

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => probe.once('listening', resolve))
  const { port } = probe.address() as AddressInfo // a TCP server has one
  await new Promise((resolve) => probe.close(resolve))
  return port
}

/** Whoever comes is `visitor`; nothing is asked. */
function serveProvider(issuer: string, back: string): void {
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [back],
        token_endpoint_auth_method: 'client_secret_basic',
      },
    ],
    claims: { openid: ['sub', 'acr', 'amr'] },
    cookies: { keys: ['keys-of-the-tests-only'] },
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    findAccount: (_context, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({
        ...(oidc.client && { clientId: oidc.client.clientId }),
        ...(oidc.session?.accountId && { accountId: oidc.session.accountId }),
      })
      grant.addOIDCScope('openid')
      await grant.save()
      return grant
    },
  })
  const answer = provider.callback()
  server.on('request', (request, response) => {
    if (!request.url?.startsWith('/interaction/')) return answer(request, response)
    const login = { accountId: visitor.subject, amr: visitor.amr, remember: false }
    void provider.interactionFinished(request, response, { login })
  })
}

async function open(address: string): Promise<Page> {
  const page = await context.newPage()
  await page.goto(`${site.origin}${address}`)
  return page
}

async function newcomer(): Promise<Page> {
  context = await browser.newContext({ locale: 'en' })
  await context.addCookies([{ name: 'language', value: 'en', url: site.origin }])
  return open('/sign-in')
}

const byProvider = (page: Page) => page.getByRole('link', { name: 'Sign in with the identity provider' }).click()

test('a user of the provider that nobody has linked does not get in, and is told what to do', async () => {
  const page = await newcomer()
  await byProvider(page)
  await page.waitForURL('**/sign-in/provider/back?*')
  expect(await page.textContent('main')).toContain('is linked to no account yet')
  expect((await context.cookies()).map(({ name }) => name)).not.toContain('session')
})

test('one links one’s own user on the account page, and signs in with it without a further code', async () => {
  context = await browser.newContext({ locale: 'en' })
  await context.addCookies([{ name: 'language', value: 'en', url: site.origin }])
  await signIn(context, site.origin, 'assessor', PASSWORD, await site.world.code('assessor'))
  const own = await open('/account')
  expect(await findViolations(own)).toEqual([])
  await own.getByRole('button', { name: 'Link my user there' }).click()
  await own.waitForURL('**/account?done=link')
  expect(await own.textContent('main')).toContain('sub-assessor')
  await context.close()

  const page = await newcomer()
  await byProvider(page)
  await page.waitForURL('**/queue')
  const { rows } = await site.world.admin.query<{ ways: string[] }>(
    'select ways from sessions order by created_at desc, seen_at desc',
  )
  expect(rows.map(({ ways }) => ways.join(' '))).toContain('provider providerFactor')
})

test('where the provider has asked for one factor only, ours is still asked for', async () => {
  visitor = { ...visitor, amr: ['pwd'] }
  const page = await newcomer()
  await byProvider(page)
  await page.locator('#code').waitFor()
  expect((await context.cookies()).map(({ name }) => name)).not.toContain('session')
  visitor = { ...visitor, amr: ['pwd', 'otp'] }
})

test('an answer that was used, that is for another browser, or that was changed signs nobody in', async () => {
  const page = await newcomer()
  const answers: string[] = []
  page.on('request', (request) => {
    if (request.url().includes('/sign-in/provider/back')) answers.push(request.url())
  })
  await byProvider(page)
  await page.waitForURL('**/queue')
  const used = answers[0] ?? ''
  expect(used).toContain('state=')
  await context.close()
  for (const address of [used, used.replace(/state=[^&]+/, 'state=another')]) {
    const other = await newcomer()
    await other.goto(address)
    expect(await other.textContent('main')).toContain('did not sign you in')
    expect((await context.cookies()).map(({ name }) => name)).not.toContain('session')
    await context.close()
  }
  context = await browser.newContext()
})

test('what was linked is unlinked, and then gets nobody in', async () => {
  const page = await newcomer()
  await byProvider(page)
  await page.waitForURL('**/queue')
  await page.goto(`${site.origin}/account`)
  await page.getByRole('button', { name: 'Unlink' }).click()
  await page.waitForURL('**/account?done=removed')
  await context.close()
  const again = await newcomer()
  await byProvider(again)
  await again.waitForURL('**/sign-in/provider/back?*')
  expect(await again.textContent('main')).toContain('is linked to no account yet')
})
