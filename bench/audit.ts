/**
 * `npm run bench -- audit [EVENTS]`: rows that a verification checks in a second, on 500,000 generated events sealed into checkpoints. Its floor is reading the same rows over the same
 * connection and hashing each once. By turns, in the same run; prints the ratio last.
 */
import { createHash } from 'node:crypto'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { SystemClock } from '../src/base/clock.js'
import { createDataSource, Database } from '../src/base/database.js'
import { Installation } from '../src/base/installation.js'
import { openAuditKeys, openSealKey } from '../src/cases/audit/keys.js'
import { sinksOf } from '../src/cases/audit/sinks.js'
import { readConfig } from '../src/config.js'
import { ENTITIES } from '../src/entities.js'
import { Sealer, Sealing } from '../src/worker/sealer.js'
import { StoreRegister } from '../src/worker/storeRegister.js'
import { verifyHistory } from '../tools/audit/verify.js'
import { migrate } from '../tools/migrate.js'
import { connect, withAddresses } from '../tools/roles.js'
import { startTemporary } from '../tools/temporary.js'
import { fill } from './audit/fill.js'

const EVENTS = 500_000
const EVENTS_EACH = 10
const ROUNDS = 3
const PEOPLE = `
  insert into firms (name_zh, credit_code, district, kind, registered_at) values ('甲', 'A', '310101', 'mcn', now());
  insert into people (account, name, password_hash, firm_id, roles, created_at) values ('1', 'boss', 'x', 1, '{firmAdmin}', now())`

/** Measures, and prints what came out. `args`: how many events. */
export async function run(args: readonly string[] = []): Promise<void> {
  const events = Number(args[0] ?? EVENTS)
  const postgres = await startTemporary(false)
  const closers: (() => Promise<unknown>)[] = [() => postgres.stop()]
  try {
    const settings = { DATABASE_URL: postgres.url, DATA_DIR: join(postgres.home, 'files'), DEMO: 'no' }
    const config = withAddresses(readConfig(settings))
    await migrate(postgres.url, config)
    const admin = await connect(
      Object.assign(new URL(postgres.adminUrl), { pathname: new URL(postgres.url).pathname }).href,
    )
    closers.push(() => admin.end())
    await admin.query(PEOPLE)
    say(
      `Node ${process.version}, ${cpus().length} cores (${cpus()[0]?.model.trim()}), load ${loadavg()[0]?.toFixed(1)}`,
    )
    await fill(admin, { cases: Math.ceil(events / EVENTS_EACH), eventsEach: EVENTS_EACH, firm: 1, person: 1 })
    await admin.query('vacuum analyze')

    const source = await createDataSource({
      url: config.workerDatabaseUrl ?? '',
      poolSize: 2,
      entities: ENTITIES,
    }).initialize()
    closers.push(() => source.destroy())
    const sinks = sinksOf(config)
    const [db, clock] = [new Database(source), new SystemClock()]
    const sealing = new Sealing(await openSealKey(config), sinks)
    const sealer = new Sealer(db, clock, sealing, await Installation.open(db), new StoreRegister(db, clock))
    const [sealed, checkpoints] = await time(() => sealer.seal())
    say(`sealing: ${rate(events, sealed)} events/s into ${checkpoints} checkpoints, signed and written outside`)

    const { seals } = await openAuditKeys(config)
    const [ours, floor]: [number[], number[]] = [[], []]
    for (let round = 1; round <= ROUNDS; round++) {
      const [spent, found] = await time(() => verifyHistory(admin, sinks, seals))
      const faults = found.faults.length + found.rowFaults.length + found.checkpointFaults.length
      if (found.events !== events || faults + found.unsealed > 0)
        throw new Error(`the history is not whole: ${JSON.stringify(found.faults[0])}`)
      const [least, read] = await time(() => readAndHash(admin))
      if (read !== events) throw new Error(`read ${read} of ${events}`)
      ours.push(events / (spent / 1000))
      floor.push(events / (least / 1000))
      say(`round ${round}: verified ${rate(events, spent)} rows/s, read and hashed once ${rate(events, least)} rows/s`)
    }
    say(`audit: ${Math.round(median(ours))} rows/s verified; floor ${Math.round(median(floor))} rows/s`)
    say(`ratio ${(median(ours) / median(floor)).toFixed(2)}`)
  } finally {
    for (const close of closers.reverse()) await close()
  }
}

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const rate = (count: number, ms: number): number => Math.round(count / (ms / 1000))
const median = (list: number[]): number => list.sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0

async function time<T>(work: () => Promise<T>): Promise<[ms: number, result: T]> {
  const begin = performance.now()
  const result = await work()
  return [performance.now() - begin, result]
}

/** The least that any verification has to do: fetch every row with what it says, and hash it once. */
async function readAndHash(client: pg.Client): Promise<number> {
  await client.query('begin read only')
  await client.query(`declare floor no scroll cursor for
    select e::text || coalesce(t::text, '') as row from events e left join event_contents t on t.case_id = e.case_id and t.seq = e.seq order by e.case_id, e.seq`)
  let count = 0
  const fetch = () => client.query<{ row: string }>('fetch 5000 from floor')
  for (let coming = fetch(); ; ) {
    const { rows } = await coming
    if (rows.length === 0) break
    coming = fetch()
    for (const { row } of rows) createHash('sha256').update(row).digest()
    count += rows.length
  }
  await client.query('rollback')
  return count
}
