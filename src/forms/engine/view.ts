/**
 * A form made ready for the templates of parts/form: every name, id, value, option and error is
 * decided here, the templates only lay them out. They are strict, so every member is always there,
 * null where there is nothing. Over 250 lines because one walk over the form makes all its parts.
 *
 * A date has one box for the year, one for the month and one for the day: people copy passports and
 * papers, on which a calendar to click through is slow, a native picker differs from browser to
 * browser and hides the order of the parts, and three boxes say which one is missing. A whole date
 * may be pasted into the first box.
 */
import type { z } from 'zod'
import type { Problem } from '../../base/errors.js'
import { type Bilingual, fill, type Language, say } from '../../base/text.js'
import { FieldBuilder, roomFor } from './fieldView.js'
import {
  type FormNode,
  findNodes,
  getNode,
  getRow,
  isGone,
  isGroup,
  isPair,
  isRows,
  isWithin,
  listChildren,
  listRows,
  memberOf,
  valueAt,
} from './node.js'
import { type FieldView, type FormView, type GroupView, type ItemView, idOf, NO_ROWS } from './parts.js'
import { shortAbout, textOf, withAbout } from './show.js'
import { capital, rowName } from './words.js'

export interface ViewOptions {
  readonly language: Language
  readonly problems?: readonly Problem[]
  /** Where the form stands in a larger one: goes before every name, id and problem's path. */
  readonly path?: string
  /** The paths to show, in this order: a section's, or what a correction asks for. Without it, all. */
  readonly only?: readonly string[]
  /** The row or list that has just changed (changeRows in rows.ts). */
  readonly at?: string | undefined
  /** Of a large form: groups and lists stand closer, one within the other. */
  readonly dense?: boolean
  /** What stands beside a question in place of its hint, by its path. */
  readonly hints?: ReadonlyMap<string, Bilingual> | undefined
  /** Of a large form whose parts fold: the one that is opened. */
  readonly open?: string | undefined
}

const FULL = { zh: '已达上限，最多{most}项。', en: 'You have reached the maximum of {most}.' }
const REMOVE = { zh: '删去：{row}', en: 'Remove: {row}' }
const ADD = { zh: '添加：{name}', en: 'Add: {name}' }
const FRAMES = {
  plain: { group: 'parts/form/group', rows: 'parts/form/rows' },
  dense: { group: 'parts/form/denseGroup', rows: 'parts/form/denseRows' },
  table: 'parts/form/tableRows',
  fold: 'parts/form/fold',
} as const
const NONE = { zh: '无', en: 'None' }

class Builder extends FieldBuilder {
  constructor(
    language: Language,
    problems: readonly Problem[],
    prefix: string,
    private readonly at: string | undefined,
    private readonly dense: boolean,
    hints: ReadonlyMap<string, Bilingual> | undefined,
  ) {
    super(language, problems, prefix, hints)
  }

  item(path: string, node: FormNode, raw: unknown): ItemView {
    if (isRows(node)) return this.rows(path, node, raw)
    if (isPair(node)) return this.pair(path, node, raw)
    if (node.ui.maybe) return this.maybe(path, node, raw)
    return isGroup(node) ? this.group(path, node, raw) : this.field(path, node, raw)
  }

  private part(name: 'group' | 'rows'): string {
    return FRAMES[this.dense ? 'dense' : 'plain'][name]
  }

  private children(path: string, node: FormNode, raw: unknown): ItemView[] {
    return this.arrange(
      listChildren(node).map(([key, child]) => [`${path}.${key}`, child, memberOf(raw, key)] as const),
    )
  }

  private group(path: string, node: FormNode, raw: unknown): GroupView {
    return {
      ...this.frame(path, node, true),
      part: this.part('group'),
      legend: this.say(node.ui.label),
      items: this.children(path, node, raw),
      ...NO_ROWS,
    }
  }

  /** Two boxes side by side, Chinese and English, as high as the longer text needs. */
  private pair(path: string, node: FormNode, raw: unknown): GroupView {
    const least = node.ui.long ? 3 : 1
    const rows = Math.max(...['zh', 'en'].map((language) => roomFor(textOf(raw, language), least)))
    const label = this.say(node.ui.label) ?? ''
    const items = listChildren(node).map(([key, child]) => ({
      ...this.field(`${path}.${key}`, child, memberOf(raw, key)),
      part: 'parts/form/half',
      type: key === 'zh' ? 'zh-CN' : 'en-GB',
      rows,
    }))
    return {
      ...this.frame(path, node, true),
      part: 'parts/form/pair',
      legend: node.optional ? this.optional(label) : label,
      items,
      ...NO_ROWS,
    }
  }

  /** A group that is there or not: as a list of one that may be without it. */
  private maybe(path: string, node: FormNode, raw: unknown): GroupView {
    const [there, at, legend] = [(raw ?? undefined) !== undefined, this.full(path), this.say(node.ui.label) ?? '']
    const row = () => ({
      id: `${idOf(at)}-row`,
      legend,
      items: this.children(path, node, raw),
      remove: { value: at, label: this.say(fill(REMOVE, { row: legend })) ?? '' },
      fresh: at === this.at,
    })
    return {
      ...this.frame(path, node, true),
      part: this.part('rows'),
      legend,
      hint: there ? this.say(node.ui.hint) : this.say(NONE),
      items: [],
      rows: there ? [row()] : [],
      fresh: !there && at === this.at,
      add: there ? null : { value: at, label: this.say(node.ui.add ?? fill(ADD, { name: legend })) ?? '+' },
      full: null,
      heads: [],
      open: true,
    }
  }

  private rows(path: string, node: FormNode, raw: unknown): GroupView {
    const { ui } = node
    const row = getRow(node)
    const found = listRows(node, raw) ?? []
    const given = found.length > 0 || ui.bare ? found : [{}]
    const most = ui.most ?? 0
    const isFew = given.length < most
    const rows = given.map((one, index) => {
      const at = `${path}.${index}`
      const name = say(withAbout(rowName(ui, index, undefined, one), shortAbout(node, one)), this.language)
      return {
        // a row that is one text is told from that text
        id: `${idOf(this.full(at))}${isPair(row) ? '-row' : ''}`,
        legend: capital(name),
        items: isPair(row) ? [this.pair(at, row, one)] : this.children(at, row, one),
        remove: ui.bare || given.length > 1 ? this.remove(at, name) : null,
        fresh: this.full(at) === this.at,
      }
    })
    const heads = this.dense ? headsOf(rows.map(({ items }) => items)) : []
    return {
      ...this.frame(path, node, true),
      part: heads.length > 0 ? FRAMES.table : this.part('rows'),
      legend: this.say(ui.label),
      items: [],
      rows,
      heads,
      open: true,
      fresh: this.full(path) === this.at,
      add: isFew ? { value: this.full(path), label: this.say(ui.add ?? fill(ADD, { name: '' })) ?? '+' } : null,
      full: isFew ? null : this.say(fill(FULL, { most })),
    }
  }

  private remove(path: string, name: string) {
    return { value: this.full(path), label: this.language === 'zh' ? `删去${name}` : `Remove ${name}` }
  }

  /** Puts questions that follow from an answer into the option that asks them. */
  arrange(children: readonly (readonly [string, FormNode, unknown])[]): ItemView[] {
    const followers = new Map<string, { is: string; item: ItemView }[]>()
    const items = new Map<string, ItemView>()
    const asked = children.filter(([, node, raw]) => !isGone(node, raw))
    const paths = new Set(asked.map(([path]) => path))
    for (const [path, node, raw] of asked) {
      const item = this.item(path, node, raw)
      const leader = node.ui.after && [...path.split('.').slice(0, -1), node.ui.after.field].join('.')
      if (node.ui.after && leader && paths.has(leader))
        followers.set(leader, [...(followers.get(leader) ?? []), { is: node.ui.after.is, item }])
      else items.set(path, item)
    }
    return [...items].flatMap(([path, item]) => {
      const following = followers.get(path)
      if (following && 'options' in item) return [withFollowers(item, following)]
      return 'legend' in item && item.legend === null && item.part === this.part('group') ? item.items : [item]
    })
  }
}

/** Controls that fit into a cell. */
const IN_CELLS = ['input', 'date', 'select', 'pair'].map((name) => `parts/form/${name}`)
const MOST_COLUMNS = 6
/** Lines of a box that is too large for one. */
const TALL = 3
const isTall = (item: ItemView): boolean =>
  'items' in item && item.items.some((one) => 'rows' in one && Number(one.rows) >= TALL)

/** The heads of the table in which rows stand whose questions are few and small; none where they do not. */
function headsOf(rows: readonly (readonly ItemView[])[]): string[] {
  const [first = []] = rows
  const fits = (items: readonly ItemView[]) =>
    items.length === first.length &&
    items.every((item, at) => IN_CELLS.includes(item.part) && item.part === first[at]?.part && !isTall(item))
  if (first.length < 2 || first.length > MOST_COLUMNS || !rows.every(fits)) return []
  return first.map((item) => ('label' in item ? item.label : (item.legend ?? '')))
}

/** Parts of a large form fold, when there are many: what is wrong or has just changed is open. */
const MANY_PARTS = 4
function folded(items: readonly ItemView[], isOpen: (path: string) => boolean): readonly ItemView[] {
  const isPart = (item: ItemView): item is GroupView => item.part === FRAMES.dense.group
  if (items.filter(isPart).length < MANY_PARTS) return items
  return items.map((item) => (isPart(item) ? { ...item, part: FRAMES.fold, open: isOpen(item.path) } : item))
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
 * The view of a form or of some of its questions. `tree` are the answers as typed or sent;
 * `problems` stand beside their questions. Paths in `only` that the form does not have are left
 * out.
 */
export function formView(schema: z.ZodObject, tree: unknown, options: ViewOptions): FormView {
  const { language, problems = [], path = '', only, at, dense = false, open, hints } = options
  const children = findNodes(getNode(schema), only).map(([at, node]) => [at, node, valueAt(tree, at)] as const)
  const items = new Builder(language, problems, path, at, dense, hints).arrange(children)
  const reached = [at, open, ...problems.map((problem) => problem.path)].filter((one) => one !== undefined)
  return { items: dense ? folded(items, (part) => reached.some((one) => isWithin(one, part))) : items }
}
