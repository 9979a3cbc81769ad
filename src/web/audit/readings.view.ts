/** Wishes to read a case's content: what was asked, by whom, what was said to it. */
import { type Bilingual, fill } from '../../base/text.js'
import type { ReadingWish } from '../../cases/audit/reading.service.js'
import { time } from '../kit/page.js'
import type { Tag } from '../kit/parts.js'

type Standing = 'waits' | 'open' | 'over' | 'refused'

function standingOf({ decidedAt, openUntil }: ReadingWish, now: Date): Standing {
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

/** A line of the list. */
export function wishRow(wish: ReadingWish, now: Date) {
  const standing = standingOf(wish, now)
  const { id, number, askedBy, askedName, askedAt, reason } = wish
  return {
    id,
    number,
    askedBy,
    standing,
    tag: TAGS[standing],
    asked: fill({ zh: '{who}，{at}', en: '{who}, {at}' }, { who: askedName, at: time(askedAt) }),
    reason,
    decided: decisionText(wish),
  }
}

function decisionText({ decidedName, decidedAt, refusedWhy, openUntil }: ReadingWish): Bilingual | undefined {
  if (!decidedAt) return undefined
  const words = openUntil
    ? { zh: '{who}于 {at} 同意，可看到 {until}', en: '{who} consented on {at}; open until {until}' }
    : { zh: '{who}于 {at} 不同意：{why}', en: '{who} refused on {at}: {why}' }
  return fill(words, {
    who: decidedName ?? '',
    at: time(decidedAt),
    until: openUntil ? time(openUntil) : '',
    why: refusedWhy ?? '',
  })
}
