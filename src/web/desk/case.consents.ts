/** What the candidate has said about sensitive documents, as a part of an officer's case page. */
import { path } from '../../base/path.js'
import type { CaseFile } from '../../cases/caseFile.js'
import { CONSENT_TITLE, consentFact } from '../case/consents.view.js'
import { smallFacts } from '../kit/table.js'
import { type Desk, partOf } from './case.layout.js'

/** Who reads it in a part of its own; whoever accepts has it among what is checked. */
const CONSENTING: readonly Desk[] = ['assessor', 'approver', 'supervisor']

export const consentPart = ({ case: { id }, consents }: CaseFile, desk: Desk) =>
  CONSENTING.includes(desk)
    ? partOf('parts/case/facts', {
        id: 'consents',
        title: CONSENT_TITLE,
        summary: smallFacts(consentFact(consents, desk === 'supervisor' ? path.caseTalent(id) : undefined)),
      })
    : undefined
