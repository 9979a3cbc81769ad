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
  | 'money'
  | 'date'
  | 'month'
  | 'select'
  | 'radio'
  | 'checkbox' // one box: yes, or nothing
  | 'checkboxes'
  | 'list' // several short texts, by commas or lines
  | 'file' // an upload that has been stored
  | 'hidden'
  | 'tree' // any JSON: a draft's answers
  | 'group'
  | 'rows'

export interface Option {
  readonly value: string
  readonly label: Bilingual
  readonly hint?: Bilingual
}

/**
 * How an answer is protected: none is about no person; personal is about somebody, seen within the scope and erased with the case; sensitive is sealed under the case's own key besides
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
  /** What one row is called, `{n}` its number: 第 {n} 个频道, channel {n}. */
  readonly row?: Bilingual
  readonly add?: Bilingual
  /** How few and how many rows there may be. */
  readonly least?: number
  readonly most?: number
  /** Shown only when a sibling has this value. */
  readonly after?: { readonly field: string; readonly is: string }
  /** Must be answered unless one of these siblings is; the schema calls it optional. */
  readonly unless?: readonly string[]
  /** Pairs of children of which the second may not be before the first. */
  readonly inOrder?: readonly (readonly [string, string])[]
  /** Own sentences for kinds of problems; `{name}` is the question. */
  readonly says?: Readonly<Record<string, Bilingual>>
}

declare module 'zod' {
  interface GlobalMeta {
    'x-ui'?: Ui
  }
}
