/** The running total of an assessment that is being written. */
import type { Assessment } from '../../cases/caseFile.js'
import { HIGHEST, type Score, type Scorecard, totalScore } from '../../criteria/scorecard.js'
import { type Branch, isBlank, rowsAt, textAt, valueAt } from '../../forms/engine/node.js'

/** How many questions have a level and what comes of them; script counts on while they are answered. */
export function totalOf(card: Scorecard, tree: Branch, last: Assessment | undefined) {
  const given = rowsAt(tree, 'scores').flatMap((row): Score[] => {
    const [question, level] = [textAt(row, 'question'), valueAt(row, 'level')]
    return isBlank(level) ? [] : [{ question, level: Number(level), note: null }]
  })
  const before = last && totalScore(card, last.scores).total
  return {
    highest: HIGHEST,
    answered: `${given.length} / ${rowsAt(tree, 'scores').length}`,
    whole: given.length === rowsAt(tree, 'scores').length,
    points: totalScore(card, given).total ?? '—',
    last: typeof before === 'number' && { zh: `上一轮 ${before}`, en: `last round ${before}` },
  }
}
