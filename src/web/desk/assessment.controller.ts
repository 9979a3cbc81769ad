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
import { readForm } from '../../forms/engine/body.js'
import { errorSummary } from '../../forms/engine/check.js'
import type { Branch } from '../../forms/engine/node.js'
import { parseForm } from '../../forms/engine/parse.js'
import { changeRows } from '../../forms/engine/rows.js'
import { settingsOf } from '../../people/scope.js'
import type { Person } from '../../people/session.service.js'
import { For, personOf } from '../http/access.js'
import { actionView, isRefusal, lostView, noticeOf } from '../case/action.view.js'
import { Surroundings } from '../case/around.js'
import { caseHead } from '../case/clock.view.js'
import { Conflicts } from '../case/conflicts.js'
import { readId, readNumber, readText } from '../http/input.js'
import { lastSeq, liveCase } from '../case/liveCase.js'
import { both, dateText, timeText } from '../kit/page.js'
import { Pages } from '../http/pages.js'
import type { Notice } from '../kit/parts.js'
import { seeOther } from '../http/send.js'
import { paperLinks } from '../case/preview.view.js'
import { consequencesOf } from '../case/then.view.js'
import { enoughProblems } from './assessment.form.js'
import { keptDifferences, keptTable } from './assessment.kept.js'
import { laidOut, sentOf } from './assessment.rows.js'
import { assessmentView } from './assessment.view.js'
import { listCriteria } from '../case/criteria.js'
import type { Act } from '../../workflow/machine.js'

interface Shown {
  readonly tree: Branch
  /** The finding that has just been added, or the list that has one less. */
  readonly at?: string
  readonly problems?: readonly Problem[]
  readonly notices?: readonly Notice[]
  readonly requestId?: string | undefined
  /** Of what was kept when the page was opened. */
  readonly mark?: string | undefined
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
    private readonly conflicts: Conflicts,
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
    return this.send(request, reply, file, { tree: kept?.input ?? {}, mark: kept?.mark, notices })
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
    const [requestId, mark] = [readText(body, '_request'), readText(body, '_kept')]
    if (wish || readText(body, '_keep') || readText(body, '_correct')) {
      const file = await this.reading.peek(person, caseId)
      const form = ACTION_FORMS.report
      if (wish && form) return this.send(request, reply, file, { ...changeRows(form, tree, wish), requestId, mark })
      return this.keep(request, reply, file, { tree, requestId, mark }, Boolean(readText(body, '_correct')))
    }
    return this.act(request, reply, caseId, { tree, requestId, mark }, readNumber(body, '_version'))
  }

  /** Keeps what was typed, to go on with it later or to ask for a correction first. */
  private async keep(request: FastifyRequest, reply: FastifyReply, file: CaseFile, typed: Shown, correct: boolean) {
    const [person, { id }] = [personOf(request), file.case]
    const open = (action: Act) => file.choices.some((choice) => choice.action === action && choice.enabled)
    if (!open('report') && !file.choices.some(({ action }) => action === 'report')) throw new NotFound()
    if (!(await this.drafts.keep(person, id, typed.tree, typed.mark)))
      return this.keptTwice(request, reply, file, typed)
    if (!correct) return seeOther(reply, `/cases/${id}/actions/report?kept=1`)
    const action = open('requestCorrection') ? 'requestCorrection' : 'proposeCorrection'
    return seeOther(reply, `/cases/${id}/actions/${action}?from=report`)
  }

  /** The same person has kept it from another screen: what differs, and what is typed here stays to be kept or not. */
  private async keptTwice(request: FastifyRequest, reply: FastifyReply, file: CaseFile, typed: Shown) {
    const person = personOf(request)
    const [other, asked, check] = await Promise.all([
      this.drafts.find(person, file.case.id),
      this.askedOf(person, file),
      this.checkOf(person, file),
    ])
    const criteria = listCriteria(check.judgement)
    const rows = other ? keptDifferences(asked, criteria, other.input, typed.tree) : []
    const notices = [keptElsewhere(other?.savedAt, rows)]
    return this.send(request, reply, file, { ...typed, mark: other?.mark, notices }, 409)
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
    const asked = await this.askedOf(person, seen)
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
    await this.drafts.drop(person, caseId)
    return seeOther(reply, `/cases/${caseId}?done=report`)
  }

  private checkOf(person: Person, { case: { id } }: CaseFile) {
    return this.db.transaction(settingsOf(person), (tx) => this.preflight.check(tx, id))
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
    { tree, at, problems = [], notices = [], requestId = randomUUID(), mark }: Shown,
    status = 200,
  ) {
    const person = personOf(request)
    const choice = file.choices.find(({ action }) => action === 'report')
    if (!choice) throw new NotFound()
    const [around, asked, check] = await Promise.all([
      this.around.today(),
      this.askedOf(person, file),
      this.checkOf(person, file),
    ])
    const page = laidOut(tree, asked, listCriteria(check.judgement))
    const summary = errorSummary(problems)
    const view = {
      ...actionView(file, choice),
      version: file.case.version,
      seq: lastSeq(file),
      mark: mark ?? '',
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

/** Everything at once, also when the first question stops it. */
const formProblems = (input: Branch): readonly Problem[] =>
  ACTION_FORMS.report ? parseForm(ACTION_FORMS.report, input).problems : []

function keptElsewhere(savedAt: Date | undefined, rows: ReturnType<typeof keptDifferences>): Notice {
  const title = { zh: '您在另一个窗口存过这份评估', en: 'You have kept this assessment from another window' }
  return {
    kind: 'near',
    title,
    text: both((language) => {
      const at = savedAt ? timeText(savedAt, language) : ''
      return language === 'zh'
        ? `那一份存于 ${at}，没有被覆盖。下面是您在这里填的；再存一次，就以这里的为准。`
        : `That one was kept on ${at} and is still there. Below is what you typed here; keep it again and this one counts.`
    }),
    ...(rows.length > 0 && {
      changes: [
        { title: { zh: '两份不同之处', en: 'Where the two differ' }, tables: [{ table: keptTable(title, rows) }] },
      ],
    }),
  }
}

const keptNotice = (savedAt: Date, now: boolean): Notice => ({
  kind: now ? 'ok' : 'info',
  title: now
    ? { zh: '已存，只有您看得到', en: 'Kept; only you can see it' }
    : { zh: '这是您上次存下的，还没有提交', en: 'This is what you kept; it is not reported yet' },
  text: both((language) =>
    language === 'zh' ? `存于 ${timeText(savedAt, 'zh')}。` : `Kept on ${timeText(savedAt, 'en')}.`,
  ),
})
