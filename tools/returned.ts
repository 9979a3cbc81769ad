/**
 * `npm run --silent returned`: takes one message from standard input, as a mail server or a fetching program hands on what comes to MAIL_RETURNS: a report that a mail was not delivered, a reply. Says on
 * one line what was done; the status is 0, or 75 when it is to be brought again (EX_TEMPFAIL of sysexits.h, which Postfix, fetchmail and getmail know).
 */
import { Logger } from '@nestjs/common'
import { causeOf } from '../src/base/cause.js'
import { SystemClock } from '../src/base/clock.js'
import { Database } from '../src/base/database.js'
import { isUnavailable } from '../src/base/databaseErrors.js'
import { nameConnections } from '../src/base/addresses.js'
import { type Environment, readConfig, requireAddresses, SettingsError } from '../src/config.js'
import { ENTITIES } from '../src/entities.js'
import { MailReturns } from '../src/worker/mailReturns.js'
import { MOST } from '../src/worker/returnedMail.js'
import { LauncherError, messageOf } from './binaries.js'
import { isMain } from './command.js'

/** What an error is, without its words, which may hold an address. */
const causeText = (error: unknown): string => JSON.stringify(causeOf(error))
const AWAY = '数据库没有应答，请稍后再送一次。\nThe database does not answer; bring the message again later.'

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

/** Takes a message by the worker's role. Answers what was done. */
export async function takeReturned(environment: Environment, input: AsyncIterable<Buffer>): Promise<string> {
  const config = readConfig(environment)
  requireAddresses(config, ['workerDatabaseUrl'])
  const raw = await readInput(input)
  const db = await Database.open({ url: config.workerDatabaseUrl ?? '', poolSize: 1, entities: ENTITIES })
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
