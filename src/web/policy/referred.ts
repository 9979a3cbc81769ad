/** Answers that are keys of another kind: what may be chosen, and what the chosen one is called. */
import { type Bilingual, type Language, say } from '../../base/text.js'
import { valueAt } from '../../forms/engine/node.js'
import { knownOptions } from '../../forms/engine/known.js'
import type { FieldView, FormView, ItemView } from '../../forms/engine/parts.js'
import type { Person } from '../../people/session.service.js'
import type { PolicyDrafts } from '../../reference/draft.service.js'
import { type Kind, type Kinds, nameOf } from '../../reference/registry.js'

/**
 * By the place of an answer, `*` for a row: every key that may stand there, with its name. `places.keys@kind`: where
 * the kind is chosen beside it.
 */
export type Referred = ReadonlyMap<string, ReadonlyMap<string, Bilingual>>

const EVERY_KIND = '*'

/** What may stand in the answers of a kind: what is in force on a day and, for an editor, what is drafted. */
export async function listReferred(
  drafts: PolicyDrafts,
  kinds: Kinds,
  { refers = {}, choices = {} }: Kind,
  today: string,
  editor?: Person,
): Promise<Referred> {
  const found = new Map<string, Map<string, Bilingual>>()
  const byKind = new Map<string, Map<string, Bilingual>>()
  for (const [place, name] of Object.entries(refers)) {
    if (name === EVERY_KIND) {
      found.set(place, new Map(kinds.list.map((kind) => [kind.name, kind.label])))
      for (const version of await drafts.inForce(today)) {
        const kind = kinds.find(version.kind)
        const at = `${place.replace(/[^.]+$/, 'keys')}@${version.kind}`
        if (kind) found.set(at, (found.get(at) ?? new Map()).set(version.key, nameOf(kind, version)))
      }
      continue
    }
    const names = byKind.get(name) ?? (await namesIn(drafts, kinds.get(name), today, editor))
    byKind.set(name, names)
    found.set(place, new Map(names))
  }
  for (const [place, options] of Object.entries(choices)) {
    const names = options.map(({ value, label }) => [value, label] as const)
    found.set(place, new Map([...names, ...(found.get(place) ?? [])]))
  }
  return found
}

async function namesIn(drafts: PolicyDrafts, kind: Kind, today: string, editor?: Person) {
  const names = new Map((await drafts.inForce(today, kind.name)).map((version) => [version.key, nameOf(kind, version)]))
  for (const { id, key, withdrawnAt } of editor ? await drafts.list(editor, kind.name) : [])
    if (editor && !withdrawnAt && !names.has(key)) names.set(key, nameOf(kind, (await drafts.get(editor, id)).version))
  return names
}

/** The names that may stand at a place of a body. */
export function namesAt(referred: Referred, path: string, body: unknown): ReadonlyMap<string, Bilingual> | undefined {
  const place = path.replace(/\.\d+(?=\.|$)/g, '.*')
  const kind = valueAt(body, path.replace(/[^.]+$/, 'kind'))
  return referred.get(place) ?? referred.get(`${place}@${String(kind)}`)
}

/** So many are narrowed by typing. */
const MANY = 20

/** The form with lists to choose from where a key of another kind stands; `tree`: what is typed below `prefix`. */
export function withChoices(
  form: FormView,
  referred: Referred,
  { prefix = '', tree, language }: { readonly prefix?: string; readonly tree: unknown; readonly language: Language },
): FormView {
  const change = (item: ItemView): ItemView => {
    if (!('label' in item))
      return {
        ...item,
        items: item.items.map(change),
        rows: item.rows.map((row) => ({ ...row, items: row.items.map(change) })),
      }
    const names = item.path.startsWith(prefix) ? namesAt(referred, item.path.slice(prefix.length), tree) : undefined
    return names ? chosenOf(item, names, language) : item
  }
  return { items: form.items.map(change) }
}

function chosenOf(item: FieldView, names: ReadonlyMap<string, Bilingual>, language: Language): FieldView {
  const several = item.part === 'parts/form/textarea'
  const chosen = several ? item.value.split('\n').filter(Boolean) : item.value === '' ? [] : [item.value]
  const known = [
    ...[...names].map(([value, name]) => ({ value, label: say(name, language) })),
    ...chosen.filter((value) => !names.has(value)).map((value) => ({ value, label: value })),
  ]
  const options = knownOptions(item, known).map((one) => ({ ...one, chosen: chosen.includes(one.value) }))
  if (!several) {
    const groups = options.length > MANY ? [{ label: item.label, options }] : []
    return { ...item, part: 'parts/form/select', options, groups }
  }
  const describedBy = item.errors.length > 0 ? item.errorId : null
  return { ...item, part: 'parts/form/checkboxes', name: `${item.name}[]`, options, hint: null, describedBy }
}
