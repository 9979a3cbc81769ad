/**
 * What is sensitive in a tree of answers, by the form's own word (`data: 'sensitive'`): on writing
 * each such answer becomes a sealed text in its place, on reading it becomes itself again. The
 * place is table, column, row and path, so that a value moved elsewhere cannot be opened. The one
 * pair of functions for all answers and all that events say.
 */
import type { z } from 'zod'
import { NotNow } from '../../base/errors.js'
import { open, type SealKey, seal } from '../../base/seal.js'
import { type FormNode, getNode, getRow, isBranch, isGroup, isRows, listChildren } from '../../forms/engine/node.js'

const PREFIX = 'sealed:'

/** A value of any shape as a sealed text. */
export function sealValue(key: SealKey, value: unknown, place: string): string {
  return PREFIX + seal(key, JSON.stringify(value), place).toString('base64url')
}

/**
 * A sealed text as the value that it was; anything else, from before values were sealed, as it is.
 * Undefined when the key has been destroyed.
 * @throws SealBroken when it stands in another place, or was changed
 */
export function openValue(key: SealKey | null, value: unknown, place: string): unknown {
  if (typeof value !== 'string' || !value.startsWith(PREFIX)) return value
  if (key === null) return undefined
  return JSON.parse(open(key, Buffer.from(value.slice(PREFIX.length), 'base64url'), place).toString())
}

/** Whether there is anything sensitive at or below a node; forms never change. */
const touched = new WeakMap<FormNode, boolean>()

function isTouched(node: FormNode): boolean {
  const known = touched.get(node)
  if (known !== undefined) return known
  const children = isRows(node) ? [getRow(node)] : isGroup(node) ? listChildren(node).map(([, child]) => child) : []
  const found = node.ui.data === 'sensitive' || children.some(isTouched)
  touched.set(node, found)
  return found
}

type Change = (value: unknown, place: string) => unknown

/**
 * The tree with every sensitive answer changed; what changes to undefined is left out. Parts
 * without any are the same objects.
 */
function through(node: FormNode, value: unknown, place: string, change: Change): unknown {
  if (value === undefined || value === null || !isTouched(node)) return value
  if (isRows(node) && Array.isArray(value))
    return value.map((one: unknown, index) => through(getRow(node), one, `${place}.${index}`, change))
  // a draft may hold anything: what stands where a group should be is treated like what should stand in it
  if (!isGroup(node) || !isBranch(value)) return change(value, place)
  const changed: Record<string, unknown> = { ...value }
  for (const [key, child] of listChildren(node)) {
    if (!Object.hasOwn(value, key)) continue
    const now = through(child, value[key], `${place}.${key}`, change)
    if (now === undefined) delete changed[key]
    else changed[key] = now
  }
  return changed
}

/** The tree as it is stored. Throws NotNow when there is something to seal and no key any more. */
export function sealTree(form: z.ZodObject, key: SealKey | null, tree: unknown, place: string): unknown {
  return through(getNode(form), tree, place, (value, at) => sealValue(needed(key), value, at))
}

/** The key, where something is to be written. Throws NotNow when it has been destroyed. */
export function needed(key: SealKey | null): SealKey {
  if (key === null) throw new NotNow([erased])
  return key
}

const erased = {
  code: 'erased',
  zh: '本案的个人信息已经删除，不能再写入。',
  en: 'The personal data of this case have been erased. Nothing more can be added.',
}

/**
 * The tree as it was before sealTree; without its sensitive answers when the key has been destroyed.
 * @throws SealBroken
 */
export function openTree(form: z.ZodObject, key: SealKey | null, tree: unknown, place: string): unknown {
  return through(getNode(form), tree, place, (value, at) => openValue(key, value, at))
}
