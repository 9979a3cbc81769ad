/** A body to be read: single values as a list, rows of single values as a table, parts under headings. */
import type { ZodObject } from 'zod'
import type { Bilingual } from '../../base/text.js'
import {
  type FormNode,
  getNode,
  CODE_OF_ENTRY,
  getRow,
  innerOf,
  isBranch,
  isPlain,
  isRecord,
  isRows,
  listChildren,
  listRows,
  memberOf,
} from '../../forms/engine/node.js'
import { aboutOf, sayAnswer, withAbout } from '../../forms/engine/show.js'
import { rowLabel } from '../../forms/engine/words.js'
import type { Line, Summary, Table } from '../kit/parts.js'
import { linesOf } from '../kit/sideBySide.js'

/** A part of a body. */
export interface Part {
  readonly title: Bilingual | null
  readonly summary: Summary | null
  readonly table: Table | null
  readonly parts: readonly Part[]
}

type Row = readonly [name: Bilingual, value: unknown]

const NONE: Bilingual = { zh: '无', en: 'None' }
const FIGURES = new Set(['number', 'money', 'year'])
const isFigure = ({ ui }: FormNode): boolean => FIGURES.has(ui.control)

/** Whether the rows of a list can stand in a table: a few single values each. */
function isTabular(item: FormNode): boolean {
  const children = listChildren(item)
  return !isPlain(item) && !isRows(item) && children.length <= 6 && children.every(([, child]) => isPlain(child))
}

const valueLine = (node: FormNode, value: unknown): Line => linesOf(sayAnswer(value, node) ?? NONE)
const isNothing = (value: unknown): boolean => value === null || value === undefined
const blank = (title: Bilingual | null): Part => ({ title, summary: null, table: null, parts: [] })
const nothing = (title: Bilingual | null): Part => ({
  ...blank(title),
  summary: { rows: [{ key: title ?? NONE, line: [NONE] }] },
})

function partOf(title: Bilingual | null, node: FormNode, value: unknown): Part {
  if (isNothing(value)) return nothing(title)
  if (isPlain(node))
    return { ...blank(title), summary: { rows: [{ key: title ?? NONE, line: valueLine(node, value) }] } }
  if (isRecord(node)) {
    const rows = isBranch(value) ? Object.entries(value) : []
    return many(
      title,
      node,
      innerOf(node),
      rows.map(([key, one]) => [{ zh: key, en: key }, one] as const),
      CODE_OF_ENTRY.ui.label,
    )
  }
  if (!isRows(node)) return groupOf(title, node, value)
  const rows = listRows(node, value) ?? []
  return many(
    title,
    node,
    getRow(node),
    rows.map((one, index) => [rowLabel(node.ui, index), one] as const),
  )
}

function groupOf(title: Bilingual | null, node: FormNode, value: unknown): Part {
  const rows: Summary['rows'][number][] = []
  const parts: Part[] = []
  for (const [name, child] of listChildren(node)) {
    const [one, label] = [memberOf(value, name), child.ui.label]
    if (isPlain(child) || isNothing(one))
      rows.push({ key: label, line: isNothing(one) ? [NONE] : valueLine(child, one) })
    else parts.push(partOf(label, child, one))
  }
  return { title, summary: rows.length > 0 ? { rows } : null, table: null, parts }
}

/** Rows of a list, or values by code. */
function many(title: Bilingual | null, node: FormNode, item: FormNode, rows: readonly Row[], head?: Bilingual): Part {
  if (rows.length === 0) return nothing(title)
  if (isTabular(item)) return { ...blank(title), table: tableOf(title, item, rows, head) }
  if (isPlain(item))
    return { ...blank(title), summary: { rows: rows.map(([key, one]) => ({ key, line: valueLine(item, one) })) } }
  return { ...blank(title), parts: rows.map(([name, one]) => partOf(withAbout(name, aboutOf(node, one)), item, one)) }
}

function tableOf(title: Bilingual | null, item: FormNode, rows: readonly Row[], head?: Bilingual): Table {
  // a column in which nothing stands says nothing
  const columns = listChildren(item).filter(([name]) => rows.some(([, one]) => !isNothing(memberOf(one, name))))
  return {
    caption: title ?? NONE,
    captionHidden: true,
    cards: true,
    head: [
      { text: head ?? { zh: '项', en: 'Item' }, hidden: !head ? true : undefined },
      ...columns.map(([, child]) => ({ text: child.ui.label, numeric: isFigure(child) ? true : undefined })),
    ],
    rows: rows.map(([row, one]) => ({
      cells: [
        { heads: true, line: [head ? { text: row, look: 'code' as const } : row] },
        ...columns.map(([name, child]) => ({
          label: child.ui.label,
          numeric: isFigure(child) ? true : undefined,
          line: valueLine(child, memberOf(one, name)),
        })),
      ],
    })),
  }
}

/** A body, whole, by the form of its kind. */
export const showBody = (schema: ZodObject, body: unknown): Part => partOf(null, getNode(schema), body)
