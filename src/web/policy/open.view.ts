/**
 * What the city has still to confirm, on the pages of reference data: listed on the first one,
 * marked in the list of a kind, told beside the entry that it is about.
 */
import { path } from '../../base/path.js'
import type { Bilingual } from '../../base/text.js'
import { memberOf } from '../../forms/engine/node.js'
import {
  isOpen,
  OPEN_QUESTIONS,
  openAbout,
  type OpenQuestion,
  openQuestionSchema,
} from '../../reference/openQuestions.js'
import type { Version } from '../../reference/versions.js'

/** An open question, and where it is read in full. */
export interface OpenEntry extends OpenQuestion {
  readonly href: string
}

const OPEN: Bilingual = { zh: '待确认', en: 'To be confirmed' }
const ANSWERED: Bilingual = { zh: '已确认', en: 'Confirmed' }

/** The open ones among the questions in force, in their order. */
export const openEntries = (questions: readonly Version[]): OpenEntry[] =>
  questions
    .map((version) => ({ ...openQuestionSchema.parse(version.body), href: path.entry(version.id) }))
    .filter(isOpen)
    .sort((one, other) => one.order - other.order)

/**
 * What stands beside an entry in the list of its kind; a question itself says whether it is
 * answered.
 */
export function markOf(open: readonly OpenEntry[], kind: string, key: string, body: unknown): Bilingual | undefined {
  if (kind === OPEN_QUESTIONS) return memberOf(body, 'answer') === null ? OPEN : ANSWERED
  return openAbout(open, kind, key).length > 0 ? OPEN : undefined
}
