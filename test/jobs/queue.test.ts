/** The queue, which the worker owns, and the one narrow door by which the application reaches it. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { Logger, runOnce } from 'graphile-worker'
import type pg from 'pg'
import { DataSource } from 'typeorm'
import { follow } from '../../src/base/trail.js'
import { enqueue, enqueueFunction, TASKS } from '../../src/jobs/queue.js'
import { connect } from '../../tools/roles.js'
import { freshDatabase, type TestDatabase } from '../database.js'

let database: TestDatabase
let app: pg.Client
let worker: pg.Client

beforeAll(async () => {
  database = await freshDatabase()
  app = await connect(database.appUrl)
  worker = await connect(database.workerUrl)
})

afterAll(async () => {
  await app.end()
  await worker.end()
  await database.drop()
})

async function countJobs(key: string): Promise<unknown> {
  const { rows } = await worker.query(
    'select task_identifier as task, key from graphile_worker.jobs where key like $1 order by key',
    [`${key}%`],
  )
  return rows.map(({ task }) => task)
}

describe('the queue', () => {
  test('a job asked for in a transaction is there after its commit', async () => {
    const key = randomUUID()
    await app.query('begin')
    await app.query('select jobs.enqueue($1, $2, $3)', ['makeLetter', { caseId: 7 }, key])
    expect(await countJobs(key)).toEqual([])
    await app.query('commit')
    expect(await countJobs(key)).toEqual(['makeLetter'])
  })

  test('and vanishes with its rollback', async () => {
    const key = randomUUID()
    await app.query('begin')
    await app.query('select jobs.enqueue($1, $2, $3)', ['makeLetter', { caseId: 7 }, key])
    await app.query('rollback')
    expect(await countJobs(key)).toEqual([])
  })

  test('a thousand pictures wait here and no more; letters always', async () => {
    const countOf = async (task: string) =>
      (await worker.query('select from graphile_worker.jobs where task_identifier = $1', [task])).rowCount
    await app.query('begin')
    await app.query(
      `select jobs.enqueue('makePages', jsonb_build_object('attachmentId', i), 'picture ' || i) from generate_series(1, 1200) i`,
    )
    await app.query(`select jobs.enqueue('makeLetter', '{"letterId": 1}', 'behind pictures')`)
    await app.query('commit')
    expect([await countOf('makePages'), await countJobs('behind pictures')]).toEqual([1_000, ['makeLetter']])
    await worker.query(`select graphile_worker.remove_job('picture 1')`)
    await app.query(`select jobs.enqueue('makePages', '{"attachmentId": 1200}', 'picture 1200')`)
    await app.query(`select jobs.enqueue('makePages', '{"attachmentId": 1201}', 'picture 1201')`)
    expect([await countJobs('picture 1200'), await countJobs('picture 1201')]).toEqual([['makePages'], []])
    await worker.query(`select graphile_worker.remove_job(key) from graphile_worker.jobs where key like 'picture %'`)
  })

  test('the same key twice is one job, with the later payload', async () => {
    const key = randomUUID()
    await app.query('select jobs.enqueue($1, $2, $3)', ['makeLetter', { round: 1 }, key])
    await app.query('select jobs.enqueue($1, $2, $3)', ['makeLetter', { round: 2 }, key])
    const { rows } = await worker.query('select payload from graphile_worker._private_jobs where key = $1', [key])
    expect(rows).toEqual([{ payload: { round: 2 } }])
  })

  test('a job that is asked for again keeps its turn before those that came after it', async () => {
    const key = randomUUID()
    const order = (name: string) => app.query('select jobs.enqueue($1, $2, $3)', ['makeLetter', {}, `${key} ${name}`])
    for (const name of ['first', 'second', 'first']) await order(name)
    const { rows } = await worker.query<{ key: string }>(
      'select key from graphile_worker.jobs where key like $1 order by priority, run_at, id',
      [`${key}%`],
    )
    expect(rows.map((row) => row.key)).toEqual([`${key} first`, `${key} second`])
  })

  test('what a case waits for comes before its other papers, those before pictures, pictures before readings', async () => {
    const key = randomUUID()
    const asked = ['readPaper', 'makePages', 'makePaper', 'makeLetter'] as const
    for (const task of asked) await app.query('select jobs.enqueue($1, $2, $3)', [task, {}, `${key} ${task}`])
    const { rows } = await worker.query<{ task: string }>(
      `select task_identifier as task from graphile_worker.jobs where key like $1 order by priority, run_at, id`,
      [`${key}%`],
    )
    expect(rows.map(({ task }) => task)).toEqual([...asked].reverse())
  })

  test('a job carries the request that ordered it, also when the clock asks for it again', async () => {
    const key = randomUUID()
    const source = await new DataSource({
      type: 'postgres',
      url: database.appUrl,
      installExtensions: false,
    }).initialize()
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'
    const order = (letterId: number) => source.transaction((tx) => enqueue(tx, 'makeLetter', { letterId }, key))
    const payload = async () =>
      (await worker.query('select payload from graphile_worker._private_jobs where key = $1', [key])).rows[0]?.payload
    await follow({ requestId: 'request-1', traceparent }, () => order(1))
    expect(await payload()).toEqual({ letterId: 1, requestId: 'request-1', traceparent })
    await order(2)
    expect(await payload()).toEqual({ letterId: 2, requestId: 'request-1', traceparent })
    await follow({ requestId: 'request-2' }, () => order(3))
    expect(await payload()).toEqual({ letterId: 3, requestId: 'request-2' })
    await source.destroy()
  })

  test('every name of the list is taken, by the function that the application calls', async () => {
    const key = randomUUID()
    const source = await new DataSource({
      type: 'postgres',
      url: database.appUrl,
      installExtensions: false,
    }).initialize()
    await source.transaction(async (tx) => {
      for (const task of TASKS) await enqueue(tx, task, { caseId: 1 }, `${key} ${task}`)
    })
    await source.destroy()
    expect(await countJobs(key)).toEqual([...TASKS].sort())
  })

  test.each(['dropEverything', '', "makeLetter'; drop table cases; --", null])('no other name: %s', async (task) => {
    await expect(app.query('select jobs.enqueue($1, $2)', [task, {}])).rejects.toThrow('no task of this name')
  })

  test.each([
    "select graphile_worker.add_job('makeLetter')",
    'select * from graphile_worker.jobs',
    'delete from graphile_worker._private_jobs',
    "create or replace function jobs.enqueue(task text, payload jsonb, job_key text default null) returns void language sql as 'select'",
    'drop function jobs.enqueue',
  ])('the application has no other way in: %s', async (statement) => {
    await expect(app.query(statement)).rejects.toThrow(/permission denied|must be owner/)
  })

  test('the search path of the caller does not lead the function astray', async () => {
    const key = randomUUID()
    await app.query('begin')
    await app.query("set local search_path = 'pg_temp'")
    await app.query('select jobs.enqueue($1, $2, $3)', ['makeLetter', {}, key])
    await app.query('commit')
    expect(await countJobs(key)).toEqual(['makeLetter'])
  })

  test('a name that would not fit into the function is refused when it is built', () => {
    expect(() => enqueueFunction(['haijian_app'], ["a']) or true --"])).toThrow('not a name of a task')
  })

  test('the worker takes up jobs with its own role', async () => {
    const fresh = await freshDatabase()
    const client = await connect(fresh.appUrl)
    await client.query('select jobs.enqueue($1, $2)', ['makeLetter', { caseId: 12 }])
    const seen: unknown[] = []
    await runOnce({
      connectionString: fresh.workerUrl,
      noHandleSignals: true,
      logger: new Logger(() => () => undefined),
      taskList: {
        makeLetter: async (payload, { query }) => {
          seen.push(payload, (await query('select current_user::text as role')).rows[0])
        },
      },
    })
    expect(seen).toEqual([{ caseId: 12 }, { role: 'haijian_worker' }])
    await client.end()
    await fresh.drop()
  })
})
