/**
 * `npm run bench -- batch [HOSTS …]`: a workbook of 50 and of 200 hosts and one ZIP of all their papers, sent by HTTP as a firm's clerk sends them: how long rows and papers
 * take, what web server and worker take of memory, and the page of another officer's queue beside it. The floor, in the same run: the same drafts made by the API one by one,
 * and the same bytes written to the disk; beside it the same papers sent singly. Prints the ratio of the largest batch to its floor last.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { openAsBlob } from 'node:fs'
import { mkdir, open, rm, stat } from 'node:fs/promises'
import { availableParallelism, cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { apiPath, path, withQuery } from '../src/base/path.js'
import { type Environment, environmentWith, readConfig } from '../src/config.js'
import { totpCode } from '../src/people/totp.js'
import { projectFolder } from '../src/settings.js'
import { DEMONSTRATION_PASSWORD, demonstrationKey } from '../src/web/account/demonstration.js'
import { migrate } from '../tools/migrate.js'
import { addressSettings, withAddresses } from '../tools/roles.js'
import { seedIfEmpty } from '../tools/seed.js'
import { startTemporary } from '../tools/temporary.js'
import { type BenchHost, bookOf, makeHosts, writeArchive } from './batch/hosts.js'
import { Watch } from './memory/watch.js'

const [WEB, PROBE] = [19_235, 19_236]
const ORIGIN = `http://127.0.0.1:${WEB}`
const SIZES = [50, 200]
/** Hosts whose papers are sent singly. */
const SINGLY = 10
const PIECE = 4 * 1024 * 1024
/** As the page of a batch asks. */
const PAUSE = 2_000 // ms
/** Between two looks of the officer at the queue. */
const OFFICER_PAUSE = 500
const OFFICER_ALONE = 30_000

type Headers = Readonly<Record<string, string>>

export async function run(args: readonly string[]): Promise<void> {
  const sizes = args.length > 0 ? args.map(Number) : SIZES
  say(`Node ${process.version}, ${availableParallelism()} cores (${cpus()[0]?.model.trim()})`)
  const postgres = await startTemporary(false)
  try {
    const settings = {
      ...{ DATABASE_URL: postgres.url, DATA_DIR: join(postgres.home, 'files'), LOG_LEVEL: 'error', PUBLIC_URL: ORIGIN },
      ...{ PORT: String(WEB), PROBE_PORT: String(PROBE) },
      ...{ VISITS_PER_MINUTE: '1000000', REQUESTS_PER_MINUTE: '1000000' },
    }
    const config = withAddresses(readConfig(settings))
    await migrate(postgres.url, config)
    await seedIfEmpty(config)
    const environment = { ...settings, ...addressSettings(config) }
    let [ratio, from] = [0, 0]
    for (const size of sizes) {
      const hosts = await makeHosts(size + SINGLY, from)
      ratio = await measure(environment, hosts, postgres.home)
      from += hosts.length
    }
    say(`ratio ${ratio.toFixed(2)}`)
  } finally {
    await postgres.stop()
  }
}

async function measure(environment: Environment, made: readonly BenchHost[], home: string): Promise<number> {
  const hosts = made.slice(SINGLY)
  const archive = join(home, 'papers.zip')
  await writeArchive(hosts, archive)
  const web = await start('main.js', WEB, environment)
  const worker = await start('worker.js', PROBE, environment)
  try {
    const [firm, officer] = [await signIn('firm'), await signIn('intake')]
    const watches = { web: new Watch(web.pid ?? 0), worker: new Watch(worker.pid ?? 0) }
    const idle = { web: watches.web.look().own, worker: watches.worker.look().own }
    const alone = await watchQueue(officer, sleep(OFFICER_ALONE))
    const looking = setInterval(() => {
      watches.web.look()
      watches.worker.look()
    }, 250)
    const batch = sendBatch(firm, hosts, archive).finally(() => clearInterval(looking))
    const beside = await watchQueue(officer, batch)
    const took = await batch
    const { size } = await stat(archive)
    const papers = hosts.flatMap((host) => host.papers)
    say(`${hosts.length} hosts, ${papers.length} papers, a ZIP of ${mb(size)} MB; load ${loadavg()[0]?.toFixed(1)}`)
    say(`  rows become drafts                 ${inSeconds(took.rows)} s, ${ms(took.rows / hosts.length)} ms a row`)
    say(`  the ZIP arrives                    ${inSeconds(took.sent)} s`)
    say(
      `  its papers are attached            ${inSeconds(took.papers)} s, ${ms(took.papers / papers.length)} ms a paper`,
    )
    for (const name of ['web', 'worker'] as const) {
      const { own, children, all } = watches[name].most
      say(`  ${name.padEnd(6)} itself                      ${own} MB at most, ${idle[name]} MB before`)
      for (const [child, megabytes] of children) say(`    ${child.padEnd(33)} ${megabytes} MB at most`)
      say(`    with all of its own processes     ${all} MB at most`)
    }
    say(`  an officer's queue, p95            ${ms(p95(beside))} ms, alone ${ms(p95(alone))} ms`)
    say(`    median                           ${ms(median(beside))} ms, alone ${ms(median(alone))} ms`)
    const floor = await measureFloor(firm, hosts, home)
    say(
      `  floor: drafts by the API           ${inSeconds(floor.drafts)} s, bytes to the disk ${inSeconds(floor.bytes)} s`,
    )
    const singly = await sendSingly(firm, made.slice(0, SINGLY))
    say(
      `  papers sent singly                 ${ms(singly)} ms a paper; ratio ${(took.papers / papers.length / singly).toFixed(2)}`,
    )
    return (took.rows + took.sent + took.papers) / (floor.drafts + floor.bytes)
  } finally {
    await Promise.all([stop(web), stop(worker)])
    await rm(archive)
  }
}

/** The workbook and its papers; milliseconds of each part. */
async function sendBatch(firm: Headers, hosts: readonly BenchHost[], archive: string) {
  const began = performance.now()
  const book = new FormData()
  book.set('workbook', new Blob([new Uint8Array(await bookOf(hosts))]), 'hosts.xlsx')
  const ordered = await post(path.batches, firm, book)
  const id = Number(/batches\/(\d+)/.exec(ordered.headers.get('location') ?? '')?.[1])
  const progress = withQuery(path.batch(id), { part: 'progress' }) // as the page's script asks
  await until(async () => !(await page(progress, firm)).includes('data-running'))
  const rows = performance.now() - began
  const drafts = new RegExp(`drafts: ${hosts.length}\\b`)
  if (!drafts.test(await page(path.batch(id), firm))) throw new Error('not every row became a draft')
  await sendArchive(firm, id, archive)
  const sent = performance.now() - began - rows
  const count = hosts.reduce((sum, { papers }) => sum + papers.length, 0)
  await until(async () => {
    const said = /papers\.zip: (\d+) received, (\d+) already there, (\d+) rejected/.exec(await page(progress, firm))
    if (said && Number(said[1]) !== count) throw new Error(`not every paper was attached: ${said[0]}`)
    return said !== null
  })
  return { rows, sent, papers: performance.now() - began - rows - sent }
}

/** In pieces, as the page's script sends it. */
async function sendArchive(firm: Headers, id: number, archive: string): Promise<void> {
  const { size } = await stat(archive)
  const whole = await openAsBlob(archive)
  for (let offset = 0; offset < size; ) {
    const form = new FormData()
    for (const [name, value] of Object.entries({ upload: archive, size, offset })) form.set(name, String(value))
    form.set('files', whole.slice(offset, offset + PIECE), 'papers.zip')
    const answer = await post(path.batchPapers(id), { ...firm, accept: 'application/json' }, form)
    offset = ((await answer.json()) as { offset: number }).offset // our own page's answer
  }
}

/** The same drafts made singly, and the same bytes written and flushed to the same disk. */
async function measureFloor(firm: Headers, hosts: readonly BenchHost[], home: string) {
  const began = performance.now()
  for (const { answers } of hosts) {
    const { documents: _, ...form } = answers
    const begun = await post(apiPath.cases, firm, '{}')
    const { id } = (await begun.json()) as { id: number } // our own API's case
    await post(apiPath.answers(id), firm, JSON.stringify({ answers: form }), 'PUT')
  }
  const drafts = performance.now() - began
  const folder = join(home, 'floor')
  await mkdir(folder)
  for (const [index, { content }] of hosts.flatMap(({ papers }) => papers).entries()) {
    const file = await open(join(folder, String(index)), 'w')
    await file.writeFile(content)
    await file.sync()
    await file.close()
  }
  const bytes = performance.now() - began - drafts
  await rm(folder, { recursive: true })
  return { drafts, bytes }
}

/** Milliseconds a paper, each in a request of its own. */
async function sendSingly(firm: Headers, hosts: readonly BenchHost[]): Promise<number> {
  let [took, count] = [0, 0]
  for (const { papers } of hosts) {
    const { id } = (await (await post(apiPath.cases, firm, '{}')).json()) as { id: number } // our own API's case
    const began = performance.now()
    for (const { name, kind, content } of papers) {
      const form = new FormData()
      form.set('kind', kind)
      form.set('file', new Blob([new Uint8Array(content)]), name.split('/').at(-1))
      await post(apiPath.documents(id), firm, form)
    }
    took += performance.now() - began
    count += papers.length
  }
  return took / count
}

/** Milliseconds of each look at the queue until the work is done. */
async function watchQueue(officer: Headers, work: Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  const over = work.then(() => true)
  do {
    const began = performance.now()
    await page(path.queue, officer)
    times.push(performance.now() - began)
  } while (!(await Promise.race([over, sleep(OFFICER_PAUSE)])))
  return times
}

async function until(isDone: () => Promise<boolean>): Promise<void> {
  while (!(await isDone())) await sleep(PAUSE)
}

async function signIn(account: string): Promise<Headers> {
  const code = totpCode(demonstrationKey(account), new Date())
  const body = JSON.stringify({ account, password: DEMONSTRATION_PASSWORD, code })
  const answer = await post(apiPath.session, {}, body)
  const { csrfToken } = (await answer.json()) as { csrfToken: string } // our own API's session
  const cookie = answer.headers.getSetCookie().map((one) => one.split(';')[0])
  return { cookie: [...cookie, 'language=en'].join('; '), 'x-csrf-token': csrfToken }
}

async function post(address: string, headers: Headers, body: FormData | string, method = 'POST'): Promise<Response> {
  const type: Headers = typeof body === 'string' ? { 'content-type': 'application/json' } : {}
  const init = { method, body, headers: { ...headers, ...type }, redirect: 'manual' as const }
  const answer = await fetch(ORIGIN + address, init)
  if (answer.status >= 400) throw new Error(`${address}: ${answer.status} ${(await answer.text()).slice(0, 500)}`)
  return answer
}

async function page(address: string, { cookie = '' }: Headers): Promise<string> {
  const answer = await fetch(ORIGIN + address, { headers: { cookie, accept: 'text/html' } })
  if (answer.status !== 200) throw new Error(`${address}: ${answer.status}`)
  return answer.text()
}

async function start(file: string, port: number, environment: Environment): Promise<ChildProcess> {
  const child = fork(join(projectFolder, 'dist/src', file), {
    env: environmentWith(environment),
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}${path.isReady}`).catch(() => null)
    if (answer?.status === 200) return child
    if (child.exitCode !== null) throw new Error(`${file} did not start`)
    await sleep(100)
  }
}

async function stop(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM')
  if (child.exitCode === null) await once(child, 'exit')
}

const at = (values: readonly number[], part: number): number =>
  [...values].sort((one, other) => one - other)[Math.min(values.length - 1, Math.floor(values.length * part))] ?? 0
const median = (values: readonly number[]): number => at(values, 0.5)
const p95 = (values: readonly number[]): number => at(values, 0.95)
const ms = (milliseconds: number): string => milliseconds.toFixed(0)
const inSeconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(1)
const mb = (bytes: number): string => (bytes / 1024 / 1024).toFixed(0)
const say = (line: string): void => void process.stdout.write(`${line}\n`)
