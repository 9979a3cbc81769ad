/** Which documents of a case count now, and the order in which every list shows them. */
import type { Problem } from '../base/errors.js'
import { type Bilingual, fill } from '../base/text.js'
import { DOCUMENT_KINDS, OTHER_KIND, TRANSLATION, UNSORTED } from '../forms/choices.js'
import { labelOf } from '../forms/engine/ui.js'
import type { Attachment } from './caseFile.js'

const KINDS = DOCUMENT_KINDS.map(({ value }) => value as string)

/** The documents that have not been replaced. */
export const current = (attachments: readonly Attachment[]): Attachment[] =>
  attachments.filter(({ replacedAt }) => replacedAt === null)

/** The kind that a document translates; undefined where it is no translation, or does not say so. */
export const originalOf = ({ kind, details }: Pick<Attachment, 'kind' | 'details'>): string | undefined =>
  kind === TRANSLATION && typeof details.of === 'string' && details.of !== '' ? details.of : undefined

/** Of which document a translation is, and the title of what is of no kind; undefined of other documents. */
export function ownLabel(paper: Pick<Attachment, 'kind' | 'details'>): Bilingual | undefined {
  const original = originalOf(paper)
  const { note } = paper.details
  if (original === undefined && paper.kind === OTHER_KIND && typeof note === 'string' && note !== '')
    return fill({ zh: '其他材料：{note}', en: 'Other documents: {note}' }, { note })
  if (original === undefined) return undefined
  const label = labelOf(DOCUMENT_KINDS, original)
  return fill({ zh: '中文翻译件：{label}', en: 'Chinese translation: {label}' }, { label })
}

const placeOf = (kind: string | undefined): number => KINDS.indexOf(kind ?? '')

/** The order in which the form asks for documents, translations as what they translate. */
export const byKind = (
  a: Pick<Attachment, 'id' | 'kind' | 'details'>,
  b: Pick<Attachment, 'id' | 'kind' | 'details'>,
): number => placeOf(a.kind) - placeOf(b.kind) || placeOf(originalOf(a)) - placeOf(originalOf(b)) || a.id - b.id

/** The same in the order of their kinds. */
export const inOrder = (attachments: readonly Attachment[]): Attachment[] => current(attachments).sort(byKind)

/** Files of which nobody has said yet what they are. */
export const unsorted = (attachments: readonly Attachment[]): Attachment[] =>
  attachments.filter(({ kind }) => kind === UNSORTED)

/** That a document of this kind has `most` pages, and not the one that is named at `path`. */
export const noSuchPage = (path: string, kind: string, most: number, page: number): Problem => ({
  code: 'noSuchPage',
  path,
  message: fill(NO_SUCH_PAGE, { document: labelOf(DOCUMENT_KINDS, kind), most, page }),
})

const NO_SUCH_PAGE = {
  zh: '“{document}”共{most}页，没有第{page}页。',
  en: '“{document}” has {most} pages. There is no page {page}.',
}
