/**
 * What the schema of a kind of paper cannot say: what causes it, by the chart, and what it names of
 * other reference data.
 */
import type { Problem } from '../base/errors.js'
import { type Bilingual, fill } from '../base/text.js'
import { type PaperKind, paperKindSchema } from './catalogue.js'
import type { Beside } from '../reference/registry.js'
import { WORDS } from '../workflow/words.js'

const MESSAGES = {
  causedByItsCase: {
    zh: '推荐函只由推荐决定引起，这里不能填动作。',
    en: 'A recommendation is caused by its decision alone; no action may stand here.',
  },
  causesAnother: {
    zh: '那天“{action}”已引起“{zh}”。一个动作只引起一份文书：请先改那一种。',
    en: '“{action}” causes “{en}” on that day. An action causes one paper: change that kind first.',
  },
  noSeries: {
    zh: '那天没有文号“{name}”。请先在“文号”中添加。',
    en: 'There is no number series “{name}” on that day. Add it under “Number series” first.',
  },
  noLimit: {
    zh: '那天没有时限“{name}”。',
    en: 'There is no time limit “{name}” on that day.',
  },
} satisfies Record<string, Bilingual>

const problem = (
  code: keyof typeof MESSAGES,
  path: string,
  values: Readonly<Record<string, string | Bilingual>> = {},
): Problem => ({
  code,
  path,
  message: fill(MESSAGES[code], values),
})

/** @param beside what is in force on its day */
export function checkPaperKind(body: unknown, key: string, _before: unknown, beside: Beside): Problem[] {
  const paper = paperKindSchema.parse(body) // checked before
  const has = (kind: string, name: string) => beside.some((one) => one.kind === kind && one.key === name)
  const limits = [
    ['validity', paper.validity],
    ['term', paper.term],
  ] as const
  return [
    ...checkActions(paper, key, beside),
    ...(has('numberSeries', paper.series) ? [] : [problem('noSeries', 'series', { name: paper.series })]),
    ...limits.flatMap(([path, name]) =>
      name === null || has('timeLimits', name) ? [] : [problem('noLimit', path, { name })],
    ),
  ]
}

/** Of the recommendation a second one, sealed and sent to the permit authority, would come of an action here. */
function checkActions({ actions }: PaperKind, key: string, beside: Beside): Problem[] {
  if (key === 'recommendation') return actions.length > 0 ? [problem('causedByItsCase', 'actions')] : []
  const others = beside.flatMap((one) => {
    const other = one.kind === 'paperKinds' && one.key !== key ? paperKindSchema.safeParse(one.body).data : undefined
    return other ?? []
  })
  return actions.flatMap((action) => {
    const other = others.find((one) => one.actions.includes(action))
    return other ? [problem('causesAnother', 'actions', { action: WORDS[action].label, ...other.label })] : []
  })
}
