/**
 * What a firm gets for a filing: the receipt, and the application form, which prints every question
 * with its answer and the list of documents, as they were filed. Pure.
 */
import { sayDate } from '../base/dates.js'
import { type Bilingual, COMMA, fill, joined } from '../base/text.js'
import { answerRows } from '../cases/answerRows.js'
import { SECTIONS } from '../forms/application.js'
import { CROSS_BORDER_FILINGS, DISTRICTS, DOCUMENT_KINDS } from '../forms/choices.js'
import { byKind, ownLabel } from '../cases/documents.js'
import { labelOf } from '../forms/engine/ui.js'
import type { FormSection } from './letterData.js'
import type { FiledFirm } from './matter.js'

/** The kinds of paper that the code knows besides the recommendation; texts, numbers and tables are reference data. */
export const RECEIPT = 'filingReceipt'
export const FORM = 'applicationForm'
export const FILING_KINDS: readonly string[] = [RECEIPT, FORM]

/** A document as it was filed. */
export interface FiledPaper {
  readonly id: number
  readonly kind: string
  readonly details: Record<string, unknown>
  readonly name: string
  readonly pages: number | null
  readonly issuedOn: string | null
}

type Row = FormSection['rows'][number]
const same = (text: string): Bilingual => ({ zh: text, en: text })

const firmRows = ({ nameZh, nameEn, creditCode, district, zone, crossBorderFiling }: FiledFirm): Row[] => [
  { label: { zh: '企业名称', en: 'Name of the firm' }, value: { zh: nameZh, en: nameEn ?? nameZh } },
  { label: { zh: '统一社会信用代码', en: 'Unified credit code' }, value: same(creditCode) },
  {
    label: { zh: '所在区', en: 'District' },
    value: joined([labelOf(DISTRICTS, district), zone], COMMA),
  },
  {
    label: { zh: '跨境电商备案', en: 'Cross-border filing' },
    value: labelOf(CROSS_BORDER_FILINGS, crossBorderFiling ?? 'none'),
  },
]

function paperRow(paper: FiledPaper): Row {
  const { kind, name, pages, issuedOn } = paper
  const length = pages === null ? undefined : { zh: `${pages}页`, en: pages === 1 ? '1 page' : `${pages} pages` }
  const issued = issuedOn ? fill({ zh: '{on}签发', en: 'issued {on}' }, { on: sayDate(issuedOn) }) : undefined
  const label = ownLabel(paper) ?? labelOf(DOCUMENT_KINDS, kind)
  return { label, value: joined([name, length, issued], COMMA) }
}

/** All that was filed, section by section. What the firm wrote stands as it wrote it in both languages. */
export function formSections(answers: unknown, firm: FiledFirm, papers: readonly FiledPaper[]): FormSection[] {
  return SECTIONS.flatMap(({ key, label, paths }) => {
    const rows = [
      ...(key === 'firm' ? firmRows(firm) : []),
      ...answerRows(answers, paths),
      ...(key === 'documents' ? [...papers].sort(byKind).map(paperRow) : []),
    ]
    return rows.length > 0 ? [{ heading: label, rows }] : []
  })
}
