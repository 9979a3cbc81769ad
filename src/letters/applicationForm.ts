/**
 * What a firm gets for a filing: the receipt, and the application form, which prints every question
 * with its answer and the list of documents, as they were filed. Pure.
 */
import { sayDate } from '../base/dates.js'
import { type Bilingual, COMMA, fill, joined } from '../base/text.js'
import { APPLICATION, SECTIONS } from '../forms/application.js'
import { CROSS_BORDER_FILINGS, DISTRICTS, DOCUMENT_KINDS } from '../forms/choices.js'
import { byKind, ownLabel } from '../cases/documents.js'
import { listAnswers } from '../forms/engine/check.js'
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

/** The row, of what is asked several times, in which a question stands: `talent.resume.0`. */
const rowOf = (path: string): string | undefined => /^.*\.\d+(?=\.)/.exec(path)?.[0]

/** The two lines of a passport's zone stay two. */
const ZONE = 'talent.passport.mrz'

/** Questions without an answer are left out; what is asked several times stands below its own heading. */
function answerRows(answers: unknown, paths: readonly string[]): Row[] {
  let last: string | undefined
  return listAnswers(APPLICATION, answers, paths).flatMap(({ path, group, label, answer }): Row[] => {
    if (answer === null) return []
    const row = rowOf(path)
    const heads = row !== undefined && row !== last && group !== null
    last = row
    const value = path === ZONE ? answer : { zh: oneLine(answer.zh, '；'), en: oneLine(answer.en, '; ') }
    const named = group !== null && row === undefined ? joined([group, label], { zh: '：', en: ': ' }) : label
    return [...(heads ? [{ label: group, value: null }] : []), { label: named, value }]
  })
}

const oneLine = (text: string, between: string): string =>
  text
    .split(/\s*\n\s*/)
    .filter(Boolean)
    .join(between)

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
