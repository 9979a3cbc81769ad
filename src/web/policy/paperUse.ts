/** What an editor has to know of a kind of paper: what causes it, what follows from a draft, where its text is. */
import { path, withQuery } from '../../base/path.js'
import { type Bilingual, fill, joined, type Language, say } from '../../base/text.js'
import type { FormView } from '../../forms/engine/parts.js'
import { causedBeside } from '../../letters/paperKindCheck.js'
import type { Beside, Kind } from '../../reference/registry.js'
import type { Version, VersionLine } from '../../reference/versions.js'
import { link } from '../kit/pieces.js'

const PAPERS = 'paperKinds'
export const TEXTS = 'letterTemplates'

/** A form of a kind of paper, with what each action causes already; any other form as it is. */
export function withCauses(form: FormView, kind: Kind, key: string, beside: Beside, language: Language): FormView {
  if (kind.name !== PAPERS) return form
  const others = causedBeside(key, beside)
  // the form's own choices are strings
  const hintOf = (action: string): string | null => {
    const labels = others.get(action)
    return labels ? say(fill(CAUSES, { labels: joined(labels) }), language) : null
  }
  return {
    items: form.items.map((item) =>
      'label' in item && item.path === 'body.actions'
        ? { ...item, options: item.options.map((one) => ({ ...one, hint: hintOf(one.value) })) }
        : item,
    ),
  }
}

const CAUSES: Bilingual = { zh: '现有：{labels}', en: 'Now: {labels}' }

/** What to know of a version that is to come, and the way on to the text of a kind of paper. */
export function notesOf(
  kind: Kind,
  { id, key, body }: Version,
  beside: Beside,
  texts: readonly VersionLine[],
  edits: boolean,
) {
  const notes = kind.notes?.(body, key, beside) ?? []
  const text = texts.find(({ withdrawnAt }) => withdrawnAt === null)
  const onward =
    kind.name !== PAPERS
      ? undefined
      : text
        ? link({ zh: '查看这种文书的正文', en: 'View its text' }, path.entry(text.id))
        : edits && link({ zh: '编写正文', en: 'Write its text' }, withQuery(path.newEntry(TEXTS), { key }))
  return notes.length > 0 || onward ? { id, notes, text: onward } : undefined
}
