/** Letters as lines of a file: what the list shows, what each proposed, and what was granted. */
import { dateInShanghai } from '../../base/clock.js'
import type { Bilingual } from '../../base/text.js'
import { PROPOSAL_LABELS } from '../../criteria/proposalWords.js'
import type { LetterLine } from '../../letters/letter.service.js'
import type { LetterProposal } from '../../letters/proposals.js'
import { WORDS } from '../../workflow/words.js'
import { type CsvColumn, csvColumn } from '../kit/csv.js'
import { standingTag } from './letter.view.js'

export interface LetterRow {
  readonly letter: LetterLine
  readonly proposal: LetterProposal | undefined
}

type Cell = CsvColumn<LetterRow>['cell']
const dayOf = (at: Date | null): string | null => at && dateInShanghai(at)
const said =
  (name: keyof typeof PROPOSAL_LABELS): Cell =>
  ({ proposal }) =>
    proposal?.proposed?.says[name] ?? null

/** @param kinds what each kind of paper is called */
export function letterColumns(
  kinds: ReadonlyMap<string, { readonly label: Bilingual }>,
): readonly CsvColumn<LetterRow>[] {
  return [
    csvColumn('文号', 'Number', ({ letter }) => letter.number),
    csvColumn('文种', 'Kind', ({ letter: { kind } }) => kinds.get(kind)?.label ?? kind),
    csvColumn('案件编号', 'Case', ({ letter }) => letter.caseNumber),
    csvColumn('人选', 'Candidate', ({ letter }) => letter.talentName),
    csvColumn('企业', 'Firm', ({ letter }) => letter.firmName),
    csvColumn('签发日期', 'Issued on', ({ letter }) => dayOf(letter.issuedAt)),
    csvColumn('有效期至', 'Valid until', ({ letter }) => letter.validUntil),
    csvColumn('状态', 'Standing', ({ letter }) => standingTag(letter).label),
    { head: PROPOSAL_LABELS.reached, cell: said('reached') },
    csvColumn('建议的类别', 'Class proposed', ({ proposal }) => proposal?.proposed?.asked.class ?? null),
    csvColumn('推荐路径', 'Route', ({ proposal }) => proposal?.proposed?.asked.route ?? null),
    csvColumn('建议的期限（月）', 'Months proposed', ({ proposal }) => proposal?.proposed?.asked.months ?? null),
    csvColumn('建议的便利', 'Treatment proposed', ({ proposal }) => proposal?.proposed?.asked.treatment ?? null),
    { head: PROPOSAL_LABELS.proposed, cell: said('proposed') },
    { head: PROPOSAL_LABELS.ground, cell: said('ground') },
    csvColumn('许可结果', 'Outcome', ({ proposal }) => (proposal?.outcome ? WORDS[proposal.outcome].done : null)),
    csvColumn('准予的类别', 'Class granted', ({ proposal }) => proposal?.granted?.permitClass ?? null),
    csvColumn('准予的期限（月）', 'Months granted', ({ proposal }) => proposal?.monthsGranted ?? null),
  ]
}
