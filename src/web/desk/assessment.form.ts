/** What the page of an assessment asks besides the assessment itself: whether there is enough to decide. */
import type { Problem } from '../../base/errors.js'
import { REPORT_FORM } from '../../forms/actions.js'
import * as ask from '../../forms/engine/field.js'
import { type Branch, valueAt } from '../../forms/engine/node.js'
import { parseForm } from '../../forms/engine/parse.js'

export const ENOUGH = ask.form({
  desk: ask.group('', '', {
    enough: ask.choice('现有材料够不够作出判断？', 'Is there enough to decide?', [
      { value: 'yes', label: { zh: '够', en: 'Yes' } },
      { value: 'no', label: { zh: '不够，要请企业补正', en: 'No, the firm must be asked' } },
    ]),
    missing: ask
      .longText('缺什么，或者哪里不清', 'What is missing or unclear', { after: { field: 'enough', is: 'no' } })
      .optional(),
  }),
})

/** Everything that is wrong with an assessment, also when the first question stops it. */
export const reportProblems = (input: Branch): readonly Problem[] => parseForm(REPORT_FORM, input).problems

/** What is wrong with the first question of the page; the page says with `desk[asked]` that it asked. */
export function enoughProblems(tree: Branch): Problem[] {
  if (!valueAt(tree, 'desk.asked') || valueAt(tree, 'desk.enough') === 'yes') return []
  const said = valueAt(tree, 'desk.enough') === 'no'
  return [
    {
      code: said ? 'notEnough' : 'required',
      path: 'desk.enough',
      message: said
        ? {
            zh: '您写了材料不够判断。请先去补正；已填的评估会留着。',
            en: 'You say there is not enough to decide. Ask for the correction first; what you have written is kept.',
          }
        : { zh: '请先回答现有材料够不够作出判断。', en: 'Say first whether there is enough to decide.' },
    },
  ]
}
