/**
 * The work of one department as its supervisor sees it: what waits for its people, who has it, what
 * is near or over. Every line within the scope.
 */
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, rows } from '../base/database.js'
import { addDays, addMonths } from '../base/dates.js'
import { sql } from '../base/sql.js'
import { absenceOn, Absences } from '../people/absence.service.js'
import { type Actor, CASE_ROLES, type CaseRole, type Role } from '../people/actor.js'
import { settingsOf } from '../people/scope.js'
import { Reference } from '../reference/reference.service.js'
import { metaOf, STATES } from '../workflow/step.js'
import { OWN_DUE } from './listStatements.js'
import { ReportService } from './reports/report.service.js'
import { SCOPE, scopeOf } from './scope.js'
import { balanced, type DayLoad, type Forecast, forecastOf, listDays, paceOf, type PerDay } from './twoWeeks.js'
import type { State } from '../workflow/machine.js'

export interface LoadLine {
  readonly id: number
  readonly number: string
  readonly state: State
  readonly version: number
  readonly talentName: string | null
  readonly systemName: string | null
  readonly firmName: string
  /** The department's own last day: that of a consultation, else the case's. */
  readonly dueOn: string | null
  /** That day is the one of a consultation. */
  readonly consulted: boolean
  readonly claimedBy: number | null
  readonly claimedName: string | null
  /** Who of the department may not go on with it: they have reported in it, or declared an interest. */
  readonly aside: readonly number[]
}

/** Somebody who works on cases, with what they may do. */
export interface CaseWorker {
  readonly id: number
  readonly roles: readonly Role[]
}

export interface Load {
  /** Overdue first, then by the last day. */
  readonly lines: readonly LoadLine[]
  readonly today: string
  /** The last day that is near. */
  readonly soon: string
}

export type Urgency = 'overdue' | 'soon' | 'later'

/** How near the last day of a case is. */
export const urgencyOf = ({ dueOn }: LoadLine, { today, soon }: Load): Urgency =>
  dueOn === null || dueOn > soon ? 'later' : dueOn < today ? 'overdue' : 'soon'

/** Working days in which a day is near, as in the queue. */
const NEAR = 2
const MOST = sql`2000`

const waiting = (role: string) => STATES.filter((state) => metaOf(state).waitsFor === role)
/**
 * States in which the lead department's people are waited for, and those in which every named
 * department's are, straight from the chart.
 */
const LEADS = [...waiting('intake'), ...waiting('approver')]
const ASSESSES = waiting('assessor')

const LINES = sql`
  select c.id, c.number, c.state, c.version, c.talent_name as "talentName", c.system_name as "systemName",
    f.name_zh as "firmName",
    ${OWN_DUE}::text as "dueOn",
    own_due(c.id, ${'ownAuthority'}::int) is not null as consulted,
    k.person_id as "claimedBy", o.name as "claimedName",
    coalesce((select array_agg(distinct e.actor_id) from events e
      where e.case_id = c.id and e.actor_id is not null
        and e.action in ('report', 'declareInterest', 'refuse')), '{}') as aside
  from cases c
  join firms f on f.id = c.firm_id
  join case_parties p on p.case_id = c.id and p.authority_id = ${'ownAuthority'}::int
    and ((p.part = 'lead' and c.state = any (${'leads'}::text[])) or (p.part = 'named'
      and c.state = any (${'assesses'}::text[])))
  left join claims k on k.case_id = c.id and k.authority_id = ${'ownAuthority'}::int
  left join people o on o.id = k.person_id
  where ${SCOPE} and (p.part = 'lead' or (
    select count(*) from reports_of(c.id) a where a.round = c.round and a.authority_id = ${'ownAuthority'}::int)
      < assessors_of(c.assessed_twice, c.assessors_needed, ${'ownAuthority'}::int))
  order by 8 nulls last, c.id limit ${MOST}`

/** The steps that each role finishes, day by day. */
const FINISHED: Readonly<Record<CaseRole, string>> = {
  intake: 'stage.acceptance',
  assessor: 'stage.assessment',
  approver: 'stage.decision',
}
/** Calendar months of the record by which the next two weeks are forecast. */
const RECORD = 9

/** The role whose turn it is in a case. */
export const roleOf = ({ state }: Pick<LoadLine, 'state'>): CaseRole | undefined =>
  CASE_ROLES.find((role) => role === metaOf(state).waitsFor)

/** What the next two weeks bring those of a role, and what they can do. */
export interface RoleWeeks {
  readonly role: CaseRole
  readonly people: number
  readonly days: readonly DayLoad[]
  /** What one of them can do in a working day, by the best ten of the record. */
  readonly pace: number | undefined
}

/** The next two weeks of a department: of each role that has people or cases. New cases come to intake first. */
export interface TwoWeeks {
  readonly roles: readonly RoleWeeks[]
  readonly forecast: Forecast | undefined
}

@Injectable()
export class Loads {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly reports: ReportService,
    private readonly absences: Absences,
  ) {}

  /** What falls due and who is there in the next ten working days, role by role, with what will come by the record. */
  async twoWeeks(actor: Actor, { lines, today }: Load, people: readonly CaseWorker[]): Promise<TwoWeeks> {
    const [calendar, absences] = [await this.reference.calendar(today), await this.absences.list(actor)]
    const period = { from: addMonths(today, -RECORD), to: addDays(today, -1) }
    const perDay = await this.reports.perDay(actor, period, ['filed', ...Object.values(FINISHED)])
    const workdays: string[] = []
    for (let on = period.from; on <= period.to; on = addDays(on, 1)) if (calendar.isWorkingDay(on)) workdays.push(on)
    // what was filed on a day off waits from the next working day on
    const counts = (counted: string): PerDay => {
      const found = new Map<string, number>()
      for (const { on, n } of perDay.filter(({ measure }) => measure === counted)) {
        const day = calendar.nextWorkingDay(on).on
        found.set(day, (found.get(day) ?? 0) + n)
      }
      return found
    }
    const forecast = forecastOf(counts('filed'), workdays)
    const { amount: firstLimit } = await this.reference.timeLimit('acceptance', today)
    const roles = CASE_ROLES.flatMap((role) => {
      const [theirs, own] = [
        people.filter(({ roles }) => roles.includes(role)),
        lines.filter((one) => roleOf(one) === role),
      ]
      if (theirs.length + own.length === 0) return []
      const pace = paceOf(counts(FINISHED[role]), workdays, theirs.length)
      const presentOn = (on: string) => theirs.filter(({ id }) => !absenceOn(absences, id, on)).length
      const coming = role === 'intake' ? forecast : undefined
      const days = listDays(own, { calendar, today, presentOn, pace, forecast: coming, firstLimit })
      return [{ role, people: theirs.length, days, pace }]
    })
    return { forecast, roles }
  }

  /** Who of those who may act and are there takes which of the cases that nobody holds, so that all have as much. */
  async balance(actor: Actor, { lines, today }: Load, people: readonly CaseWorker[]): Promise<Map<number, number>> {
    const absences = await this.absences.list(actor)
    const there = people.filter(({ id }) => !absenceOn(absences, id, today))
    const open = lines.filter(({ claimedBy }) => claimedBy === null)
    const mayTake = ({ state, aside }: LoadLine) =>
      there.filter(({ id, roles }) => roles.some((role) => role === metaOf(state).waitsFor) && !aside.includes(id))
    const held = new Map(people.map(({ id }) => [id, lines.filter(({ claimedBy }) => claimedBy === id).length]))
    const wanted = open.map((line) => ({ id: line.id, dueOn: line.dueOn, may: mayTake(line).map(({ id }) => id) }))
    return balanced(wanted, held)
  }

  /** What waits for the people of the actor's own department now. */
  async get(actor: Actor): Promise<Load> {
    const today = this.clock.today()
    const calendar = await this.reference.calendar(today)
    const lines = await this.db.transaction(settingsOf(actor), (tx) =>
      rows<LoadLine>(tx, ...LINES({ ...scopeOf(actor), leads: LEADS, assesses: ASSESSES })),
    )
    return { lines, today, soon: calendar.addWorkingDays(today, NEAR).on }
  }
}
