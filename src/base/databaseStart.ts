/**
 * The database at the start of a process: waited for while it is away, with a line that says so;
 * refused with a sentence where the settings do not lead to it, or where its schema is older than
 * the program. One that is newer is right: the last release runs beside the migrations of the next.
 * One that is lost again before the process is ready ends it as one that stayed away.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { DataSource } from 'typeorm'
import { placeOf } from './addresses.js'
import { createDataSource } from './connection.js'
import { isUnavailable, sqlState } from './databaseErrors.js'
import { DatabaseUnusable, refusalOf } from './databaseRefusal.js'
import { missingLimits } from './limits.js'
import { numberOfMigration } from './migrations.js'
import { findSessions } from './ownSession.js'
import { type Bilingual, fill } from './text.js'

/** How long it is waited for, how often it is asked, and how often that is told, in milliseconds. */
const PATIENCE = { whole: 60_000, pause: 250, line: 10_000 }
export type StartPatience = Readonly<typeof PATIENCE>

/** It stayed away, or was lost while the process was starting; a later start may find it. */
export class DatabaseAway extends Error {
  constructor(because: Bilingual) {
    super(`${because.zh}\n${because.en}`)
    this.name = 'DatabaseAway'
  }
}

const WAITING: Bilingual = {
  zh: '正在等待数据库（{setting}，{place}）：{why}；已等 {seconds} 秒，最多 {most} 秒。',
  en: 'Waiting for the database ({setting}, {place}): {why}; {seconds} s of at most {most}.',
}
const GIVEN_UP: Bilingual = {
  zh: '数据库（{setting}，{place}）{seconds} 秒内没有应答：{why}。进程结束，请核对地址，或启动数据库后再启动。',
  en:
    'The database ({setting}, {place}) did not respond within {seconds} s: {why}. The process stops. ' +
    'Check the address, or start it again once the database is running.',
}

const LOST: Bilingual = {
  zh: '启动过程中失去了数据库（{why}）。进程结束；再次启动时会等待它。',
  en:
    'The connection to the database was lost during the start ({why}). The process stops. The next start ' +
    'will wait for the database.',
}

/** An error of a start that means that the database has gone away meanwhile; undefined for any other. */
export const lostWhileStarting = (error: unknown): DatabaseAway | undefined =>
  isUnavailable(error) ? new DatabaseAway(fill(LOST, { why: whyOf(error) })) : undefined

/** What a database that is away says, without its words. */
const whyOf = (error: unknown): string | Bilingual => sqlState(error) ?? { zh: '无应答', en: 'no answer' }

const NOT_PREPARED: Bilingual = {
  zh:
    '{setting} 经过的连接池不保留预备语句。请使用 PgBouncer 1.21 或更高版本，' +
    '并设 max_prepared_statements（如 200），见 docs/operations.md。',
  en:
    'The pooler of {setting} does not keep prepared statements. Use PgBouncer 1.21 or later and set ' +
    'max_prepared_statements (for example 200). See docs/operations.md.',
}
const NOT_LIMITED: Bilingual = {
  zh:
    '{setting} 的角色没有时限（{missing}）。请以全部地址运行 npm run migrate；' +
    '经过连接池时，之后让它重建与数据库的连接（PgBouncer：RECONNECT）。',
  en:
    'The role of {setting} has no time limits ({missing}). Run npm run migrate with all addresses. If ' +
    'there is a pooler, make it reconnect afterwards (PgBouncer: RECONNECT).',
}
const NOT_OWN: Bilingual = {
  zh:
    '{setting} 经过事务模式的连接池：无法接收通知，也无法识别运行中的后台进程。' +
    '请把 LISTEN_DATABASE_URL 设为不经连接池、或经会话模式连接池的地址，见 docs/operations.md。',
  en:
    '{setting} uses a pooler in transaction mode. Notifications do not arrive through it, and running ' +
    'workers cannot be detected. Set LISTEN_DATABASE_URL to an address that bypasses the pooler or uses ' +
    'one in session mode. See docs/operations.md.',
}

export interface StartSettings {
  /** The name of the setting that holds the address. */
  readonly setting: string
  readonly url: string
  /** The names of the migrations that must have run; see migrations.ts. */
  readonly needs?: readonly string[]
}

/**
 * Settles when the database can be used.
 * @param say is told at once, and then every ten seconds, what is waited for
 * @throws DatabaseUnusable when no waiting would help; DatabaseAway after a minute
 */
export async function waitForDatabase(
  { setting, url, needs = [] }: StartSettings,
  say: (text: Bilingual) => void,
  patience: StartPatience = PATIENCE,
): Promise<void> {
  const source = await connectWhenThere({ setting, url }, say, patience)
  try {
    await requireSchema(source, setting, needs)
    if ((await findSessions(url)) === 'unprepared') throw new DatabaseUnusable(fill(NOT_PREPARED, { setting }))
    const missing = await missingLimits(source)
    if (missing.length > 0) throw new DatabaseUnusable(fill(NOT_LIMITED, { setting, missing: missing.join(', ') }))
  } finally {
    await source.destroy()
  }
}

/**
 * Settles when connections to this address have sessions of their own.
 * @throws as waitForDatabase; DatabaseUnusable behind a pooler in transaction mode
 */
export async function waitForSessions(
  { setting, url }: StartSettings,
  say: (text: Bilingual) => void,
  patience: StartPatience = PATIENCE,
): Promise<void> {
  await (await connectWhenThere({ setting, url }, say, patience)).destroy()
  if ((await findSessions(url)) !== 'own') throw new DatabaseUnusable(fill(NOT_OWN, { setting }))
}

const connectWhenThere = (
  settings: StartSettings,
  say: (text: Bilingual) => void,
  patience: StartPatience,
): Promise<DataSource> =>
  openWhenThere(
    settings,
    () => createDataSource({ url: settings.url, poolSize: 1, entities: [] }).initialize(),
    say,
    patience,
  )

/**
 * What `open` answers, which is asked again while the database is away.
 * @param say is told at once, and then every ten seconds, what is waited for
 * @throws DatabaseUnusable when no waiting would help; DatabaseAway after a minute; whatever else `open` throws
 */
export async function openWhenThere<T>(
  { setting, url }: Pick<StartSettings, 'setting' | 'url'>,
  open: () => Promise<T>,
  say: (text: Bilingual) => void,
  { whole, pause, line }: StartPatience = PATIENCE,
): Promise<T> {
  const began = performance.now()
  let told = Number.NEGATIVE_INFINITY
  for (;;)
    try {
      return await open()
    } catch (error) {
      const refusal = refusalOf(error, setting)
      if (refusal) throw refusal
      if (!isUnavailable(error)) throw error
      const waited = performance.now() - began
      const words = { setting, place: placeOf(url), why: whyOf(error), most: whole / 1000 }
      const seconds = Math.round(waited / 1000)
      if (waited >= whole) throw new DatabaseAway(fill(GIVEN_UP, { ...words, seconds }))
      if (waited - told >= line) {
        told = waited
        say(fill(WAITING, { ...words, seconds }))
      }
      await sleep(pause)
    }
}

/** undefined_function: of a release before …-schemaSeen.ts, or without any tables of ours. */
const NO_FUNCTION = '42883'

const NO_SCHEMA: Bilingual = {
  zh: '{setting}：数据库里还没有本系统的表。请先运行 npm run migrate。',
  en: '{setting}: the database has no tables of this system yet. Run npm run migrate first.',
}
const OLDER: Bilingual = {
  zh:
    '{setting}：数据库比本程序旧，缺少{which}。请先运行 npm run migrate' +
    '（上一版本仍在运行时：npm run migrate -- expand）。',
  en:
    '{setting}: the database is older than this program and lacks {which}. Run npm run migrate first ' +
    '(while the previous release is still running: npm run migrate -- expand).',
}

/** Throws DatabaseUnusable when one of these migrations has not run. */
async function requireSchema(source: DataSource, setting: string, needs: readonly string[]): Promise<void> {
  if (needs.length === 0) return
  const done = await source.query<{ name: string }[]>('select migrations_done() as name').catch(async (error) => {
    if (sqlState(error) !== NO_FUNCTION) throw error
    const [found] = await source.query<{ there: boolean }[]>(`select to_regclass('migrations') is not null as there`)
    throw new DatabaseUnusable(found?.there ? olderBy(setting, needs.slice(-1)) : fill(NO_SCHEMA, { setting }))
  })
  const numbers = new Set(done.map(({ name }) => numberOfMigration(name)))
  const missing = needs.filter((name) => !numbers.has(numberOfMigration(name)))
  if (missing.length > 0) throw new DatabaseUnusable(olderBy(setting, missing))
}

function olderBy(setting: string, missing: readonly string[]): Bilingual {
  const [first = ''] = missing
  const more = missing.length - 1
  const which = {
    zh: more > 0 ? `迁移 ${first} 等 ${missing.length} 项` : `迁移 ${first}`,
    en: more > 0 ? `the migration ${first} and ${more} more` : `the migration ${first}`,
  }
  return fill(OLDER, { setting, which })
}
