/** To whom a case may be given: colleagues; for a supervisor with what they have already. */
import { Injectable } from '@nestjs/common'
import { Database } from '../../base/database.js'
import { COMMA, fill, joined, type Language, say } from '../../base/text.js'
import type { CaseFile } from '../../cases/caseFile.js'
import { listReaders } from '../../cases/chasing.js'
import { listInterested } from '../../cases/oneOfMany.js'
import { Loads } from '../../cases/load.js'
import { absenceOn, Absences } from '../../people/absence.service.js'
import { Firms } from '../../people/firm.service.js'
import { withOptions } from '../../forms/engine/known.js'
import type { FormView } from '../../forms/engine/parts.js'
import { isCaseRole, type Role } from '../../people/actor.js'
import { settingsOf } from '../../people/scope.js'
import type { Person } from '../../people/session.service.js'
import { peopleKnown } from '../case/action.view.js'
import type { PageContext } from '../case/clock.view.js'
import type { FormRequest } from '../case/side.js'
import { departmentsKnown, tasksKnown } from './asked.view.js'
import { isOfOtherRole } from './assigning.js'

/** What is asked of colleagues. */
type AskingAct = 'giveTask' | 'finishTask' | 'chase'

@Injectable()
export class Assignees {
  constructor(
    private readonly firms: Firms,
    private readonly loads: Loads,
    private readonly db: Database,
    private readonly absences: Absences,
  ) {}

  /** The form of what is asked of colleagues, with those of whom it can be asked, or what was asked. */
  async askIn(person: Person, { file, form, context, language }: FormRequest, action: AskingAct): Promise<FormView> {
    if (action === 'finishTask') return withOptions(form, 'task', tasksKnown(file))
    if (action === 'chase') return withOptions(form, 'department', departmentsKnown(file, context, language))
    return withOptions(form, 'to', peopleKnown(await this.readers(person, file, context, language)))
  }

  /** Those who may be given a task in a case, with their departments. */
  private async readers(person: Person, file: CaseFile, context: PageContext, language: Language) {
    const [people, absences] = await Promise.all([this.placed(person, file, context), this.absences.list(person)])
    return people.map(({ id, name, place }) => {
      const away = absenceOn(absences, id, context.today)
      const said = joined([place, away && fill(AWAY, { deputy: away.deputyName })], COMMA)
      return { id, name: say(fill({ zh: '{name}（{said}）', en: '{name} ({said})' }, { name, said }), language) }
    })
  }

  /** Those whom a note may mention: by name, where no other one has the same. */
  async mentions(person: Person, file: CaseFile, context: PageContext) {
    const people = await this.placed(person, file, context)
    return people
      .filter(({ id }) => id !== person.id)
      .map(({ name, account, place }) => {
        const only = people.filter((other) => other.name === name).length === 1 && !/\s/.test(name)
        return { insert: only ? name : account, name, account, place }
      })
  }

  private async placed(person: Person, { case: { id } }: CaseFile, { authorities }: PageContext) {
    const readers = await this.db.transaction(settingsOf(person), (tx) => listReaders(tx, id))
    return readers.map((reader) => ({ ...reader, place: authorities.get(reader.authorityId)?.short ?? NOBODY }))
  }

  /** Those to whom a case may go: everybody of the department who works on cases, but who asks. */
  async list(person: Person, { case: { id: caseId, state } }: CaseFile, language: Language) {
    const [people, { lines, today }, absences, interested] = await Promise.all([
      this.firms.listColleagues(person),
      this.loads.get(person),
      this.absences.list(person),
      listInterested(this.db, person, [caseId]),
    ])
    const works = (role: Role) => isCaseRole(role) || (role === 'reviewPanel' && person.roles.includes(role))
    const others = people.filter(({ id, roles }) => id !== person.id && roles.some(works))
    return others.map(({ id, name, roles }) => {
      const own = lines.filter(({ claimedBy }) => claimedBy === id)
      const late = own.filter(({ dueOn }) => dueOn !== null && dueOn < today).length
      const has = { zh: `承办中${own.length}件`, en: `${own.length} assigned` }
      const away = absenceOn(absences, id, today)
      const absent = away && fill(AWAY, { deputy: away.deputyName })
      const other = isOfOtherRole(roles, state) && OTHER_STAGE
      const stands = interested.get(caseId)?.includes(id) && STANDS_ASIDE
      const said = joined(
        [stands, other, has, late > 0 && { zh: `超期${late}件`, en: `${late} overdue` }, absent],
        COMMA,
      )
      return { id, name: say(fill({ zh: '{name}（{said}）', en: '{name} ({said})' }, { name, said }), language) }
    })
  }
}

const STANDS_ASIDE = { zh: '已申报利害关系', en: 'declared an interest' }
const OTHER_STAGE = { zh: '不能办理这一环节', en: 'cannot act at this stage' }
const AWAY = { zh: '今天请假，由{deputy}代理', en: 'away today; {deputy} stands in' }
const NOBODY = { zh: '—', en: '—' }
