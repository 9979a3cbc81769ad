/** What is announced before it is decided: by which act, how the firm answers, and what decides on it. */
import type { Act } from './machine.js'

export const HEARINGS = {
  announceRefusal: { answer: 'answerIntention', decided: ['recommend', 'refuse'] },
  proposeRevocation: { answer: 'answerRevocation', decided: ['revokeLetter', 'reissueLetter', 'recommend'] },
} as const satisfies Partial<Record<Act, { readonly answer: Act; readonly decided: readonly Act[] }>>
export type Announcement = keyof typeof HEARINGS
