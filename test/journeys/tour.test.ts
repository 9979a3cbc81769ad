/**
 * Every page that a person can come to by a link, as everybody sees it: accessible, no wider than the screen, light, still, without an error in the console, with nothing told by colour
 * alone, and everything named in the page's language; and no link leads nowhere. In every manner of reading by `npm run test:long`; `npm test` finds all pages and opens a tenth, another one each day.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { ContentReadings } from '../../src/cases/audit/reading.service.js'
import { Packages } from '../../src/letters/package.service.js'
import { Firms } from '../../src/people/firm.service.js'
import { Passwords } from '../../src/people/password.service.js'
import { PolicyDrafts } from '../../src/reference/draft.service.js'
import { projectFolder } from '../../src/settings.js'
import { launchBrowser } from '../../tools/browser.js'
import { type Found, findPages, type Stop } from '../../tools/tour/find.js'
import { type Manner, sayManner, Window } from '../../tools/tour/look.js'
import { pageRoutes } from '../../tools/tour/routes.js'
import { signIn } from '../../tools/tour/signIn.js'
import { type Name, PASSWORD } from '../cases/population.js'
import { ROUTES } from '../cases/routes.js'
import { isToday, long, turn } from '../long.js'
import { Served } from '../web/served.js'

const PEOPLE: readonly (Name | undefined)[] = [
  undefined,
  'firmAdmin',
  'newcomer',
  'intake',
  'assessor',
  'approver',
  'supervisor',
  'panel',
  'permitOfficer',
  'policyEditor',
  'systemAdmin',
  'securityAdmin',
  'auditor',
]

/** 720 px is a desk enlarged to 200 %. */
const MANNERS: readonly Manner[] = [
  { language: 'zh', width: 1440 },
  { language: 'en', width: 390 },
  { language: 'zh', width: 720, dark: true },
  { language: 'en', width: 1440, dark: true },
  { language: 'zh', width: 390 },
  { language: 'en', width: 720 },
  { language: 'en', width: 320, noScript: true },
]

/** What is said as it is in both languages: numbers of cases and letters, files, addresses, people's and firms' names, keys, formats. */
const DATA: readonly RegExp[] = [
  /(演示)?沪\S+〔\d{4}〕\d+号/g,
  /\S+\.(pdf|jpg|pem|csv)\b/g,
  /\S+@\S+/g,
  /[\p{Script=Han}（）]+公司/gu,
  /ROSSI GIULIA MARIA|Giulia Maria Rossi|KIM MINJI|(Wolfeschlegelsteinhausenbergerdorff)+|MAXIMILIANA( ALEXANDROVNA)+/g,
  /^(recommendation|OpenAPI 3\.1|curl -H .*)$/,
]

const accounts = () => new RegExp(`^(${Object.keys(site.world.population.people).join('|')})$`)
/** Where nothing is for anybody, or not for them. */
const NOWHERE: readonly [string, number] = ['/no-such-page', 404]
const ASTRAY: Readonly<Record<string, readonly (readonly [string, number])[]>> = {
  visitor: [NOWHERE],
  firmAdmin: [NOWHERE, ['/queue', 403]],
  intake: [NOWHERE],
}

const inTurn = <T>(all: readonly T[]): T[] => all.filter((_, at) => isToday(at, 10))
const mannersOf = (at: number): readonly Manner[] =>
  long ? MANNERS : MANNERS.filter((_, m) => m === (at + turn) % MANNERS.length)

let site: Served
let browser: Browser
let found: Found
const windows = new Map<string, Promise<{ context: BrowserContext; window: Window }>>()

async function open(name: Name | undefined, manner: Manner) {
  const context = await browser.newContext({
    viewport: { width: manner.width, height: 900 },
    colorScheme: manner.dark ? 'dark' : 'light',
    javaScriptEnabled: !manner.noScript,
    reducedMotion: manner.dark ? 'no-preference' : 'reduce',
  })
  if (name) await signIn(context, site.origin, name, PASSWORD, await site.world.code(name))
  return { context, window: await Window.open(context, site.origin, manner, [...DATA, accounts()]) }
}

/** One window for each person and manner, used again. */
async function windowOf(who: string, manner: Manner): Promise<Window> {
  const key = `${who} ${sayManner(manner)}`
  const opened =
    windows.get(key) ??
    open(
      PEOPLE.find((name) => name === who),
      manner,
    )
  windows.set(key, opened)
  return (await opened).window
}

/** What no link leads to by itself: a draft of a policy, a package, a case whose reading was consented to, and the links that come by mail or from a firm. Answers where who begins. */
async function arrange(): Promise<Readonly<Record<string, readonly string[]>>> {
  const { world } = site
  const { app, admin } = world
  const known = await admin.query<{ key: string; body: unknown }>(
    `select key, body from reference where kind = 'timeLimits' order by key limit 1`,
  )
  const { key, body } = known.rows[0] ?? { key: '', body: null }
  const draft = { effectiveFrom: '2027-01-04', body, note: 'Notice 12 of 2026' }
  const version = await app.get(PolicyDrafts).draft(world.person('policyEditor'), 'timeLimits', key, draft)
  const letters = await admin.query<{ id: number; caseId: number }>(
    `select id, case_id as "caseId" from letters where kind = 'recommendation' and issued_at is not null and ended_at is null order by id limit 2`,
  )
  const packed = await app.get(Packages).make(
    world.person('permitOfficer'),
    letters.rows.map(({ id }) => id),
  )
  const read = letters.rows[0]?.caseId ?? 0
  const readings = app.get(ContentReadings)
  await readings.ask(world.person('auditor'), read, 'A complaint, 2026-118')
  const [wish] = await readings.list(world.person('securityAdmin'), read)
  await readings.decide(world.person('securityAdmin'), wish?.id ?? 0, null)
  const guest = { account: 'guest@example.com', name: 'Li Wen', roles: ['applicant' as const] }
  const { token } = await app.get(Firms).invite(world.person('firmAdmin'), guest)
  await app.get(Passwords).askReset('colleague', '10.0.0.1')
  const mails = await admin.query<{ path: string }>(`select path from mails where kind = 'passwordReset'`)
  const firm = await site.visitor('applicant')
  await firm.open(`/cases/${read}/talent`)
  const link = /\/talent\/[\w-]{43}/.exec((await firm.send(`/cases/${read}/talent`)).html)?.[0] ?? ''
  return {
    visitor: [
      '/register/done',
      '/join/done',
      '/verify/7K3M9QXT2BVH8RW44',
      `/join/${token}`,
      link,
      ...mails.rows.map(({ path }) => path),
    ],
    policyEditor: [`/policy/entries/${version}/change`],
    permitOfficer: [`/packages/${packed.id}`],
    auditor: [`/audit/cases/${read}/content`],
  }
}

beforeAll(async () => {
  site = await Served.open()
  browser = await launchBrowser()
  const states = Object.keys(ROUTES).filter((state) => state !== 'discarded') as (keyof typeof ROUTES)[] // its own keys
  for (const state of states) await site.world.caseIn(state)
  // A draft with nothing in it, and one whose every word is long
  await site.world.cases.start(site.world.person('applicant'))
  await site.world.draft('applicant', 'goodsHost', {
    systemName: `MAXIMILIANA${' ALEXANDROVNA'.repeat(4)}`,
    visualName: 'Wolfeschlegelsteinhausenbergerdorff'.repeat(2),
  })
  const people = await Promise.all(
    PEOPLE.map(async (name) => ({ name, ...(await open(name, { language: 'zh', width: 1440 })) })),
  )
  const table: Record<string, string> = JSON.parse(readFileSync(join(projectFolder, 'test/web/routes.json'), 'utf8'))
  const from = await arrange()
  found = await findPages(
    site.origin,
    pageRoutes(table),
    people.map(({ name, context }) => ({
      name: name ?? 'visitor',
      request: context.request,
      from: from[name ?? 'visitor'] ?? [],
      astray: ASTRAY[name ?? 'visitor'] ?? [],
    })),
    long ? undefined : 3,
  )
  for (const { context } of people) await context.close()
}, 240_000)

afterAll(async () => {
  await browser.close()
  await site.close()
})

test('every route is reached by a link, and every link leads somewhere', () => {
  // the papers of these cases were never on the disk
  expect(found.faults.filter(({ screen }) => !/\/(files|papers)\/\d+$|\/packages\/\d+\/file$/.test(screen))).toEqual([])
  expect(found.missed.filter((path) => !NOT_LINKED.test(path))).toEqual([])
  expect(found.stops.length).toBeGreaterThan(100)
})

/** Files are not on the disk here, the talent's own page and the change of an address come after a button, a provider is a site of its own, and so is the demonstration's mailbox. */
const NOT_LINKED =
  /^\/email\/:token|:file|:paper|^\/sign-in\/provider|^\/talent$|\/file$|\/csv$|^\/demo\/|^\/policy\/templates\/:id\/(case|sample)$/

/** Opens some pages in their turn of manners, and does something there before looking. */
async function lookAt(stops: readonly Stop[], then?: (page: Page) => Promise<void>): Promise<string[]> {
  const faults: string[] = []
  for (const [at, stop] of stops.entries())
    for (const manner of mannersOf(at).filter(({ noScript }) => !then || !noScript)) {
      const seen = await (await windowOf(stop.who, manner)).look(stop, undefined, then)
      faults.push(...seen.map((what) => `${stop.who} ${stop.address} ${sayManner(manner)}: ${what}`))
    }
  return faults
}

describe('what the browser finds', () => {
  test('on the pages as they come', async () => {
    expect(await lookAt(inTurn(found.stops))).toEqual([])
  }, 3_600_000)

  test('where nobody, or not everybody, finds a page', async () => {
    const errors = found.stops.filter(({ status }) => status !== undefined)
    expect(errors.map(({ who, status }) => `${who} ${status}`)).toEqual([
      'visitor 404',
      'firmAdmin 404',
      'firmAdmin 403',
      'intake 404',
    ])
    expect(await lookAt(errors)).toEqual([])
  }, 600_000)

  test('after a form was sent empty', async () => {
    const sends =
      'main form[method="post"] button.govuk-button:not([aria-disabled="true"], [name], .govuk-button--secondary)'
    const forms = found.stops.filter(({ route }) =>
      /\/actions\/(?!accept|report$)|register$|sign-in|self-check$|absences|outages|keys/.test(route),
    )
    expect(forms.length).toBeGreaterThan(15)
    const sent = await lookAt(inTurn(forms), async (page) => {
      const button = page.locator(sends).last()
      if ((await button.count()) === 0) return
      await button.click()
      await page.waitForLoadState('load')
    })
    // 409 and 422 are what is looked at here, and Chromium writes them into its console; what asks for no answer was done, and is gone in the next manner
    expect(sent.filter((fault) => !/status of 4\d\d|is answered by 404$/.test(fault))).toEqual([])
  }, 1_200_000)

  test('sees what moves, what is told by colour alone, and what has no name or one in another language', async () => {
    const window = await windowOf('intake', { language: 'zh', width: 1440, dark: true })
    const seen = await window.look({ address: '/queue?tab=all' }, undefined, async (page) => {
      await page.evaluate(`(() => {
        const one = (selector) => document.querySelector(selector)
        one('h1').style.transition = 'color 0.2s'
        one('main').animate([{ marginTop: 0 }, { marginTop: '1px' }], { duration: 60000, iterations: Infinity })
        one('.govuk-tag').textContent = ''
        one('#find').parentElement.classList.add('govuk-form-group--error')
        one('.hj-out button').textContent = ''
        one('.hj-nav a').textContent = 'Queue'
      })()`)
    })
    expect(seen.filter((fault) => /^(moves: |is told|has no name|is not named)/.test(fault))).toEqual([
      'moves: h1.hj-h1',
      expect.stringMatching(/^moves: main#main/),
      expect.stringMatching(/^is told by colour alone: strong\.govuk-tag/),
      expect.stringMatching(/^is told by colour alone: form\.hj-find/),
      expect.stringMatching(/^has no name: button\.hj-textbutton/),
      expect.stringMatching(/^is not named in zh: “Queue” a/),
    ])
  })

  test('with the sheet of keys open', async () => {
    const desks = found.stops.filter(({ route }) => route === '/queue')
    expect(
      await lookAt(inTurn(desks).concat(desks.slice(0, 1)), async (page) => {
        await page.keyboard.press('?')
        await page.locator('dialog[open]').waitFor()
      }),
    ).toEqual([])
  }, 600_000)
})
