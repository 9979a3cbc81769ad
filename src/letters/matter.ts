/**
 * What a paper is about, gathered by matters.ts: the case as it was filed, judged and decided.
 * compose.ts makes the paper of it.
 */
import type { Bilingual, Language } from '../base/text.js'
import type { Judgement } from '../criteria/judge.js'
import type { Proposal } from '../criteria/proposalWords.js'
import type { Application } from '../forms/application.js'
import type { Authority } from '../reference/authorities.js'
import type { PolicyBasis } from '../reference/bodies.js'
import type { LetterTemplate, PaperKind, RowKind } from './catalogue.js'
import type { RowFields } from './fields.js'
import type { FormSection, LetterData, Seal } from './letterData.js'

/** The firm as it was when the case was filed. */
export interface FiledFirm {
  readonly nameZh: string
  readonly nameEn: string | null
  readonly creditCode: string
  readonly district: string
  readonly zone?: string | null
  readonly crossBorderFiling: string | null
}

/** The person's names as they can be printed: names.ts. */
export interface PrintedName {
  readonly name: Bilingual
  readonly short: Bilingual
  /** Some of it is in letters that no face has, so that the zone's letters stand for it. */
  readonly replaced: boolean
}

/** A paper by its number and day, as another one names it. */
export interface Named {
  readonly number: string
  readonly on: string
}

/** What was decided, said or asked, as far as the paper tells it. */
export interface Occurrence {
  readonly explanation: Bilingual
  readonly remarks: Bilingual
  readonly conditions: Bilingual
  /** What the assessment found, criterion by criterion, each in a sentence. */
  readonly found: readonly Bilingual[]
  /** How the employer was heard before the decision; null where it was not announced. */
  readonly heard: Bilingual | null
  /** What the decision replies to that; null where it does not. */
  readonly reply: Bilingual | null
  readonly round: number
  readonly rows: Readonly<Record<RowKind, readonly Readonly<Record<Language, RowFields>>[]>>
  readonly letter: Named | null
  readonly earlier: Named | null
}

/** Time limits in words: figures of days, and last days. */
export interface Terms {
  readonly validUntil: string | null
  readonly term: { readonly amount: number; readonly until: string } | null
  readonly acceptance: number
  readonly assessment: number
  readonly decision: number
  readonly rounds: number
}

export interface Matter {
  readonly kind: string
  readonly paper: PaperKind
  readonly template: LetterTemplate
  readonly number: string
  readonly issuedOn: string
  readonly caseNumber: string
  readonly filedOn: string
  readonly application: Application
  readonly printed: PrintedName
  readonly firm: FiledFirm
  readonly judgement: Judgement
  readonly departments: readonly Bilingual[]
  readonly occurrence: Occurrence
  readonly terms: Terms
  readonly supersedes: string | null
  /** Null in papers that are no recommendation, and in those of cases recommended before there were routes. */
  readonly proposal: Proposal | null
  readonly policy: PolicyBasis
  readonly issuer: Authority
  readonly signatory: Bilingual
  readonly contact: { readonly office: Bilingual; readonly phone: string | null }
  readonly reviewer: Authority
  /** The permit authority; the firm is in `firm`. */
  readonly permit: Authority
  /** What was filed, section by section, in the paper that is the application form. */
  readonly form?: readonly FormSection[] | undefined
  readonly check: LetterData['check']
  readonly seal: Seal | null
  readonly specimen: string | null
}
