/**
 * `npm run screens`: the product with its demonstration on a temporary database, every page of it as each person sees it, in both languages, wide and narrow, dark, and
 * without script where that makes a difference. Writes the pictures with an index, and says what is wrong: axe, the console, sideways scroll, weight, what moves by itself.
 * `--folder F` elsewhere than build/screens; `--origin URL` a demonstration that already runs; `--only TEXT` addresses that contain it; `--as zh-1440` in one manner.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import type { Browser, BrowserContext } from 'playwright-core'
import { path, withQuery } from '../src/base/path.js'
import { environmentWith } from '../src/config.js'
import { totpCode } from '../src/people/totp.js'
import { projectFolder, SETTINGS } from '../src/settings.js'
import { DEMONSTRATION_ACCOUNTS, DEMONSTRATION_PASSWORD, demonstrationKey } from '../src/web/account/demonstration.js'
import { launchBrowser } from './browser.js'
import { runCommand } from './command.js'
import { findPages, type Stop } from './tour/find.js'
import { type Picture, writeGallery } from './tour/gallery.js'
import { fileOf, type Manner, sayManner, Window } from './tour/look.js'
import { pageRoutes } from './tour/routes.js'
import { signIn } from './tour/signIn.js'

const MANNERS: readonly Manner[] = [
  { language: 'zh', width: 1440 },
  { language: 'zh', width: 390 },
  { language: 'en', width: 1440 },
  { language: 'en', width: 390 },
  { language: 'zh', width: 1440, dark: true },
  { language: 'zh', width: 390, noScript: true },
]

/** Where nothing leads: what is sent after a form. */
const BY_THEMSELVES = [path.registerDone, path.joinDone, withQuery(path.verify, { code: '7K3M9QXT2BVH8RW44' })]
/** Where nothing is for anybody, or not for them. */
const NOWHERE: readonly [string, number] = ['/no-such-page', 404]
const ASTRAY: Readonly<Record<string, readonly (readonly [string, number])[]>> = {
  visitor: [NOWHERE],
  applicant: [NOWHERE, [path.queue, 403]],
  intake: [NOWHERE],
}

type Account = string | undefined
type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>

class Tour {
  readonly pictures = new Map<string, Picture>()
  /** Everybody signs in once and keeps the session: a code of an authenticator is good once. */
  private readonly sessions = new Map<string, Promise<Cookies>>()

  constructor(
    private readonly browser: Browser,
    private readonly origin: string,
    private readonly folder: string,
  ) {}

  /** A browser of this person, or of a visitor. */
  private async open(account: Account, { width, dark, noScript }: Manner) {
    const context = await this.browser.newContext({
      viewport: { width, height: width < 768 ? 844 : 900 },
      colorScheme: dark ? 'dark' : 'light',
      javaScriptEnabled: !noScript,
    })
    if (account) {
      const session = this.sessions.get(account) ?? this.signIn(account)
      this.sessions.set(account, session)
      await context.addCookies(await session)
    }
    return context
  }

  private async signIn(account: string): Promise<Cookies> {
    const context = await this.browser.newContext()
    try {
      const code = totpCode(demonstrationKey(account), new Date())
      await signIn(context, this.origin, account, DEMONSTRATION_PASSWORD, code)
      return await context.cookies()
    } finally {
      await context.close()
    }
  }

  async find(table: Readonly<Record<string, string>>) {
    const accounts: Account[] = [undefined, ...DEMONSTRATION_ACCOUNTS.map(({ account }) => account)]
    const people = await Promise.all(
      accounts.map(async (account) => ({
        account,
        context: await this.open(account, { language: 'zh', width: 1440 }),
      })),
    )
    const found = await findPages(
      this.origin,
      pageRoutes(table),
      people.map(({ account, context }) => ({
        name: account ?? 'visitor',
        request: context.request,
        ...(!account && { from: BY_THEMSELVES }),
        astray: ASTRAY[account ?? 'visitor'] ?? [],
      })),
    )
    for (const { context } of people) await context.close()
    return found
  }

  /** All pages of one person in one manner, in one browser window. */
  async look(who: string, stops: readonly Stop[], manner: Manner): Promise<void> {
    const context = await this.open(who === 'visitor' ? undefined : who, manner)
    try {
      const window = await Window.open(context, this.origin, manner)
      for (const stop of stops) {
        const { address, route } = stop
        const file = `${fileOf(this.folder, who, address)}-${sayManner(manner)}`
        const faults = await window.look(stop, file)
        const before = this.pictures.get(`${who} ${address}`)
        this.pictures.set(`${who} ${address}`, {
          who,
          address,
          route,
          files: [...(before?.files ?? []), { file, manner: sayManner(manner) }],
          faults: [...(before?.faults ?? []), ...faults.map((fault) => `${sayManner(manner)}: ${fault}`)],
        })
      }
    } finally {
      await context.close()
    }
  }
}

/** Dark and without script one page of a kind tells enough. */
function manyOf(stops: readonly Stop[], { dark, noScript }: Manner): Stop[] {
  if (!dark && !noScript) return [...stops]
  return stops.filter(({ route }, at) => stops.findIndex((stop) => stop.route === route) === at)
}

interface Wish {
  readonly folder: string
  readonly only: string
  readonly as: string
}

async function takeTour(origin: string, { folder, only, as }: Wish): Promise<void> {
  await mkdir(folder, { recursive: true })
  const table: Record<string, string> = JSON.parse(readFileSync(join(projectFolder, 'test/web/routes.json'), 'utf8'))
  const browser = await launchBrowser(projectFolder)
  try {
    const tour = new Tour(browser, origin, folder)
    const { stops, missed, faults } = await tour.find(table)
    const wanted = stops.filter(({ address }) => address.includes(only))
    process.stdout.write(`${wanted.length} pages\n`)
    for (const manner of MANNERS.filter((one) => sayManner(one).startsWith(as))) {
      const many = manyOf(wanted, manner)
      for (const who of new Set(many.map((stop) => stop.who)))
        await tour.look(
          who,
          many.filter((stop) => stop.who === who),
          manner,
        )
    }
    const pictures = [...tour.pictures.values()]
    await writeGallery(folder, pictures, missed)
    const lines = [
      ...faults.map(({ screen, what }) => `${screen}: ${what}`),
      ...pictures.flatMap(({ who, address, faults: all }) => all.map((fault) => `${who} ${address} ${fault}`)),
    ]
    process.stdout.write(
      [...lines, `not reached: ${missed.join(', ') || 'none'}`, join(folder, 'index.html'), ''].join('\n'),
    )
    if (lines.length > 0) process.exitCode = 1
  } finally {
    await browser.close()
  }
}

/** A free port of the loopback. */
function findPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

/** The product with the demonstration, started as anybody starts it, on a folder of its own until the work is done. */
async function withProduct(work: (origin: string) => Promise<void>): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'haijian-screens-'))
  // Open to be entered, for the account that runs the database for root
  chmodSync(data, 0o711)
  const port = await findPort()
  const child = fork(new URL('start.js', import.meta.url), {
    env: environmentWith({
      [SETTINGS.port.name]: String(port),
      [SETTINGS.dataDir.name]: data,
      [SETTINGS.visitsPerMinute.name]: '1000000',
      [SETTINGS.checksPerMinute.name]: '100000',
      [SETTINGS.databaseUrl.name]: undefined,
      [SETTINGS.listenDatabaseUrl.name]: undefined,
      [SETTINGS.replicaDatabaseUrl.name]: undefined,
    }),
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  const ended = once(child, 'exit')
  try {
    // The accounts are told last, when the demonstration is there
    for await (const line of createInterface({ input: child.stdout ?? process.stdin }))
      if (line.trimStart().startsWith('auditor ')) break
    child.stdout?.resume()
    await work(`http://localhost:${port}`)
  } finally {
    child.kill('SIGTERM')
    await ended
    rmSync(data, { recursive: true, force: true })
  }
}

await runCommand(async () => {
  const { values } = parseArgs({
    options: {
      origin: { type: 'string' },
      folder: { type: 'string', default: join(projectFolder, 'build/screens') },
      only: { type: 'string', default: '' },
      as: { type: 'string', default: '' },
    },
  })
  if (values.origin) await takeTour(values.origin, values)
  else await withProduct((origin) => takeTour(origin, values))
})
