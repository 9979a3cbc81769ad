/** A form's schema as a tree of questions: what is inside the wrappers of zod, and where a path leads. */
import { z } from 'zod'
import { group, text } from './field.js'
import type { Ui } from './ui.js'

/** One node of a form: its own schema without wrappers, its metadata, and whether it may be left out. */
export interface FormNode {
  readonly schema: z.ZodType
  readonly ui: Ui
  readonly optional: boolean
  /** What stands for an answer that was left out: zod's default, or null where null is what may stand there. */
  readonly fallback: unknown
}

/**
 * The children of a group and the row of a group of rows are zod types; zod's own types only say
 * that they are core types.
 */
const asType = (schema: z.core.$ZodType): z.ZodType => schema as z.ZodType

/** Schemas never change, and looking inside zod's wrappers costs more than reading an answer. */
const nodes = new WeakMap<z.ZodType, FormNode>()
const childrenOf = new WeakMap<FormNode, [string, FormNode][]>()

/** A node from a schema. Error when the schema was not made with the makers of field.ts. */
export function getNode(schema: z.ZodType): FormNode {
  const known = nodes.get(schema)
  if (known) return known
  const node = unwrap(schema)
  nodes.set(schema, node)
  return node
}

function unwrap(schema: z.ZodType): FormNode {
  let inner = schema
  let optional = false
  let fallback: unknown
  for (;;) {
    if (inner instanceof z.ZodOptional || inner instanceof z.ZodNullable) {
      optional = true
      if (inner instanceof z.ZodNullable) fallback ??= null
      inner = asType(inner.unwrap())
    } else if (inner instanceof z.ZodDefault || inner instanceof z.ZodPrefault) {
      optional = true
      fallback = inner.def.defaultValue
      inner = asType(inner.unwrap())
    } else break
  }
  const ui = z.globalRegistry.get(inner)?.['x-ui']
  if (!ui) throw new Error('a question without x-ui')
  return { schema: inner, ui, optional, fallback }
}

/** The children of a group by key, in the order of the declaration; empty for anything else. */
export function listChildren(node: FormNode): readonly [string, FormNode][] {
  const known = childrenOf.get(node)
  if (known) return known
  const shape = node.schema instanceof z.ZodObject ? node.schema.shape : {}
  const children = Object.entries(shape).map(([key, child]): [string, FormNode] => [key, getNode(asType(child))])
  childrenOf.set(node, children)
  return children
}

const CODE = text('代码', 'Code', { width: 20 })
/** The question for the code of an entry of a record. */
export const CODE_OF_ENTRY = getNode(CODE)
const rowsOf = new WeakMap<z.ZodType, FormNode>()

/**
 * The row of a group of rows, as a group; of a record, its code and what stands under it; of lines,
 * the question of one line.
 */
export function getRow({ schema }: FormNode): FormNode {
  if (schema instanceof z.ZodArray) return getNode(asType(schema.element))
  if (!(schema instanceof z.ZodRecord)) throw new Error('no rows')
  const known = rowsOf.get(schema) ?? getNode(group('', '', { key: CODE, value: asType(schema.valueType) }))
  rowsOf.set(schema, known)
  return known
}

/** What stands under each code of a record. */
export function innerOf({ schema }: FormNode): FormNode {
  if (!(schema instanceof z.ZodRecord)) throw new Error('no record')
  return getNode(asType(schema.valueType))
}

export const isRecord = (node: FormNode): boolean => node.ui.control === 'record'
export const isRows = (node: FormNode): boolean => node.ui.control === 'rows' || isRecord(node)
export const isPair = (node: FormNode): boolean => node.ui.control === 'pair'
export const isGroup = (node: FormNode): boolean => node.ui.control === 'group' || isPair(node)
/** One answer that stands in one place: a cell, a line. A text in two languages is one. */
export const isPlain = (node: FormNode): boolean => isPair(node) || !(isGroup(node) || isRows(node))

/** The rows that stand in a tree: as they were typed, or of a record as it is kept; undefined when it is no list. */
export function listRows(node: FormNode, raw: unknown): readonly unknown[] | undefined {
  if (raw === undefined || raw === null) return []
  if (Array.isArray(raw)) return raw
  return isRecord(node) && isBranch(raw) ? Object.entries(raw).map(([key, value]) => ({ key, value })) : undefined
}

/** Whether a question is shown, by the answer beside it that it follows from. */
export const isAsked = ({ ui: { after } }: FormNode, answers: unknown): boolean =>
  !after || String(memberOf(answers, after.field)) === after.is

/**
 * Whether a question is asked no more and holds no answer of an earlier version of its form; of a group, whether all
 * of its questions are so.
 */
export function isGone(node: FormNode, raw: unknown): boolean {
  if (node.ui.retired) return isBlank(raw)
  const children = isGroup(node) ? listChildren(node) : []
  return children.length > 0 && children.every(([key, child]) => isGone(child, memberOf(raw, key)))
}

/** An index of a row, 0 to 9999; undefined when the text is none. */
export const findIndex = (key: string): number | undefined => (/^\d{1,4}$/.test(key) ? Number(key) : undefined)

/** The node at a path (`talent.resume.3.from`), or undefined when the form has none. */
export function findNode(root: FormNode, path: string): FormNode | undefined {
  let node: FormNode | undefined = root
  for (const key of path.split('.')) {
    if (!node) return undefined
    if (isRows(node)) node = findIndex(key) === undefined ? undefined : getRow(node)
    else node = listChildren(node).find(([name]) => name === key)?.[1]
  }
  return node
}

/** The nodes at some paths, or the children; what the form does not have is left out. */
export const findNodes = (root: FormNode, only?: readonly string[]): readonly [path: string, node: FormNode][] =>
  only?.flatMap((path): [string, FormNode][] => {
    const node = findNode(root, path)
    return node ? [[path, node]] : []
  }) ?? listChildren(root)

/** The paths of all questions below a node; rows count as one. */
export function listLeaves(node: FormNode, path = ''): string[] {
  if (!isGroup(node)) return [path]
  return listChildren(node).flatMap(([key, child]) => listLeaves(child, path ? `${path}.${key}` : key))
}

/** How deep a tree of answers may be; what lies deeper is never looked at. */
export const MOST_LEVELS = 12

export type Branch = Readonly<Record<string, unknown>>

/** True for a plain JSON object; nothing else has members that are answers. */
export const isBranch = (value: unknown): value is Branch =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The own member of an object or array, never one of its prototype; undefined when there is none. */
export function memberOf(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
  return (value as Branch)[key] // hasOwn has seen it
}

/** What stands at a path of a tree of answers. */
export const valueAt = (tree: unknown, path: string): unknown => path.split('.').reduce(memberOf, tree)

/** The text that stands at a path, without spaces around it; empty when there is none. */
export function textAt(tree: unknown, path: string): string {
  const found = valueAt(tree, path)
  return typeof found === 'string' ? found.trim() : ''
}

/** The rows that stand at a path; none when it is no list. */
export function rowsAt(tree: unknown, path: string): readonly unknown[] {
  const found = valueAt(tree, path)
  return Array.isArray(found) ? found : []
}

/** Whether a path is the root's own or lies below it. */
export const isWithin = (path: string, root: string): boolean => path === root || path.startsWith(`${root}.`)

/** True when nothing was typed: nothing, blanks, and branches of them. */
export function isBlank(raw: unknown, depth = 0): boolean {
  if (raw === undefined || raw === null) return true
  if (typeof raw === 'string') return raw.length < 1000 && raw.trim() === ''
  return typeof raw === 'object' && depth < MOST_LEVELS && Object.values(raw).every((one) => isBlank(one, depth + 1))
}
