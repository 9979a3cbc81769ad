/**
 * Every page that a person can come to by a link, found as everybody sees it, and opened in a real browser: accessible, no wider than the screen, light, still, without an error in the console,
 * with nothing told by colour alone, and everything named in the page's language. tourOfKinds.long.ts opens some of every kind, tour.long.ts all others.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { path } from '../../src/base/path.js'
import { ContentReadings } from '../../src/cases/audit/reading.service.js'
import { Packages } from '../../src/letters/package.service.js'
import { Firms } from '../../src/people/firm.service.js'
import { Passwords } from '../../src/people/password.service.js'
import { Registrations } from '../../src/people/registration.service.js'
import { linkTo } from '../../src/people/secrets.js'
import { PolicyDrafts } from '../../src/reference/draft.service.js'
import { projectFolder } from '../../src/settings.js'
import { launchBrowser } from '../../tools/browser.js'
import { type Found, findPages, type Stop } from '../../tools/tour/find.js'
import { type Manner, sayManner, Window } from '../../tools/tour/look.js'
import { pageRoutes } from '../../tools/tour/routes.js'
import { signIn } from '../../tools/tour/signIn.js'
import { type Name, PASSWORD } from '../cases/population.js'
import { ROUTES } from '../cases/routes.js'
import { long } from '../long.js'
import { Served } from '../web/served.js'
import { toNextPage } from './nextPage.js'

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

/** Where nothing is for anybody, or not for them. */
const NOWHERE: readonly [string, number] = ['/no-such-page', 404]
const ASTRAY: Readonly<Record<string, readonly (readonly [string, number])[]>> = {
  visitor: [NOWHERE],
  firmAdmin: [NOWHERE, [path.queue, 403]],
  intake: [NOWHERE],
}

type Choice = readonly (readonly [who: string, route: string])[]

/** The pages of each person that every `npm test` opens, the first found of each. */
export const EVERY_TIME: Choice = [
  ['visitor', '/'],
  ['visitor', '/verify/:code'],
  ['visitor', '/register'],
  ['firmAdmin', '/cases'],
  ['firmAdmin', '/cases/:id/answers/talent'],
  ['firmAdmin', '/cases/:id/documents'],
  ['intake', '/queue'],
  ['intake', '/cases/:id'],
  ['intake', '/cases/:id/passport'],
  ['assessor', '/cases/:id/actions/report'],
  ['approver', '/cases/:id/actions/recommend'],
  ['approver', '/reports'],
  ['supervisor', '/load'],
  ['permitOfficer', '/packages/:id'],
  ['policyEditor', '/policy/templates/:id'],
  ['systemAdmin', '/admin/people'],
  ['auditor', '/audit/cases/:id'],
]

/** Those whose forms every `npm test` sends empty. */
export const SENT_EVERY_TIME: Choice = [
  ['visitor', '/register'],
  ['intake', '/cases/:id/actions/requestCorrection'],
  ['approver', '/cases/:id/actions/refuse'],
]

/** Whose forms are sent empty. */
const WITH_FORMS = /\/actions\/(?!accept|report$)|register$|sign-in|self-check$|absences|outages|keys/

/** Sends the form of a page as it is. */
export async function sendEmpty(page: Page): Promise<void> {
  const sends =
    'main form[method="post"] button.govuk-button:not([aria-disabled="true"], [name], .govuk-button--secondary)'
  const button = page.locator(sends).last()
  if ((await button.count()) === 0) return
  await toNextPage(page, () => button.click())
}

/** What is looked at after a form was sent empty: 409 and 422, which Chromium writes into its console; what asks for no answer was done, and is gone in the next manner. */
export const isExpectedThen = (fault: string): boolean => /status of 4\d\d|is answered by 404$/.test(fault)

/** Opens the sheet of keys. */
export async function openKeys(page: Page): Promise<void> {
  await page.keyboard.press('?')
  await page.locator('dialog[open]').waitFor()
}

export class Tour {
  private readonly windows = new Map<string, Promise<Window>>()

  private constructor(
    readonly site: Served,
    readonly browser: Browser,
    readonly found: Found,
  ) {}

  /** Makes a case in every state and follows every link; of pages that are made alike opens three, and all in the long run. */
  static async open(): Promise<Tour> {
    const site = await Served.open()
    const browser = await launchBrowser()
    try {
      return new Tour(site, browser, await find(site, browser))
    } catch (error) {
      await browser.close()
      await site.close()
      throw error
    }
  }

  get pages(): Stop[] {
    return this.found.stops.filter(({ status }) => status === undefined)
  }

  /** Pages with a form that may be sent empty. */
  get forms(): Stop[] {
    return this.found.stops.filter(({ route }) => WITH_FORMS.test(route))
  }

  /** The first page found of each choice. */
  choose(choice: Choice): Stop[] {
    return choice.map(([who, route]) => {
      const stop = this.found.stops.find((one) => one.who === who && one.route === route)
      if (!stop) throw new Error(`${who} finds no ${route}`)
      return stop
    })
  }

  /** These pages without those that are chosen, unless this is the long run, which opens all in every manner. */
  leaveOut(stops: readonly Stop[], choice: Choice): readonly Stop[] {
    const left = new Set(this.choose(choice))
    return long ? stops : stops.filter((stop) => !left.has(stop))
  }

  /** One window for each person and manner, used again. */
  windowOf(who: string, manner: Manner): Promise<Window> {
    const key = `${who} ${sayManner(manner)}`
    const opened =
      this.windows.get(key) ??
      openWindow(
        this.site,
        this.browser,
        PEOPLE.find((name) => name === who),
        manner,
      )
    this.windows.set(key, opened)
    return opened
  }

  /** Opens each page in the next manner, or in every one in the long run, and does something there before looking. Answers what is wrong. */
  async lookAt(stops: readonly Stop[], then?: (page: Page) => Promise<void>): Promise<string[]> {
    const manners = MANNERS.filter(({ noScript }) => !then || !noScript)
    const faults: string[] = []
    for (const [at, stop] of stops.entries())
      for (const manner of long ? manners : manners.filter((_, m) => m === at % manners.length)) {
        const seen = await (await this.windowOf(stop.who, manner)).look(stop, undefined, then)
        faults.push(...seen.map((what) => `${stop.who} ${stop.address} ${sayManner(manner)}: ${what}`))
      }
    return faults
  }

  async close(): Promise<void> {
    await this.browser.close()
    await this.site.close()
  }
}

async function openContext(site: Served, browser: Browser, name: Name | undefined, manner: Manner) {
  const context = await browser.newContext({
    viewport: { width: manner.width, height: 900 },
    colorScheme: manner.dark ? 'dark' : 'light',
    javaScriptEnabled: !manner.noScript,
    reducedMotion: manner.dark ? 'no-preference' : 'reduce',
  })
  if (name) await signIn(context, site.origin, name, PASSWORD, await site.world.code(name))
  return context
}

async function openWindow(site: Served, browser: Browser, name: Name | undefined, manner: Manner): Promise<Window> {
  const accounts = new RegExp(`^(${Object.keys(site.world.population.people).join('|')})$`)
  return Window.open(await openContext(site, browser, name, manner), site.origin, manner, [...DATA, accounts])
}

/** What no link leads to by itself: a draft of a policy, a package, a case whose reading was consented to, and the links that come by mail or from a firm. Answers where who begins. */
async function arrange(site: Served): Promise<Readonly<Record<string, readonly string[]>>> {
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
  await app.get(Registrations).ask('newcomer@example.com', { address: '10.0.0.1', language: 'zh' })
  const mails = await admin.query<{ path: string }>(
    `select path from mails where kind in ('passwordReset', 'registration')`,
  )
  const firm = await site.visitor('applicant')
  await firm.open(path.caseTalent(read))
  await firm.send(path.caseTalent(read), { email: 'talent@example.com' })
  const links = await admin.query<{ path: string }>(`select path from mails where kind = 'talentLink'`)
  return {
    visitor: [
      path.registerDone,
      path.joinDone,
      path.verifyCode('7K3M9QXT2BVH8RW44'),
      linkTo(path.join, token),
      ...links.rows.map(({ path }) => path),
      ...mails.rows.map(({ path }) => path),
    ],
    policyEditor: [path.changeEntry(version)],
    permitOfficer: [path.package(packed.id)],
    auditor: [path.auditContent(read)],
  }
}

/** The pages that these people find, from cases in every state. */
async function find(site: Served, browser: Browser): Promise<Found> {
  const states = Object.keys(ROUTES).filter((state) => state !== 'discarded') as (keyof typeof ROUTES)[] // its own keys
  for (const state of states) await site.world.caseIn(state)
  // A draft with nothing in it, and one whose every word is long
  await site.world.cases.start(site.world.person('applicant'))
  await site.world.draft('applicant', 'goodsHost', {
    systemName: `MAXIMILIANA${' ALEXANDROVNA'.repeat(4)}`,
    visualName: 'Wolfeschlegelsteinhausenbergerdorff'.repeat(2),
  })
  const people = await Promise.all(
    PEOPLE.map(async (name) => ({
      name,
      context: await openContext(site, browser, name, { language: 'zh', width: 1440 }),
    })),
  )
  const table: Record<string, string> = JSON.parse(readFileSync(join(projectFolder, 'test/web/routes.json'), 'utf8'))
  const from = await arrange(site)
  const found = await findPages(
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
  return found
}
