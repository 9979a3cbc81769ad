/**
 * A tree of answers, typed or sent, made into the value that a form asks for. Everything that is
 * wrong is named at once, each with its path; what is right alone is handed out even when the rest
 * is not, so that a half-filled application can be judged. Never throws on any JSON.
 */
import type { z } from 'zod'
import { Invalid, type Problem } from '../../base/errors.js'
import type { Bilingual } from '../../base/text.js'
import { faultOf, hasChecks } from './fault.js'
import {
  CODE_OF_ENTRY,
  type FormNode,
  findIndex,
  getNode,
  getRow,
  innerOf,
  isAsked,
  isBlank,
  isBranch,
  isGroup,
  isPair,
  isRecord,
  isRows,
  listChildren,
  listRows,
  memberOf,
} from './node.js'
import { placeIn } from './place.js'
import { linesOf, readLeaf } from './read.js'
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
  /** The text of which this is one language. */
  readonly of?: Bilingual
}

const join = (path: string, key: string): string => (path ? `${path}.${key}` : key)
const below = ({ path, row }: Place, key: string): Place => ({ path: join(path, key), ...(row && { row }) })
const LINE = { zh: '第{n}行', en: 'line {n}' }

class Parser {
  readonly problems: Problem[] = []

  /** The value of a node as far as it is right; undefined when there is none. */
  parse(raw: unknown, node: FormNode, place: Place): unknown {
    if (isGroup(node)) return this.group(raw, node, place)
    if (isRecord(node)) return this.record(raw, node, place)
    if (isRows(node)) return this.rows(raw, node, place)
    return node.ui.control === 'lines' ? this.lines(raw, node, place) : this.leaf(raw, node, place)
  }

  private fail(place: Place, { ui }: FormNode, fault: Fault, other?: Bilingual): undefined {
    const label = place.of ? languageOf(place.of, ui.label) : ui.label
    this.problems.push(problemOf(place.path, ui, nameOf(label, place.row), fault, other))
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
    const given = raw ?? node.fallback ?? undefined
    if (given !== undefined && !isBranch(given)) return this.fail(place, node, { code: 'notGroup' })
    if (node.optional && (given === undefined || (isPair(node) && isBlank(given)))) return node.fallback
    const before = this.problems.length
    const found: Record<string, unknown> = {}
    for (const [key, child] of listChildren(node)) {
      const at = isPair(node) ? { ...below(place, key), of: node.ui.label } : below(place, key)
      const value = isAsked(child, found)
        ? this.parse(memberOf(given, key), child, at)
        : this.unasked(memberOf(given, key), child, at)
      if (value !== undefined) found[key] = value
    }
    this.checkOrder(found, node, place)
    this.checkNeeded(found, node, place)
    if (this.problems.length === before) this.checkWhole(found, raw, node, place)
    return found
  }

  /** What the schema of a group or a list checks beside its questions. */
  private checkWhole(found: unknown, raw: unknown, node: FormNode, place: Place): void {
    if (!hasChecks(node)) return
    for (const issue of node.schema.safeParse(found).error?.issues ?? []) {
      const path = issue.path.map(String).join('.')
      this.fail(
        { ...place, path: [place.path, placeIn(node, raw, path)].filter(Boolean).join('.') },
        node,
        faultOf(issue, node),
      )
    }
  }

  /**
   * What stands in a question that is not shown stops nobody: it is kept when it is right, and is
   * as good as empty otherwise.
   */
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
      if (!unless || !isAsked(child, found) || found[key] !== undefined) continue
      if (unless.some((other) => found[other] !== undefined && found[other] !== false)) continue
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
    const [given, before] = [listRows(node, raw), this.problems.length]
    if (!given) return this.fail(place, node, { code: 'notList' })
    const row = getRow(node)
    const { least = 0, most = 0 } = node.ui
    const count = given.filter((one) => !isBlank(one)).length
    if (count > most) return this.fail(place, node, { code: 'tooMany', values: { most } })
    if (count < least && !(count === 0 && node.optional)) this.fail(place, node, { code: 'noRows', values: { least } })
    const found = given.flatMap((one, index) =>
      isBlank(one)
        ? []
        : [
            this.parse(one, row, { path: `${place.path}.${index}`, row: rowName(node.ui, index, place.row, one) }) ??
              {},
          ],
    )
    if (this.problems.length === before) this.checkWhole(found, raw, node, place)
    return found.length === 0 && node.optional ? node.fallback : found
  }

  private record(raw: unknown, node: FormNode, place: Place): unknown {
    const given = listRows(node, raw)
    if (!given) return this.fail(place, node, { code: 'notList' })
    const inner = innerOf(node)
    const found = new Map<string, unknown>()
    for (const [index, one] of given.entries()) {
      if (isBlank(one)) continue
      const at = { path: join(place.path, String(index)), row: rowName(node.ui, index, place.row) }
      const key = this.leaf(memberOf(one, 'key'), CODE_OF_ENTRY, below(at, 'key'))
      const value = this.parse(memberOf(one, 'value'), inner, below(at, 'value'))
      if (typeof key !== 'string') continue
      if (found.has(key)) this.fail(below(at, 'key'), CODE_OF_ENTRY, { code: 'twice' })
      found.set(key, value)
    }
    return Object.fromEntries(found)
  }

  /** Each line is read by itself; whatever is wrong stands at the whole of them and says which line it is. */
  private lines(raw: unknown, node: FormNode, place: Place): unknown {
    const { least = 0, most = 0, label } = node.ui
    const item = getRow(node)
    const given = linesOf(raw)
    if (!given) return this.fail(place, node, { code: 'notList' })
    if (given.length === 0 && node.optional) return node.fallback
    if (given.length === 0 && least > 0) return this.fail(place, node, emptyFault(node.ui))
    if (given.length > most) return this.fail(place, node, { code: 'tooMany', values: { most } })
    if (given.length < least) return this.fail(place, node, { code: 'noRows', values: { least } })
    const line = { ...item, ui: { ...item.ui, label } }
    return given.map((one, index) =>
      this.leaf(one, line, { ...place, row: rowName({ ...item.ui, row: LINE }, index, place.row) }),
    )
  }
}

const languageOf = (of: Bilingual, language: Bilingual): Bilingual => ({
  zh: of.zh ? `${of.zh}（${language.zh}）` : language.zh,
  en: of.en ? `${of.en} (${language.en})` : language.en,
})

/**
 * Parses answers. `tree` is any JSON; answers that the form does not ask for are not looked at;
 * null is the same as absent. Out come the value, or every problem, and in both cases what is right
 * by itself.
 */
export function parseForm<Schema extends z.ZodObject>(schema: Schema, tree: unknown): Parsed<z.output<Schema>> {
  const parser = new Parser()
  // the parser builds exactly what the schema describes; the tests compare its results with the schema's own
  const found = (parser.parse(tree ?? {}, getNode(schema), { path: '' }) ?? {}) as z.output<Schema>
  const partial = found as DeepPartial<z.output<Schema>> // the same, when something is missing
  return parser.problems.length === 0 ? { value: found, partial, problems: [] } : { partial, problems: parser.problems }
}

/** The same where nothing is shown again: the value. Throws Invalid with everything that is wrong. */
export function readValue<Schema extends z.ZodObject>(schema: Schema, tree: unknown): z.output<Schema> {
  const { value, problems } = parseForm(schema, tree)
  if (value === undefined) throw new Invalid(problems)
  return value
}

/**
 * The question at a path in words, with its row: “粉丝数” of 第 2 个频道. The path itself when the form
 * has no such question.
 */
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
