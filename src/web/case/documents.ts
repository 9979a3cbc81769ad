/** The order in which every list shows the documents of a case. */
import type { Attachment } from '../../cases/caseFile.js'
import { DOCUMENT_KINDS } from '../../forms/choices.js'

const KINDS = DOCUMENT_KINDS.map(({ value }) => value as string)

/** The documents that have not been replaced, in the order of their kinds. */
export const inOrder = (attachments: readonly Attachment[]): Attachment[] =>
  attachments
    .filter(({ replacedAt }) => replacedAt === null)
    .sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || a.id - b.id)
