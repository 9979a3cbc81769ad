/** One question of a form made ready for its template: name, value, options, boxes, and what is wrong with it. */
import { z } from 'zod'
import type { Problem } from '../../base/errors.js'
import { type Bilingual, type Language, say } from '../../base/text.js'
import type { FormNode } from './node.js'
import type { BoxView, FieldView, OptionView } from './parts.js'
import { idOf, nameAttribute } from './parts.js'
import { type DatePart, dateParts } from './read.js'
import { boxText, chosen, fitsOneLine, optionsOf, optionText, zoneChecks } from './show.js'
import type { Control, Option, Ui } from './ui.js'

/** Options in their groups, in the order in which those first come; what was typed and is in no group goes first. */
function groupsOf(options: readonly OptionView[]): FieldView['groups'] {
  const labels = [...new Set(options.map(({ group }) => group ?? ''))].toSorted(
    (a, b) => Number(b === '') - Number(a === ''),
  )
  if (labels.every((label) => label === '')) return []
  return labels.map((label) => ({ label, options: options.filter(({ group }) => (group ?? '') === label) }))
}

const PARTS: Readonly<Partial<Record<Control, string>>> = {
  textarea: 'textarea',
  tree: 'textarea',
  lines: 'textarea',
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
const WIDTHS: Readonly<Partial<Record<Control, number>>> = { number: 10, money: 10, year: 4, code: 20, phone: 20 }
const BOXES: readonly { kind: DatePart; label: Bilingual; width: number; code: string }[] = [
  { kind: 'year', label: { zh: '年', en: 'Year' }, width: 4, code: 'noYear' },
  { kind: 'month', label: { zh: '月', en: 'Month' }, width: 2, code: 'noMonth' },
  { kind: 'day', label: { zh: '日', en: 'Day' }, width: 2, code: 'noDay' },
]

const isFigure = ({ control }: Ui): boolean => control === 'number' || control === 'money' || control === 'year'

/**
 * Whether the reader is told that it may stay empty: not where something else stands for an answer
 * that was left out.
 */
const isOptional = ({ optional, fallback }: FormNode): boolean => optional && (fallback ?? undefined) === undefined

/** Lines that a text takes in a box of about 40 characters, 12 at most. */
export const roomFor = (text: string, least: number): number =>
  Math.min(
    12,
    Math.max(
      least,
      text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / 40)), 0),
    ),
  )

/** Where the order counts, what is chosen stands first, in its order, which a browser sends back as it stands. */
function inOrder(options: readonly Option[], node: FormNode, raw: unknown): readonly Option[] {
  if (!node.ui.ordered) return options
  const first = chosen(raw, node)
  const place = ({ value }: Option) => (first.includes(value) ? first.indexOf(value) : first.length)
  return options.toSorted((a, b) => place(a) - place(b))
}

export class FieldBuilder {
  constructor(
    protected readonly language: Language,
    private readonly problems: readonly Problem[],
    private readonly prefix: string,
    private readonly hints?: ReadonlyMap<string, Bilingual>,
  ) {}

  protected say(text: Bilingual | undefined): string | null {
    return text?.[this.language] ? say(text, this.language) : null
  }

  protected full(path: string): string {
    return [this.prefix, path].filter(Boolean).join('.')
  }

  private problemsAt(path: string, exact = false): readonly Problem[] {
    const at = this.full(path)
    return this.problems.filter(({ path: its }) => its === at || its === path || (!exact && its.startsWith(`${at}.`)))
  }

  /** What fields and groups have alike. */
  protected frame(path: string, { ui }: FormNode, exact: boolean) {
    const id = idOf(this.full(path))
    const hint = this.say(this.hints?.get(path) ?? ui.hint)
    const errors = [...new Set(this.problemsAt(path, exact).map(({ message }) => say(message, this.language)))]
    const [hintId, errorId] = [`${id}-hint`, `${id}-error`]
    const describedBy = [hint && hintId, errors.length > 0 && errorId].filter(Boolean).join(' ') || null
    return { path: this.full(path), id, hint, hintId, errors, errorId, describedBy }
  }

  protected optional(label: string): string {
    return `${label}${this.language === 'zh' ? '（选填）' : ' (optional)'}`
  }

  protected field(path: string, node: FormNode, raw: unknown): FieldView {
    const { ui } = node
    const frame = this.frame(path, node, false)
    const name = nameAttribute(frame.path)
    const selected = ui.options || ui.control === 'checkbox' ? chosen(raw, node) : []
    const label = this.say(ui.label) ?? ''
    const options = this.options(raw, node).map((option, index) => this.option(option, index, node, frame.id, selected))
    const optional =
      isOptional(node) && !ui.decides && !ui.unless && !ui.given && ui.control !== 'checkbox' && ui.control !== 'hidden'
    return {
      ...frame,
      part: `parts/form/${PARTS[ui.control] ?? 'input'}`,
      name: ui.control === 'checkboxes' ? `${name}[]` : name,
      label: optional ? this.optional(label) : label,
      required: !node.optional,
      value: boxText(raw, node),
      type: TYPES[ui.control] ?? 'text',
      inputmode: isFigure(ui) ? 'decimal' : null,
      autocomplete: ui.autocomplete ?? 'off',
      code: ui.control === 'code',
      width: ui.width ?? WIDTHS[ui.control] ?? null,
      unit: this.say(ui.unit),
      rows: ui.control === 'lines' ? roomFor(boxText(raw, node), 2) : ui.control === 'mrz' ? 2 : 5,
      checked: selected.includes('true'),
      inline: fitsOneLine(ui, this.language),
      options,
      groups: groupsOf(options),
      listId: ui.suggest ? `${frame.id}-list` : null,
      suggest: (ui.suggest ?? []).map((text) => say(text, this.language)),
      many: ui.control === 'list',
      boxes: ui.control === 'date' || ui.control === 'month' ? this.boxes(path, node, raw, frame.id, name) : [],
      checks: ui.control === 'mrz' ? zoneChecks(raw, node, this.language) : [],
      given: ui.given ?? false,
      zone: ui.zone ?? null,
    }
  }

  /** The options to choose from. What was sent and is none of them is kept as one more where any text may be sent. */
  private options(raw: unknown, node: FormNode): readonly Option[] {
    const known = inOrder(optionsOf(node.ui, this.language), node, raw)
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
      group: this.say(option.within?.group),
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
