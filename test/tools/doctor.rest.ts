/** `npm run doctor`, on production's settings with everything there; then one thing after the other is broken, and each is said without hiding the rest. */
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import Provider from 'oidc-provider'
import { type Environment, EXIT_SETTINGS, examineConfig } from '../../src/config.js'
import { newMasterKey } from '../../src/masterKeys.js'
import { projectFolder } from '../../src/settings.js'
import { examine } from '../../tools/doctor.js'
import type { Finding } from '../../tools/doctor/finding.js'
import { makeOwn } from '../../tools/installation.js'
import { addressSettings, connect } from '../../tools/roles.js'
import { keepExportKeys } from '../../tools/secrets.js'
import { freshDatabase, type TestDatabase } from '../database.js'
import { settingsInEarnest } from '../letters/earnest.js'
import { openSmallScanner } from '../worker/clamd.js'
import { startMailServer } from '../worker/mailServer.js'

const NOW = new Date('2027-01-04T10:00:00+08:00')

let folder: string
let database: TestDatabase
let settings: Environment
let provider: Server
const closing: (() => unknown)[] = []

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'haijian-doctor-'))
  closing.push(() => rmSync(folder, { recursive: true, force: true }))
  const earnest = await settingsInEarnest(folder, '2029-01-01')
  database = await freshDatabase()
  closing.push(() => database.drop())
  provider = createServer().listen(0, '127.0.0.1')
  await once(provider, 'listening')
  closing.push(() => provider.close())
  const issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}` // of a server that listens
  provider.on('request', new Provider(issuer, { clients: [] }).callback())
  const mail = await startMailServer()
  closing.push(() => mail.close())
  const scanner = await openSmallScanner()
  closing.push(() => scanner.close())
  for (const name of ['data', 'audit']) mkdirSync(join(folder, name))
  settings = {
    ...earnest,
    ...addressSettings(database.config),
    DATA_DIR: join(folder, 'data'),
    AUDIT_DIR: join(folder, 'audit'),
    SMTP_URL: `smtp://127.0.0.1:${mail.port}`,
    MAIL_FROM: 'haijian@example.org',
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: 'haijian',
    CLAMD: scanner.address,
    OUTGOING_PRIVATE: '127.0.0.1',
  }
  const owner = await connect(database.ownerUrl)
  await keepExportKeys(owner, examineConfig(settings).config)
  await owner.end()
})
afterAll(async () => {
  for (const close of closing.reverse()) await close()
})

async function ask(changes: Environment = {}): Promise<Finding[]> {
  const sections = await examine(examineConfig({ ...settings, ...changes }), NOW)
  return sections.flatMap(({ findings }) => findings)
}

const said = (all: readonly Finding[], grade: Finding['grade']): string[] =>
  // the tests' server waits for no disk, which is found rightly
  all
    .filter((one) => one.grade === grade && !/^fsync/.test(one.found.en))
    .map(({ about, found }) => `${about}: ${found.en}`)

/** What is wrong with these settings: as many findings as patterns. */
async function wrongOf(changes: Environment, ...patterns: readonly RegExp[]): Promise<void> {
  const all = await ask(changes)
  expect(said(all, 'wrong')).toEqual(patterns.map((pattern) => expect.stringMatching(pattern)))
  // both languages, what to do, and no secret
  for (const { found, remedy } of all.filter(({ grade }) => grade === 'wrong')) {
    expect(found.zh).toMatch(/[\u4e00-\u9fff]/)
    if (remedy) expect(remedy.zh).toMatch(/[\u4e00-\u9fff]/)
  }
  const text = JSON.stringify(all)
  const passwords = Object.entries({ ...settings, ...changes })
    .filter(([name]) => name.endsWith('DATABASE_URL'))
    .map(([, url]) => new URL(url ?? '').password)
  for (const secret of [...passwords, settings.SECRET ?? '']) if (secret) expect(text).not.toContain(secret)
}

const changed = (address: string | undefined, change: (url: URL) => void): string => {
  const url = new URL(address ?? '')
  change(url)
  return url.href
}

test('nothing is wrong, and nothing is changed; the address to register at the provider is said', async () => {
  const content = () => [folder, ...['data', 'audit'].map((name) => join(folder, name))].map((one) => readdirSync(one))
  const before = content()
  const all = await ask()
  expect(said(all, 'wrong')).toEqual([])
  expect(content()).toEqual(before)
  expect(said(all, 'ok')).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^DATABASE_URL: connects to 127\.0\.0\.1:\d+, on this machine/),
      expect.stringMatching(/^ENTRY_DATABASE_URL: connects/),
      expect.stringMatching(/^migrations: all \d+ have run/),
      'WORKER_DATABASE_URL: has time limits and supports prepared statements.',
      'APP_DATABASE_URL: provides separate sessions, so notifications arrive.',
      'MASTER_KEY: is the master key of this database.',
      'SECRET: matches the database.',
      expect.stringMatching(/^SIGNING_CERTIFICATE: .* and its issuers \(1\) are valid for another 727 days/),
      'SIGNING_KEY: matches the certificate and is strong enough.',
      expect.stringMatching(/^SMTP_URL: connection/),
      'OIDC_ISSUER: its discovery document is usable.',
      'CLAMD: scanning works.',
      expect.stringMatching(/^clock: /),
      'DATA_DIR: has no identity yet. The first start writes it.',
    ]),
  )
  expect(said(all, 'ok').join('\n')).toContain('https://haijian.example/sign-in/provider/back')
})

test('databases: a wrong password, another database, no server, each beside what can be asked', async () => {
  const other = await freshDatabase()
  closing.push(() => other.drop())
  await wrongOf(
    {
      APP_DATABASE_URL: changed(settings.APP_DATABASE_URL, (url) => (url.password = 'a-wrong-secret')),
      ENTRY_DATABASE_URL: changed(settings.ENTRY_DATABASE_URL, (url) => (url.port = '1')),
      WORKER_DATABASE_URL: changed(settings.WORKER_DATABASE_URL, (url) => (url.pathname = `/${other.name}`)),
    },
    /^APP_DATABASE_URL: the database does not accept its user or password/,
    /^ENTRY_DATABASE_URL: 127\.0\.0\.1:1 does not respond: ECONNREFUSED/,
    /^WORKER_DATABASE_URL: is not the same database as DATABASE_URL/,
  )
})

test('the schema: not there, behind, and ahead', async () => {
  const empty = await freshDatabase({}, { migrated: false })
  closing.push(() => empty.drop())
  const all = await ask(addressSettings(empty.config))
  expect(said(all, 'wrong')).toEqual(['migrations: the database does not have the tables of this release yet.'])
  expect(said(all, 'notAsked')).toContain('MASTER_KEY: the database has no keys yet: run npm run migrate first.')

  const old = await freshDatabase()
  closing.push(() => old.drop())
  const owner = await connect(old.ownerUrl)
  await keepExportKeys(owner, examineConfig(settings).config)
  await owner.query(`insert into migrations (timestamp, name) values (1, 'Next1999000000001')`)
  expect(said(await ask(addressSettings(old.config)), 'hint')).toContain(
    'migrations: the database is newer than this program.',
  )
  await owner.query(`delete from migrations where name ~ '^SpeakerAlone'`) // which closes
  expect(said(await ask(addressSettings(old.config)), 'hint')).toContain(
    'migrations: closing migrations not run yet: 1.',
  )
  await owner.query(`delete from migrations where name ~ '^SchemaSeen'`)
  await wrongOf(addressSettings(old.config), /^migrations: 1 are missing, the first is 1764000000083-schemaSeen/)
  await owner.end()
})

test('keys that are not those of the database, do not belong together, or cannot be read', async () => {
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  const second = join(folder, 'second')
  mkdirSync(second)
  const { SIGNING_KEY: foreign } = await settingsInEarnest(second, '2029-01-01')
  await wrongOf(
    {
      MASTER_KEY: write('another.key', newMasterKey()),
      SECRET: 'another secret of the tests, of fifty characters or so',
      SIGNING_KEY: foreign,
      AUDIT_KEY: join(folder, 'not-there.pem'),
    },
    /^MASTER_KEY: This database was encrypted with another master key/,
    /^SECRET: does not match the database/,
    /^SIGNING_KEY: The certificate does not belong to the key/,
    /^AUDIT_KEY: could not be checked: ENOENT/,
  )
  const pem = readFileSync(settings.SIGNING_CERTIFICATE ?? '', 'utf8')
  const signer = `${pem.split('-----END CERTIFICATE-----')[0]}-----END CERTIFICATE-----\n`
  const hints = said(await ask({ SIGNING_CERTIFICATE: write('alone.pem', signer), SIGNING_WARN_DAYS: '800' }), 'hint')
  expect(hints).toContain('SIGNING_CERTIFICATE: the certificates in the file do not form a complete chain to a root.')
  expect(hints.join('\n')).toMatch(/^SIGNING_CERTIFICATE: .* valid for another 727 days/m)
  const third = join(folder, 'third')
  mkdirSync(third)
  const { SIGNING_KEY, SIGNING_CERTIFICATE } = await settingsInEarnest(third, '2026-12-01')
  await wrongOf(
    { SIGNING_KEY, SIGNING_CERTIFICATE },
    /^SIGNING_CERTIFICATE: .* expired on/,
    /^SIGNING_KEY: .* expired on/,
  )
})

test('services that are away, and stores that are another’s or cannot be written', async () => {
  const other = await freshDatabase()
  closing.push(() => other.drop())
  const theirs = join(folder, 'theirs')
  mkdirSync(theirs)
  const owner = await connect(other.ownerUrl)
  await makeOwn(owner, theirs)
  await owner.end()
  await wrongOf(
    {
      SMTP_URL: 'smtp://127.0.0.1:1',
      OIDC_ISSUER: 'http://127.0.0.1:1',
      CLAMD: '127.0.0.1:1',
      DATA_DIR: theirs,
      AUDIT_DIR: '/proc/haijian',
    },
    /^SMTP_URL: nothing is listening there \(ECONNREFUSED\)/,
    /^OIDC_ISSUER: nothing is listening there \(ECONNREFUSED\)/,
    /^CLAMD: nothing is listening there \(ECONNREFUSED\)/,
    /^DATA_DIR: DATA_DIR \(.*\) belongs to installation/,
    /^AUDIT_DIR: \/proc does not allow this step: write and fsync \(\w+\)/,
  )
})

test('the command: lines in both languages or JSON, and the status', async () => {
  const run = (changes: Environment, ...args: string[]) =>
    new Promise<{ status: number; stdout: string; stderr: string }>((done) => {
      const env = { ...process.env, ...settings, ...changes }
      const file = join(projectFolder, 'dist/tools/doctor.js')
      const child = execFile(process.execPath, [file, ...args], { env }, (_, stdout, stderr) =>
        done({ status: child.exitCode ?? -1, stdout, stderr }),
      )
    })
  const broken = await run({ PORT: 'x', READER_WALLS: 'uid' })
  expect([broken.status, broken.stderr]).toEqual([EXIT_SETTINGS, ''])
  expect(broken.stdout).toMatch(/^ {2}有误 +设置：PORT（现为 "x"）应为/m)
  expect(broken.stdout).toMatch(/^ {2}WRONG +settings: PORT \(now "x"\) must be/m)
  expect(broken.stdout).toMatch(/^ {2}WRONG +READER_WALLS: isolation in place/m)
  expect(broken.stdout).toMatch(/^ {2}ok +SMTP_URL: /m)
  expect(broken.stdout).toMatch(/^3 wrong: settings, PostgreSQL, READER_WALLS\. \d hints: .*\n$/m) // PostgreSQL's fsync
  const whole = await run({}, '--json')
  const answer = JSON.parse(whole.stdout)
  expect([whole.status, answer.wrong, answer.sections.length]).toEqual([EXIT_SETTINGS, 1, 6]) // of fsync
})

test('a copy for reports that follows nobody, and one that does not answer, are named; neither is wrong enough to stop', async () => {
  const own = changed(settings.APP_DATABASE_URL, (url) => Object.assign(url, { username: '', password: '' }))
  const nobody = changed(own, (url) => Object.assign(url, { port: '1' }))
  const found = async (REPLICA_DATABASE_URL: string) =>
    (await ask({ REPLICA_DATABASE_URL })).filter(({ about }) => about === 'REPLICA_DATABASE_URL')
  const [leads, ...others] = await found(own)
  expect([leads?.grade, leads?.found.en, others]).toEqual([
    'hint',
    expect.stringMatching(/^127\.0\.0\.1:\d+ is not a replica \(it follows no other server\)/),
    [],
  ])
  expect((await found(nobody)).map(({ grade, found }) => [grade, found.en])).toEqual([
    ['hint', 'the replica 127.0.0.1:1 does not respond: ECONNREFUSED.'],
  ])
})
