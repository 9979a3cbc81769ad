/**
 * What each public page shows (templates/pages). A controller fills these; with `Page` (shell.ts)
 * they are all a page needs.
 */
import type { Button, Compare, Line, Link, Notice, Steps, Summary, SummaryRow, Text, TimelineItem } from './parts.js'
import type { Ruler } from './ruler.js'
import type { Verdict } from './verdict.js'

/** Working days of the promise; the figures come from the time limits in force. */
export interface Promised {
  readonly ruler: Ruler
  readonly days: number
  readonly intake: number
  readonly assessment: number
  readonly decision: number
  /** The decision's last day if one applied today: 2026年12月17日（周四）. */
  readonly decidedBy: Text
  /** The holidays of that year are not announced yet. */
  readonly provisional?: boolean
}

export interface RouteRow {
  readonly name: Text
  readonly note?: Text
  readonly a: Text
  readonly b: Text
}

/** pages/home: two errands, a firm starts and anyone checks a letter; the promise; the criteria; what was done. */
export interface HomeView {
  readonly promise: Promised
  /** The self-check, when there is one: it then comes first. */
  readonly selfCheck?: string
  readonly criteria: { readonly since: Text; readonly routes: readonly RouteRow[] }
  /** Only figures that were counted. */
  readonly figures?: {
    readonly period: Text
    readonly items: readonly { readonly label: Text; readonly value: Text; readonly unit?: Text }[]
  }
  readonly codeExample: string
}

/** pages/sign-in */
export interface SignInView {
  readonly account: string
  /** Where to go afterwards: a path of this site. */
  readonly backTo: string
  /** Above the fields: what was wrong, or that the session had ended. */
  readonly problem?: Text
  /** What was typed before the session ended; sent again with the account. */
  readonly kept?: string
  readonly registerHref?: string
  /** Outside production: who one can be. */
  readonly accounts?: readonly { readonly account: string; readonly who: Text }[]
  readonly accountsPassword?: string
}

/** pages/message: something is done; what happens next. */
export interface MessageView {
  readonly heading: Text
  readonly lead?: Text
  readonly number?: string
  readonly steps?: Steps
  readonly next?: { readonly title: Text; readonly items: readonly { readonly name: Text; readonly text: Text }[] }
  readonly actions?: readonly Button[]
}

/** pages/error, made by failureOf() in failure.ts: what happened, and what to do. */
export interface ErrorView {
  readonly heading: Text
  readonly what: Text
  readonly reasons?: readonly Text[]
  /** What happened to the case since it was opened. */
  readonly since?: readonly TimelineItem[]
  /** The same, each with what it changed. */
  readonly changes?: Notice['changes']
  readonly todo: readonly Text[]
  /** What was typed and could not be taken, so that nobody types it twice. */
  readonly kept?: readonly { readonly label: Text; readonly value: string }[]
  readonly actions?: readonly Button[]
  readonly requestId?: string
}

/**
 * pages/verify: check a letter by its code (GET /verify?code=) or its file (POST /verify/file, or
 * GET /verify?sha256= from app.js).
 */
export interface VerifyView {
  readonly code: string
  readonly codeExample: string
  readonly codeProblem?: Text
  readonly fileProblem?: Text
}

/** pages/verify-result */
export interface VerifyResultView {
  readonly verdict: Verdict
  /** What the paper shows and nothing more, the passport number masked; without it nothing is known. */
  readonly letter?: Summary
  readonly check: Summary
  /** The fingerprint is unknown: the file itself may be sent. */
  readonly sendFile?: boolean
  readonly history?: readonly TimelineItem[]
  /** The issuing department's telephone. */
  readonly contact?: Text
}

/** pages/how-it-works */
export interface HowItWorksView {
  readonly promise: Promised
  readonly documents: readonly { readonly name: Text; readonly hint?: Text; readonly rule?: Text }[]
  readonly correctionDays: number
  readonly correctionRounds: number
  readonly reviewDays: number
  readonly letterMonths: number
}

/** pages/criteria: what is in force, with its source; other versions by link. */
export interface CriteriaView {
  readonly since: Text
  readonly source?: Line
  readonly routes: readonly RouteRow[]
  readonly most: number
  readonly elements: readonly {
    readonly name: Text
    readonly most: number
    readonly bands: readonly { readonly text: Text; readonly points: Text }[]
  }[]
  readonly versions?: readonly (Link & { readonly current?: boolean })[]
  /** A version that is approved and not in force yet is shown. */
  readonly future?: boolean
  /** Approved versions to come, each with what it will change. */
  readonly coming?: readonly { readonly from: Text; readonly name: Text; readonly changes?: Compare }[]
}

/** pages/privacy and pages/accessibility: who answers, how long things are kept. */
export interface PrivacyView {
  readonly handler: Text
  readonly contact: Text
  readonly retention: readonly SummaryRow[]
}
export interface AccessibilityView {
  readonly contact: Text
}
