/** One paper as a line of the firm's pages, with everything that is wrong about it said once. */
import type { Attachment } from '../../cases/caseFile.js'
import { documentRows } from '../case/case.view.js'
import { viewHref } from '../case/preview.view.js'
import type { DocumentRow } from '../kit/parts.js'
import type { OwnCase } from '../case/own.js'

const NO_DATE = {
  zh: '未填写签发日期，无法判断是否过期。请补充。',
  en: 'Enter the date of issue so that we can check whether it is still valid.',
}

/** The day of issue is needed, and not known. */
export const isUndated = ({ check }: OwnCase, { kind, issuedOn }: Attachment): boolean =>
  issuedOn === null && check.judgement.blocks.some(({ code }) => code === `missing:${kind}`)

export function paperRow(own: OwnCase, paper: Attachment): DocumentRow {
  const { file, check, compared } = own
  const only = { ...file, attachments: [paper] }
  const [row] = documentRows(only, check, ({ id }) => viewHref(file.case.id, id), compared)
  if (!row) throw new Error('a paper without a row')
  if (!isUndated(own, paper)) return row
  return { ...row, tone: 'bad', marks: [...(row.marks ?? []), { text: NO_DATE, tone: 'bad' }] }
}
