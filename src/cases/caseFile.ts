/** What is read of a case: a line of a list, and all that one page is made of. */
import type { ScanState } from '../base/scanning.js'
import type { Bilingual } from '../base/text.js'
import type { ActionInput } from '../forms/actions.js'
import type { ActorKind } from '../people/actor.js'
import type { Choice } from '../workflow/step.js'
import type { Place } from '../reference/authorities.js'
import type { Consent } from './consents.js'
import type { OpenStop } from './deadlines.js'
import type { CaseMandate, CaseRow } from './facts.js'
import type { FirmTask, Successor } from './firmTasks.js'
import type { FoundBy, Tab } from './lists.js'
import type { Matter } from './matters.js'
import type { Signature } from './signatures.js'
import type { Announcement } from '../workflow/hearings.js'
import type { Act, State } from '../workflow/machine.js'
import type { EventName } from '../workflow/words.js'

/** A line of a list or a queue. */
export interface CaseLine extends CaseRow {
  readonly talentName: string | null
  readonly systemName: string | null
  readonly firmName: string
  readonly firmNameEn?: string | null
  readonly post: string | null
  /** When the contract begins. */
  readonly startsOn: string | null
  /** The list goes by that (lists.ts). */
  readonly byStart?: boolean
  /** By what it was found, when something was looked for. */
  readonly foundBy?: FoundBy | undefined
  readonly changedAt: Date
  /**
   * The last day of the reader's own authority: that of a consultation which it has to answer, else
   * the case's. For a firm that of the first of its tasks.
   */
  readonly ownDueOn: string | null
  /** What waits for the firm, when it is the reader, the nearest day first; null when nothing does. */
  readonly tasks: readonly FirmTask[] | null
  /** In a firm's own list: what is announced to it and not decided yet. */
  readonly announced?: Announcement | null | undefined
  readonly claimedBy: number | null
  readonly claimedName: string | null
  /** While its clock is stopped: the state that asked for the last correction. */
  readonly askedFrom: State | null
}

/** A line of a firm's own list. */
export interface FirmLine extends CaseLine {
  /** The list that it is a line of, and how many lines that has. */
  readonly tab: Tab
  readonly total: number
  /** False of a line that only says how many there are. */
  readonly shown: boolean
  /** The candidate's nationality, by its code. */
  readonly country: string | null
  /** The colleague who files the application. */
  readonly filer: string | null
  /** Conditions that the firm has reported as met and nobody has confirmed yet. */
  readonly conditionsSaid: number
  /** Of a permit: the firm has reported the end of the engagement. */
  readonly endReported: boolean
  /** The application that goes on from this permit. */
  readonly renewal: Successor | null
}

export interface TimelineEvent {
  readonly seq: number
  readonly at: Date
  readonly action: EventName
  readonly fromState: State | null
  readonly toState: State
  readonly internal: boolean
  readonly actorKind: ActorKind
  readonly actorName: string | null
  /** The reader did it: two people may have one name. */
  readonly own: boolean
  readonly authorityId: number | null
  /** The firm that did it for the case's own firm, under its mandate, or whose service account did; null where none. */
  readonly agentName: string | null
  readonly agentNameEn: string | null
  /** The colleague to whom the case or a task was given; null where it was given to none. */
  readonly toName: string | null
  readonly content: Record<string, unknown> | null
}

export interface Attachment {
  readonly id: number
  readonly kind: string
  readonly name: string
  readonly mime: string
  readonly bytes: number
  readonly sha256: string
  readonly pages: number | null
  readonly width: number | null
  readonly height: number | null
  readonly issuedOn: string | null
  readonly details: Record<string, unknown>
  readonly unfit: readonly { code: string; zh: string; en: string }[]
  /** What the scanner says; null where there is none. */
  readonly scan: ScanState | null
  readonly uploadedAt: Date
  readonly replacedAt: Date | null
  /** Since when the reader, an officer, has marked it as checked (paperTicks.ts). */
  readonly checkedAt: Date | null
}

type Report = ActionInput<'report'>
type Rows<List extends 'findings' | 'scores' | 'compliance'> = NonNullable<Report[List]>

/** What was reported; its rows are as the form of the report made them. */
export interface Assessment {
  readonly round: number
  readonly authorityId: number
  readonly personId: number
  readonly personName: string | null
  readonly at: Date
  readonly opinion: Report['opinion']
  readonly summary: string | null
  readonly findings: Rows<'findings'>
  readonly scores: Rows<'scores'>
  readonly compliance: Rows<'compliance'>
}

export interface Party {
  readonly authorityId: number
  readonly part: string
  readonly since: Date
  /** The last day for its opinion, when it was consulted. */
  readonly dueOn: string | null
  /** The same while it has to answer; null once it has, or the consultation has ended otherwise. */
  readonly runsUntil: string | null
}

/** A line of the ledger of the case's clock. */
export interface LedgerLine extends OpenStop {
  readonly toOn: string | null
  readonly days: number | null
  /** What an outage was, or why a supervisor extended the limit. */
  readonly what: Bilingual | null
}

/** All that one page of a case is made of. */
export interface CaseFile {
  readonly case: CaseLine
  readonly answers: unknown
  readonly formVersion: string
  readonly attachments: readonly Attachment[]
  readonly events: readonly TimelineEvent[]
  readonly assessments: readonly Assessment[]
  readonly parties: readonly Party[]
  readonly stops: readonly LedgerLine[]
  /** When the departments had assessed it, for its firm; null for others, and while they have not. */
  readonly assessedAt: Date | null
  readonly choices: readonly Choice[]
  /** The places that a notice of correction may not ask for again. */
  readonly barredPlaces: readonly string[]
  /** What waits for somebody after the letter. */
  readonly matters: readonly Matter[]
  /** Where the firm was when it filed first, and is while it drafts: which authorities take part follows from it. */
  readonly place: Place
  /** Who files it for its firm; null where the firm does so itself. */
  readonly mandate: CaseMandate | null
  /** What the candidate has said of each kind of sensitive document. */
  readonly consents: readonly Consent[]
  readonly signatures: readonly Signature[]
}

/** How many persons of a department assess a case in this round. */
export function assessorsOf({ assessedTwice, assessorsNeeded }: CaseRow, authorityId: number): number {
  if (assessedTwice === null) return assessorsNeeded
  return assessedTwice.includes(authorityId) ? 2 : 1
}

/** Who has reported what the reader cannot read until the department's other assessor has reported, too. */
export const closedReports = ({ case: { state }, events }: CaseFile): TimelineEvent[] =>
  // what an ended case said may have been erased
  state === 'underAssessment' || state === 'awaitingCorrection'
    ? events.filter(({ action, content }) => action === 'report' && content === null)
    : []

/** Whether the reader may do this now. */
export const mayDo = ({ choices }: CaseFile, act: Act): boolean =>
  choices.some(({ action, enabled }) => action === act && enabled)

/** The paths of the answers that an event changed. */
export const changedIn = ({ action, content }: TimelineEvent): readonly string[] =>
  action === 'saveAnswers' && Array.isArray(content?.changed) ? content.changed.map(String) : []

/**
 * Why a consultation no longer runs, which the database says (`own_due`). An answer counts in
 * whichever round it came; a case may also move on without one.
 */
export function consultationEnd(
  { assessments, events, case: line }: CaseFile,
  { authorityId, since }: Party,
): 'answered' | 'corrected' | 'unanswered' {
  const reports = assessments.filter((one) => one.authorityId === authorityId && one.at >= since)
  if (reports.length >= assessorsOf(line, authorityId)) return 'answered'
  return events.some(({ action, at }) => action === 'requestCorrection' && at > since) ? 'corrected' : 'unanswered'
}
