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
import { day } from '../kit/page.js'
import type { Compare, Notice } from '../kit/parts.js'
import { sidesOf } from '../kit/versions.view.js'

type DraftText = Omit<Revision, 'revision'>
export type Heads = readonly [Bilingual, Bilingual]

const NOW: Bilingual = { zh: '现在', en: 'Now' }
/** Above the two sides, when one reads what another has changed. */
export const AS_READ: Heads = [{ zh: '您打开时', en: 'When you opened it' }, NOW]
/** Above the two sides, when one has changed the same draft at two screens. */
export const TWO_WINDOWS: Heads = [
  { zh: '另一个窗口保存的内容', en: 'Saved from the other window' },
  { zh: '本页填写的内容', en: 'On this page' },
]
/** Above the two sides, when a draft has come again after it was sent back. */
export const SENT_BACK: Heads = [{ zh: '退回时', en: 'When it was sent back' }, NOW]

/** Both sides field by field; undefined when nothing differs. */
export function meanwhile(
  schema: ZodObject,
  [was, is]: readonly [DraftText, DraftText],
  heads: Heads,
): Compare | undefined {
  const typed = (text: string): Bilingual => ({ zh: text, en: text })
  const dayOf = ({ effectiveFrom: on }: DraftText) => [isDate(on) ? day(on) : typed(on)]
  const noteOf = ({ note }: DraftText) => (note ? [typed(note)] : null)
  const changes: Change[] = []
  if (was.effectiveFrom !== is.effectiveFrom)
    changes.push({ label: { zh: '生效日', en: 'Effective date' }, was: dayOf(was), is: dayOf(is) })
  if ((was.note ?? '') !== (is.note ?? ''))
    changes.push({ label: { zh: '修改原因', en: 'Reason for the change' }, was: noteOf(was), is: noteOf(is) })
  changes.push(...listChanges(schema, was.body, is.body))
  return sidesOf({ zh: '修改内容', en: 'Changes' }, heads, changes)
}

/** Why nothing was done; when the drafter has changed it meanwhile, with what is different now. */
export const notDone = ({ because }: NotNow, unread: Compare | undefined): Notice => ({
  kind: 'bad',
  title: { zh: '操作未执行', en: 'Not carried out' },
  items: because,
  changes: unread && [
    { title: { zh: '您打开后的修改', en: 'Changes since you opened it' }, tables: [{ table: unread }] },
  ],
})
