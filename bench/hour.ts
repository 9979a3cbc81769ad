/**
 * `npm run bench -- hour [cases] [minutes] [steps a second]`: real steps at a steady pace on a database with a million
 * cases, with a worker beside them, and vacuumed as PostgreSQL does it by itself. Every twelfth of the time it samples
 * what a step and the queue's questions take, what the tables that steps write have grown by, and the plans; in the
 * middle everything is analyzed. Prints the first sample, the last and their ratio.
 */
import 'reflect-metadata'
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Clock, StandingClock } from '../src/base/clock.js'
import { ReadingService } from '../src/cases/reading.service.js'
import { environmentWith } from '../src/config.js'
import { projectFolder } from '../src/settings.js'
import { addressSettings, connect } from '../tools/roles.js'
import { Lives } from './hour/lives.js'
import { samplePlans, sampleSnapshots, sampleTables, type TableSample } from './hour/samples.js'
import { type Desk, openDesk } from './queue.js'
import { questions } from './queue/questions.js'
import { CLOCK_AT, makePeople } from './steps/prepare.js'

const SAMPLES = 12
/** Of the time between two samples. */
const WARMING = 0.3
/** Of the department that leads: its generated thousand would all be notified of each step. */
const OFFICERS = 20
/** Of each question; the first calls of all do not count. */
const CALLS = 7
const ASKED = [
  ...['page: to do', 'page: done', 'page: all', 'page: overdue', 'page: all, the longest unchanged first'],
  ...['counts of eight tabs', 'search: number', 'search: a rare name', 'search: firm'],
] as const

interface Sample {
  readonly steps: number
  /** Milliseconds: of a step, and of each question. */
  readonly times: ReadonlyMap<string, number>
  readonly tables: ReadonlyMap<string, TableSample>
}

export async function run([cases = '1000000', minutes = '60', pace = '30']: readonly string[]): Promise<void> {
  await live(await openDesk(Number(cases), { CLOCK_AT }), Number(minutes), Number(pace))
}

/** Steps for so many minutes; the desk is closed at the end. @param pace steps a second */
export async function live(desk: Desk, minutes: number, pace: number): Promise<void> {
  let worker: ChildProcess | undefined
  try {
    const owner = await connect(desk.config.databaseUrl ?? '')
    const people = await makePeople(desk.config, owner)
    await owner.end()
    await desk.admin.query(
      `update people set ended_at = now() where password_hash = 'x' and substr(account, 7)::int > $1`,
      [OFFICERS],
    )
    worker = startWorker(desk)
    const lives = new Lives(desk.app, people, pace)
    const living = lives.run()
    await measure(desk, lives, minutes * 60_000)
    lives.end()
    await living
  } finally {
    worker?.kill()
    if (worker?.exitCode === null) await once(worker, 'exit')
    await desk.close()
  }
}

/** Its clock stands: nothing falls due in this hour. */
function startWorker({ config }: Desk): ChildProcess {
  const settings = { ...addressSettings(config), DATA_DIR: config.dataDir, CLOCK_AT, LOG_LEVEL: 'error', DEMO: 'no' }
  return fork(join(projectFolder, 'dist/src/worker.js'), {
    env: environmentWith(settings),
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
}

async function measure(desk: Desk, lives: Lives, length: number): Promise<void> {
  const clock = desk.app.get(Clock)
  const began = performance.now()
  const moving = setInterval(() => {
    if (clock instanceof StandingClock) clock.moveTo(new Date(Date.parse(CLOCK_AT) + performance.now() - began))
  }, 1000)
  const samples: Sample[] = []
  const plans = new Map<string, string>()
  try {
    await askAll(desk) // fills caches, and does not count
    for (let turn = 0; turn <= SAMPLES; turn++) {
      // the first one is taken a little later, when everything has warmed up
      await sleep(Math.max(0, began + ((turn || WARMING) * length) / SAMPLES - performance.now()))
      const took = lives.took.splice(0).sort((a, b) => a - b)
      const step = [['a step, median', at(took, 0.5)] as const, ['a step, p99', at(took, 0.99)] as const]
      const times = new Map([...step, ...(await askAll(desk))])
      samples.push({ steps: lives.done, times, tables: await sampleTables(desk.admin) })
      say(`minute ${((performance.now() - began) / 60_000).toFixed(1)}: ${lives.done} steps, ${lives.failed} failed`)
      await tellSample(desk, samples.at(-1), plans)
      if (turn === SAMPLES / 2) await desk.admin.query('analyze')
    }
    tell(samples)
  } finally {
    clearInterval(moving)
  }
}

/** @param known the plans as they were seen last; brought up to date */
async function tellSample({ app, admin, officers }: Desk, sample: Sample | undefined, known: Map<string, string>) {
  for (const [name, ms] of sample?.times ?? []) say(`  ${name} ${ms.toFixed(1)} ms`)
  const { behind, age } = await sampleSnapshots(admin)
  say(`  oldest snapshot ${behind} transactions behind, oldest transaction ${age.toFixed(2)} s`)
  const plans = await patiently(() => samplePlans(app, officers.assessor))
  const others = [...plans].filter(([statement, mark]) => (known.get(statement) ?? mark) !== mark)
  for (const [statement, mark] of plans) known.set(statement, mark)
  say(`  ${plans.size} prepared statements, ${others.length} with another plan than before`)
  for (const [statement] of others) say(`    ${statement.trim().replace(/\s+/g, ' ').slice(0, 100)}`)
  for (const table of sample?.tables.values() ?? [])
    if (table.dead > 1000 || table.vacuums > 0) say(`  ${describe(table)}`)
}

/** The median of each question, by its name. */
async function askAll({ app, officers, size }: Desk): Promise<Map<string, number>> {
  const all = questions(app.get(ReadingService), officers, size)
  const times = new Map<string, number>()
  for (const name of ASKED) {
    const took: number[] = []
    for (let call = 0; call < CALLS; call++) {
      const begin = performance.now()
      await patiently<unknown>(all[name])
      took.push(performance.now() - begin)
    }
    times.set(
      name,
      at(
        took.sort((a, b) => a - b),
        0.5,
      ),
    )
  }
  return times
}

/** Once more where no connection was to be had in time: the machine may have other work. */
const patiently = <T>(ask: () => Promise<T>): Promise<T> => ask().catch(ask)

const at = (sorted: readonly number[], part: number): number => sorted[Math.floor((sorted.length - 1) * part)] ?? 0

const describe = ({ name, live, dead, vacuums, analyzes, heap, indexes }: TableSample): string =>
  [
    `${name}: ${live} live, ${dead} dead, ${vacuums} vacuums, ${analyzes} analyzes`,
    `${heap.toFixed(1)} + ${indexes.toFixed(1)} MB`,
  ].join(', ')

function tell(samples: readonly Sample[]): void {
  const [first, last] = [samples[0], samples.at(-1)]
  if (!first || !last) return
  const print = (name: string, one: number, other: number) =>
    say([name.padEnd(44), ...[one, other, other / one].map((value) => value.toFixed(2).padStart(12))].join(''))
  say(`${'first, last and their ratio'.padEnd(44)} ${String(last.steps).padStart(10)} steps`)
  for (const [name, ms] of first.times) print(`${name}, ms`, ms, last.times.get(name) ?? 0)
  for (const [name, table] of last.tables) {
    const before = first.tables.get(name)
    if (!before || table.heap + table.indexes < 1) continue
    print(`${name}, MB`, before.heap + before.indexes, table.heap + table.indexes)
    print('  rows that live', before.live, table.live)
    print('  dead rows', before.dead, table.dead)
    say(`  vacuumed ${table.vacuums} times, analyzed ${table.analyzes} times`)
  }
}

const say = (line: string): void => void process.stdout.write(`${line}\n`)
