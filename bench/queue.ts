/**
 * The officer's queue at ten thousand, a hundred thousand, a million and, asked for, ten million generated cases, as the application asks for it: under its own role, with row-level security on, whole calls with
 * their transactions. Each size has a server of its own, and they are asked by turns, so that a machine that slows down slows all. Prints the median
 * and the 99th percentile of each kind of question at each size, and how much dearer the largest is than ten thousand.
 */
import 'reflect-metadata'
import { join } from 'node:path'
import type { INestApplicationContext } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import type pg from 'pg'
import { webModule } from '../src/web.module.js'
import { ReadingService } from '../src/cases/reading.service.js'
import { CaseKeys } from '../src/cases/sealing/caseKeys.js'
import { passportIndex } from '../src/cases/sealing/personFacts.js'
import { type Config, type Environment, readConfig } from '../src/config.js'
import { migrate } from '../tools/migrate.js'
import { connect, withAddresses } from '../tools/roles.js'
import { startTemporary } from '../tools/temporary.js'
import { generateCases } from './queue/generate.js'
import { makePeople, type Officers } from './queue/people.js'
import { PASSPORT, questions } from './queue/questions.js'

const SIZES = [10_000, 100_000, 1_000_000, 10_000_000]
/** The first calls, which plan and fill caches, do not count. */
const WARMING = 8

export async function run([calls = '101', most = '1000000']: readonly string[]): Promise<void> {
  const desks: Desk[] = []
  try {
    for (const size of SIZES.filter((one) => one <= Number(most))) desks.push(await openDesk(size))
    const asked = desks.map(({ app, officers, size }) => questions(app.get(ReadingService), officers, size))
    const times = new Map<string, Times[]>()
    for (const name of Object.keys(asked[0] ?? {}) as (keyof ReturnType<typeof questions>)[]) // the names of the questions above
      times.set(
        name,
        await timesOf(
          asked.map((all) => all[name]),
          Number(calls),
        ),
      )
    tell(desks, times)
  } finally {
    for (const { close } of desks) await close()
  }
}

/** The application on a database with so many cases. */
export interface Desk {
  readonly size: number
  readonly app: INestApplicationContext
  readonly officers: Officers
  readonly config: Config
  /** The superuser, in the application's database. */
  readonly admin: pg.Client
  close(): Promise<void>
}

/** @param more settings of the application besides */
export async function openDesk(size: number, more: Environment = {}): Promise<Desk> {
  const postgres = await startTemporary(false)
  try {
    const settings = {
      DATABASE_URL: postgres.url,
      DATA_DIR: join(postgres.home, 'files'),
      LOG_LEVEL: 'error',
      DEMO: 'no',
      ...more,
    }
    const config = withAddresses(readConfig(settings))
    await migrate(postgres.url, config)
    const address = new URL(postgres.adminUrl)
    address.pathname = new URL(postgres.url).pathname
    const admin = await connect(address.href)
    const { crew, ...officers } = await makePeople(admin, size)
    const { agency } = officers
    await generateCases(admin, crew, size)
    const app = await NestFactory.createApplicationContext(
      webModule({ config, databaseUrl: config.appDatabaseUrl ?? '' }, { folder: '', css: '', script: '', icon: '' }),
      { logger: false },
    )
    await admin.query('update cases set firm_id = $1 where id % 100 = 10', [agency.firmId])
    await admin.query('analyze cases')
    const index = passportIndex(app.get(CaseKeys), PASSPORT)
    await admin.query('update cases set passport_index = $1 where id = 17', [index])
    const close = async () => {
      await admin.end()
      await app.close()
      await postgres.stop()
    }
    return { size, app, officers, config, admin, close }
  } catch (error) {
    await postgres.stop()
    throw error
  }
}

/** Milliseconds of a question's calls at one desk. */
interface Times {
  readonly median: number
  readonly p99: number
}

/** How long a question takes at each desk. */
async function timesOf(asked: readonly (() => Promise<unknown>)[], calls: number): Promise<Times[]> {
  const took: number[][] = asked.map(() => [])
  for (let turn = -WARMING; turn < calls; turn++)
    for (const [index, ask] of asked.entries()) {
      const begin = performance.now()
      await ask()
      if (turn >= 0) took[index]?.push(performance.now() - begin)
    }
  return took.map((list) => {
    const sorted = list.sort((a, b) => a - b)
    const at = (part: number) => sorted[Math.floor((sorted.length - 1) * part)] ?? 0
    return { median: at(0.5), p99: at(0.99) }
  })
}

const ratioOf = (times: readonly Times[]): number => (times.at(-1)?.median ?? 0) / (times[0]?.median ?? 1)

function tell(desks: readonly Desk[], times: ReadonlyMap<string, readonly Times[]>): void {
  const width = Math.max(...[...times.keys()].map((name) => name.length))
  const print = (name: string, cells: readonly string[], last: string) =>
    process.stdout.write(
      `${name.padEnd(width)} ${cells.map((cell) => cell.padStart(13)).join('')} ${last.padStart(8)}\n`,
    )
  const sizes = desks.map(({ size }) => `${size / 1000}k`)
  print('milliseconds, median and p99', sizes, 'ratio')
  for (const [name, took] of times) {
    const cells = took.map(({ median, p99 }) => `${median.toFixed(1)} / ${p99.toFixed(1)}`)
    print(name, cells, ratioOf(took).toFixed(2))
  }
  const ratios = [...times.values()].map(ratioOf).sort((a, b) => a - b)
  process.stdout.write(
    `worst ratio ${ratios.at(-1)?.toFixed(2)}, median of the ratios ${ratios[Math.floor(ratios.length / 2)]?.toFixed(2)}\n`,
  )
}
