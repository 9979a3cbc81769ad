/** That an intended revocation is given up: written down as an acknowledgement, and called what it is. */
import { asClause, type Bilingual, fill, joined, SENTENCES } from '../base/text.js'
import { textAt } from '../forms/engine/node.js'
import type { CaseFile } from './caseFile.js'
import type { EventName } from '../workflow/words.js'

/** Whether an act is the giving up of an intended revocation. @param about the number of the event that it is about */
export const isGivenUp = ({ events }: Pick<CaseFile, 'events'>, action: EventName, about: unknown): boolean =>
  action === 'acknowledge' &&
  events.some((one) => one.action === 'proposeRevocation' && String(one.seq) === String(about))

/**
 * That the revocation which was intended last is given up, with the reply to the firm; undefined where none is since
 * the case came into its state.
 */
export function keptText(file: Pick<CaseFile, 'events'>): Bilingual | undefined {
  const last = file.events
    .slice(file.events.findLastIndex(({ fromState, toState }) => fromState !== toState) + 1)
    .findLast(({ action, content }) => action === 'proposeRevocation' || isGivenUp(file, action, content?.event))
  if (last?.action !== 'acknowledge') return undefined
  const reply = textAt(last.content, 'remarks')
  return reply ? joined([KEPT, fill(REPLIED, { reply: asClause({ zh: reply, en: reply }) })], SENTENCES) : KEPT
}

const KEPT: Bilingual = {
  zh: '主管部门已决定不撤销推荐函。',
  en: 'The department decided not to revoke the letter.',
}
const REPLIED: Bilingual = { zh: '主管部门的答复：“{reply}”。', en: 'Its reply: “{reply}”.' }
export const GIVE_UP: Bilingual = { zh: '不撤销推荐函', en: 'Keep the letter' }
export const GIVEN_UP: Bilingual = {
  zh: '决定不撤销，推荐函继续有效',
  en: 'Decided not to revoke; the letter stays valid',
}
