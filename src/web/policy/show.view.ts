/** A body to be read: single values as a list, rows of single values as a table, parts under headings. */
import type { ZodObject } from 'zod'
import { type Bilingual, COLON, fill, joined, SEMICOLON } from '../../base/text.js'
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
import { namesAt, type Referred } from './referred.js'

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
  readonly body: unknown
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

/** Where a part stands in the body: its path, and what is known around it. */
interface At {
  readonly around: Around | undefined
  readonly path: string
}
const below = ({ around, path }: At, name: string): At => ({ around, path: path ? `${path}.${name}` : name })

/** A value, by the names of what it refers to. */
function lineAt(node: FormNode, value: unknown, { around, path }: At): Line {
  const names = around && namesAt(around.named, path, around.body)
  if (!names || isNothing(value)) return valueLine(node, value)
  const values = (Array.isArray(value) ? value : [value]).map(String)
  return values.length > 0
    ? [
        joined(
          values.map((one) => names.get(one) ?? { zh: one, en: one }),
          LIST,
        ),
      ]
    : [NOTHING]
}
const LIST: Bilingual = { zh: '、', en: ', ' }

function partOf(title: Bilingual | null, node: FormNode, value: unknown, at: At): Part {
  if (isNothing(value) || isPlain(node)) return valuePart(title, lineAt(node, value, at))
  if (isRecord(node)) {
    const rows = Object.entries(isBranch(value) ? value : {})
    const names = at.around && namesAt(at.around.named, `${at.path}.0.key`, at.around.body)
    const named = rows.map(([key, one]): Row => [names?.get(key) ?? { zh: key, en: key }, one])
    return rowsPart(title, node, innerOf(node), named, { at, head: CODE_OF_ENTRY.ui.label, inner: '.value' })
  }
  if (!isRows(node)) return groupPart(title, node, value, at)
  const rows = listRows(node, value) ?? []
  const named = rows.map((one, index): Row => [rowLabel(node.ui, index), one])
  return rowsPart(title, node, getRow(node), named, { at })
}

function groupPart(title: Bilingual | null, node: FormNode, value: unknown, at: At): Part {
  const children = listChildren(node).map(([name, child]) => ({ name, child, one: memberOf(value, name) }))
  const isLine = ({ child, one }: (typeof children)[number]) => isPlain(child) || isNothing(one)
  const lines = children
    .filter(isLine)
    .map(({ name, child, one }) => factOf(child.ui.label, lineAt(child, one, below(at, name))))
  const editAt = at.path === '' ? at.around?.editAt : undefined
  return {
    title,
    summary: lines.length > 0 ? facts(...lines) : undefined,
    parts: children
      .filter((one) => !isLine(one))
      .map(({ name, child, one }) => ({
        ...partOf(child.ui.label, child, one, below(at, name)),
        edit: editAt?.(name),
      })),
  }
}

interface RowsAt {
  readonly at: At
  /** The head of the codes, where the rows are values by code. */
  readonly head?: Bilingual
  readonly inner?: string
}

/** Rows of a list, or values by code under the head of their codes. */
function rowsPart(
  title: Bilingual | null,
  node: FormNode,
  item: FormNode,
  rows: readonly Row[],
  { at, head, inner = '' }: RowsAt,
): Part {
  if (rows.length === 0) return valuePart(title, [NOTHING])
  if (isTabular(item)) return { title, table: rowsTable(title ?? NOTHING, item, rows, { at, head, inner }), parts: [] }
  const placed = rows.map(([name, one], index) => ({ name, one, place: below(at, `${index}${inner}`) }))
  if (isPlain(item))
    return {
      title,
      summary: facts(...placed.map(({ name, one, place }) => factOf(name, lineAt(item, one, place)))),
      parts: [],
    }
  return {
    title,
    parts: placed.map(({ name, one, place }) => partOf(withAbout(name, aboutOf(node, one)), item, one, place)),
  }
}

function rowsTable(caption: Bilingual, item: FormNode, rows: readonly Row[], { at, head, inner = '' }: RowsAt): Table {
  // a column in which nothing stands says nothing
  const children = listChildren(item).filter(([name]) => rows.some(([, one]) => !isNothing(memberOf(one, name))))
  const place = (index: number, name: string) => below(at, `${index}${inner}.${name}`)
  return tableOf(
    caption,
    [...rows.entries()],
    [
      head
        ? columnOf(head, ([, [key]]: [number, Row]) => code(key), 'heads')
        : column('项', 'Item', ([, [name]]: [number, Row]) => name, 'hiddenHeads'),
      ...children.map(([name, child]) =>
        columnOf(
          child.ui.label,
          ([index, [, one]]: [number, Row]) => lineAt(child, memberOf(one, name), place(index, name)),
          FIGURES.has(child.ui.control) ? 'numeric' : undefined,
        ),
      ),
    ],
  )
}

/** A body, whole, by the form of its kind. */
export const showBody = (schema: ZodObject, body: unknown, around?: Omit<Around, 'body'>): Part =>
  groupPart(null, getNode(schema), body, { around: around && { ...around, body }, path: '' })

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
  return said.length > 0 ? joined(said.slice(0, MOST), SEMICOLON) : partsText(schema, body)
}

/** Of an entry that has no short answer: what it has parts about. */
function partsText(schema: ZodObject, body: unknown): Bilingual | undefined {
  const parts = listChildren(getNode(schema)).flatMap(([name, child]) => {
    const value = memberOf(body, name)
    const isEmpty = isNothing(value) || (Array.isArray(value) && value.length === 0)
    return isEmpty || isPair(child) || NO_VALUE.includes(name) ? [] : [child.ui.label]
  })
  const [named, n] = [joined(parts.slice(0, MOST), LIST), parts.length - MOST]
  if (parts.length === 0) return undefined
  return n > 0
    ? fill({ zh: '{named}等{n}部分', en: '{named} and {more} more' }, { named, n: parts.length, more: n })
    : named
}
