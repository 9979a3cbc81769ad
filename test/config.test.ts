/** Settings: defaults, refusals, and that everything that is wrong is said at once. */
import { spawnSync } from 'node:child_process'
import { describe, expect, test } from '@jest/globals'
import { deriveSecret, type Environment, readConfig, SettingsError } from '../src/config.js'
import { DEMONSTRATION_SECRET, projectFolder, SETTINGS } from '../src/settings.js'
import { environmentExample, settingsTable } from '../tools/settings.js'

const production = {
  NODE_ENV: 'production',
  SECRET: 'b5Jq3mZr0vXs8tYk2nWc6pLd9hGf4aQe',
  PUBLIC_URL: 'https://haijian.example.gov.cn',
  DATABASE_URL: 'postgres://owner:pw@db.example/haijian?sslmode=verify-full',
  SIGNING_KEY: '/etc/haijian/key.pem',
  SIGNING_CERTIFICATE: '/etc/haijian/certificate.pem',
  AUDIT_KEY: '/etc/haijian/audit.pem',
  MASTER_KEY: '/etc/haijian/master.key',
}

function problems(environment: Environment): string[] {
  try {
    readConfig(environment)
    return []
  } catch (error) {
    if (error instanceof SettingsError) return error.problems.map(({ en }) => en)
    throw error
  }
}

describe('defaults', () => {
  test('nothing set: a demonstration on loopback with the embedded database', () => {
    expect(readConfig({})).toMatchObject({
      mode: 'development',
      production: false,
      host: '127.0.0.1',
      port: 8080,
      publicUrl: 'http://localhost:8080',
      databaseUrl: null,
      appDatabaseUrl: null,
      entryDatabaseUrl: null,
      workerDatabaseUrl: null,
      embedded: true,
      demo: true,
      clockAt: null,
      dataDir: `${projectFolder}/.data`,
      secret: DEMONSTRATION_SECRET,
      secretEarlier: null,
      logLevel: 'warn',
      uploadMaxMegabytes: 20,
    })
  })

  test('an empty or blank value is no value', () => {
    expect(readConfig({ PORT: '', HOST: ' ', DATABASE_URL: '' })).toEqual(readConfig({}))
  })

  test('production with what it needs: every interface, no demonstration', () => {
    expect(readConfig(production)).toMatchObject({
      production: true,
      firmFactorFrom: null,
      codeSeconds: 30,
      host: '0.0.0.0',
      demo: false,
      embedded: false,
      logLevel: 'info',
      publicUrl: 'https://haijian.example.gov.cn',
    })
  })

  test('no address of a role follows from the owner’s and SECRET; one that is set is taken as it is', () => {
    const owner = { DATABASE_URL: 'postgres://o:p@db/permits', SECRET: 'sixteen letters.' }
    expect(readConfig(owner)).toMatchObject({ appDatabaseUrl: null, workerDatabaseUrl: null })
    const own = 'postgres://haijian_app:own@pooler/permits'
    expect(readConfig({ ...owner, APP_DATABASE_URL: own }).appDatabaseUrl).toBe(own)
  })

  test('a trailing slash of the public address does not double in links', () => {
    expect(readConfig({ PUBLIC_URL: 'http://localhost:9000/' }).publicUrl).toBe('http://localhost:9000')
  })
})

describe('refusals', () => {
  test('everything that is wrong is named at once, in both languages, with the value', () => {
    const wrong = {
      PORT: 'eighty',
      NODE_ENV: 'prod',
      DEMO: 'maybe',
      CLOCK_AT: 'yesterday',
      UPLOAD_MAX_MEGABYTES: '0',
      DATABASE_URL: 'mysql://u:geheim@h/d',
    }
    expect(problems(wrong)).toEqual([
      'NODE_ENV (now "prod") must be one of development, test, production.',
      'PORT (now "eighty") must be a whole number from 1 to 65535.',
      'DATABASE_URL must be an address like postgres://user:password@host:port/database; several servers are listed as db1:5432,db2:5432, and target_session_attrs can only be read-write.',
      'DEMO (now "maybe") must be yes or no.',
      'CLOCK_AT (now "yesterday") must be a time with its zone, such as 2026-11-24T09:00:00+08:00.',
      'UPLOAD_MAX_MEGABYTES (now "0") must be a whole number from 1 to 500.',
    ])
    expect(() => readConfig(wrong)).toThrow('PORT（现为 "eighty"）应为1 至 65535 的整数。')
    expect(() => readConfig(wrong)).toThrow(/^(?![\s\S]*geheim)/)
  })

  test.each(['0', '65536', '80.5', '-1', '1e3', ' 8o80', '99999999999'])('PORT=%s', (PORT) => {
    expect(problems({ PORT })).toHaveLength(1)
  })

  test.each(['0.0.0.0', '::', '192.168.1.5', 'haijian.example', '127.0.0.1.example'])(
    'HOST=%s outside production',
    (HOST) => {
      expect(problems({ HOST })).toEqual([
        `HOST (now "${HOST}") must be a loopback address such as 127.0.0.1 outside production.`,
      ])
    },
  )

  test.each(['127.0.0.1', '127.1.2.3', '::1', 'localhost'])('HOST=%s is loopback', (HOST) => {
    expect(problems({ HOST })).toEqual([])
  })

  test('production with nothing set names all that it needs', () => {
    expect(problems({ NODE_ENV: 'production' })).toEqual([
      'production: SECRET must be your own, not the default of the demonstration.',
      'production: PUBLIC_URL must be set and begin with https://.',
      'production: SIGNING_CERTIFICATE must be set.',
      'production: AUDIT_KEY or AUDIT_PUBLIC_KEYS must be set.',
      'production: MASTER_KEY must be set. To create one, run npm run keys -- new FILE.',
      'production: DATABASE_URL must be set. To use the embedded PostgreSQL anyway, set EMBEDDED_DATABASE=yes.',
    ])
  })

  test.each<[Environment, string]>([
    [{ SECRET: DEMONSTRATION_SECRET }, 'SECRET must be your own, not the default of the demonstration.'],
    [{ SECRET: 'short' }, 'SECRET must have at least 32 characters.'],
    [{ DEMO: 'yes' }, 'DEMO must not be yes: demonstration accounts are not allowed in production.'],
    [{ CLOCK_AT: '2026-11-24T09:00:00+08:00' }, 'CLOCK_AT must not be set: the clock of production cannot be stopped.'],
    [{ PUBLIC_URL: 'http://haijian.example.gov.cn' }, 'PUBLIC_URL must be set and begin with https://.'],
  ])('production with %j', (change, problem) => {
    expect(problems({ ...production, ...change })).toEqual([`production: ${problem}`])
  })

  test('an address to connect to is not inside the network, unless it is named', () => {
    const inside = { ...production, TIMESTAMP_URL: 'https://10.0.0.9/tsa' }
    expect(problems(inside)).toEqual([
      'TIMESTAMP_URL: 10.0.0.9 leads to a private address. To allow the connection, list the host in OUTGOING_PRIVATE.',
    ])
    expect(problems({ ...inside, OUTGOING_PRIVATE: 'mail.inside, 10.0.0.9' })).toEqual([])
    expect(problems({ ...production, TIMESTAMP_URL: 'http://localhost:3161' })).toHaveLength(1)
    expect(problems({ ...production, OIDC_ISSUER: 'https://192.168.0.4', OIDC_CLIENT_ID: 'haijian' })).toHaveLength(1)
    expect(problems({ TIMESTAMP_URL: 'http://localhost:3161' })).toEqual([])
    expect(problems({ OUTGOING_PRIVATE: 'http://10.0.0.9' })).toEqual([
      'OUTGOING_PRIVATE (now "http://10.0.0.9") must be host names or addresses, separated by commas.',
    ])
  })

  test('what leaves this machine is encrypted, unless the host is named', () => {
    const url = 'postgres://owner:pw@db.example/haijian'
    const readable = {
      DATABASE_URL: `${url}?sslmode=require`,
      TIMESTAMP_URL: 'http://tsa.example',
      CLAMD: 'clamd.example:3310',
      AUDIT_S3_ENDPOINT: 'http://s3.example',
      OIDC_ISSUER: 'http://sso.example',
    }
    const rest = { ...production, OIDC_CLIENT_ID: 'x', AUDIT_S3_BUCKET: 'x', AUDIT_S3_KEY: 'x', AUDIT_S3_SECRET: 'x' }
    const plain = (name: string, host: string) =>
      `${name}: The connection to ${host} is not encrypted (TLS). Use an encrypted address. To allow it ` +
      'without encryption, list the host in OUTGOING_PLAIN.'
    const unread = (name: string) =>
      `production: ${name} must have sslmode=verify-full, so that the connection is encrypted and the certificate checked. To connect without encryption, list the host in OUTGOING_PLAIN.`
    expect(problems({ ...rest, ...readable })).toEqual([
      plain('TIMESTAMP_URL', 'tsa.example'),
      plain('CLAMD', 'clamd.example'),
      plain('AUDIT_S3_ENDPOINT', 's3.example'),
      plain('OIDC_ISSUER', 'sso.example'),
      unread('DATABASE_URL'),
    ])
    const OUTGOING_PLAIN = 'tsa.example clamd.example,s3.example, sso.example db.example'
    expect(problems({ ...rest, ...readable, OUTGOING_PLAIN })).toEqual([])
    for (const here of ['postgres://o:p@127.0.0.1/haijian', 'postgres://o:p@localhost/haijian?sslmode=disable'])
      expect(problems({ ...production, DATABASE_URL: here })).toEqual([])
    expect(problems({ ...production, DATABASE_URL: 'postgres://o:p@socket/haijian?host=/run/postgresql' })).toEqual([])
    expect(problems({ ...production, DATABASE_URL: 'postgres://o:p@localhost/haijian?host=db.example' })).toHaveLength(
      1,
    )
    expect(problems({ DATABASE_URL: url })).toEqual([])
  })

  test('an address may name several servers, each held to the same rules', () => {
    const of = (hosts: string, rest = '') => `postgres://o:p%40ss@${hosts}/haijian${rest}`
    const attrs = '?target_session_attrs=read-write'
    for (const good of [
      of('db1:5432,db2:5433', attrs),
      of('db1,db2,db3'),
      of('[::1]:5432,db2', '?target_session_attrs=primary'),
    ])
      expect(problems({ DATABASE_URL: good })).toEqual([])
    for (const wrong of [
      of('db1,'),
      of(',db2'),
      of('db1:x,db2'),
      of('db1,db2:99999'),
      of('db1,db2', '?target_session_attrs=any'),
    ])
      expect(problems({ DATABASE_URL: wrong })).toEqual([
        expect.stringContaining('DATABASE_URL must be an address like'),
      ])
    const app = (hosts: string, user = 'haijian_app') => `postgres://${user}:own@${hosts}/haijian`
    expect(problems({ APP_DATABASE_URL: app('db1:5432,db2:5432', 'somebody') })).toEqual([
      'The user of APP_DATABASE_URL must be haijian_app.',
    ])
    const { DATABASE_URL: _, ...rest } = production
    const names = { EMBEDDED_DATABASE: 'yes', OUTGOING_PLAIN: 'db1' }
    expect(problems({ ...rest, ...names, APP_DATABASE_URL: app('db1:5432') })).toEqual([])
    expect(problems({ ...rest, ...names, APP_DATABASE_URL: app('db1:5432,db2:5432') })).toEqual([
      expect.stringContaining('APP_DATABASE_URL must have sslmode=verify-full'),
    ])
    expect(problems({ ...rest, ...names, APP_DATABASE_URL: `${app('db1,db2')}?sslmode=verify-full` })).toEqual([])
  })

  test('the address for sessions names nobody, and is held to TLS too', () => {
    const wrong = ['postgres://haijian_app:own@db/haijian', 'db:5432', 'http://db/haijian']
    for (const LISTEN_DATABASE_URL of wrong)
      expect(problems({ LISTEN_DATABASE_URL })).toEqual([
        'LISTEN_DATABASE_URL must be an address like postgres://host:port/database, without user and password.',
      ])
    expect(problems({ ...production, LISTEN_DATABASE_URL: 'postgres://db1,db2/haijian' })).toHaveLength(1)
    expect(problems({ ...production, LISTEN_DATABASE_URL: 'postgres://db1,db2/haijian?sslmode=verify-full' })).toEqual(
      [],
    )
  })

  test('the embedded database in production only when it is asked for', () => {
    const { DATABASE_URL: _, ...rest } = production
    expect(problems(rest)).toHaveLength(1)
    expect(problems({ ...rest, EMBEDDED_DATABASE: 'yes' })).toEqual([])
  })

  test('a web server alone needs the address of its own role only', () => {
    const { DATABASE_URL: _, ...rest } = production
    const app = 'postgres://haijian_app:pw@db/haijian'
    expect(problems({ ...rest, APP_DATABASE_URL: `${app}?sslmode=verify-full` })).toEqual([])
  })

  test('the roles cannot be swapped, nor be the owner', () => {
    const owner = 'postgres://postgres:pw@db/haijian'
    expect(problems({ APP_DATABASE_URL: owner, WORKER_DATABASE_URL: owner })).toEqual([
      'The user of APP_DATABASE_URL must be haijian_app.',
      'The user of WORKER_DATABASE_URL must be haijian_worker.',
    ])
  })

  test('a password of a role that is made from SECRET, or is another role’s', () => {
    const url = (role: string, password: string) => `postgres://${role}:${password}@db/haijian?sslmode=verify-full`
    const earlier = deriveSecret(production.SECRET, 'database role haijian_worker')
    const [app, worker] = [url('haijian_app', 'one'), url('haijian_worker', 'two')]
    expect(problems({ ...production, APP_DATABASE_URL: app, WORKER_DATABASE_URL: worker })).toEqual([])
    expect(problems({ ...production, WORKER_DATABASE_URL: url('haijian_worker', earlier) })).toEqual([
      'production: WORKER_DATABASE_URL has a password that earlier releases derived from SECRET. Set a ' +
        'separate password for the role.',
    ])
    const same = { APP_DATABASE_URL: app, WORKER_DATABASE_URL: url('haijian_worker', 'one') }
    expect(problems({ ...production, ...same })).toEqual([
      'production: The passwords of APP_DATABASE_URL, ENTRY_DATABASE_URL, WORKER_DATABASE_URL must differ.',
    ])
  })

  test.each([
    ['main.js', 'APP_DATABASE_URL'],
    ['main.js', 'ENTRY_DATABASE_URL'],
    ['worker.js', 'WORKER_DATABASE_URL'],
  ])('%s without the address of its role ends with status 78', (file, name) => {
    const all = {
      APP_DATABASE_URL: 'postgres://haijian_app:a@127.0.0.1:1/d',
      ENTRY_DATABASE_URL: 'postgres://haijian_entry:b@127.0.0.1:1/d',
    }
    const env = { ...process.env, ...all, DATABASE_URL: 'postgres://o:p@127.0.0.1:1/d', [name]: '' }
    const { status, stderr } = spawnSync(process.execPath, [`dist/src/${file}`], {
      cwd: projectFolder,
      env,
      encoding: 'utf8',
    })
    expect([status, stderr]).toEqual([78, expect.stringContaining(`${name} must be set: each database role has`)])
  })

  test('a key without its certificate', () => {
    expect(problems({ SIGNING_KEY: 'key.pem' })).toEqual(['SIGNING_CERTIFICATE must be set together with SIGNING_KEY.'])
    expect(problems({ ...production, SIGNING_KEY: '' })).toEqual([]) // a web server's
    expect(problems({ AUDIT_S3_ENDPOINT: 'https://s3.example', AUDIT_S3_BUCKET: 'audit' })).toEqual([
      'AUDIT_S3_ENDPOINT, AUDIT_S3_BUCKET, AUDIT_S3_KEY and AUDIT_S3_SECRET must be set together.',
    ])
  })
})

describe('what follows', () => {
  test('secrets of different purposes and different masters differ', () => {
    const secrets = [deriveSecret('a', 'x'), deriveSecret('a', 'y'), deriveSecret('b', 'x')]
    expect(new Set(secrets).size).toBe(3)
  })

  test('the table has every setting once, with both meanings, and no secret', () => {
    const lines = settingsTable().split('\n')
    const names = Object.values(SETTINGS).map(({ name }) => name)
    expect(lines.slice(2).map((line) => /^\| `(\w+)` \|/.exec(line)?.[1])).toEqual(names)
    expect(lines[4]).toBe('| `PORT` | 8080 | 网页服务的端口。 | Port of the web server. |')
    expect(settingsTable()).not.toContain(DEMONSTRATION_SECRET)
  })

  test('the example has every setting once, as a line that a shell reads; uncommented it changes nothing', () => {
    const lines = environmentExample().match(/^#[A-Z][A-Z\d_]*=.*$/gm) ?? []
    expect(lines.map((line) => /^#(\w+)=/.exec(line)?.[1])).toEqual(Object.values(SETTINGS).map(({ name }) => name))
    const script = `set -a\n${lines.map((line) => line.slice(1)).join('\n')}\nnode -p 'JSON.stringify(process.env)'`
    const { stdout, stderr } = spawnSync('sh', ['-c', script], { env: { PATH: process.env.PATH }, encoding: 'utf8' })
    expect(stderr).toBe('')
    expect(readConfig(JSON.parse(stdout))).toEqual(readConfig({}))
    expect(environmentExample()).not.toContain(DEMONSTRATION_SECRET)
  })
})
