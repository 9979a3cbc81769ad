/**
 * Two hosts under load while things fail: on each two web servers behind a HAProxy and a worker, no disk between them, documents in a bucket. Two hundred clients act, look at
 * the queue and send documents for ten minutes; the bucket is slow, a worker is killed each minute, the mail server is away. What is refused, what waits and how long an answer
 * takes is written minute by minute into docs/capacity.md; what is lost must be nothing. `LOAD_CASES=1000000` has so many more cases in the database.
 */
import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, jest, test } from '@jest/globals'
import type pg from 'pg'
import { generateCases } from '../../bench/queue/generate.js'
import { makePeople } from '../../bench/queue/people.js'
import { path } from '../../src/base/path.js'
import { type Environment, readConfig } from '../../src/config.js'
import { projectFolder } from '../../src/settings.js'
import { migrate } from '../../tools/migrate.js'
import { type Postgres, startPostgres } from '../../tools/postgres.js'
import { addressSettings, withAddresses } from '../../tools/roles.js'
import { MAKERS, type S3Server, startS3, Way } from '../buckets.js'
import { beMorning } from '../clock.js'
import { OPEN_DOOR } from '../cases/world.js'
import { issue } from '../letters/authority.js'
import { freePort } from '../ports.js'
import { listFaults, listOpenWork } from '../reliability/checker.js'
import { Driver } from '../reliability/driver.js'
import { type Inhabited, inhabit } from '../reliability/inhabitants.js'
import { sum } from '../reliability/log.js'
import { App, look, Part } from '../reliability/plant.js'
import { finishPost, mailFaults } from '../reliability/post.js'
import { type MailServer, startMailServer } from '../worker/mailServer.js'
import { growthTable, sizesOf } from './growth.js'
import { Minutes, PATIENCE, PAUSE } from './minutes.js'
import { Network } from './network.js'
import { Senders } from './senders.js'
import { Visitors } from './visitors.js'

jest.setTimeout(7_200_000)

const HOSTS = ['left', 'right'] as const
type HostName = (typeof HOSTS)[number]
/** Where the two web servers of a host listen. */
const PORTS = [8080, 8081]
const MINUTES = Number(process.env.LOAD_MINUTES ?? 10)
const MORE_CASES = Number(process.env.LOAD_CASES ?? 0)
const [ACTING, LOOKING, SENDING] = [150, 40, 10]
/** So many that nobody runs out of cases. */
const DRAFTS = 200 * MINUTES
/** Milliseconds that the bucket takes longer for each piece that is sent to it. */
const SLOW = 500
/** How long what was ordered under load may take afterwards, in milliseconds. */
const CATCHING_UP = 3_000_000
const DOCUMENT = join(projectFolder, 'docs/capacity.md')

const closing: (() => unknown)[] = []
afterAll(async () => {
  for (const close of closing.reverse()) await close()
})

/** What is disturbed in which minute, counted from the first. */
const PLAN: readonly {
  readonly minute: number
  readonly what: string
  readonly disturb: (all: Installation) => unknown
}[] = [
  { minute: 1, what: 'the bucket becomes slow', disturb: ({ store }) => Object.assign(store, { delay: SLOW }) },
  { minute: 3, what: 'the mail server goes away', disturb: ({ post }) => post.close() },
  { minute: 6, what: 'the bucket is well again', disturb: ({ store }) => Object.assign(store, { delay: 0 }) },
  { minute: 8, what: 'the mail server comes back', disturb: ({ post }) => post.reopen() },
]

interface Prepared {
  readonly postgres: Postgres
  readonly bucket: S3Server
  /** The addresses of the database. */
  readonly environment: Environment
  readonly inhabited: Inhabited
}

interface Installation {
  readonly store: Way
  readonly post: Way
}

/** The proxy of a host, before its two web servers: each listens on its own machine only. */
const before = (address: string): string => `
defaults
  mode http
  timeout connect 2s
  timeout client 2m
  timeout server 2m
listen web
  bind ${address}
  option httpchk GET ${path.isReady}
  default-server check inter 1s
${PORTS.map((port) => `  server web${port} 127.0.0.1:${port}`).join('\n')}
`

/** The way to the database, which listens on this machine only; nothing slows it, least of all whoever measures. */
const wayTo = (port: number, address: string): string => `
defaults
  mode tcp
  timeout connect 2s
  timeout client 1h
  timeout server 1h
listen database
  bind ${address}
  server database 127.0.0.1:${port}
`

function startProxy(file: string, settings: string, on: readonly string[] = []): void {
  writeFileSync(file, settings)
  const [program = '', ...args] = [...on, 'haproxy', '-db', '-f', file]
  const proxy = spawn(program, args, { stdio: 'ignore' })
  closing.push(() => proxy.kill())
}

/** A database with people, drafts whose documents lie in the bucket from the first on, and so many more cases. */
async function prepare(folder: string): Promise<Prepared> {
  const postgres = await startPostgres({ dataDir: folder })
  closing.push(() => postgres.stop())
  const bucket = await startS3(MAKERS.at(-1) ?? 's3rver')
  closing.push(() => bucket.stop())
  const settings = { NODE_ENV: 'test', DATABASE_URL: postgres.url, DATA_DIR: folder, ...bucket.settings() }
  const config = withAddresses(readConfig(settings))
  await migrate(postgres.url, config)
  const inhabited = await inhabit(config, DRAFTS)
  const admin = await look(postgres)
  await admin.query(`update people set email = account || '@people.example'`)
  if (MORE_CASES > 0) await generateCases(admin, (await makePeople(admin, MORE_CASES)).crew, MORE_CASES)
  await admin.end()
  return { postgres, bucket, environment: addressSettings(config), inhabited }
}

/** A mail server with a certificate for the address under which hosts see this machine. */
async function openPost(folder: string, here: string): Promise<{ server: MailServer; certificate: string }> {
  const authority = issue({ name: 'an authority of the drill', authority: true })
  const own = issue({ name: 'mail', by: authority, ip: here })
  const key = String(own.key.export({ type: 'pkcs8', format: 'pem' }))
  const server = await startMailServer({ key, cert: own.pem, disabledCommands: [] })
  closing.push(() => server.close())
  const certificate = join(folder, 'mail.pem')
  writeFileSync(certificate, authority.pem)
  return { server, certificate }
}

/** The two hosts, each with a folder of its own, and what lies between them and the servers of this machine. */
async function openHosts(folder: string, network: Network<HostName>, prepared: Prepared) {
  const { postgres, bucket, environment, inhabited } = prepared
  const { server, certificate } = await openPost(folder, network.here)
  const database = `${network.here}:${await freePort()}`
  startProxy(join(folder, 'database.cfg'), wayTo(postgres.port, database))
  const ways = {
    post: await Way.to(server.port, network.here),
    store: await Way.to(bucket.port, network.here),
  }
  closing.push(() => Object.values(ways).forEach((way) => void way.stop()))
  const settings = {
    NODE_ENV: 'test',
    DATABASE_POOL: '16',
    LOG_LEVEL: 'error',
    ...OPEN_DOOR,
    PROOF_MINUTES: '1440',
    REQUESTS_PER_MINUTE: '1000000',
    ...redirect(environment, `127.0.0.1:${postgres.port}`, database),
    DATABASE_URL: '',
    SMTP_URL: `smtp://${network.here}:${ways.post.port}`,
    SMTP_CERTIFICATE: certificate,
    OUTGOING_PRIVATE: network.here,
    OUTGOING_PLAIN: network.here,
    MAIL_FROM: 'noreply@haijian.example',
    ...bucket.settings({ FILES_S3_ENDPOINT: `http://${network.here}:${ways.store.port}` }),
  }
  const parts = HOSTS.map((name) => {
    const host = { address: `${network.address(name)}:80`, on: network.on(name) }
    startProxy(join(folder, `${name}.cfg`), before(host.address), host.on)
    const own = { ...settings, DATA_DIR: join(folder, name) }
    const apps = PORTS.map((port) => new App(port, own, undefined, host))
    const worker = new Part('worker.js', own, undefined, host)
    closing.push(() => [...apps, worker].forEach((part) => void part.kill()))
    return { apps, worker }
  })
  const apps = parts.flatMap((part) => part.apps)
  await Promise.all(apps.map((app) => app.waitUntilReady()))
  const addresses = HOSTS.map((name) => `http://${network.address(name)}:80`)
  return { ways, post: server, apps, workers: parts.map(({ worker }) => worker), addresses, inhabited }
}

test('ten minutes under load, while the bucket is slow, workers die and the mail server is away', async () => {
  const network = Network.open<HostName>(HOSTS)
  closing.push(() => network.close())
  const folder = mkdtempSync(join(tmpdir(), 'haijian-load-'))
  chmodSync(folder, 0o711)
  closing.push(() => rmSync(folder, { recursive: true, force: true }))
  beMorning() // a bucket answers nobody whose time of day is far from its own
  const prepared = await prepare(folder)
  const { ways, post, apps, workers, addresses, inhabited } = await openHosts(folder, network, prepared)
  const admin = await look(prepared.postgres)
  closing.push(() => admin.end())

  const before = await sizesOf(admin)
  const minutes = new Minutes()
  const driver = new Driver({
    addresses: () => addresses,
    inhabited,
    clients: ACTING,
    thought: PAUSE,
    patience: PATIENCE,
    cases: inhabited.drafts.slice(SENDING),
  })
  const visitors = new Visitors(addresses, inhabited, minutes).start(LOOKING)
  const senders = new Senders(addresses, inhabited, minutes).start(inhabited.drafts.slice(0, SENDING))
  driver.start()
  await disturb(ways, workers, minutes, admin)
  await Promise.all([visitors.stop(), senders.stop()])
  const log = await driver.stop(120_000)
  minutes.noteSteps(log)
  const caughtUp = await waitUntilDone(admin)
  const faults = [
    ...(await listFaults(admin, log, Math.max(...inhabited.drafts))),
    ...(await mailFaults(admin, post)),
    ...(await senders.faults()),
  ]
  const deaths = workers.map(({ deaths }) => deaths)
  workers.filter((one) => one.deaths > 0).forEach(({ words }) => void process.stdout.write(words))
  const growth = growthTable(before, await sizesOf(admin))
  report({ minutes, growth, faults, caughtUp, sums: { ...sum(log), documents: senders.acknowledged, deaths } })
  expect(apps.map((app) => app.deaths)).toEqual([0, 0, 0, 0])
  expect(faults).toEqual([])
})

/** Lets the plan happen, and kills a worker each minute, by turns. */
async function disturb(all: Installation, workers: readonly Part[], minutes: Minutes, admin: pg.Client): Promise<void> {
  let done = -1
  while (minutes.now < MINUTES) {
    for (; done < minutes.now; done++) {
      const minute = done + 1
      if (minute > 0) {
        minutes.tell(`worker ${1 + (minute % workers.length)} is killed`)
        workers[minute % workers.length]?.signal('SIGKILL')
      }
      for (const one of PLAN.filter((plan) => plan.minute === minute)) {
        minutes.tell(one.what)
        one.disturb(all)
      }
    }
    await minutes.look(admin)
    await sleep(1_000)
  }
}

/** Waits until all that was ordered is made, and everybody has been told; answers the seconds that it took. */
async function waitUntilDone(admin: pg.Client): Promise<number> {
  const begun = performance.now()
  while (performance.now() < begun + CATCHING_UP && (await listOpenWork(admin)).length > 0) await sleep(5_000)
  await finishPost(admin)
  return Math.round((performance.now() - begun) / 1_000)
}

/** Settings whose addresses lead elsewhere. */
const redirect = (environment: Environment, from: string, to: string): Environment =>
  Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, value?.replace(from, to)]))

interface Outcome {
  readonly minutes: Minutes
  /** Which tables grew, as a table. */
  readonly growth: string
  readonly faults: readonly string[]
  /** Seconds after the load until nothing waited any more. */
  readonly caughtUp: number
  readonly sums: object
}

/** Says what came of it, and writes it down where those look who plan an installation. */
function report({ minutes, growth, faults, caughtUp, sums }: Outcome): void {
  const text = [
    `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores for everything: two hosts with two web servers and a worker each, the database, the bucket and the clients;`,
    `${ACTING} clients that act, ${LOOKING} that look at the queue, ${SENDING} that send documents, each with a pause of ${PAUSE / 1_000} seconds on average, and ${PATIENCE / 1_000} seconds of patience; ${(MORE_CASES + DRAFTS).toLocaleString('en')} cases. A step's time counts until it is`,
    'acknowledged, with every try; half of the answers came within the first time, nineteen of twenty within the second.',
    '',
    minutes.table(),
    '',
    `In all: ${JSON.stringify(sums)}. Afterwards everything that waited was done within ${caughtUp} s. Lost, doubled or out of order: ${faults.length === 0 ? 'nothing' : faults.length}.`,
    '',
    'What the database took for it:',
    '',
    growth,
  ].join('\n')
  process.stdout.write(`${text}\n`)
  const [begin, end] = ['<!-- load:begin -->', '<!-- load:end -->']
  const document = readFileSync(DOCUMENT, 'utf8')
  const [from, to] = [document.indexOf(begin), document.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`docs/capacity.md has no ${begin}`)
  writeFileSync(DOCUMENT, `${document.slice(0, from + begin.length)}\n${text}\n${document.slice(to)}`)
}
