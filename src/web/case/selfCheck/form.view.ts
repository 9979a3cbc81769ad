/** The form of the self-check on a page: its sections, the questions of “what if”, and what is carried on unseen. */
import type { Problem } from '../../../base/errors.js'
import type { Language } from '../../../base/text.js'
import { getNode, isBranch, listLeaves, valueAt } from '../../../forms/engine/node.js'
import { idOf, nameAttribute } from '../../../forms/engine/parts.js'
import { formView } from '../../../forms/engine/view.js'
import { CHANGEABLE, SECTIONS, SELF_CHECK } from '../../../forms/selfCheck.js'

/** The name under which a changed answer is sent. */
export const CHANGED = 'changed'

/** The form's sections, with what is wrong beside the questions. */
export const sectionsView = (tree: unknown, language: Language, problems: readonly Problem[]) =>
  SECTIONS.map(({ paths, ...section }) => ({
    ...section,
    items: formView(SELF_CHECK, tree, { language, problems, only: paths }).items,
  }))

/** The questions of “what if”, under names of their own; in its narrow column the degree is a list. */
export const changeView = (tree: unknown, language: Language, problems: readonly Problem[]) =>
  formView(SELF_CHECK, tree, { language, problems, only: CHANGEABLE, path: CHANGED }).items.map((item) =>
    item.part === 'parts/form/radios' ? { ...item, part: 'parts/form/select' } : item,
  )

/** The answers as hidden fields, as they were typed. Only what the form asks is carried on. */
export function hiddenOf(tree: unknown): { name: string; value: string }[] {
  const root = getNode(SELF_CHECK)
  return listLeaves(root).flatMap((path) => fieldsOf(path, valueAt(tree, path)))
}

function fieldsOf(path: string, value: unknown): { name: string; value: string }[] {
  if (isBranch(value)) return Object.entries(value).flatMap(([key, inner]) => fieldsOf(`${path}.${key}`, inner))
  const simple = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  return simple && value !== '' ? [{ name: nameAttribute(path), value: String(value) }] : []
}

/** The id of the question by which a finding is put right. */
export const placeOf = (path: string): string => idOf(path.replace(/^documents\./, 'papers.'))
