/**
 * What each part of a page is given (templates/parts). Code prepares it, templates only lay it out.
 * A text is bilingual, or somebody's own words, the same in both languages. Over 250 lines because
 * all parts stand together.
 */
import type { Bilingual } from '../../base/text.js'
import type { Parts, Views } from '../../../templates/views.js'
import type { Due, Ruler, Tone } from './ruler.js'

export type Text = Bilingual | string

/** What the template of each page reads. */
export type { Parts, Views }

/** A run of text with one look. */
export interface Piece {
  readonly text: Text
  readonly href?: string
  /** The language of the words when it is not the page's: `ja` for a Japanese name. */
  readonly lang?: string
  readonly look?: 'strong' | 'quiet' | 'code' | 'song' | 'ok' | 'near' | 'bad'
  /** No longer so. */
  readonly struck?: boolean
  /** Newly so. */
  readonly fresh?: boolean
  readonly icon?: IconName
  /** On a line of its own. */
  readonly below?: boolean
  /** The number that also stands on the page where the link leads; its place is led to from there. */
  readonly mark?: { readonly number: number; readonly id: string }
}

/** A line of text: words and pieces, set one after another without a space between them. */
export type Line = readonly (Text | Piece)[]

export type IconName = 'tick' | 'cross' | 'warn' | 'minus' | 'plus' | 'turn' | 'open' | 'down' | 'file' | 'print'

export interface Link {
  readonly text: Text
  readonly href: string
}

/** Parts of words and links alone: the types that are made of their templates say all of them. */
export type Chips = Parts['parts/chips']
export type Documents = Parts['parts/documents']
export type Empty = Parts['parts/empty']
export type ErrorLines = Parts['parts/error-summary']['problems']
export type KeyOnce = Parts['parts/key-once']
export type LetterSheet = Parts['parts/letter']
export type Pages = Parts['parts/pages']
export type Points = Parts['parts/points']
export type Steps = Parts['parts/steps']
export type Tabs = Parts['parts/tabs']

/** The state of a case, from the chart's meta, or of a section of a form (without a glyph). */
export interface Tag {
  readonly label: Text
  /** What the clock does: runs, is stopped, there is none, all has ended. */
  readonly glyph?: 'run' | 'stop' | 'ring' | 'end'
  readonly colour?: 'blue' | 'green' | 'yellow' | 'red' | 'seal' | 'grey'
}

/** One action. `unavailable` makes it a button that says why it cannot be used, and cannot. */
export interface Button {
  readonly text: Text
  /** A link that looks like a button; without it a button of the form it stands in. */
  readonly href?: string
  /** final: ends a case (refuse, revoke); nothing else is cinnabar. */
  readonly kind?: 'secondary' | 'final'
  /** One of its kind on the page; needed with a hint and when unavailable. */
  readonly id?: string
  readonly small?: boolean
  readonly name?: string
  readonly value?: string
  /** The id of its form, when it does not stand in it. */
  readonly form?: string
  /** Sends the form to another address than its own. */
  readonly formaction?: string
  /** Said to those who do not see what it stands beside: the number of a case. */
  readonly about?: Text
  /** It only opens another button, which says this and acts: a second press does nothing to the next case. */
  readonly sure?: Text | undefined
  readonly hint?: Text
  readonly unavailable?: readonly Text[]
}

export interface Notice {
  /** Of a place that an address leads to. */
  readonly id?: string
  readonly kind?: 'info' | 'ok' | 'near' | 'bad'
  readonly title?: Text
  readonly text?: Text
  readonly items?: readonly Text[]
  /** What others did meanwhile, each with what it changed. */
  readonly changes?: readonly {
    readonly title: Text
    readonly tables: readonly { readonly title?: Text; readonly table: Compare }[]
  }[]
  readonly links?: readonly Link[]
  /** What can be done about it at once. */
  readonly press?: { readonly action: string; readonly text: Text }
}

export interface CaseHead {
  readonly name: Text
  readonly nameLang?: string
  readonly otherName?: Piece
  readonly tag: Tag
  readonly number: string
  readonly facts?: readonly Line[]
  readonly clock?: {
    readonly now: Text
    readonly promise: Text
    readonly ruler: Ruler
    /** Why the promised day is no longer the one of the filing. */
    readonly moved?: Text
  }
  readonly links?: readonly (Link & { readonly key?: string; readonly rel?: 'prev' | 'next' })[]
}

export interface TimelineItem {
  readonly title: Text
  readonly by?: Text
  /** Of an office: who there. */
  readonly name?: string | undefined
  readonly at: Text
  /** For machines: 2026-11-24T10:12:00+08:00. */
  readonly datetime?: string
  readonly line?: Line
  /** now: the latest; stop: the clock stopped here; end: what is final. */
  readonly kind?: 'now' | 'stop' | 'end'
}

export interface Summary {
  readonly small?: boolean
  readonly rows: readonly SummaryRow[]
}
export interface SummaryRow {
  readonly key: Text
  readonly line: Line
  /** What stood here before it was corrected. */
  readonly was?: Text
  /** The pages that the answer rests on; the current one is what the preview shows. */
  readonly sources?: readonly (Link & { readonly current?: boolean })[]
  readonly problem?: Text
  readonly actions?: readonly (Link & { readonly about: Text })[]
}

export interface Tasks {
  /** Makes the ids of this list its own. */
  readonly id: string
  readonly tasks: readonly Task[]
}
export interface Task {
  readonly title: Text
  readonly href?: string
  readonly hint?: Text
  readonly done?: Text
  readonly tag?: Tag
  readonly status?: Text
}

export interface Table {
  readonly caption: Text
  readonly captionHidden?: boolean
  /** Rows become cards below 768 px. */
  readonly cards?: boolean
  readonly head: readonly { readonly text: Text; readonly numeric?: boolean; readonly hidden?: boolean }[]
  readonly rows: readonly { readonly cells: readonly Cell[] }[]
}
export interface Cell {
  readonly line?: Line
  readonly tag?: Tag
  readonly button?: Button
  /** A box to tick in the form around the table; `about`: the row's name, for those who do not see it. */
  readonly choose?: { readonly name: string; readonly value: string; readonly about: Text; readonly chosen?: boolean }
  readonly numeric?: boolean
  /** The cell that names its row. */
  readonly heads?: boolean
  /** The column's name, shown in a card. */
  readonly label?: Text
}

export interface QueueRow {
  readonly href: string
  readonly number: string
  /** When it was received, and its round. */
  readonly arrival?: Text
  /** Its reader has not opened it yet. */
  readonly unopened?: boolean
  /** It can be accepted once it was opened. */
  readonly openFirst?: boolean
  /** Documents that are still being read: it cannot be accepted in the row yet, only on its own page. */
  readonly unread?: number | undefined
  readonly due?: Due
  /** Instead of a ruler: a date, for instance. */
  readonly dueText?: Text
  readonly tone?: Tone | undefined
  /** Another day that counts for it as well. */
  readonly dueNote?: Text
  readonly name: string
  readonly otherName?: { readonly text: string; readonly lang: string }
  readonly nationality?: Text
  readonly firm: Text
  readonly topic?: Text
  readonly tag: Tag
  /** The departments that have still to report. */
  readonly waitsFor?: Text
  /** What colleagues want of the reader. */
  readonly beckon?: Text
  /** What others did since the reader opened it. */
  readonly fresh?: Text
  /** What must be known before anything is done with it. */
  readonly warning?: Text
  readonly mark?: Text
  readonly holder?: Text
  readonly mine?: boolean
  /** What can be done in the row itself. */
  readonly claim?: Readonly<Record<'text' | 'about', Text>> &
    Readonly<Record<'name' | 'value', string>> & { readonly sure?: Text | undefined }
  /** What is done on a page of its own. */
  readonly act?: { readonly text: Text; readonly href: string }
  readonly choose?: { readonly id: number; readonly chosen: boolean }
  readonly current?: boolean
}

export interface DocumentRow {
  readonly title: Text
  readonly href?: string
  readonly note?: Text
  readonly tone: 'ok' | 'near' | 'bad' | 'none' | 'unchecked'
  /** Whether its reader, an officer, has checked it. */
  readonly tick?: Parts['parts/tick'] | undefined
  readonly current?: boolean
  /** What is unfit about it, and what ages. */
  readonly marks?: readonly { readonly text: Text; readonly tone: 'near' | 'bad' }[]
  readonly actions?: readonly Button[]
}

export interface Compare {
  readonly caption: Text
  /** What differs between opinions, in words. */
  readonly notes?: readonly Text[]
  /** pair: two cases, equal answers step back; changes: before, now, and why; fields: before and now. */
  readonly look?: 'pair' | 'changes' | 'fields'
  readonly heads: readonly Text[]
  readonly rows: readonly {
    readonly key: Text
    readonly cells: readonly { readonly head: Text; readonly line: Line }[]
    readonly differs?: boolean
    /** What the tint means, where that is not a difference. */
    readonly says?: Text
  }[]
}

/** parts/keep: a form that keeps what is typed until it is sent. */
export interface KeepView {
  /** The page on which it stands, when that is not its own. */
  readonly page: string | null
  /** What was kept when the page was made. */
  readonly mark: string
  /** 已暂存 12:07; null while nothing is kept. */
  readonly saved: Text | null
  /** Whether the page shows what is kept, if anything, or what was sent and is not kept. */
  readonly state: 'kept' | 'unsaved'
}
