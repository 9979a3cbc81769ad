/**
 * Who is away and who stands in: everybody of an authority sees it, records their own absence, and
 * a supervisor that of anybody.
 */
import { Body, Controller, Get, Post } from '@nestjs/common'
import { Clock } from '../../base/clock.js'
import { path } from '../../base/path.js'
import { ABSENCE } from '../../forms/absence.js'
import { withOptions } from '../../forms/engine/known.js'
import type { FormView } from '../../forms/engine/parts.js'
import { type Absence, Absences } from '../../people/absence.service.js'
import { has } from '../../people/actor.js'
import { Firms } from '../../people/firm.service.js'
import type { Person } from '../../people/session.service.js'
import { peopleKnown } from '../case/action.view.js'
import { For } from '../http/access.js'
import { done, page } from '../http/answers.js'
import { Filled } from '../http/filled.js'
import { KeepsForm } from '../http/formKeeper.js'
import { Id, Me } from '../http/params.js'
import { submit } from '../http/submit.js'
import { span } from '../kit/page.js'
import type { Notice } from '../kit/parts.js'
import { tag } from '../kit/pieces.js'

const DONE: Readonly<Record<string, Notice>> = {
  record: { kind: 'ok', title: { zh: '请假已登记', en: 'Absence recorded' } },
  end: { kind: 'ok', title: { zh: '请假已结束', en: 'Absence ended' } },
}

@Controller('absences')
@For('intake', 'assessor', 'approver', 'supervisor', 'reviewPanel', 'permitOfficer')
export class AbsencesController {
  constructor(
    private readonly absences: Absences,
    private readonly firms: Firms,
    private readonly clock: Clock,
  ) {}

  @Get()
  show(@Me() me: Person) {
    return this.page(me, new Filled(ABSENCE, { person: String(me.id) }))
  }

  @KeepsForm(ABSENCE)
  @Post()
  record(@Me() me: Person, @Body() body: unknown) {
    const own = has(me, 'supervisor') ? body : Object.assign({}, body, { person: String(me.id) })
    return submit(ABSENCE, own, {
      work: ({ person: personId, deputy: deputyId, from: fromOn, to: toOn }) =>
        this.absences.record(me, { personId, deputyId, fromOn, toOn }),
      then: done(path.absences, 'record'),
      again: (form) => this.page(me, form),
    })
  }

  @Post(':id/end')
  async end(@Me() me: Person, @Id() id: number) {
    await this.absences.end(me, id)
    return done(path.absences, 'end')
  }

  private async page(me: Person, form: Filled) {
    const [absences, people] = await Promise.all([this.absences.list(me), this.firms.listColleagues(me)])
    const today = this.clock.today()
    const rows = (which: (absence: Absence) => boolean) =>
      absences.filter(which).map((absence) => absenceRow(absence, me, today))
    const view = {
      title: { zh: '请假与代理', en: 'Absences and deputies' },
      now: rows(({ fromOn }) => fromOn <= today),
      later: rows(({ fromOn }) => fromOn > today),
      supervises: has(me, 'supervisor'),
      form: form.with((declared) => withColleagues(declared, me, people)).keptAt(path.absences),
    }
    return page('desk/absences', view, { done: DONE })
  }
}

/**
 * The boxes for people with the colleagues to choose from; whoever does not supervise records their
 * own absence and is not asked whose.
 */
function withColleagues(form: FormView, me: Person, people: readonly { id: number; name: string }[]): FormView {
  if (has(me, 'supervisor'))
    return withOptions(withOptions(form, 'person', peopleKnown(people)), 'deputy', peopleKnown(people))
  const { items } = withOptions(form, 'deputy', peopleKnown(people.filter(({ id }) => id !== me.id)))
  return { items: items.filter((item) => item.path !== 'person') }
}

const AWAY = tag('今天请假', 'Away today', 'yellow')
const TO_COME = tag('待请假', 'Upcoming', 'grey')

function absenceRow({ id, personId, personName, deputyName, fromOn, toOn }: Absence, me: Person, today: string) {
  const mayEnd = has(me, 'supervisor') || personId === me.id
  return {
    name: personName,
    tag: fromOn <= today ? AWAY : TO_COME,
    deputy: { zh: `${deputyName}代理`, en: `${deputyName} stands in` },
    days: span({ from: fromOn, to: toOn }),
    end: mayEnd ? path.endAbsence(id) : undefined,
    endLabel: fromOn < today ? { zh: '今日起返岗', en: 'Back from today' } : { zh: '取消', en: 'Cancel' },
  }
}
