/**
 * Who is away and who stands in: everybody of an authority sees it, records their own absence, and
 * a supervisor that of anybody.
 */
import { Body, Controller, Get, Post } from '@nestjs/common'
import { Clock } from '../../base/clock.js'
import { path } from '../../base/path.js'
import { knownOptions } from '../../forms/engine/known.js'
import type { FormView, ItemView } from '../../forms/engine/parts.js'
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
import { both, dateText } from '../kit/page.js'
import type { Notice, Tag } from '../kit/parts.js'
import { ABSENCE } from './absences.form.js'

const DONE: Readonly<Record<string, Notice>> = {
  record: { kind: 'ok', title: { zh: '缺勤已登记', en: 'The absence is recorded' } },
  end: { kind: 'ok', title: { zh: '缺勤已结束', en: 'The absence is ended' } },
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
    const [list, people] = await Promise.all([this.absences.list(me), this.firms.listColleagues(me)])
    const today = this.clock.today()
    const view = {
      title: { zh: '缺勤与代理', en: 'Absences and deputies' },
      now: list.filter(({ fromOn }) => fromOn <= today).map((one) => rowOf(one, me, today)),
      later: list.filter(({ fromOn }) => fromOn > today).map((one) => rowOf(one, me, today)),
      supervises: has(me, 'supervisor'),
      form: form.with((asked) => withPeopleOf(asked, me, people)).keptAt(path.absences),
    }
    return page('desk/absences', view, { done: DONE })
  }
}

/**
 * The boxes for people with the colleagues to choose from; whoever does not supervise records their
 * own absence and is not asked whose.
 */
function withPeopleOf(form: FormView, person: Person, people: readonly { id: number; name: string }[]): FormView {
  const supervises = has(person, 'supervisor')
  return {
    items: form.items.flatMap((item): ItemView[] => {
      if (item.path === 'person' && !supervises) return []
      if (!('options' in item) || !['person', 'deputy'].includes(item.path)) return [item]
      const among = item.path === 'deputy' && !supervises ? people.filter(({ id }) => id !== person.id) : people
      return [{ ...item, part: 'parts/form/select', options: knownOptions(item, peopleKnown(among)) }]
    }),
  }
}

function rowOf({ id, personId, personName, deputyName, fromOn, toOn }: Absence, person: Person, today: string) {
  const now = fromOn <= today
  const tag: Tag = now
    ? { label: { zh: '今天不在', en: 'Away today' }, colour: 'yellow' }
    : { label: { zh: '将不在', en: 'To come' }, colour: 'grey' }
  return {
    name: personName,
    tag,
    deputy: { zh: `${deputyName}代理`, en: `${deputyName} stands in` },
    days: both((language) =>
      language === 'zh'
        ? `${dateText(fromOn, 'zh')}至${dateText(toOn, 'zh')}`
        : `${dateText(fromOn, 'en')} to ${dateText(toOn, 'en')}`,
    ),
    end: has(person, 'supervisor') || personId === person.id ? path.endAbsence(id) : undefined,
    endLabel:
      has(person, 'supervisor') || personId === person.id
        ? now && fromOn < today
          ? { zh: '今天已回来', en: 'Back today' }
          : { zh: '取消', en: 'Take back' }
        : undefined,
  }
}
