/**
 * The self-check inside a draft: the whole judgement of what is filled in so far, and “what if”,
 * which changes nothing in the case.
 */
import { Body, Controller, Get, Post } from '@nestjs/common'
import { Clock } from '../../base/clock.js'
import type { Problem } from '../../base/errors.js'
import { path } from '../../base/path.js'
import type { Language } from '../../base/text.js'
import { readForm } from '../../forms/engine/body.js'
import { isBlank, isBranch, valueAt } from '../../forms/engine/node.js'
import { isMissing } from '../../forms/sections.js'
import type { Person } from '../../people/session.service.js'
import { For } from '../http/access.js'
import { type Answer, done, page } from '../http/answers.js'
import { Id, InLanguage, Me } from '../http/params.js'
import { fieldAddress } from '../case/addresses.js'
import { mayWrite, type OwnCase, OwnCases } from '../case/own.js'
import { nameOf, tasksLink } from './standing.js'
import { differenceView } from '../case/selfCheck/difference.view.js'
import { documentFacts } from '../../cases/preflight.js'
import { type Judged, SelfCheck } from '../../cases/selfCheck.service.js'
import { CHANGEABLE, answersOf, problemsOf, withChanges } from '../../forms/selfCheck.js'
import { CHANGED, changeView } from '../case/selfCheck/form.view.js'
import { resultView } from '../case/selfCheck/result.view.js'

@Controller('cases/:id/self-check')
@For('applicant', 'firmAdmin')
export class DraftCheckController {
  constructor(
    private readonly own: OwnCases,
    private readonly selfCheck: SelfCheck,
    private readonly clock: Clock,
  ) {}

  @Get()
  show(@Me() me: Person, @InLanguage() language: Language, @Id() id: number) {
    return this.answer(me, language, id, undefined)
  }

  @Post()
  whatIf(@Me() me: Person, @InLanguage() language: Language, @Id() id: number, @Body() body: unknown) {
    return this.answer(me, language, id, valueAt(readForm(body).tree, CHANGED))
  }

  private async answer(me: Person, language: Language, caseId: number, typed: unknown) {
    const own = await this.own.open(me, caseId)
    if (!mayWrite(own.file)) return done(path.case(caseId))
    const tree: unknown = own.file.answers
    const judged = await this.judge(own, tree)
    if (!isBranch(typed) || isBlank(typed)) return checkPage(own, language, { judged })
    const other = withChanges(tree, typed)
    const problems = problemsOf(other, this.clock.today(), CHANGEABLE)
      .filter((problem) => !isMissing(problem)) // a draft may be as incomplete with the change as without it
      .map((problem) => ({ ...problem, path: `${CHANGED}.${problem.path}` }))
    if (problems.length > 0) return checkPage(own, language, { judged, problems, typed })
    const otherwise = await this.judge(own, other)
    return checkPage(own, language, { judged, typed, other, otherwise })
  }

  private judge(own: OwnCase, answers: unknown): Promise<Judged> {
    return this.selfCheck.judge({
      answers,
      creditCode: own.firm.creditCode,
      documents: documentFacts(own.file.attachments),
      filedOn: answersOf(answers).filedOn ?? own.file.case.filedOn,
    })
  }
}

interface SelfCheckContent {
  readonly judged: Judged
  readonly problems?: readonly Problem[]
  readonly typed?: unknown
  readonly other?: unknown
  readonly otherwise?: Judged
}

function checkPage(
  { file }: OwnCase,
  language: Language,
  { judged, problems = [], typed, other, otherwise }: SelfCheckContent,
): Answer {
  const caseId = file.case.id
  const tree: unknown = file.answers
  // an empty question and a paper that is not there yet are said in the task list
  const concerns = ({ code, path }: Problem) =>
    !code.startsWith('missing:') && (/^(documents|firm)\./.test(path) || !isBlank(valueAt(tree, path)))
  const hrefOf = ({ path }: Problem) => fieldAddress(caseId, path)
  const view = {
    title: { zh: '自测', en: 'Self-check' },
    back: tasksLink(caseId),
    who: nameOf(file.case),
    review: path.review(caseId),
    result: resultView(judged, { concerns, hrefOf }),
    languageForm: 'what-if',
    whatIf: {
      action: `${path.caseSelfCheck(caseId)}#difference`,
      hidden: [],
      items: changeView(typed ?? tree, language, problems),
    },
    difference: otherwise && differenceView({ tree, judged }, { tree: other, judged: otherwise }, concerns),
  }
  return page('self-check-draft', view, { problems })
}
