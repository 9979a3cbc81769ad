/** Where what is told of a value stands in the form in which it was typed. */
import {
  type FormNode,
  findIndex,
  getRow,
  isBlank,
  isRecord,
  isRows,
  listChildren,
  listRows,
  memberOf,
} from './node.js'

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
      const row = getRow(node)
      ;[node, raw] = coded ? [listChildren(row)[1]?.[1] ?? row, memberOf(found.one, 'value')] : [row, found.one]
    } else {
      const child: FormNode | undefined = new Map(listChildren(node)).get(key)
      if (!child) break
      place.push(key)
      ;[node, raw] = [child, memberOf(raw, key)]
    }
  }
  return place.join('.')
}
