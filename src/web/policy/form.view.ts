/** The form of a body, made ready for the templates of parts/form and parts/policy from its shape and what was typed. Over 250 lines because it is one
 * case distinction, a shape a method. */
import type { Problem } from '../../base/errors.js'
import { type Bilingual, fill, type Language, say } from '../../base/text.js'
import { memberOf } from '../../forms/engine/node.js'
import {
  type ButtonView,
  type FieldView,
  type FormView,
  type GroupView,
  type ItemView,
  idOf,
  NO_ROWS,
  nameAttribute,
  type OptionView,
} from '../../forms/engine/parts.js'
import { dateParts } from '../../forms/engine/read.js'
import type { Shape } from '../kit/reference/shape.js'
import { chosenCase, isOptional } from './typed.js'
import { CODE, choiceOf, labelOf, NO, NONE, rowOf, YES } from '../kit/reference/words.js'

export interface BodyForm {
  readonly kind: string
  readonly shape: Shape
  /** What the form holds (typed.ts). */
  readonly typed: unknown
  readonly language: Language
  readonly problems: readonly Problem[]
  /** Where the body stands in the form. */
  readonly path: string
  /** The row or list that has just changed. */
  readonly at?: string | undefined
}

/** A place in the form: its path, the names of the fields around it, and what it is called. */
interface Place {
  readonly path: string
  readonly names: readonly string[]
  readonly label: Bilingual
}

const BOXES = [
  { kind: 'year', label: { zh: '年', en: 'Year' }, width: 4 },
  { kind: 'month', label: { zh: '月', en: 'Month' }, width: 2 },
  { kind: 'day', label: { zh: '日', en: 'Day' }, width: 2 },
] as const
const LONG = new Set([
  'text',
  'sentence',
  'passage',
  'hint',
  'guidance',
  'intro',
  'asks',
  'basis',
  'what',
  'confirms',
  'question',
  'meanwhile',
  'answer',
])
const DEFAULT_HINTS: Readonly<Partial<Record<Shape['is'], Bilingual>>> = {
  lines: { zh: '一行一项', en: 'One a line' },
  paragraphs: { zh: '一行一段', en: 'One paragraph a line' },
}
const DATES_HINT = { zh: '一行一天，写成2027-02-06', en: 'One day a line, like 2027-02-06' }
const LANGUAGES = [
  ['zh', { zh: '中文', en: 'Chinese' }],
  ['en', { zh: '英文', en: 'English' }],
] as const

const textOf = (typed: unknown): string => (typeof typed === 'string' || typeof typed === 'number' ? String(typed) : '')

/** Lines that a text takes in a box of about 40 characters, 12 at most. */
const linesOf = (text: string, least: number): number =>
  Math.min(
    12,
    Math.max(
      least,
      text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / 40)), 0),
    ),
  )

class Builder {
  constructor(
    private readonly kind: string,
    private readonly language: Language,
    private readonly problems: readonly Problem[],
    private readonly at: string | undefined,
  ) {}

  item(shape: Shape, typed: unknown, place: Place): ItemView[] {
    if (isOptional(shape)) return [this.optional(shape, typed, place)]
    switch (shape.is) {
      case 'group':
        return [this.group(this.fields(shape, typed, place), place)]
      case 'rows':
        return [this.rows(shape, typed, place)]
      case 'record':
        return [this.record(shape, typed, place)]
      case 'oneOf':
        return [this.oneOf(shape, typed, place)]
      case 'bilingual':
      case 'paragraphs':
        return [this.pair(shape, typed, place)]
      case 'fixed':
        return []
      default:
        return [this.field(shape, typed, place)]
    }
  }

  /** The items of a group, without a frame of their own. */
  fields(shape: Shape, typed: unknown, place: Place): ItemView[] {
    if (shape.is !== 'group') return this.item(shape, typed, place)
    return shape.fields.flatMap(([name, field]) => {
      const names = [...place.names, name]
      return this.item(field, memberOf(typed, name), {
        path: `${place.path}.${name}`,
        names,
        label: labelOf(this.kind, names),
      })
    })
  }

  private say(text: Bilingual): string {
    return say(text, this.language)
  }

  private frame(path: string, hint: Bilingual | undefined) {
    const id = idOf(path)
    const errors = this.problems.filter((problem) => problem.path === path).map(({ message }) => this.say(message))
    const [hintId, errorId] = [`${id}-hint`, `${id}-error`]
    const describedBy = [hint && hintId, errors.length > 0 && errorId].filter(Boolean).join(' ') || null
    return { path, id, hint: hint ? this.say(hint) : null, hintId, errors, errorId, describedBy }
  }

  private blank(place: Place, hint?: Bilingual): FieldView {
    return {
      ...this.frame(place.path, hint),
      part: 'parts/form/input',
      name: nameAttribute(place.path),
      label: this.say(place.label),
      required: true,
      value: '',
      type: 'text',
      inputmode: null,
      autocomplete: 'off',
      code: false,
      width: null,
      unit: null,
      rows: 1,
      checked: false,
      inline: true,
      options: [],
      listId: null,
      suggest: [],
      boxes: [],
      checks: [],
      zone: null,
    }
  }

  private field(shape: Shape, typed: unknown, plain: Place): FieldView {
    const place = shape.empty && shape.is !== 'date' ? { ...plain, label: optionalLabel(plain.label) } : plain
    const value = textOf(typed)
    const blank = this.blank(place, shape.is === 'lines' ? linesHint(shape.item) : undefined)
    switch (shape.is) {
      case 'number':
        return { ...blank, value, width: 10, inputmode: 'decimal' }
      case 'boolean':
        return this.choose(blank, 'radios', value, [
          ['true', YES],
          ['false', NO],
        ])
      case 'choice':
        return {
          ...this.choose(blank, 'select', value, this.choices(shape.values, place)),
          required: !shape.empty,
        }
      case 'choices': {
        // what is chosen stands first, in its order, which a browser sends back as it stands
        const chosen = [typed].flat().map(textOf)
        const values = new Set([...chosen.filter((one) => shape.values.includes(one)), ...shape.values])
        const field = this.choose(blank, 'checkboxes', chosen, this.choices([...values], place))
        return { ...field, name: `${blank.name}[]` }
      }
      case 'lines':
      case 'json':
        return { ...blank, part: 'parts/form/textarea', value, rows: linesOf(value, 2) }
      case 'date':
        return { ...blank, part: 'parts/form/date', boxes: this.boxes(blank, typed) }
      default: {
        const long = value.length > 60 || value.includes('\n') || LONG.has(place.names.at(-1) ?? '')
        return long
          ? { ...blank, part: 'parts/form/textarea', value, rows: linesOf(value, 2) }
          : { ...blank, value, width: value.length > 24 ? null : 20 }
      }
    }
  }

  private choices(values: readonly string[], { names }: Place): [string, Bilingual][] {
    return values.map((value) => [value, choiceOf(this.kind, [...names, value])])
  }

  private choose(
    blank: FieldView,
    part: 'radios' | 'select' | 'checkboxes',
    value: string | readonly string[],
    options: readonly (readonly [string, Bilingual])[],
  ): FieldView {
    const chosen = [value].flat()
    return {
      ...blank,
      part: `parts/form/${part}`,
      value: chosen[0] ?? '',
      options: options.map(([option, label], index): OptionView => {
        const id = index === 0 ? blank.id : `${blank.id}-${index + 1}`
        return {
          id,
          value: option,
          label: this.say(label),
          hint: null,
          hintId: `${id}-item-hint`,
          chosen: chosen.includes(option),
          items: [],
          revealId: null,
        }
      }),
    }
  }

  private boxes({ id, name, errors }: FieldView, typed: unknown): FieldView['boxes'] {
    const parts = dateParts(typed, ['year', 'month', 'day'])
    return BOXES.map(({ kind, label, width }) => ({
      kind,
      id: kind === 'year' ? id : `${id}-${kind}`,
      name: `${name}[${kind}]`,
      label: this.say(label),
      value: parts[kind],
      width: kind === 'year' && parts.year.length > 4 ? 10 : width,
      wrong: errors.length > 0,
    }))
  }

  private group(items: readonly ItemView[], place: Place): GroupView {
    return {
      ...this.frame(place.path, undefined),
      part: 'parts/policy/group',
      legend: this.say(place.label),
      items,
      ...NO_ROWS,
    }
  }

  /** Two boxes side by side, Chinese and English. */
  private pair(shape: Shape, typed: unknown, place: Place): GroupView {
    const label = shape.empty ? optionalLabel(place.label) : place.label
    const least = shape.is === 'paragraphs' || LONG.has(place.names.at(-1) ?? '') ? 3 : 1
    const texts = LANGUAGES.map(([key, name]) => ({ key, name, value: textOf(memberOf(typed, key)) }))
    const rows = Math.max(...texts.map(({ value }) => linesOf(value, least)))
    const items = texts.map(({ key, name, value }) => ({
      ...this.blank({ ...place, path: `${place.path}.${key}`, label: name }),
      part: 'parts/policy/half',
      type: key === 'zh' ? 'zh-CN' : 'en-GB',
      value,
      rows,
    }))
    return {
      ...this.frame(place.path, DEFAULT_HINTS[shape.is]),
      part: 'parts/policy/pair',
      legend: this.say(label),
      items,
      ...NO_ROWS,
    }
  }

  private many(
    place: Place,
    rows: readonly { readonly path: string; readonly legend: string; readonly items: readonly ItemView[] }[],
    words: { readonly add: Bilingual | null; readonly remove: Bilingual },
  ): GroupView {
    return {
      ...this.frame(place.path, undefined),
      part: 'parts/policy/rows',
      legend: this.say(place.label),
      items: [],
      rows: rows.map(({ path, legend, items }) => ({
        // a row of one text is told from that text
        id: `${idOf(path)}-row`,
        legend,
        items,
        remove: { value: path, label: this.say(fill(words.remove, { row: legend })) },
        fresh: path === this.at,
      })),
      fresh: place.path === this.at,
      add: words.add && this.button(place.path, words.add),
      full: null,
    }
  }

  private button(value: string, label: Bilingual): ButtonView {
    return { value, label: this.say(label) }
  }

  private rows(shape: Shape & { is: 'rows' }, typed: unknown, place: Place): GroupView {
    const given: unknown[] = Array.isArray(typed) ? typed : []
    const word = rowOf(this.kind, place.names)
    const rows = given.map((one, index) => {
      const path = `${place.path}.${index}`
      const legend = this.legend(fill(word, { n: index + 1 }), one)
      return { path, legend, items: this.fields(shape.item, one, { path, names: place.names, label: place.label }) }
    })
    return this.many(place, rows, { add: addWord(place.label), remove: REMOVE })
  }

  private record(shape: Shape & { is: 'record' }, typed: unknown, place: Place): GroupView {
    const given: unknown[] = Array.isArray(typed) ? typed : []
    const rows = given.map((one, index) => {
      const path = `${place.path}.${index}`
      const value = memberOf(one, 'value')
      const key = { path: `${path}.key`, names: ['code'], label: CODE }
      const items = this.fields(shape.item, value, {
        path: `${path}.value`,
        names: place.names,
        label: place.label,
      })
      const legend = this.legend({ zh: `第${index + 1}项`, en: `Item ${index + 1}` }, value)
      return { path, legend, items: [this.field({ is: 'text' }, memberOf(one, 'key'), key), ...items] }
    })
    return this.many(place, rows, { add: addWord(place.label), remove: REMOVE })
  }

  /** The number of a row, and what it is about where it says so. */
  private legend(number: Bilingual, typed: unknown): string {
    for (const name of ['label', 'name', 'title', 'heading', 'text', 'sentence']) {
      const text = textOf(memberOf(memberOf(typed, name), this.language)).split('\n')[0] ?? ''
      if (text) return `${this.say(number)} · ${text.length > 40 ? `${text.slice(0, 40)}…` : text}`
    }
    return this.say(number)
  }

  private optional(shape: Shape, typed: unknown, place: Place): GroupView {
    const [one] = Array.isArray(typed) ? typed.slice(0, 1) : []
    const { empty: _, ...whole } = shape
    const path = `${place.path}.0`
    const rows =
      one === undefined || one === null
        ? []
        : [{ path, legend: this.say(place.label), items: this.fields(whole, one, { ...place, path }) }]
    return {
      ...this.many(place, rows, { add: rows.length > 0 ? null : addWord(place.label), remove: REMOVE }),
      hint: rows.length > 0 ? null : this.say(NONE),
    }
  }

  private oneOf(shape: Shape & { is: 'oneOf' }, typed: unknown, place: Place): GroupView {
    const index = chosenCase(shape, typed)
    const one = shape.cases[index]
    const path = `${place.path}.is`
    const options = shape.cases.map((other, at) => [String(at), this.caseName(other, place)] as const)
    const which = this.choose(
      this.blank({ path, names: ['is'], label: { zh: '种类', en: 'What it is' } }),
      'select',
      String(index),
      options,
    )
    return {
      ...this.group(
        [
          { ...which, part: 'parts/policy/which' },
          ...(one ? this.fields(one, memberOf(typed, 'as'), { ...place, path: `${place.path}.as` }) : []),
        ],
        place,
      ),
    }
  }

  /** A case is told from the others by its first field. */
  private caseName(shape: Shape, { names }: Place): Bilingual {
    if (shape.is !== 'group') return { zh: shape.is, en: shape.is }
    return labelOf(this.kind, [...names, shape.fields[0]?.[0] ?? ''])
  }
}

const REMOVE = { zh: '删去：{row}', en: 'Remove: {row}' }
const addWord = ({ zh, en }: Bilingual): Bilingual => ({ zh: `添加：${zh}`, en: `Add: ${en}` })
const optionalLabel = ({ zh, en }: Bilingual): Bilingual => ({ zh: `${zh}（可空）`, en: `${en} (may be empty)` })
const linesHint = (item: Shape): Bilingual => (item.is === 'date' ? DATES_HINT : (DEFAULT_HINTS.lines ?? DATES_HINT))

/** The form of a body. Its fields stand on the page without a frame around them. */
export function bodyForm({ kind, shape, typed, language, problems, path, at }: BodyForm): FormView {
  const builder = new Builder(kind, language, problems, at)
  return { items: builder.fields(shape, typed, { path, names: [], label: { zh: '内容', en: 'Content' } }) }
}

/** The label of every field of a form by its path, for the summary of what is wrong. */
export function labelsOf({ items }: FormView): Map<string, string> {
  const found = new Map<string, string>()
  const walk = (item: ItemView, around: readonly string[]): void => {
    if ('label' in item) {
      found.set(item.path, [...around, item.label].join(' › '))
      return
    }
    const here = item.legend ? [...around, item.legend] : around
    found.set(item.path, here.join(' › '))
    for (const one of item.items) walk(one, here)
    for (const row of item.rows) for (const one of row.items) walk(one, [...here, row.legend])
  }
  for (const item of items) walk(item, [])
  return found
}
