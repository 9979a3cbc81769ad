/** What is said of a time limit that begins with an action though the case stays in its state. */
import { type Bilingual, fill, type Language, say } from '../../base/text.js'
import { reworded } from '../../forms/engine/known.js'
import type { FormView } from '../../forms/engine/parts.js'
import type { Act } from '../../workflow/machine.js'
import type { PageContext } from '../case/clock.view.js'
import type { Consequence } from '../../workflow/effectWords.js'
import { day } from '../kit/page.js'

const LIMITS: Readonly<Partial<Record<Act, { readonly limit: string; readonly name: Bilingual }>>> = {
  consult: { limit: 'consultation', name: { zh: '被征询部门的期限', en: 'Time limit of the department consulted' } },
  proposeRevocation: { limit: 'revocation', name: { zh: '企业答复的期限', en: 'Time limit for the firm’s response' } },
  announceRefusal: { limit: 'intention', name: { zh: '企业答复的期限', en: 'Time limit for the firm’s response' } },
}

const OWN_CLOCK: Bilingual = { zh: '办理时限', en: 'Our time limit' }
const GOES_ON: Bilingual = { zh: '继续计算，不中止', en: 'keeps running' }
const EXTENDS: Bilingual = {
  zh: '按所填工作日顺延；告知企业的最迟决定日一并顺延',
  en: 'moves by the working days entered, and so does the day promised to the firm',
}
const STOPS: Bilingual = {
  zh: '从今天起停止计算，答复后续计；期满未答复的自动续计',
  en: 'paused from today; resumes with the response, or automatically after that day',
}

/** @param stops whether the case's own clock stops meanwhile; undefined where none runs */
export function limitBegun(action: Act, context: PageContext, stops?: boolean): Consequence[] {
  if (action === 'extendLimit') return [{ name: OWN_CLOCK, text: EXTENDS }]
  const begins = LIMITS[action]
  const limit = begins && context.limits.get(begins.limit)
  if (!limit) return []
  const { on, provisional } = context.calendar.dueOn(context.today, limit)
  const until = provisional
    ? { zh: '到{on}（暂定）', en: 'until {on} (provisional)' }
    : { zh: '到{on}', en: 'until {on}' }
  return [
    { name: begins.name, text: fill(until, { on: day(on, 'weekday') }) },
    ...(stops === undefined ? [] : [{ name: OWN_CLOCK, text: stops ? STOPS : GOES_ON }]),
  ]
}

const AT_MOST = { zh: '最多{most}个工作日，每个环节一次。', en: 'At most {most}, once per stage.' }

/** The form of an extension, with the most days that the rules allow. */
export const withMost = (form: FormView, most: number, language: Language): FormView => ({
  items: form.items.map((item) =>
    item.path === 'days' && 'label' in item ? reworded(item, { hint: say(fill(AT_MOST, { most }), language) }) : item,
  ),
})
