/** The input of an action or entry, by its form and by what the case says of it. */
import { Invalid } from '../base/errors.js'
import { ACTION_FORMS } from '../forms/actions.js'
import { parseForm } from '../forms/parse.js'
import type { CorrectionItem, Facts } from '../workflow/facts.js'
import { repeatedItems } from '../workflow/rules.js'

/** The input of an action by its form. Throws Invalid with everything that is wrong. */
export function parseInput(action: string, input: unknown, facts: Facts): Record<string, unknown> {
  const form = ACTION_FORMS[action]
  if (!form) throw new Error(`no form for ${action}`)
  const { value, problems } = parseForm(form, input)
  if (value === undefined) throw new Invalid(problems)
  const parsed = value as Record<string, unknown>
  if (action === 'requestCorrection') {
    // the form of this action has made them what they are
    const repeated = repeatedItems(parsed.items as CorrectionItem[], facts)
    if (repeated.length > 0) throw new Invalid(repeated)
  }
  return parsed
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
