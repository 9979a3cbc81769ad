/**
 * Pages under 16 clients, beside a floor that does the same work (pages/floor.ts) and, when one is named, beside an earlier commit built in a checkout of its own, by turns in
 * one run: requests a second, milliseconds to the first byte, and the first contentful paint in Chromium. `npm run bench -- pages [COMMIT [WORDS]]`; SIZE cases wait in the queue.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { Agent } from 'node:http'
import { availableParallelism, cpus } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
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
  /** Whose page it is; undefined of a page for everybody. */
  readonly account?: string
  /** Finds in a site's database what the page is about. */
  readonly about?: string
  path(about: string): string
  /** What the floor asks the database, once a page; `$1` is what the page is about. */
  readonly sql: string
  /** The element of our page in which the floor puts what it finds. */
  readonly within: 'tbody' | 'main'
}

const COLUMNS = `c.id, c.number, coalesce(c.system_name, c.talent_name) as name, f.name_zh as firm, c.state,
  c.answers #>> '{engagement,post}' as post`

/** A case that the department of the assessor is assessing. */
const ASSESSED = `select min(c.id)::text as about from cases c join case_parties p on p.case_id = c.id and p.part = 'named'
  where c.state = 'underAssessment' and p.authority_id = (select authority_id from people where account = 'assessor')`

/** The case with its answers, its parties, documents and history. */
const CASE = `select c.number, c.state, c.talent_name, f.name_zh, c.due_on::text, c.answers,
    (select json_agg(json_build_object('authority', p.authority_id, 'part', p.part)) from case_parties p
     where p.case_id = c.id) as parties,
    (select json_agg(json_build_object('kind', a.kind, 'name', a.name, 'bytes', a.bytes) order by a.id)
     from attachments a where a.case_id = c.id and a.replaced_at is null) as documents,
    (select json_agg(json_build_object('at', e.at, 'action', e.action, 'by', o.name, 'said', t.content) order by e.seq)
     from events e left join people o on o.id = e.actor_id
     left join event_contents t on t.case_id = e.case_id and t.seq = e.seq where e.case_id = c.id) as history
  from cases c join firms f on f.id = c.firm_id where c.id = $1`

/** The code of the first recommendation. */
const LETTER = `select check_code as about from letters where kind = 'recommendation' and issued_at is not null
  order by id limit 1`

const PAGES: readonly Measured[] = [
  {
    name: `the queue, ${SIZE} cases, 50 rows`,
    account: 'intake',
    path: () => withQuery(path.queue, { tab: 'unclaimed' }),
    within: 'tbody',
    sql: `select ${COLUMNS}, p.due::text as day
      from queue_places p join cases c on c.id = p.case_id join firms f on f.id = c.firm_id
      where p.authority_id = (select me_authority()) and p.part = 'lead' and p.state = 'submitted' and p.holder is null
      order by p.due, p.case_id limit 50`,
  },
  {
    name: `the home of a firm with ${OF_FIRM} cases, 40 rows`,
    account: 'firm',
    path: () => path.cases,
    within: 'tbody',
    sql: `select ${COLUMNS}, c.due_on::text as day from cases c join firms f on f.id = c.firm_id
      where c.firm_id = (select me_firm()) order by c.due_on, c.id limit 40`,
  },
  {
    name: "an assessor's page of a case under assessment",
    account: 'assessor',
    about: ASSESSED,
    path: (id) => path.case(Number(id)),
    within: 'main',
    sql: CASE,
  },
  {
    name: 'the check page of a letter, by its code',
    about: LETTER,
    path: path.verifyCode,
    within: 'main',
    sql: 'select * from check_letter($1, null)',
  },
]

/** @param only words of the name of the pages that are measured, when not all are */
export async function run([commit, only = '']: readonly string[]): Promise<void> {
  const pages = PAGES.filter(({ name }) => name.includes(only))
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
    const entered = await Promise.all(pages.map((page) => enter(browser, sites, page)))
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
  await untilDrawn(owner)
  await owner.end()
}

/** The worker draws and reads the demonstration's documents for minutes: pages beside that would be measured with it. */
async function untilDrawn(owner: Awaited<ReturnType<typeof connect>>): Promise<void> {
  for (;;) {
    const { rows } = await owner.query<{ busy: boolean }>(
      `select exists (select from previews where state = 'waiting') as busy`,
    )
    if (!rows[0]?.busy) return
    await sleep(1000)
  }
}

/** A page at the sites that have it, each by its person's own session. */
interface Entered {
  readonly page: Measured
  readonly visits: readonly Visit[]
}

interface Visit {
  readonly site: Site
  readonly context: BrowserContext
  readonly cookie: string
  readonly about: string
  readonly path: string
}

async function enter(browser: Browser, sites: readonly Site[], page: Measured): Promise<Entered> {
  const visits: Visit[] = []
  for (const site of sites) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    if (page.account !== undefined) {
      const code = totpCode(demonstrationKey(page.account), new Date())
      await signIn(context, site.origin, page.account, DEMONSTRATION_PASSWORD, code)
    }
    const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
    const about = page.about === undefined ? '' : await find(site, page.about)
    visits.push({ site, context, cookie, about, path: page.path(about) })
  }
  return { page, visits }
}

async function find({ ownerUrl }: Site, sql: string): Promise<string> {
  const owner = await connect(ownerUrl)
  const { rows } = await owner.query<{ about: string }>(sql)
  await owner.end()
  if (!rows[0]?.about) throw new Error(`nothing is found by ${sql}`)
  return rows[0].about
}

/** The floor reads our database, and what it finds stands in the frame of our page. */
async function startFloor(floor: ChildProcess, { appUrl, origin }: Site, entered: readonly Entered[]): Promise<void> {
  const pages: FloorWork['pages'][number][] = []
  for (const { page, visits } of entered) {
    const [{ path = '', cookie = '', about = '' } = {}] = visits
    const { text } = await ask(new Agent(), origin + path, cookie)
    const [begin, end] = [text.indexOf('>', text.indexOf(`<${page.within}`)) + 1, text.lastIndexOf(`</${page.within}>`)]
    if (begin === 0 || end < begin) throw new Error(`${path} has no ${page.within}`)
    const { sql, account, within } = page
    const open = account === undefined
    const values = about ? [about] : []
    const frame = { head: text.slice(0, begin), tail: text.slice(end) }
    pages.push({ path: pathOf(path), sql, values, open, rows: within === 'tbody', ...frame })
  }
  floor.send({ url: appUrl, port: FLOOR, pages } satisfies FloorWork)
  await once(floor, 'message')
}

const pathOf = (address: string): string => new URL(address, 'http://floor').pathname

/** By turns, so that a machine that slows down slows all. */
async function measure({ page, visits }: Entered): Promise<void> {
  const rivals = visits.map(({ site, path, cookie }) => ({ name: site.name, url: site.origin + path, cookie }))
  const [{ path = '', cookie = '' } = {}] = visits
  rivals.push({ name: 'floor', url: `http://127.0.0.1:${FLOOR}${pathOf(path)}`, cookie })
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
  await paint(visits)
}

async function paint(visits: Entered['visits']): Promise<void> {
  const times = visits.map(({ site }) => ({ name: site.name, taken: [] as number[] }))
  const empty: number[] = []
  for (let round = 0; round < PAINTS; round++) {
    for (const [index, { site, context, path }] of visits.entries())
      times[index]?.taken.push(await firstPaint(context, site.origin + path))
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
