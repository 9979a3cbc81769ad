/**
 * The work of one department as its supervisor sees it: what waits for its people, who has it, what
 * is near or over. Every line within the scope.
 */
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, rows } from '../base/database.js'
import { sql } from '../base/sql.js'
import type { Actor } from '../people/actor.js'
import { settingsOf } from '../people/scope.js'
import { Reference } from '../reference/reference.service.js'
import { metaOf, STATES } from '../workflow/step.js'
import { OWN_DUE } from './listStatements.js'
import { SCOPE, scopeOf } from './scope.js'
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
  readonly claimedBy: number | null
  readonly claimedName: string | null
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
    k.person_id as "claimedBy", o.name as "claimedName"
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

@Injectable()
export class Loads {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly reference: Reference,
  ) {}

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
