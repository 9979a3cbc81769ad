/** The talents' requests, answered by the lead department's supervisor. */
import { Body, Controller, Get, Post, Req } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { path } from '../../base/path.js'
import { Talents, type WaitingRequest } from '../../cases/talents.js'
import { formView } from '../../forms/engine/view.js'
import { TALENT_ANSWER } from '../../forms/personal.js'
import type { Person } from '../../people/session.service.js'
import { REQUEST_KINDS } from '../case/talent.view.js'
import { For, personOf } from '../http/access.js'
import { done, page } from '../http/answers.js'
import { Filled } from '../http/filled.js'
import { FormKeeper, KeepsForm } from '../http/formKeeper.js'
import { Id, Me } from '../http/params.js'
import { submit } from '../http/submit.js'
import { time } from '../kit/page.js'

const DONE = { answer: { kind: 'ok', title: { zh: '已答复', en: 'Answered' } } } as const

@Controller('talents')
@For('supervisor')
export class TalentRequestsController {
  constructor(
    private readonly talents: Talents,
    private readonly keeper: FormKeeper,
  ) {}

  @Get()
  list(@Req() request: FastifyRequest) {
    return this.page(request)
  }

  @KeepsForm(TALENT_ANSWER)
  @Post(':request')
  answer(@Me() me: Person, @Req() request: FastifyRequest, @Id('request') id: number, @Body() body: unknown) {
    return submit(TALENT_ANSWER, body, {
      // the form offers no other outcomes
      work: ({ outcome, answer }) => this.talents.answer(me, id, outcome as 'granted' | 'refused', answer),
      then: done(path.talents, 'answer'),
      again: (given) => this.page(request, id, given),
    })
  }

  /** @param at the request whose answer was wrong */
  private async page(request: FastifyRequest, at?: number, given = new Filled(TALENT_ANSWER)) {
    const { language } = request
    const waiting = await this.talents.listWaiting(personOf(request))
    const kept = await this.keeper.below(request, `${path.talents}/`, path.talents)
    const view = {
      title: { zh: '人选的请求', en: 'Requests of candidates' },
      rows: waiting.map((one) => {
        const keeping = kept.at(path.talentRequest(one.id))
        const { tree, problems } = one.id === at ? given : { tree: keeping.kept?.input ?? {}, problems: [] }
        return {
          ...requestView(one),
          form: formView(TALENT_ANSWER, tree, { language, problems }),
          keep: keeping.view,
        }
      }),
    }
    return page('desk/talents', view, { problems: given.problems, done: DONE })
  }
}

const requestView = ({ id, caseId, number, who, kind, wording, askedAt }: WaitingRequest) => ({
  id,
  number,
  wording: wording ?? '',
  who: who ?? number,
  kind: REQUEST_KINDS[kind],
  asked: time(askedAt, 'short'),
  href: path.case(caseId),
  action: path.talentRequest(id),
})
