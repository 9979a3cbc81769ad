/** Many cases at once: why one of them was left as it is, in a line. */
import { Forbidden, Invalid, NotFound, NotNow, Stale } from '../base/errors.js'
import type { Bilingual } from '../base/text.js'

/** What stands in the way; undefined for a fault of ours, and for what is to be asked once for all of them. */
export function saidOf(error: unknown): Bilingual | undefined {
  if (error instanceof NotNow) return error.because[0]
  if (error instanceof Invalid) return error.problems[0]?.message
  if (error instanceof Forbidden) return { zh: '这一步不由您办', en: 'this is not yours to do' }
  if (error instanceof NotFound) return { zh: '没有这个案件', en: 'there is no such case' }
  if (error instanceof Stale) return { zh: '案件刚有变化，请再试', en: 'the case has just changed; try again' }
  return undefined
}
