/**
 * What happens without a person: letters are made, deadlines take effect, files that no row names
 * are swept. Every task finds its own work again after a crash.
 */
import { Injectable } from '@nestjs/common'
import { Clock, dateInShanghai } from '../base/clock.js'
import { Database, row, rows } from '../base/database.js'
import { Erasing } from '../cases/erasing.js'
import { TALENT_ACT_JOB } from '../jobs/talentAct.js'
import { orderFile } from '../letters/effects.js'
import { WORKER } from '../people/actor.js'
import { lapseMandates } from '../people/mandate.service.js'
import { settingsOf } from '../people/scope.js'
import { CALLS_KEPT } from '../people/serviceAccount.service.js'
import { Clearing } from './clearing.js'
import { Deadlines } from './deadlines.js'
import { EndingMail } from './endingMail.js'
import { LetterMaker } from './letterMaker.js'
import { MissingContents } from './missingContents.js'
import { Scans } from './scans.js'
import { TalentRecord } from './talentRecord.js'

/** How many minutes a letter may take before it is asked for again. */
const LETTER_TAKES = 2

/** How many days the log of sign-ins and access is kept, and the counts of tries. */
export class KeptDays {
  constructor(
    readonly accessLog: number,
    readonly attempts: number,
  ) {}
}

const DAY = 86_400_000 // ms
/** How long what stands in the rows of a batch is kept. */
const BATCH_DAYS = 30

@Injectable()
export class Tasks {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly deadlines: Deadlines,
    private readonly letters: LetterMaker,
    private readonly clearing: Clearing,
    private readonly missing: MissingContents,
    private readonly erasing: Erasing,
    private readonly scans: Scans,
    private readonly kept: KeptDays,
    private readonly talents: TalentRecord,
    private readonly endings: EndingMail,
  ) {}

  /** Job `recordTalentAct`. */
  recordTalentAct(payload: unknown): Promise<void> {
    return this.talents.record(TALENT_ACT_JOB.parse(payload))
  }

  /** Job `makeLetter`. */
  makeLetter(letterId: number): Promise<void> {
    return this.letters.make(letterId)
  }

  /**
   * Every minute: what the clock does; mandates whose day is over end; contents that are missing are looked for;
   * letters that were ordered and never made are asked for again, and scans. Answers how many deadlines had
   * passed.
   */
  async runMinute(): Promise<number> {
    await this.orderAgain(LETTER_TAKES)
    await this.scans.orderAgain()
    await this.endMandates()
    try {
      return await this.deadlines.run()
    } finally {
      // last: no trouble with a disk keeps deadlines from taking effect
      await this.missing.lookFor()
      await this.missing.tell()
    }
  }

  private async endMandates(): Promise<void> {
    const now = this.clock.now()
    await this.db.transaction(settingsOf(WORKER), (tx) => lapseMandates(tx, dateInShanghai(now), now))
  }

  /**
   * Asks again for every letter that was ordered so many minutes ago and is not made: the queue
   * keeps the job of a worker that was killed locked for hours. Answers how many.
   */
  orderAgain(minutes: number): Promise<number> {
    const before = new Date(this.clock.now().getTime() - minutes * 60_000)
    return this.db.transaction(settingsOf(WORKER), async (tx) => {
      const left = await rows<{ id: number }>(
        tx,
        `select id from letters where ordered_at <= $1 and issued_at is null and ended_at is null and failed_at is null
          order by id limit 500`,
        [before],
      )
      for (const { id } of left) await orderFile(tx, id)
      return left.length
    })
  }

  /**
   * Every night: files that no row names, uploads that never ended, and what the log of sign-ins
   * and access and the counts of tries have kept for long enough.
   */
  async sweep(): Promise<void> {
    await this.endAccessLog()
    await this.endAttempts()
    await this.forgetBatches()
    await this.endServiceCalls()
    await this.clearing.clearAll()
  }

  private async endAccessLog(): Promise<void> {
    const sql = 'select end_access_log($1, $2) as n'
    for (let gone: number | undefined = 1; gone; )
      gone = await this.db.transaction(settingsOf(WORKER), async (tx) => {
        const done = await row<{ n: number }>(tx, sql, [this.clock.now(), this.kept.accessLog])
        return done?.n
      })
  }

  /** What was read of workbooks, for as long as their reports are asked for. */
  private async forgetBatches(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - BATCH_DAYS * DAY)
    await this.db.transaction(settingsOf(WORKER), (tx) => rows(tx, 'select forget_batches($1)', [before]))
  }

  /** What service accounts have called, for as long as their administrators may look at it. */
  private async endServiceCalls(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - CALLS_KEPT * DAY)
    for (let gone: number | undefined = 1; gone; )
      gone = await this.db.transaction(settingsOf(WORKER), async (tx) => {
        const done = await row<{ n: number }>(tx, 'select end_service_calls($1) as n', [before])
        return done?.n
      })
  }

  private async endAttempts(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - this.kept.attempts * DAY)
    await this.db.transaction(settingsOf(WORKER), (tx) => rows(tx, 'delete from attempts where since < $1', [before]))
  }

  /** Every morning: who keeps what ends soon is told. */
  warnOfEndings(): Promise<void> {
    return this.endings.order()
  }

  /** Every hour: personal data whose time is over, or that were asked to be erased. Answers how many cases. */
  erase(): Promise<number> {
    return this.erasing.eraseDue()
  }

  /** Whether the database answers. */
  async ready(): Promise<boolean> {
    return (await this.db.transaction({}, (tx) => row(tx, 'select 1'))) !== undefined
  }
}
