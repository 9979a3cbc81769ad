/**
 * The self-check, open to all: the questions, and the result by the very engine that assessors see.
 * Answered by GET or POST without script; nothing is stored, and nothing of it comes into the log.
 * The form posts, so that no answer stands in an address.
 */
import { Body, Controller, Get, Post, Query } from '@nestjs/common'
import { Clock } from '../../base/clock.js'
import type { Problem } from '../../base/errors.js'
import { path } from '../../base/path.js'
import type { Language } from '../../base/text.js'
import { readForm } from '../../forms/engine/body.js'
import { errorSummary } from '../../forms/engine/check.js'
import { type Branch, isBlank, isBranch, valueAt } from '../../forms/engine/node.js'
import { For } from '../http/access.js'
import { page } from '../http/answers.js'
import { InLanguage } from '../http/params.js'
import { differenceView } from '../case/selfCheck/difference.view.js'
import { type Judged, SelfCheck } from '../../cases/selfCheck.service.js'
import {
  CHANGEABLE,
  answersLine,
  answersOf,
  isAnswered,
  isAsked,
  problemsOf,
  withChanges,
} from '../../forms/selfCheck.js'
import { CHANGED, changeView, hiddenOf, placeOf, sectionsView } from '../case/selfCheck/form.view.js'
import { resultView } from '../case/selfCheck/result.view.js'

@Controller('self-check')
@For('open')
export class SelfCheckController {
  constructor(
    private readonly selfCheck: SelfCheck,
    private readonly clock: Clock,
  ) {}

  @Get()
  byAddress(@InLanguage() language: Language, @Query() query: unknown) {
    return this.answer(language, readForm(query).tree)
  }

  @Post()
  byForm(@InLanguage() language: Language, @Body() body: unknown) {
    return this.answer(language, readForm(body).tree, true)
  }

  private async answer(language: Language, tree: Branch, sent = false) {
    if (!sent && !isAnswered(tree)) return selfCheckPage(language, { tree, problems: [] })
    const problems = problemsOf(tree, this.clock.today())
    if (problems.length > 0) return selfCheckPage(language, { tree, problems })
    const judged = await this.judge(tree)
    const typed = valueAt(tree, CHANGED)
    if (!isBranch(typed) || isBlank(typed)) return selfCheckPage(language, { tree, problems: [], judged })
    const other = withChanges(tree, typed)
    const wrong = problemsOf(other, this.clock.today(), CHANGEABLE).map((problem) => ({
      ...problem,
      path: `${CHANGED}.${problem.path}`,
    }))
    if (wrong.length > 0) return selfCheckPage(language, { tree, problems: wrong, judged, typed })
    return selfCheckPage(language, { tree, problems: [], judged, typed, other, otherwise: await this.judge(other) })
  }

  private judge(tree: unknown): Promise<Judged> {
    return this.selfCheck.judge({ ...answersOf(tree), creditCode: '' })
  }
}

interface SelfCheckContent {
  readonly tree: Branch
  readonly problems: readonly Problem[]
  readonly judged?: Judged
  /** What was typed under “what if”. */
  readonly typed?: unknown
  /** The answers with that in their place, and what the engine says of them. */
  readonly other?: unknown
  readonly otherwise?: Judged
}

function selfCheckPage(language: Language, { tree, problems, judged, typed, other, otherwise }: SelfCheckContent) {
  const own = problems.filter(({ path }) => !path.startsWith(`${CHANGED}.`))
  const summary = errorSummary(problems)
  const view = {
    title: judged ? { zh: '自测结果', en: 'Result of the self-check' } : { zh: '自测', en: 'Self-check' },
    problems: summary?.lines,
    languageForm: judged ? 'what-if' : 'self-check',
    sections: sectionsView(tree, language, own),
    ...(judged && {
      result: resultView(judged, { concerns, hrefOf }),
      answers: answersLine(tree),
      whatIf: {
        action: `${path.selfCheck}#difference`,
        hidden: hiddenOf(tree),
        items: changeView(typed ?? tree, language, problems),
      },
    }),
    difference:
      judged && otherwise ? differenceView({ tree, judged }, { tree: other, judged: otherwise }, concerns) : undefined,
    take: judged && otherwise ? { action: path.selfCheck, hidden: hiddenOf(other) } : undefined,
  }
  return page('self-check', view, { status: summary ? 422 : 200, audience: 'public' })
}

/**
 * Names, the passport's zone, the resume and the papers themselves are looked at in an application
 * only.
 */
const concerns = ({ path, code }: Problem): boolean =>
  !code.startsWith('missing:') && (isAsked(path) || isAsked(path.replace(/^documents\./, 'papers.')))

const hrefOf = ({ path }: Problem): string => `#${placeOf(path)}`
