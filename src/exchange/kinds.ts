/**
 * What of a case is an event for machines, and what is said of it. Never who, and nothing of what was
 * written: whoever wants more asks the API, with rights of their own. Steps that are the office's own
 * affair are no events: how two departments come to their opinions is nobody's to poll.
 */
import { apiPath, path } from '../base/path.js'
import { edgesFrom, isAction, STATES } from '../workflow/step.js'
import { type EventName, isEventName, WORDS } from '../workflow/words.js'

/** The kinds, as their steps are called in the chart. */
export const EVENT_KINDS: readonly EventName[] = Object.keys(WORDS)
  .filter(isEventName)
  .filter((name) => !WORDS[name].internal)

const KNOWN: ReadonlySet<string> = new Set(EVENT_KINDS)
export const isEventKind = (name: string): name is EventName => KNOWN.has(name)

const WITH_LETTER = STATES.filter((state) => edgesFrom(state).has('revokeLetter'))
/** What a permit authority is sent, of letters addressed to it: that one was issued, and what became of it. */
export const LETTER_KINDS: readonly EventName[] = EVENT_KINDS.filter(
  (name) => name === 'recordLetter' || (isAction(name) && WITH_LETTER.some((state) => edgesFrom(state).has(name))),
)

/** An event as it is stored, with the number of its case. */
export interface EventRow {
  readonly caseId: number
  readonly seq: number
  readonly at: Date
  readonly kind: EventName
  /** Null while the case is a draft. */
  readonly caseNumber: string | null
  /** The recommendation that was in force then. */
  readonly letterId: number | null
}

/** An event as machines get it, by the feed and by webhooks alike. */
export interface ExchangeEvent {
  readonly id: string
  readonly kind: EventName
  readonly at: string
  readonly caseId: number
  readonly caseNumber: string | null
  /** The place of the event among those of its case: it grows, with gaps. */
  readonly order: number
  readonly links: { readonly api: string; readonly page: string }
  /** The recommendation that it is about; `package` is for the permit authority to which it is addressed. */
  readonly letter: { readonly id: number; readonly api: string; readonly package: string } | null
}

/** The id of an event: the same wherever and however often it is given. */
export const eventId = ({ caseId, seq }: Pick<EventRow, 'caseId' | 'seq'>): string => `event-${caseId}-${seq}`

/** @param site the address of this site, without a slash at its end */
export const presentEvent = (row: EventRow, site: string): ExchangeEvent => ({
  id: eventId(row),
  kind: row.kind,
  at: row.at.toISOString(),
  caseId: row.caseId,
  caseNumber: row.caseNumber,
  order: row.seq,
  links: { api: site + apiPath.case(row.caseId), page: site + path.case(row.caseId) },
  letter: row.letterId === null ? null : letterLinks(row.letterId, site),
})

const letterLinks = (id: number, site: string) => ({
  id,
  api: site + apiPath.letter(id),
  package: site + apiPath.letterPackage(id),
})
