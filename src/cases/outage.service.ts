/**
 * Outages of the service as an administrator records them. The clock gives every deadline that one
 * covered its days back (worker/deadlines.ts); the administrator sees how many, and no case. The
 * announced ones are kept at hand, since every page shows them.
 */
import { Injectable, type OnModuleInit } from '@nestjs/common'
import { StaleCache } from '../base/staleCache.js'
import { Clock } from '../base/clock.js'
import { Database, rows } from '../base/database.js'
import { addDays } from '../base/dates.js'
import { Invalid, type Problem } from '../base/errors.js'
import type { Bilingual } from '../base/text.js'
import { type Actor, requireRole } from '../people/actor.js'
import { settingsOf } from '../people/scope.js'

/** Days of an outage that is running or announced, both counted. */
export interface AnnouncedOutage {
  readonly id: number
  readonly from: string
  readonly to: string
  readonly what: Bilingual
}

/** What an outage did, in numbers. */
export interface OutageEffects extends AnnouncedOutage {
  /** The clock has given back every day that it covered. */
  readonly settled: boolean
  /** Deadlines that it moved. */
  readonly extended: number
  /** Cases that lapsed, letters that expired and cases that became overdue while it lasted. */
  readonly lapsed: number
  readonly expired: number
  readonly escalated: number
}

export interface OutageWish {
  readonly from: string
  readonly to: string
  readonly what: Bilingual
}

const RUNNING =
  'select id, from_on::text as "from", to_on::text as "to", what from ' +
  'outages where to_on >= $1 order by from_on, id limit 20'
const ADD = 'insert into outages (from_on, to_on, what, recorded_by, recorded_at) values ($1, $2, $3, $4, $5)'

const OVERLAPPING = 'select 1 from outages where from_on <= $2 and to_on >= $1 limit 1'
const ONE_BY_ONE = `select pg_advisory_xact_lock(hashtext('outages'))`

const MOST_DAYS = 92
const EARLIEST = 366 // days ago

@Injectable()
export class Outages implements OnModuleInit {
  private readonly cache = new StaleCache(() =>
    this.db.transaction({}, (tx) => rows<AnnouncedOutage>(tx, RUNNING, [this.clock.today()])),
  )

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.cache.refresh()
  }

  /** Those that run today or are announced, as they were known some seconds ago. */
  announced(): readonly AnnouncedOutage[] {
    const today = this.clock.today()
    return (this.cache.get() ?? []).filter(({ to }) => to >= today)
  }

  /** All, the latest first, with their effects in numbers. Throws Forbidden unless a system administrator asks. */
  list(actor: Actor): Promise<OutageEffects[]> {
    requireRole(actor, 'systemAdmin')
    return this.db.transaction(settingsOf(actor), (tx) => rows<OutageEffects>(tx, 'select * from outage_effects()', []))
  }

  /** Records one that was, is, or is to be. Throws Forbidden, Invalid. */
  async record(actor: Actor, { from, to, what }: OutageWish): Promise<void> {
    requireRole(actor, 'systemAdmin')
    const today = this.clock.today()
    const problems: Problem[] = [
      ...(to < from ? [problem('endsBefore', 'to', words.endsBefore)] : []),
      ...(to > addDays(from, MOST_DAYS) ? [problem('tooLong', 'to', words.tooLong)] : []),
      ...(from < addDays(today, -EARLIEST) ? [problem('tooEarly', 'from', words.tooEarly)] : []),
    ]
    if (problems.length > 0) throw new Invalid(problems)
    await this.db.transaction(settingsOf(actor), async (tx) => {
      await rows(tx, ONE_BY_ONE)
      // of a day that two outages cover deadlines would get two back
      if ((await rows(tx, OVERLAPPING, [from, to])).length > 0)
        throw new Invalid([problem('outageTwice', 'from', words.twice)])
      await rows(tx, ADD, [from, to, JSON.stringify(what), actor.id, this.clock.now()])
    })
    await this.cache.refresh()
  }
}

const problem = (code: string, path: string, message: Bilingual): Problem => ({ code, path, message })

const words = {
  endsBefore: { zh: '最后一天早于第一天。', en: 'The last day is before the first.' },
  tooLong: {
    zh: '一次最长三个月，请分段登记。',
    en: 'At most three months at a time. Record a longer outage in parts.',
  },
  twice: {
    zh: '这些日期中有已登记的服务中断，请只登记其余日期。',
    en: 'An outage on some of these days is recorded already. Record the other days only.',
  },
  tooEarly: { zh: '开始日期在一年以前，请核对。', en: 'The first day is more than a year ago. Check it.' },
}
