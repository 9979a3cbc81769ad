/**
 * The input of an action or entry, by its form and by what the case says of it; and what must be
 * known of whoever sends it.
 */
import { Forbidden, Invalid, type Problem, ProofNeeded } from '../base/errors.js'
import { readValue } from '../forms/engine/parse.js'
import { isPlace } from '../forms/places.js'
import type { Actor } from '../people/actor.js'
import type { CorrectionItem, Facts } from '../workflow/facts.js'
import { FORMS } from '../workflow/forms.js'
import { repeatedItems } from '../workflow/rules.js'
import { WORDS } from '../workflow/words.js'
import { conditionsOf } from './facts.js'
import type { Act } from '../workflow/machine.js'

/** The input of an action by its form. Throws Invalid with everything that is wrong. */
export function parseInput(action: Act, input: unknown, facts: Facts): Record<string, unknown> {
  const parsed: Record<string, unknown> = readValue(FORMS[action], input)
  if (action === 'requestCorrection' || action === 'proposeCorrection') {
    const items = parsed.items as CorrectionItem[] // the forms of these actions have made them what they are
    const wrong = [...strangePlaces(items), ...(action === 'requestCorrection' ? repeatedItems(items, facts) : [])]
    if (wrong.length > 0) throw new Invalid(wrong)
  }
  const { conditionsEn } = parsed
  if (action === 'recommend' && conditionsEn !== undefined) {
    const [said, translated] = [conditionsOf(parsed.conditions), conditionsOf(conditionsEn)]
    if (said.length !== translated.length) throw new Invalid([notLineByLine(said.length, translated.length)])
  }
  return parsed
}

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

const noSuchPlace = {
  zh: '申请中没有这一项，请写材料种类、问题或章节的名称，或从列表中选。',
  en: 'The application has no such item. Name a kind of document, a question or a section, or choose one of the list.',
}

/** The same request id came with another input. */
export const otherInput = {
  code: 'requestIdUsed',
  path: 'requestId',
  message: {
    zh: '这个请求编号已经用于另一项内容；请换一个编号重新提交。',
    en: 'This request id was used for something else; send the request again with a new one.',
  },
}
