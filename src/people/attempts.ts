/**
 * Guessing is throttled in the database. What counts is who tries whom from where: a browser that
 * has come in before has a count of its own for that account, so that nobody can keep its owner out
 * from elsewhere; all others share one for each account and address, and one for each address.
 */
import { createHash } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, rows, type Tx } from '../base/database.js'
import { Invalid } from '../base/errors.js'
import { fill } from '../base/text.js'
import { networkOf } from '../base/network.js'

/** The figures of signing in. */
export class SessionRules {
  constructor(
    readonly tries: number,
    readonly windowMinutes: number,
    readonly idleMinutes: number,
    readonly absoluteHours: number,
    readonly proofMinutes: number,
  ) {}
}

/** Something that is counted, and how often it may fail within the window. */
export interface Count {
  readonly key: string
  readonly most: number
}

/** A try is counted before anything is looked at, so that many at once are no more than one after the other. */
const COUNT = `
  insert into attempts (key, failures, since) select key, 1, $2 from unnest($1::text[]) key order by key
  on conflict (key) do update set
    failures = case when attempts.since > $3 then attempts.failures + 1 else 1 end,
    since = case when attempts.since > $3 then attempts.since else $2 end
  returning key, failures, since`

/**
 * What was right takes the tries of its own back, and of those that others share only one. Locked
 * in the order in which they are counted.
 */
const FORGET = `
  with mine as (select key from attempts where key = any ($1) order by key for update)
  update attempts a set failures = case when a.key = $2 then 0 else greatest(a.failures - 1, 0) end from mine
  where a.key = mine.key`

const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex')

@Injectable()
export class Attempts {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    readonly rules: SessionRules,
  ) {}

  /**
   * What is counted when somebody tries `what` (an account, say) from an address, with the mark of
   * a browser that it knows or without. `apart` keeps an address' count from that of signing in.
   */
  counts(what: string, address: string, known: string | undefined, apart = ''): Count[] {
    const { tries } = this.rules
    const from = networkOf(address)
    if (known) return [{ key: `${what} known ${known}`, most: tries }]
    return [
      { key: `${what} ${from}`, most: tries },
      { key: `${apart}${from}`, most: tries * 10 },
    ]
  }

  /** Counts a try. Throws Invalid when these were too many within the window, in minutes. */
  async count(counts: readonly Count[], window = this.rules.windowMinutes): Promise<void> {
    const now = this.clock.now()
    const since = new Date(now.getTime() - window * 60_000)
    const wanted = new Map(counts.map(({ key, most }) => [hashOf(key), most]))
    const tries = await this.db.transaction({}, (tx) =>
      rows<{ key: string; failures: number; since: Date }>(tx, COUNT, [[...wanted.keys()], now, since]),
    )
    const over = tries.filter(({ key, failures }) => failures > (wanted.get(key) ?? 0))
    if (over.length === 0) return
    const until = Math.max(...over.map((one) => one.since.getTime())) + window * 60_000
    throw new Invalid([tooMany(Math.max(1, Math.ceil((until - now.getTime()) / 60_000)))])
  }

  /** Takes back what count() has counted: the first of them whole, the others by one. */
  async forget(tx: Tx, counts: readonly Count[]): Promise<void> {
    const keys = counts.map(({ key }) => hashOf(key))
    await rows(tx, FORGET, [keys, keys[0]])
  }
}

/** The code of the problem. */
export const TOO_MANY = 'signInTooMany'

const tooMany = (minutes: number) => ({
  code: TOO_MANY,
  path: 'account',
  message: fill(
    {
      zh: '尝试次数过多，请在{n}分钟后再试。',
      en: minutes === 1 ? 'There were too many tries. Try again in a minute.' : TRY_LATER,
    },
    { n: minutes },
  ),
})
const TRY_LATER = 'There were too many tries. Try again in {n} minutes.'
