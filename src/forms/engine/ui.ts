/** What a person reads of a question and how the answer is given: the metadata `x-ui` of its schema. */
import 'zod'
import type { Bilingual } from '../../base/text.js'

/** How an answer is given, which also decides how what was typed is read. */
export type Control =
  | 'text'
  | 'email'
  | 'phone'
  | 'code' // spaces do not count, small letters are capitals: codes, numbers of papers
  | 'textarea'
  | 'mrz'
  | 'password'
  | 'number'
  | 'year' // a number without commas
  | 'money'
  | 'date'
  | 'month'
  | 'select'
  | 'radio'
  | 'checkbox' // one box: yes, or nothing
  | 'checkboxes'
  | 'list' // several short texts, by commas or lines
  | 'lines' // several answers of one kind, one a line
  | 'file' // an upload that has been stored
  | 'hidden'
  | 'tree' // any JSON: a draft's answers
  | 'group'
  | 'pair' // the same in Chinese and in English
  | 'rows'
  | 'record' // the same questions several times, each under a code

export interface Option {
  readonly value: string
  readonly label: Bilingual
  readonly hint?: Bilingual
  /** Of a long list: the group that it stands in, and its name there. */
  readonly within?: { readonly group: Bilingual; readonly name: Bilingual }
}

/** One of a list: its code and what it is called. */
export const option = <const Value extends string>(value: Value, zh: string, en: string, hint?: Bilingual) => ({
  value,
  label: { zh, en },
  ...(hint && { hint }),
})

/** What an option is called; a value that is none of them stands for itself. */
export const labelOf = (options: readonly Option[], value: string): Bilingual =>
  options.find((option) => option.value === value)?.label ?? { zh: value, en: value }

const plain = (text: string): string => text.normalize('NFKC').trim().toLowerCase()

/** Of each list its labels by what may be typed for them; the first of a name counts. */
const spoken = new WeakMap<readonly Option[], ReadonlyMap<string, Bilingual>>()

function spokenIn(codes: readonly Option[]): ReadonlyMap<string, Bilingual> {
  const known = spoken.get(codes)
  if (known) return known
  const named = codes.flatMap(({ value, label }) =>
    [value, label.zh, label.en].map((name) => [plain(name), label] as const),
  )
  const labels = new Map(named.reverse())
  spoken.set(codes, labels)
  return labels
}

/** What stands where words may be typed: a code, or its name in either language, by its label; others as typed. */
export const sayCode = (codes: readonly Option[], typed: string): Bilingual =>
  spokenIn(codes).get(plain(typed)) ?? { zh: typed, en: typed }

/**
 * How an answer is protected: none is about no person; personal is about somebody, seen within the
 * scope and erased with the case; sensitive is sealed under the case's own key besides
 * (cases/sealing). A group's class holds for what stands in it unless that says another one.
 */
export type DataClass = 'none' | 'personal' | 'sensitive'

export interface Ui {
  readonly control: Control
  readonly data?: DataClass
  /** Empty in both languages for a group that needs no heading. */
  readonly label: Bilingual
  readonly hint?: Bilingual
  readonly options?: readonly Option[]
  /** The page offers a list that the form does not know; the answer is a number of it. */
  readonly listed?: boolean
  /** The options are put in the order of the reader's language, and a code stands behind each. */
  readonly sorted?: boolean
  /** Offered while typing; anything else may be typed. */
  readonly suggest?: readonly Bilingual[]
  /** Characters that the control shows room for. */
  readonly width?: 2 | 3 | 4 | 5 | 10 | 20 | 30
  /** Stands behind the control. */
  readonly unit?: Bilingual
  /** HTML's autofill token. Off by default: most answers are about somebody else than the person who types. */
  readonly autocomplete?: string
  /** The place of the machine-readable zone that fills it in. */
  readonly zone?: 'systemName' | 'issuingState' | 'number' | 'nationality' | 'sex' | 'birthDate' | 'expiresOn'
  /** Codes that may be typed here, with what they stand for; others may be typed too. */
  readonly stands?: readonly Option[]
  /** Codes that programs send where people type words: they, or their names in either language, are said in these. */
  readonly codes?: readonly Option[]
  /** Written by the system: shown, and not to be typed. */
  readonly given?: boolean
  /** Boxes start with room for several lines. */
  readonly long?: boolean
  /** A group that is there or not, as a whole: a button brings it and takes it away. */
  readonly maybe?: boolean
  /** The order in which options are chosen counts. */
  readonly ordered?: boolean
  /** The question that says what a body is about; of a list, what each of its rows is about. */
  readonly about?: string
  /** A list that is shown without any row when it has none. */
  readonly bare?: boolean
  /** What one row is called, `{n}` its number: 第 {n} 个频道, channel {n}. */
  readonly row?: Bilingual
  /** The question of a row by whose answer the row is called instead, once it has one. */
  readonly rowBy?: string
  readonly add?: Bilingual
  /** How few and how many rows there may be. */
  readonly least?: number
  readonly most?: number
  /** Shown only when a sibling has this value. */
  readonly after?: { readonly field: string; readonly is: string }
  /** Must be answered unless one of these siblings is; the schema calls it optional. */
  readonly unless?: readonly string[]
  /** An empty answer means no, or the only one there is, and decides as much: it is not marked as one to leave out. */
  readonly decides?: boolean
  /** Asked no more: it is shown only where an earlier version of the form left an answer. */
  readonly retired?: boolean
  /** Pairs of children of which the second may not be before the first. */
  readonly inOrder?: readonly (readonly [string, string])[]
  /** A right answer as programs send it, for the examples of the API (example.ts); of a day, days from today. */
  readonly example?: unknown
  /** Own sentences for kinds of problems; `{name}` is the question. */
  readonly says?: Readonly<Record<string, Bilingual>>
}

declare module 'zod' {
  interface GlobalMeta {
    'x-ui'?: Ui
  }
}
