/**
 * Which departments a case's goods, figures and work suggest beside the one that leads it, and why. Pure; a person
 * decides.
 */
import { type Bilingual, COLON, joined } from '../base/text.js'
import type { AssessedBeside, Procedure } from '../reference/bodies.js'
import type { Judgement } from './judge.js'

/** What is looked at: the judgement, and the firm's own words for post and duties. */
export interface SuggestingFacts {
  readonly judgement: Pick<Judgement, 'categories' | 'unknownCategories' | 'streaming' | 'declared'>
  readonly work: readonly string[]
}

/** The reasons of each department that is suggested, by its subject. */
export type SuggestedDepartments = ReadonlyMap<string, readonly Bilingual[]>

export function suggestDepartments({ rules }: Procedure<'departments'>, facts: SuggestingFacts): SuggestedDepartments {
  const found = new Map<string, Bilingual[]>()
  for (const rule of rules) {
    const why = reasonOf(rule, facts)
    if (why) found.set(rule.department, [...(found.get(rule.department) ?? []), why])
  }
  return found
}

/** What of the case a rule meets, named, with the rule's own reason; undefined when it meets nothing. */
function reasonOf(
  { because, when, categories, words }: Procedure<'departments'>['rules'][number],
  { judgement, work }: SuggestingFacts,
): Bilingual | undefined {
  const goods = judgement.categories.filter(({ code }) => categories.includes(code)).map(({ label }) => label)
  const met = [
    ...when.flatMap((name) => NAMED[name](judgement)),
    ...goods,
    ...words
      .filter((word) => work.some((text) => says(text, word)))
      .map((word) => ({ zh: `“${word}”`, en: `“${word}”` })),
  ]
  return met.length > 0 ? joined([joined(met), because], COLON) : undefined
}

/** Chinese words stand within a text, those of other languages by themselves. */
const says = (text: string, word: string): boolean =>
  /\p{Script=Han}/u.test(word)
    ? text.includes(word)
    : text
        .toLowerCase()
        .split(/[^\p{L}\p{N}]+/u)
        .includes(word.toLowerCase())

/** What of a case is meant by a circumstance, by name. */
const NAMED: Readonly<Record<AssessedBeside, (judgement: SuggestingFacts['judgement']) => readonly Bilingual[]>> = {
  licensedGoods: ({ categories }) => categories.filter(({ licence }) => licence).map(({ label }) => label),
  qualifiedHost: ({ categories }) => categories.filter(({ qualification }) => qualification).map(({ label }) => label),
  unlistedGoods: ({ unknownCategories }) => unknownCategories,
  doubtfulFigures: ({ streaming }) => (streaming.length > 0 ? [{ zh: '直播数据有疑点', en: 'figures to check' }] : []),
  claimedRoute: ({ declared }) => declared.map(({ label }) => label),
}
