/** A body to be read: single values as a list, rows of single values as a table, parts under headings. */
import type { ZodObject } from 'zod'
import { type Bilingual, COLON, joined, SEMICOLON } from '../../base/text.js'
import {
  type FormNode,
  getNode,
  CODE_OF_ENTRY,
  getRow,
  innerOf,
  isBranch,
  isPair,
  isPlain,
  isRecord,
  isRows,
  listChildren,
  listRows,
  memberOf,
} from '../../forms/engine/node.js'
import { aboutOf, sayAnswer, withAbout } from '../../forms/engine/show.js'
import { rowLabel } from '../../forms/engine/words.js'
import type { Kind } from '../../reference/registry.js'
import type { Line, Summary, Table } from '../kit/parts.js'
import { code } from '../kit/pieces.js'
import { linesOf } from '../kit/sideBySide.js'
import { column, columnOf, factOf, facts, tableOf } from '../kit/table.js'
import type { Referred } from './referred.js'

/** A part of a body. */
export interface Part {
  readonly title: Bilingual | null
  /** Of a part of the whole body, for an editor: where it is edited. */
  readonly edit?: string | undefined
  readonly summary?: Summary
  readonly table?: Table
  readonly parts: readonly Part[]
}

interface Around {
  /** What the keys of other kinds are called that stand in it. */
  readonly named: Referred
  /** Where a part is edited, by its name; undefined for whoever edits nothing. */
  readonly editAt?: ((part: string) => string | undefined) | undefined
}

type Row = readonly [name: Bilingual, value: unknown]

const NOTHING: Bilingual = { zh: '无', en: 'None' }
const FIGURES = new Set(['number', 'money', 'year'])

/** Whether the rows of a list can stand in a table: a few single values each. */
function isTabular(item: FormNode): boolean {
  const children = listChildren(item)
  return !isPlain(item) && !isRows(item) && children.length <= 6 && children.every(([, child]) => isPlain(child))
}

const isNothing = (value: unknown): boolean => value === null || value === undefined
const valueLine = (node: FormNode, value: unknown): Line =>
  isNothing(value) ? [NOTHING] : linesOf(sayAnswer(value, node) ?? NOTHING)
const valuePart = (title: Bilingual | null, line: Line): Part => ({
  title,
  summary: facts(factOf(title ?? NOTHING, line)),
  parts: [],
})

function partOf(title: Bilingual | null, node: FormNode, value: unknown): Part {
  if (isNothing(value) || isPlain(node)) return valuePart(title, valueLine(node, value))
  if (isRecord(node)) {
    const rows = Object.entries(isBranch(value) ? value : {})
    const named = rows.map(([key, one]): Row => [{ zh: key, en: key }, one])
    return rowsPart(title, node, innerOf(node), named, CODE_OF_ENTRY.ui.label)
  }
  if (!isRows(node)) return groupPart(title, node, value)
  const rows = listRows(node, value) ?? []
  const named = rows.map((one, index): Row => [rowLabel(node.ui, index), one])
  return rowsPart(title, node, getRow(node), named)
}

function groupPart(title: Bilingual | null, node: FormNode, value: unknown, around?: Around): Part {
  const children = listChildren(node).map(([name, child]) => ({ name, child, one: memberOf(value, name) }))
  const isLine = ({ child, one }: (typeof children)[number]) => isPlain(child) || isNothing(one)
  const lines = children.filter(isLine).map(({ name, child, one }) => {
    const known = around?.named.get(name)?.get(String(one))
    return factOf(child.ui.label, known ? [known] : valueLine(child, one))
  })
  return {
    title,
    summary: lines.length > 0 ? facts(...lines) : undefined,
    parts: children
      .filter((one) => !isLine(one))
      .map(({ name, child, one }) => ({ ...partOf(child.ui.label, child, one), edit: around?.editAt?.(name) })),
  }
}

/** Rows of a list, or values by code under the head of their codes. */
function rowsPart(
  title: Bilingual | null,
  node: FormNode,
  item: FormNode,
  rows: readonly Row[],
  head?: Bilingual,
): Part {
  if (rows.length === 0) return valuePart(title, [NOTHING])
  if (isTabular(item)) return { title, table: rowsTable(title ?? NOTHING, item, rows, head), parts: [] }
  if (isPlain(item))
    return { title, summary: facts(...rows.map(([key, one]) => factOf(key, valueLine(item, one)))), parts: [] }
  return { title, parts: rows.map(([name, one]) => partOf(withAbout(name, aboutOf(node, one)), item, one)) }
}

function rowsTable(caption: Bilingual, item: FormNode, rows: readonly Row[], head?: Bilingual): Table {
  // a column in which nothing stands says nothing
  const children = listChildren(item).filter(([name]) => rows.some(([, one]) => !isNothing(memberOf(one, name))))
  return tableOf(caption, rows, [
    head
      ? columnOf(head, ([key]: Row) => code(key), 'heads')
      : column('项', 'Item', ([name]: Row) => name, 'hiddenHeads'),
    ...children.map(([name, child]) =>
      columnOf(
        child.ui.label,
        ([, one]: Row) => valueLine(child, memberOf(one, name)),
        FIGURES.has(child.ui.control) ? 'numeric' : undefined,
      ),
    ),
  ])
}

/** A body, whole, by the form of its kind. */
export const showBody = (schema: ZodObject, body: unknown, around?: Around): Part =>
  groupPart(null, getNode(schema), body, around)

/** Questions that say what an entry is, and not what it rules. */
const NO_VALUE = ['label', 'source', 'order', 'code']
const LONGEST = 40
const MOST = 3

/** What an entry says, in few words: its first short answers. */
export function briefOf({ brief, refers = {} }: Kind, schema: ZodObject, body: unknown): Bilingual | undefined {
  if (brief) return brief(body)
  const { ui } = getNode(schema)
  const said = listChildren(getNode(schema)).flatMap(([name, child]) => {
    const isValue =
      isPlain(child) && !isPair(child) && !NO_VALUE.includes(name) && name !== ui.about && !(name in refers)
    const answer = isValue ? sayAnswer(memberOf(body, name), child) : null
    return answer && answer.zh.length <= LONGEST ? [joined([child.ui.label, answer], COLON)] : []
  })
  return said.length > 0 ? joined(said.slice(0, MOST), SEMICOLON) : undefined
}
