/**
 * Check your answers: everything as it will be sent, everything that still stops it, and the
 * declaration. Sends to the one handler of actions.
 */
import { randomUUID } from 'node:crypto'
import { Controller, Get, Query, Req } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { path } from '../../base/path.js'
import { formView } from '../../forms/engine/view.js'
import { FIRM_ROLES } from '../../people/actor.js'
import type { Person } from '../../people/session.service.js'
import { FORMS } from '../../workflow/forms.js'
import { For } from '../http/access.js'
import { done, page } from '../http/answers.js'
import { Id, Me } from '../http/params.js'
import { PageContexts } from '../case/pageContext.js'
import { firmSummary } from '../case/case.view.js'
import { answerRows } from '../../cases/correction.js'
import { FormKeeper } from '../http/formKeeper.js'
import { actionAddress } from '../case/addresses.js'
import { askButton, askedNotices, mayAsk } from './askedToSubmit.view.js'
import { correctionSummary, unanswered } from './correction.view.js'
import { firmNotices } from './firm.view.js'
import { mayWrite, OwnCases, sendingOf } from '../case/own.js'
import { sortedNotices } from './documents.view.js'
import { promiseAside } from './promise.view.js'
import { buttonOf, inviteNotices, papersOf, sectionsOf, stopsOf, stopTitle, unsortedNotices } from './review.view.js'
import { changesLink, sameNotices } from './same.view.js'
import { askedAbout, selfCheck } from './selfCheck.view.js'
import { nameOf, tasksLink } from './standing.js'

@Controller('cases/:id/review')
@For(...FIRM_ROLES)
export class ReviewController {
  constructor(
    private readonly own: OwnCases,
    private readonly contexts: PageContexts,
    private readonly keeper: FormKeeper,
  ) {}

  @Get()
  async show(@Me() me: Person, @Req() request: FastifyRequest, @Id() id: number, @Query() query: unknown) {
    const own = await this.own.open(me, id)
    const { file, check, firm } = own
    const sending = sendingOf(file)
    if (!mayWrite(file) || !sending) return done(path.case(id))
    const asks = mayAsk(own)
    const action = asks ? 'askToSubmit' : sending.action
    const address = actionAddress(id, action)
    const keeping = action === 'resubmit' ? await this.keeper.at(request, address) : undefined
    const stops = stopsOf(own)
    const view = {
      title: { zh: '核对并提交', en: 'Check and submit' },
      back: tasksLink(id),
      notices: [
        ...sortedNotices(query),
        ...firmNotices(firm),
        ...sameNotices(own.same),
        ...unsortedNotices(own),
        ...inviteNotices(own),
        ...askedNotices(own),
      ],
      changes: changesLink(file),
      who: nameOf(file.case),
      host: nameOf(file.case),
      number: file.case.number,
      stops: stops.length > 0 ? stops : undefined,
      stopTitle: stopTitle(check.problems.length + unanswered(file).length),
      asks: askedAbout(own),
      // what is in order steps back while something else stops the filing; once nothing does, all of it is to be read
      sections: sectionsOf(own, request.language, firmSummary(firm, file.mandate)).map((section) => ({
        ...section,
        folded: stops.length > 0 && section.settled,
      })),
      documents: { documents: papersOf(own) },
      documentsHref: path.documents(id),
      action: address,
      version: file.case.version,
      requestId: randomUUID(),
      corrections: sending.action === 'resubmit' && correctionSummary(file),
      // what was written about each item goes along as it is kept
      answers: keeping ? answerRows(file, false) : [],
      asked: formView(FORMS[action], keeping?.kept?.input ?? {}, {
        language: request.language,
        only: keeping && ['remarks'],
      }),
      keep: keeping && { ...keeping.view, page: path.review(id) },
      button: asks ? askButton : buttonOf(own, action),
      checked: selfCheck(own).filter(({ look }) => look !== 'bad'),
      promise: promiseAside(own, await this.contexts.today()),
    }
    return page('firm/review', view)
  }
}
