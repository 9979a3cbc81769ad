/**
 * What the chart may know of a case: plain facts, gathered by cases/facts.ts in one statement. The
 * chart reads nothing else.
 */
import type { Problem } from '../base/errors.js'
import type { Sensitive } from '../forms/choices.js'
import type { Actor } from '../people/actor.js'
import type { MandateAct } from '../people/mandateActs.js'

/** A correction asks for something on a document, a field or a section; `on` is its path. */
export interface CorrectionItem {
  readonly on: string
  readonly page?: number | null | undefined
  readonly what: string
  /** Why it is asked for once more. */
  readonly repeatReason?: string | undefined
}

export interface Facts {
  readonly firmId: number
  /** The lead department's intake has confirmed the firm. */
  readonly firmConfirmed: boolean
  /** Intake has suspended the firm after a hearing (decision 0043). */
  readonly firmSuspended: boolean
  /** The mandate under which another firm files the case for its own, while it is in force; else null. */
  readonly mandate: {
    readonly agentId: number
    readonly acts: readonly MandateAct[]
    readonly agentSuspended: boolean
  } | null
  /**
   * Where the firm wants a second person to look before submitting: who made the last change to
   * answers or documents; else null.
   */
  readonly filledLast: number | null
  /** Somebody has asked a colleague to submit, and neither state, answers nor documents were changed since. */
  readonly askedToSubmit: boolean
  /** It was filed before; a draft that was is one that the firm has recalled. */
  readonly filed: boolean
  /** Everything that stops submitting now (docs/case-files.md); empty when nothing does. */
  readonly blocks: readonly Problem[]
  readonly leadId: number | null
  readonly permitAuthorityId: number | null
  /** Whose panel reviews the case, once a review was asked for. */
  readonly reviewAuthorityId: number | null
  /** The departments named to assess, the lead among them when it assesses. */
  readonly departments: readonly number[]
  /** How many persons of the actor’s own department assess the case. */
  readonly assessorsNeeded: number
  /** The departments all of whose assessors have reported in this round. */
  readonly reported: readonly number[]
  /** The persons who have reported in this round. */
  readonly reporters: readonly number[]
  /** How many persons of the actor's own authority have reported in this round. */
  readonly ownReports: number
  /** The persons who have assessed, in any round. */
  readonly assessors: readonly number[]
  /** The persons who have refused the case. */
  readonly refusers: readonly number[]
  /** Every person who has acted on the case or written into it. */
  readonly touched: readonly number[]
  /** The persons who declared an interest in the case. */
  readonly interested: readonly number[]
  /** Who of the actor's own authority has claimed the case. */
  readonly claimedBy: number | null
  /** The persons for whom the actor stands in today. */
  readonly standsInFor: readonly number[]
  /** The authorities for whose people the case waits and that may be chased today. */
  readonly chasable: readonly number[]
  /** The tasks (the events by which they were given) that are still to be done. */
  readonly tasksOpen: readonly number[]
  /** Rounds of correction asked so far, and how many the rules in force allow. */
  readonly corrections: number
  readonly correctionsAllowed: number
  /** The state that asked for the correction that is open or was last answered. */
  readonly askedFrom: string | null
  /** What earlier notices of this case asked for, by `on`. */
  readonly askedBefore: readonly string[]
  /** What an approver has allowed, with a reason, to be asked for once more, by `on`. */
  readonly repeatsAllowed: readonly string[]
  /** A review has been asked for already. */
  readonly reviewed: boolean
  /** Today in Shanghai is after the day that the case is due. */
  readonly timeIsUp: boolean
  /** The time limit of the state runs: there is one, and nothing holds it today. */
  readonly limitRuns: boolean
  /** A supervisor has extended the limit of this state, in whichever of its rounds. */
  readonly extended: boolean
  /** The rules in force ask that a refusal is announced to the firm first. */
  readonly intentionNeeded: boolean
  /**
   * What became of the intention to refuse. open: announced at any time, and the firm may still
   * answer; heard: announced since the case came into this state, and the firm has answered or its
   * days are over; none: anything else.
   */
  readonly intention: 'none' | 'open' | 'heard'
  /** The last day on which the firm may answer the intention announced last. */
  readonly intentionUntil: string | null
  /** How many routes of a recommendation are in force today, and, of none, the last day of the last one. */
  readonly routes: number
  readonly routesEndedOn: string | null
  /** The time limit is paused because no route was in force. */
  readonly pausedForRoute: boolean
  /** The most whole months that a permit can be asked for, by contract, passport and the routes in force. */
  readonly permitMonths: number
  /**
   * How many conditions the recommendation names; which of them the firm has reported as met or an
   * officer has confirmed, from 1; and which of these were confirmed.
   */
  readonly conditions: number
  readonly conditionsMet: readonly number[]
  readonly conditionsConfirmed: readonly number[]
  /** The reports of changes and ends (their events) that nobody has acknowledged. */
  readonly reportsOpen: readonly number[]
  /** Those of them, and of the conditions reported as met, that do not wait for the firm. */
  readonly reportsUnasked: readonly number[]
  /** The rules in force ask that a revocation is announced first and decided by a second person. */
  readonly revocationNeeded: boolean
  /** The firm itself has asked, with a report of the end, that the letter be revoked. */
  readonly revocationAsked: boolean
  /**
   * What became of the intention to revoke. open: the firm may still answer; heard: it has answered,
   * or its days are over. With its last day while it is open, its event, and who proposed it.
   */
  readonly revocation: 'none' | 'open' | 'heard'
  readonly revocationUntil: string | null
  readonly revocationSeq: number | null
  readonly revocationProposer: number | null
  /** Documents whose use the candidate refuses or no longer consents to, and that is not settled. */
  readonly consentsOpen: readonly Sensitive[]
  /** The persons who recorded how such a refusal was settled. */
  readonly consentSettlers: readonly number[]
  /** Documents about which submitting waits for the candidate; none where the rules do not ask for it. */
  readonly consentsAwaited: readonly Sensitive[]
  /** The supervisor was told since the case came into this state that it is overdue. */
  readonly escalated: boolean
  /** The reminder that is due now, as days before the day that it reminds of, or after a receipt. */
  readonly reminder: number | null
  /** The worker has tried to make the letter and reported that it cannot be made. */
  readonly letterFailed: boolean
}

/** What is sent to the chart: an action, who sends it, and the parsed input. */
export interface ActionEvent<Name extends string = string> {
  readonly type: Name
  readonly actor: Actor
  readonly input: Readonly<Record<string, unknown>>
}
