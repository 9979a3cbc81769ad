/**
 * Where the opinions of a round differ, in words, so that nobody decides without having seen it:
 * the advice, a criterion, the compliance, the scores.
 */
import { type Bilingual, COMMA, fill, joined, lowered } from '../../base/text.js'
import type { Assessment } from '../../cases/caseFile.js'
import { divergence, type Scorecard } from '../../criteria/scorecard.js'
import { COMPLIANCE_RESULTS, FINDING_RESULTS, OPINIONS } from '../../forms/choices.js'
import { labelOf, type Option } from '../../forms/engine/ui.js'

/** `甲建议推荐，乙不建议推荐`, `recommend (A), do not recommend (B)`; those who say nothing of it are left out. */
const saidBy = (names: readonly Bilingual[], said: readonly (Bilingual | undefined)[]): Bilingual =>
  joined(
    said.map((words, index) => {
      const name = names[index]
      return words && name && { zh: `${name.zh}${words.zh}`, en: `${lowered(words.en)} (${name.en})` }
    }),
    COMMA,
  )

/** A sentence about something on which there is more than one answer; undefined when all agree. */
function difference(
  about: Bilingual,
  names: readonly Bilingual[],
  values: readonly (string | undefined)[],
  options: readonly Option[],
): Bilingual | undefined {
  if (new Set(values.filter((value) => value !== undefined)).size < 2) return undefined
  const said = values.map((value) => (value === undefined ? undefined : labelOf(options, value)))
  return fill({ zh: '{about}：{said}。', en: '{about}: {said}.' }, { about, said: saidBy(names, said) })
}

/** What each assessor found on each thing, by its code. */
type Results = readonly ReadonlyMap<string, string>[]

function differences(
  names: readonly Bilingual[],
  results: Results,
  options: readonly Option[],
  called: (code: string) => Bilingual | undefined = () => undefined,
): (Bilingual | undefined)[] {
  const codes = new Set(results.flatMap((found) => [...found.keys()]))
  return [...codes].map((code) => {
    const { zh, en } = called(code) ?? { zh: code, en: code }
    const found = results.map((list) => list.get(code))
    return difference({ zh: `“${zh}”`, en: `“${en}”` }, names, found, options)
  })
}

const scoreDifferences = (
  names: readonly Bilingual[],
  assessments: readonly Assessment[],
  card: Scorecard,
): Bilingual[] =>
  assessments.flatMap((one, index) =>
    assessments.slice(index + 1).flatMap((other, further) => {
      const pair = joined([names[index], names[index + 1 + further]], { zh: '与', en: ' and ' })
      return divergence(card, one.scores, other.scores).messages.map((message) =>
        fill({ zh: '{pair}评分{message}', en: 'Scores of {pair}: {message}' }, { pair, message }),
      )
    }),
  )

/** What criteria and groups of acts are called, by their codes. */
interface Called {
  readonly criterion?: (code: string) => Bilingual | undefined
  readonly group?: (code: string) => Bilingual | undefined
}

/**
 * Every difference of these assessments of one round, one sentence each; none when they agree.
 * `names` are who made them, in the same order; the scores are compared when there is a scorecard.
 */
export function divergenceOf(
  assessments: readonly Assessment[],
  names: readonly Bilingual[],
  card?: Scorecard | undefined,
  called: Called = {},
): Bilingual[] {
  const opinions = assessments.map(({ opinion }) => opinion)
  const findings = assessments.map((one) => new Map(one.findings.map(({ on, result }) => [on, result])))
  const compliance = assessments.map((one) => new Map(one.compliance.map(({ group, result }) => [group, result])))
  return [
    difference({ zh: '评估意见', en: 'Opinion' }, names, opinions, OPINIONS),
    ...differences(names, findings, FINDING_RESULTS, called.criterion),
    ...differences(names, compliance, COMPLIANCE_RESULTS, called.group),
    ...(card ? scoreDifferences(names, assessments, card) : []),
  ].flatMap((sentence) => sentence ?? [])
}
