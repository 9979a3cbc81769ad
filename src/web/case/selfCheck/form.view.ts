/** The form of the self-check on a page: its sections, the questions of “what if”, and what is carried on unseen. */
import type { Problem } from '../../../base/errors.js'
import type { Language } from '../../../base/text.js'
import { getNode, isBranch, listLeaves, valueAt } from '../../../forms/engine/node.js'
import { idOf, nameAttribute } from '../../../forms/engine/parts.js'
import { formView } from '../../../forms/engine/view.js'
import {
  askedAt,
  CHANGEABLE,
  type LevelQuestion,
  levelsForm,
  levelsSection,
  SECTIONS,
  SELF_CHECK,
} from '../../../forms/selfCheck.js'

/** The name under which a changed answer is sent. */
export const CHANGED = 'changed'

/** The form's sections, with what is wrong beside the questions; `asked` are those of the scorecard. */
export function sectionsView(
  tree: unknown,
  language: Language,
  problems: readonly Problem[],
  asked: readonly LevelQuestion[],
) {
  const view = (
    form: typeof SELF_CHECK | ReturnType<typeof levelsForm>,
    { paths, ...section }: (typeof SECTIONS)[number],
  ) => ({
    ...section,
    items: formView(form, tree, { language, problems, only: paths }).items,
  })
  const sections = SECTIONS.map((section) => view(SELF_CHECK, section))
  if (asked.length === 0) return sections
  const levels = view(levelsForm(asked), levelsSection(asked))
  return sections.flatMap((section) => (section.key === 'channel' ? [section, levels] : [section]))
}

/** The questions of “what if”, under names of their own; in its narrow column the degree is a list. */
export const changeView = (tree: unknown, language: Language, problems: readonly Problem[]) =>
  formView(SELF_CHECK, tree, { language, problems, only: CHANGEABLE, path: CHANGED }).items.map((item) =>
    item.part === 'parts/form/radios' ? { ...item, part: 'parts/form/select' } : item,
  )

/** The answers as hidden fields, as they were typed. Only what the form asks is carried on. */
export function hiddenOf(tree: unknown, asked: readonly LevelQuestion[] = []): { name: string; value: string }[] {
  const paths = [...listLeaves(getNode(SELF_CHECK)), ...levelsSection(asked).paths]
  return paths.flatMap((path) => fieldsOf(path, valueAt(tree, path)))
}

function fieldsOf(path: string, value: unknown): { name: string; value: string }[] {
  if (isBranch(value)) return Object.entries(value).flatMap(([key, inner]) => fieldsOf(`${path}.${key}`, inner))
  const simple = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  return simple && value !== '' ? [{ name: nameAttribute(path), value: String(value) }] : []
}

/** The id of the question by which a finding is put right. */
export const placeOf = (path: string): string => idOf(askedAt(path))
