/** A list gets a row more or a row less: one rule for every list of every form, at any depth. */
import type { z } from 'zod'
import { MOST_ROWS, type Wish, withValue } from './body.js'
import { type Branch, findIndex, findNode, getNode, isRows, valueAt } from './node.js'

export interface ChangedRows {
  readonly tree: Record<string, unknown>
  /** Where the page goes on: at the row that came, or at the list that has one less, or can have no more. */
  readonly at: string
}

const put = (tree: Branch, path: string, value: unknown) =>
  withValue(tree, path.split('.'), value) as ChangedRows['tree'] // the root of a tree is a branch

/**
 * Adds an empty row to a list at any depth, or takes one out; brings a group that may be there, or
 * takes it away. A wish that does not fit the form changes nothing.
 */
export function changeRows(schema: z.ZodObject, tree: Branch, { kind, path }: Wish): ChangedRows {
  const keys = path.split('.')
  const list = kind === 'add' ? path : keys.slice(0, -1).join('.')
  const whole = findNode(getNode(schema), path)
  if (whole?.ui.maybe && kind !== 'fill') return { tree: put(tree, path, kind === 'add' ? {} : undefined), at: path }
  const node = findNode(getNode(schema), list)
  const rows = valueAt(tree, list)
  // a list without a row is shown with an empty one
  const given: unknown[] = Array.isArray(rows) ? rows : []
  const shown = given.length > 0 || node?.ui.bare ? given : [{}]
  if (!node || !isRows(node) || kind === 'fill') return { tree: { ...tree }, at: path }
  if (kind === 'add') {
    const full = shown.length >= Math.min(node.ui.most ?? MOST_ROWS, MOST_ROWS)
    return full
      ? { tree: { ...tree }, at: list }
      : { tree: put(tree, list, [...shown, {}]), at: `${list}.${shown.length}` }
  }
  const index = findIndex(keys.at(-1) ?? '')
  if (index === undefined || index >= shown.length) return { tree: { ...tree }, at: list }
  return {
    tree: put(
      tree,
      list,
      shown.filter((_, at) => at !== index),
    ),
    at: list,
  }
}

/**
 * Whether the lists on the way to a path have as many rows in one tree as in another, so that it
 * names the same row in both.
 */
export const sameRows = (one: unknown, other: unknown, path: string): boolean =>
  path.split('.').every((_, depth, keys) => {
    const [here, there] = [one, other].map((tree) => valueAt(tree, keys.slice(0, depth + 1).join('.')))
    return !Array.isArray(here) || !Array.isArray(there) || here.length === there.length
  })
