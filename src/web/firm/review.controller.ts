/** Check your answers: everything as it will be sent, everything that still stops it, and the declaration. Sends to the one handler of actions. */
import { randomUUID } from 'node:crypto'
import { Controller, Get, Param, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { errorSummary } from '../../forms/engine/check.js'
import { formView } from '../../forms/engine/view.js'
import { FORMS } from '../../workflow/forms.js'
import { For, personOf } from '../http/access.js'
import { Surroundings } from '../case/around.js'
import { firmSummary } from '../case/case.view.js'
import { answerRows } from '../case/correction.js'
import { FormKeeper } from '../http/formKeeper.js'
import { readId } from '../http/input.js'
import { Pages } from '../http/pages.js'
import { seeOther } from '../http/send.js'
import { actionAddress, caseAddress, documentsAddress, problemAddress, reviewAddress } from '../case/addresses.js'
import { correctionSummary } from './correction.view.js'
import { firmNotices } from './list.controller.js'
import { mayWrite, OwnCases, sendingOf } from '../case/own.js'
import { promiseAside } from './promise.view.js'
import { buttonOf, papersOf, sectionsOf, stopTitle } from './review.view.js'
import { changesLink, sameNotices } from './same.view.js'
import { selfCheck } from './selfCheck.view.js'
import { nameOf } from './standing.js'

@Controller('cases/:id/review')
@For('applicant', 'firmAdmin')
export class ReviewController {
  constructor(
    private readonly pages: Pages,
    private readonly own: OwnCases,
    private readonly around: Surroundings,
    private readonly keeper: FormKeeper,
  ) {}

  @Get()
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string) {
    const own = await this.own.open(personOf(request), readId(id))
    const { file, check, firm } = own
    const sending = sendingOf(file)
    if (!mayWrite(file) || !sending) return seeOther(reply, caseAddress(file.case.id))
    const { action } = sending
    const summary = errorSummary(check.problems, problemAddress(file.case.id))
    const promise = promiseAside(own, await this.around.today())
    const changes = changesLink(file)
    const keeping =
      action === 'resubmit' ? await this.keeper.at(request, actionAddress(file.case.id, action)) : undefined
    const view = {
      title: { zh: '核对并提交', en: 'Check and submit' },
      back: { text: { zh: '回到任务', en: 'Back to the tasks' }, href: caseAddress(file.case.id) },
      notices: [...firmNotices(firm), ...sameNotices(own.same)],
      ...(changes && { changes }),
      who: nameOf(file.case),
      number: file.case.number,
      ...(summary && { stops: summary.lines, stopTitle: stopTitle(check.problems.length) }),
      sections: sectionsOf(own, request.language, firmSummary(firm)),
      documents: { documents: papersOf(own) },
      documentsHref: documentsAddress(file.case.id),
      action: `${caseAddress(file.case.id)}/actions/${action}`,
      version: file.case.version,
      requestId: randomUUID(),
      ...(action === 'resubmit' && { corrections: correctionSummary(file), answers: answerRows(file, false) }),
      // what was written about each item goes along as it is kept
      asked: formView(FORMS[action], keeping?.kept?.input ?? {}, {
        language: request.language,
        ...(keeping && { only: ['remarks'] }),
      }),
      ...(keeping && { keep: { ...keeping.view, page: reviewAddress(file.case.id) } }),
      button: buttonOf(own, action),
      checked: selfCheck(own).filter(({ look }) => look !== 'bad'),
      ...(promise && { promise }),
    }
    return reply.send(this.pages.render(request, reply, 'firm/review', view))
  }
}
