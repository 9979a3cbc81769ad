/** The reader's own mark on a document, "checked by you", as lists of documents and its pages show it. */
import { path } from '../../base/path.js'
import { type Bilingual, fill } from '../../base/text.js'
import type { Attachment, CaseFile } from '../../cases/caseFile.js'
import { countTicked, tickOf } from '../../cases/paperTicks.js'
import type { Act } from '../../workflow/machine.js'
import { day } from '../kit/page.js'
import type { Notice } from '../kit/parts.js'

/** What parts/tick.hbs shows; `paper` names the place, so that script renews it wherever it stands. */
interface TickView {
  readonly paper: number | 'count'
  readonly tone: 'ok' | 'near' | 'unchecked'
  readonly text: Bilingual | undefined
}

export function tickView(paper: Attachment, { attachments }: CaseFile): TickView {
  const { id, checkedAt } = paper
  if (checkedAt) return { paper: id, tone: 'ok', text: fill(CHECKED, { on: day(checkedAt, 'short') }) }
  return { paper: id, tone: 'near', text: tickOf(paper, attachments) === 'replaced' ? REPLACED : undefined }
}

/** How many documents the reader has checked. */
export function tickCount({ attachments }: CaseFile): TickView {
  const { checked, of } = countTicked(attachments)
  return { paper: 'count', tone: checked === of ? 'ok' : 'unchecked', text: fill(COUNT, { checked, of }) }
}

/** How many the reader has not checked; undefined where all are. */
export function uncheckedText({ attachments }: CaseFile): Bilingual | undefined {
  const { checked, of } = countTicked(attachments)
  if (checked === of) return undefined
  const left = of - checked
  return fill(left === 1 ? ONE_LEFT : LEFT, { left })
}

/** The same above the form of acceptance; it keeps nobody from sending it. */
export function uncheckedNotice(action: Act, file: CaseFile): Notice[] {
  const text = action === 'accept' && uncheckedText(file)
  return text ? [{ text }] : []
}

/** The button on the pages of a document; undefined of one that was replaced. */
export const tickForm = (paper: Attachment, file: CaseFile) =>
  paper.replacedAt
    ? undefined
    : {
        action: path.fileTick(file.case.id, paper.id),
        mark: tickView(paper, file),
        count: tickCount(file),
        checked: paper.checkedAt ? '' : '1',
        text: paper.checkedAt ? UNDO : DO,
      }

const DO: Bilingual = { zh: '标记为已核对', en: 'Mark as checked' }
const UNDO: Bilingual = { zh: '取消核对标记', en: 'Remove the mark' }
const CHECKED: Bilingual = { zh: '您已核对 · {on}', en: 'checked by you · {on}' }
const REPLACED: Bilingual = { zh: '您核对后已被替换', en: 'replaced since you checked it' }
const COUNT: Bilingual = { zh: '您已核对{checked}份，共{of}份', en: '{checked} of {of} checked by you' }
const LEFT: Bilingual = {
  zh: '还有{left}份材料您没有标记为已核对。',
  en: 'You have not marked {left} documents as checked.',
}
const ONE_LEFT: Bilingual = { zh: '还有1份材料您没有标记为已核对。', en: 'You have not marked 1 document as checked.' }
