/** A document's day of issue and its language as they were said at an event, which may have been corrected since. */
import { valueAt } from '../forms/engine/node.js'
import type { Attachment, TimelineEvent } from './caseFile.js'

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** The day of issue that a paper had at an event: what was said with it, or corrected since. */
export function issuedAt(paper: Attachment, seq: number, events: readonly TimelineEvent[]): string | null {
  const said = events.findLast(
    (event) =>
      event.action === 'attachFile' &&
      event.seq <= seq &&
      (event.content?.attachmentId === paper.id || event.content?.dated === paper.id),
  )
  return said ? textOf(said.content?.issuedOn) : paper.issuedOn
}

/** The language that a paper was said to be in at an event; null where nobody had said one. */
export function languageAt(paper: Attachment, seq: number, events: readonly TimelineEvent[]): string | null {
  const said = events.findLast(
    (event) =>
      event.action === 'attachFile' &&
      event.seq <= seq &&
      (event.content?.attachmentId === paper.id || event.content?.spoken === paper.id),
  )
  return textOf(valueAt(said ? said.content : paper, 'details.language'))
}
