/**
 * The assessor's own form: is there enough, the scorecard, compliance, findings with the evidence's
 * pages, the opinion. It posts what the action `report` takes.
 */
import { randomUUID } from 'node:crypto'
import { Body, Controller, Get, Post, Req } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { NotFound } from '../../base/errors.js'
import { withQuery } from '../../base/path.js'
import { CaseService } from '../../cases/case.service.js'
import { type CaseFile, mayDo } from '../../cases/caseFile.js'
import { type JudgedCase, ReadingService } from '../../cases/reading.service.js'
import { listCriteria } from '../../criteria/criterion.js'
import { REPORT_FORM } from '../../forms/actions.js'
import { readForm } from '../../forms/engine/body.js'
import { changeRows } from '../../forms/engine/rows.js'
import type { Person } from '../../people/session.service.js'
import type { Choice } from '../../workflow/step.js'
import { ActionPage, noticesOf } from '../case/action.page.js'
import { ActionRound, type FormContent } from '../case/action.round.js'
import { actionView, donePage } from '../case/action.view.js'
import { actionAddress } from '../case/addresses.js'
import { caseHead } from '../case/clock.view.js'
import { lastSeq, liveCase } from '../case/liveCase.js'
import { PageContexts } from '../case/pageContext.js'
import { consequencesOf } from '../case/then.view.js'
import { For, personOf } from '../http/access.js'
import { page } from '../http/answers.js'
import { FormKeeper, KeepsForm } from '../http/formKeeper.js'
import { readId, readNumber, readText } from '../http/input.js'
import { Id, Me } from '../http/params.js'
import { AssessmentQuestions } from './assessment.kept.js'
import { correctionBy, inPageOrder, laidOut, requireEnough, sentOf, withoutFindings } from './assessment.rows.js'
import { assessmentView, filledAtFirst } from './assessment.view.js'

interface AssessmentInput extends FormContent {
  /** The finding that has just been added, or the list that has one less. */
  readonly at?: string
  readonly requestId?: string | undefined
}

@Controller('cases/:id/actions/report')
@For('signedIn')
export class AssessmentController {
  constructor(
    private readonly cases: CaseService,
    private readonly reading: ReadingService,
    private readonly questions: AssessmentQuestions,
    private readonly keeper: FormKeeper,
    private readonly contexts: PageContexts,
    private readonly actionPage: ActionPage,
    private readonly round: ActionRound,
  ) {}

  @Get()
  async ask(@Me() me: Person, @Req() request: FastifyRequest, @Id() id: number) {
    const opened = await this.reading.getJudged(me, id)
    const { file } = opened
    const { kept } = await this.keeper.at(request, placeOf(file))
    if (kept && !reportChoice(file)) return this.actionPage.closed(request, file, 'report', kept)
    if (!reportChoice(file)) return donePage(file, 'report', await this.contexts.today())
    return this.page(request, opened, { tree: kept?.input ?? filledAtFirst(file, me) })
  }

  @KeepsForm(REPORT_FORM, {
    place: ({ id = '' }) => actionAddress(readId(id), 'report'),
    differences: AssessmentQuestions,
  })
  @Post()
  async report(@Me() me: Person, @Req() request: FastifyRequest, @Id() id: number, @Body() body: unknown) {
    const { tree, wish } = readForm(body)
    const [requestId, version] = [readText(body, '_request'), readNumber(body, '_version')]
    const opened = await this.reading.getJudged(me, id)
    if (readText(body, 'clear')) {
      const asked = await this.questions.askedOf(me, opened.file)
      return this.page(request, opened, { tree: withoutFindings(tree, asked), requestId })
    }
    if (wish) return this.page(request, opened, { ...changeRows(REPORT_FORM, tree, wish), requestId })
    const { input, placed } = sentOf(
      tree,
      await this.questions.askedOf(me, opened.file),
      listCriteria(opened.check.judgement),
    )
    return this.round.run(request, id, 'report', {
      tree,
      sent: input,
      work: () => {
        requireEnough(tree, input, correctionBy(me, opened.file))
        return this.cases.act(id, 'report', { actor: me, requestId, version, input })
      },
      again: (now, typed) =>
        this.page(request, now, {
          ...typed,
          problems: typed.problems && inPageOrder(typed.problems.map(placed)),
          requestId,
        }),
    })
  }

  private async page(
    request: FastifyRequest,
    { file, check }: JudgedCase,
    { tree, at, problems = [], refused, requestId = randomUUID() }: AssessmentInput,
  ) {
    const me = personOf(request)
    const choice = reportChoice(file)
    if (!choice) throw new NotFound()
    const [context, asked, { view: keep }] = await Promise.all([
      this.contexts.today(),
      this.questions.askedOf(me, file),
      this.keeper.at(request, placeOf(file)),
    ])
    const rows = laidOut(tree, asked, listCriteria(check.judgement))
    const correct = mayDo(file, 'requestCorrection') ? 'requestCorrection' : 'proposeCorrection'
    const view = {
      ...actionView(file, choice),
      version: file.case.version,
      seq: lastSeq(file),
      keep,
      correct: withQuery(actionAddress(file.case.id, correct), { from: 'report' }),
      requestId,
      casehead: caseHead(file, context),
      liveCase: liveCase(file, true),
      ...assessmentView({
        file,
        check,
        asked,
        tree: rows,
        at,
        problems,
        refused: noticesOf(choice, refused)[0],
        context,
        language: request.language,
        reader: me,
      }),
      after: consequencesOf('report', file, context, true),
    }
    return page('desk/assess', view, { problems, status: refused ? 409 : undefined })
  }
}

const placeOf = ({ case: { id } }: CaseFile): string => actionAddress(id, 'report')

const reportChoice = ({ choices }: CaseFile): Choice | undefined => choices.find(({ action }) => action === 'report')
