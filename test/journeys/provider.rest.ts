/** Signing in by an identity provider: a real one (oidc-provider) on the loopback, a real browser, and what happens when the answer is not the one that was waited for. */
import { generateKeyPairSync, sign } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import Provider from 'oidc-provider'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { apiPath, path, withQuery } from '../../src/base/path.js'
import { launchBrowser } from '../../tools/browser.js'
import { findViolations } from '../../tools/screens.js'
import { signIn } from '../../tools/tour/signIn.js'
import { PASSWORD } from '../cases/population.js'
import { freePort } from '../ports.js'
import { Served } from '../web/served.js'

const KEY = generateKeyPairSync('rsa', { modulusLength: 2048 })
const CLIENT = { id: 'haijian', secret: 'a-secret-of-the-tests-only' }
/** Whom the provider takes the next visitor for, how they have shown it, and how many minutes ago; null: it does not say. */
let visitor: { subject: string; amr: string[]; ago: number | null } = {
  subject: 'sub-assessor',
  amr: ['pwd', 'otp'],
  ago: 0,
}
/** For how many seconds each visitor need not be asked anew. */
const maxAges: (string | null)[] = []
/** What the next ID token says instead, and by which key; and every token that was given out. */
let forged: { claims?: object; key?: typeof KEY.privateKey; alg?: string } = {}
const tokens: string[] = []
/** What the provider says of itself instead: another member of its description, or a text. */
let description: object | string | undefined
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
  context = await browser.newContext()
})
afterEach(() => context.close())
afterAll(async () => {
  await browser.close()
  await site.close()
  server.closeAllConnections()
  server.close()
})

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
    jwks: { keys: [{ ...KEY.privateKey.export({ format: 'jwk' }), kid: 'k', use: 'sig', alg: 'RS256' }] },
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
  provider.use(async (asked, next) => {
    await next()
    const said = asked.body as { id_token?: string; access_token?: string } | undefined // of the token endpoint alone it has these
    if (description && asked.path.endsWith('/openid-configuration'))
      asked.body = typeof description === 'string' ? description : { ...said, ...description }
    if (!asked.path.endsWith('/token') || !said?.id_token) return
    asked.body = { ...said, id_token: forge(said.id_token) }
    tokens.push(said.id_token, said.access_token ?? '')
  })
  const answer = provider.callback()
  server.on('request', (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', issuer)
    if (pathname === '/auth') maxAges.push(searchParams.get('max_age'))
    if (!pathname.startsWith('/interaction/')) return answer(request, response)
    const login = { accountId: visitor.subject, amr: visitor.amr, remember: false }
    void provider.interactionFinished(request, response, { login })
  })
}

/** The ID token signed anew: with a time by the clock of the tests, and other claims where they are to be forged. */
function forge(token: string): string {
  const { claims, key = KEY.privateKey, alg = 'RS256' } = forged
  const told = JSON.parse(String(Buffer.from(token.split('.')[1] ?? '', 'base64url')))
  const now = Math.floor(site.world.clock.now().getTime() / 1000)
  const shown = { auth_time: visitor.ago === null ? undefined : now - 60 * visitor.ago }
  const parts = [
    { alg, kid: 'k' },
    { ...told, ...shown, ...claims },
  ].map((one) => Buffer.from(JSON.stringify(one)).toString('base64url'))
  const signature = alg === 'none' ? '' : sign('sha256', Buffer.from(parts.join('.')), key).toString('base64url')
  return [...parts, signature].join('.')
}

/** A browser without script that goes to the provider and comes back; all that it was sent, and whether it has a session. */
async function wander(): Promise<{ sent: string; last: number; cookie: string }> {
  const jars = new Map<string, Map<string, string>>()
  let [sent, address, last] = ['', `${site.origin}${withQuery(path.signInProvider, { to: path.queue })}`, 0]
  for (let hops = 0; hops < 10 && address !== ''; hops++) {
    const url = new URL(address)
    const jar = jars.get(url.host) ?? new Map<string, string>()
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(url, { redirect: 'manual', headers: { cookie, accept: 'text/html' } })
    for (const one of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(one) ?? []
      jar.set(name, value)
    }
    jars.set(url.host, jar)
    sent += [address, ...[...answer.headers].map(String), await answer.text()].join('\n')
    const next = answer.headers.get('location')
    address = next && answer.status >= 300 && answer.status < 400 ? new URL(next, url).href : ''
    last = answer.status
  }
  const cookie = jars.get(new URL(site.origin).host)?.get('session') ?? ''
  return { sent, last, cookie }
}

async function open(address: string): Promise<Page> {
  const page = await context.newPage()
  await page.goto(`${site.origin}${address}`)
  return page
}

async function newcomer(): Promise<Page> {
  context = await browser.newContext({ locale: 'en' })
  await context.addCookies([{ name: 'language', value: 'en', url: site.origin }])
  return open(path.signIn)
}

const byProvider = (page: Page) => page.getByRole('link', { name: 'Sign in with the identity provider' }).click()

test('a description that cannot be read or names another issuer is not believed; one is told when to come again and how to sign in meanwhile', async () => {
  for (const instead of ['none of this is JSON', { issuer: 'https://false.example' }]) {
    description = instead
    const { last, cookie } = await wander()
    expect([last, cookie]).toEqual([503, ''])
    const ask = (language: string) =>
      fetch(`${site.origin}${path.signInProvider}`, { headers: { accept: 'text/html', 'accept-language': language } })
    const [english, chinese] = [await ask('en'), await ask('zh-CN')]
    expect([english.status, english.headers.get('retry-after')]).toEqual([503, '5'])
    expect(await english.text()).toContain('The identity provider cannot be used at the moment.')
    expect(await chinese.text()).toContain('身份平台此刻无法使用。请几分钟后再试，或用账号和密码登录。')
  }
  description = undefined
  expect((await wander()).last).toBe(422) // nobody is linked yet
})

test('a link of another site opens no session: it leads to the page with the button', async () => {
  for (const from of ['cross-site', 'same-site']) {
    const { status, headers } = await fetch(`${site.origin}${withQuery(path.signInProvider, { to: path.queue })}`, {
      redirect: 'manual',
      headers: { 'sec-fetch-site': from, 'sec-fetch-mode': 'navigate' },
    })
    expect([status, headers.get('location')]).toEqual([303, withQuery(path.signIn, { to: path.queue })])
    expect(headers.getSetCookie().filter((one) => one.startsWith('provider='))).toEqual([])
  }
})

test('a user of the provider that nobody has linked does not get in, and is told what to do', async () => {
  const page = await newcomer()
  await byProvider(page)
  await page.waitForURL('**/sign-in/provider/back?*')
  expect(await page.textContent('main')).toContain('is not linked to an account yet')
  expect((await context.cookies()).map(({ name }) => name)).not.toContain('session')
})

test('one links one’s own user on the account page, and signs in with it without a further code', async () => {
  context = await browser.newContext({ locale: 'en' })
  await context.addCookies([{ name: 'language', value: 'en', url: site.origin }])
  await signIn(context, site.origin, 'assessor', PASSWORD, await site.world.code('assessor'))
  const own = await open(path.account)
  expect(await findViolations(own)).toEqual([])
  await own.getByRole('button', { name: 'Link my account there' }).click()
  await own.waitForURL('**/account?done=link')
  expect(await own.textContent('main')).toContain('sub-assessor')
  await context.close()

  const page = await newcomer()
  await byProvider(page)
  await page.waitForURL('**/queue')
  const sessionNow = async () => (await context.cookies()).find(({ name }) => name === 'session')?.value ?? ''
  const before = await sessionNow()
  // once more, in a browser that has a session: it ends
  await page.goto(`${site.origin}${path.signIn}`)
  await byProvider(page)
  await page.waitForURL('**/queue')
  const status = async (session: string) =>
    (await fetch(`${site.origin}${apiPath.me}`, { headers: { cookie: `session=${session}` } })).status
  expect([await status(before), await status(await sessionNow())]).toEqual([401, 200])
  const { rows } = await site.world.admin.query<{ ways: string[] }>(
    'select ways from sessions order by created_at desc, seen_at desc',
  )
  expect(rows.map(({ ways }) => ways.join(' '))).toContain('provider providerFactor')
})

test.each([
  ['ten minutes ago at most', 9, false],
  ['longer ago, and the browser was only let through', 11, true],
  ['at a time that it does not tell', null, true],
])('who has signed in at the provider %s: whether a proof is asked for', async (_when, ago, asked) => {
  visitor = { ...visitor, ago }
  const page = await newcomer()
  await byProvider(page)
  await page.waitForURL('**/queue')
  expect(maxAges.at(-1)).toBe('43200')
  visitor = { ...visitor, ago: 0 }
  await page.goto(`${site.origin}${path.account}`)
  await page.getByRole('button', { name: 'Link my account there' }).click()
  await page.waitForURL(asked ? `**${path.provider}` : '**/sign-in/provider/back?*')
  expect(await page.textContent('main')).toContain(asked ? 'Confirm that it is you' : 'is already linked to an account')
})

test('who was let through at the provider is not linked: a user there could be a colleague’s', async () => {
  context = await browser.newContext({ locale: 'en' })
  await context.addCookies([{ name: 'language', value: 'en', url: site.origin }])
  site.world.clock.moveTo(new Date(site.world.clock.now().getTime() + 60_000)) // a code is taken once
  await signIn(context, site.origin, 'approver', PASSWORD, await site.world.code('approver'))
  for (const ago of [2, null]) {
    visitor = { ...visitor, subject: 'sub-colleague', ago }
    const own = await open(path.account)
    await own.getByRole('button', { name: 'Link my account there' }).click()
    await own.waitForURL('**/sign-in/provider/back?*')
    expect(maxAges.at(-1)).toBe('0')
    expect(await own.textContent('main')).toContain('did not ask you to sign in again')
    await own.goto(`${site.origin}${path.account}`)
    expect(await own.textContent('main')).not.toContain('sub-colleague')
  }
  visitor = { ...visitor, subject: 'sub-assessor', ago: 0 }
})

test('a sign-in at the provider that is older than a session of ours may get is none', async () => {
  visitor = { ...visitor, ago: 12 * 60 + 2 }
  const { sent, cookie } = await wander()
  visitor = { ...visitor, ago: 0 }
  expect([sent.includes('没有要求您重新登录') || sent.includes('did not ask you to sign in again'), cookie]).toEqual([
    true,
    '',
  ])
  context = await browser.newContext()
})

test('what the provider hands out stays with the server, and a session by it ends like any other', async () => {
  const { sent, last, cookie } = await wander()
  expect([last, cookie.length]).toEqual([200, 43])
  expect(tokens.length).toBeGreaterThanOrEqual(2)
  const { rows } = await site.world.admin.query<{ name: string }>(
    `select format('%I', table_name) as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  )
  let kept = ''
  for (const { name } of rows)
    for (const { line } of (await site.world.admin.query(`select t::text as line from ${name} t`)).rows) kept += line
  for (const token of tokens.filter(Boolean))
    expect([sent.includes(token), kept.includes(token)]).toEqual([false, false])
  const look = async () =>
    (await fetch(`${site.origin}${path.queue}`, { redirect: 'manual', headers: { cookie: `session=${cookie}` } }))
      .status
  const now = site.world.clock.now()
  site.world.clock.moveTo(new Date(now.getTime() + 30 * 60_000))
  expect(await look()).toBe(200)
  site.world.clock.moveTo(new Date(now.getTime() + 60 * 60_000 + 1))
  expect(await look()).toBe(303)
  site.world.clock.moveTo(now)
})

test.each<[string, typeof forged]>([
  ['a false issuer', { claims: { iss: 'https://false.example' } }],
  ['another audience', { claims: { aud: 'another-client' } }],
  ['an audience of several and another party', { claims: { aud: [CLIENT.id, 'other'], azp: 'other' } }],
  ['another nonce', { claims: { nonce: 'of-another-flow' } }],
  ['a time that is over', { claims: { exp: 1_700_000_000 } }],
  ['the signature of another key', { key: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey }],
  ['no signature', { alg: 'none' }],
])('an answer with %s signs nobody in', async (_what, wrong) => {
  forged = wrong
  const { sent, cookie } = await wander()
  forged = {}
  expect([sent.includes('没有从身份平台登录成功') || sent.includes('did not sign you in'), cookie]).toEqual([true, ''])
})

test('where the provider has asked for one factor only, ours is still asked for', async () => {
  visitor = { ...visitor, amr: ['pwd'] }
  const page = await newcomer()
  await byProvider(page)
  await page.locator('#code').waitFor()
  // also in the other language, though the page stands at the provider's way back
  const [was, change] = [await page.locator('html').getAttribute('lang'), page.locator('.hj-lang button')]
  await change.click()
  await page.locator(`html:not([lang="${was}"]) #code`).waitFor()
  expect((await context.cookies()).map(({ name }) => name)).not.toContain('session')
  visitor = { ...visitor, amr: ['pwd', 'otp'] }
})

test('an answer that was used, that is for another browser, or that was changed signs nobody in', async () => {
  const page = await newcomer()
  const answers: string[] = []
  page.on('request', (request) => {
    if (request.url().includes(path.signInProviderBack)) answers.push(request.url())
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
  await page.goto(`${site.origin}${path.account}`)
  await page.getByRole('button', { name: 'Unlink' }).click()
  await page.waitForURL('**/account?done=removed')
  await context.close()
  const again = await newcomer()
  await byProvider(again)
  await again.waitForURL('**/sign-in/provider/back?*')
  expect(await again.textContent('main')).toContain('is not linked to an account yet')
})
