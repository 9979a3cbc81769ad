/**
 * Where the opinions of a round differ, in words, so that nobody decides without having seen it:
 * the advice, a criterion, the compliance, the scores.
 */
import { type Bilingual, lowered } from '../../base/text.js'
import type { Assessment } from '../../cases/caseFile.js'
import { divergence, type Score, type Scorecard } from '../../criteria/scorecard.js'
import { COMPLIANCE_RESULTS, FINDING_RESULTS, OPINIONS } from '../../forms/choices.js'
import { memberOf } from '../../forms/engine/node.js'
import type { Option } from '../../forms/engine/ui.js'
import { both } from '../kit/page.js'

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** What one assessor found on each thing, by its name. */
function resultsOf(list: readonly unknown[], name: string): Map<string, string> {
  return new Map(list.map((one) => [text(memberOf(one, name)), text(memberOf(one, 'result'))]))
}

function labelOf(options: readonly Option[], value: string): Bilingual {
  return options.find((option) => option.value === value)?.label ?? { zh: value, en: value }
}

/** `甲建议推荐，乙不建议推荐`; those who say nothing of it are left out. */
function saidBy(names: readonly Bilingual[], said: readonly (Bilingual | undefined)[]): Bilingual {
  return both((language) =>
    said
      .flatMap((words, index) => {
        const name = names[index]?.[language] ?? ''
        if (!words) return []
        return [language === 'zh' ? `${name}${words.zh}` : `${name} ${lowered(words.en)}`]
      })
      .join(language === 'zh' ? '，' : ', '),
  )
}

const sentence = (about: Bilingual, said: Bilingual): Bilingual => ({
  zh: `${about.zh}：${said.zh}。`,
  en: `${about.en}: ${said.en}.`,
})

const differ = (values: readonly (string | undefined)[]): boolean =>
  new Set(values.filter((value) => value !== undefined)).size > 1

function differences(
  names: readonly Bilingual[],
  results: readonly ReadonlyMap<string, string>[],
  options: readonly Option[],
  label: (name: string) => Bilingual,
): Bilingual[] {
  return [...new Set(results.flatMap((found) => [...found.keys()]))].flatMap((name) => {
    const found = results.map((list) => list.get(name))
    if (!differ(found)) return []
    const said = found.map((value) => (value === undefined ? undefined : labelOf(options, value)))
    return [sentence(label(name), saidBy(names, said))]
  })
}

const scoresOf = ({ scores }: Assessment): Score[] =>
  scores.flatMap((one) => {
    const [question, level] = [memberOf(one, 'question'), memberOf(one, 'level')]
    return typeof question === 'string' && typeof level === 'number' ? [{ question, level }] : []
  })

function scoreDifferences(
  names: readonly Bilingual[],
  list: readonly Assessment[],
  card: Scorecard | undefined,
): Bilingual[] {
  if (!card) return []
  return list.flatMap((one, index) =>
    list.slice(index + 1).flatMap((other, further) => {
      const pair: Bilingual = both((language) =>
        [names[index], names[index + 1 + further]]
          .map((name) => name?.[language] ?? '')
          .join(language === 'zh' ? '与' : ' and '),
      )
      return divergence(card, scoresOf(one), scoresOf(other)).messages.map((message) => ({
        zh: `${pair.zh}评分${message.zh}`,
        en: `Scores of ${pair.en}: ${message.en}`,
      }))
    }),
  )
}

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
  list: readonly Assessment[],
  names: readonly Bilingual[],
  card?: Scorecard | undefined,
  called: Called = {},
): Bilingual[] {
  const opinions = list.map(({ opinion }) => opinion)
  const quoted = ({ zh, en }: Bilingual): Bilingual => ({ zh: `“${zh}”`, en: `“${en}”` })
  const own = (find: Called[keyof Called]) => (name: string) => quoted(find?.(name) ?? { zh: name, en: name })
  return [
    ...(differ(opinions)
      ? [
          sentence(
            { zh: '评估意见', en: 'Opinion' },
            saidBy(
              names,
              opinions.map((opinion) => labelOf(OPINIONS, opinion)),
            ),
          ),
        ]
      : []),
    ...differences(
      names,
      list.map(({ findings }) => resultsOf(findings, 'on')),
      FINDING_RESULTS,
      own(called.criterion),
    ),
    ...differences(
      names,
      list.map(({ compliance }) => resultsOf(compliance, 'group')),
      COMPLIANCE_RESULTS,
      own(called.group),
    ),
    ...scoreDifferences(names, list, card),
  ]
}
