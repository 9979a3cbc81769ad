/**
 * Pages under 16 clients, beside a floor that does the same work (pages/floor.ts) and, when one is named, beside an earlier commit built in a checkout of its own, by turns in
 * one run: requests a second, milliseconds to the first byte, and the first contentful paint in Chromium. `npm run bench -- pages [COMMIT]`; SIZE cases wait in the queue.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { Agent } from 'node:http'
import { availableParallelism, cpus } from 'node:os'
import type { Browser, BrowserContext } from 'playwright-core'
import { path, withQuery } from '../src/base/path.js'
import { environmentWith } from '../src/config.js'
import { totpCode } from '../src/people/totp.js'
import { projectFolder } from '../src/settings.js'
import { DEMONSTRATION_PASSWORD, demonstrationKey } from '../src/web/account/demonstration.js'
import { launchBrowser } from '../tools/browser.js'
import { connect } from '../tools/roles.js'
import { signIn } from '../tools/tour/signIn.js'
import { ask, type Driven, drive } from './pages/drive.js'
import type { FloorWork } from './pages/floor.js'
import { growTo } from './pages/grow.js'
import { growFirm } from './pages/growFirm.js'
import { checkOut, type Site, startSite } from './pages/site.js'

const PORT = 19_232
const FLOOR = 19_234
const SIZE = 1_000
const OF_FIRM = 400
const ROUNDS = 5
const SECONDS = 4
const CLIENTS = 16
const PAINTS = 9

interface Measured {
  readonly name: string
  readonly account: string
  readonly path: string
  /** What the floor asks the database, once a page. */
  readonly sql: string
}

const COLUMNS = `c.id, c.number, coalesce(c.system_name, c.talent_name) as name, f.name_zh as firm, c.state,
  c.answers #>> '{engagement,post}' as post`

const PAGES: readonly Measured[] = [
  {
    name: `the queue, ${SIZE} cases, 50 rows`,
    account: 'intake',
    path: withQuery(path.queue, { tab: 'unclaimed' }),
    sql: `select ${COLUMNS}, p.due::text as day
      from queue_places p join cases c on c.id = p.case_id join firms f on f.id = c.firm_id
      where p.authority_id = (select me_authority()) and p.part = 'lead' and p.state = 'submitted' and p.holder is null
      order by p.due, p.case_id limit 50`,
  },
  {
    name: `the home of a firm with ${OF_FIRM} cases, 40 rows`,
    account: 'firm',
    path: path.cases,
    sql: `select ${COLUMNS}, c.due_on::text as day from cases c join firms f on f.id = c.firm_id
      where c.firm_id = (select me_firm()) order by c.due_on, c.id limit 40`,
  },
]

export async function run([commit]: readonly string[]): Promise<void> {
  const before = commit === undefined ? undefined : checkOut(commit)
  const sites: Site[] = []
  const floor = fork(new URL('pages/floor.js', import.meta.url), { env: environmentWith({}), stdio: 'inherit' })
  const browser = await launchBrowser(projectFolder)
  try {
    const ours = await startSite('ours', projectFolder, PORT)
    sites.push(ours)
    if (before && commit) sites.push(await startSite(commit, before.folder, PORT + 1))
    for (const { ownerUrl } of sites) await grow(ownerUrl)
    say(
      `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, Node ${process.versions.node}; one web process each, ${CLIENTS} clients`,
    )
    const entered = await Promise.all(PAGES.map((page) => enter(browser, sites, page)))
    await startFloor(floor, ours, entered)
    for (const one of entered) await measure(one)
  } finally {
    floor.kill()
    await browser.close()
    for (const site of sites) await site.stop()
    before?.remove()
  }
}

async function grow(ownerUrl: string): Promise<void> {
  const owner = await connect(ownerUrl)
  await growFirm(owner, 'firm', OF_FIRM)
  await growTo(owner, SIZE)
  await owner.end()
}

/** A page with the sites that have it, each by its person's own session. */
interface Entered {
  readonly page: Measured
  readonly visits: readonly { readonly site: Site; readonly context: BrowserContext; readonly cookie: string }[]
}

async function enter(browser: Browser, sites: readonly Site[], page: Measured): Promise<Entered> {
  const visits: Entered['visits'][number][] = []
  for (const site of sites) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    const code = totpCode(demonstrationKey(page.account), new Date())
    await signIn(context, site.origin, page.account, DEMONSTRATION_PASSWORD, code)
    const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
    visits.push({ site, context, cookie })
  }
  return { page, visits }
}

/** The floor reads our database, and its rows stand in the frame of our page. */
async function startFloor(floor: ChildProcess, { appUrl, origin }: Site, entered: readonly Entered[]): Promise<void> {
  const pages: FloorWork['pages'][number][] = []
  for (const { page, visits } of entered) {
    const { text } = await ask(new Agent(), origin + page.path, visits[0]?.cookie ?? '')
    const [begin, end] = [text.indexOf('>', text.indexOf('<tbody')) + 1, text.lastIndexOf('</tbody>')]
    if (begin === 0 || end < begin) throw new Error(`${page.path} has no table`)
    pages.push({ path: nameOf(page), sql: page.sql, head: text.slice(0, begin), tail: text.slice(end) })
  }
  floor.send({ url: appUrl, port: FLOOR, pages } satisfies FloorWork)
  await once(floor, 'message')
}

const nameOf = (page: Measured): string => new URL(page.path, 'http://floor').pathname

/** By turns, so that a machine that slows down slows all. */
async function measure({ page, visits }: Entered): Promise<void> {
  const rivals = visits.map(({ site, cookie }) => ({ name: site.name, url: site.origin + page.path, cookie }))
  rivals.push({ name: 'floor', url: `http://127.0.0.1:${FLOOR}${nameOf(page)}`, cookie: visits[0]?.cookie ?? '' })
  say(page.name)
  const driven = new Map<string, Driven[]>(rivals.map(({ name }) => [name, []]))
  for (const { url, cookie } of rivals) await drive(url, cookie, CLIENTS, 2) // every connection has planned by then
  for (let round = 1; round <= ROUNDS; round++)
    for (const { name, url, cookie } of rivals) driven.get(name)?.push(await drive(url, cookie, CLIENTS, SECONDS))
  for (const { name, url, cookie } of rivals) {
    const had = driven.get(name) ?? []
    const firsts = had.flatMap((one) => one.firsts).sort((a, b) => a - b)
    const [rate, bytes] = [
      median(had.map(({ perSecond }) => perSecond)),
      Buffer.byteLength((await ask(new Agent(), url, cookie)).text),
    ]
    say(
      `  ${name.padEnd(8)} ${rate.toFixed(0)}/s (${had.map(({ perSecond }) => Math.round(perSecond)).join(', ')}); first byte p50 ${at(firsts, 0.5)} ms, p99 ${at(firsts, 0.99)} ms; ${bytes} bytes`,
    )
  }
  const ratio = (other: string) => {
    const [own = [], others = []] = [driven.get('ours'), driven.get(other)]
    const each = own.map(({ perSecond }, round) => perSecond / (others[round]?.perSecond ?? 0))
    return `${median(each).toFixed(3)} (${Math.min(...each).toFixed(3)} to ${Math.max(...each).toFixed(3)})`
  }
  for (const { name } of rivals.slice(1)) say(`  ratio to ${name.padEnd(8)} ${ratio(name)}`)
  await paint(page, visits)
}

async function paint(page: Measured, visits: Entered['visits']): Promise<void> {
  const times = visits.map(({ site }) => ({ name: site.name, taken: [] as number[] }))
  const empty: number[] = []
  for (let round = 0; round < PAINTS; round++) {
    for (const [index, { site, context }] of visits.entries())
      times[index]?.taken.push(await firstPaint(context, site.origin + page.path))
    const [any] = visits
    if (any) empty.push(await firstPaint(any.context, `http://127.0.0.1:${FLOOR}/empty`))
  }
  for (const { name, taken } of [...times, { name: 'empty page', taken: empty }])
    say(`  first paint ${name} ${median(taken).toFixed(0)} ms`)
}

/** Milliseconds to the first contentful paint, style sheet and script being kept from before, as for everybody but the first time. */
async function firstPaint(context: BrowserContext, url: string): Promise<number> {
  const page = await context.newPage()
  try {
    await page.goto(url, { waitUntil: 'load' })
    const time = await page.evaluate<number>(`new Promise((resolve) => new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (entry.name === 'first-contentful-paint') resolve(entry.startTime)
    }).observe({ type: 'paint', buffered: true }))`)
    return time
  } finally {
    await page.close()
  }
}

const at = (sorted: readonly number[], part: number): string =>
  (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0).toFixed(1)
const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
const say = (line: string): void => void process.stdout.write(`${line}\n`)
