/**
 * A form made ready for the templates of parts/form: every name, id, value, option and error is decided here, the templates only lay them out. They are
 * strict, so every member is always there, null where there is nothing.
 *
 * A date has one box for the year, one for the month and one for the day: people copy passports and papers, on which a calendar to click through is slow,
 * a native picker differs from browser to browser and hides the order of the parts, and three boxes say which one is missing. A whole date may be
 * pasted into the first box.
 */
import { z } from 'zod'
import type { Problem } from '../../base/errors.js'
import { type Bilingual, fill, type Language, say } from '../../base/text.js'
import { type FormNode, findNode, getNode, getRow, isGroup, isRows, listChildren, memberOf, valueAt } from './node.js'
import type { BoxView, FieldView, FormView, GroupView, ItemView, OptionView } from './parts.js'
import { idOf, NO_ROWS, nameAttribute } from './parts.js'
import { type DatePart, dateParts } from './read.js'
import { boxText, chosen, fitsOneLine, optionsOf, optionText, zoneChecks } from './show.js'
import type { Control, Option } from './ui.js'
import { rowName } from './words.js'

export interface ViewOptions {
  readonly language: Language
  readonly problems?: readonly Problem[]
  /** Where the form stands in a larger one: goes before every name, id and problem's path. */
  readonly path?: string
  /** The paths to show, in this order: a section's, or what a correction asks for. Without it, all. */
  readonly only?: readonly string[]
  /** The row or list that has just changed (changeRows in rows.ts). */
  readonly at?: string | undefined
}

const PARTS: Readonly<Partial<Record<Control, string>>> = {
  textarea: 'textarea',
  tree: 'textarea',
  mrz: 'mrz',
  select: 'select',
  radio: 'radios',
  checkbox: 'checkbox',
  checkboxes: 'checkboxes',
  date: 'date',
  month: 'date',
  file: 'file',
}
const TYPES: Readonly<Partial<Record<Control, string>>> = { email: 'email', phone: 'tel', password: 'password' }
const WIDTHS: Readonly<Partial<Record<Control, number>>> = { number: 10, money: 10, code: 20, phone: 20 }
const BOXES: readonly { kind: DatePart; label: Bilingual; width: number; code: string }[] = [
  { kind: 'year', label: { zh: '年', en: 'Year' }, width: 4, code: 'noYear' },
  { kind: 'month', label: { zh: '月', en: 'Month' }, width: 2, code: 'noMonth' },
  { kind: 'day', label: { zh: '日', en: 'Day' }, width: 2, code: 'noDay' },
]
const FULL = { zh: '已达上限，最多{most}项。', en: 'You have reached the maximum of {most}.' }

class Builder {
  constructor(
    private readonly language: Language,
    private readonly problems: readonly Problem[],
    private readonly prefix: string,
    private readonly at: string | undefined,
  ) {}

  private say(text: Bilingual | undefined): string | null {
    return text?.[this.language] ? say(text, this.language) : null
  }

  private full(path: string): string {
    return [this.prefix, path].filter(Boolean).join('.')
  }

  private problemsAt(path: string, exact = false): readonly Problem[] {
    const at = this.full(path)
    return this.problems.filter(({ path: its }) => its === at || its === path || (!exact && its.startsWith(`${at}.`)))
  }

  /** What fields and groups have alike. */
  private frame(path: string, { ui }: FormNode, exact: boolean) {
    const id = idOf(this.full(path))
    const hint = this.say(ui.hint)
    const errors = [...new Set(this.problemsAt(path, exact).map(({ message }) => say(message, this.language)))]
    const [hintId, errorId] = [`${id}-hint`, `${id}-error`]
    const describedBy = [hint && hintId, errors.length > 0 && errorId].filter(Boolean).join(' ') || null
    return { path: this.full(path), id, hint, hintId, errors, errorId, describedBy }
  }

  item(path: string, node: FormNode, raw: unknown): ItemView {
    if (isRows(node)) return this.rows(path, node, raw)
    return isGroup(node) ? this.group(path, node, raw) : this.field(path, node, raw)
  }

  private group(path: string, node: FormNode, raw: unknown): GroupView {
    const children = listChildren(node).map(([key, child]) => [`${path}.${key}`, child, memberOf(raw, key)] as const)
    return {
      ...this.frame(path, node, true),
      part: 'parts/form/group',
      legend: this.say(node.ui.label),
      items: this.arrange(children),
      ...NO_ROWS,
    }
  }

  private rows(path: string, node: FormNode, raw: unknown): GroupView {
    const { ui } = node
    const row = getRow(node)
    const given: unknown[] = Array.isArray(raw) && raw.length > 0 ? raw : [{}]
    const most = ui.most ?? 0
    return {
      ...this.frame(path, node, true),
      part: 'parts/form/rows',
      legend: this.say(ui.label),
      items: [],
      rows: given.map((one, index) => {
        const at = `${path}.${index}`
        const name = say(rowName(ui, index), this.language)
        return {
          id: idOf(this.full(at)),
          legend: name.charAt(0).toUpperCase() + name.slice(1),
          items: this.arrange(listChildren(row).map(([key, child]) => [`${at}.${key}`, child, memberOf(one, key)])),
          remove:
            given.length > 1
              ? { value: this.full(at), label: this.language === 'zh' ? `删去${name}` : `Remove ${name}` }
              : null,
          fresh: this.full(at) === this.at,
        }
      }),
      fresh: this.full(path) === this.at,
      add: given.length < most ? { value: this.full(path), label: this.say(ui.add) ?? '+' } : null,
      full: given.length < most ? null : this.say(fill(FULL, { most })),
    }
  }

  /** Puts questions that follow from an answer into the option that asks them. */
  arrange(children: readonly (readonly [string, FormNode, unknown])[]): ItemView[] {
    const followers = new Map<string, { is: string; item: ItemView }[]>()
    const items = new Map<string, ItemView>()
    const paths = new Set(children.map(([path]) => path))
    for (const [path, node, raw] of children) {
      const item = this.item(path, node, raw)
      const leader = node.ui.after && [...path.split('.').slice(0, -1), node.ui.after.field].join('.')
      if (node.ui.after && leader && paths.has(leader))
        followers.set(leader, [...(followers.get(leader) ?? []), { is: node.ui.after.is, item }])
      else items.set(path, item)
    }
    return [...items].flatMap(([path, item]) => {
      const asked = followers.get(path)
      if (asked && 'options' in item) return [withFollowers(item, asked)]
      return 'legend' in item && item.legend === null && item.part.endsWith('group') ? item.items : [item]
    })
  }

  private field(path: string, node: FormNode, raw: unknown): FieldView {
    const { ui } = node
    const frame = this.frame(path, node, false)
    const name = nameAttribute(frame.path)
    const selected = ui.options || ui.control === 'checkbox' ? chosen(raw, node) : []
    const label = this.say(ui.label) ?? ''
    const optional =
      node.optional && !ui.unless && ui.control !== 'checkbox' && ui.control !== 'hidden' && node.fallback === undefined
    return {
      ...frame,
      part: `parts/form/${PARTS[ui.control] ?? 'input'}`,
      name: ui.control === 'checkboxes' ? `${name}[]` : name,
      label: optional ? `${label}${this.language === 'zh' ? '（选填）' : ' (optional)'}` : label,
      required: !node.optional,
      value: boxText(raw, node),
      type: TYPES[ui.control] ?? 'text',
      inputmode: ui.control === 'number' || ui.control === 'money' ? 'decimal' : null,
      autocomplete: ui.autocomplete ?? 'off',
      code: ui.control === 'code',
      width: ui.width ?? WIDTHS[ui.control] ?? null,
      unit: this.say(ui.unit),
      rows: ui.control === 'mrz' ? 2 : 5,
      checked: selected.includes('true'),
      inline: fitsOneLine(ui, this.language),
      options: this.options(raw, node).map((option, index) => this.option(option, index, node, frame.id, selected)),
      listId: ui.suggest ? `${frame.id}-list` : null,
      suggest: (ui.suggest ?? []).map((text) => say(text, this.language)),
      boxes: ui.control === 'date' || ui.control === 'month' ? this.boxes(path, node, raw, frame.id, name) : [],
      checks: ui.control === 'mrz' ? zoneChecks(raw, node, this.language) : [],
      zone: ui.zone ?? null,
    }
  }

  /** The options to choose from. What was sent and is none of them is kept as one more where any text may be sent. */
  private options(raw: unknown, node: FormNode): readonly Option[] {
    const known = optionsOf(node.ui, this.language)
    const typed = boxText(raw, node).trim()
    const lost = node.ui.control === 'select' && node.schema instanceof z.ZodString && typed !== ''
    if (!lost || known.some(({ value }) => value === typed)) return known
    return [...known, { value: typed, label: { zh: typed, en: typed } }]
  }

  private option(option: Option, index: number, { ui }: FormNode, id: string, selected: readonly string[]): OptionView {
    const own = index === 0 ? id : `${id}-${index + 1}`
    return {
      id: own,
      value: option.value,
      label: optionText(option, ui, this.language),
      hint: this.say(option.hint),
      hintId: `${own}-item-hint`,
      chosen: selected.includes(option.value),
      items: [],
      revealId: null,
    }
  }

  /** The boxes of a date. The one that is wrong has the question's own id, so that the error summary leads to it. */
  private boxes(path: string, { ui }: FormNode, raw: unknown, id: string, name: string): BoxView[] {
    const shown = ui.control === 'date' ? BOXES : BOXES.slice(0, 2)
    const values = dateParts(
      raw,
      shown.map(({ kind }) => kind),
    )
    const problems = this.problemsAt(path)
    const one = problems.length === 1 ? shown.find(({ code }) => code === problems[0]?.code) : undefined
    const first = one?.kind ?? 'year'
    return shown.map(({ kind, label, width }) => ({
      kind,
      id: kind === first ? id : `${id}-${kind}`,
      name: `${name}[${kind}]`,
      label: say(label, this.language),
      value: values[kind],
      width: kind === 'year' && values.year.length > 4 ? 10 : width,
      wrong: problems.length > 0 && (!one || one.kind === kind),
    }))
  }
}

function withFollowers(item: FieldView, followers: readonly { is: string; item: ItemView }[]): FieldView {
  return {
    ...item,
    inline: false,
    options: item.options.map((option) => {
      const items = followers.filter(({ is }) => is === option.value).map((follower) => follower.item)
      return items.length > 0 ? { ...option, items, revealId: `${option.id}-reveal` } : option
    }),
  }
}

/**
 * The view of a form or of some of its questions. `tree` are the answers as typed or sent; `problems` stand beside their questions. Paths in `only`
 * that the form does not have are left out.
 */
export function formView(schema: z.ZodObject, tree: unknown, options: ViewOptions): FormView {
  const { language, problems = [], path = '', only, at } = options
  const root = getNode(schema)
  const paths = only ?? listChildren(root).map(([key]) => key)
  const children = paths.flatMap((at) => {
    const node = findNode(root, at)
    return node ? [[at, node, valueAt(tree, at)] as const] : []
  })
  return { items: new Builder(language, problems, path, at).arrange(children) }
}
