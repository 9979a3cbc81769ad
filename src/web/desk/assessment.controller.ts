/** The assessor's own form: is there enough, the scorecard, compliance, findings with the evidence's pages, the opinion. It posts what the action `report` takes. */
import { randomUUID } from 'node:crypto'
import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Invalid, NotFound, NotNow, type Problem, Stale } from '../../base/errors.js'
import { CaseService } from '../../cases/case.service.js'
import type { CaseFile } from '../../cases/caseFile.js'
import { ReadingService } from '../../cases/reading.service.js'
import { REPORT_FORM } from '../../forms/actions.js'
import { readForm } from '../../forms/engine/body.js'
import { errorSummary } from '../../forms/engine/check.js'
import type { Branch } from '../../forms/engine/node.js'
import { parseForm } from '../../forms/engine/parse.js'
import { changeRows } from '../../forms/engine/rows.js'
import { For, personOf } from '../http/access.js'
import { ActionPage } from '../case/action.page.js'
import { actionView, isRefusal, lostView, noticeOf } from '../case/action.view.js'
import { actionAddress } from '../case/addresses.js'
import { Surroundings } from '../case/around.js'
import { caseHead } from '../case/clock.view.js'
import { Conflicts } from '../case/conflicts.js'
import { FormKeeper, KeepsForm } from '../http/formKeeper.js'
import { readId, readNumber, readText } from '../http/input.js'
import { lastSeq, liveCase } from '../case/liveCase.js'
import { both, dateText } from '../kit/page.js'
import { Pages } from '../http/pages.js'
import type { Notice } from '../kit/parts.js'
import { seeOther } from '../http/send.js'
import { paperLinks } from '../case/preview.view.js'
import { consequencesOf } from '../case/then.view.js'
import { enoughProblems } from './assessment.form.js'
import { AssessmentQuestions } from './assessment.kept.js'
import { laidOut, sentOf } from './assessment.rows.js'
import { assessmentView } from './assessment.view.js'
import { listCriteria } from '../case/criteria.js'

interface Shown {
  readonly tree: Branch
  /** The finding that has just been added, or the list that has one less. */
  readonly at?: string
  readonly problems?: readonly Problem[]
  readonly notices?: readonly Notice[]
  readonly requestId?: string | undefined
}

@Controller('cases/:id/actions/report')
@For('signedIn')
export class AssessmentController {
  constructor(
    private readonly pages: Pages,
    private readonly cases: CaseService,
    private readonly reading: ReadingService,
    private readonly questions: AssessmentQuestions,
    private readonly keeper: FormKeeper,
    private readonly around: Surroundings,
    private readonly conflicts: Conflicts,
    private readonly actionPage: ActionPage,
  ) {}

  @Get()
  async ask(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string) {
    const file = await this.reading.peek(personOf(request), readId(id))
    const { kept } = await this.keeper.at(request, placeOf(file))
    if (kept && !isOpen(file, 'report')) return this.actionPage.closed(request, reply, file, 'report', kept)
    return this.send(request, reply, file, { tree: kept?.input ?? {} })
  }

  @KeepsForm(REPORT_FORM, {
    place: ({ id = '' }) => actionAddress(readId(id), 'report'),
    differences: AssessmentQuestions,
  })
  @Post()
  async report(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Body() body: unknown,
  ) {
    const caseId = readId(id)
    const { tree, wish } = readForm(body)
    const requestId = readText(body, '_request')
    if (!wish) return this.act(request, reply, caseId, { tree, requestId }, readNumber(body, '_version'))
    const file = await this.reading.peek(personOf(request), caseId)
    return this.send(request, reply, file, { ...changeRows(REPORT_FORM, tree, wish), requestId })
  }

  private async act(
    request: FastifyRequest,
    reply: FastifyReply,
    caseId: number,
    typed: Shown,
    version: number | undefined,
  ) {
    const { tree, requestId } = typed
    const person = personOf(request)
    const seen = await this.reading.peek(person, caseId)
    const asked = await this.questions.askedOf(person, seen)
    const { input, placed } = sentOf(tree, asked)
    try {
      const unanswered = enoughProblems(tree)
      if (unanswered.length > 0) throw new Invalid([...unanswered, ...formProblems(input)])
      await this.cases.act(caseId, 'report', {
        actor: person,
        requestId,
        version,
        input,
      })
    } catch (error) {
      if (!isRefusal(error)) throw error
      const file = await this.reading.peek(person, caseId)
      const possible = file.choices.some(({ action }) => action === 'report')
      if (possible && error instanceof Invalid)
        return this.send(request, reply, file, { ...typed, problems: error.problems.map(placed) }, 422)
      const changes = error instanceof Stale ? await this.conflicts.list(person, error, file) : []
      const caseHref = `/cases/${caseId}`
      if (possible && (error instanceof Stale || error instanceof NotNow))
        return this.send(request, reply, file, { ...typed, notices: [noticeOf(error, caseHref, changes)] }, 409)
      const view = lostView(error, 'report', input, request.language, { caseHref, changes })
      return reply.send(this.pages.render(request, reply, 'error', view, { status: view.status }))
    }
    return seeOther(reply, `/cases/${caseId}?done=report`)
  }

  private async send(
    request: FastifyRequest,
    reply: FastifyReply,
    file: CaseFile,
    { tree, at, problems = [], notices = [], requestId = randomUUID() }: Shown,
    status = 200,
  ) {
    const person = personOf(request)
    const choice = file.choices.find(({ action }) => action === 'report')
    if (!choice) throw new NotFound()
    const [around, asked, check, { view: keep }] = await Promise.all([
      this.around.today(),
      this.questions.askedOf(person, file),
      this.questions.checkOf(person, file),
      this.keeper.at(request, placeOf(file)),
    ])
    const page = laidOut(tree, asked, listCriteria(check.judgement))
    const summary = errorSummary(problems)
    const view = {
      ...actionView(file, choice),
      version: file.case.version,
      seq: lastSeq(file),
      keep,
      correct: `${actionAddress(file.case.id, isOpen(file, 'requestCorrection') ? 'requestCorrection' : 'proposeCorrection')}?from=report`,
      requestId,
      ...(summary && { problems: summary.lines }),
      notices,
      casehead: caseHead(file, around),
      liveCase: liveCase(file, true),
      judged: both((language) =>
        language === 'zh'
          ? `按申请之日（${dateText(check.judgedOn, 'zh')}）施行的评分表和核查项`
          : `by the scorecard and the groups in force on the filing day, ${dateText(check.judgedOn, 'en')}`,
      ),
      ...assessmentView({ file, check, asked, tree: page, at, problems, language: request.language }),
      papers: paperLinks(file),
      after: consequencesOf('report', file, around, true),
    }
    return reply.send(this.pages.render(request, reply, 'desk/assess', view, { status }))
  }
}

const placeOf = ({ case: { id } }: CaseFile): string => actionAddress(id, 'report')

const isOpen = ({ choices }: CaseFile, wanted: string): boolean =>
  choices.some(({ action, enabled }) => action === wanted && (enabled || wanted === 'report'))

/** Everything at once, also when the first question stops it. */
const formProblems = (input: Branch): readonly Problem[] => parseForm(REPORT_FORM, input).problems
