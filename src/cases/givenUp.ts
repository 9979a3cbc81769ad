/** That an intended revocation is given up: written down as an acknowledgement, and called what it is. */
import type { Bilingual } from '../base/text.js'
import type { CaseFile } from './caseFile.js'
import type { EventName } from '../workflow/words.js'

/** Whether an act is the giving up of an intended revocation. @param about the number of the event that it is about */
export const isGivenUp = ({ events }: Pick<CaseFile, 'events'>, action: EventName, about: unknown): boolean =>
  action === 'acknowledge' &&
  events.some((one) => one.action === 'proposeRevocation' && String(one.seq) === String(about))

/** Whether the revocation that was intended last is given up, since the case came into its state. */
export const isKept = (file: Pick<CaseFile, 'events'>): boolean =>
  file.events
    .slice(file.events.findLastIndex(({ fromState, toState }) => fromState !== toState) + 1)
    .filter(({ action, content }) => action === 'proposeRevocation' || isGivenUp(file, action, content?.event))
    .at(-1)?.action === 'acknowledge'

export const KEPT: Bilingual = {
  zh: '主管部门已决定不再撤销推荐函。',
  en: 'The department decided not to revoke the letter.',
}
export const GIVE_UP: Bilingual = { zh: '不再撤销', en: 'Keep the letter' }
export const GIVEN_UP: Bilingual = {
  zh: '不再撤销，推荐函继续有效',
  en: 'Decided not to revoke; the letter stays valid',
}
