/** A body to be read: single values as a list, rows of single values as a table, parts under headings. */
import type { Bilingual } from '../../base/text.js'
import { fill } from '../../base/text.js'
import { isBranch, memberOf } from '../../forms/engine/node.js'
import type { Line, Summary, Table } from '../kit/parts.js'
import { englishOf } from '../kit/reference/changes.view.js'
import { isPlain, sayValue } from '../kit/reference/say.js'
import { fits, type Shape } from '../kit/reference/shape.js'
import { CODE, labelOf, NONE, rowOf } from '../kit/reference/words.js'

/** A part of a body. `level` is the heading's: 3 to 6. */
export interface Part {
  readonly title: Bilingual | null
  readonly summary: Summary | null
  readonly table: Table | null
  readonly parts: readonly Part[]
}

/** Whether the rows of a list can stand in a table: a few single values each. */
function isTabular(item: Shape): item is Shape & { is: 'group' } {
  return item.is === 'group' && item.fields.length <= 6 && item.fields.every(([, field]) => isPlain(field))
}

/** Lines of a text, one below the other. */
export function lineOf(text: Bilingual): Line {
  const [zh, en] = [text.zh.split('\n'), text.en.split('\n')]
  return Array.from({ length: Math.max(zh.length, en.length) }, (_, index) => {
    const line = { zh: zh[index] ?? '', en: en[index] ?? '' }
    return index === 0 ? line : { text: line, below: true, ...englishOf(line) }
  })
}

class Reader {
  constructor(private readonly kind: string) {}

  part(title: Bilingual | null, shape: Shape, value: unknown, names: readonly string[]): Part {
    const empty = { title, summary: null, table: null, parts: [] }
    if (value === null || value === undefined)
      return { ...empty, summary: { rows: [{ key: title ?? NONE, line: [NONE] }] } }
    switch (shape.is) {
      case 'group':
        return this.group(title, shape.fields, value, names)
      case 'oneOf': {
        const one = shape.cases.find((other) => fits(other, value))
        return one ? this.part(title, one, value, names) : empty
      }
      case 'rows':
        return this.many(title, shape.item, this.numbered(value, names), names)
      case 'record':
        return this.many(
          title,
          shape.item,
          isBranch(value) ? Object.entries(value).map(([key, one]) => [{ zh: key, en: key }, one] as const) : [],
          names,
          CODE,
        )
      default:
        return {
          ...empty,
          summary: { rows: [{ key: title ?? NONE, line: lineOf(sayValue(this.kind, shape, value, names)) }] },
        }
    }
  }

  private numbered(value: unknown, names: readonly string[]): (readonly [Bilingual, unknown])[] {
    const word = rowOf(this.kind, names)
    return Array.isArray(value) ? value.map((one, index) => [fill(word, { n: index + 1 }), one] as const) : []
  }

  private group(
    title: Bilingual | null,
    fields: readonly (readonly [string, Shape])[],
    value: unknown,
    names: readonly string[],
  ): Part {
    const rows: Summary['rows'][number][] = []
    const parts: Part[] = []
    for (const [name, field] of fields) {
      const [inner, one] = [[...names, name], memberOf(value, name)]
      const label = labelOf(this.kind, inner)
      if (isPlain(field) || one === null || one === undefined)
        rows.push({ key: label, line: lineOf(sayValue(this.kind, field, one, inner)) })
      else parts.push(this.part(label, field, one, inner))
    }
    return { title, summary: rows.length > 0 ? { rows } : null, table: null, parts }
  }

  /** Rows of a list, or values by code. */
  private many(
    title: Bilingual | null,
    item: Shape,
    rows: readonly (readonly [Bilingual, unknown])[],
    names: readonly string[],
    head?: Bilingual,
  ): Part {
    const nothing = { title, summary: null, table: null, parts: [] }
    if (rows.length === 0) return { ...nothing, summary: { rows: [{ key: title ?? NONE, line: [NONE] }] } }
    if (isTabular(item)) return { ...nothing, table: this.table(title, item, rows, names, head) }
    if (isPlain(item))
      return {
        ...nothing,
        summary: { rows: rows.map(([key, one]) => ({ key, line: lineOf(sayValue(this.kind, item, one, names)) })) },
      }
    return { ...nothing, parts: rows.map(([row, one]) => this.part(named(row, one), item, one, names)) }
  }

  private table(
    title: Bilingual | null,
    item: Shape & { is: 'group' },
    rows: readonly (readonly [Bilingual, unknown])[],
    names: readonly string[],
    head?: Bilingual,
  ): Table {
    // a column in which nothing stands says nothing
    const columns = item.fields
      .filter(([name]) => rows.some(([, one]) => memberOf(one, name) !== undefined && memberOf(one, name) !== null))
      .map(([name, field]) => ({ name, field, label: labelOf(this.kind, [...names, name]) }))
    return {
      caption: title ?? NONE,
      captionHidden: true,
      cards: true,
      head: [
        { text: head ?? { zh: '项', en: 'Item' }, ...(!head && { hidden: true }) },
        ...columns.map(({ label, field }) => ({ text: label, ...(field.is === 'number' && { numeric: true }) })),
      ],
      rows: rows.map(([row, one]) => ({
        cells: [
          { heads: true, line: [head ? { text: row, look: 'code' as const } : row] },
          ...columns.map(({ name, field, label }) => ({
            label,
            ...(field.is === 'number' && { numeric: true }),
            line: lineOf(sayValue(this.kind, field, memberOf(one, name), [...names, name])),
          })),
        ],
      })),
    }
  }
}

/** A row with what it is about, where it says so. */
function named(row: Bilingual, value: unknown): Bilingual {
  for (const name of ['label', 'name', 'title', 'heading']) {
    const text = memberOf(value, name)
    if (isBranch(text) && typeof text.zh === 'string' && typeof text.en === 'string')
      return { zh: `${row.zh} · ${text.zh}`, en: `${row.en} · ${text.en}` }
  }
  return row
}

/** A body of a kind, whole. */
export const showBody = (kind: string, shape: Shape, body: unknown): Part =>
  new Reader(kind).part(null, shape, body, [])
