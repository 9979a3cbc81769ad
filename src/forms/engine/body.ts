/**
 * What a page sends, made into a tree of answers, and the tree made ready to be kept. Names are
 * `talent[passport][number]`, `resume[0][from]`; a body may come flat or already nested. Nothing is
 * interpreted here: a draft keeps what was typed.
 */
import type { z } from 'zod'
import type { Problem } from '../../base/errors.js'
import { LONGEST_TEXT } from './field.js'
import {
  findIndex,
  findNode,
  type FormNode,
  getNode,
  isBlank,
  isBranch,
  isWithin,
  listLeaves,
  memberOf,
  MOST_LEVELS,
  valueAt,
} from './node.js'
import { sayPath } from './parse.js'
import { type Fault, problemOf } from './words.js'

/** More than the longest section of the application has with all its rows, and as much as a body may carry. */
const MOST_NAMES = 12_000
/** Rows of a list that are looked at, whatever its question says. */
export const MOST_ROWS = 200
/** Characters that all answers of a form may have together. */
const MOST_TEXT = 300_000
const MOST_PROBLEMS = 20
/** What a PostgreSQL text cannot hold: NUL, and half a character. */
const LOST = /[\0\uD800-\uDFFF]/u
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype'])

type Tree = Record<string, unknown>

/** What a page's own buttons ask for: a row more, a row less, answers filled in from what stands at the path. */
export interface Wish {
  readonly kind: 'add' | 'remove' | 'fill'
  readonly path: string
}
const isWish = (name: string): name is Wish['kind'] => name === 'add' || name === 'remove' || name === 'fill'

export interface ReadForm {
  /** The answers as typed. */
  readonly tree: Tree
  /** The button that was pressed, when it was one of a question and not the page's. */
  readonly wish?: Wish
  /** True when the body had more names than any page of ours: some were left out. */
  readonly cut: boolean
}

/** `talent[passport][number]` as keys; undefined for a name that no page of ours has. */
function keysOf(name: string): string[] | undefined {
  const found = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(name.slice(0, 300))
  if (!found?.[1] || name.length > 300) return undefined
  const inner = [...(found[2] ?? '').matchAll(/\[([^[\]]*)\]/g)].map((match) => match[1] ?? '')
  const keys = [found[1], ...inner]
  return keys.length > MOST_LEVELS || keys.some((key) => FORBIDDEN.has(key)) ? undefined : keys
}

/**
 * Branches with numbers for keys become lists at the end. A gap keeps its place, with null, so that
 * a page may show one row of many; beyond 200 rows gaps are closed, so that `x[9999]` costs one
 * row.
 */
function settle(branch: Tree): unknown {
  const entries = Object.entries(branch).map(
    ([key, value]) => [key, isBranch(value) ? settle(value as Tree) : value] as const,
  )
  if (entries.length === 0 || !entries.every(([key]) => findIndex(key) !== undefined))
    return Object.fromEntries(entries)
  const inOrder = entries.sort(([a], [b]) => Number(a) - Number(b))
  const last = Number(inOrder.at(-1)?.[0])
  if (last >= MOST_ROWS) return inOrder.map(([, value]) => value)
  const found = new Map(inOrder.map(([key, value]) => [Number(key), value]))
  return Array.from({ length: last + 1 }, (_, index) => found.get(index) ?? null)
}

class Collector {
  readonly tree: Tree = Object.create(null) as Tree // no prototype: no key can reach one
  cut = false
  private names = 0

  put(keys: readonly string[], value: unknown): void {
    if (++this.names > MOST_NAMES) {
      this.cut = true
      return
    }
    if (isBranch(value) || (Array.isArray(value) && value.some((one) => typeof one === 'object'))) {
      for (const [key, inner] of Object.entries(value))
        if (!FORBIDDEN.has(key) && keys.length < MOST_LEVELS) this.put([...keys, key], inner)
      return
    }
    const last = keys.at(-1) ?? ''
    let at = this.tree
    for (const key of keys.slice(0, -1)) {
      const next = at[key]
      if (isBranch(next)) at = next as Tree
      else at = at[key] = Object.create(null) as Tree
    }
    // `departments[]`: one more of a list
    if (last !== '') at[last] = Array.isArray(value) ? value.filter((one) => typeof one === 'string') : value
    else for (const one of Array.isArray(value) ? value : [value]) at[String(Object.keys(at).length)] = one
  }
}

/**
 * Reads a parsed form body: flat names, or nested as qs makes them. Top-level names that begin with
 * `_` (`_csrf`, `_version`) are the page's own and left out; so are names that reach for a
 * prototype, and what is nested too deep. Never throws.
 */
export function readForm(body: unknown): ReadForm {
  const collector = new Collector()
  let wish: Wish | undefined
  for (const [name, value] of isBranch(body) ? Object.entries(body) : []) {
    if (name.startsWith('_')) continue
    if (isWish(name) && typeof value === 'string') {
      wish = { kind: name, path: value.slice(0, 300) }
      continue
    }
    const keys = keysOf(name)
    if (keys) collector.put(keys, value)
  }
  const tree = Object.fromEntries(
    Object.entries(collector.tree).map(([key, value]) => [key, isBranch(value) ? settle(value as Tree) : value]),
  )
  return { tree, cut: collector.cut, ...(wish && { wish }) }
}

/**
 * A copy of the tree with another value at a path; undefined takes it out. Branches on the way are
 * made where there are none.
 */
export function withValue(tree: unknown, [key = '', ...rest]: readonly string[], value: unknown): unknown {
  const list: readonly unknown[] | undefined = Array.isArray(tree) ? tree : (tree ?? null) === null ? [] : undefined
  const index = list && findIndex(key)
  const inner = rest.length === 0 ? value : withValue(memberOf(tree, key), rest, value)
  if (list && index !== undefined) {
    const copy = [...list]
    if (inner === undefined) copy.splice(index, 1)
    else copy[Math.min(index, copy.length)] = inner
    return copy
  }
  const copy: Tree = isBranch(tree) ? { ...tree } : {}
  if (inner === undefined || FORBIDDEN.has(key)) delete copy[key]
  else copy[key] = inner
  return copy
}

/** Answers with those at the paths that a page showed replaced by what it sent. */
function laidOver(root: FormNode, before: unknown, typed: unknown, only: readonly string[]): unknown {
  let answers: unknown = isBranch(before) ? before : {}
  for (const path of only) {
    const node = findNode(root, path)
    for (const leaf of node ? listLeaves(node, path) : [])
      answers = withValue(answers, leaf.split('.'), valueAt(typed, leaf) ?? undefined)
  }
  return answers
}

/**
 * What the entry saveAnswers is to be told after a page was sent: the answers that the page showed,
 * null where something was cleared (a box without its tick). `only` are the paths that the page
 * showed: a section's, or the items of a correction. `before` are the answers as kept, needed when
 * the page showed one row of several: lists are always sent whole. Rows without anything typed are
 * left out; so is what the form does not ask.
 */
export function changedAnswers(schema: z.ZodObject, before: unknown, typed: unknown, only: readonly string[]): Tree {
  const root = getNode(schema)
  const after = laidOver(root, before, typed, only)
  let changes: unknown = {}
  for (const leaf of listLeaves(root)) {
    const shown = only.some((path) => isWithin(leaf, path) || isWithin(path, leaf))
    if (shown) changes = withValue(changes, leaf.split('.'), keptOf(valueAt(after, leaf)))
  }
  return changes as Tree // the root of a tree is a branch
}

const keptOf = (typed: unknown): unknown => (isBlank(typed) ? null : withoutBlankRows(typed))

function withoutBlankRows(typed: unknown): unknown {
  if (Array.isArray(typed))
    return typed
      .slice(0, MOST_ROWS + 1)
      .filter((row) => !isBlank(row))
      .map(withoutBlankRows)
  if (!isBranch(typed)) return typed
  return Object.fromEntries(Object.entries(typed).map(([key, inner]) => [key, withoutBlankRows(inner)]))
}

/** What is said when there is more than is kept. */
export const tooMuch = (schema: z.ZodObject): Problem =>
  problemOf('', getNode(schema).ui, sayPath(schema, ''), { code: 'tooMuch' })

/**
 * What keeps a draft from being kept at all: half characters and NUL, which no database takes, a
 * text over 20,000 characters, more than 300,000 in all, or nesting beyond 12. Anything else may be
 * kept, right or wrong. Never throws.
 */
export function draftProblems(schema: z.ZodObject, tree: unknown): Problem[] {
  const problems: Problem[] = []
  let size = 0
  const fail = (path: string, fault: Fault): void => {
    problems.push(problemOf(path, getNode(schema).ui, sayPath(schema, path), fault))
  }
  const walk = (value: unknown, path: string, depth: number): void => {
    if (problems.length >= MOST_PROBLEMS) return
    if (typeof value === 'string') {
      size += value.length
      const bad = textFault(value)
      if (bad) fail(path, bad)
    } else if (typeof value === 'object' && value !== null) {
      const entries = Object.entries(value)
      size += entries.length
      const good = entries.length <= MOST_NAMES && entries.every(([key]) => key.length <= 100 && !LOST.test(key))
      if (depth >= MOST_LEVELS || !good) problems.push(tooMuch(schema))
      else for (const [key, inner] of entries) walk(inner, path ? `${path}.${key}` : key, depth + 1)
    }
  }
  walk(tree, '', 0)
  if (size > MOST_TEXT && problems.length === 0) problems.push(tooMuch(schema))
  return problems
}

function textFault(value: string): Fault | undefined {
  if (value.length > LONGEST_TEXT) return { code: 'tooLong', values: { most: LONGEST_TEXT } }
  const lost = value.search(LOST)
  return lost < 0 ? undefined : { code: 'brokenText', values: { at: Array.from(value.slice(0, lost)).length + 1 } }
}
