/**
 * What goes wrong in a simulation: of the clock, the network, the disk, the database's connections, the queue, the mail server and the receivers of webhooks. Each begins before a step and ends after some
 * steps; two of a kind never go on at once.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { connect } from '../../tools/roles.js'
import type { Luck } from './luck.js'
import type { Town } from './town.js'

export interface Disturbance {
  readonly name: string
  /** What of the surroundings it is: of one there is one at a time. */
  readonly of: 'clock' | 'network' | 'disk' | 'database' | 'queue' | 'worker' | 'mail' | 'webhooks'
  /** For how many steps at most. */
  readonly most: number
  readonly weight: number
  /** Begins, for a step that may touch this case; answers how it ends. */
  readonly begin: (town: Town, luck: Luck, caseId: number | undefined) => Promise<() => unknown>
}

const MINUTE = 60_000

/** Does something some milliseconds after the step has begun; its end waits for that. */
function after(milliseconds: number, work: () => unknown): () => Promise<unknown> {
  const done = sleep(milliseconds).then(work)
  return () => done
}

/** Of the sessions at work, those of the application: cancelled as by their time limit, or ended. */
const CANCEL = `
  select pg_cancel_backend(pid) from pg_stat_activity
  where datname = current_database() and usename = any ($1) and state <> 'idle'`

/** Holds a case as somebody does who is slow. */
async function hold(town: Town, caseId: number, milliseconds: number): Promise<() => Promise<void>> {
  const other = await connect(town.world.db.adminUrl)
  await other.query('begin')
  await other.query('select 1 from cases where id = $1 for update', [caseId])
  const over = sleep(milliseconds).then(() => other.end())
  return () => over
}

const DELAY_JOBS = `
  update graphile_worker._private_jobs set run_at = now() + interval '1 day' where locked_at is null and run_at <= now()`
export const JOBS_NOW = `update graphile_worker._private_jobs set run_at = now() where run_at > now()`

export const DISTURBANCES: readonly Disturbance[] = [
  {
    ...{ name: 'sessions of the web servers are ended', of: 'database', most: 1, weight: 4 },
    begin: async (town, luck) => after(luck.between(0, 40), () => town.endSessions('haijian_app')),
  },
  {
    ...{ name: 'sessions of the worker are ended', of: 'database', most: 1, weight: 2 },
    begin: async (town, luck) => after(luck.between(0, 120), () => town.endSessions('haijian_worker')),
  },
  {
    ...{ name: 'statements are cancelled', of: 'database', most: 1, weight: 2 },
    begin: async (town, luck) =>
      after(luck.between(0, 40), () => town.admin.query(CANCEL, [['haijian_app', 'haijian_worker']])),
  },
  {
    ...{ name: 'a case is held longer than is waited for', of: 'database', most: 1, weight: 2 },
    begin: async (town, luck, caseId) =>
      caseId === undefined ? () => undefined : hold(town, caseId, luck.between(50, 900)),
  },
  {
    ...{ name: 'the wire is cut', of: 'network', most: 1, weight: 4 },
    begin: async (town, luck) => after(luck.between(0, 40), () => town.wire.cut()),
  },
  {
    ...{ name: 'the wire is slow', of: 'network', most: 4, weight: 2 },
    begin: async (town, luck) => {
      town.wire.delay = luck.between(5, 40)
      return () => {
        town.wire.delay = 0
      }
    },
  },
  {
    ...{ name: 'the disk of documents is full', of: 'disk', most: 3, weight: 2 },
    begin: async (town) => {
      town.fillDisk()
      return () => town.freeDisk()
    },
  },
  {
    ...{ name: 'the folder of documents is gone', of: 'disk', most: 2, weight: 2 },
    begin: async (town) => {
      town.loseFolder()
      return () => town.findFolder()
    },
  },
  {
    ...{ name: 'the mail server is away', of: 'mail', most: 8, weight: 2 },
    begin: async (town) => {
      await town.mailAway()
      return () => town.mailBack()
    },
  },
  {
    ...{ name: 'the receiver of webhooks answers 500', of: 'webhooks', most: 8, weight: 2 },
    begin: async (town) => {
      town.receiver.statuses.set(town.events, 500)
      return () => town.receiver.statuses.delete(town.events)
    },
  },
  {
    ...{ name: 'the receiver of webhooks is late', of: 'webhooks', most: 2, weight: 1 },
    begin: async (town, luck) => {
      town.receiver.delay = luck.between(50, 200)
      return () => {
        town.receiver.delay = 0
      }
    },
  },
  {
    ...{ name: 'the worker stops', of: 'worker', most: 12, weight: 1 },
    begin: async (town) => {
      await town.stopWorker()
      return () => undefined // whoever watches over it starts it again
    },
  },
  {
    ...{ name: 'jobs are delayed', of: 'queue', most: 6, weight: 2 },
    begin: async (town) => {
      await town.admin.query(DELAY_JOBS)
      return () => town.admin.query(JOBS_NOW)
    },
  },
  {
    ...{ name: 'the clock of a web server is off', of: 'clock', most: 12, weight: 3 },
    begin: async (town, luck) => {
      const clock = luck.pick(town.web).clock
      clock.ahead = luck.between(-10, 10) * MINUTE
      return () => {
        clock.ahead = 0
      }
    },
  },
  {
    ...{ name: 'the clock of the worker is off', of: 'clock', most: 12, weight: 2 },
    begin: async (town, luck) => {
      const clock = town.worker?.clock
      if (clock) clock.ahead = luck.between(-10, 10) * MINUTE
      return () => {
        if (clock) clock.ahead = 0
      }
    },
  },
]

interface Going {
  readonly disturbance: Disturbance
  readonly end: () => unknown
  left: number
}

/** What is disturbed now. */
export class Trouble {
  private going: Going[] = []
  /** How often each has begun. */
  readonly begun = new Map<string, number>()

  constructor(private readonly town: Town) {}

  get names(): string[] {
    return this.going.map(({ disturbance: { name } }) => name)
  }

  has(of: Disturbance['of']): boolean {
    return this.going.some(({ disturbance }) => disturbance.of === of)
  }

  get any(): boolean {
    return this.going.length > 0
  }

  /** Begins one that is drawn, of those whose kind is well. */
  async begin(luck: Luck, caseId: number | undefined): Promise<void> {
    const free = DISTURBANCES.filter(({ of }) => !this.has(of))
    const drawn = luck.weighed(free, ({ weight }) => weight)
    if (!drawn) return
    const left = luck.between(1, drawn.most)
    this.going.push({ disturbance: drawn, left, end: await drawn.begin(this.town, luck, caseId) })
    this.begun.set(drawn.name, (this.begun.get(drawn.name) ?? 0) + 1)
  }

  /** A step is over. */
  async pass(): Promise<void> {
    for (const one of this.going) one.left -= 1
    for (const { end } of this.going.filter(({ left }) => left <= 0)) await end()
    this.going = this.going.filter(({ left }) => left > 0)
  }

  /** Everything is well again. */
  async end(): Promise<void> {
    for (const { end } of this.going.splice(0)) await end()
  }
}
