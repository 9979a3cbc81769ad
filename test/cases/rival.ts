/** A second process with the same application on the same database: does what it is told by its parent, and answers with what came of it. */
import 'reflect-metadata'
import type { INestApplicationContext } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { webModule } from '../../src/web.module.js'
import { StandingClock } from '../../src/base/clock.js'
import { Database } from '../../src/base/database.js'
import { isUnavailable } from '../../src/base/databaseErrors.js'
import { Invalid, NotNow, Stale } from '../../src/base/errors.js'
import { CaseService } from '../../src/cases/case.service.js'
import { ReadingService } from '../../src/cases/reading.service.js'
import type { Outcome } from '../../src/cases/record.js'
import { type Environment, readConfig } from '../../src/config.js'
import type { Actor } from '../../src/people/actor.js'
import { settingsOf } from '../../src/people/scope.js'
import type { Act } from '../../src/workflow/machine.js'

/** One request; what it is about is told by `action`: `start` a draft, `read` a case, else an action or an entry. */
export interface Call {
  readonly actor: Actor
  readonly caseId?: number
  readonly action: string
  readonly version?: number
  readonly requestId?: string
  readonly input?: object
  /** Done, and then taken back by the caller's transaction. */
  readonly takeBack?: boolean
}

/** The outcome, or the kind of refusal with its codes; `fault` is an error that no request should ever see. */
export interface Answer {
  readonly outcome?: Outcome
  readonly refused?: string
  readonly fault?: string
}

export interface RivalSettings {
  /** The addresses of its database. */
  readonly database: Environment
  readonly dataDir: string
  readonly at: string
}

class TakenBack extends Error {}

/** Does one call in this process; again when the machine was too busy for it, as a client does who is told to come again. */
export async function perform(app: INestApplicationContext, call: Call, tries = 10): Promise<Answer> {
  try {
    return { ...(await doCall(app, call)) }
  } catch (error) {
    if (isUnavailable(error) && tries > 0) return perform(app, call, tries - 1)
    if (error instanceof TakenBack) return { refused: 'taken back' }
    if (error instanceof NotNow) return { refused: error.because.map(({ code }) => code).join(' ') }
    if (error instanceof Invalid) return { refused: error.problems.map(({ code }) => code).join(' ') }
    if (error instanceof Stale) return { refused: 'stale' }
    return { fault: error instanceof Error ? `${error.name}: ${error.message}` : String(error) }
  }
}

async function doCall(
  app: INestApplicationContext,
  { takeBack, action, caseId = 0, ...request }: Call,
): Promise<Answer> {
  const cases = app.get(CaseService)
  if (action === 'start') return { outcome: await cases.start(request.actor, request.requestId) }
  if (action === 'read') {
    await app.get(ReadingService).get(request.actor, caseId)
    return {}
  }
  if (!takeBack) return { outcome: await cases.act(caseId, action as Act, request) }
  await app.get(Database).transaction(settingsOf(request.actor), async (tx) => {
    await cases.actIn(tx, caseId, action as Act, request)
    throw new TakenBack()
  })
  return {}
}

const [, program = '', settings] = process.argv
if (program.endsWith('rival.ts') && settings && process.send) {
  const { database, dataDir, at } = JSON.parse(settings) as RivalSettings // from the parent, below in contest.ts
  const config = readConfig({ ...database, NODE_ENV: 'test', DATA_DIR: dataDir, DATABASE_POOL: '10' })
  const clock = new StandingClock(new Date(at))
  const app = await NestFactory.createApplicationContext(
    webModule(
      { config, databaseUrl: config.appDatabaseUrl ?? '', clock },
      { folder: '', css: '', script: '', icon: '' },
    ),
    { logger: false },
  )
  process.on('message', async (calls: Call[]) => {
    process.send?.(await Promise.all(calls.map((call) => perform(app, call))))
  })
  process.on('disconnect', () => process.exit(0))
  process.send('ready')
}
