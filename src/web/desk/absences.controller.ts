/** Who is away and who stands in: everybody of an authority sees it, records their own absence, and a supervisor that of anybody. */
import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Clock } from '../../base/clock.js'
import { Invalid, type Problem } from '../../base/errors.js'
import { readForm } from '../../forms/engine/body.js'
import { errorSummary } from '../../forms/engine/check.js'
import type { Branch } from '../../forms/engine/node.js'
import { parseForm } from '../../forms/engine/parse.js'
import type { FormView, ItemView } from '../../forms/engine/parts.js'
import { knownOptions } from '../../forms/engine/known.js'
import { formView } from '../../forms/engine/view.js'
import { type Absence, Absences } from '../../people/absence.service.js'
import { has } from '../../people/actor.js'
import { Firms } from '../../people/firm.service.js'
import type { Person } from '../../people/session.service.js'
import { For, personOf } from '../http/access.js'
import { peopleKnown } from '../case/action.view.js'
import { FormKeeper, KeepsForm } from '../http/formKeeper.js'
import { readId, readText } from '../http/input.js'
import { both, dateText } from '../kit/page.js'
import { Pages } from '../http/pages.js'
import type { Notice, Tag } from '../kit/parts.js'
import { seeOther } from '../http/send.js'
import { ABSENCE } from './absences.form.js'

const DONE: Readonly<Record<string, Notice>> = {
  record: { kind: 'ok', title: { zh: '缺勤已登记', en: 'The absence is recorded' } },
  end: { kind: 'ok', title: { zh: '缺勤已结束', en: 'The absence is ended' } },
}

@Controller('absences')
@For('intake', 'assessor', 'approver', 'supervisor', 'reviewPanel', 'permitOfficer')
export class AbsencesController {
  constructor(
    private readonly pages: Pages,
    private readonly absences: Absences,
    private readonly firms: Firms,
    private readonly clock: Clock,
    private readonly keeper: FormKeeper,
  ) {}

  @Get()
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query() query: unknown) {
    const done = DONE[readText(query, 'done') ?? '']
    const { kept } = await this.keeper.at(request, '/absences')
    const first = { person: String(personOf(request).id) }
    return this.send(request, reply, kept?.input ?? first, [], done ? [done] : [])
  }

  @KeepsForm(ABSENCE)
  @Post()
  async record(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() body: unknown) {
    const person = personOf(request)
    const { tree } = readForm(body)
    const own: Branch = has(person, 'supervisor') ? tree : { ...tree, person: String(person.id) }
    const { value, problems } = parseForm(ABSENCE, own)
    if (!value) return this.send(request, reply, own, problems)
    try {
      const { person: personId, deputy: deputyId, from: fromOn, to: toOn } = value
      await this.absences.record(person, { personId, deputyId, fromOn, toOn })
    } catch (error) {
      if (!(error instanceof Invalid)) throw error
      return this.send(request, reply, own, error.problems)
    }
    return seeOther(reply, '/absences?done=record')
  }

  @Post(':id/end')
  async end(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string) {
    await this.absences.end(personOf(request), readId(id))
    return seeOther(reply, '/absences?done=end')
  }

  private async send(
    request: FastifyRequest,
    reply: FastifyReply,
    typed: Branch,
    problems: readonly Problem[],
    notices: readonly Notice[] = [],
  ) {
    const person = personOf(request)
    const [list, people] = await Promise.all([this.absences.list(person), this.firms.listColleagues(person)])
    const today = this.clock.today()
    const summary = errorSummary(problems)
    const asked = formView(ABSENCE, typed, { language: request.language, problems })
    const view = {
      title: { zh: '缺勤与代理', en: 'Absences and deputies' },
      notices,
      ...(summary && { problems: summary.lines }),
      now: list.filter(({ fromOn }) => fromOn <= today).map((one) => rowOf(one, person, today)),
      later: list.filter(({ fromOn }) => fromOn > today).map((one) => rowOf(one, person, today)),
      supervises: has(person, 'supervisor'),
      form: withPeopleOf(asked, person, people),
      keep: (await this.keeper.at(request, '/absences')).view,
    }
    return reply.send(
      this.pages.render(request, reply, 'desk/absences', view, { status: problems.length > 0 ? 422 : 200 }),
    )
  }
}

/** The boxes for people with the colleagues to choose from; whoever does not supervise records their own absence and is not asked whose. */
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
    ...((has(person, 'supervisor') || personId === person.id) && {
      end: `/absences/${id}/end`,
      endLabel: now && fromOn < today ? { zh: '今天已回来', en: 'Back today' } : { zh: '取消', en: 'Take back' },
    }),
  }
}
