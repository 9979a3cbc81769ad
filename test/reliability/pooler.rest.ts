/**
 * Behind PgBouncer in transaction mode, as docs/operations.md sets it up: time limits hold, steps are done once, open pages hear, a worker counts as living for as long as
 * it lives; what would not work there does not start, and says why.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import type pg from 'pg'
import { Database, row, rows, sqlState, type Tx } from '../../src/base/database.js'
import { apiPath, path, withQuery } from '../../src/base/path.js'
import { EXIT_SETTINGS, type Environment } from '../../src/config.js'
import { listFaults, listOpenWork } from './checker.js'
import { Driver } from './driver.js'
import { Process } from './ownProcesses.js'
import { App, findPort, Part, Plant } from './plant.js'
import { describeWithPooler, type Pooler, startPooler } from './pooler.js'

jest.setTimeout(300_000)

describeWithPooler('behind a pooler in transaction mode', () => {
  let plant: Plant
  let pooler: Pooler
  let admin: pg.Client
  const closing: (() => unknown)[] = []

  beforeAll(async () => {
    plant = await Plant.open({ apps: 0, workers: 0, drafts: 12, database: { testing: true } })
    closing.push(() => plant.close())
    admin = await plant.look()
    closing.push(() => admin.end())
    pooler = await poolerWith()
  })
  afterAll(async () => {
    for (const close of closing.reverse()) await close()
  })

  const settingsOf = (): Environment => ({ ...plant.settings('app'), ...plant.settings('worker') })
  const urlOf = (name: string): string => settingsOf()[name] ?? ''
  const ADDRESSES = ['APP_DATABASE_URL', 'ENTRY_DATABASE_URL', 'WORKER_DATABASE_URL']

  async function poolerWith(changes: Record<string, string> = {}): Promise<Pooler> {
    const started = await startPooler(plant.postgres.port, ADDRESSES.map(urlOf), changes)
    closing.push(() => started.stop())
    return started
  }

  /** The settings of a process whose addresses lead through a pooler. */
  function through(kind: 'app' | 'worker', by: Pooler, listen?: string): Environment {
    const settings = plant.settings(kind)
    const led = ADDRESSES.filter((name) => settings[name]).map((name) => [name, by.of(settings[name] ?? '')])
    return { ...settings, ...Object.fromEntries(led), LISTEN_DATABASE_URL: listen }
  }

  const withoutUser = (url: string): string => Object.assign(new URL(url), { username: '', password: '' }).href
  const pastIt = () => withoutUser(urlOf('APP_DATABASE_URL'))
  const inSessions = (by: Pooler) => withoutUser(by.of(urlOf('APP_DATABASE_URL'), 'haijian_listen'))

  async function appBehind(by: Pooler): Promise<App> {
    const app = new App(await findPort(), through('app', by, pastIt()))
    closing.push(() => app.kill())
    await app.waitUntilReady()
    return app
  }

  function workerBehind(by: Pooler, listen = pastIt()): Part {
    const worker = new Part('worker.js', through('worker', by, listen))
    closing.push(() => worker.kill())
    return worker
  }

  async function until(done: () => Promise<boolean>): Promise<void> {
    while (!(await done())) await sleep(100)
  }

  /** The sessions that hold the locks by which workers live, with how many each holds. */
  const livingSessions = async (): Promise<{ pid: number; locks: number }[]> =>
    (
      await admin.query<{ pid: number; locks: number }>(`
        select pid, count(*)::int as locks from pg_locks join pg_stat_activity using (pid)
        where locktype = 'advisory' and usename = 'haijian_worker' group by pid order by pid`)
    ).rows

  test('without an address for sessions neither a web server nor a worker starts: 78, and what to set', async () => {
    const port = String(await findPort())
    for (const [file, kind, name] of [
      ['main.js', 'app', 'APP_DATABASE_URL'],
      ['worker.js', 'worker', 'WORKER_DATABASE_URL'],
    ] as const) {
      const started = new Process(file, { ...through(kind, pooler), PORT: port })
      expect(await started.ended).toBe(EXIT_SETTINGS)
      expect(started.words).toContain(`${name} leads through a pooler in transaction mode`)
      expect(started.words).toContain(`${name} 经过事务模式的连接池`)
      expect(started.words).toContain('LISTEN_DATABASE_URL')
    }
    const same = withoutUser(pooler.of(urlOf('APP_DATABASE_URL')))
    const misled = new Process('main.js', { ...through('app', pooler, same), PORT: port })
    expect(await misled.ended).toBe(EXIT_SETTINGS)
    expect(misled.words).toContain('LISTEN_DATABASE_URL leads through a pooler in transaction mode')
  })

  test('a pooler that keeps no prepared statements is told from one that does', async () => {
    const forgetful = await poolerWith({ max_prepared_statements: '0' })
    const started = new Process('main.js', { ...through('app', forgetful, pastIt()), PORT: String(await findPort()) })
    expect(await started.ended).toBe(EXIT_SETTINGS)
    expect(started.words).toContain('The pooler of APP_DATABASE_URL does not keep prepared statements.')
  })

  test('the time limits hold: what takes longer is ended', async () => {
    const db = await Database.open({ url: pooler.of(urlOf('APP_DATABASE_URL')), poolSize: 4, entities: [] })
    closing.push(() => db.source.destroy())
    const limits = (tx: Tx) =>
      row(
        tx,
        `select current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock,
           current_setting('idle_in_transaction_session_timeout') as idle`,
      )
    expect(await db.transaction({}, limits)).toEqual({ statement: '15s', lock: '5s', idle: '15s' })
    await admin.query('begin; lock table cases')
    const faults = await Promise.all(
      ['select pg_sleep(60)', 'select 1 from cases'].map((sql) =>
        db.transaction({}, (tx) => rows(tx, sql)).catch((error: unknown) => sqlState(error)),
      ),
    )
    await admin.query('rollback')
    expect(faults).toEqual(['57014', '55P03'])
    const leftOpen = await db
      .transaction({}, async (tx) => {
        await rows(tx, 'select 1')
        await sleep(17_000)
        return rows(tx, 'select 1')
      })
      .catch((error: unknown) => error)
    expect(leftOpen).toBeInstanceOf(Error)
  })

  test('steps of many clients are done once each, and pages that are open hear of them', async () => {
    const app = await appBehind(pooler)
    const worker = workerBehind(pooler)
    const { inhabited } = plant
    const [watched = 0, ...cases] = inhabited.drafts
    const heard = await listenTo(app, watched)
    const driver = new Driver({ addresses: () => [app.address], inhabited, cases, clients: 8 }).start()
    await driver.advance(60)
    const log = await driver.stop()
    expect(heard()).not.toContain('event: case')
    await submit(app, watched)
    await until(async () => heard().includes('event: case'))
    await until(async () => (await listOpenWork(admin)).length === 0)
    expect(await listFaults(admin, log)).toEqual([])
    const names = await admin.query(
      `select distinct usename, application_name as name from pg_stat_activity where usename like 'haijian_%' and usename <> 'haijian_owner' and application_name <> '' order by usename`,
    )
    expect(names.rows).toEqual([
      { usename: 'haijian_app', name: 'haijian web' },
      { usename: 'haijian_entry', name: 'haijian web' },
      { usename: 'haijian_worker', name: 'haijian worker' },
    ])
    expect([app.deaths, worker.deaths]).toEqual([0, 0])
    for (const part of [app, worker]) await part.stop()
  })

  test.each<[string, (by: Pooler) => string]>([
    ['past the pooler', pastIt],
    ['through it, in session mode', inSessions],
  ])('a worker counts as living while it lives, however short the pooler’s sessions: %s', async (_, listen) => {
    const hasty = await poolerWith({ server_lifetime: '2', server_idle_timeout: '1' })
    const worker = workerBehind(hasty, listen(hasty))
    await until(async () => (await livingSessions()).some(({ locks }) => locks === 7))
    const before = await livingSessions()
    await sleep(6_000)
    expect(await livingSessions()).toEqual(before)
    expect(worker.deaths).toBe(0)
    worker.kill()
    await until(async () => (await livingSessions()).length === 0)
  })

  /** A page that is open at a case; answers what it has heard. */
  async function listenTo(app: App, caseId: number): Promise<() => string> {
    const { cookie = '' } = plant.inhabited.headers.approver
    const query = `case=${caseId}&seq=0`
    const answer = await fetch(`${app.address}${withQuery(path.live, query)}`, {
      headers: { cookie, accept: 'text/event-stream' },
    })
    expect(answer.status).toBe(200)
    let said = ''
    const read = async () => {
      for await (const piece of answer.body ?? []) said += Buffer.from(piece).toString()
    }
    read().catch(() => undefined)
    return () => said
  }

  async function submit(app: App, caseId: number): Promise<void> {
    const answer = await fetch(`${app.address}${apiPath.action(caseId, 'submit')}`, {
      method: 'POST',
      headers: { ...plant.inhabited.headers.applicant, 'content-type': 'application/json' },
      body: JSON.stringify({ version: 1, input: {} }),
    })
    expect([answer.status, await answer.json()]).toEqual([200, expect.objectContaining({ state: 'submitted' })])
  }
})
