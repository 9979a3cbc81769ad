/** The database at a start: refused with a sentence that names the setting where no waiting would help, waited for with lines where it would. */
import { once } from 'node:events'
import { type AddressInfo, createConnection, createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { DatabaseUnusable } from '../../src/base/databaseRefusal.js'
import { DatabaseAway, waitForDatabase } from '../../src/base/databaseStart.js'
import { listNeededMigrations, numberOfMigration } from '../../src/base/migrations.js'
import type { Bilingual } from '../../src/base/text.js'
import { projectFolder } from '../../src/settings.js'
import { listExpanding } from '../../tools/migrate.js'
import { connect } from '../../tools/roles.js'
import { freshDatabase, type TestDatabase } from '../database.js'

const SETTING = 'APP_DATABASE_URL'
/** In milliseconds: no test waits a minute. */
const SHORT = { whole: 400, pause: 20, line: 100 }

let database: TestDatabase
const needs = listNeededMigrations()
const closing: (() => unknown)[] = []

beforeAll(async () => {
  database = await freshDatabase()
  closing.push(() => database.drop())
})
afterAll(async () => {
  for (const close of closing.reverse()) await close()
})

const changed = (change: (url: URL) => void): string => {
  const url = new URL(database.appUrl)
  change(url)
  return url.href
}

async function start(url: string, wanted: readonly string[] = []): Promise<{ ended: unknown; lines: Bilingual[] }> {
  const lines: Bilingual[] = []
  const ended = await waitForDatabase(
    { setting: SETTING, url, needs: wanted },
    (line) => void lines.push(line),
    SHORT,
  ).then(
    () => 'there',
    (error: unknown) => error,
  )
  return { ended, lines }
}

async function refusal(url: string, wanted?: readonly string[]): Promise<Bilingual> {
  const { ended, lines } = await start(url, wanted)
  expect(lines).toEqual([])
  if (!(ended instanceof DatabaseUnusable)) throw ended
  for (const line of Object.values(ended.because)) {
    expect(line).toContain(SETTING)
    for (const secret of [new URL(url).password, 'geheim']) if (secret) expect(line).not.toContain(secret)
  }
  return ended.because
}

/** What answers every connection with these bytes, as a pooler does. */
async function answering(bytes: Buffer): Promise<Server> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () => socket.end(bytes))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(() => server.close())
  return server
}
const portOf = (server: Server) => (server.address() as AddressInfo).port // of a server that listens

/** An ErrorResponse of PostgreSQL's protocol. */
function errorResponse(code: string, message: string): Buffer {
  const fields = Buffer.from(`SFATAL\0C${code}\0M${message}\0\0`)
  const head = Buffer.alloc(5)
  head.write('E')
  head.writeInt32BE(fields.length + 4, 1)
  return Buffer.concat([head, fields])
}

describe('no waiting would help', () => {
  test.each<[string, (url: URL) => void, RegExp, RegExp]>([
    ['a wrong password', (url) => (url.password = 'geheim'), /不接受其中的用户或密码/, /user or password/],
    ['no such role', (url) => (url.username = 'nobody'), /不接受其中的用户或密码/, /user or password/],
    ['no such database', (url) => (url.pathname = '/not_there'), /没有其中的数据库/, /no such database/],
    ['no TLS', (url) => (url.search = 'sslmode=verify-full'), /不支持加密连接/, /does not support TLS/],
    [
      'no file',
      (url) => (url.search = 'sslrootcert=/not/there.pem'),
      /无法读取（ENOENT）/,
      /cannot be read \(ENOENT\)/,
    ],
  ])('%s', async (_, change, zh, en) => {
    const because = await refusal(changed(change))
    expect(because.zh).toMatch(zh)
    expect(because.en).toMatch(en)
  })

  test('a pooler that refuses a parameter, which is named', async () => {
    const server = await answering(errorResponse('08P01', 'unsupported startup parameter: statement_timeout'))
    const because = await refusal(`postgres://haijian_app:geheim@127.0.0.1:${portOf(server)}/haijian`)
    expect(because.zh).toContain('启动参数 statement_timeout')
    expect(because.en).toContain('refuses the startup parameter statement_timeout')
  })
})

describe('the schema', () => {
  test('what a process needs is what runs beside the last release', async () => {
    const expanding = (await listExpanding()).map(({ name }) => numberOfMigration(name))
    const built = listNeededMigrations(pathToFileURL(join(projectFolder, 'dist/migrations/')))
    expect([needs.map(numberOfMigration), built]).toEqual([expanding, needs])
  })

  test('an empty database: npm run migrate', async () => {
    const empty = await freshDatabase({}, { migrated: false })
    closing.push(() => empty.drop())
    const because = await refusal(empty.appUrl, needs)
    expect(because.zh).toContain('还没有本系统的表。请先运行 npm run migrate')
    expect(because.en).toContain('has no tables of this system yet. Run npm run migrate first')
  })

  test('older than the program: what is missing, and the command; whole or newer: it starts', async () => {
    expect((await start(database.appUrl, needs)).ended).toBe('there')
    expect((await start(database.workerUrl, needs.slice(0, -3))).ended).toBe('there')
    const because = await refusal(database.appUrl, [...needs, '1999000000001-next', '1999000000002-next'])
    expect(because.zh).toContain('缺少迁移 1999000000001-next 等 2 项')
    expect(because.en).toContain('lacks the migration 1999000000001-next and 1 more. Run npm run migrate first')
    expect(because.en).toContain('npm run migrate -- expand')
  })

  test('so old that no role may ask which migrations have run', async () => {
    const owner = await connect(database.ownerUrl)
    await owner.query('drop function migrations_done()')
    await owner.end()
    expect((await refusal(database.appUrl, needs)).en).toContain('older than this program')
  })
})

describe('it is away', () => {
  test('said at once and again, and at the end; by place and code, without the password', async () => {
    const closed = await answering(Buffer.alloc(0))
    const url = `postgres://haijian_app:geheim@127.0.0.1:${portOf(closed)}/haijian`
    closed.close()
    const { ended, lines } = await start(url)
    expect(ended).toBeInstanceOf(DatabaseAway)
    expect(lines.length).toBeGreaterThan(1)
    for (const { zh, en } of lines) {
      expect(zh).toContain(`正在等待数据库（${SETTING}，${new URL(url).host}）：ECONNREFUSED`)
      expect(en).toContain(`Waiting for the database (${SETTING}, ${new URL(url).host}): ECONNREFUSED`)
    }
    const all = JSON.stringify([lines, String(ended)])
    expect(all).toContain('did not respond')
    expect(all).not.toContain('geheim')
  })

  test('a server that is starting is waited for, and used when it is there', async () => {
    const starting = errorResponse('57P03', 'the database system is starting up')
    const server = createServer((socket) => {
      socket.on('error', () => undefined)
      if (lines.length === 0) return void socket.once('data', () => socket.end(starting))
      const { hostname, port } = new URL(database.appUrl)
      const through = createConnection(Number(port), hostname)
      through.on('error', () => undefined)
      socket.pipe(through).pipe(socket)
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    closing.push(() => server.close())
    const lines: Bilingual[] = []
    await waitForDatabase(
      { setting: SETTING, url: changed((url) => (url.port = String(portOf(server)))) },
      (line) => void lines.push(line),
      { ...SHORT, whole: 20_000, line: 20_000 },
    )
    expect(lines.map(({ en }) => /57P03/.test(en))).toEqual([true])
  })
})
