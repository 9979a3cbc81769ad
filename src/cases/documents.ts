/** Which documents of a case count now, and the order in which every list shows them. */
import { DOCUMENT_KINDS, UNSORTED } from '../forms/choices.js'
import type { Attachment } from './caseFile.js'

const KINDS = DOCUMENT_KINDS.map(({ value }) => value as string)

/** The documents that have not been replaced. */
export const current = (attachments: readonly Attachment[]): Attachment[] =>
  attachments.filter(({ replacedAt }) => replacedAt === null)

/** The same in the order of their kinds. */
export const inOrder = (attachments: readonly Attachment[]): Attachment[] =>
  current(attachments).sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || a.id - b.id)

/** Files of which nobody has said yet what they are. */
export const unsorted = (attachments: readonly Attachment[]): Attachment[] =>
  attachments.filter(({ kind }) => kind === UNSORTED)
