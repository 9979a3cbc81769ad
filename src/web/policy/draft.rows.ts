/** A list in the body of reference data gets a row more or a row less; any list may be empty, and none has a limit. */
import { type Wish, withValue } from '../../forms/engine/body.js'
import { type Branch, valueAt } from '../../forms/engine/node.js'
import type { ChangedRows } from '../../forms/engine/rows.js'

/** Where the body stands in the form of a draft. */
export const BODY = 'body'

/** A row more or less; `fill` only asks for the form again. */
export function changeBody(tree: Branch, { kind, path }: Wish): ChangedRows {
  const keys = path.split('.')
  if (keys[0] !== BODY || kind === 'fill') return { tree: { ...tree }, at: path }
  const list = kind === 'add' ? keys : keys.slice(0, -1)
  const found = valueAt(tree, list.join('.'))
  const rows: unknown[] = Array.isArray(found) ? found : []
  const index = Number(keys.at(-1))
  const after = kind === 'add' ? [...rows, {}] : rows.filter((_, at) => at !== index)
  const other = withValue(tree, list, after) as ChangedRows['tree'] // the root of a tree is a branch
  return { tree: other, at: kind === 'add' ? [...list, rows.length].join('.') : list.join('.') }
}
