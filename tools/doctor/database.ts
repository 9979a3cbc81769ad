/** The databases of the settings: whether each lets its role in, and whether what answers is as it must be. Nothing is written. Over 250 lines because each finding has its words in two languages. */
import { TLSSocket } from 'node:tls'
import type pg from 'pg'
import { placeOf } from '../../src/base/addresses.js'
import { sqlState } from '../../src/base/databaseErrors.js'
import { refusalOf } from '../../src/base/databaseRefusal.js'
import { waitForDatabase, waitForSessions } from '../../src/base/databaseStart.js'
import { listNeededMigrations, numberOfMigration } from '../../src/base/migrations.js'
import type { Bilingual } from '../../src/base/text.js'
import type { Config } from '../../src/config.js'
import { sessionUrlOf } from '../../src/installation.js'
import { ROLES, SETTINGS } from '../../src/settings.js'
import { listMigrations } from '../migrate.js'
import { connect } from '../roles.js'
import { ask, type Finding, failed, hint, notAsked, ok, wrong } from './finding.js'

/** A database that has let us in. */
export interface Opened {
  readonly setting: string
  readonly url: string
  readonly client: pg.Client
  readonly facts: Facts
}

interface Facts {
  readonly version: number
  readonly versionName: string
  readonly encoding: string
  readonly readOnly: boolean
  readonly connections: number
  readonly reserved: number
  /** Which database of which server. */
  readonly which: string
  readonly superuser: boolean
  /** Has a right that undoes row-level security. */
  readonly strong: boolean
  readonly open: boolean
  readonly safe: boolean
  readonly waits: boolean
  readonly standbys: number
  /** Milliseconds by which the database's clock is ahead of ours. */
  readonly ahead: number
}

const FACTS = `
  select current_setting('server_version_num')::int as version, current_setting('server_version') as "versionName",
    current_setting('server_encoding') as encoding, current_setting('transaction_read_only') = 'on' as "readOnly",
    current_setting('max_connections')::int as connections,
    current_setting('superuser_reserved_connections')::int as reserved,
    (select oid from pg_database where datname = current_database()) || ' ' || pg_postmaster_start_time() as which,
    r.rolsuper as superuser,
    r.rolsuper or r.rolbypassrls or r.rolcreaterole or r.rolcreatedb or r.rolreplication as strong,
    has_database_privilege('public', current_database(), 'connect') as open,
    current_setting('fsync') = 'on' and current_setting('full_page_writes') = 'on' as safe,
    current_setting('synchronous_standby_names') <> ''
      and current_setting('synchronous_commit') not in ('off', 'local') as waits,
    (select count(*) from pg_stat_replication)::int as standbys,
    extract(epoch from clock_timestamp()) * 1000 as now
  from pg_roles r where r.rolname = current_user`

async function factsOf(client: pg.Client): Promise<Facts> {
  const before = Date.now()
  const { rows } = await client.query<Facts & { now: string }>(FACTS)
  const [found] = rows
  if (!found) throw new Error('no facts')
  return { ...found, ahead: Number(found.now) - (before + Date.now()) / 2 }
}

/** Asks every address that is set. Whoever calls ends the connections. */
export async function openDatabases(config: Config): Promise<{ findings: Finding[]; opened: Opened[] }> {
  const keys = ['databaseUrl', ...ROLES.map(({ key }) => key)] as const
  const findings: Finding[] = []
  const opened: Opened[] = []
  for (const key of keys) {
    const { name: setting } = SETTINGS[key]
    const url = config[key]
    if (url === null) findings.push(notAsked(setting, NOT_SET))
    else
      try {
        const client = await connect(url)
        opened.push({ setting, url, client, facts: await factsOf(client) })
        findings.push(lettingIn(setting, url, client))
      } catch (error) {
        findings.push(notLettingIn(setting, url, error))
      }
  }
  if (opened.length === 0 && keys.every((key) => config[key] === null))
    findings.push(hint(SETTINGS.databaseUrl.name, NO_DATABASE, START))
  return { findings, opened }
}

const NOT_SET: Bilingual = { zh: '在这里没有设定。', en: 'is not set here.' }
const NO_DATABASE: Bilingual = {
  zh: '没有设定数据库，内置的 PostgreSQL 也没有在运行。',
  en: 'no database is set, and the embedded PostgreSQL is not running.',
}
const START: Bilingual = {
  zh: '设定各地址（docs/operations.md），或先用 npm start 启动。',
  en: 'Set the addresses (see docs/operations.md), or run npm start first.',
}

function notLettingIn(setting: string, url: string, error: unknown): Finding {
  const refusal = refusalOf(error, setting)
  if (refusal) {
    const bare = (text: string) => text.replace(new RegExp(`^${setting}[：:] ?`), '')
    return wrong(setting, { zh: bare(refusal.because.zh), en: bare(refusal.because.en) })
  }
  const why = sqlState(error)
  if (why === undefined) return failed(setting, error, CHECK_ADDRESS)
  return wrong(setting, { zh: '{place} 没有应答：{why}。', en: '{place} does not respond: {why}.' }, CHECK_ADDRESS, {
    place: placeOf(url),
    why,
  })
}

const CHECK_ADDRESS: Bilingual = {
  zh: '请核对主机和端口、数据库是否在运行、防火墙是否放行。',
  en: 'Check the host and port, that the database is running, and the firewall.',
}

function lettingIn(setting: string, url: string, client: pg.Client): Finding {
  // pg's own socket, which its types do not show
  const { stream } = (client as unknown as { connection: { stream: unknown } }).connection
  const place = placeOf(url)
  if (stream instanceof TLSSocket) {
    const { valid_to: until } = stream.getPeerCertificate()
    const values = { place, protocol: stream.getProtocol() ?? 'TLS', until: new Date(until).toISOString().slice(0, 10) }
    return ok(
      setting,
      {
        zh: '连接 {place}，{protocol}，证书有效至 {until}。',
        en: 'connects to {place} by {protocol}; its certificate is valid until {until}.',
      },
      values,
    )
  }
  const local = /^(127\.|localhost|\[::1\]|\/)/.test(place)
  const found = { zh: '连接 {place}，没有加密。', en: 'connects to {place}, without TLS.' }
  if (local)
    return ok(setting, { zh: '连接 {place}（本机）。', en: 'connects to {place}, on this machine.' }, { place })
  return hint(
    setting,
    found,
    { zh: '请在地址后加 sslmode=verify-full。', en: 'Add sslmode=verify-full to the address.' },
    { place },
  )
}

/** What holds for each address that has let us in, and for the server once. */
export function examineDatabases(config: Config, opened: readonly Opened[]): Finding[] {
  const [first] = opened
  if (!first) return [notAsked('PostgreSQL', { zh: '没有可用的连接。', en: 'there is no usable connection.' })]
  return [...examineServer(config, first.facts), ...opened.flatMap((one) => examineAddress(one, first))]
}

function examineAddress({ setting, facts }: Opened, first: Opened): Finding[] {
  const found: Finding[] = []
  const isOwner = setting === SETTINGS.databaseUrl.name
  if (facts.readOnly)
    found.push(
      wrong(
        setting,
        { zh: '该地址通向只读的服务器。', en: 'leads to a read-only server.' },
        {
          zh: '请改为主服务器的地址，或把它提升为主（select pg_promote()）。',
          en: 'Use the address of the primary, or promote it (select pg_promote()).',
        },
      ),
    )
  if (facts.which !== first.facts.which)
    found.push(
      wrong(
        setting,
        { zh: '与 {other} 不是同一个数据库。', en: 'is not the same database as {other}.' },
        { zh: '请核对两个地址的主机、端口和库名。', en: 'Check the host, port and database name of both.' },
        { other: first.setting },
      ),
    )
  if (isOwner ? facts.superuser : facts.strong)
    found.push(
      (isOwner ? hint : wrong)(
        setting,
        { zh: '该用户权限过大，行级安全对它不起作用。', en: 'its user has privileges that bypass row-level security.' },
        {
          zh: 'alter role … nosuperuser nobypassrls nocreatedb noreplication（角色另加 nocreaterole）。',
          en: 'alter role … nosuperuser nobypassrls nocreatedb noreplication (for a role also nocreaterole).',
        },
      ),
    )
  return found
}

const OLDEST = 150_000

function examineServer(config: Config, facts: Facts): Finding[] {
  const about = 'PostgreSQL'
  const found: Finding[] = []
  const version = facts.versionName.split(' ')[0] ?? ''
  if (facts.version < OLDEST)
    found.push(
      wrong(
        about,
        { zh: '版本 {version}，过旧。', en: 'version {version} is too old.' },
        { zh: '请升级到 17（至少 15）。', en: 'Upgrade to 17 (at least 15).' },
        { version },
      ),
    )
  else found.push(ok(about, { zh: '版本 {version}。', en: 'version {version}.' }, { version }))
  if (facts.encoding !== 'UTF8')
    found.push(
      wrong(
        about,
        { zh: '数据库的编码是 {encoding}。', en: 'the encoding of the database is {encoding}.' },
        {
          zh: "请重建：create database … template template0 encoding 'UTF8'。",
          en: "Create it again: create database … template template0 encoding 'UTF8'.",
        },
        { encoding: facts.encoding },
      ),
    )
  if (facts.open)
    found.push(
      hint(
        about,
        { zh: '服务器上的任何角色都能连接这个数据库。', en: 'every role of the server can connect to this database.' },
        { zh: '运行 npm run migrate 即收回。', en: 'Run npm run migrate to revoke this.' },
      ),
    )
  if (!facts.safe)
    found.push(
      wrong(
        about,
        {
          zh: 'fsync 或 full_page_writes 已关闭：断电会毁坏数据。',
          en: 'fsync or full_page_writes is off: a power failure destroys data.',
        },
        { zh: '在 postgresql.conf 中打开。', en: 'Turn them on in postgresql.conf.' },
      ),
    )
  return [...found, examineConnections(config, facts), examineStandbys(facts)]
}

/** As docs/operations.md has the sums. */
const WEB = 5
const WORKER = 20
/** Migrations and backups. */
const TOOLS = 3

function examineConnections({ databasePool, workerJobs }: Config, { connections, reserved }: Facts): Finding {
  const web = databasePool + WEB
  const worker = databasePool + WORKER + 2 * workerJobs
  const values = { connections, web, worker, needed: 2 * web + worker + TOOLS + reserved }
  const found: Bilingual = {
    zh: '为 {connections}；一个网页服务最多用 {web} 个，一个后台进程 {worker} 个，两个网页服务加一个后台进程共需 {needed} 个。',
    en:
      'is {connections}; a web server uses up to {web} and a worker {worker}, so two web servers and one ' +
      'worker need {needed}.',
  }
  const remedy: Bilingual = {
    zh: 'alter system set max_connections = {needed}，再重启 PostgreSQL；或减小 DATABASE_POOL。',
    en: 'alter system set max_connections = {needed} and restart PostgreSQL, or reduce DATABASE_POOL.',
  }
  if (connections < web + worker + reserved) return wrong('max_connections', found, remedy, values)
  return connections < values.needed
    ? hint('max_connections', found, remedy, values)
    : ok('max_connections', found, values)
}

function examineStandbys({ standbys, waits }: Facts): Finding {
  const about = 'synchronous_standby_names'
  const values = { standbys }
  if (standbys > 0 && !waits)
    return hint(
      about,
      {
        zh: '有 {standbys} 个接收日志的连接，提交不等待其确认：切换时可能丢失最后的提交，其中的文号可能重复发出。',
        en:
          '{standbys} connections receive the log, but commits do not wait for them. A failover may lose the ' +
          'last commits, and letter numbers in them could be issued again.',
      },
      {
        zh: "有备用服务器时：alter system set synchronous_standby_names = 'ANY 1 (*)'，synchronous_commit = on，再 select pg_reload_conf()（Patroni：synchronous_mode: true，synchronous_mode_strict: true）。",
        en: "If they are standbys: alter system set synchronous_standby_names = 'ANY 1 (*)', synchronous_commit = on, then select pg_reload_conf() (Patroni: synchronous_mode: true, synchronous_mode_strict: true).",
      },
      values,
    )
  if (standbys > 0)
    return ok(
      about,
      {
        zh: '{standbys} 个备用连接，提交等待备用服务器。',
        en: 'standbys that receive the log: {standbys}. Commits wait for one of them.',
      },
      values,
    )
  return ok(about, { zh: '没有备用服务器。', en: 'there is no standby.' })
}

const MIGRATE: Bilingual = {
  zh: '运行 npm run migrate（上一版本仍在运行时：npm run migrate -- expand）。',
  en: 'Run npm run migrate (while the previous release is still running: npm run migrate -- expand).',
}
/** undefined_function: of a release before …-schemaSeen.ts. */
const NO_FUNCTION = '42883'

/** Whether the schema is this program's. */
export async function examineSchema(opened: readonly Opened[]): Promise<Finding> {
  const about = 'migrations'
  const usable = opened.find(({ setting }) => setting !== SETTINGS.entryDatabaseUrl.name)
  if (!usable) return notAsked(about, { zh: '没有可用的连接。', en: 'there is no usable connection.' })
  const done = await usable.client.query<{ name: string }>('select migrations_done() as name').then(
    ({ rows }) => new Set(rows.map(({ name }) => numberOfMigration(name))),
    (error: unknown) => {
      if (sqlState(error) !== NO_FUNCTION) throw error
      return undefined
    },
  )
  if (!done)
    return wrong(
      about,
      { zh: '数据库里还没有本版本的表。', en: 'the database does not have the tables of this release yet.' },
      MIGRATE,
    )
  const all = (await listMigrations()).map(({ name }) => numberOfMigration(name))
  const missing = listNeededMigrations().filter((name) => !done.has(numberOfMigration(name)))
  const values = { count: missing.length, first: missing[0] ?? '', done: done.size }
  if (missing.length > 0)
    return wrong(
      about,
      { zh: '缺少 {count} 项迁移，第一项是 {first}。', en: '{count} are missing, the first is {first}.' },
      MIGRATE,
      values,
    )
  const closing = all.filter((number) => !done.has(number)).length
  if (closing > 0)
    return hint(
      about,
      { zh: '还有 {closing} 项收尾的迁移没有运行。', en: 'closing migrations not run yet: {closing}.' },
      {
        zh: '上一版本的进程都停止之后，运行 npm run migrate。',
        en: 'Run npm run migrate once all processes of the previous release have stopped.',
      },
      { closing },
    )
  const known = new Set(all)
  if ([...done].some((number) => !known.has(number)))
    return hint(
      about,
      { zh: '数据库比本程序新。', en: 'the database is newer than this program.' },
      {
        zh: '升级尚未完成时如此；请换成新版本的程序。',
        en: 'This is expected during an upgrade. Otherwise use the newer version of the program.',
      },
    )
  return ok(about, { zh: '{done} 项迁移都已运行。', en: 'all {done} have run.' }, values)
}

/** Once, without waiting: whether it is there was asked before. */
const ONCE = { whole: 0, pause: 0, line: Number.POSITIVE_INFINITY }
const silent = () => undefined

/** What else a start asks of the roles' addresses: time limits, prepared statements, and sessions of one's own for notifications. */
export async function examineSessions(config: Config, opened: readonly Opened[]): Promise<Finding[]> {
  const roles = opened.filter(({ setting }) => setting !== SETTINGS.databaseUrl.name)
  const [first] = roles
  if (!first) return []
  const found = roles.map(({ setting, url }) =>
    ask(setting, async () => {
      await waitForDatabase({ setting, url }, silent, ONCE)
      return ok(setting, { zh: '有时限，预备语句可用。', en: 'has time limits and supports prepared statements.' })
    }),
  )
  const listens = config.listenDatabaseUrl === null ? first.setting : SETTINGS.listenDatabaseUrl.name
  const sessions = ask(listens, async () => {
    await waitForSessions({ setting: listens, url: sessionUrlOf(config, first.url) }, silent, ONCE)
    return ok(listens, { zh: '会话独立，可以接收通知。', en: 'provides separate sessions, so notifications arrive.' })
  })
  return (await Promise.all([...found, sessions])).flat()
}
