/**
 * What each side of a case, the firm or the officers, adds to the pages that both share. Desk and
 * firm provide it; this folder knows neither of them.
 */
import type { FastifyRequest } from 'fastify'
import type { Stale } from '../../base/errors.js'
import type { Bilingual, Language } from '../../base/text.js'
import type { CaseFile } from '../../cases/caseFile.js'
import type { KeptForm } from '../../cases/keptForms.js'
import type { Check } from '../../cases/preflight.js'
import type { Branch } from '../../forms/engine/node.js'
import type { FormView } from '../../forms/engine/parts.js'
import type { Person } from '../../people/session.service.js'
import type { Consequence } from '../../workflow/effectWords.js'
import type { Act } from '../../workflow/machine.js'
import type { Answer } from '../http/answers.js'
import type { Compare, Notice, Summary, Text } from '../kit/parts.js'
import type { PageContext } from './clock.view.js'
import type { paperLinks } from './preview.view.js'

/** Something to read before the form is filled in. */
export interface Background {
  readonly id: string
  readonly title: Bilingual
  readonly summary: Summary
}

/** The form that a side is asked to add to. */
export interface FormRequest {
  readonly action: Act
  readonly file: CaseFile
  readonly check: Check
  readonly tree: unknown
  readonly form: FormView
  readonly context: PageContext
  readonly language: Language
}

/** A colleague, what is written after the @ to mention them, and their department. */
export interface Mention {
  readonly insert: string
  readonly name: string
  readonly account: string
  readonly place: Text
}

/** The case of a correction that is being written. */
export type AskedCase = Pick<FormRequest, 'file' | 'check'>

/** What was left out of a form and is asked about once: its words, and a mark of just these. */
export interface LeftOut {
  readonly says: readonly Bilingual[]
  readonly mark: string
}

export interface FormAdditions {
  readonly form: FormView
  readonly notices: readonly Notice[]
  readonly background: readonly Background[]
  readonly after: readonly Consequence[]
  /** Whom a note may mention. */
  readonly mentions?: readonly Mention[] | undefined
  /** The departments' opinions and scores, for somebody who decides on them. */
  readonly opinions?: Compare | undefined
  readonly scoring?: Compare | undefined
  /** What a correction may ask for, and the documents to be read beside it. */
  readonly known?: KnownList | undefined
}

/** Something that makes an item of a correction by a press. */
export interface KnownRow {
  readonly key: string
  readonly says: Bilingual
  readonly where: Bilingual
  /** The page on which it stands. */
  readonly see: { readonly text: Bilingual; readonly href: string } | undefined
  /** The item that asks for it already: its number, and where it stands. */
  readonly asked: { readonly number: number; readonly href: string } | undefined
  /** Who has proposed it already, where it is not among the items. */
  readonly proposed: Bilingual | undefined
}
/** What parts/known.hbs shows. */
export interface KnownList {
  readonly known: readonly KnownRow[]
  /** Sentences that the department often writes. */
  readonly phrases: readonly KnownRow[]
  /** So little is known that the phrases stand open. */
  readonly few: boolean
  /** Links to the documents, to be read beside. */
  readonly papers: ReturnType<typeof paperLinks>
}

/** Where a form is opened from. */
export interface FormOrigin {
  readonly check: Check
  /** What its author has typed before. */
  readonly kept: KeptForm | undefined
  /** An assessor comes from an assessment that is being written. */
  readonly fromReport: boolean
  /** The report (its event) or the condition that the address names. */
  readonly about: Branch
  /** What a correction is to ask for, by the keys of what is known (cases/correctable.ts). */
  readonly ask: readonly string[]
}

export abstract class CaseSide {
  /** The page of a case; opening it is recorded. Throws NotFound. */
  abstract page(request: FastifyRequest, caseId: number): Promise<Answer>
  /** What an action's form holds when it is opened. */
  abstract first(person: Person, file: CaseFile, action: Act, from: FormOrigin): Promise<Branch>
  /** The form with what this side knows, and what stands around it. */
  abstract add(person: Person, request: FormRequest): Promise<FormAdditions>
  /** The page to which an action leads that was done. */
  abstract after(request: FastifyRequest, caseId: number, action: Act): Promise<Answer>
  /** What was typed, with what colleagues added to the same form meanwhile. */
  abstract withMeanwhile(action: Act, file: CaseFile, error: Stale, tree: Branch): Branch
  /** What was typed, with items for what is known by these keys. */
  abstract withAsked(person: Person, opened: AskedCase, tree: Branch, keys: readonly string[]): Promise<Branch>
}

export abstract class FirmSide extends CaseSide {}
export abstract class OfficersSide extends CaseSide {
  /** What is known and not asked for by a form that is sent; undefined where nothing is left out. */
  abstract leftOut(person: Person, opened: AskedCase, action: Act, tree: Branch): Promise<LeftOut | undefined>
}
