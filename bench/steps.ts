/**
 * Case steps a second over HTTP: 32 clients on one web process, each step a whole request (key, lock, facts, chart, input, effect, event, state). Beside them in the same run, by
 * turns: the very statements that such a step sends, taken from the server's log, run by pgbench as the same role on the same database; one transaction of lock, event and update
 * by plain pg on Fastify (steps/plain.ts); and, when one is named, an earlier commit. `npm run bench -- steps [COMMIT]`. Prints the ratios last.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism, cpus } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../src/config.js'
import { projectFolder } from '../src/settings.js'
import { migrate } from '../tools/migrate.js'
import { addressSettings, connect, withAddresses } from '../tools/roles.js'
import { startTemporary } from '../tools/temporary.js'
import { checkOut } from './pages/site.js'
import { drivePlain, driveSteps } from './steps/drive.js'
import type { EarlierResult, EarlierRound, EarlierStart } from './steps/earlier.js'
import { hasPgbench, runFloor } from './steps/floor.js'
import { recordStatements } from './steps/log.js'
import type { PlainWork } from './steps/plain.js'
import { CLOCK_AT, prepareCases, refreshStanding } from './steps/prepare.js'
import { endWeb, spentBy, startWeb } from './steps/web.js'

const ROUNDS = 5
const SECONDS = 6
const CLIENTS = 32
const PORT = 19_231
const PLAIN = 19_233
const EARLIER = 19_235

/** One who takes part: steps a second, and for each second of processor time where that is known. */
interface Rival {
  readonly name: string
  run(): Promise<{ readonly perSecond: number; readonly perSpent?: number }>
}

export async function run([commit]: readonly string[]): Promise<void> {
  const before = commit === undefined ? undefined : checkOut(commit)
  const postgres = await startTemporary(false)
  const settings = {
    DATABASE_URL: postgres.url,
    DATA_DIR: join(postgres.home, 'files'),
    PORT: String(PORT),
    CLOCK_AT,
    LOG_LEVEL: 'error',
    REQUESTS_PER_MINUTE: '1000000',
    KEY_CALLS_PER_MINUTE: '1000000',
    DEMO: 'no',
  }
  const config = withAddresses(readConfig(settings))
  const appUrl = config.appDatabaseUrl ?? ''
  const started: ChildProcess[] = []
  let web: ChildProcess | undefined
  const restart = async () => {
    await endWeb(web)
    web = await startWeb(projectFolder, { ...settings, ...addressSettings(config) }, PORT)
    return web
  }
  try {
    await migrate(postgres.url, config)
    const prepared = await prepareCases(config)
    const { sql } = await recordStatements(postgres, prepared, PORT, restart)
    const rivals: Rival[] = [
      {
        name: 'ours',
        run: async () => {
          await refreshStanding(config, prepared) // the floor has moved the cases, too
          const before = spentBy(web?.pid ?? 0, postgres.pid)
          const perSecond = await driveSteps(prepared, PORT, CLIENTS, SECONDS)
          // the first second, which is not counted, is spent as well
          const spent = ((spentBy(web?.pid ?? 0, postgres.pid) - before) * SECONDS) / (SECONDS + 1)
          return { perSecond, perSpent: (perSecond * SECONDS) / spent }
        },
      },
      {
        name: hasPgbench() ? 'pgbench' : 'a pg client',
        run: async () => ({ perSecond: await runFloor(sql, prepared, appUrl, CLIENTS, SECONDS) }),
      },
      await plainFloor(started, postgres.url, appUrl, prepared.cases),
    ]
    if (before && commit) rivals.push(await earlier(started, commit, before.folder))
    say(
      `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, Node ${process.versions.node}; one web process, ${CLIENTS} clients, ${sql[0]?.length} statements a step`,
    )
    await measure(rivals)
  } finally {
    for (const child of started) await endWeb(child)
    await endWeb(web)
    await postgres.stop()
    before?.remove()
  }
}

async function plainFloor(
  started: ChildProcess[],
  ownerUrl: string,
  url: string,
  cases: readonly number[],
): Promise<Rival> {
  const owner = await connect(ownerUrl)
  await owner.query(`
    create table plain_cases (id int primary key, state text not null, version int not null, changed_at timestamptz);
    create table plain_events (case_id int references plain_cases, seq int, at timestamptz not null, action text not null, content jsonb, primary key (case_id, seq));
    grant select, insert, update on plain_cases, plain_events to haijian_app`)
  await owner.query(`insert into plain_cases select unnest($1::int[]), 'one', 0`, [cases])
  await owner.end()
  const child = fork(new URL('steps/plain.js', import.meta.url), { stdio: 'inherit' })
  started.push(child)
  child.send({ url, port: PLAIN } satisfies PlainWork)
  await once(child, 'message')
  return {
    name: 'plain pg on Fastify',
    run: async () => ({ perSecond: await drivePlain(cases, PLAIN, CLIENTS, SECONDS) }),
  }
}

async function earlier(started: ChildProcess[], commit: string, folder: string): Promise<Rival> {
  const child = fork(new URL('steps/earlier.js', import.meta.url), { stdio: 'inherit' })
  started.push(child)
  child.send({ folder, port: EARLIER } satisfies EarlierStart)
  await once(child, 'message')
  return {
    name: commit,
    run: async () => {
      child.send({ clients: CLIENTS, seconds: SECONDS } satisfies EarlierRound)
      const [result] = await once(child, 'message')
      return result as EarlierResult // what our child sends
    },
  }
}

/** By turns, so that a machine that slows down slows all. */
async function measure(rivals: readonly Rival[]): Promise<void> {
  const had = rivals.map(({ name }) => ({ name, perSecond: [] as number[], perSpent: [] as number[] }))
  for (let round = 1; round <= ROUNDS; round++)
    for (const [index, rival] of rivals.entries()) {
      const { perSecond, perSpent } = await rival.run()
      had[index]?.perSecond.push(perSecond)
      if (perSpent !== undefined) had[index]?.perSpent.push(perSpent)
    }
  for (const { name, perSecond, perSpent } of had) {
    const spent = perSpent.length > 0 ? `; ${median(perSpent).toFixed(0)} for a second of processor time` : ''
    say(`${name}: ${median(perSecond).toFixed(0)} steps/s (${perSecond.map(Math.round).join(', ')})${spent}`)
  }
  const [ours, ...others] = had
  for (const { name, perSecond, perSpent } of others) {
    const spent = perSpent.length > 0 ? `, by processor time ${ratio(ours?.perSpent, perSpent)}` : ''
    say(`ratio to ${name} ${ratio(ours?.perSecond, perSecond)}${spent}`)
  }
}

/** The median of the rounds' ratios, and between which they lie. */
function ratio(own: readonly number[] = [], others: readonly number[]): string {
  const each = own.map((value, round) => value / (others[round] ?? 0))
  return `${median(each).toFixed(2)} (${Math.min(...each).toFixed(2)} to ${Math.max(...each).toFixed(2)})`
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
const say = (line: string): void => void process.stdout.write(`${line}\n`)
