/** What is announced before it is decided: by which act, how the firm answers, and what decides on it. */
import type { Bilingual } from '../base/text.js'
import type { Act } from './machine.js'
import type { EventName } from './words.js'

export const HEARINGS = {
  announceRefusal: { answer: 'answerIntention', decided: ['recommend', 'refuse'] },
  proposeRevocation: { answer: 'answerRevocation', decided: ['revokeLetter', 'reissueLetter', 'recommend'] },
} as const satisfies Partial<Record<Act, { readonly answer: Act; readonly decided: readonly Act[] }>>
export type Announcement = keyof typeof HEARINGS
/** On the button below the firm's response, wherever that is written. */
export const SEND_RESPONSE: Bilingual = { zh: '提交意见', en: 'Send the response' }
/** Whether an act is the firm's response to what was announced. */
export const isResponse = (act: Act): boolean => Object.values(HEARINGS).some(({ answer }) => answer === act)
export const ANNOUNCEMENTS: readonly string[] = Object.keys(HEARINGS)

/** What announces each decision that may go against the employer. */
export const ANNOUNCED_BY: Readonly<Partial<Record<EventName, Announcement>>> = {
  refuse: 'announceRefusal',
  revokeLetter: 'proposeRevocation',
}

/**
 * What decides on whatever was announced in a case, or leaves nothing to decide. A revocation that is
 * given up names what it gives up instead (`acknowledge`); a firm that withdraws ends no paper of a department.
 */
export const SETTLING: readonly Act[] = ['recommend', 'refuse', 'reissueLetter', 'revokeLetter', 'expire']

/** What becomes of the notice of an announcement by an act that settles it. */
export const noticeEnds = (announced: string, by: EventName): 'superseded' | 'void' =>
  ANNOUNCED_BY[by] === announced ? 'superseded' : 'void'
