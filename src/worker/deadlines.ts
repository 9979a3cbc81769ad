/**
 * What the clock does to cases, minute by minute, through act() like everything else: deadlines
 * that an outage covered are extended, days are counted anew by a new calendar, deadlines that have
 * passed take effect, supervisors are told of what is overdue, firms are reminded. Each finds its
 * own work again after a crash. A case that fails stops no other one.
 */
import { createHash } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { canonical } from '../base/canonical.js'
import { Clock } from '../base/clock.js'
import { Database, row, rows, sqlState } from '../base/database.js'
import { NotFound, NotNow } from '../base/errors.js'
import { CaseService } from '../cases/case.service.js'
import { Recomputing } from '../cases/recomputing.js'
import { routesInForce } from '../criteria/recommendedRoutes.js'
import { CLOCK } from '../people/actor.js'
import { settingsOf } from '../people/scope.js'
import { Reference } from '../reference/reference.service.js'
import { edgesFrom, entriesIn, metaOf, STATES } from '../workflow/step.js'
import type { Act, Entry, State, StateMeta } from '../workflow/machine.js'

/** The clock's action in each state that has one, straight from the chart. */
const AT_DEADLINE = new Map(
  STATES.flatMap((state) => {
    const found = [...edgesFrom(state)].find(([, edges]) => edges.some(({ by }) => by.who.includes('clock')))
    return found ? [[state, found[0]] as const] : []
  }),
)
const statesWith = (entry: Entry) => STATES.filter((state) => entriesIn(state).has(entry))
const statesThatRemind = (of: StateMeta['reminders']) => STATES.filter((state) => metaOf(state).reminders === of)

const MOST = 500 // a time; the rest a minute later

const MOVED = `(select max(e.at) from events e where e.case_id = c.id and e.from_state is distinct from e.to_state)`

const DUE = `select id, state from cases where due_on < $1 and state = any ($2) order by due_on, id limit ${MOST}`
/** A hearing that was promised for days of the outage and has not been answered, wherever the case went meanwhile. */
const HEARING = `exists (
    select from clock_stops s where s.case_id = c.id and s.reason = 'intention' and s.until_on >= o.from_on
      and s.from_on < o.to_on
      and not exists (select from events e where e.case_id = c.id and e.action = 'answerIntention' and e.seq > s.seq))`
const COVERED = `
  select c.id, o.id as "outageId" from outages o
  join cases c on c.state = any ($1) and (
    (c.due_on >= o.from_on and (${MOVED} at time zone 'Asia/Shanghai')::date < o.to_on) or (c.state = any ($3)
      and ${HEARING}))
  where o.settled_at is null and o.from_on <= $2
    and not exists (select 1 from clock_stops s where s.case_id = c.id and s.outage_id = o.id)
  order by c.due_on, c.id limit ${MOST}`
const SETTLED = 'update outages set settled_at = $1 where settled_at is null and to_on < $2'
/** Cases whose limit is paused for want of a route, or is not. */
const PAUSED = `
  select c.id from cases c where c.state = any ($1) and $2 = exists (
    select from clock_stops s where s.case_id = c.id and s.reason = 'basis' and s.to_on is null)
  order by c.id limit ${MOST}`

/** A calendar that has not been seen begins a round over all cases. */
const SEEN = `
  insert into recomputations (name, calendar, begun_at) values ('days', $1, $2)
  on conflict (name) do update set calendar = excluded.calendar, begun_at = excluded.begun_at, after_case = 0,
    rounds = 0, round_ended_at = null
  where recomputations.calendar <> excluded.calendar`
const PLACE = `
  select after_case as after from recomputations
  where name = 'days' and calendar = $1 and rounds < $2 and (round_ended_at is null or round_ended_at <= $3)`
const GO_ON = `update recomputations set after_case = $2 where name = 'days' and calendar = $1`
const END_ROUND = `
  update recomputations set after_case = 0, rounds = rounds + 1, round_ended_at = $2
  where name = 'days' and calendar = $1`
/** A process may count by the calendar before for some seconds: what it wrote meanwhile the second round finds. */
const ROUNDS = 2
const BETWEEN_ROUNDS = 60_000 // ms
const PARTS = 20 // of a round in one run

const OVERDUE = `
  select c.id from cases c where c.due_on < $1 and c.state = any ($2)
    and not exists (select 1 from events e where e.case_id = c.id and e.action = 'escalate' and e.at >= ${MOVED})
  order by c.due_on, c.id limit ${MOST}`
/** Of a permit whose engagement is over nothing is to be renewed. */
const GOES_ON = `not exists (select from events e where e.case_id = c.id and e.action = 'reportEnd')`
const reminded = (day: 'due_on' | 'permit_valid_until') => `
  select c.id from cases c where c.state = any ($2) and c.${day} >= $1 and ${day === 'due_on' ? 'true' : GOES_ON}
    and exists (select 1 from unnest($3::int[]) d where c.${day} - $1 <= d and (c.reminded_days is null
      or d < c.reminded_days))
  order by c.id limit ${MOST}`

/** After so many days in its state; nobody is reminded of fewer days than before. */
const REMINDED_AFTER = `
  select c.id from cases c cross join lateral (select (${MOVED} at time zone 'Asia/Shanghai')::date as came) m
  where c.state = any ($2) and exists (
    select 1 from unnest($3::int[]) d where d > coalesce(c.reminded_days, 0) and $1::date - d >= m.came)
  order by c.id limit ${MOST}`

@Injectable()
export class Deadlines {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly cases: CaseService,
    private readonly reference: Reference,
    private readonly recomputing: Recomputing,
  ) {}

  /** Does all of it once. Answers how many deadlines had passed; the first error of a case is thrown at the end. */
  async run(): Promise<number> {
    const failures: unknown[] = []
    const attempt = (caseId: number, action: Act, input?: Record<string, unknown>) =>
      this.act(caseId, action, input).catch((error: unknown) => failures.push(error))

    await this.settleOutages(attempt, failures)
    await this.recompute(attempt, failures)
    for (const { id, act } of await this.listForRoutes()) await attempt(id, act)
    const due = await this.find<{ id: number; state: State }>(DUE, [this.clock.today(), [...AT_DEADLINE.keys()]])
    for (const { id, state } of due) {
      const action = AT_DEADLINE.get(state)
      if (action) await attempt(id, action)
    }
    for (const { id } of await this.find(OVERDUE, [this.clock.today(), statesWith('escalate')]))
      await attempt(id, 'escalate')
    for (const { id } of await this.listToRemind()) await attempt(id, 'remind')

    if (failures.length > 0) throw failures[0]
    return due.length
  }

  /** Before any deadline takes effect: whatever an outage covered gets its days back. */
  private async settleOutages(
    attempt: (caseId: number, action: Act, input: Record<string, unknown>) => Promise<unknown>,
    failures: readonly unknown[],
  ): Promise<void> {
    const today = this.clock.today()
    const covered = await this.find<{ id: number; outageId: number }>(COVERED, [
      statesWith('extend'),
      today,
      statesWith('answerIntention'),
    ])
    for (const { id, outageId } of covered) await attempt(id, 'extend', { outageId })
    if (covered.length === MOST || failures.length > 0) return
    await this.db.transaction(settingsOf(CLOCK), (tx) => rows(tx, SETTLED, [this.clock.now(), today]))
  }

  /**
   * After a calendar has come into force: the days of every open case, part by part, each case in a transaction of its
   * own. A round in which a case failed begins again.
   */
  private async recompute(
    attempt: (caseId: number, action: Act) => Promise<unknown>,
    failures: readonly unknown[],
  ): Promise<void> {
    const [today, now] = [this.clock.today(), this.clock.now()]
    const calendar = createHash('sha256')
      .update(canonical((await this.reference.on(today)).calendar))
      .digest('hex')
    const change = (sql: string, ...values: unknown[]) =>
      this.db.transaction(settingsOf(CLOCK), (tx) => rows(tx, sql, [calendar, ...values]))
    await change(SEEN, now)
    for (let part = 0; part < PARTS; part++) {
      const found = await this.db.transaction(settingsOf(CLOCK), async (tx) => {
        const before = new Date(now.getTime() - BETWEEN_ROUNDS)
        const place = await row<{ after: number }>(tx, PLACE, [calendar, ROUNDS, before])
        return place && this.recomputing.find(tx, today, place.after, MOST)
      })
      if (!found) return
      for (const id of found.changed) await attempt(id, 'recompute')
      if (found.last !== null) await change(GO_ON, found.last)
      else if (failures.length > 0) return void (await change(GO_ON, 0))
      else await change(END_ROUND, now)
    }
  }

  /** While no route of a recommendation is in force, cases that wait for a decision are paused. */
  private async listForRoutes(): Promise<{ id: number; act: Entry }[]> {
    const today = this.clock.today()
    const act = routesInForce(await this.reference.on(today), today).length === 0 ? 'pauseLimit' : 'resumeLimit'
    const found = await this.find(PAUSED, [statesWith(act), act === 'resumeLimit'])
    return found.map(({ id }) => ({ id, act }))
  }

  private async listToRemind(): Promise<{ id: number }[]> {
    const today = this.clock.today()
    const { correction, permit, receipt } = await this.reference.procedure('reminders', today)
    const found = await Promise.all([
      this.find(reminded('due_on'), [today, statesThatRemind('correction'), correction]),
      this.find(reminded('permit_valid_until'), [today, statesThatRemind('permit'), permit]),
      this.find(REMINDED_AFTER, [today, statesThatRemind('receipt'), receipt]),
    ])
    return found.flat()
  }

  private find<Row = { id: number }>(sql: string, values: readonly unknown[]): Promise<Row[]> {
    return this.db.transaction(settingsOf(CLOCK), (tx) => rows<Row>(tx, sql, values))
  }

  private async act(caseId: number, action: Act, input: Record<string, unknown> = {}): Promise<void> {
    try {
      await this.cases.act(caseId, action, { actor: CLOCK, input })
    } catch (error) {
      // somebody was faster than the clock, or another worker was: nothing is due any more
      if (!(error instanceof NotNow || error instanceof NotFound || sqlState(error) === '23505')) throw error
    }
  }
}
