/** Answers that are keys of another kind: what may be chosen, and what the chosen one is called. */
import { type Bilingual, type Language, say } from '../../base/text.js'
import { withOptions } from '../../forms/engine/known.js'
import type { FormView } from '../../forms/engine/parts.js'
import type { Person } from '../../people/session.service.js'
import type { PolicyDrafts } from '../../reference/draft.service.js'
import { type Kind, type Kinds, nameOf } from '../../reference/registry.js'

/** By the place of an answer: every key that may stand there, with its name. */
export type Referred = ReadonlyMap<string, ReadonlyMap<string, Bilingual>>

/** What may stand in the answers of a kind: what is in force on a day and, for an editor, what is drafted. */
export async function listReferred(
  drafts: PolicyDrafts,
  kinds: Kinds,
  { refers = {} }: Kind,
  today: string,
  editor?: Person,
): Promise<Referred> {
  const found = new Map<string, ReadonlyMap<string, Bilingual>>()
  for (const [place, name] of Object.entries(refers)) {
    const kind = kinds.get(name)
    const names = new Map((await drafts.inForce(today, name)).map((version) => [version.key, nameOf(kind, version)]))
    for (const { id, key, withdrawnAt } of editor ? await drafts.list(editor, name) : [])
      if (editor && !withdrawnAt && !names.has(key))
        names.set(key, nameOf(kind, (await drafts.get(editor, id)).version))
    found.set(place, names)
  }
  return found
}

/** The form with lists to choose from where a key of another kind stands. */
export function withChoices(form: FormView, referred: Referred, prefix: string, language: Language): FormView {
  return [...referred].reduce((view, [place, names]) => {
    const known = [...names].map(([value, name]) => ({ value, label: say(name, language) }))
    const at = prefix + place
    const typed = view.items.find((item) => item.path === at && 'value' in item)
    const strange = typed && 'value' in typed && typed.value !== '' && !names.has(typed.value) ? [typed.value] : []
    return withOptions(view, at, [...known, ...strange.map((value) => ({ value, label: value }))])
  }, form)
}
