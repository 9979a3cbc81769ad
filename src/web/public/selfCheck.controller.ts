/**
 * The self-check, open to all: the questions, and the result by the very engine that assessors see.
 * Answered by GET or POST without script; nothing is stored, and nothing of it comes into the log.
 * The form posts, so that no answer stands in an address.
 */
import { randomUUID } from 'node:crypto'
import { Body, Controller, Get, Post, Query } from '@nestjs/common'
import { Clock } from '../../base/clock.js'
import type { Problem } from '../../base/errors.js'
import { path } from '../../base/path.js'
import type { Language } from '../../base/text.js'
import { type SelfCheckResult, SelfCheck } from '../../cases/selfCheck.service.js'
import { readForm } from '../../forms/engine/body.js'
import { type Branch, valueAt } from '../../forms/engine/node.js'
import { answersLine, answersOf, isAnswered, isAsked, levelsIn, problemsOf } from '../../forms/selfCheck.js'
import type { JudgedAnswers } from '../case/selfCheck/difference.view.js'
import { CHANGED, hiddenOf, placeOf, sectionsView } from '../case/selfCheck/form.view.js'
import { type Change, changeOf, checkedView } from '../case/selfCheck/whatIf.js'
import { For } from '../http/access.js'
import { page } from '../http/answers.js'
import { InLanguage } from '../http/params.js'

@Controller('self-check')
@For('open')
export class SelfCheckController {
  constructor(
    private readonly selfCheck: SelfCheck,
    private readonly clock: Clock,
  ) {}

  @Get()
  byAddress(@InLanguage() language: Language, @Query() query: unknown) {
    const { tree } = readForm(query)
    return isAnswered(tree) ? this.answer(language, tree) : this.questions(language, tree, [])
  }

  @Post()
  byForm(@InLanguage() language: Language, @Body() body: unknown) {
    return this.answer(language, readForm(body).tree)
  }

  private async questions(language: Language, tree: Branch, problems: readonly Problem[]) {
    const card = await this.selfCheck.scorecard(this.clock.today())
    const view = {
      title: { zh: '自测', en: 'Self-check' },
      languageForm: 'self-check',
      sections: sectionsView(tree, language, problems, card?.questions ?? []),
    }
    return page('self-check', view, { problems, audience: 'public' })
  }

  private async answer(language: Language, tree: Branch) {
    const today = this.clock.today()
    const problems = problemsOf(tree, today)
    if (problems.length > 0) return this.questions(language, tree, problems)
    const judge = (answers: unknown): Promise<SelfCheckResult> =>
      this.selfCheck.judge({ ...answersOf(answers), creditCode: '' })
    const judged = await judge(tree)
    return resultPage(language, { tree, judged }, await changeOf(tree, valueAt(tree, CHANGED), today, judge))
  }
}

function resultPage(language: Language, before: JudgedAnswers, change: Change) {
  const { tree, judged } = before
  const questions = judged.rules.scorecard.streaming?.questions ?? []
  const hidden = hiddenOf(tree, questions)
  const levels = levelsIn(tree, questions)
  const view = {
    title: { zh: '自测结果', en: 'Result of the self-check' },
    sections: sectionsView(tree, language, [], questions),
    ...checkedView(before, change, language, { action: path.selfCheck, hidden, concerns, hrefOf, levels }),
    answers: answersLine(tree),
    take: change.after && { action: path.selfCheck, hidden: hiddenOf(change.after.tree, questions) },
    begin: { action: path.begunCase, hidden, requestId: randomUUID() },
  }
  return page('self-check', view, { problems: change.problems, audience: 'public' })
}

/**
 * Names, the passport's zone, the resume and the papers themselves are looked at in an application
 * only.
 */
const concerns = ({ path, code }: Problem): boolean => !code.startsWith('missing:') && isAsked(path)

const hrefOf = ({ path }: Problem): string => `#${placeOf(path)}`
