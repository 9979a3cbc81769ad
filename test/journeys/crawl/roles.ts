/** The people whose pages are crawled: each with windows of their own on a city with a case in every state, and with pages that come back when what was pressed has changed them. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { PDFDocument } from 'pdf-lib'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { NotNow } from '../../../src/base/errors.js'
import { path } from '../../../src/base/path.js'
import { launchBrowser } from '../../../tools/browser.js'
import { projectFolder } from '../../../src/settings.js'
import { PaperMaker } from '../../../src/worker/paperMaker.js'
import { findPages, type Stop } from '../../../tools/tour/find.js'
import { pageRoutes } from '../../../tools/tour/routes.js'
import { signIn } from '../../../tools/tour/signIn.js'
import { type Name, PASSWORD } from '../../cases/population.js'
import { ROUTES } from '../../cases/routes.js'
import { chance, long } from '../../long.js'
import { Served } from '../../web/served.js'
import { Tour } from '../tour.js'
import { Crawler, type Measure, type Told, type Visit } from './crawler.js'
import { Hand, PROBE } from './hand.js'
import { HostDoor, PIN } from './host.js'
import type { Field } from './values.js'

/** In the order in which they are crawled: who takes others' access away comes last. */
export const ROLES = [
  'visitor',
  'intake',
  'assessor',
  'approver',
  'panel',
  'permitOfficer',
  'firmAdmin',
  'applicant',
  'newcomer',
  'host',
  'supervisor',
  'policyEditor',
  'auditor',
  'systemAdmin',
  'securityAdmin',
] as const

/** The long run presses whatever is there; the other one some of it by the seed. */
export const MEASURE: Measure = { most: long ? Number.POSITIVE_INFINITY : 4 }
const PAGES = long ? Number.POSITIVE_INFINITY : 3

/** What is decided of a firm, and whose access somebody ends, is taken back: others need them as they were. */
const CHANGED = {
  firms:
    'confirmed_at, confirmed_by, declined_at, decline_reason, sent_in_at, sent_back_at, sent_back_reason, suspended_at, second_person',
  people: 'ended_at, password_hash, roles',
}
const ENDED = ['sessions', 'authenticators']
const KEEP = [...Object.keys(CHANGED), ...ENDED].map(
  (table) => `create table ${table}_as_found as select * from ${table}`,
)
const RESTORE = [
  ...Object.entries(CHANGED).map(
    ([
      table,
      columns,
    ]) => `update ${table} t set (${columns}) = (select ${columns} from ${table}_as_found f where f.id = t.id)
      where id in (select id from ${table}_as_found)`,
  ),
  ...ENDED.map((table) => `insert into ${table} select * from ${table}_as_found on conflict do nothing`),
]

async function restore({ world }: Served): Promise<void> {
  for (const statement of RESTORE) await world.admin.query(statement)
}

/** What stands on papers, by the form and the box that it is typed into. */
const RECEIPT = `from letters l join cases c on c.id = l.case_id
  where l.kind = 'filingReceipt' and l.issued_at is not null and l.ended_at is null order by l.id limit 1`
const KNOWN: Readonly<Record<string, string>> = {
  '/sign-in account': `select 'applicant' as value`,
  '/register/form creditCode': `select '91310104MA1FR8XYAQ' as value`,
  '/firm/registration creditCode': `select credit_code as value from firms where confirmed_at is null order by id limit 1`,
  '/firm/mandates creditCode': `select credit_code as value from firms where confirmed_at is not null order by id desc limit 1`,
  '/policy/templates/n/case number': 'select number as value from cases where filed_on is not null order by id limit 1',
  '/verify code': 'select check_code as value from letters where issued_at is not null order by id limit 1',
  '/status number': `select c.number as value ${RECEIPT}`,
  '/status code': `select l.check_code as value ${RECEIPT}`,
}

/** The candidate's own, to which no link of the others leads. Who has come in by the PIN does not set it any more. */
const HOST_PAGES = [path.talentPin, path.talent, path.talentCopy]

export class Crawl {
  private constructor(
    readonly site: Served,
    private readonly browser: Browser,
    private readonly stops: readonly Stop[],
    private readonly states: ReadonlyMap<number, string>,
    private readonly pdf: Buffer,
  ) {}

  /** A city with a case in every state, and everybody's pages as their links lead to them. */
  static async open(): Promise<Crawl> {
    const { site, browser, pages } = await Tour.open()
    return Crawl.at(site, browser, [...pages, ...(await pagesOf(site, browser, 'applicant'))])
  }

  /** A city without cases, for pages that are named. */
  static async openBare(): Promise<Crawl> {
    return Crawl.at(await Served.open(), await launchBrowser(), [])
  }

  private static async at(site: Served, browser: Browser, stops: readonly Stop[]): Promise<Crawl> {
    const { rows } = await site.world.admin.query<{ id: number; state: string }>('select id, state from cases')
    const pdf = await onePage()
    const filed = rows.find(({ state }) => state === 'submitted')
    if (filed) await (await site.world.worker()).get(PaperMaker).makeAll(filed.id)
    await storeAll(site, pdf)
    for (const statement of KEEP) await site.world.admin.query(statement)
    return new Crawl(site, browser, stops, new Map(rows.map(({ id, state }) => [id, state])), pdf)
  }

  /** The pages of a person: all of them, or some by the seed. */
  pagesOf(who: string): readonly Stop[] {
    const pages = this.stops.filter((stop) => stop.who === who)
    while (pages.length > PAGES) pages.splice(Math.floor(chance() * pages.length), 1)
    return pages
  }

  /** Somebody's window. `edit` may change what the server says before the browser has it. */
  async windowOf(who: string, edit?: (page: Page) => Promise<void>): Promise<Window> {
    const { browser, site } = this
    await restore(site)
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' })
    await context.addInitScript({ path: PROBE })
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: site.origin })
    const door = who === 'host' ? await HostDoor.to(site) : undefined
    if (door) await storeAll(site, this.pdf)
    const person: Person = { name: nameOf(site, who), door }
    const window = new Window(context, await context.newPage(), site, this.states, person, this.pdf)
    await edit?.(window.page)
    await window.enter()
    return window
  }

  /** Crawls the pages of one person. */
  async crawl(who: string): Promise<Told> {
    const window = await this.windowOf(who)
    try {
      if (who === 'host') return await window.crawl(HOST_PAGES)
      return await window.crawl(this.pagesOf(who).map(({ address }) => address))
    } finally {
      await window.close()
    }
  }

  async close(): Promise<void> {
    await this.browser.close()
    await this.site.close()
  }
}

const nameOf = (site: Served, who: string): Name | undefined =>
  Object.keys(site.world.population.people).find((name): name is Name => name === who)

interface Person {
  readonly name: Name | undefined
  /** How the candidate comes in, who has no account: by the door of another case once this one's questions are answered. */
  door: HostDoor | undefined
}

export class Window {
  constructor(
    private readonly context: BrowserContext,
    readonly page: Page,
    private readonly site: Served,
    private readonly states: ReadonlyMap<number, string>,
    private readonly person: Person,
    private readonly pdf: Buffer,
  ) {}

  async enter(): Promise<void> {
    const { context, site } = this
    const { name, door } = this.person
    await context.addCookies([{ name: 'language', value: 'en', url: site.origin }])
    if (door) await door.enter(context)
    if (name) await signIn(context, site.origin, name, PASSWORD, await site.world.code(name))
  }

  /** Presses what stands on these pages. */
  async crawl(addresses: readonly string[], measure = MEASURE): Promise<Told> {
    const hand = Hand.at(this.page, this.site.origin)
    const crawler = new Crawler(hand, measure, (field) => this.known(field), { pdf: this.pdf, jpeg: JPEG })
    for (const address of addresses) await crawler.look(this.visit(address))
    return crawler.told
  }

  /** What one of these people would type: their own password and code, and what stands on a paper they hold. */
  private async known({ form, name, type }: Field): Promise<string | undefined> {
    const { world } = this.site
    if (type === 'password' && /^\/(talent|host)/.test(form)) return PIN
    if (type === 'password') return PASSWORD
    const statement = KNOWN[`${form} ${name}`]
    if (statement) return (await world.admin.query<{ value: string }>(statement)).rows[0]?.value
    return this.person.name && /^_?code$/.test(name) ? world.code(this.person.name) : undefined
  }

  private visit(address: string): Visit {
    const [, of = ''] = /^\/cases\/(\d+)/.exec(address) ?? []
    let id = Number(of)
    const reopen = async (hand: Hand): Promise<boolean> => {
      if (!this.person.name && !this.person.door) await this.context.clearCookies()
      await this.context.addCookies([{ name: 'language', value: 'en', url: this.site.origin }])
      const here = () => (of ? address.replace(path.case(Number(of)), path.case(id)) : address)
      await restore(this.site)
      if (this.person.door && !(await this.person.door.isAsFound())) await this.nextCandidate()
      if (of && !(await this.isAsFound(id, Number(of)))) id = await this.anew(Number(of), id)
      let status = await hand.open(here())
      if (this.isOut(hand.path, status)) {
        await this.enter()
        status = await hand.open(here())
      }
      if (status !== 200 && of) {
        id = await this.anew(Number(of), id)
        status = await hand.open(here())
      }
      hand.takeFaults()
      return status === 200
    }
    return { address, reopen }
  }

  /** Whether the session has ended: signing out was pressed, say. */
  private isOut(path: string, status: number): boolean {
    const { name, door } = this.person
    return name ? path.startsWith('/sign-in') : Boolean(door) && (status !== 200 || !path.startsWith('/talent'))
  }

  private async nextCandidate(): Promise<void> {
    this.person.door = await HostDoor.to(this.site)
    await storeAll(this.site, this.pdf)
    await this.context.clearCookies()
    await this.enter()
  }

  private async isAsFound(id: number, first: number): Promise<boolean> {
    const { rows } = await this.site.world.admin.query<{ state: string }>('select state from cases where id = $1', [id])
    return rows[0]?.state === this.states.get(first)
  }

  /** Another case in the state in which the first one was found; the same one where no walk leads there. */
  private async anew(first: number, id: number): Promise<number> {
    const state = this.states.get(first) ?? ''
    if (!(state in ROUTES)) return id
    const made = await this.site.world.caseIn(state as keyof typeof ROUTES).catch((error: unknown) => {
      if (!(error instanceof NotNow)) throw error
      throw new Error(`no case comes to ${state} again: ${JSON.stringify(error.because)}`)
    })
    await storeAll(this.site, this.pdf)
    return made.id
  }

  async close(): Promise<void> {
    await this.page.unrouteAll({ behavior: 'ignoreErrors' })
    await this.context.close()
  }
}

/** The pages of somebody whom the tour leaves out. */
async function pagesOf(site: Served, browser: Browser, name: Name): Promise<readonly Stop[]> {
  const table: Record<string, string> = JSON.parse(readFileSync(join(projectFolder, 'test/web/routes.json'), 'utf8'))
  const context = await browser.newContext()
  await signIn(context, site.origin, name, PASSWORD, await site.world.code(name))
  const { stops } = await findPages(
    site.origin,
    pageRoutes(table),
    [{ name, request: context.request }],
    long ? undefined : 3,
  )
  await context.close()
  return stops
}

async function onePage(): Promise<Buffer> {
  const pdf = await PDFDocument.create()
  pdf.addPage([400, 560]).drawText('A page', { x: 40, y: 480, size: 30 })
  return Buffer.from(await pdf.save())
}

/** Puts a file where each document of a case or a firm says that its own is. */
async function storeAll({ world }: Served, pdf: Buffer): Promise<void> {
  // those of the population are named by words
  await world.admin.query(`update firm_papers set storage_key = md5(storage_key) where storage_key !~ '^[0-9a-f]{32}$'`)
  const { rows } = await world.admin.query<{ key: string }>(
    'select storage_key as key from attachments union all select storage_key from firm_papers',
  )
  for (const { key } of rows) {
    const place = join(world.db.config.dataDir, 'files', key.slice(0, 2), key.slice(2))
    mkdirSync(dirname(place), { recursive: true })
    writeFileSync(place, pdf)
  }
}

/** One grey pixel. */
const JPEG = Buffer.from(
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8QEBEQCgwSExIQEw8QEBD/yQALCAABAAEBAREA/8wABgAQEAX/2gAIAQEAAD8A0s8g/9k=',
  'base64',
)
