/** Web server, worker and commands as they are started where the database is not as they need it: how they end, and what they say. */
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { AWAY } from '../../src/base/ending.js'
import { EXIT_SETTINGS, readConfig } from '../../src/config.js'
import { projectFolder } from '../../src/settings.js'
import { findAccount } from '../../tools/binaries.js'
import { openDatabases } from '../../tools/doctor/database.js'
import { type Postgres, startPostgres } from '../../tools/postgres.js'
import { addressSettings, connect } from '../../tools/roles.js'
import { freshDatabase, type TestDatabase } from '../database.js'
import { closing, endAll, living, newFolder, query, web, worker } from '../reliability/ownProcesses.js'
import { findPort } from '../reliability/plant.js'
import { Address } from '../reliability/standby.js'

jest.setTimeout(300_000)

const SECRET = 'a-wrong-secret'

afterEach(endAll)

async function newDatabase(migrated = true): Promise<TestDatabase> {
  const database = await freshDatabase({}, { migrated })
  closing.push(() => database.drop())
  return database
}

const changed = (address: string, change: (url: URL) => void): string => {
  const url = new URL(address)
  change(url)
  return url.href
}

/** Starts a web server and a worker, and answers how they end and what they say. */
async function endings(
  database: TestDatabase,
  change: (url: URL) => void,
): Promise<{ status: number | null; words: string }[]> {
  const folder = newFolder()
  const urls = [database.appUrl, database.workerUrl].map((url) => changed(url, change))
  const parts = [
    await web(database, folder, { APP_DATABASE_URL: urls[0] }),
    worker(database, folder, { WORKER_DATABASE_URL: urls[1] }),
  ]
  return Promise.all(parts.map(async (part) => ({ status: await part.ended, words: part.words })))
}

test.each<[string, (url: URL) => void, RegExp]>([
  ['a wrong password', (url) => (url.password = SECRET), /不接受其中的用户或密码.*user or password/s],
  ['no password', (url) => (url.password = ''), /不接受其中的用户或密码.*user or password/s],
  ['no such database', (url) => (url.pathname = '/not_there'), /没有其中的数据库.*no such database/s],
])('%s: both end with 78 and name the setting', async (_, change, sentence) => {
  const [app, work] = await endings(await newDatabase(), change)
  expect([app?.status, work?.status]).toEqual([EXIT_SETTINGS, EXIT_SETTINGS])
  expect(app?.words).toMatch(/^APP_DATABASE_URL/m)
  expect(work?.words).toMatch(/^WORKER_DATABASE_URL/m)
  for (const { words } of [app, work].filter((one) => one !== undefined)) {
    expect(words).toMatch(sentence)
    expect(words).not.toContain(SECRET)
  }
})

describe('the schema', () => {
  test('not there, or older: 78 and the command; without what closes, or newer: they start', async () => {
    const empty = await newDatabase(false)
    for (const { status, words } of await endings(empty, () => undefined)) {
      expect(status).toBe(EXIT_SETTINGS)
      expect(words).toMatch(/DATABASE_URL.*Run npm run migrate first/)
    }
    const database = await newDatabase()
    const owner = await connect(database.ownerUrl)
    closing.push(() => owner.end())
    const before = await owner.query<{ name: string }>(
      `delete from migrations where name ~ '^SchemaSeen' returning name`,
    )
    for (const { status, words } of await endings(database, () => undefined)) {
      expect(status).toBe(EXIT_SETTINGS)
      expect(words).toContain(`lacks the migration 1764000000083-schemaSeen. Run npm run migrate first`)
    }
    await owner.query(`delete from migrations where name ~ '^(EntryAlone|SpeakerAlone)'`) // which close
    await owner.query(`insert into migrations (timestamp, name) values (1, $1), (2, 'OfTheNextRelease')`, [
      before.rows[0]?.name,
    ])
    const folder = newFolder()
    expect(await (await web(database, folder)).answers()).toBe('works')
    const work = worker(database, folder)
    expect(await work.works(async () => (await living(database)) > 0)).toBe('works')
  })
})

test('away: a line at once and every ten seconds; used when it comes, and given up after a minute with a status of its own', async () => {
  const database = await newDatabase()
  const folder = newFolder()
  const address = await Address.open(Number(new URL(database.appUrl).port))
  const late = { ENTRY_DATABASE_URL: address.of(database.config.entryDatabaseUrl ?? '') }
  const there = address.of(database.appUrl)
  address.close()
  const port = new URL(there).port
  const app = await web(database, folder, { ...late, APP_DATABASE_URL: there })
  const nowhere = `127.0.0.1:${await findPort()}`
  const work = worker(database, folder, {
    WORKER_DATABASE_URL: changed(database.workerUrl, (url) => (url.host = nowhere)),
  })
  const waits = `Waiting for the database (APP_DATABASE_URL, 127.0.0.1:${port}): ECONNREFUSED`
  expect(await app.works(async () => app.words.includes(waits))).toBe('works')
  await sleep(11_000)
  expect(app.words.split(waits).length).toBe(3)
  const again = await Address.open(Number(new URL(database.appUrl).port), Number(port))
  closing.push(() => again.close())
  expect(await app.answers()).toBe('works')
  expect(await work.ended).toBe(AWAY)
  expect(work.words).toContain(`The database (WORKER_DATABASE_URL, ${nowhere}) did not respond`)
})

test.each(['web', 'worker'] as const)(
  'lost in the middle of a start, by the n-th connection of a %s: waited for again, or the end of one that stayed away',
  async (kind) => {
    const database = await newDatabase()
    const real = Number(new URL(database.appUrl).port)
    const folder = newFolder()
    /** How a start ends whose database is away for three seconds from its n-th connection on; and how many it made. */
    const startAndLose = async (nth: number) => {
      let address = await Address.open(real)
      const port = Number(new URL(address.of(database.appUrl)).port)
      let back: Promise<void> | undefined
      address.heard = () => {
        if (address.count !== nth) return
        address.close()
        back = sleep(3_000).then(async () => {
          address = await Address.open(real, port)
        })
      }
      const { appUrl, workerUrl, config } = database
      const part =
        kind === 'web'
          ? await web(database, folder, {
              APP_DATABASE_URL: address.of(appUrl),
              ENTRY_DATABASE_URL: address.of(config.entryDatabaseUrl ?? ''),
            })
          : worker(database, folder, { WORKER_DATABASE_URL: address.of(workerUrl) })
      const before = await living(database)
      const how =
        kind === 'web' ? await part.answers() : await part.works(async () => (await living(database)) > before)
      const { count } = address
      part.kill()
      await part.ended
      await back
      address.close()
      await query(database, 'delete from workers')
      return { how, count, words: part.words }
    }
    const { how: undisturbed, count: connections } = await startAndLose(Number.POSITIVE_INFINITY)
    expect([undisturbed, connections >= 5]).toEqual(['works', true])
    const ends: (number | string | null)[] = []
    const step = kind === 'web' ? 1 : 3 // a worker's queues open many alike
    for (let nth = 1; nth <= connections; nth += step) {
      const { how, words } = await startAndLose(nth)
      ends.push(how)
      if (how === AWAY) expect(words).toContain('The connection to the database was lost during the start')
      else expect([nth, how, how === 'works' ? '' : words]).toEqual([nth, 'works', ''])
    }
    // only what is asked after the databases have been opened ends it
    expect(ends).toContain('works')
  },
  900_000, // a dozen starts, each with a database that is away for three seconds
)

test('a command says it of the address that it uses', async () => {
  const database = await newDatabase(false)
  const run = (settings: Record<string, string | undefined>) =>
    spawnSync(process.execPath, [join(projectFolder, 'dist/tools/migrate.js')], {
      env: { ...process.env, ...addressSettings(database.config), NODE_ENV: 'test', ...settings },
      encoding: 'utf8',
    })
  const wrong = run({ DATABASE_URL: changed(database.ownerUrl, (url) => (url.password = SECRET)) })
  expect([wrong.status, wrong.stderr]).toEqual([EXIT_SETTINGS, expect.stringMatching(/^DATABASE_URL：.*密码/)])
  const elsewhere = run({ APP_DATABASE_URL: changed(database.appUrl, (url) => (url.pathname = '/not_there')) })
  expect([elsewhere.status, elsewhere.stderr]).toEqual([
    EXIT_SETTINGS,
    expect.stringMatching(/^APP_DATABASE_URL：.*没有其中的数据库/),
  ])
  const away = run({ DATABASE_URL: changed(database.ownerUrl, (url) => (url.port = '1')) })
  expect([away.status, away.stderr]).toEqual([
    1,
    expect.stringContaining('(DATABASE_URL, 127.0.0.1:1) does not respond'),
  ])
  for (const { stderr } of [wrong, elsewhere, away]) expect(stderr).not.toMatch(new RegExp(`${SECRET}|\\n +at `))
  expect(await query(database, `select to_regclass('migrations') as there`)).toEqual([{ there: null }])
})

describe('a server with TLS', () => {
  let folder: string
  let postgres: Postgres
  const file = (name: string) => join(folder, name)
  const openssl = (...args: string[]) => expect(spawnSync('openssl', args, { encoding: 'utf8' }).status).toBe(0)
  const make = (name: string, host: string) =>
    openssl(
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
      ...['-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`, '-keyout', file(`${name}.key`)],
      ...['-out', file(`${name}.crt`)],
    )

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'haijian-tls-'))
    chmodSync(folder, 0o755)
    postgres = await startPostgres({ dataDir: folder, testing: true })
    make('server', 'localhost')
    make('other', 'localhost')
    const account = findAccount(join(postgres.home, 'pg'))
    if (account) spawnSync('chown', [String(account.uid), file('server.key'), file('server.crt')])
    const admin = await connect(postgres.adminUrl)
    await admin.query(`alter system set ssl_cert_file = '${file('server.crt')}'`)
    await admin.query(`alter system set ssl_key_file = '${file('server.key')}'`)
    await admin.query('alter system set ssl = on')
    await admin.query('select pg_reload_conf()')
    await admin.end()
  })
  afterAll(async () => {
    await postgres.stop()
    rmSync(folder, { recursive: true })
  })

  test('whose certificate is not of the named issuer, or for another host', async () => {
    const start = async (host: string, authority: string) => {
      const work = worker(await newDatabase(), newFolder(), {
        WORKER_DATABASE_URL: changed(postgres.url, (url) => {
          url.username = 'haijian_worker'
          url.hostname = host
          url.search = `sslmode=verify-full&sslrootcert=${file(authority)}`
        }),
      })
      return { status: await work.ended, words: work.words }
    }
    const [issuer, host, right] = await Promise.all([
      start('localhost', 'other.crt'),
      start('127.0.0.1', 'server.crt'),
      start('localhost', 'server.crt'),
    ])
    expect(issuer?.words).toMatch(/^WORKER_DATABASE_URL：不接受数据库的证书（\w+）/)
    expect(host?.words).toContain('not accepted (ERR_TLS_CERT_ALTNAME_INVALID)')
    expect(right?.words).toContain('user or password') // that of the owner: TLS itself was taken
    expect([issuer?.status, host?.status, right?.status]).toEqual([EXIT_SETTINGS, EXIT_SETTINGS, EXIT_SETTINGS])
    writeFileSync(file('none.crt'), 'no certificate')
    expect((await start('localhost', 'none.crt')).status).toBe(EXIT_SETTINGS)
  })

  test('the doctor says by what it connects, and until when the certificate is good', async () => {
    const ask = async (authority: string) => {
      const url = changed(postgres.url, (one) => {
        one.hostname = 'localhost'
        one.search = `sslmode=verify-full&sslrootcert=${file(authority)}`
      })
      const { findings, opened } = await openDatabases(readConfig({ NODE_ENV: 'test', DATABASE_URL: url }))
      for (const { client } of opened) await client.end()
      return findings.find(({ about }) => about === 'DATABASE_URL')
    }
    expect(await ask('server.crt')).toMatchObject({
      grade: 'ok',
      found: { en: expect.stringMatching(/by TLSv1\.\d; its certificate is valid until 20\d\d-\d\d-\d\d/) },
    })
    expect(await ask('other.crt')).toMatchObject({
      grade: 'wrong',
      found: { en: expect.stringContaining('the certificate of the database is not accepted') },
    })
  })
})
