/** The assessor's own form: is there enough, the scorecard, compliance, findings with the evidence's pages, the opinion. It posts what the action `report` takes. */
import { randomUUID } from 'node:crypto'
import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Database } from '../../base/database.js'
import { Invalid, NotFound, NotNow, type Problem, Stale } from '../../base/errors.js'
import { Assessing } from '../../cases/assessing.js'
import { AssessmentDrafts } from '../../cases/assessmentDrafts.js'
import { CaseService } from '../../cases/case.service.js'
import type { CaseFile } from '../../cases/caseFile.js'
import { Preflight } from '../../cases/preflight.js'
import { ReadingService } from '../../cases/reading.service.js'
import { ACTION_FORMS } from '../../forms/actions.js'
import { changeRows, readForm } from '../../forms/body.js'
import { errorSummary } from '../../forms/check.js'
import type { Branch } from '../../forms/node.js'
import { parseForm } from '../../forms/parse.js'
import { settingsOf } from '../../people/scope.js'
import type { Person } from '../../people/session.service.js'
import { For, personOf } from '../access.js'
import { actionView, isRefusal, lostView, noticeOf } from '../action.view.js'
import { Surroundings } from '../around.js'
import { caseHead } from '../clock.view.js'
import { readId, readText } from '../input.js'
import { liveCase } from '../live/liveCase.js'
import { both, dateText, timeText } from '../page.js'
import { Pages } from '../pages.js'
import type { Notice } from '../parts.js'
import { seeOther } from '../send.js'
import { consequencesOf } from '../then.view.js'
import { enoughProblems } from './assessment.form.js'
import { laidOut, sentOf } from './assessment.rows.js'
import { assessmentView } from './assessment.view.js'
import { listCriteria } from './criteria.js'

interface Shown {
  readonly tree: Branch
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
    private readonly preflight: Preflight,
    private readonly assessing: Assessing,
    private readonly drafts: AssessmentDrafts,
    private readonly around: Surroundings,
    private readonly db: Database,
  ) {}

  @Get()
  async ask(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Query() query: unknown,
  ) {
    const person = personOf(request)
    const file = await this.reading.peek(person, readId(id))
    const kept = await this.drafts.find(person, file.case.id)
    const notices = kept ? [keptNotice(kept.savedAt, readText(query, 'kept') !== undefined)] : []
    return this.send(request, reply, file, { tree: kept?.input ?? {}, notices })
  }

  @Post()
  async report(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Body() body: unknown,
  ) {
    const person = personOf(request)
    const caseId = readId(id)
    const { tree, wish } = readForm(body)
    const requestId = readText(body, '_request')
    if (wish || readText(body, '_keep') || readText(body, '_correct')) {
      const file = await this.reading.peek(person, caseId)
      const form = ACTION_FORMS.report
      if (wish && form) return this.send(request, reply, file, { tree: changeRows(form, tree, wish), requestId })
      return this.keep(reply, person, file, tree, Boolean(readText(body, '_correct')))
    }
    return this.act(request, reply, caseId, tree, {
      requestId,
      version: Number(readText(body, '_version') ?? Number.NaN),
    })
  }

  /** Keeps what was typed, to go on with it later or to ask for a correction first. */
  private async keep(reply: FastifyReply, person: Person, file: CaseFile, tree: Branch, correct: boolean) {
    const { id } = file.case
    const open = (action: string) => file.choices.some((choice) => choice.action === action && choice.enabled)
    if (!open('report') && !file.choices.some(({ action }) => action === 'report')) throw new NotFound()
    await this.drafts.keep(person, id, tree)
    if (!correct) return seeOther(reply, `/cases/${id}/actions/report?kept=1`)
    const action = open('requestCorrection') ? 'requestCorrection' : 'proposeCorrection'
    return seeOther(reply, `/cases/${id}/actions/${action}?from=report`)
  }

  private async act(
    request: FastifyRequest,
    reply: FastifyReply,
    caseId: number,
    tree: Branch,
    { requestId, version }: { requestId: string | undefined; version: number },
  ) {
    const person = personOf(request)
    const seen = await this.reading.peek(person, caseId)
    const asked = await this.askedOf(person, seen)
    const { input, placed } = sentOf(tree, asked)
    try {
      const unanswered = enoughProblems(tree)
      if (unanswered.length > 0) throw new Invalid([...unanswered, ...formProblems(input)])
      await this.cases.act(caseId, 'report', {
        actor: person,
        requestId,
        version: Number.isInteger(version) ? version : undefined,
        input,
      })
    } catch (error) {
      if (!isRefusal(error)) throw error
      const file = await this.reading.peek(person, caseId)
      const possible = file.choices.some(({ action }) => action === 'report')
      if (possible && error instanceof Invalid)
        return this.send(request, reply, file, { tree, problems: error.problems.map(placed) }, 422)
      if (possible && (error instanceof Stale || error instanceof NotNow))
        return this.send(request, reply, file, { tree, notices: [noticeOf(error, `/cases/${caseId}`)] }, 409)
      const view = lostView(error, 'report', input, `/cases/${caseId}`, request.language)
      return reply.send(this.pages.render(request, reply, 'error', view, { status: view.status }))
    }
    await this.drafts.drop(person, caseId)
    return seeOther(reply, `/cases/${caseId}?done=report`)
  }

  private async askedOf({ authorityId }: Person, { case: line }: CaseFile) {
    const { today } = await this.around.today()
    if (authorityId === null) throw new NotFound()
    return this.assessing.asked(authorityId, line.filedOn ?? today, today)
  }

  private async send(
    request: FastifyRequest,
    reply: FastifyReply,
    file: CaseFile,
    { tree, problems = [], notices = [], requestId = randomUUID() }: Shown,
    status = 200,
  ) {
    const person = personOf(request)
    const choice = file.choices.find(({ action }) => action === 'report')
    if (!choice) throw new NotFound()
    const [around, asked, check] = await Promise.all([
      this.around.today(),
      this.askedOf(person, file),
      this.db.transaction(settingsOf(person), (tx) => this.preflight.check(tx, file.case.id)),
    ])
    const page = laidOut(tree, asked, listCriteria(check.judgement))
    const summary = errorSummary(problems)
    const view = {
      ...actionView(file, choice),
      version: file.case.version,
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
      ...assessmentView({ file, check, asked, tree: page, problems, language: request.language }),
      after: consequencesOf('report', file, around, true),
    }
    return reply.send(this.pages.render(request, reply, 'desk/assess', view, { status }))
  }
}

/** Everything at once, also when the first question stops it. */
const formProblems = (input: Branch): readonly Problem[] =>
  ACTION_FORMS.report ? parseForm(ACTION_FORMS.report, input).problems : []

const keptNotice = (savedAt: Date, now: boolean): Notice => ({
  kind: now ? 'ok' : 'info',
  title: now
    ? { zh: '已存，只有您看得到', en: 'Kept; only you can see it' }
    : { zh: '这是您上次存下的，还没有提交', en: 'This is what you kept; it is not reported yet' },
  text: both((language) =>
    language === 'zh' ? `存于 ${timeText(savedAt, 'zh')}。` : `Kept on ${timeText(savedAt, 'en')}.`,
  ),
})
