/** What was proposed to the permit authority, and what it granted, in the words of the letter. */
import { type Bilingual, COMMA, fill, joined } from '../../base/text.js'
import type { TimelineEvent } from '../../cases/caseFile.js'
import { type Granted, grantedIn, lastProposed, type Proposed, sayClass } from '../../cases/proposed.js'
import { PROPOSAL_LABELS } from '../../criteria/proposalWords.js'
import type { SummaryRow } from '../kit/parts.js'
import { factOf } from '../kit/table.js'

const GRANTED: Bilingual = { zh: '准予', en: 'Granted' }
const MONTHS: Bilingual = { zh: '{months}个月', en: '{months} months' }
const AS_PROPOSED: Bilingual = { zh: '与建议一致', en: 'as proposed' }
const OTHERWISE: Bilingual = { zh: '与建议不同', en: 'not as proposed' }

/** Undefined where nothing can be compared. */
function agrees({ asked }: Proposed, { class: name, months }: Granted): boolean | undefined {
  if (name === undefined) return undefined
  return name === asked.class && (months === undefined || months === asked.months)
}

function grantedText(proposed: Proposed, granted: Granted): Bilingual | undefined {
  const { class: name, months } = granted
  const as = agrees(proposed, granted)
  if (name === undefined) return undefined
  return joined([sayClass(name), months !== undefined && fill(MONTHS, { months }), as ? AS_PROPOSED : OTHERWISE], COMMA)
}

/** Reached without the recommendation, proposed with it, on which ground, and granted; empty before there is one. */
export function proposalRows(events: readonly TimelineEvent[]): SummaryRow[] {
  const proposed = lastProposed(events)
  if (!proposed) return []
  const { reached, proposed: asked, ground } = proposed.says
  const granted = grantedIn(events)
  const came = granted && grantedText(proposed, granted)
  return [
    factOf(PROPOSAL_LABELS.reached, reached),
    factOf(PROPOSAL_LABELS.proposed, asked),
    factOf(PROPOSAL_LABELS.ground, ground),
    ...(came ? [factOf(GRANTED, came)] : []),
  ]
}
