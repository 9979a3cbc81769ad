/**
 * A simulation: days pass, people act by the chart, things go wrong, and after each step the invariants are looked at. Acts and disturbances follow from the seed; in which order the database takes what comes at
 * once does not.
 */

import { isUnavailable } from '../../src/base/databaseErrors.js'
import { addDays } from '../../src/base/dates.js'
import { metaOf, STATES } from '../../src/workflow/step.js'
import { type Intent, People } from './acting.js'
import { meaningOf, type Operation } from './asking.js'
import { JOBS_NOW, Trouble } from './disturbances.js'
import { OwnCalendar } from './dueDates.js'
import { Papers } from './filing.js'
import { listViolations } from './invariants.js'
import { Luck } from './luck.js'
import { type Happening, happeningsOf } from './policy.js'
import { StandsStill } from './processes.js'
import { count, newSummary, type Summary } from './summary.js'
import { Town } from './town.js'

export interface SimulationOptions {
  readonly seed: number
  /** The first day. */
  readonly from: string
  readonly days: number
  /** Steps of a working day. */
  readonly steps?: number
  /** When no further day is begun (milliseconds of performance.now). */
  readonly end?: number
  readonly say?: (line: string) => void
}

/** An invariant does not hold, or something broke: with all that is needed to see it again. */
export class Violation extends Error {}

const STEPS = 20
const ON_A_DAY_OFF = 2
const DISTURBED = 0.3
const APPLYING = 0.035
const RACING = 0.1
const WORKING = 0.4
const JOB_TWICE = 0.2
/** Cases that are open at most: then nobody applies. */
const CROWD = 30
const WAITING = STATES.filter((state) => metaOf(state).waitsFor !== undefined)

export class Simulation {
  readonly summary: Summary
  private readonly happenings: readonly Happening[]
  private readonly trouble: Trouble
  private day: string
  private step = 0
  private now = ''
  private asked: Operation[] = []

  private constructor(
    private readonly options: SimulationOptions,
    readonly town: Town,
    readonly people: People,
  ) {
    const { seed, from, days } = options
    this.day = from
    this.trouble = new Trouble(town)
    this.happenings = happeningsOf(seed, from, addDays(from, days))
    this.summary = newSummary(seed, this.trouble.begun)
  }

  static async open(options: SimulationOptions): Promise<Simulation> {
    const town = await Town.open({ at: `${options.from}T08:00:00+08:00` })
    return new Simulation(options, town, new People(town, await Papers.make()))
  }

  /** Lets the days pass. Throws Violation. */
  async run(): Promise<Summary> {
    const { from, days, end = Number.POSITIVE_INFINITY } = this.options
    for (let count = 0; count < days && performance.now() < end; count++) {
      this.day = addDays(from, count)
      await this.telling(() => this.passDay())
      this.summary.days += 1
    }
    return this.summary
  }

  close(): Promise<void> {
    return this.town.close()
  }

  private async telling(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      const { seed, from, days, steps = STEPS } = this.options
      const sessions = error instanceof StandsStill ? await this.town.sessions() : []
      throw new Violation(
        [
          error instanceof Violation ? error.message : `${error instanceof Error ? error.stack : error}`,
          `seed ${seed}, day ${this.day}, step ${this.step}: ${this.now}`,
          `disturbed: ${this.trouble.names.join('; ') || 'nothing'}`,
          ...sessions,
          `once more: npm run simulate -- --seed ${seed} --from ${from} --days ${days} --steps ${steps}`,
        ].join('\n'),
      )
    }
  }

  private async passDay(): Promise<void> {
    const { seed, steps = STEPS, say } = this.options
    const { world } = this.town
    this.step = 0
    this.setTime(8, 0)
    await world.letAllSpeak()
    await this.morning()
    const working = (await OwnCalendar.on(this.town.admin, this.day)).isWorking(this.day)
    const count = working === false ? ON_A_DAY_OFF : steps
    const gap = Math.floor((9.5 * 60) / count)
    for (this.step = 1; this.step <= count; this.step++) {
      const luck = new Luck(seed, this.day, this.step)
      this.setTime(8, 30 + (this.step - 1) * gap + luck.between(0, gap - 1))
      await this.passStep(luck)
    }
    await this.evening(new Luck(seed, this.day, 'evening'))
    say?.(`${this.day} ${JSON.stringify(this.summary.acts)}`)
  }

  /** What the day brings, and what the worker does early: the time is the same whatever happened the day before. */
  private async morning(): Promise<void> {
    for (const { on, what, happen } of this.happenings)
      if (on === this.day) {
        this.now = what
        this.summary.happened.push(`${on}: ${what}`)
        await happen(this.town)
      }
    this.now = 'what the worker does in the morning'
    await this.order('strike', 'conditions', 'endings', 'digest')
    await this.work(undefined)
  }

  private async passStep(luck: Luck): Promise<void> {
    this.summary.steps += 1
    const { admin } = this.town
    const { rows } = await admin.query<{ n: number }>('select count(*)::int as n from cases where state = any ($1)', [
      WAITING,
    ])
    const applies = luck.chance(APPLYING) && (rows[0]?.n ?? 0) < CROWD
    const intent = applies ? undefined : await this.people.next(luck)
    this.now = intent ? describe(intent) : 'an application'
    if (luck.chance(DISTURBED)) await this.trouble.begin(luck, intent?.caseId)
    this.people.brokenDisk = this.trouble.has('disk')
    const operations = applies || !intent ? await this.people.apply(luck) : await this.act(intent, luck)
    await this.trouble.pass()
    if (luck.chance(WORKING)) await this.work(luck)
    for (const one of operations) count(this.summary, one)
    this.asked.push(...operations)
    await this.look([...new Set(operations.map(({ caseId }) => caseId))], operations, luck)
  }

  /** One act, or two people who do not know of each other. */
  private async act(intent: Intent, luck: Luck): Promise<Operation[]> {
    if (!luck.chance(RACING)) return [await this.people.do(intent, luck)]
    const { rows } = await this.town.admin.query(
      'select id, state, version, firm_id as "firmId" from cases where id = $1',
      [intent.caseId],
    )
    const other = await this.people.nextIn(rows[0], luck)
    if (!other) return [await this.people.do(intent, luck)]
    this.now = `${describe(intent)} and at once ${describe(other)}`
    return Promise.all([intent, other].map((one) => this.people.do(one, luck)))
  }

  /** The worker's part: jobs, one of them perhaps twice, and what it polls for. */
  private async work(luck: Luck | undefined): Promise<void> {
    if (!this.trouble.has('worker')) await this.bearing(() => this.town.startWorker())
    const { worker } = this.town
    if (!worker) return
    await this.town.leavePictures()
    const before = worker.failed
    await this.bearing(() => worker.turn())
    const done = worker.done.splice(0)
    this.summary.jobs += done.length
    this.summary.failedJobs += worker.failed - before
    if (luck?.chance(JOB_TWICE) && done.length > 0) {
      const job = luck.pick(done)
      await Promise.all([1, 2].map(() => this.bearing(() => worker.again(job))))
    }
    await this.bearing(() => worker.poll())
  }

  /** What fails for a database or a disk that is away is tried again later, as in a worker's process. */
  private async bearing(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (!isUnavailable(error)) meaningOf(error, this.trouble.has('disk'))
    }
  }

  private async order(...tasks: readonly string[]): Promise<void> {
    for (const task of tasks) await this.town.admin.query('select graphile_worker.add_job($1, job_key => $1)', [task])
  }

  /** Everything is well again: the worker does what was left, and the night's work; then all is looked at. */
  private async evening(luck: Luck): Promise<void> {
    this.now = 'the evening'
    const away = this.trouble.has('worker') && luck.chance(0.3)
    if (!away) {
      await this.trouble.end()
      this.people.brokenDisk = false
      await this.town.admin.query(JOBS_NOW)
      for (const minute of [0, 2, 4]) {
        this.setTime(19, minute)
        await this.order('strike', 'seal', 'erase')
        await this.town.admin.query(JOBS_NOW)
        await this.work(undefined)
      }
      this.setTime(23, 50)
      await this.order('sweep')
      await this.work(undefined)
    }
    const { asked } = this
    this.asked = []
    await this.look(null, asked, luck, !away)
  }

  private async look(cases: readonly number[] | null, operations: readonly Operation[], luck: Luck, calm = false) {
    const { town } = this
    const look = { town, admin: town.admin, today: this.day, cases, operations, calm, luck }
    const found = await listViolations(look)
    if (found.length > 0) throw new Violation(found.join('\n'))
  }

  private setTime(hour: number, minute: number): void {
    const at = new Date(`${this.day}T00:00:00+08:00`).getTime() + (hour * 60 + minute) * 60_000
    this.town.world.at(new Date(at).toISOString())
  }
}

const describe = ({ action, caseId, who }: Intent): string => `${action} of case ${caseId} by ${who}`
