/** Names that a form does not ask for: a program that misspells one hears it, instead of losing what it sent. */
import type { z } from 'zod'
import type { Problem } from '../../base/errors.js'
import { fill } from '../../base/text.js'
import {
  type FormNode,
  getNode,
  getRow,
  isBranch,
  isGroup,
  isRows,
  listChildren,
  listRows,
  MOST_LEVELS,
} from './node.js'

/** Beyond this many nobody reads on. */
const MOST_TOLD = 100

/**
 * The names in a tree that its form does not have, at every depth, each with its path below `at`;
 * what an answer is and whether it is right is not looked at. Never throws.
 */
export function unknownNames(schema: z.ZodType, tree: unknown, at = ''): Problem[] {
  const found: string[] = []
  const walk = (node: FormNode, raw: unknown, path: string, depth: number): void => {
    if (depth > MOST_LEVELS || found.length >= MOST_TOLD) return
    if (isRows(node)) {
      const row = getRow(node)
      for (const [index, one] of (listRows(node, raw) ?? []).entries()) walk(row, one, join(path, index), depth + 1)
    } else if (isGroup(node) && isBranch(raw)) {
      const children = new Map(listChildren(node))
      for (const [key, inner] of Object.entries(raw)) {
        const child = children.get(key)
        if (child) walk(child, inner, join(path, key), depth + 1)
        else found.push(join(path, key))
      }
    }
  }
  walk(getNode(schema), tree, at, 0)
  return found.slice(0, MOST_TOLD).map(unknownName)
}

const join = (path: string, key: string | number): string => (path ? `${path}.${key}` : String(key))

/** What is said of a name that is not known, by its path. */
export const unknownName = (path: string): Problem => ({
  code: 'unknownName',
  path,
  message: fill(
    {
      zh: '没有名为“{path}”的项，请对照接口说明核对名称。',
      en: 'There is no item named “{path}” here. Check the name in the API description.',
    },
    { path },
  ),
})
