/**
 * What the system administrator looks after: mails that did not go out, jobs that failed, and
 * whether a worker lives. No case, no name, no contents, no address whole.
 */
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, row, rows, type Tx } from '../base/database.js'
import { NotFound } from '../base/errors.js'
import { type Actor, requireRole } from './actor.js'
import type { MailState } from './mailEntities.js'
import { NOTIFICATION_LAG, type NotificationLag } from './notificationLag.js'
import { settingsOf } from './scope.js'

export interface MailCount {
  readonly state: MailState
  readonly n: number
  readonly oldest: Date
  readonly latest: Date
}

export interface MailLine {
  readonly id: number
  readonly kind: string
  /** Masked: s•••@f•••.com. */
  readonly address: string | null
  readonly state: MailState
  readonly tries: number
  readonly orderedAt: Date
  readonly nextTryAt: Date
  readonly lastError: string | null
  /** It may be tried again: there is an address, and what it led to is not forgotten. */
  readonly may: boolean
}

export interface QueueState {
  readonly waiting: number
  readonly running: number
  readonly failed: number
  readonly oldest: Date | null
}

export interface WorkerLine {
  readonly seenAt: Date
  /** What it has last read (exchange/operation/figures.ts); null at first. */
  readonly figures: unknown
}

export interface FailedJob {
  readonly id: string
  readonly task: string
  readonly attempts: number
  readonly askedAt: Date
  /** Null when it will not be tried again by itself. */
  readonly nextAt: Date | null
}

export interface DiscardedJob {
  readonly task: string
  readonly discardedAt: Date
  readonly reason: string
}

const OPEN: readonly MailState[] = ['waiting', 'failed', 'givenUp']
const MAILS = `
  select id, kind, address, state, tries, ordered_at as "orderedAt", next_try_at as "nextTryAt",
    last_error as "lastError", may
  from list_mails($1::text[])`
const FAILED = 'select id::text, task, attempts, asked_at as "askedAt", next_at as "nextAt" from jobs.list_failed()'
const DISCARDED =
  'select task, discarded_at as "discardedAt", reason from discarded_jobs ' +
  'order by discarded_at desc, job_id desc limit 20'

@Injectable()
export class Upkeep {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** How many mails are in each state, and those that have not gone out. Throws Forbidden. */
  mails(actor: Actor): Promise<{ counts: MailCount[]; open: MailLine[] }> {
    return this.asAdministrator(actor, async (tx) => ({
      counts: await rows<MailCount>(tx, 'select state, n, oldest, latest from mail_counts()'),
      open: await rows<MailLine>(tx, MAILS, [OPEN]),
    }))
  }

  /** One mail, or all that failed or were given up, are tried again soon. Answers how many. Throws Forbidden. */
  async retryMails(actor: Actor, id: number | null): Promise<number> {
    const done = await this.asAdministrator(actor, (tx) =>
      row<{ n: number }>(tx, 'select retry_mails($1, $2) as n', [id, this.clock.now()]),
    )
    return done?.n ?? 0
  }

  /** The queue, its failed jobs, those given up, and when a worker was last seen. Throws Forbidden. */
  jobs(actor: Actor) {
    return this.asAdministrator(actor, async (tx) => ({
      state: await row<QueueState>(tx, 'select waiting, running, failed, oldest from jobs.state()'),
      failed: await rows<FailedJob>(tx, FAILED),
      discarded: await rows<DiscardedJob>(tx, DISCARDED),
      lag: await row<NotificationLag>(tx, NOTIFICATION_LAG),
      workers: await rows<WorkerLine>(
        tx,
        'select seen_at as "seenAt", figures from workers order by seen_at desc limit 20',
      ),
    }))
  }

  /** One job, or all that failed, are tried again now. Answers how many. Throws Forbidden. */
  async retryJobs(actor: Actor, id: number | null): Promise<number> {
    const done = await this.asAdministrator(actor, (tx) => row<{ n: number }>(tx, 'select jobs.retry($1) as n', [id]))
    return done?.n ?? 0
  }

  /** Gives a job up, for a reason that is kept. Throws Forbidden, NotFound. */
  async discardJob(actor: Actor, id: number, reason: string): Promise<void> {
    const done = await this.asAdministrator(actor, (tx) =>
      row<{ done: boolean }>(tx, 'select jobs.discard($1, $2, $3) as done', [id, reason, this.clock.now()]),
    )
    if (!done?.done) throw new NotFound()
  }

  private async asAdministrator<T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
    requireRole(actor, 'systemAdmin')
    return this.db.transaction(settingsOf(actor), work)
  }
}
