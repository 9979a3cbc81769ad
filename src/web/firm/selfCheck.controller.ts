/**
 * The self-check inside a draft: the whole judgement of what is filled in so far, and “what if”,
 * which changes nothing in the case.
 */
import { Body, Controller, Get, Post } from '@nestjs/common'
import { Clock } from '../../base/clock.js'
import type { Problem } from '../../base/errors.js'
import { path } from '../../base/path.js'
import type { Language } from '../../base/text.js'
import { Drafts } from '../../cases/drafts.js'
import { documentFacts } from '../../cases/preflight.js'
import { type SelfCheckResult, SelfCheck } from '../../cases/selfCheck.service.js'
import { readForm } from '../../forms/engine/body.js'
import { isBlank, valueAt } from '../../forms/engine/node.js'
import { isMissing } from '../../forms/sections.js'
import { answersOf, beginningOf } from '../../forms/selfCheck.js'
import { FIRM_ROLES } from '../../people/actor.js'
import type { Person } from '../../people/session.service.js'
import { INITIAL } from '../../workflow/step.js'
import { fieldAddress } from '../case/addresses.js'
import { mayWrite, type OwnCase, OwnCases } from '../case/own.js'
import { CHANGED } from '../case/selfCheck/form.view.js'
import { type Change, changeOf, checkedView } from '../case/selfCheck/whatIf.js'
import { For } from '../http/access.js'
import { done, page } from '../http/answers.js'
import { readText } from '../http/input.js'
import { Id, InLanguage, Me } from '../http/params.js'
import { nameOf, tasksLink } from './standing.js'

@Controller('cases/:id/self-check')
@For(...FIRM_ROLES)
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
    const judge = (answers: unknown) => this.judge(own, answers)
    const judged = await judge(own.file.answers)
    // a draft may be as incomplete with the change as without it
    const stops = (problem: Problem) => !isMissing(problem)
    const change = await changeOf(own.file.answers, typed, this.clock.today(), judge, stops)
    return checkPage(own, language, judged, change)
  }

  private judge({ file, firm }: OwnCase, answers: unknown): Promise<SelfCheckResult> {
    return this.selfCheck.judge({
      answers,
      creditCode: firm.creditCode,
      documents: documentFacts(file.attachments),
      filedOn: answersOf(answers).filedOn ?? (file.case.state === INITIAL ? null : file.case.filedOn),
    })
  }
}

/** From the result of the open self-check into a draft. */
@Controller('cases/begun')
@For(...FIRM_ROLES)
export class BegunDraftController {
  constructor(private readonly drafts: Drafts) {}

  /** A new draft with the answers of the self-check, as they were typed; the same form sent twice makes one. */
  @Post()
  async start(@Me() me: Person, @Body() body: unknown) {
    const { answers, paths } = beginningOf(readForm(body).tree)
    return done(path.case(await this.drafts.begin(me, readText(body, '_request'), answers, paths)))
  }
}

function checkPage({ file }: OwnCase, language: Language, judged: SelfCheckResult, change: Change) {
  const caseId = file.case.id
  const tree: unknown = file.answers
  // an empty question and a paper that is not there yet are said in the task list
  const concerns = ({ code, path }: Problem) =>
    !code.startsWith('missing:') && (/^(documents|firm)\./.test(path) || !isBlank(valueAt(tree, path)))
  const hrefOf = ({ path }: Problem) => fieldAddress(caseId, path)
  const action = path.caseSelfCheck(caseId)
  const view = {
    title: { zh: '自测', en: 'Self-check' },
    back: tasksLink(caseId),
    who: nameOf(file.case),
    review: path.review(caseId),
    ...checkedView({ tree, judged }, change, language, { action, hidden: [], concerns, hrefOf }),
  }
  return page('self-check-draft', view, { problems: change.problems })
}
