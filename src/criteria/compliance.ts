/**
 * The 31 forbidden acts (《网络主播行为规范》) by group, and whether a reviewer's findings on them are
 * complete. The acts are reference data of kind `forbiddenActs`.
 */
import type { z } from 'zod'
import type { Problem } from '../base/errors.js'
import { fill } from '../base/text.js'
import { SUBJECTS } from '../reference/subjects.js'
import * as ask from '../forms/engine/field.js'
import { label, order, source } from '../reference/shapes.js'

/** The body of kind `forbiddenActs`; the key is the group's code. */
export const actGroupSchema = ask.body({
  label,
  order,
  acts: ask.many(
    '行为',
    'Acts',
    ask.part('', '', {
      number: ask.whole('序号', 'Number', { min: 1 }),
      text: ask.bilingual('条文', 'Text', { long: true }),
    }),
    { min: 1, row: { zh: '第{n}项行为', en: 'act {n}' }, about: 'text' },
  ),
  confirms: ask.bilingual('未发现问题时的确认文字', 'Statement if nothing is found', { long: true }),
  /** Whose subject it is; those departments look at it. */
  departments: ask.choices('部门', 'Departments', SUBJECTS, { ordered: true }),
  source,
})
export type ActGroup = z.infer<typeof actGroupSchema>

/** A reviewer's finding on one group: clear, concern, breach. */
export interface ComplianceFinding {
  readonly group: string
  readonly result: string
  readonly note?: string | null | undefined
}

export const RESULT_MISSING = { zh: '请填写“{zh}”的核查结论。', en: 'Select a result for “{en}”.' }

const words = {
  unknown: {
    zh: '没有“{group}”这一组，请从列表中选择。',
    en: 'There is no group “{group}”. Select one from the list.',
  },
  twice: { zh: '“{zh}”填了两次，请删去一次。', en: '“{en}” is answered twice. Remove one.' },
  noSentence: {
    zh: '“{zh}”有疑点或违反，请用一句话写明何时、何事、见何处。',
    en: 'Explain the concern or breach on “{en}” in one sentence: what, when, and where it is shown.',
  },
}

/** The groups that a department looks at, in their order; all of them without one. */
export const listGroups = (
  groups: Readonly<Record<string, ActGroup>>,
  department?: string,
): readonly (ActGroup & { readonly code: string })[] =>
  Object.entries(groups)
    .filter(([, { departments }]) => department === undefined || departments.some((one) => one === department))
    .sort(([, one], [, other]) => one.order - other.order)
    .map(([code, group]) => ({ code, ...group }))

/**
 * What is wrong with a reviewer's findings: a group that does not exist or comes twice, one that is
 * missing (of the department's own, or of all without one), a concern or breach without a sentence.
 * Paths are `compliance.N.…`, or `compliance` for what is missing.
 */
export function checkCompliance(
  groups: Readonly<Record<string, ActGroup>>,
  findings: readonly ComplianceFinding[],
  department?: string,
): Problem[] {
  const problems: Problem[] = []
  const seen = new Set<string>()
  for (const [index, { group, result, note }] of findings.entries()) {
    const known = Object.hasOwn(groups, group) ? groups[group] : undefined
    if (!known) {
      const message = fill(words.unknown, { group })
      problems.push({ code: 'unknownGroup', path: `compliance.${index}.group`, message })
      continue
    }
    const names = { zh: known.label.zh, en: known.label.en }
    if (seen.has(group))
      problems.push({ code: 'twice', path: `compliance.${index}.group`, message: fill(words.twice, names) })
    seen.add(group)
    if (result !== 'clear' && !note?.trim())
      problems.push({ code: 'noSentence', path: `compliance.${index}.note`, message: fill(words.noSentence, names) })
  }
  for (const { code, label } of listGroups(groups, department))
    if (!seen.has(code)) {
      const message = fill(RESULT_MISSING, { zh: label.zh, en: label.en })
      problems.push({ code: 'missingGroup', path: 'compliance', message })
    }
  return problems
}
