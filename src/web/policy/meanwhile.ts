/**
 * What is different between two revisions of a draft, for whoever has read the earlier one: its
 * first day, its reason, its text.
 */
import type { ZodObject } from 'zod'
import { isDate } from '../../base/dates.js'
import type { NotNow } from '../../base/errors.js'
import type { Bilingual } from '../../base/text.js'
import { type Change, listChanges } from '../../forms/engine/compare.js'
import type { Revision } from '../../reference/versions.js'
import { both, dateText } from '../kit/page.js'
import type { Compare, Notice } from '../kit/parts.js'
import { sidesTable } from '../kit/sideBySide.js'
import { changedSides } from '../kit/versions.view.js'

type DraftText = Omit<Revision, 'revision'>

const FIRST_DAY: Bilingual = { zh: '生效日', en: 'First day' }
const WHY: Bilingual = { zh: '为什么改', en: 'Why it changes' }
/** Above the two sides, when one reads what another has changed. */
export const AS_READ: readonly [Bilingual, Bilingual] = [
  { zh: '您打开时', en: 'When you opened it' },
  { zh: '现在', en: 'Now' },
]
/** Above the two sides, when one has changed the same draft at two screens. */
export const TWO_WINDOWS: readonly [Bilingual, Bilingual] = [
  { zh: '另一个窗口存的', en: 'Kept from the other window' },
  { zh: '这里填的', en: 'Typed here' },
]
/** Above the two sides, when a draft has come again after it was sent back. */
export const SENT_BACK: readonly [Bilingual, Bilingual] = [
  { zh: '退回时', en: 'When it was sent back' },
  { zh: '现在', en: 'Now' },
]

/** Both sides field by field; undefined when nothing differs. */
export function meanwhile(
  schema: ZodObject,
  [was, is]: readonly [DraftText, DraftText],
  heads: readonly [Bilingual, Bilingual],
): Compare | undefined {
  const day = (text: string) => both((language) => (isDate(text) ? dateText(text, language) : text))
  const own = (text: string | null) => (text ? [{ zh: text, en: text }] : null)
  const fields: Change[] = [
    ...(was.effectiveFrom === is.effectiveFrom
      ? []
      : [{ label: FIRST_DAY, was: [day(was.effectiveFrom)], is: [day(is.effectiveFrom)] }]),
    ...((was.note ?? '') === (is.note ?? '') ? [] : [{ label: WHY, was: own(was.note), is: own(is.note) }]),
    ...listChanges(schema, was.body, is.body),
  ]
  if (fields.length === 0) return undefined
  return sidesTable({ zh: '改了什么', en: 'What was changed' }, heads, changedSides(fields))
}

/** Why nothing was done; when the drafter has changed it meanwhile, with what is different now. */
export const notDone = ({ because }: NotNow, unread: Compare | undefined): Notice => ({
  kind: 'bad',
  title: { zh: '没有办成', en: 'This was not done' },
  items: because,
  changes: unread && [
    { title: { zh: '您打开之后改的', en: 'What was changed since you opened it' }, tables: [{ table: unread }] },
  ],
})
