/** The pages of a paper as pictures: beside the answers on a page of their own, for whoever may see the case; script puts them into the page that one reads. */
import { Controller, Get, Param, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { NotFound } from '../../base/errors.js'
import type { CaseFile } from '../../cases/caseFile.js'
import { PaperFiles } from '../../cases/files/papers.js'
import { KeptForms } from '../../cases/keptForms.js'
import { Previews } from '../../cases/previews.js'
import { ReadingService } from '../../cases/reading.service.js'
import { has } from '../../people/actor.js'
import type { Person } from '../../people/session.service.js'
import { For, personOf } from '../http/access.js'
import { Surroundings } from '../case/around.js'
import { answerSections, EXPORTED, kindLabel } from '../case/case.view.js'
import { caseHead } from '../case/clock.view.js'
import { actionAddress, documentsAddress } from '../case/addresses.js'
import { mayWrite } from '../case/own.js'
import { readId } from '../http/input.js'
import { Pages } from '../http/pages.js'
import { sendPicture } from '../http/send.js'
import { DeskCasePage } from './case.page.js'
import { marksOn } from '../case/marks.js'
import { previewOf } from '../case/preview.view.js'
import { sourcesOf } from './sources.js'

/** Seconds after which the page of a paper whose pictures are being made comes again. */
const AGAIN = '5'

@Controller('cases/:id/files/:file')
@For('signedIn')
export class PreviewController {
  constructor(
    private readonly pages: Pages,
    private readonly reading: ReadingService,
    private readonly previews: Previews,
    private readonly papers: PaperFiles,
    private readonly around: Surroundings,
    private readonly desk: DeskCasePage,
    private readonly kept: KeptForms,
  ) {}

  @Get('view')
  async view(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Param('file') paperId: string,
  ) {
    const person = personOf(request)
    const file = await this.reading.peek(person, readId(id))
    const paper = file.attachments.find((one) => one.id === readId(paperId))
    if (!paper) throw new NotFound()
    const state = await this.previews.get(person, file.case.id, paper.id)
    if (state.state === 'waiting' && !state.missing) reply.header('refresh', AGAIN)
    const view = {
      title: kindLabel(paper.kind),
      back: mayWrite(file)
        ? { text: { zh: '回到材料', en: 'Back to the documents' }, href: documentsAddress(file.case.id) }
        : { text: { zh: '返回案件', en: 'Back to the case' }, href: `/cases/${file.case.id}` },
      ...(person.firmId === null && { casehead: caseHead(file, await this.around.today()) }),
      sections: answerSections(file.answers, request.language, {
        without: EXPORTED,
        sources: sourcesOf(file, paper.id),
      }),
      preview: previewOf(file, paper, state, await this.marksOn(person, file, paper.id)),
    }
    return reply.send(this.pages.render(request, reply, 'desk/document', view))
  }

  /** What officers have found on it, and the reader's own assessment so far; nothing for a firm. */
  private async marksOn(person: Person, file: CaseFile, paperId: number) {
    if (person.firmId !== null) return undefined
    const [around, judgedBy, kept] = await Promise.all([
      this.around.today(),
      this.desk.judgedFor(person, file),
      file.choices.some(({ action }) => action === 'report')
        ? this.kept.find(person, actionAddress(file.case.id, 'report'))
        : undefined,
    ])
    const scores = !has(person, 'permitOfficer')
    return marksOn(file, paperId, around, judgedBy, { scores, kept: kept?.input })
  }

  @Get('pages/:page')
  async page(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Param('file') paperId: string,
    @Param('page') page: string,
  ) {
    const image = await this.previews.open(personOf(request), readId(id), readId(paperId), readId(page))
    return sendPicture(reply, await this.papers.open(image))
  }
}
