/** One handler for every action of every case (DESIGN §8), and the case's own page, for whoever may see it. */
import { randomUUID } from 'node:crypto'
import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Invalid, NotFound, type Problem } from '../base/errors.js'
import { CaseService } from '../cases/case.service.js'
import { attachmentHeader } from '../cases/files/names.js'
import { FileStore } from '../cases/files/store.js'
import { type CaseFile, ReadingService } from '../cases/reading.service.js'
import { ACTION_FORMS } from '../forms/actions.js'
import { changeRows, readForm } from '../forms/body.js'
import { errorSummary } from '../forms/check.js'
import { formView } from '../forms/view.js'
import { Firms } from '../people/firm.service.js'
import { ACTIONS, ENTRIES } from '../workflow/step.js'
import { WORDS } from '../workflow/words.js'
import { For } from './access.js'
import { firstInput, HAND_OVER, withPeople } from './action.view.js'
import { personOf } from './api/case.api.js'
import { Surroundings } from './around.js'
import { caseHead } from './clock.view.js'
import { DeskCasePage } from './desk/case.page.js'
import { FirmCasePage } from './firm/case.page.js'
import { readId, readText } from './input.js'
import { Pages } from './pages.js'
import type { Text } from './parts.js'

@Controller('cases/:id')
@For('signedIn')
export class CaseController {
  constructor(
    private readonly pages: Pages,
    private readonly cases: CaseService,
    private readonly reading: ReadingService,
    private readonly firms: Firms,
    private readonly store: FileStore,
    private readonly around: Surroundings,
    private readonly desk: DeskCasePage,
    private readonly firm: FirmCasePage,
  ) {}

  @Get()
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string) {
    const page = personOf(request).firmId === null ? this.desk : this.firm
    return reply.send(await page.render(request, reply, readId(id)))
  }

  @Get('files/:file')
  async file(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Param('file') file: string,
  ) {
    const paper = await this.reading.openFile(personOf(request), readId(id), readId(file))
    const { stream } = await this.store.open(paper.storageKey)
    return reply
      .header('content-type', paper.mime)
      .header('content-disposition', attachmentHeader(paper.name))
      .header('content-security-policy', "default-src 'none'; sandbox")
      .header('cache-control', 'no-store')
      .send(stream)
  }

  @Get('actions/:action')
  async ask(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Param('action') action: string,
  ) {
    const file = await this.reading.peek(personOf(request), readId(id))
    return this.form(request, reply, file, action, { tree: firstInput(action, file) })
  }

  @Post('actions/:action')
  async act(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Param('action') action: string,
    @Body() body: unknown,
  ) {
    const form = ACTION_FORMS[action]
    if (
      !form ||
      !(ACTIONS.includes(action) || ENTRIES.includes(action)) ||
      action === 'attachFile' ||
      action === 'saveAnswers'
    )
      throw new NotFound()
    const caseId = readId(id)
    const person = personOf(request)
    const { tree, wish } = readForm(body)
    if (wish) {
      const file = await this.reading.peek(person, caseId)
      return this.form(request, reply, file, action, {
        tree: changeRows(form, tree, wish),
        requestId: readText(body, '_request'),
      })
    }
    const version = Number(readText(body, '_version') ?? Number.NaN)
    try {
      await this.cases.act(caseId, action, {
        actor: person,
        requestId: readText(body, '_request'),
        version: Number.isInteger(version) ? version : undefined,
        input: tree,
      })
    } catch (error) {
      if (!(error instanceof Invalid)) throw error
      const file = await this.reading.peek(person, caseId)
      return this.form(request, reply, file, action, { tree, problems: error.problems, requestId: randomUUID() }, 422)
    }
    return reply.status(303).header('location', `/cases/${caseId}?done=${action}`).send('')
  }

  /** The form of one action: what it asks, what will happen, and why it must wait if it must. */
  private async form(
    request: FastifyRequest,
    reply: FastifyReply,
    file: CaseFile,
    action: string,
    typed: { tree: unknown; problems?: readonly Problem[]; requestId?: string | undefined },
    status = 200,
  ) {
    const choice = file.choices.find((known) => known.action === action)
    const form = ACTION_FORMS[action]
    const words = WORDS[action]
    if (!choice || !form || !words) throw new NotFound()
    const { tree, problems = [], requestId = randomUUID() } = typed
    const person = personOf(request)
    const summary = errorSummary(problems)
    const asked = formView(form, tree, { language: request.language, problems })
    const view = {
      title: words.label,
      back: { text: { zh: '返回案件', en: 'Back to the case' }, href: `/cases/${file.case.id}` },
      ...(summary && { problems: summary.lines }),
      ...(person.firmId === null && { casehead: caseHead(file, await this.around.today()) }),
      heading: words.label,
      number: file.case.number,
      who: (file.case.talentName ?? file.case.number) as Text,
      action: `/cases/${file.case.id}/actions/${action}`,
      version: file.case.version,
      requestId,
      form: action === HAND_OVER ? withPeople(asked, await this.firms.listColleagues(person)) : asked,
      grave: words.grave ?? false,
      reasons: choice.because.map(({ zh, en }) => ({ zh, en })),
      button: {
        text: words.label,
        id: 'do',
        ...(words.grave && { kind: 'final' as const }),
        ...(!choice.enabled && { unavailable: choice.because.map(({ zh, en }) => ({ zh, en })) }),
      },
    }
    return reply.send(this.pages.render(request, reply, 'action', view, { status }))
  }
}
