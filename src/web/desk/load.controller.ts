/** The supervisor's page: the load of the own department, and cases given to a colleague, one or many; each goes through act() by itself and answers for itself. */
import { randomUUID } from 'node:crypto'
import { Body, Controller, Get, Post, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Forbidden, Invalid, NotFound, NotNow, Stale } from '../../base/errors.js'
import type { Bilingual } from '../../base/text.js'
import { CaseService } from '../../cases/case.service.js'
import { Loads } from '../../cases/load.js'
import { readForm } from '../../forms/body.js'
import { valueAt } from '../../forms/node.js'
import { Absences } from '../../people/absence.service.js'
import { Firms } from '../../people/firm.service.js'
import type { Person } from '../../people/session.service.js'
import { For, personOf } from '../access.js'
import { Surroundings } from '../around.js'
import { readText } from '../input.js'
import { Pages } from '../pages.js'
import type { Notice } from '../parts.js'
import { absentOn, caseRows, peopleTable, workers } from './load.view.js'

const MOST_AT_ONCE = 100

interface Shown {
  readonly notices?: readonly Notice[]
  readonly chosen?: ReadonlySet<number>
  readonly to?: number | undefined
}

@Controller('load')
@For('supervisor')
export class LoadController {
  constructor(
    private readonly pages: Pages,
    private readonly loads: Loads,
    private readonly cases: CaseService,
    private readonly firms: Firms,
    private readonly absences: Absences,
    private readonly around: Surroundings,
  ) {}

  @Get()
  show(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.send(request, reply, {})
  }

  @Post('assign')
  async assign(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() body: unknown) {
    const person = personOf(request)
    const { tree } = readForm(body)
    const chosen = idsOf(valueAt(tree, 'cases'))
    const to = idsOf([valueAt(tree, 'to')])[0]
    if (chosen.length === 0 || to === undefined) {
      const notice = { kind: 'bad' as const, title: chosen.length === 0 ? NONE_CHOSEN : NOBODY_CHOSEN }
      return this.send(request, reply, { notices: [notice], chosen: new Set(chosen), to }, 422)
    }
    const requestId = readText(body, '_request') ?? randomUUID()
    const numbers = new Map((await this.loads.get(person)).lines.map(({ id, number }) => [id, number]))
    const results: { id: number; said: Bilingual; done: boolean }[] = []
    for (const id of chosen.slice(0, MOST_AT_ONCE)) results.push(await this.assignOne(person, id, to, requestId))
    const failed = results.filter(({ done }) => !done)
    const line = ({ id, said }: { id: number; said: Bilingual }): Bilingual => {
      const number = numbers.get(id) ?? `#${id}`
      return { zh: `${number}：${said.zh}`, en: `${number}: ${said.en}` }
    }
    const done = results.length - failed.length
    const notice: Notice = {
      kind: failed.length > 0 ? 'near' : 'ok',
      title: {
        zh: failed.length > 0 ? `指派了${done}件，${failed.length}件没有成` : `指派了${done}件`,
        en: failed.length > 0 ? `${done} assigned, ${failed.length} not` : `${done} assigned`,
      },
      items: results.map(line),
    }
    return this.send(request, reply, { notices: [notice], chosen: new Set(failed.map(({ id }) => id)), to })
  }

  /** One case, through act() like everything else; what stands in the way of one stops no other one. */
  private async assignOne(actor: Person, id: number, to: number, requestId: string) {
    try {
      await this.cases.act(id, 'assign', { actor, requestId: `${requestId}:${id}`, input: { to } })
      return { id, done: true, said: { zh: '已指派', en: 'assigned' } }
    } catch (error) {
      const said = saidOf(error)
      if (!said) throw error
      return { id, done: false, said }
    }
  }

  private async send(
    request: FastifyRequest,
    reply: FastifyReply,
    { notices = [], chosen = new Set(), to }: Shown,
    status = 200,
  ) {
    const person = personOf(request)
    const [load, around, people, absences] = await Promise.all([
      this.loads.get(person),
      this.around.today(),
      this.firms.listColleagues(person),
      this.absences.list(person),
    ])
    const view = {
      title: { zh: '本部门在办', en: 'The department’s load' },
      notices,
      people: peopleTable(people, load, absences),
      rows: caseRows(load, around, chosen),
      requestId: randomUUID(),
      colleagues: workers(people).map(({ id, name }) => {
        const away = absentOn(absences, id, load.today)
        const label: Bilingual = away
          ? { zh: `${name}（今天由${away.deputyName}代理）`, en: `${name} (away today; ${away.deputyName} stands in)` }
          : { zh: name, en: name }
        return { id, label, chosen: id === to }
      }),
    }
    return reply.send(this.pages.render(request, reply, 'desk/load', view, { status }))
  }
}

const NONE_CHOSEN = { zh: '请先勾选要指派的案件。', en: 'Tick the cases to assign first.' }
const NOBODY_CHOSEN = { zh: '请选择指派给谁。', en: 'Choose to whom they go.' }

const idsOf = (given: unknown): number[] => [
  ...new Set(
    (Array.isArray(given) ? given : [given]).flatMap((one) =>
      typeof one === 'string' && /^[1-9]\d{0,8}$/.test(one) ? [Number(one)] : [],
    ),
  ),
]

/** Why one case was not assigned, in a line; undefined for a fault of ours. */
function saidOf(error: unknown): Bilingual | undefined {
  if (error instanceof NotNow) return error.because[0]
  if (error instanceof Invalid) return error.problems[0]?.message
  if (error instanceof Forbidden) return { zh: '这一步不由您办', en: 'this is not yours to do' }
  if (error instanceof NotFound) return { zh: '没有这个案件', en: 'there is no such case' }
  if (error instanceof Stale) return { zh: '案件刚有变化，请再试', en: 'the case has just changed; try again' }
  return undefined
}
