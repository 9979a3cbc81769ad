/** What the candidate has said about sensitive documents, as a part of an officer's case page. */
import { type Bilingual, COLON, fill, joined, SENTENCES } from '../../base/text.js'
import type { CaseFile } from '../../cases/caseFile.js'
import { isOpen, refusedKinds } from '../../cases/consents.js'
import * as says from '../../cases/consentWords.js'
import { consentKey } from '../../cases/correctable.js'
import { current } from '../../cases/documents.js'
import type { TalentRequest } from '../../cases/talents.js'
import { SENSITIVE } from '../../forms/choices.js'
import { labelOf } from '../../forms/engine/ui.js'
import type { Act } from '../../workflow/machine.js'
import { actionAddress } from '../case/addresses.js'
import { CONSENT_TITLE, candidateFacts, ownPageLink, standingText } from '../case/consents.view.js'
import { time } from '../kit/page.js'
import type { Link } from '../kit/parts.js'
import { link } from '../kit/pieces.js'
import { smallFacts } from '../kit/table.js'
import { type Desk, partOf } from './case.layout.js'
import { askHref } from './correction.view.js'

const ASK: Bilingual = { zh: '请企业删除或更换', en: 'Ask the firm to remove or replace it' }
/** An approver asks nothing of a firm: the case goes back to who does. */
const SETTLING: readonly (readonly [Act, Bilingual])[] = [
  ['returnToAssessment', { zh: '退回评估，由评估人请企业更换', en: 'Return to assessment, to ask the firm' }],
  ['settleConsent', { zh: '登记处理情况', en: 'Record the settlement' }],
]

/** What the reader can do about a refusal that stands in the way, by what the chart offers now. */
export function consentWays(file: CaseFile): Link[] {
  const { case: one, choices, consents, attachments } = file
  const kinds = refusedKinds(consents)
  if (kinds.length === 0) return []
  const here = kinds.filter((kind) => current(attachments).some((paper) => paper.kind === kind))
  const ask = here.length > 0 ? askHref(file)(...here.map(consentKey)) : undefined
  const offered = SETTLING.filter(([act]) => choices.some(({ action, enabled }) => action === act && enabled))
  return [...(ask ? [link(ASK, ask)] : []), ...offered.map(([act, text]) => link(text, actionAddress(one.id, act)))]
}

/**
 * What the candidate objects to and whoever accepts has to know first; undefined where nothing is open. Accepting waits
 * for none of it: a refused consent keeps an approver from recommending, a correction is answered by the supervisor.
 */
export function objectionsTo(file: CaseFile, requests: readonly TalentRequest[]) {
  const refused = file.consents.filter(isOpen)
  const asked = requests.filter(({ outcome }) => outcome === null)
  if (refused.length + asked.length === 0) return undefined
  const askedText = ({ wording, askedAt }: TalentRequest) =>
    fill(says.CORRECT, { at: time(askedAt, 'short'), wording: wording ?? '—' })
  return {
    kind: 'bad' as const,
    title: says.OBJECTS,
    items: [
      ...refused.map((one) => joined([labelOf(SENSITIVE, one.about), standingText(one)], COLON)),
      ...asked.map(askedText),
    ],
    text: joined([says.MAY_ACCEPT, refused.length > 0 && says.HELD, asked.length > 0 && says.ANSWERED], SENTENCES),
    links: consentWays(file),
  }
}

/** Who reads it in a part of its own; whoever accepts has it among what is checked. */
const CONSENTING: readonly Desk[] = ['assessor', 'approver', 'supervisor']

export const consentPart = (file: CaseFile, desk: Desk) =>
  CONSENTING.includes(desk)
    ? partOf('parts/case/facts', {
        id: 'consents',
        title: CONSENT_TITLE,
        summary: smallFacts(
          ...candidateFacts(file, [
            ...consentWays(file),
            ...(desk === 'supervisor' ? [ownPageLink(file.case.id)] : []),
          ]),
        ),
      })
    : undefined
