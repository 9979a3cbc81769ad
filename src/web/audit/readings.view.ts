/** Wishes to read a case's content: what was asked, by whom, what was said to it. */
import type { Bilingual } from '../../base/text.js'
import type { ReadingWish } from '../../cases/audit/reading.service.js'
import { both, timeText } from '../kit/page.js'
import type { Tag } from '../kit/parts.js'

export type Standing = 'waits' | 'open' | 'over' | 'refused'

export function standingOf({ decidedAt, openUntil }: ReadingWish, now: Date): Standing {
  if (!decidedAt) return 'waits'
  if (!openUntil) return 'refused'
  return openUntil > now ? 'open' : 'over'
}

const TAGS: Readonly<Record<Standing, Tag>> = {
  waits: { label: { zh: '等第二人决定', en: 'Waits for the second person' }, colour: 'yellow' },
  open: { label: { zh: '可以查看', en: 'May be read' }, colour: 'green' },
  over: { label: { zh: '已到期', en: 'Over' }, colour: 'grey' },
  refused: { label: { zh: '未同意', en: 'Refused' }, colour: 'red' },
}

const at = (date: Date): Bilingual => both((language) => timeText(date, language))

/** A line of the list. */
export function wishRow(wish: ReadingWish, now: Date) {
  const standing = standingOf(wish, now)
  const asked = at(wish.askedAt)
  return {
    id: wish.id,
    number: wish.number,
    tag: TAGS[standing],
    asked: { zh: `${wish.askedName}，${asked.zh}`, en: `${wish.askedName}, ${asked.en}` },
    reason: wish.reason,
    decided: decidedLine(wish),
    waits: standing === 'waits',
  }
}

function decidedLine({ decidedName, decidedAt, refusedWhy, openUntil }: ReadingWish): Bilingual | undefined {
  if (!decidedAt) return undefined
  const [when, until] = [at(decidedAt), openUntil && at(openUntil)]
  const who = decidedName ?? ''
  return until
    ? {
        zh: `${who}于 ${when.zh} 同意，可看到 ${until.zh}`,
        en: `${who} consented on ${when.en}; open until ${until.en}`,
      }
    : { zh: `${who}于 ${when.zh} 不同意：${refusedWhy}`, en: `${who} refused on ${when.en}: ${refusedWhy}` }
}
