/** From what somebody says to the page of the paper where it stands. */
import type { Attachment, CaseFile } from '../../cases/caseFile.js'
import { memberOf } from '../../forms/engine/node.js'
import { kindLabel } from '../case/case.view.js'
import type { Piece } from '../kit/parts.js'
import { markId, markOf } from '../case/marks.js'
import { viewHref } from '../case/preview.view.js'

/** The paper of a kind that counts now, the newest of several. */
export const currentPaper = ({ attachments }: CaseFile, kind: string): Attachment | undefined =>
  attachments.findLast((paper) => paper.kind === kind && paper.replacedAt === null)

/** Where a finding or a score points to, as a numbered link on a line of its own; nothing when it points nowhere. */
export function evidencePieces(row: unknown, file: CaseFile): Piece[] {
  const [document, page] = [memberOf(row, 'document'), memberOf(row, 'page')]
  const paper = file.attachments.find(({ id }) => id === document)
  if (!paper) return []
  const name = kindLabel(paper.kind)
  const at = typeof page === 'number' ? page : null
  const number = markOf(file, row)
  return [
    {
      mark: number !== undefined ? { number, id: markId(number) } : undefined,
      text: at ? { zh: `${name.zh}第${at}页`, en: `${name.en}, page ${at}` } : name,
      href: viewHref(file.case.id, paper.id, at),
      below: true,
    },
  ]
}
