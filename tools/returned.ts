/**
 * `npm run --silent returned`: takes one message from standard input, as a mail server or a fetching program hands on what comes to MAIL_RETURNS: a report that a mail was not delivered, a reply. Says on
 * one line what was done; the status is 0, or 75 when it is to be brought again (EX_TEMPFAIL of sysexits.h, which Postfix, fetchmail and getmail know).
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Logger } from '@nestjs/common'
import { causeOf } from '../src/base/cause.js'
import { SystemClock } from '../src/base/clock.js'
import { Database } from '../src/base/database.js'
import { isUnavailable } from '../src/base/databaseErrors.js'
import { nameConnections } from '../src/base/addresses.js'
import { type Config, type Environment, examineConfig, SettingsError } from '../src/config.js'
import { ENTITIES } from '../src/entities.js'
import { MailReturns } from '../src/worker/mailReturns.js'
import { MOST } from '../src/worker/returnedMail.js'
import { LauncherError, messageOf } from './binaries.js'
import { isMain } from './command.js'
import { provideDatabase } from './database.js'
import { listServerProcesses } from './processes.js'
import { withAddresses } from './roles.js'

/** What an error is, without its words, which may hold an address. */
const causeText = (error: unknown): string => JSON.stringify(causeOf(error))
const AWAY = '数据库没有应答，请稍后重新送交。\nThe database does not respond. Deliver the message again later.'

/** To be brought again. */
const LATER = 75

/** The message as it came, as far as it is read; letters beyond ASCII are of no interest. */
async function readInput(input: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = []
  let length = 0
  for await (const part of input) {
    if (length < MOST) parts.push(part)
    length += part.length
  }
  return Buffer.concat(parts).toString('latin1')
}

/**
 * The address for the worker's role: WORKER_DATABASE_URL; outside production also what a start makes of DATABASE_URL or
 * of the embedded server that runs in DATA_DIR, and the role's password there.
 * @throws SettingsError saying what is missing
 */
export async function addressOf(config: Config): Promise<string> {
  const own = withAddresses(config).workerDatabaseUrl
  if (own !== null) return own
  const embedded = join(config.dataDir, 'pg')
  if (config.embedded && existsSync(embedded) && listServerProcesses(embedded).length > 0) {
    const { config: provided, stop } = await provideDatabase(config)
    await stop()
    if (provided.workerDatabaseUrl !== null) return provided.workerDatabaseUrl
  }
  throw new SettingsError([config.databaseUrl === null ? NO_SERVER : OWNER_ALONE])
}

const NO_SERVER = {
  zh:
    'WORKER_DATABASE_URL 没有设定：请设为后台进程所用的同一个地址（角色 haijian_worker）。' +
    '用内置数据库的，请设 DATA_DIR 为服务器的数据目录，并先启动服务器。',
  en:
    'WORKER_DATABASE_URL is not set: set it to the address that the worker uses (role haijian_worker). ' +
    'With the embedded database, set DATA_DIR to the data folder of the server and start the server ' +
    'first.',
}
const OWNER_ALONE = {
  zh:
    'WORKER_DATABASE_URL 没有设定。DATABASE_URL 是数据库所有者的地址，正式环境不能由它推出角色 haijian_worker 的密码：' +
    '请把后台进程的 WORKER_DATABASE_URL 也给本命令。',
  en:
    'WORKER_DATABASE_URL is not set. DATABASE_URL is the address of the owner; in production the ' +
    'password of the role haijian_worker cannot be derived from it. Set the worker’s WORKER_DATABASE_URL ' +
    'for this command too.',
}

/** Takes a message by the worker's role. Answers what was done. */
export async function takeReturned(environment: Environment, input: AsyncIterable<Buffer>): Promise<string> {
  const { config, problems } = examineConfig(environment)
  const url = await addressOf(config)
  if (problems.length > 0) throw new SettingsError(problems)
  const raw = await readInput(input)
  const db = await Database.open({ url, poolSize: 1, entities: ENTITIES })
  try {
    return await new MailReturns(db, new SystemClock()).take(raw)
  } finally {
    await db.source.destroy()
  }
}

if (isMain(import.meta.url)) {
  nameConnections('haijian returned')
  Logger.overrideLogger(false)
  try {
    process.stdout.write(`${await takeReturned(process.env, process.stdin)}\n`)
  } catch (error) {
    const told = error instanceof SettingsError || error instanceof LauncherError
    process.stderr.write(`${isUnavailable(error) ? AWAY : told ? messageOf(error) : causeText(error)}\n`)
    process.exitCode = LATER
  }
}
