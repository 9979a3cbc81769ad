/**
 * One handler for every action of every case (docs/architecture.md#the-web), and the case's own
 * page, for whoever may see it.
 */
import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Invalid, NotFound, NotNow, Stale } from '../../base/errors.js'
import { CaseService } from '../../cases/case.service.js'
import { PaperFiles } from '../../cases/files/papers.js'
import { ReadingService } from '../../cases/reading.service.js'
import { readForm } from '../../forms/engine/body.js'
import { ENCLOSURE } from '../../forms/choices.js'
import { ENTRY_FORMS } from '../../forms/entries.js'
import type { Branch } from '../../forms/engine/node.js'
import { changeRows } from '../../forms/engine/rows.js'
import { has } from '../../people/actor.js'
import type { Person } from '../../people/session.service.js'
import { FORMS } from '../../workflow/forms.js'
import { For, personOf, SendsFile, TakesUpload } from '../http/access.js'
import { ActionPage } from './action.page.js'
import { isRefusal, lostView, noticeOf } from './action.view.js'
import { actionAddress, conditionPlace } from './addresses.js'
import { Conflicts } from './conflicts.js'
import { type CaseSide, FirmSide, OfficersSide } from './side.js'
import { FormKeeper, KeepsForm } from '../http/formKeeper.js'
import { readAct, readId, readNumber, readText } from '../http/input.js'
import { Pages } from '../http/pages.js'
import { Id, Me } from '../http/params.js'
import { seeOther, sendFile } from '../http/send.js'
import { Uploads } from '../http/uploads.js'
import type { Act } from '../../workflow/machine.js'

@Controller('cases/:id')
@For('signedIn')
export class CaseController {
  constructor(
    private readonly pages: Pages,
    private readonly cases: CaseService,
    private readonly reading: ReadingService,
    private readonly actionPage: ActionPage,
    private readonly papers: PaperFiles,
    private readonly officersSide: OfficersSide,
    private readonly firmSide: FirmSide,
    private readonly conflicts: Conflicts,
    private readonly uploads: Uploads,
    private readonly keeper: FormKeeper,
  ) {}

  @Get()
  show(@Me() me: Person, @Req() request: FastifyRequest, @Id() id: number) {
    if (has(me, 'auditor')) throw new NotFound() // what is open to an auditor has a page of its own
    return this.sideOf(me).page(request, id)
  }

  @SendsFile()
  @Get('files/:file')
  async file(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Param('file') file: string,
  ) {
    const paper = await this.reading.openFile(personOf(request), readId(id), readId(file))
    return sendFile(reply, { mime: paper.mime, name: paper.name }, await this.papers.open(paper))
  }

  @Get('actions/:action')
  async ask(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Param('action') name: string,
    @Query() query: unknown,
  ) {
    const [person, action] = [personOf(request), readAct(name)]
    const file = await this.reading.peek(person, readId(id))
    const keeping = await this.keeper.at(request, actionAddress(file.case.id, action))
    const { kept } = keeping
    if (kept && !file.choices.some((choice) => choice.action === action))
      return this.actionPage.closed(request, reply, file, action, kept)
    const fromReport = readText(query, 'from') === 'report'
    const tree = await this.sideOf(person).first(person, file, action, { kept, fromReport })
    return this.actionPage.render(request, reply, file, action, { tree, keeping })
  }

  @KeepsForm(({ action = '' }) => FORMS[readFormAct(action)], {
    place: ({ id = '', action = '' }, { body }) =>
      action === 'meetCondition'
        ? conditionPlace(readId(id), readNumber(body, 'condition') ?? 0)
        : actionAddress(readId(id), action),
  })
  @Post('actions/:action')
  async act(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Param('action') name: string,
    @Body() body: unknown,
  ) {
    const action = readFormAct(name)
    const caseId = readId(id)
    const person = personOf(request)
    const { tree, wish } = readForm(body)
    if (wish) {
      const file = await this.reading.peek(person, caseId)
      const changed = changeRows(FORMS[action], tree, wish)
      return this.actionPage.render(request, reply, file, action, { ...changed, requestId: readText(body, '_request') })
    }
    if (readText(body, '_preview')) {
      const file = await this.reading.peek(person, caseId)
      return this.actionPage.render(request, reply, file, action, { tree, requestId: readText(body, '_request') })
    }
    try {
      await this.cases.act(caseId, action, {
        actor: person,
        requestId: readText(body, '_request'),
        version: readNumber(body, '_version'),
        seq: readNumber(body, '_seq'),
        input: tree,
      })
    } catch (error) {
      return this.again(request, reply, caseId, action, { tree, error })
    }
    return seeOther(reply, `/cases/${caseId}?done=${action}`)
  }

  /** A message as the pages send it: perhaps with a file, which comes by no other way. */
  @KeepsForm(ENTRY_FORMS.message, {
    place: ({ id = '' }) => actionAddress(readId(id), 'message'),
  })
  @Post('messages')
  @TakesUpload()
  async write(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string) {
    const [caseId, actor] = [readId(id), personOf(request)]
    const seal = await this.reading.requireOpen(actor, caseId)
    const { fields, files, refused } = await this.uploads.gather(request, () => ENCLOSURE, seal)
    const tree = { text: fields.text ?? '' }
    const problems = Object.values(refused).flatMap((all) => all.map((one) => ({ ...one, path: 'file' })))
    try {
      if (problems.length > 0) throw new Invalid(problems)
      const requestId = fields._request || undefined
      await this.cases.act(caseId, 'message', { actor, requestId, input: tree, file: files.file })
    } catch (error) {
      return this.again(request, reply, caseId, 'message', { tree, error })
    }
    return seeOther(reply, `/cases/${caseId}?done=message`)
  }

  private sideOf({ firmId }: Person): CaseSide {
    return firmId === null ? this.officersSide : this.firmSide
  }

  /** Nothing was done: the form once more, with what was typed and what stands in the way; or, when this is no longer possible, what was typed, to be copied. */
  private async again(
    request: FastifyRequest,
    reply: FastifyReply,
    caseId: number,
    action: Act,
    { tree, error }: { tree: Branch; error: unknown },
  ) {
    if (!isRefusal(error)) throw error
    const person = personOf(request)
    const file = await this.reading.peek(person, caseId).catch((other: unknown) => {
      if (other instanceof NotFound) return undefined
      throw other
    })
    const changes = file && error instanceof Stale ? await this.conflicts.list(person, error, file) : []
    if (file?.choices.some((choice) => choice.action === action)) {
      if (error instanceof Invalid)
        return this.actionPage.render(request, reply, file, action, { tree, problems: error.problems }, 422)
      if (error instanceof Stale || error instanceof NotNow)
        return this.actionPage.render(
          request,
          reply,
          file,
          action,
          {
            tree: error instanceof Stale ? this.sideOf(person).withMeanwhile(action, file, error, tree) : tree,
            refused: noticeOf(error, `/cases/${caseId}`, changes),
          },
          409,
        )
    }
    const view = lostView(error, action, tree, request.language, {
      caseHref: file && `/cases/${caseId}`,
      changes,
    })
    return reply.send(this.pages.render(request, reply, 'error', view, { status: view.status }))
  }
}

/** An action that is done by a form of its own: answers and papers have pages of theirs. Throws NotFound. */
function readFormAct(name: string): Act {
  const action = readAct(name)
  if (action === 'attachFile' || action === 'saveAnswers') throw new NotFound()
  return action
}
