/**
 * The queue's page of 50 rows with 1,000 and with 100,000 cases, and the home of a firm with 400 of them: requests a second beside a fixed text of the same size from the
 * same server, by turns, and the first contentful paint in Chromium beside an empty page's. Prints the ratios. `npm run bench -- pages home` leaves the 100,000 out.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { Agent } from 'node:http'
import { availableParallelism, cpus } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext } from 'playwright-core'
import { path, withQuery } from '../src/base/path.js'
import { type Environment, environmentWith, readConfig } from '../src/config.js'
import { totpCode } from '../src/people/totp.js'
import { projectFolder } from '../src/settings.js'
import { DEMONSTRATION_PASSWORD, demonstrationKey } from '../src/web/account/demonstration.js'
import { launchBrowser } from '../tools/browser.js'
import { migrate } from '../tools/migrate.js'
import { addressSettings, connect, withAddresses } from '../tools/roles.js'
import { seedIfEmpty } from '../tools/seed.js'
import { startTemporary } from '../tools/temporary.js'
import { signIn } from '../tools/tour/signIn.js'
import { ask, drive } from './pages/drive.js'
import { growTo } from './pages/grow.js'
import { growFirm } from './pages/growFirm.js'

const PORT = 19_232
const ORIGIN = `http://127.0.0.1:${PORT}`
const PAGE = withQuery(path.queue, { tab: 'unclaimed' })
const SIZES = [1_000, 100_000]
const FIRM = 'firm'
const OF_FIRM = 400
const ROUNDS = 3
const SECONDS = 4
const CLIENTS = 8
const PAINTS = 9

export async function run([only]: readonly string[]): Promise<void> {
  const postgres = await startTemporary(false)
  const settings = {
    DATABASE_URL: postgres.url,
    DATA_DIR: join(postgres.home, 'files'),
    PORT: String(PORT),
    PUBLIC_URL: ORIGIN,
    REQUESTS_PER_MINUTE: '1000000',
    LOG_LEVEL: 'error',
  }
  let server: ChildProcess | undefined
  const browser = await launchBrowser(projectFolder)
  try {
    const config = withAddresses(readConfig(settings))
    await migrate(postgres.url, config)
    await seedIfEmpty(config)
    server = await startWeb({ ...settings, ...addressSettings(config) })
    const owner = await connect(postgres.url)
    say(
      `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, Node ${process.versions.node}; one web process, ${CLIENTS} clients`,
    )
    await growFirm(owner, FIRM, OF_FIRM)
    await measure(`a firm's ${OF_FIRM} cases, 40 rows`, path.cases, server, await open(browser, FIRM))
    const officer = await open(browser, 'intake')
    for (const size of only === 'home' ? SIZES.slice(0, 1) : SIZES) {
      await growTo(owner, size)
      await measure(`${size} cases, 50 rows`, PAGE, server, officer)
    }
    await owner.end()
  } finally {
    server?.kill()
    await browser.close()
    await postgres.stop()
  }
}

async function open(browser: Browser, account: string): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  await signIn(context, ORIGIN, account, DEMONSTRATION_PASSWORD, totpCode(demonstrationKey(account), new Date()))
  return context
}

/** Ours and the floor by turns, so that a machine that slows down slows both. */
async function measure(what: string, page: string, server: ChildProcess, context: BrowserContext): Promise<void> {
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  const { text } = await ask(new Agent(), ORIGIN + page, cookie)
  const rows = text.split(page === PAGE ? 'data-row' : 'scope="row"').length - 1
  if (rows < 40) throw new Error(`the page has ${rows} rows`)
  server.send('x'.repeat(Buffer.byteLength(text)))
  await once(server, 'message')
  const [ours, floors]: [number[], number[]] = [[], []]
  for (let round = 1; round <= ROUNDS; round++) {
    ours.push(await drive(ORIGIN + page, cookie, CLIENTS, SECONDS))
    floors.push(await drive(`${ORIGIN}/fixed`, cookie, CLIENTS, SECONDS))
  }
  const [paint, empty]: [number[], number[]] = [[], []]
  for (let round = 0; round < PAINTS; round++) {
    paint.push(await firstPaint(context, page))
    empty.push(await firstPaint(context, '/empty'))
  }
  say(`${what}, ${Buffer.byteLength(text)} bytes`)
  say(
    `  requests a second    ${median(ours).toFixed(0)} (${ours.map(Math.round).join(', ')}); fixed text ${median(floors).toFixed(0)}; ratio ${(median(ours) / median(floors)).toFixed(3)}`,
  )
  say(
    `  first paint          ${median(paint).toFixed(0)} ms; empty page ${median(empty).toFixed(0)} ms; ratio ${(median(paint) / median(empty)).toFixed(2)}`,
  )
}

/** Milliseconds to the first contentful paint, style sheet and script being kept from before, as for everybody but the first time. */
async function firstPaint(context: BrowserContext, path: string): Promise<number> {
  const page = await context.newPage()
  try {
    await page.goto(ORIGIN + path, { waitUntil: 'load' })
    const time = await page.evaluate<number>(`new Promise((resolve) => new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (entry.name === 'first-contentful-paint') resolve(entry.startTime)
    }).observe({ type: 'paint', buffered: true }))`)
    return time
  } finally {
    await page.close()
  }
}

async function startWeb(settings: Environment): Promise<ChildProcess> {
  const child = fork(new URL('pages/server.js', import.meta.url), {
    env: environmentWith(settings),
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  await once(child, 'message')
  return child
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
const say = (line: string): void => void process.stdout.write(`${line}\n`)
