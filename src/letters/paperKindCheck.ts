/**
 * What the schema of a kind of paper cannot say: what causes it, by the chart, and what it names of
 * other reference data.
 */
import type { Problem } from '../base/errors.js'
import { type Bilingual, fill, joined } from '../base/text.js'
import { FORM } from './applicationForm.js'
import { type PaperKind, paperKindSchema } from './catalogue.js'
import type { Beside } from '../reference/registry.js'
import { WORDS } from '../workflow/words.js'

const MESSAGES = {
  causedByItsCase: {
    zh: '推荐函仅由推荐决定制作，此处不能填写动作。',
    en: 'A recommendation is only made by its decision. You cannot enter an action here.',
  },
  noSeries: {
    zh: '该日没有文号“{name}”。请先在“文号”中添加。',
    en: 'There is no number series “{name}” on that day. Add it under “Number series” first.',
  },
  noLimit: {
    zh: '该日没有时限“{name}”。',
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
    ...checkActions(paper, key),
    ...(has('numberSeries', paper.series) ? [] : [problem('noSeries', 'series', { name: paper.series })]),
    ...limits.flatMap(([path, name]) =>
      name === null || has('timeLimits', name) ? [] : [problem('noLimit', path, { name })],
    ),
  ]
}

/** Of the recommendation a second one, sealed and sent to the permit authority, would come of an action here. */
const checkActions = ({ actions }: PaperKind, key: string): Problem[] =>
  key === 'recommendation' && actions.length > 0 ? [problem('causedByItsCase', 'actions')] : []

/** By action, what the other kinds that it causes are called. */
export function causedBeside(key: string, beside: Beside): ReadonlyMap<string, readonly Bilingual[]> {
  const found = new Map<string, Bilingual[]>()
  for (const { kind, key: other, body } of beside) {
    const paper = kind === 'paperKinds' && other !== key ? paperKindSchema.safeParse(body).data : undefined
    if (paper) for (const action of paper.actions) found.set(action, [...(found.get(action) ?? []), paper.label])
  }
  return found
}

/** What a kind of paper will be used for, and what else has to be there. */
export function paperKindNotes(body: unknown, key: string, beside: Beside): Bilingual[] {
  const paper = paperKindSchema.safeParse(body).data
  if (!paper) return []
  const others = causedBeside(key, beside)
  const made = joined(paper.actions.map((action) => WORDS[action].label))
  const use = paper.actions.length > 0 ? fill(NOTES.made, { actions: made }) : NOTES.unused
  return [
    ...(MADE_BY_CODE.includes(key) ? [] : [use]),
    ...paper.actions.flatMap((action) =>
      (others.get(action) ?? []).map((label) => fill(NOTES.both, { action: WORDS[action].label, label })),
    ),
    ...(beside.some((one) => one.kind === 'letterTemplates' && one.key === key) ? [] : [NOTES.noText]),
  ]
}

const MADE_BY_CODE: readonly string[] = ['recommendation', FORM]
const NOTES = {
  made: {
    zh: '生效后，办理“{actions}”时制作。',
    en: 'Once in force it is made at: {actions}.',
  },
  unused: {
    zh: '没有勾选动作，暂不使用：批准后也不会制作。以后要用，请起草新版本并勾选动作。',
    en:
      'Not used yet: no action is selected, so it is not made, even once approved. To use it, draft a version ' +
      'that names an action.',
  },
  both: {
    zh: '“{action}”还会制作“{label}”，两种均制作。如要代替它，请起草“{label}”的新版本，自同一天起取消这一动作。',
    en:
      '“{action}” also causes “{label}”: both are made. To use this one instead, draft a version of “{label}” ' +
      'without that action from the same day.',
  },
  noText: {
    zh: '该日尚无经批准的正文；没有正文的不制作。',
    en: 'It has no approved template on that day. Without one it is not made.',
  },
} satisfies Record<string, Bilingual>
