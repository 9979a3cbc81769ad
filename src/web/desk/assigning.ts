/** Cases given to a colleague from a list: what is said of each colleague, and what is said before it is done. */
import { Injectable } from '@nestjs/common'
import { Clock } from '../../base/clock.js'
import { Database } from '../../base/database.js'
import { type Bilingual, COMMA, fill, joined, SEMICOLON } from '../../base/text.js'
import { listInterested, listStates } from '../../cases/oneOfMany.js'
import { type Absence, absenceOn, Absences } from '../../people/absence.service.js'
import { CASE_ROLES, isCaseRole, type Role } from '../../people/actor.js'
import { Firms } from '../../people/firm.service.js'
import type { Person } from '../../people/session.service.js'
import { rolesText } from '../../people/words.js'
import type { State } from '../../workflow/machine.js'
import { metaOf } from '../../workflow/step.js'
import { day } from '../kit/page.js'
import type { Notice } from '../kit/parts.js'

/** Whether somebody of these roles has nothing to do in a state that waits for an officer. */
export function isOfOtherRole(roles: readonly Role[], state: State): boolean {
  const role = CASE_ROLES.find((one) => one === metaOf(state).waitsFor)
  return role !== undefined && !roles.includes(role)
}

/** What somebody does, and that they are away. */
export const workerText = (name: string, roles: readonly Role[], away: Absence | undefined): Bilingual =>
  fill(
    { zh: '{name}（{said}）', en: '{name} ({said})' },
    { name, said: joined([rolesText(roles.filter(isCaseRole)), away && awayText(away)], COMMA) },
  )

const awayText = ({ toOn, deputyName }: Absence): Bilingual =>
  fill(
    { zh: '请假至{until}，由{deputy}代理', en: 'away until {until}, {deputy} stands in' },
    { until: day(toOn, 'short'), deputy: deputyName },
  )

@Injectable()
export class Assigning {
  constructor(
    private readonly db: Database,
    private readonly firms: Firms,
    private readonly absences: Absences,
    private readonly clock: Clock,
  ) {}

  /** The colleagues who work on cases, to choose from. */
  async options(person: Person, to?: number) {
    const [people, absences] = await Promise.all([this.firms.listCaseWorkers(person), this.absences.list(person)])
    const today = this.clock.today()
    return people.map(({ id, name, roles }) => {
      return { id, label: workerText(name, roles, absenceOn(absences, id, today)), chosen: id === to }
    })
  }

  /** To whom cases were given, and that they are away today; undefined for nobody whom the person may choose. */
  async given(person: Person, to: unknown): Promise<Bilingual | undefined> {
    const [people, absences] = await Promise.all([this.firms.listCaseWorkers(person), this.absences.list(person)])
    const whom = people.find(({ id }) => id === to)
    const away = whom && absenceOn(absences, whom.id, this.clock.today())
    const until = away && { until: day(away.toOn, 'short'), deputy: away.deputyName }
    return whom && fill(until ? GIVEN_AWAY : GIVEN, { name: whom.name, until: '', deputy: '', ...until })
  }

  /** Of each of some cases why it is doubtful that they go to somebody: another role, an interest, or nobody there. */
  async doubts(person: Person, ids: readonly number[], to: unknown): Promise<Map<number, Bilingual>> {
    const [people, absences, states, interested] = await Promise.all([
      this.firms.listCaseWorkers(person),
      this.absences.list(person),
      listStates(this.db, person, ids),
      listInterested(this.db, person, ids),
    ])
    const whom = people.find(({ id }) => id === to)
    if (!whom) return new Map()
    const { name, roles } = whom
    const away = absenceOn(absences, whom.id, this.clock.today())
    return new Map(
      [...states].flatMap(([id, state]) => {
        const said = [
          isOfOtherRole(roles, state) &&
            fill(OTHER_ROLE, { name, roles: rolesText(roles.filter(isCaseRole)), state: metaOf(state).label }),
          interested.get(id)?.includes(whom.id) && fill(HAS_INTEREST, { name }),
          away && joined([name, awayText(away)], { zh: '', en: ': ' }),
        ].filter((one) => one !== false && one !== undefined)
        return said.length > 0 ? [[id, joined(said, SEMICOLON)] as const] : []
      }),
    )
  }
}

const GIVEN = { zh: '已指派给{name}', en: 'assigned to {name}' }
const GIVEN_AWAY = {
  zh: '已指派给{name}；{name}请假至{until}，由{deputy}代理',
  en: 'assigned to {name}, who is away until {until}; {deputy} stands in',
}
const OTHER_ROLE: Bilingual = {
  zh: '现在“{state}”，{name}是{roles}，不能办理这一环节',
  en: 'now “{state}”; {name} ({roles}) cannot act at this stage',
}
const HAS_INTEREST: Bilingual = {
  zh: '{name}已申报利害关系，本件不会指派给其',
  en: '{name} has declared an interest and cannot act: this case will not be assigned to them',
}

/** That nothing was assigned yet, and why; the same request assigns once it was said. */
export const doubtNotice = (items: readonly Bilingual[]): Notice => ({
  kind: 'near',
  title: fill(DOUBTFUL, { count: items.length }),
  items,
  text: ASSIGN_ANYWAY,
})

const DOUBTFUL: Bilingual = { zh: '尚未指派：{count}件请先核对', en: 'Not assigned yet: {count} to check first' }
const ASSIGN_ANYWAY: Bilingual = {
  zh: '仍可指派的，再次提交即指派。',
  en: 'Select the button again to assign those that can be assigned.',
}
