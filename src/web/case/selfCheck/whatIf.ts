/**
 * “What if”: a round with some answers changed, which stores nothing, and the result that it stands beside. The open
 * self-check and that of a draft share it.
 */
import type { Problem } from '../../../base/errors.js'
import type { Language } from '../../../base/text.js'
import type { SelfCheckResult } from '../../../cases/selfCheck.service.js'
import { isBlank, isBranch } from '../../../forms/engine/node.js'
import { CHANGEABLE, problemsOf, withChanges } from '../../../forms/selfCheck.js'
import { differenceView, type JudgedAnswers } from './difference.view.js'
import { CHANGED, changeView } from './form.view.js'
import { type ResultOptions, resultView } from './result.view.js'

export interface Change {
  /** What was typed; undefined when nothing was. */
  readonly typed?: unknown
  /** What is wrong with it, at the questions of “what if”. */
  readonly problems: readonly Problem[]
  /** All answers with the changed ones in their place, when they could be judged. */
  readonly after?: JudgedAnswers
}

/**
 * Judges the answers of `tree` with those that were typed under “what if” in their place.
 *
 * @param judge asks the engine
 * @param stops whether a problem stops the round; without it each does
 */
export async function changeOf(
  tree: unknown,
  typed: unknown,
  today: string,
  judge: (tree: unknown) => Promise<SelfCheckResult>,
  stops: (problem: Problem) => boolean = () => true,
): Promise<Change> {
  if (!isBranch(typed) || isBlank(typed)) return { problems: [] }
  const changed = withChanges(tree, typed)
  const problems = problemsOf(changed, today, CHANGEABLE)
    .filter(stops)
    .map((problem) => ({ ...problem, path: `${CHANGED}.${problem.path}` }))
  if (problems.length > 0) return { typed, problems }
  return { typed, problems, after: { tree: changed, judged: await judge(changed) } }
}

/**
 * What both pages show: the result, the questions of “what if”, and the difference that was asked for.
 *
 * @param hidden the answers that its form carries on
 */
export const checkedView = (
  before: JudgedAnswers,
  { typed, problems, after }: Change,
  language: Language,
  options: ResultOptions & {
    /** The page's address. */
    readonly action: string
    readonly hidden: readonly { readonly name: string; readonly value: string }[]
  },
) => ({
  languageForm: 'what-if',
  result: resultView(before.judged, options),
  whatIf: {
    action: `${options.action}#difference`,
    hidden: options.hidden,
    items: changeView(typed ?? before.tree, language, problems),
  },
  difference: after && differenceView(before, after, options.concerns),
})
