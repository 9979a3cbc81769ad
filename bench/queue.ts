/**
 * The officer's queue at ten thousand, a hundred thousand and a million generated cases, as the application asks for it: under its own role, with row-level security on, whole calls with
 * their transactions. Prints the median of each kind of question at each size, and how much dearer a million is than ten thousand.
 */
import 'reflect-metadata'
import { join } from 'node:path'
import { NestFactory } from '@nestjs/core'
import { webModule } from '../src/app.module.js'
import { type Filters, type Tab } from '../src/cases/lists.js'
import { ReadingService } from '../src/cases/reading.service.js'
import { readConfig } from '../src/config.js'
import type { Role } from '../src/people/actor.js'
import { passwordHash } from '../src/people/secrets.js'
import type { Person } from '../src/people/session.service.js'
import { migrate } from '../tools/migrate.js'
import { connect } from '../tools/roles.js'
import { startTemporary } from '../tools/temporary.js'
import { type Crew, generateCases, generateFirms } from './queue/generate.js'

const SIZES = [10_000, 100_000, 1_000_000]
const TABS: readonly Tab[] = ['todo', 'mine', 'unclaimed', 'dueSoon', 'overdue', 'waiting', 'done', 'all']
const FIRMS = 2000
/** One officer of the lead department has about twenty cases, however many there are. */
const CASES_AN_OFFICER = 800
const MOST_COUNTED = 1000

/** The questions, each asked `times` times at each size; their medians are compared. */
const questions = (reading: ReadingService, { assessor, consulted }: Officers, size: number) => {
  const page =
    (tab: Tab, filters: Filters = {}, who = assessor) =>
    () =>
      reading.list(who, { tab, filters })
  const find = (word: string) => () => reading.list(assessor, { tab: 'all', find: word })
  const middle = { dueOn: new Date().toISOString().slice(0, 10), id: Math.floor(size / 2) }
  return {
    'page: to do': page('todo'),
    'page: mine': page('mine'),
    'page: unclaimed': page('unclaimed'),
    'page: overdue': page('overdue'),
    'page: done': page('done'),
    'page: all': page('all'),
    'page: all, from the middle': () => reading.list(assessor, { tab: 'all', after: middle }),
    'page: all, of one district': page('all', { district: '310105' }),
    'page: all, with one department': page('all', { department: consulted.authorityId ?? 0 }),
    'page: all, held by somebody': page('all', { holder: assessor.id ?? 0 }),
    'page: a consulted department': page('todo', {}, consulted),
    'the cases before and after': () => reading.lists.beside(assessor, { tab: 'all' }, middle),
    'counts of eight tabs': () => reading.count(assessor, TABS, MOST_COUNTED),
    'search: number': find(`2026-${String(size - 7).padStart(7, '0')}`),
    'search: two Han characters': find('由紀'),
    'search: whole Latin name': find('sofia herrera costa'),
    'search: fragment of a name': find('lindqv'),
    'search: firm': find('虹桥'),
  }
}

interface Officers {
  readonly assessor: Person
  readonly consulted: Person
}

export async function run([times = '41', most = '1000000']: readonly string[]): Promise<void> {
  const postgres = await startTemporary(false)
  const settings = {
    DATABASE_URL: postgres.url,
    DATA_DIR: join(postgres.home, 'files'),
    LOG_LEVEL: 'error',
    DEMO: 'no',
  }
  const config = readConfig(settings)
  try {
    await migrate(postgres.url, config)
    const address = new URL(postgres.adminUrl)
    address.pathname = new URL(postgres.url).pathname
    const admin = await connect(address.href)
    const app = await NestFactory.createApplicationContext(
      webModule({ config, databaseUrl: config.appDatabaseUrl ?? '' }, { folder: '', css: '', script: '', icon: '' }),
      { logger: false },
    )
    try {
      const { crew, ...officers } = await makePeople(admin)
      const medians = new Map<string, number[]>()
      let made = 0
      for (const size of SIZES.filter((one) => one <= Number(most))) {
        await generateCases(admin, crew, made + 1, size)
        made = size
        for (const [name, ask] of Object.entries(questions(app.get(ReadingService), officers, size)))
          medians.set(name, [...(medians.get(name) ?? []), await medianOf(ask, Number(times))])
      }
      tell(medians)
    } finally {
      await admin.end()
      await app.close()
    }
  } finally {
    await postgres.stop()
  }
}

/** Milliseconds; the first three calls, which plan and fill caches, do not count. */
async function medianOf(ask: () => Promise<unknown>, times: number): Promise<number> {
  const took: number[] = []
  for (let turn = -3; turn < times; turn++) {
    const begin = performance.now()
    await ask()
    if (turn >= 0) took.push(performance.now() - begin)
  }
  return took.sort((a, b) => a - b)[Math.floor(took.length / 2)] ?? 0
}

function tell(medians: ReadonlyMap<string, readonly number[]>): void {
  const width = Math.max(...[...medians.keys()].map((name) => name.length))
  process.stdout.write(`${''.padEnd(width)} ${SIZES.map((size) => `${size / 1000}k`.padStart(9)).join('')}    ratio\n`)
  for (const [name, took] of medians) {
    const ratio = (took.at(-1) ?? 0) / (took[0] ?? 1)
    process.stdout.write(
      `${name.padEnd(width)} ${took.map((ms) => `${ms.toFixed(1)} ms`.padStart(9)).join('')} ${ratio.toFixed(2).padStart(8)}\n`,
    )
  }
  const ratios = [...medians.values()].map((took) => (took.at(-1) ?? 0) / (took[0] ?? 1)).sort((a, b) => a - b)
  process.stdout.write(
    `worst ratio ${ratios.at(-1)?.toFixed(2)}, median of the ratios ${ratios[Math.floor(ratios.length / 2)]?.toFixed(2)}\n`,
  )
}

async function makePeople(admin: Awaited<ReturnType<typeof connect>>): Promise<Officers & { crew: Crew }> {
  const hashed = await passwordHash('not used: nobody signs in')
  const { rows } = await admin.query<{ id: number; code: string }>('select id, code from authorities')
  const authority = (code: string) => rows.find((one) => one.code === code)?.id ?? 0
  const firmIds = await generateFirms(admin, FIRMS)
  const make = async (
    account: string,
    role: Role,
    firmId: number | null,
    authorityId: number | null,
  ): Promise<Person> => {
    // the application itself adds no staff: the owner does, as for the many below
    const { rows: added } = await admin.query<{ id: number }>(
      `insert into people (account, name, password_hash, firm_id, authority_id, roles, created_at) values ($1, $1, $2, $3, $4, $5, now()) returning id`,
      [account, hashed, firmId, authorityId, [role]],
    )
    const id = added[0]?.id ?? 0
    return {
      kind: 'person',
      id,
      name: account,
      roles: [role],
      firmId,
      authorityId,
      keyId: null,
      language: 'zh',
      account,
    }
  }
  const lead = authority('sh-commerce')
  const others = [authority('sh-culture'), authority('sh-cyberspace')]
  const clerk = await make('bench-clerk', 'applicant', firmIds.from, null)
  const assessor = await make('bench-0', 'assessor', null, lead)
  await admin.query(
    `insert into people (account, name, password_hash, authority_id, roles, created_at)
     select 'bench-' || n, 'bench-' || n, 'x', $1, '{assessor}', now() from generate_series(1, $2::int) n`,
    [lead, Math.ceil((SIZES.at(-1) ?? 0) / CASES_AN_OFFICER)],
  )
  const { rows: officers } = await admin.query<{ id: number }>(
    'select id from people where authority_id = $1 order by id',
    [lead],
  )
  const consulted = await make('bench-culture', 'assessor', null, others[0] ?? 0)
  const crew = { firmIds, clerk: clerk.id ?? 0, officers: officers.map(({ id }) => id), lead, others }
  return { assessor, consulted, crew }
}
