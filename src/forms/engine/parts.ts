/**
 * What the templates of parts/form are given. They are strict: every member is always there, null
 * where there is nothing.
 */
import type { DatePart } from './read.js'

export interface FieldView {
  readonly part: string
  readonly path: string
  readonly id: string
  readonly name: string
  readonly label: string
  readonly hint: string | null
  readonly hintId: string
  readonly errors: readonly string[]
  readonly errorId: string
  /** The ids of hint and error, for aria-describedby. */
  readonly describedBy: string | null
  readonly required: boolean
  readonly value: string
  readonly type: string
  readonly inputmode: string | null
  readonly autocomplete: string
  readonly code: boolean
  readonly width: number | null
  readonly unit: string | null
  readonly rows: number
  readonly checked: boolean
  readonly inline: boolean
  readonly options: readonly OptionView[]
  /** Of a list: what it means to choose nothing. */
  readonly none?: string | undefined
  /** The same in their groups; empty where they have none. */
  readonly groups: readonly { readonly label: string; readonly options: readonly OptionView[] }[]
  /** The id of the list of what is offered while typing. */
  readonly listId: string | null
  readonly suggest: readonly string[]
  /** Several answers by commas: what is suggested is the next one. */
  readonly many: boolean
  readonly boxes: readonly BoxView[]
  /** The check digits of a machine-readable zone. */
  readonly checks: readonly CheckView[]
  /** Which place of such a zone fills this answer in. */
  /** Not to be typed. */
  readonly given: boolean
  readonly zone: string | null
}

export interface OptionView {
  readonly id: string
  readonly value: string
  readonly label: string
  /** The group that it stands in; null in a list without any. */
  readonly group: string | null
  readonly hint: string | null
  readonly hintId: string
  readonly chosen: boolean
  /** What is asked when this is chosen, and the id of its place. */
  readonly items: readonly ItemView[]
  readonly revealId: string | null
}

/** One check digit; `known` when the line is there. */
export interface CheckView {
  readonly name: string
  readonly label: string
  readonly known: boolean
  readonly agrees: boolean
  readonly icon: 'tick' | 'cross'
  readonly look: 'ok' | 'bad'
}

/** One box of a date. */
export interface BoxView {
  readonly kind: DatePart
  readonly id: string
  readonly name: string
  readonly label: string
  readonly value: string
  readonly width: number
  readonly wrong: boolean
}

export interface GroupView {
  readonly part: string
  readonly path: string
  readonly id: string
  readonly legend: string | null
  readonly hint: string | null
  readonly hintId: string
  readonly errors: readonly string[]
  readonly errorId: string
  readonly describedBy: string | null
  readonly items: readonly ItemView[]
  /** Of a group of rows: each with its name and its button to take it out. */
  readonly rows: readonly {
    readonly id: string
    readonly legend: string
    readonly items: readonly ItemView[]
    readonly remove: ButtonView | null
    /** The row that has just come: the reader goes on in it. */
    readonly fresh: boolean
  }[]
  /** Of rows that stand in a table: the heads of its columns. */
  readonly heads: readonly string[]
  /** Of a part that folds: whether it is open. */
  readonly open: boolean
  /** The rows have just become fewer, or cannot become more: the reader goes on here. */
  readonly fresh: boolean
  readonly add: ButtonView | null
  /** Said in the place of the button when there are as many rows as there may be. */
  readonly full: string | null
}

/** Of a group that is no list. */
export const NO_ROWS = { rows: [], heads: [], open: true, fresh: false, add: null, full: null } as const

export interface ButtonView {
  readonly value: string
  readonly label: string
}

export type ItemView = FieldView | GroupView

export interface FormView {
  readonly items: readonly ItemView[]
}

/**
 * The id of the control of a question, which an error summary leads to: `talent.passport.number` is
 * `talent-passport-number`.
 */
export const idOf = (path: string): string => path.replaceAll('.', '-')

/** The name of the control of a question: `talent[passport][number]`. */
export const nameAttribute = (path: string): string => path.replace(/\.([^.]+)/g, '[$1]')
