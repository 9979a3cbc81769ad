/** What a worker answers to whoever watches over it: its real process, with a database that goes away, a queue that asks for no jobs, and a job that takes long. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from '@jest/globals'
import { Logger } from 'graphile-worker'
import { path } from '../../src/base/path.js'
import { QueuePools } from '../../src/worker/pools.js'
import { connect } from '../../tools/roles.js'
import { closing, endAll, newDatabase, newFolder, type Process, query, worker } from '../reliability/ownProcesses.js'
import { findPort } from '../reliability/plant.js'

afterEach(endAll)

const ask = async (port: number, address: string): Promise<unknown> => {
  const answer = await fetch(`http://127.0.0.1:${port}${address}`)
  return [answer.status, await answer.json(), answer.headers.get('retry-after')]
}
const READY = [200, { status: 'ready' }, null]
const unready = (status: string) => [503, { status }, '5']

async function until(port: number, wanted: unknown): Promise<void> {
  let found: unknown
  for (let attempt = 0; attempt < 600; attempt++) {
    found = await ask(port, path.isReady).catch(({ cause }) => cause)
    if (JSON.stringify(found) === JSON.stringify(wanted)) return
    await sleep(50)
  }
  expect(found).toEqual(wanted)
}

test('ready while it takes jobs; not while the database is away or read-only, nor while it leaves', async () => {
  const database = await newDatabase()
  const port = await findPort()
  const one = worker(database, newFolder(), { PROBE_PORT: String(port) })
  await until(port, READY)
  expect(await ask(port, path.isLive)).toEqual([200, { status: 'live' }, null])
  expect(await ask(port, path.jobs)).toEqual([404, { status: 'notFound' }, null])

  const [{ name = '' } = {}] = await query<{ name: string }>(database, 'select current_database() as name')
  const end = () =>
    query(
      database,
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and pid <> pg_backend_pid()',
      [name],
    )
  await query(database, `alter database ${name} set default_transaction_read_only = on`)
  await end()
  await until(port, unready('readOnly'))
  await query(database, `begin read write; alter database ${name} reset default_transaction_read_only; commit`)
  await until(port, READY)
  // nobody else may come in: superusers may
  await query(database, `revoke connect on database ${name} from haijian_worker, public`)
  await end()
  await until(port, unready('database'))
  expect(await ask(port, path.isLive)).toEqual([200, { status: 'live' }, null])
  await query(database, `grant connect on database ${name} to haijian_worker`)
  await until(port, READY)

  // a job that cannot end yet
  const holding = await connect(database.adminUrl)
  closing.push(() => holding.end())
  await holding.query('begin; lock table letters in access exclusive mode')
  await query(database, `select graphile_worker.add_job('makeLetter', '{"letterId": 1}')`)
  const locked = `select 1 from graphile_worker.jobs where locked_at is not null and task_identifier = 'makeLetter'`
  while ((await query(database, locked)).length === 0) await sleep(50)
  one.ask()
  await until(port, unready('leaving'))
  await holding.query('commit')
  expect(await one.ended).toBe(0)
})

test('it answers from its first moment; a port that is taken ends it with a sentence', async () => {
  const database = await newDatabase()
  const port = await findPort()
  const nobody = new URL(database.workerUrl)
  nobody.port = '1'
  const settings = { PROBE_PORT: String(port) }
  const waiting: Process = worker(database, newFolder(), { ...settings, WORKER_DATABASE_URL: nobody.href })
  await until(port, unready('starting'))
  expect(await ask(port, path.isLive)).toEqual([200, { status: 'live' }, null])
  const other = worker(database, newFolder(), settings)
  expect(await other.ended).toBe(78)
  expect(other.words).toContain(`PROBE_PORT: cannot listen on 127.0.0.1:${port} (EADDRINUSE)`)
  waiting.kill()
})

test('a queue that asks for no jobs any more is known, and one that is at a long job is not taken for it', async () => {
  const database = await newDatabase()
  let end = () => {}
  const long = new Promise<void>((resolve) => {
    end = resolve
  })
  const tasks = { strike: () => undefined, erase: () => long }
  const quiet = new Logger(() => () => undefined)
  const queue = await QueuePools.start({ url: database.workerUrl, jobs: 1, logger: quiet, preset: {}, tasks })
  closing.push(async () => {
    await queue.stop()
    await queue.close()
  })
  await query(database, `select graphile_worker.add_job('erase')`)
  const silence = 6_000 // three times as long as the pause between two questions
  await sleep(silence)
  expect(queue.isAlive(silence)).toBe(true)
  const holding = await connect(database.adminUrl)
  await holding.query('begin; lock table graphile_worker._private_jobs in access exclusive mode')
  while (queue.isAlive(silence)) await sleep(100)
  await holding.query('commit')
  await holding.end()
  end()
  while (!queue.isAlive(silence)) await sleep(100)
})
