/** What was proposed to the permit authority, and what it granted, in the words of the letter. */
import type { TimelineEvent } from '../../cases/caseFile.js'
import { sayGranted, lastProposed } from '../../cases/proposed.js'
import { PROPOSAL_LABELS } from '../../criteria/proposalWords.js'
import type { SummaryRow } from '../kit/parts.js'
import { factOf } from '../kit/table.js'

/** Reached without the recommendation, proposed with it, on which ground, and granted; empty before there is one. */
export function proposalRows(events: readonly TimelineEvent[]): SummaryRow[] {
  const says = lastProposed(events)?.says
  const granted = sayGranted(events)
  const rows = says
    ? (['reached', 'proposed', 'ground'] as const).map((name) => factOf(PROPOSAL_LABELS[name], says[name]))
    : []
  return granted ? [...rows, factOf({ zh: '准予', en: 'Granted' }, granted)] : rows
}
