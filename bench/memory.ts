/**
 * `npm run bench -- memory [CASES] [REQUESTS]`: what web server and worker take of memory, of connections and of the disk. A worker that has made the papers of a thousand cases and drawn
 * the pages of the demonstration's documents, beside one that has done nothing, in the same run; processes of its own are told apart. Prints the ratio of the two last.
 */
import 'reflect-metadata'
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, statSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { path } from '../src/base/path.js'
import { type Config, type Environment, environmentWith, readConfig } from '../src/config.js'
import { projectFolder } from '../src/settings.js'
import { migrate } from '../tools/migrate.js'
import { addressSettings, connect, withAddresses } from '../tools/roles.js'
import { seedIfEmpty } from '../tools/seed.js'
import { nodeOptions, SMALL_YOUNG } from '../tools/supervisor.js'
import { startTemporary } from '../tools/temporary.js'
import { Watch } from './memory/watch.js'
import { CLOCK_AT, prepareCases } from './steps/prepare.js'

const [WEB, PROBE] = [19_233, 19_234]
const CASES = 1_000
const REQUESTS = 2_000
const CLIENTS = 16
/** For a process that has just become ready. */
const SETTLING = 5_000 // ms
/** Longer than processes of our own are kept that have nothing to do. */
const RESTING = 70_000

export async function run(args: readonly string[]): Promise<void> {
  const [cases = CASES, requests = REQUESTS] = args.map(Number)
  say(`Node ${process.version}, ${availableParallelism()} cores (${cpus()[0]?.model.trim()})`)
  let idle = 0
  await onServer(async ({ config, environment, admin }) => {
    idle = await measureIdle(environment, admin)
    await seedIfEmpty(config)
    await measureDisk(admin, config.dataDir)
    await measureWeb(environment, admin, requests)
    await measureWorker(environment, admin)
  })
  await onServer(async ({ config, environment, admin }) => {
    await prepareCases(config, cases) // each orders three: receipt, application form, notice of acceptance
    say(`ratio ${((await measureWorker(environment, admin)) / idle).toFixed(2)}`)
  })
}

interface Bench {
  readonly config: Config
  /** Of the processes. */
  readonly environment: Environment
  readonly admin: pg.Client
}

/** On an empty database of its own. */
async function onServer(work: (bench: Bench) => Promise<void>): Promise<void> {
  const postgres = await startTemporary(false)
  try {
    const settings = {
      DATABASE_URL: postgres.url,
      DATA_DIR: join(postgres.home, 'files'),
      PORT: String(WEB),
      PROBE_PORT: String(PROBE),
      CLOCK_AT,
      LOG_LEVEL: 'error',
      VISITS_PER_MINUTE: '1000000',
    }
    const config = withAddresses(readConfig(settings))
    await migrate(postgres.url, config)
    const address = new URL(postgres.adminUrl)
    address.pathname = new URL(postgres.url).pathname
    const admin = await connect(address.href)
    await work({ config, environment: { ...settings, ...addressSettings(config) }, admin })
    await admin.end()
  } finally {
    await postgres.stop()
  }
}

async function start(file: string, port: number, environment: Environment): Promise<ChildProcess> {
  const child = fork(join(projectFolder, 'dist/src', file), {
    env: environmentWith(environment),
    execArgv: file === 'worker.js' ? [SMALL_YOUNG, ...nodeOptions()] : nodeOptions(),
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}${path.isReady}`).catch(() => null)
    if (answer?.status === 200) break
    if (child.exitCode !== null) throw new Error(`${file} did not start`)
    await sleep(100)
  }
  await sleep(SETTLING)
  return child
}

async function stop(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM')
  await once(child, 'exit')
}

const connections = async (admin: pg.Client): Promise<number> =>
  (
    await admin.query(
      `select count(*)::int as n from pg_stat_activity where usename like 'haijian%' and usename <> $1`,
      ['haijian_owner'],
    )
  ).rows[0]?.n

async function measureIdle(environment: Environment, admin: pg.Client): Promise<number> {
  const worker = await start('worker.js', PROBE, environment)
  const { own } = new Watch(worker.pid ?? 0).look()
  say(`a worker that has nothing to do      ${own} MB, ${await connections(admin)} connections`)
  await stop(worker)
  return own
}

async function measureWorker(environment: Environment, admin: pg.Client): Promise<number> {
  const worker = await start('worker.js', PROBE, environment)
  const watch = new Watch(worker.pid ?? 0)
  let most = 0
  for (;;) {
    watch.look()
    most = Math.max(most, await connections(admin))
    const { rows } = await admin.query(`
      select count(*)::int as n from graphile_worker.jobs
      where task_identifier in ('makeLetter', 'makePaper', 'makePages', 'readPaper') and attempts = 0 or locked_at is not null`)
    if (rows[0]?.n === 0) break
    await sleep(250)
  }
  const made = await admin.query(`
    select (select count(*)::int from letters where issued_at is not null) as papers,
      (select count(*)::int from page_images) as pages`)
  say(`a worker while it makes ${made.rows[0].papers} papers and ${made.rows[0].pages} pictures of pages`)
  say(`  itself                             ${watch.most.own} MB at most, ${most} connections at most`)
  for (const [name, megabytes] of watch.most.children) say(`  ${name.padEnd(34)} ${megabytes} MB at most`)
  say(`  with all of its own processes      ${watch.most.all} MB at most`)
  await sleep(RESTING)
  const { own, all } = watch.look()
  say(`the same afterwards                  ${own} MB, with its own processes ${all} MB`)
  await stop(worker)
  return all
}

async function measureWeb(environment: Environment, admin: pg.Client, requests: number): Promise<void> {
  const web = await start('main.js', WEB, environment)
  const watch = new Watch(web.pid ?? 0)
  const { own } = watch.look()
  say(`a web server that has nothing to do  ${own} MB, ${await connections(admin)} connections`)
  let left = requests
  let most = 0
  const ask = async () => {
    while (left-- > 0) await (await fetch(`http://127.0.0.1:${WEB}${path.criteria}`)).text()
  }
  const asked = Promise.all(Array.from({ length: CLIENTS }, ask)).then(() => true)
  while (!(await Promise.race([asked, sleep(250)]))) {
    watch.look()
    most = Math.max(most, await connections(admin))
  }
  say(`a web server under ${requests} requests     ${watch.most.own} MB at most, ${most} connections at most`)
  await stop(web)
}

const bytesIn = (folder: string): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0)

async function measureDisk(admin: pg.Client, dataDir: string): Promise<void> {
  const { rows } = await admin.query(`
    select count(*)::int as cases, (select count(*)::int from attachments) as documents,
      (select count(*)::int from letters where issued_at is not null) as papers,
      (select coalesce(sum(pg_total_relation_size(oid)), 0)::float from pg_class where relname = 'letter_files') as papers_bytes,
      pg_database_size(current_database())::float as database from cases`)
  const { cases, documents, papers, papers_bytes, database } = rows[0]
  const files = bytesIn(join(dataDir, 'files'))
  say(`the demonstration: ${cases} cases, ${documents} documents, ${papers} papers`)
  say(
    `  database ${inMegabytes(database)} MB, of which papers ${inMegabytes(papers_bytes)} MB; files ${inMegabytes(files)} MB`,
  )
}

const inMegabytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(1)
const say = (line: string) => process.stdout.write(`${line}\n`)
