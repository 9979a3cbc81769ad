/**
 * Behind PgBouncer in transaction mode, as docs/operations.md sets it up: time limits hold, steps are done once, open pages hear, a worker counts as living for as long as
 * it lives; what would not work there does not start, and says why.
 */
import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals'
import type pg from 'pg'
import { waitForDatabase } from '../../src/base/databaseStart.js'
import { Database, row, rows, sqlState, type Tx } from '../../src/base/database.js'
import { apiPath, path, withQuery } from '../../src/base/path.js'
import { EXIT_SETTINGS, type Environment } from '../../src/config.js'
import { POOLS } from '../../src/worker/pools.js'
import { findAccount } from '../../tools/binaries.js'
import { INPUTS } from '../cases/inputs.js'
import { issue } from '../letters/authority.js'
import { connect } from '../../tools/roles.js'
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
  const parts: Part[] = []

  beforeAll(async () => {
    plant = await Plant.open({ apps: 0, workers: 0, drafts: 12, database: { testing: true } })
    closing.push(() => plant.close())
    admin = await plant.look()
    closing.push(() => admin.end())
    pooler = await poolerWith()
  })
  afterEach(() => {
    for (const part of parts.splice(0)) part.kill()
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
    parts.push(app)
    await app.waitUntilReady()
    return app
  }

  function workerBehind(by: Pooler, listen = pastIt()): Part {
    const worker = new Part('worker.js', through('worker', by, listen))
    parts.push(worker)
    return worker
  }

  async function until(done: () => Promise<boolean>): Promise<void> {
    while (!(await done())) await sleep(100)
  }

  /** The sessions that hold a lock for each of a worker's queues; other locks are a transaction's. */
  const livingSessions = async (): Promise<number[]> =>
    (
      await admin.query<{ pid: number }>(
        `select pid from pg_locks join pg_stat_activity using (pid)
        where locktype = 'advisory' and usename = 'haijian_worker' group by pid having count(*) = $1 order by pid`,
        [Object.keys(POOLS).length],
      )
    ).rows.map(({ pid }) => pid)

  test('without an address for sessions neither a web server nor a worker starts: 78, and what to set', async () => {
    const port = String(await findPort())
    for (const [file, kind, name] of [
      ['main.js', 'app', 'APP_DATABASE_URL'],
      ['worker.js', 'worker', 'WORKER_DATABASE_URL'],
    ] as const) {
      const started = new Process(file, { ...through(kind, pooler), PORT: port })
      expect(await started.ended).toBe(EXIT_SETTINGS)
      expect(started.words).toContain(`${name} uses a pooler in transaction mode`)
      expect(started.words).toContain(`${name} 经过事务模式的连接池`)
      expect(started.words).toContain('LISTEN_DATABASE_URL')
    }
    const same = withoutUser(pooler.of(urlOf('APP_DATABASE_URL')))
    const misled = new Process('main.js', { ...through('app', pooler, same), PORT: port })
    expect(await misled.ended).toBe(EXIT_SETTINGS)
    expect(misled.words).toContain('LISTEN_DATABASE_URL uses a pooler in transaction mode')
  })

  test('a pooler that keeps no prepared statements is told from one that does', async () => {
    const forgetful = await poolerWith({ max_prepared_statements: '0' })
    const started = new Process('main.js', { ...through('app', forgetful, pastIt()), PORT: String(await findPort()) })
    expect(await started.ended).toBe(EXIT_SETTINGS)
    expect(started.words).toContain('The pooler of APP_DATABASE_URL does not keep prepared statements.')
  })

  test('what the pooler itself refuses ends with 78 and a sentence: password, database, a startup parameter; what it says of a lost server does not', async () => {
    const refused = (change: (url: URL) => void, by = pooler) => {
      const url = new URL(by.of(urlOf('WORKER_DATABASE_URL')))
      change(url)
      const once = { whole: 0, pause: 0, line: 1 }
      return waitForDatabase({ setting: 'WORKER_DATABASE_URL', url: url.href }, () => undefined, once).catch(
        (error: unknown) => error,
      )
    }
    for (const [change, sentence] of [
      [(url: URL) => (url.password = 'wrong'), 'does not accept its user or password'],
      [(url: URL) => (url.username = 'stranger'), 'does not accept its user or password'],
      [(url: URL) => (url.pathname = '/not_there'), 'the server has no such database'],
      [(url: URL) => url.searchParams.set('options', '-c geqo=off'), 'refuses the startup parameter geqo'],
    ] as const)
      expect(await refused(change)).toMatchObject({
        name: 'DatabaseUnusable',
        because: { en: expect.stringContaining(sentence) },
      })
    const astray = await startPooler(1, ADDRESSES.map(urlOf), { server_login_retry: '1', query_wait_timeout: '2' })
    closing.push(() => astray.stop())
    expect(await refused(() => undefined, astray)).toMatchObject({ name: 'DatabaseAway' })
  })

  test('the time limits hold: what takes longer is ended', async () => {
    const url = pooler.of(urlOf('APP_DATABASE_URL'))
    await (await connect(url)).end() // which waits longer than a pool for a server that is busy
    const db = await Database.open({ url, poolSize: 4, entities: [] })
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
    const deaths = () => [app.deaths, worker.deaths]
    const before = deaths()
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
    expect(deaths()).toEqual(before)
  })

  test.each<[string, (by: Pooler) => string]>([
    ['past the pooler', pastIt],
    ['through it, in session mode', inSessions],
  ])('a worker counts as living while it lives, however short the pooler’s sessions: %s', async (_, listen) => {
    const hasty = await poolerWith({ server_lifetime: '2', server_idle_timeout: '1' })
    await until(async () => (await livingSessions()).length === 0)
    const worker = workerBehind(hasty, listen(hasty))
    await until(async () => (await livingSessions()).length === 1)
    const before = await livingSessions()
    await sleep(6_000)
    expect(await livingSessions()).toEqual(before)
    worker.kill()
    await until(async () => (await livingSessions()).length === 0)
  })

  test('with TLS on both sides, by the lines of the sample: certificates are checked, and nobody comes in plain', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'haijian-tls-'))
    closing.push(() => rmSync(folder, { recursive: true, force: true }))
    const account = findAccount(folder)
    const file = (name: string, text: string) => {
      writeFileSync(join(folder, name), text, { mode: 0o600 })
      if (account) chownSync(join(folder, name), account.uid, account.gid)
      return join(folder, name)
    }
    chmodSync(folder, 0o755)
    const root = issue({ name: 'The tests’ authority', authority: true })
    const stranger = issue({ name: 'Somebody else’s', authority: true })
    const own = issue({ name: '127.0.0.1', by: root, ip: '127.0.0.1' })
    const tls = {
      authority: file('root.pem', root.pem),
      certificate: file('own.pem', own.pem),
      key: file('own.key', String(own.key.export({ type: 'pkcs8', format: 'pem' }))),
    }
    chmodSync(tls.authority, 0o644)
    await admin.query(`alter system set ssl_cert_file = '${tls.certificate}'`)
    await admin.query(`alter system set ssl_key_file = '${tls.key}'`)
    await admin.query('alter system set ssl = on')
    await admin.query('select pg_reload_conf()')
    closing.push(async () => {
      await admin.query('alter system reset ssl')
      await admin.query('select pg_reload_conf()')
    })
    const urls = ADDRESSES.map(urlOf)
    const began = await admin.query<{ at: Date }>('select clock_timestamp() as at')
    const secure = await startPooler(plant.postgres.port, urls, {}, tls)
    closing.push(() => secure.stop())
    const safely = (url: string, database?: string, authority = tls.authority) => {
      const led = new URL(secure.of(url, database))
      led.search = `sslmode=verify-full&sslrootcert=${authority}`
      return led.href
    }
    const settings = plant.settings('app')
    const led = Object.fromEntries(
      ADDRESSES.filter((name) => settings[name]).map((name) => [name, safely(settings[name] ?? '')]),
    )
    const listen = withoutUser(safely(urlOf('APP_DATABASE_URL'), 'haijian_listen'))
    const app = new App(await findPort(), { ...settings, ...led, LISTEN_DATABASE_URL: listen })
    parts.push(app)
    await app.waitUntilReady()
    // between pooler and database
    const { rows: sessions } = await admin.query(
      `select distinct ssl from pg_stat_ssl join pg_stat_activity using (pid)
      where usename in ('haijian_app', 'haijian_entry') and backend_start > $1`,
      [began.rows[0]?.at],
    )
    expect(sessions).toEqual([{ ssl: true }])

    const once = { whole: 0, pause: 0, line: 1 }
    const refusal = (url: string) =>
      waitForDatabase({ setting: 'APP_DATABASE_URL', url }, () => undefined, once).catch((error: unknown) => error)
    expect(await refusal(secure.of(urlOf('APP_DATABASE_URL')))).toMatchObject({
      name: 'DatabaseUnusable',
      because: {
        en: 'APP_DATABASE_URL: the pooler accepts TLS connections only. Add sslmode=verify-full to the address.',
      },
    })
    const unknown = file('stranger.pem', stranger.pem)
    expect(await refusal(safely(urlOf('APP_DATABASE_URL'), undefined, unknown))).toMatchObject({
      name: 'DatabaseUnusable',
      because: { en: expect.stringContaining('the certificate of the database is not accepted') },
    })
    // a pooler that does not know the database's issuer opens nothing
    chmodSync(unknown, 0o644)
    const mistrusting = await startPooler(
      plant.postgres.port,
      urls,
      { server_login_retry: '1', query_wait_timeout: '2' },
      { ...tls, authority: unknown },
    )
    closing.push(() => mistrusting.stop())
    const address = new URL(mistrusting.of(urlOf('APP_DATABASE_URL')))
    address.search = new URL(safely(urlOf('APP_DATABASE_URL'))).search
    expect(await refusal(address.href)).toMatchObject({ name: 'DatabaseAway' })
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
      body: JSON.stringify({ version: 1, input: INPUTS.submit }),
    })
    expect([answer.status, await answer.json()]).toEqual([200, expect.objectContaining({ state: 'submitted' })])
  }
})
