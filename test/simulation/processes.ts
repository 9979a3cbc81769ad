/** The product's processes as a simulation has them: web servers and a worker in this process, each with a clock and a database connection of its own. */
import 'reflect-metadata'
import { EventEmitter } from 'node:events'
import type { INestApplicationContext } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { Logger, runOnce, type TaskList, type WorkerEvents } from 'graphile-worker'
import { webModule } from '../../src/web.module.js'
import { workerModule } from '../../src/worker.module.js'
import { Clock } from '../../src/base/clock.js'
import { Database } from '../../src/base/database.js'
import { Installation } from '../../src/base/installation.js'
import { CaseService } from '../../src/cases/case.service.js'
import type { Config } from '../../src/config.js'
import { Clearing } from '../../src/worker/clearing.js'
import { FirmNotifier } from '../../src/worker/firmNotifier.js'
import { guardJobs } from '../../src/worker/jobGuard.js'
import { openLetterRenderer } from '../../src/worker/letterRenderer.js'
import { MailQueue } from '../../src/worker/mailQueue.js'
import { Notifier } from '../../src/worker/notifier.js'
import { openMailTransport } from '../../src/worker/openMailTransport.js'
import { PaperMaker } from '../../src/worker/paperMaker.js'
import { Presence } from '../../src/worker/presence.js'
import { QueuePool } from '../../src/worker/queuePool.js'
import { Sealer } from '../../src/worker/sealer.js'
import { Tasks } from '../../src/worker/tasks.js'
import { WebhookDispatcher } from '../../src/worker/webhookDispatcher.js'
import { WebhookSender } from '../../src/worker/webhookSender.js'
import { workOf } from '../../src/worker/work.js'

/** The clock of one process, which may be off by some minutes. */
export class OwnClock extends Clock {
  /** Milliseconds by which it is ahead. */
  ahead = 0

  constructor(private readonly right: Clock) {
    super()
  }

  now(): Date {
    return new Date(this.right.now().getTime() + this.ahead)
  }
}

export interface ProcessParts {
  readonly config: Config
  /** The address of the role by which it works. */
  readonly databaseUrl: string
  readonly clock: OwnClock
}

const NO_ASSETS = { folder: '', css: '', script: '', icon: '' }
const QUIET = { logger: false, abortOnError: false } as const

/** A web server without its socket: its services, by the application's own role. */
export class WebProcess {
  private constructor(
    readonly app: INestApplicationContext,
    readonly clock: OwnClock,
  ) {}

  static async start(parts: ProcessParts): Promise<WebProcess> {
    return new WebProcess(await NestFactory.createApplicationContext(webModule(parts, NO_ASSETS), QUIET), parts.clock)
  }

  get cases(): CaseService {
    return this.app.get(CaseService)
  }

  get database(): Database {
    return this.app.get(Database)
  }

  stop(): Promise<void> {
    return this.app.close()
  }
}

/** A job that was done. */
export interface DoneJob {
  readonly task: string
  readonly payload: unknown
}

/** Longer than the queue waits for a database that has gone, also on a machine that others keep busy. */
const PATIENCE = 300_000
const CONNECTIONS = 4

/** What a worker does at its start (src/worker.ts). */
async function begin(app: INestApplicationContext, presence: Presence): Promise<void> {
  await app.get(Sealer).openPlaces()
  await app.get(Clearing).register()
  await presence.unlockGone()
  await app.get(Tasks).orderAgain(0)
  await app.get(PaperMaker).tryFailed()
}

/** A worker: its jobs come from the queue, and are done when `turn` is called. */
export class WorkerProcess {
  /** What has been done since it was looked at last. */
  readonly done: DoneJob[] = []
  /** How many jobs have failed, and will be tried again. */
  failed = 0
  private readonly events: WorkerEvents = new EventEmitter()

  private constructor(
    readonly app: INestApplicationContext,
    readonly clock: OwnClock,
    private readonly presence: Presence,
    private readonly pool: QueuePool,
    private readonly handlers: TaskList,
  ) {
    this.events.on('job:success', ({ job: { task_identifier: task, payload } }) => this.done.push({ task, payload }))
    this.events.on('job:error', () => {
      this.failed += 1
    })
  }

  static async start(parts: ProcessParts): Promise<WorkerProcess> {
    const { config, databaseUrl, clock } = parts
    const module = workerModule(parts, await openLetterRenderer(config, clock.now()), await openMailTransport(config))
    const app = await NestFactory.createApplicationContext(module, QUIET)
    const presence = new Presence(app.get(Database))
    try {
      await begin(app, presence)
    } catch (error) {
      await presence.close()
      await app.close()
      throw error
    }
    const pool = new QueuePool({ connectionString: databaseUrl, max: CONNECTIONS })
    return new WorkerProcess(app, clock, presence, pool, workOf(app, presence))
  }

  get database(): Database {
    return this.app.get(Database)
  }

  /** Does every job that waits. */
  async turn(): Promise<void> {
    await within(
      'the queue',
      runOnce({
        pgPool: this.pool,
        preset: this.presence.preset,
        concurrency: 1,
        noHandleSignals: true,
        logger: new Logger(() => () => undefined),
        events: this.events,
        taskList: guardJobs(this.app.get(Database), this.app.get(Installation), this.handlers),
      }),
    )
  }

  /** Does a job once more, as a worker does that did not hear that it is done. */
  async again({ task, payload }: DoneJob): Promise<void> {
    // no handler of ours asks its helpers for anything
    await this.handlers[task]?.(payload, undefined as never)
  }

  /** What the pollers do in a worker's process (worker/pollers.ts), once each until nothing is left. */
  async poll(): Promise<void> {
    const { app } = this
    while (await app.get(Notifier).notify());
    while (await app.get(FirmNotifier).notify());
    await app.get(MailQueue).sendDue()
    while (await app.get(WebhookDispatcher).dispatch());
    const sender = app.get(WebhookSender)
    while ((await sender.sendDue()) > 0) await sender.settled()
    await sender.settled()
    await app.get(Sealer).storeAll()
  }

  async stop(): Promise<void> {
    await this.app.get(WebhookSender).close()
    await Promise.all([this.presence.close(), this.pool.end()])
    await this.app.close()
  }
}

/** Something takes longer than anything may. */
export class StandsStill extends Error {}

/** What comes of the work, unless it takes longer than anything may: then StandsStill. */
export async function within<T>(what: string, work: Promise<T>, milliseconds = PATIENCE): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new StandsStill(`${what} stands still`)), milliseconds)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
