/** Where a candidate stands by levels that nobody has assessed yet: strong, weak, or not said. */
import type { Scorecard, ScoreQuestion } from './scorecard.js'

const MOST_NAMED = 3
/** From this level on a question is a strength. */
const STRONG_FROM = 3

export interface OwnScore {
  readonly question: ScoreQuestion
  readonly level: number
}

export interface OwnStanding {
  /** The best first, of equals what weighs most. */
  readonly strong: readonly OwnScore[]
  /** The worst first, of equals what weighs most. */
  readonly weak: readonly OwnScore[]
  /** Of which nothing was said. */
  readonly open: readonly ScoreQuestion[]
}

/** @param levels by question */
export function standingOf({ questions }: Scorecard, levels: ReadonlyMap<string, number>): OwnStanding {
  const scores = questions.flatMap((question): OwnScore[] => {
    const level = levels.get(question.id)
    return level === undefined ? [] : [{ question, level }]
  })
  const byWeight = [...scores].sort((one, other) => other.question.weight - one.question.weight)
  return {
    strong: byWeight
      .filter(({ level }) => level >= STRONG_FROM)
      .sort((one, other) => other.level - one.level)
      .slice(0, MOST_NAMED),
    weak: byWeight
      .filter(({ level }) => level < STRONG_FROM)
      .sort((one, other) => one.level - other.level)
      .slice(0, MOST_NAMED),
    open: questions.filter(({ id }) => !levels.has(id)),
  }
}
