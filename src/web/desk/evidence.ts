/** From what somebody says, or the firm has answered, to the page of the document where it stands. */
import type { Bilingual } from '../../base/text.js'
import type { Attachment, CaseFile } from '../../cases/caseFile.js'
import { kindLabel } from '../case/case.view.js'
import { current } from '../../cases/documents.js'
import { markId, markOf } from '../case/marks.js'
import { viewHref } from '../case/preview.view.js'
import type { Piece, SummaryRow } from '../kit/parts.js'
import { quiet } from '../kit/pieces.js'

/** The document of a kind that counts now, the newest of several. */
export const currentPaper = ({ attachments }: CaseFile, kind: string): Attachment | undefined =>
  current(attachments).findLast((paper) => paper.kind === kind)

const pageName = ({ zh, en }: Bilingual, page: number | null): Bilingual =>
  page ? { zh: `${zh}第${page}页`, en: `${en}, page ${page}` } : { zh, en }

/** A link to a page of a document, named after both; null is the document as a whole. */
export const pageLink = ({ case: { id } }: CaseFile, paper: Attachment, page: number | null) => ({
  text: pageName(kindLabel(paper.kind), page),
  href: viewHref(id, paper.id, page),
})

/** Where a figure stands in the firm's documents. */
export interface FigureSource {
  readonly document: string
  readonly page: number | null
}

/** Where a figure stands, as a link to the page of the document that counts now; words alone while it is not here. */
export function figurePiece(file: CaseFile, source: FigureSource | null): Piece {
  if (!source) return quiet({ zh: '未指明出处', en: 'no page stated' })
  const paper = currentPaper(file, source.document)
  if (paper) return pageLink(file, paper, source.page)
  const { zh, en } = pageName(kindLabel(source.document), source.page)
  return { text: { zh: `${zh}（未上传）`, en: `${en} (missing)` }, look: 'bad' }
}

/** Where a finding or a score points to, as a numbered link on a line of its own; nothing when it points nowhere. */
export function evidencePieces(
  reported: { readonly document?: number | undefined; readonly page?: number | undefined },
  file: CaseFile,
): Piece[] {
  const paper = file.attachments.find(({ id }) => id === reported.document)
  if (!paper) return []
  const number = markOf(file, reported)
  const mark = number === undefined ? undefined : { number, id: markId(number) }
  return [{ ...pageLink(file, paper, reported.page ?? null), mark, below: true }]
}

/** Documents by the questions that they answer, with a name that is short enough for a chip. */
const ANSWERED_BY: readonly (readonly [paths: RegExp, kind: string, name: Bilingual])[] = [
  [
    /^talent\.(passport|systemName|visualName|sex|birthDate|nationality)/,
    'passportPage',
    { zh: '护照', en: 'passport' },
  ],
  [/^talent\.(inChina|permit)/, 'visaPage', { zh: '签证', en: 'visa' }],
  [/^engagement\.(post|duties|salary|months|contract|placeOfWork)/, 'contract', { zh: '合同', en: 'contract' }],
  [/^talent\.education/, 'degree', { zh: '学历', en: 'degree' }],
  [/^talent\.experienceYears/, 'workExperience', { zh: '资历', en: 'experience' }],
  [/^talent\.resume/, 'resume', { zh: '简历', en: 'resume' }],
  [/^channels/, 'platformEvidence', { zh: '平台', en: 'platform' }],
  [/^compliance/, 'commitment', { zh: '承诺书', en: 'commitment' }],
  [/^circumstances/, 'recognition', { zh: '认定', en: 'recognition' }],
]

/**
 * The documents that an answer rests on, by its path, as chips beside it; `shown` is the one whose
 * pages stand beside.
 */
export const sourcesOf =
  (file: CaseFile, shown?: number) =>
  (path: string): NonNullable<SummaryRow['sources']> =>
    ANSWERED_BY.flatMap(([paths, kind, text]) => {
      const paper = paths.test(path) ? currentPaper(file, kind) : undefined
      return paper ? [{ text, href: viewHref(file.case.id, paper.id), current: paper.id === shown }] : []
    })
