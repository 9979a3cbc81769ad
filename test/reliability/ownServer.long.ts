/** Backups of a PostgreSQL server of one's own, where Debian's is installed, as docs/operations.md tells them: its archive, nightly backups of which the next holds what is new, verification, and the restore of a lost machine to a moment. */
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import type pg from 'pg'
import { apiPath } from '../../src/base/path.js'
import { type Config, readConfig } from '../../src/config.js'
import { projectFolder } from '../../src/settings.js'
import { verifyBackup } from '../../tools/backup.js'
import { findAccount, runAs } from '../../tools/binaries.js'
import { migrate } from '../../tools/migrate.js'
import { restore } from '../../tools/restore.js'
import { connect } from '../../tools/roles.js'
import { digests, historyFaults } from '../cases/looking.js'
import { blocksOf, inPlaces } from '../tools/operationsText.js'
import { type Inhabited, inhabit } from './inhabitants.js'
import { App, findPort } from './plant.js'

jest.setTimeout(300_000)

const DEBIAN = '/usr/lib/postgresql'
const [version] = existsSync(DEBIAN)
  ? readdirSync(DEBIAN)
      .filter((name) => existsSync(join(DEBIAN, name, 'bin/postgres')))
      .sort((a, b) => Number(b) - Number(a))
  : []
const binaries = join(DEBIAN, version ?? '', 'bin')

const PASSWORD = 'of-the-tests-only'
const SECRET = 'a-secret-that-stands-in-no-backup'
let place: string
let data: string
let port: number
let config: Config
let admin: pg.Client
let inhabited: Inhabited
const account = findAccount(join(tmpdir(), 'none'))

const here = (block: string): string =>
  inPlaces(block, {
    '/etc/haijian': join(place, 'etc'),
    '/mnt/': `${place}/`,
    '/var/lib/postgresql/17': join(place, 'postgresql'),
    'postgres:postgres': account ? `${account.uid}:${account.gid}` : `${process.getuid?.()}:${process.getgid?.()}`,
    'db.example:5432/haijian?sslmode=verify-full': `127.0.0.1:${port}/haijian`,
  })
const blocks = (kind: string): string[] => blocksOf('A server of your own', kind).map(here)

function sh(block: string): string {
  const { status, stdout, stderr } = spawnSync('sh', ['-eu', '-c', `systemctl() { :; }\n${block}`], {
    cwd: projectFolder,
    env: { PATH: `${binaries}:${dirname(process.execPath)}:${process.env.PATH}`, HOME: place },
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`${block}\n${stdout}${stderr}`)
  return stdout
}

/** A program of the server's, as its account; into a file, since the server would keep a pipe open. */
function server(program: string, ...args: string[]): void {
  const words = join(place, 'words')
  const file = openSync(words, 'w')
  const { status } = spawnSync(join(binaries, program), args, { ...runAs(account), stdio: ['ignore', file, file] })
  closeSync(file)
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${readFileSync(words, 'utf8')}`)
}
const begin = () => server('pg_ctl', '-D', data, '-w', '-l', join(place, 'log/server'), 'start')

const urlOf = (role: string, password: string, database = 'haijian') =>
  `postgres://${role}:${password}@127.0.0.1:${port}/${database}`

function fileOf(name: string, content: string | Buffer): string {
  mkdirSync(dirname(join(place, name)), { recursive: true })
  writeFileSync(join(place, name), content)
  return join(place, name)
}

/** A file as DATA_DIR holds uploaded ones. */
function store(): string {
  const key = randomBytes(16).toString('hex')
  fileOf(`data/files/${key.slice(0, 2)}/${key.slice(2)}`, randomBytes(20_000))
  return `data/files/${key.slice(0, 2)}/${key.slice(2)}`
}

async function open(): Promise<void> {
  admin = await connect(urlOf('postgres', PASSWORD))
}

beforeAll(async () => {
  if (!version) return
  place = mkdtempSync(join(tmpdir(), 'haijian-own-server-'))
  chmodSync(place, 0o711)
  port = await findPort()
  data = join(place, 'postgresql/main')
  for (const name of ['postgresql', 'archive', 'log']) {
    mkdirSync(join(place, name))
    if (account) chownSync(join(place, name), account.uid, account.gid)
  }
  const secret = fileOf('password', PASSWORD)
  chmodSync(secret, 0o644)
  server(
    'initdb',
    '-D',
    data,
    '-U',
    'postgres',
    '--auth=scram-sha-256',
    `--pwfile=${secret}`,
    '--locale=C.UTF-8',
    '--no-sync',
  )
  const [archive = ''] = blocks('conf')
  const more = [`port = ${port}`, `listen_addresses = '127.0.0.1'`, `unix_socket_directories = ''`, archive]
  writeFileSync(join(data, 'postgresql.conf'), more.join('\n'), { flag: 'a' })
  begin()
  admin = await connect(urlOf('postgres', PASSWORD, 'postgres'))
  const [owner = ''] = blocksOf('4. The database', 'sql')
  const [backup = ''] = blocks('sql')
  for (const statement of `${owner}${backup}`
    .replace(/:'\w+'/g, `'${PASSWORD}'`)
    .split(';')
    .filter((one) => one.trim()))
    await admin.query(statement)
  await admin.end()
  config = readConfig({
    NODE_ENV: 'test',
    SECRET,
    DATA_DIR: join(place, 'data'),
    DATABASE_URL: urlOf('haijian_owner', PASSWORD),
    APP_DATABASE_URL: urlOf('haijian_app', 'one'),
    ENTRY_DATABASE_URL: urlOf('haijian_entry', 'two'),
    WORKER_DATABASE_URL: urlOf('haijian_worker', 'three'),
  })
  await migrate(config.databaseUrl ?? '', config)
  fileOf('etc/common.env', `NODE_ENV=test\nDATA_DIR=${config.dataDir}\nSECRET=${SECRET}\n`)
  fileOf('etc/backup.password', PASSWORD)
  await open()
})
afterAll(async () => {
  if (!version) return
  await admin?.end().catch(() => undefined)
  spawnSync(join(binaries, 'pg_ctl'), ['-D', data, '-m', 'immediate', '-w', 'stop'], {
    ...runAs(account),
    stdio: 'ignore',
  })
  rmSync(place, { recursive: true, force: true })
})

const withServer = version ? describe : describe.skip
withServer('a server of one’s own', () => {
  const inode = (name: string) => statSync(join(place, name)).ino
  let files: string[]
  let added: string
  let moment: { at: Date; tables: Record<string, string> }

  test('is backed up each night; the next backup holds what is new, and both are whole', async () => {
    inhabited = await inhabit(config, 2)
    files = [store(), store()]
    const [nightly = ''] = blocks('sh')
    const first = nightly.replace(/ --since \S+/, '').replaceAll('backups/new', 'backups/last')
    mkdirSync(join(place, 'backups'))
    expect(sh(first)).toContain('The backup is complete')
    added = store()
    expect(sh(nightly)).toContain('The backup is complete')
    for (const name of files) expect(inode(`backups/new/${name}`)).toBe(inode(`backups/last/${name}`))
    expect(existsSync(join(place, 'backups/last', added))).toBe(false)
    rmSync(join(place, 'backups/last'), { recursive: true })
    expect(await verifyBackup(config, join(place, 'backups/new'))).toBe(true)
  })

  test('is restored to a moment when the machine is lost, row for row, with its files', async () => {
    await inhabitMore()
    await sleep(50) // a log's time is finer than a clock's
    moment = { at: new Date(), tables: await digests(admin) } // by the clock of the server's log
    await sleep(50)
    await admin.query(`update firms set name_en = 'after the moment'`)
    const { rows } = await admin.query<{ name: string }>('select pg_walfile_name(pg_switch_wal()) as name')
    while (!existsSync(join(place, 'archive', rows[0]?.name ?? ''))) await sleep(50)
    await admin.end()
    server('pg_ctl', '-D', data, '-m', 'immediate', '-w', 'stop')
    const [, lines = ''] = blocks('sh')
    sh(lines.replace('2026-11-24 09:00:00+08', moment.at.toISOString().replace('T', ' ').replace('Z', '+00')))
    begin()
    await open()
    while ((await admin.query('select pg_is_in_recovery() as busy')).rows[0].busy) await sleep(50)
    expect(await digests(admin)).toEqual(moment.tables)
    expect(await historyFaults(admin)).toEqual([])

    const dataDir = join(place, 'restored')
    await restore({ ...config, dataDir }, join(place, 'backups/new'))
    for (const name of [...files, added]) expect(statSync(join(dataDir, name.slice('data/'.length))).size).toBe(20_000)
    await migrate(config.databaseUrl ?? '', config)
    const app = new App(await findPort(), {
      ...{ NODE_ENV: 'test', SECRET, LOG_LEVEL: 'error', DATABASE_URL: '', DATA_DIR: dataDir },
      APP_DATABASE_URL: config.appDatabaseUrl ?? '',
      ENTRY_DATABASE_URL: config.entryDatabaseUrl ?? '',
    })
    try {
      await app.waitUntilReady()
      const headers = inhabited.headers.applicant
      expect((await fetch(`${app.address}${apiPath.cases}`, { headers })).status).toBe(200)
    } finally {
      app.kill()
    }
  })

  test('of a backup in which bytes have changed, verification names the files, in base/ too', async () => {
    const folder = join(place, 'backups/new')
    const said: string[] = []
    for (const name of [added, 'base/PG_VERSION']) {
      chmodSync(join(folder, name), 0o600)
      writeFileSync(join(folder, name), 'x')
    }
    expect(await verifyBackup({ ...config, secret: 'another one' }, folder, ({ zh, en }) => said.push(zh, en))).toBe(
      false,
    )
    for (const name of [added, 'base/PG_VERSION'])
      expect(said).toContain(`${name} of the backup is missing or has changed. Use another backup.`)
    expect(said.join('\n')).toMatch(/"PG_VERSION" has size/)
    expect(said.join('\n')).toContain('these settings differ from those of the backup: SECRET')
  })
})

/** More of everything after the backup, which only the archive knows. */
async function inhabitMore(): Promise<void> {
  await admin.query(`insert into outages (from_on, to_on, what, recorded_by, recorded_at)
    select '2026-11-24', '2026-11-24', '{"zh": "备份之后", "en": "after the backup"}', id, now() from people where 'systemAdmin' = any (roles) limit 1`)
}
