/** Where what is told of a value stands in the form in which it was typed, and how that place is called. */
import type { Bilingual } from '../../base/text.js'
import {
  type FormNode,
  findIndex,
  getRow,
  innerOf,
  isBlank,
  isPair,
  isRecord,
  isRows,
  listChildren,
  listRows,
  memberOf,
} from './node.js'
import { shortAbout, withAbout } from './show.js'
import { rowLabel } from './words.js'

/**
 * Where in a tree as it was typed a member of the value stands that was made of it: rows that were left blank count in
 * the one and not in the other, and what a record has under a code stands in a row. The nearest question around it when
 * the member has none of its own.
 */
export function placeIn(root: FormNode, tree: unknown, path: string): string {
  const place: string[] = []
  let [node, raw]: [FormNode, unknown] = [root, tree]
  for (const key of path === '' ? [] : path.split('.')) {
    if (isRows(node)) {
      const rows = (listRows(node, raw) ?? []).map((one, index) => ({ one, index })).filter(({ one }) => !isBlank(one))
      const coded = isRecord(node)
      const found = coded ? rows.find(({ one }) => memberOf(one, 'key') === key) : rows[findIndex(key) ?? -1]
      if (!found) break
      place.push(String(found.index), ...(coded ? ['value'] : []))
      ;[node, raw] = coded ? [innerOf(node), memberOf(found.one, 'value')] : [getRow(node), found.one]
    } else {
      const child: FormNode | undefined = new Map(listChildren(node)).get(key)
      if (!child) break
      place.push(key)
      ;[node, raw] = [child, memberOf(raw, key)]
    }
  }
  return place.join('.')
}

/**
 * The headings around a question, for sentences that name it themselves; and its whole place, for
 * those that do not.
 */
export interface PlaceLabels {
  readonly around: Bilingual
  readonly whole: Bilingual
}

const joined = (labels: readonly Bilingual[]): Bilingual => ({
  zh: labels.flatMap(({ zh }) => zh || []).join(' › '),
  en: labels.flatMap(({ en }) => en || []).join(' › '),
})

/** How a place is called in a form with these answers; as far as it leads, when the form has no such question. */
export function placeLabels(root: FormNode, tree: unknown, path: string): PlaceLabels {
  const [around, whole]: [Bilingual[], Bilingual[]] = [[], []]
  let [node, raw]: [FormNode, unknown] = [root, tree]
  for (const key of path.split('.')) {
    const index = isRows(node) ? findIndex(key) : undefined
    const child: FormNode | undefined = index === undefined ? new Map(listChildren(node)).get(key) : getRow(node)
    if (!child) break
    // a text in two languages is named as one
    if (!isPair(node)) around.push(node.ui.label)
    const one = index === undefined ? memberOf(raw, key) : listRows(node, raw)?.[index]
    whole.push(index === undefined ? child.ui.label : withAbout(rowLabel(node.ui, index), shortAbout(node, one)))
    ;[node, raw] = [child, one]
  }
  return { around: joined(around), whole: joined(whole) }
}
