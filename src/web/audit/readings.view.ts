/** Wishes to read a case's content: what was asked, by whom, what was said to it. */
import { path } from '../../base/path.js'
import { type Bilingual, COMMA, fill, joined } from '../../base/text.js'
import type { ReadingWish } from '../../cases/audit/reading.service.js'
import { time } from '../kit/page.js'
import type { Tag } from '../kit/parts.js'
import { tag } from '../kit/pieces.js'

type Standing = 'waits' | 'open' | 'over' | 'refused'

function standingOf({ decidedAt, openUntil }: ReadingWish, now: Date): Standing {
  if (!decidedAt) return 'waits'
  if (!openUntil) return 'refused'
  return openUntil > now ? 'open' : 'over'
}

const TAGS: Readonly<Record<Standing, Tag>> = {
  waits: tag('待第二人决定', 'Waiting for the second person', 'yellow'),
  open: tag('可以查看', 'Can be viewed', 'green'),
  over: tag('已到期', 'Expired', 'grey'),
  refused: tag('未同意', 'Refused', 'red'),
}

/** A line of the list; whoever asked (`reader`) is led to the content while it is open. */
export function wishRow(wish: ReadingWish, now: Date, reader?: number) {
  const standing = standingOf(wish, now)
  const { id, caseId, number, askedBy, askedName, askedAt, reason } = wish
  return {
    id,
    number,
    askedBy,
    standing,
    tag: TAGS[standing],
    asked: joined([askedName, time(askedAt)], COMMA),
    reason,
    decided: decisionText(wish),
    href: standing === 'open' && askedBy === reader ? path.auditContent(caseId) : undefined,
  }
}

function decisionText({ decidedName, decidedAt, refusedWhy, openUntil }: ReadingWish): Bilingual | undefined {
  if (!decidedAt) return undefined
  const words = openUntil
    ? { zh: '{who}于 {at} 同意，可查看至 {until}', en: '{who} consented on {at}; can be viewed until {until}' }
    : { zh: '{who}于 {at} 不同意：{why}', en: '{who} refused on {at}: {why}' }
  return fill(words, {
    who: decidedName ?? '',
    at: time(decidedAt),
    until: openUntil ? time(openUntil) : '',
    why: refusedWhy ?? '',
  })
}
