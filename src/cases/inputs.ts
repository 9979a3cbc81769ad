/**
 * The input of an action or entry, by its form and by what the case says of it; and what must be
 * known of whoever sends it.
 */
import { rows, type Tx } from '../base/database.js'
import { sayDate } from '../base/dates.js'
import { Forbidden, Invalid, type Problem, ProofNeeded } from '../base/errors.js'
import { fill } from '../base/text.js'
import { APPLICATION } from '../forms/application.js'
import { isBranch } from '../forms/engine/node.js'
import { parseForm, readValue } from '../forms/engine/parse.js'
import { unknownNames } from '../forms/engine/unknown.js'
import { isEmpty } from '../forms/engine/words.js'
import { isPlace } from '../forms/places.js'
import { strokeProblems } from '../forms/strokes.js'
import type { Actor } from '../people/actor.js'
import type { CorrectionItem, Facts } from '../workflow/facts.js'
import { FORMS } from '../workflow/forms.js'
import { repeatedItems } from '../workflow/rules.js'
import { WORDS } from '../workflow/words.js'
import { noSuchPage } from './documents.js'
import { conditionsOf } from './facts.js'
import type { Act } from '../workflow/machine.js'

/**
 * The input of an action by its form. Throws Invalid with everything that is wrong.
 *
 * @param today the day of the action
 */
export function parseInput(action: Act, input: unknown, facts: Facts, today: string): Record<string, unknown> {
  const parsed: Record<string, unknown> = readValue(FORMS[action], input)
  if (action === 'requestCorrection' || action === 'proposeCorrection') {
    const items = parsed.items as CorrectionItem[] // the forms of these actions have made them what they are
    const wrong = [...strangePlaces(items), ...(action === 'requestCorrection' ? repeatedItems(items, facts) : [])]
    if (wrong.length > 0) throw new Invalid(wrong)
  }
  const wrong = CHECKS[action]?.(parsed, today) ?? []
  if (wrong.length > 0) throw new Invalid(wrong)
  return parsed
}

/** Throws Invalid with the names that neither the action's form nor, among answers, the application has. */
export function requireKnown(action: Act, input: unknown): void {
  const { answers, ...rest } = isBranch(input) ? input : {}
  const strange =
    action === 'saveAnswers'
      ? [...unknownNames(FORMS[action], rest), ...unknownNames(APPLICATION, answers, 'answers')]
      : unknownNames(FORMS[action], input)
  if (strange.length > 0) throw new Invalid(strange)
}

/**
 * What of an action's form is filled in, while it is being written. Throws Invalid with everything
 * that is wrong with that; what is missing is not.
 */
export function parseWritten(action: Act, tree: unknown, today: string): Record<string, unknown> {
  const { partial, problems } = parseForm(FORMS[action], tree)
  const written: Record<string, unknown> = partial
  const wrong = problems.filter((one) => !isEmpty(one))
  wrong.push(...(CHECKS[action]?.(written, today) ?? []))
  if (wrong.length > 0) throw new Invalid(wrong)
  return written
}

/** The conditions of a recommendation: each in English, where any is, and a day on which they can still be met. */
function checkConditions(
  { conditions, conditionsEn, conditionsDueOn: dueOn }: Record<string, unknown>,
  today: string,
): Problem[] {
  const [said, translated] = [conditionsOf(conditions), conditionsOf(conditionsEn)]
  return [
    ...(conditionsEn === undefined || said.length === translated.length
      ? []
      : [notLineByLine(said.length, translated.length)]),
    ...(typeof dueOn === 'string' && dueOn < today ? [conditionsDuePast(today)] : []),
    ...(dueOn !== undefined && said.length === 0 ? [dueWithoutConditions] : []),
  ]
}

const dueWithoutConditions: Problem = {
  code: 'dueWithoutConditions',
  path: 'conditionsDueOn',
  message: {
    zh: '未填写附带条件，但填写了落实期限。请写明条件，或者清空日期。',
    en: 'You gave a date for conditions but no condition. Enter the conditions, or clear the date.',
  },
}

/** A firm that makes no statement has written none. */
const checkAnswer = ({ statement, noStatement }: Record<string, unknown>): Problem[] =>
  statement !== undefined && noStatement !== undefined ? [bothSaid] : []

const bothSaid: Problem = {
  code: 'bothSaid',
  path: 'noStatement',
  message: {
    zh: '既写了意见，又勾选了“不陈述意见”。请去掉勾选，或者清空意见。',
    en: 'You entered a response and ticked that you do not wish to respond. Clear the tick, or clear the response.',
  },
}

/** What the forms cannot say of some actions by themselves. */
const CHECKS: Readonly<Partial<Record<Act, (said: Record<string, unknown>, today: string) => Problem[]>>> = {
  recommend: checkConditions,
  answerIntention: checkAnswer,
  answerRevocation: checkAnswer,
  sign: ({ strokes }) => strokeProblems(String(strokes)),
}

const conditionsDuePast = (today: string): Problem => ({
  code: 'conditionsDuePast',
  path: 'conditionsDueOn',
  message: fill(
    {
      zh: '条件的落实期限已经过去，请填今天（{on}）或以后的日期。',
      en: 'The date for meeting the conditions is in the past. Enter today, {on}, or a later date.',
    },
    { on: sayDate(today) },
  ),
})

const notLineByLine = (said: number, translated: number): Problem => ({
  code: 'notLineByLine',
  path: 'conditionsEn',
  message: {
    zh: `附带条件有 ${said} 行，英文有 ${translated} 行：请逐行对应。`,
    en: `There are ${said} conditions, and ${translated} in English: write one line for each.`,
  },
})

/**
 * What issues or revokes a letter is done by somebody who has just shown who they are. Throws
 * ProofNeeded; Forbidden when a key asks.
 */
export function requireProof(action: Act, { kind, keyId, proved }: Actor): void {
  if (kind !== 'person' || !WORDS[action].proof) return
  if (keyId !== null) throw new Forbidden(byPersonOnly)
  if (!proved) throw new ProofNeeded()
}

const byPersonOnly = {
  zh: '出具和撤销推荐函须由本人登录后办理，不能用密钥办理。',
  en: 'Letters are issued and revoked by a person who has signed in, not by a key.',
}

/** A notice names places that the firm can find; a program may send any text. */
function strangePlaces(items: readonly CorrectionItem[]): Problem[] {
  return items.flatMap(({ on }, index) =>
    isPlace(on) ? [] : [{ code: 'noSuchPlace', path: `items.${index}.on`, message: noSuchPlace }],
  )
}

/** Of several files of a kind the longest one's pages; null where those of one are not known. */
const PAGES = `
  select kind, case when count(pages) = count(*) then max(pages) end as most
  from attachments where case_id = $1 and replaced_at is null group by kind`

/** Throws Invalid when an item of a correction names a page that its document does not have. */
export async function requirePages(
  tx: Tx,
  caseId: number,
  action: Act,
  parsed: Record<string, unknown>,
): Promise<void> {
  if (action !== 'requestCorrection' && action !== 'proposeCorrection') return
  const items = parsed.items as CorrectionItem[] // as in parseInput()
  if (!items.some(({ page }) => page)) return
  const pages = await rows<{ kind: string; most: number | null }>(tx, PAGES, [caseId])
  const wrong = items.flatMap(({ on, page }, index): Problem[] => {
    const { kind = '', most } = pages.find((one) => one.kind === on.replace(/^documents\./, '')) ?? {}
    if (!page || !most || page <= most) return []
    return [noSuchPage(`items.${index}.page`, kind, most, page)]
  })
  if (wrong.length > 0) throw new Invalid(wrong)
}

const noSuchPlace = {
  zh: '申请中没有这一项，请写材料种类、问题或章节的名称，或从列表中选。',
  en: 'There is no such item. Name a kind of document, a question or a section, or select one from the list.',
}

/** The same request id came with another input. */
export const otherInput = {
  code: 'requestIdUsed',
  path: 'requestId',
  message: {
    zh: '这个请求编号已经用于另一项内容；请换一个编号重新提交。',
    en: 'This request id was used for a different request. Send it again with a new id.',
  },
}
