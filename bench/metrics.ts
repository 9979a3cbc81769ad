/**
 * What metrics cost: case steps and a firm's page of a case at one web server that counts and is scraped every second, and at one that does not; both on one database, by
 * turns, first one and then the other first. The web server's own processor time for each is what other work on the machine disturbs least. Before that, in this process, what
 * counting a step and a page takes by itself, which no other work disturbs; with 0 rounds nothing else. Prints the two ratios last.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { join } from 'node:path'
import { count, kindOf, time } from '../src/base/metrics.js'
import { apiPath, path } from '../src/base/path.js'
import { METRICS_PATH, Telemetry } from '../src/base/telemetry.js'
import { type Config, environmentWith, readConfig } from '../src/config.js'
import { projectFolder } from '../src/settings.js'
import { migrate } from '../tools/migrate.js'
import { addressSettings, withAddresses } from '../tools/roles.js'
import { startTemporary } from '../tools/temporary.js'
import { drive } from './pages/drive.js'
import { driveSteps } from './steps/drive.js'
import { CLOCK_AT, PASSWORD, type Prepared, prepareCases, refreshStanding } from './steps/prepare.js'

const PORTS = { without: 19_241, with: 19_242, metrics: 19_243 }
const CLIENTS = 16
const SECONDS = 5

type Side = 'without' | 'with'
const SIDES: readonly Side[] = ['without', 'with']

/** What is counted: a step, a page of the queue, by their statements. */
const STATEMENTS = { step: 10, page: 23 }
const ROUTES = 200
const TIMES = 100_000

/** Processor time of counting by itself, in microseconds, and of an answer to whoever collects, with the asking. */
async function countAlone(): Promise<void> {
  const settings = { ...readConfig(environmentWith({ DEMO: 'no' })), metricsPort: PORTS.metrics, otlpUrl: null }
  const telemetry = await Telemetry.open('web', 'bench', settings)
  const request = (route: string) => {
    count('requests', { method: 'POST', route, status: '2xx' })
    time('requestSeconds', 0.02, { route })
  }
  for (let route = 0; route < ROUTES; route++) request(`/route/${route}`)
  for (const [what, statements] of Object.entries(STATEMENTS)) {
    const once = () => {
      for (let one = 0; one < statements; one++) time('statementSeconds', 0.003, kindOf(`select ${one}`))
      request('/api/cases/:id/actions/:action')
    }
    for (let warm = 0; warm < TIMES / 5; warm++) once()
    const spent = await processorMicroseconds(() => {
      for (let times = 0; times < TIMES; times++) once()
    })
    say(`counting a ${what} of ${statements} statements: ${(spent / TIMES).toFixed(1)} µs of processor time`)
  }
  const scrapes = 50
  const spent = await processorMicroseconds(async () => {
    for (let scrape = 0; scrape < scrapes; scrape++)
      await (await fetch(`http://127.0.0.1:${PORTS.metrics}${METRICS_PATH}`)).text()
  })
  say(`answering whoever collects, ${ROUTES} routes, with the asking: ${(spent / scrapes / 1_000).toFixed(1)} ms`)
  await telemetry.close()
}

async function processorMicroseconds(work: () => Promise<void> | void): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return user + system
}

export async function run([rounds = '8']: readonly string[]): Promise<void> {
  await countAlone()
  if (Number(rounds) === 0) return
  const postgres = await startTemporary(false)
  const settings = {
    DATABASE_URL: postgres.url,
    DATA_DIR: join(postgres.home, 'files'),
    CLOCK_AT,
    LOG_LEVEL: 'error',
    REQUESTS_PER_MINUTE: '1000000',
    KEY_CALLS_PER_MINUTE: '1000000',
    FIRM_FACTOR_FROM: '2999-01-01', // its applicant signs in by the password alone
    DEMO: 'no',
  }
  const config = withAddresses(readConfig(settings))
  const servers: ChildProcess[] = []
  try {
    await migrate(postgres.url, config)
    const prepared = await prepareCases(config)
    servers.push(await startWeb(config, { ...settings, PORT: String(PORTS.without) }, PORTS.without))
    const counting = { ...settings, PORT: String(PORTS.with), METRICS_PORT: String(PORTS.metrics) }
    servers.push(await startWeb(config, counting, PORTS.with))
    await measure(config, prepared, Number(rounds), servers)
  } finally {
    for (const server of servers) server.kill()
    await postgres.stop()
  }
}

interface Found {
  /** A second. */
  readonly rate: number
  /** Milliseconds of the web server's processor time for each. */
  readonly cpu: number
}

async function measure(config: Config, prepared: Prepared, rounds: number, servers: ChildProcess[]): Promise<void> {
  const found: Record<'steps' | 'pages', Record<Side, Found[]>> = {
    steps: { without: [], with: [] },
    pages: { without: [], with: [] },
  }
  const scraping = setInterval(() => void fetch(`http://127.0.0.1:${PORTS.metrics}${METRICS_PATH}`), 1000)
  const page = path.case(prepared.cases[0] ?? 0)
  const cookies = { without: await signIn(PORTS.without), with: await signIn(PORTS.with) }
  for (let round = 0; round < rounds; round++) {
    await refreshStanding(config, prepared)
    for (const side of round % 2 === 0 ? SIDES : SIDES.toReversed()) {
      const pid = servers[SIDES.indexOf(side)]?.pid ?? 0
      const url = `http://127.0.0.1:${PORTS[side]}${page}`
      found.steps[side].push(await watched(pid, 1, () => driveSteps(prepared, PORTS[side], CLIENTS, SECONDS)))
      const visit = async () => (await drive(url, cookies[side], 4, SECONDS)).perSecond
      found.pages[side].push(await watched(pid, 0.5, visit))
    }
  }
  clearInterval(scraping)
  say(
    `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, Node ${process.versions.node}; ${rounds} rounds of ${SECONDS} s`,
  )
  for (const what of ['steps', 'pages'] as const) {
    const { without, with: counted } = found[what]
    const line = (name: keyof Found, digits: number) =>
      `${median(counted.map((one) => one[name])).toFixed(digits)} with metrics, ${median(without.map((one) => one[name])).toFixed(digits)} without`
    say(`${what} a second: ${line('rate', 1)}; processor time for each: ${line('cpu', 2)} ms`)
    // of each round by itself, so that a machine that slows down slows both
    const ratios = without.map(({ cpu }, round) => (counted[round]?.cpu ?? 0) / cpu)
    say(`  ratio of processor time ${median(ratios).toFixed(3)} (${ratios.map((one) => one.toFixed(2)).join(', ')})`)
  }
}

/** @param warm seconds before counting begins, which take processor time as well */
async function watched(pid: number, warm: number, work: () => Promise<number>): Promise<Found> {
  const before = processorTime(pid)
  const rate = await work()
  return { rate, cpu: (processorTime(pid) - before) / (rate * (SECONDS + warm)) }
}

/** Milliseconds that a process has computed for, by Linux, whose clock for it ticks a hundred times a second. */
function processorTime(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) * 10
}

async function signIn(port: number): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${port}${apiPath.session}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ account: 'bench-firm', password: PASSWORD }),
  })
  if (answer.status !== 201) throw new Error(`nobody signed in: ${answer.status} ${await answer.text()}`)
  return answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
}

async function startWeb(config: Config, settings: Record<string, string>, port: number): Promise<ChildProcess> {
  const child = fork(join(projectFolder, 'dist/src/main.js'), {
    env: environmentWith({ ...settings, ...addressSettings(config) }),
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  for (let tries = 0; tries < 400; tries++)
    try {
      await fetch(`http://127.0.0.1:${port}${apiPath.description}`)
      return child
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  throw new Error('the web server did not start')
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0
const say = (line: string): void => void process.stdout.write(`${line}\n`)
