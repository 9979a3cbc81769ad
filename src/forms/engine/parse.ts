/**
 * A tree of answers, typed or sent, made into the value that a form asks for. Everything that is wrong is named at once, each with its path; what is
 * right alone is handed out even when the rest is not, so that a half-filled application can be judged. Never throws on any JSON.
 */
import type { z } from 'zod'
import type { Problem } from '../../base/errors.js'
import type { Bilingual } from '../../base/text.js'
import {
  type FormNode,
  findIndex,
  getNode,
  getRow,
  isBranch,
  isGroup,
  isRows,
  listChildren,
  MOST_LEVELS,
  memberOf,
} from './node.js'
import { readLeaf } from './read.js'
import { emptyFault, type Fault, nameOf, problemOf, rowName } from './words.js'

/** The same shape with every member optional, in every depth. */
export type DeepPartial<Value> = Value extends readonly (infer Item)[]
  ? DeepPartial<Item>[]
  : Value extends object
    ? { [Key in keyof Value]?: DeepPartial<Value[Key]> }
    : Value

export interface Parsed<Value> {
  /** All answers, when nothing is wrong. */
  readonly value?: Value
  /** All answers that are right by themselves. Groups and rows are always there; answers may be missing in them. */
  readonly partial: DeepPartial<Value>
  readonly problems: readonly Problem[]
}

/** Where a node stands: its path, and the row around it. */
interface Place {
  readonly path: string
  readonly row?: Bilingual
}

const below = (place: Place, key: string): Place => ({ ...place, path: place.path ? `${place.path}.${key}` : key })

/** Whether a question is shown, by the answer that it follows from, which stands before it. */
const isAsked = ({ ui: { after } }: FormNode, found: Readonly<Record<string, unknown>>): boolean =>
  !after || String(found[after.field]) === after.is

const figures = (bound: number | bigint): string => bound.toLocaleString('en-GB')

/** zod's issue as one of our own. Only what the makers of field.ts use can occur. */
function faultOf(issue: z.core.$ZodIssue, { ui }: FormNode): Fault {
  switch (issue.code) {
    case 'too_big': {
      const code = issue.origin === 'string' ? 'tooLong' : issue.origin === 'array' ? 'tooMany' : 'tooBig'
      return { code, values: { most: figures(issue.maximum) } }
    }
    case 'too_small': {
      const code = issue.origin === 'string' ? 'tooShort' : issue.origin === 'array' ? 'noRows' : 'tooSmall'
      return { code, values: { least: figures(issue.minimum) } }
    }
    case 'invalid_type':
      return { code: issue.expected === 'int' ? 'notWhole' : 'form' }
    case 'invalid_value':
      return { code: ui.control === 'checkbox' ? 'notConfirmed' : 'notChoice' }
    case 'custom':
      return issue.params?.code === 'tooFine'
        ? { code: 'tooFine', values: { most: Number(issue.params.most) } }
        : { code: 'form' }
    default:
      break
  }
  const { control } = ui
  if (control === 'date') return { code: 'notDate' }
  if (control === 'month') return { code: 'notMonth' }
  if (control === 'email') return { code: 'notEmail' }
  return { code: control === 'phone' ? 'notPhone' : 'form' }
}

class Parser {
  readonly problems: Problem[] = []

  /** The value of a node as far as it is right; undefined when there is none. */
  parse(raw: unknown, node: FormNode, place: Place): unknown {
    if (isGroup(node)) return this.group(raw, node, place)
    if (isRows(node)) return this.rows(raw, node, place)
    return this.leaf(raw, node, place)
  }

  private fail(place: Place, { ui }: FormNode, fault: Fault, other?: Bilingual): undefined {
    this.problems.push(problemOf(place.path, ui, nameOf(ui.label, place.row), fault, other))
  }

  private leaf(raw: unknown, node: FormNode, place: Place): unknown {
    const { value, fault } = readLeaf(raw, node)
    if (fault) return this.fail(place, node, fault)
    if (value === undefined) {
      if (node.optional) return node.fallback
      return this.fail(place, node, emptyFault(node.ui))
    }
    const result = node.schema.safeParse(value)
    const [issue] = result.error?.issues ?? []
    return issue ? this.fail(place, node, faultOf(issue, node)) : result.data
  }

  private group(raw: unknown, node: FormNode, place: Place): unknown {
    const given = raw ?? node.fallback
    if (given !== undefined && !isBranch(given)) return this.fail(place, node, { code: 'notGroup' })
    if (given === undefined && node.optional) return undefined
    const found: Record<string, unknown> = {}
    for (const [key, child] of listChildren(node)) {
      const value = isAsked(child, found)
        ? this.parse(memberOf(given, key), child, below(place, key))
        : this.unasked(memberOf(given, key), child, below(place, key))
      if (value !== undefined) found[key] = value
    }
    this.checkOrder(found, node, place)
    this.checkNeeded(found, node, place)
    return found
  }

  /** What stands in a question that is not shown stops nobody: it is kept when it is right, and is as good as empty otherwise. */
  private unasked(raw: unknown, child: FormNode, place: Place): unknown {
    const before = this.problems.length
    const value = this.parse(raw, child, place)
    if (this.problems.length === before) return value
    this.problems.length = before
    const empty = this.parse(undefined, child, place)
    this.problems.length = before
    return empty
  }

  /** Questions that must be answered unless another one is. */
  private checkNeeded(found: Readonly<Record<string, unknown>>, node: FormNode, place: Place): void {
    for (const [key, child] of listChildren(node)) {
      const { unless } = child.ui
      if (!unless || found[key] !== undefined || unless.some((other) => found[other] !== undefined)) continue
      const at = below(place, key)
      if (!this.problems.some(({ path }) => path === at.path)) this.fail(at, child, emptyFault(child.ui))
    }
  }

  private checkOrder(found: Readonly<Record<string, unknown>>, node: FormNode, place: Place): void {
    const children = new Map(listChildren(node))
    for (const [first, second] of node.ui.inOrder ?? []) {
      const [from, to, child] = [found[first], found[second], children.get(second)]
      // dates and months of this form sort as text
      if (typeof from !== 'string' || typeof to !== 'string' || to >= from || !child) continue
      const other = children.get(first)?.ui.label
      this.fail(below(place, second), child, { code: 'order' }, other && nameOf(other))
    }
  }

  private rows(raw: unknown, node: FormNode, place: Place): unknown {
    if (raw !== undefined && raw !== null && !Array.isArray(raw)) return this.fail(place, node, { code: 'notList' })
    const given: unknown[] = raw ?? []
    const row = getRow(node)
    const { least = 0, most = 0 } = node.ui
    const count = given.filter((one) => !isBlank(one)).length
    if (count > most) return this.fail(place, node, { code: 'tooMany', values: { most } })
    if (count < least && !(count === 0 && node.optional)) this.fail(place, node, { code: 'noRows', values: { least } })
    const found = given.flatMap((one, index) =>
      isBlank(one)
        ? []
        : [this.parse(one, row, { path: `${place.path}.${index}`, row: rowName(node.ui, index, place.row) }) ?? {}],
    )
    return found.length === 0 && node.optional ? undefined : found
  }
}

/** True when nothing was typed: nothing, blanks, and branches of them. */
export function isBlank(raw: unknown, depth = 0): boolean {
  if (raw === undefined || raw === null) return true
  if (typeof raw === 'string') return raw.length < 1000 && raw.trim() === ''
  return typeof raw === 'object' && depth < MOST_LEVELS && Object.values(raw).every((one) => isBlank(one, depth + 1))
}

/**
 * Parses answers. `tree` is any JSON; answers that the form does not ask for are not looked at; null is the same as absent.
 * Out come the value, or every problem, and in both cases what is right by itself.
 */
export function parseForm<Schema extends z.ZodObject>(schema: Schema, tree: unknown): Parsed<z.output<Schema>> {
  const parser = new Parser()
  // the parser builds exactly what the schema describes; the tests compare its results with the schema's own
  const found = (parser.parse(tree ?? {}, getNode(schema), { path: '' }) ?? {}) as z.output<Schema>
  const partial = found as DeepPartial<z.output<Schema>> // the same, when something is missing
  return parser.problems.length === 0 ? { value: found, partial, problems: [] } : { partial, problems: parser.problems }
}

/** The question at a path in words, with its row: “粉丝数” of 第 2 个频道. The path itself when the form has no such question. */
export function sayPath(schema: z.ZodObject, path: string): Bilingual {
  let node: FormNode | undefined = getNode(schema)
  let row: Bilingual | undefined
  for (const key of path.split('.')) {
    if (!node) break
    const index: number | undefined = isRows(node) ? findIndex(key) : undefined
    if (index !== undefined) row = rowName(node.ui, index, row)
    node = isRows(node) ? (index === undefined ? undefined : getRow(node)) : new Map(listChildren(node)).get(key)
  }
  return node ? nameOf(node.ui.label, row) : { zh: path, en: path }
}
