/** What the page of an assessment asks before the assessment itself: whether there is enough to decide. */
import type { Problem } from '../base/errors.js'
import * as ask from './engine/field.js'
import { type Branch, valueAt } from './engine/node.js'

export const ENOUGH = ask.form({
  desk: ask.group('', '', {
    enough: ask.choice('现有材料是否足以作出判断？', 'Are the documents sufficient for an assessment?', [
      { value: 'yes', label: { zh: '充分', en: 'Yes' } },
      { value: 'no', label: { zh: '不充分，须请企业补正', en: 'No, ask the firm for a correction' } },
    ]),
    missing: ask
      .longText('缺少或不清的内容', 'Missing or unclear items', { after: { field: 'enough', is: 'no' } })
      .optional(),
  }),
})

const NOT_ENOUGH: Problem = {
  code: 'notEnough',
  path: 'desk.enough',
  message: {
    zh: '您选择了材料不充分。请先请企业补正；已填的评估会保留。',
    en: 'You answered that the documents are not sufficient. Ask for the correction first. Your text is kept.',
  },
}
const ONLY_PROPOSES: Problem = {
  code: 'notProposed',
  path: 'desk.enough',
  message: {
    zh: '您选择了材料不充分。请先提议补正；已填的评估会保留。',
    en: 'You answered that the documents are not sufficient. Propose the correction first. Your text is kept.',
  },
}
const NOT_SAID: Problem = {
  code: 'required',
  path: 'desk.enough',
  message: { zh: '请先回答材料是否足以作出判断。', en: 'First answer whether the documents are sufficient.' },
}

/**
 * What is wrong with the answer; the page says with `desk[asked]` that it asked. A department that cannot ask the firm
 * itself reports that the documents are not enough once it has proposed what is missing.
 *
 * @param by whether the department asks the firm, has proposed what to ask, or still can
 */
export function enoughProblems(tree: Branch, by: 'asks' | 'hasProposed' | 'proposes'): readonly Problem[] {
  const enough = valueAt(tree, 'desk.enough')
  if (!valueAt(tree, 'desk.asked') || enough === 'yes') return []
  if (enough !== 'no') return [NOT_SAID]
  if (by === 'hasProposed') return []
  return [by === 'asks' ? NOT_ENOUGH : ONLY_PROPOSES]
}
