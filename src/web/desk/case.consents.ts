/** What the candidate has said about sensitive documents, as a part of an officer's case page. */
import { path } from '../../base/path.js'
import type { CaseFile } from '../../cases/caseFile.js'
import { candidateFacts, CONSENT_TITLE } from '../case/consents.view.js'
import { smallFacts } from '../kit/table.js'
import { type Desk, partOf } from './case.layout.js'

/** Who reads it in a part of its own; whoever accepts has it among what is checked. */
const CONSENTING: readonly Desk[] = ['assessor', 'approver', 'supervisor']

export const consentPart = (file: CaseFile, desk: Desk) =>
  CONSENTING.includes(desk)
    ? partOf('parts/case/facts', {
        id: 'consents',
        title: CONSENT_TITLE,
        summary: smallFacts(...candidateFacts(file, desk === 'supervisor' ? path.caseTalent(file.case.id) : undefined)),
      })
    : undefined
