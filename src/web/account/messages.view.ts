/** Messages made ready: all about one case together, and what says the same of many cases as one line. */
import { path } from '../../base/path.js'
import { type Bilingual, COMMA, fill, joined } from '../../base/text.js'
import type { InboxGroup, InboxLine } from '../../cases/inbox.js'
import { isTurn, notificationOf, type Turn } from '../../cases/notifications.js'
import type { Actor } from '../../people/actor.js'
import { firmNews } from '../../people/firmWords.js'
import { GROUP_WORDS } from '../../people/mailChoices.js'
import { time } from '../kit/page.js'

function messageRow(line: InboxLine, readersFirm: number | null) {
  const { id, caseId, firmId, firmName, kind, at, read, number, talentName } = line
  const known = notificationOf(kind, readersFirm) ?? firmNews(kind)
  const place = firmId === null ? undefined : readersFirm === null ? path.firmToConfirm(firmId) : path.firm
  return {
    id,
    read,
    text: known?.text ?? { zh: '有新进展', en: 'New activity' },
    group: known ? GROUP_WORDS[known.group] : '',
    at: time(at, 'short'),
    datetime: at.toISOString(),
    href: place ?? (number && caseId !== null && path.case(caseId)),
    number,
    name: talentName,
    firm: firmName,
  }
}

/** The groups as they are shown: the newest of a case at once, the others on demand. */
export function messageGroups(groups: readonly InboxGroup[], { firmId, roles }: Pick<Actor, 'firmId' | 'roles'>) {
  const turns = roles.filter(isTurn)
  const waiting = (turns.length === 1 && turns[0] && WAITING[turns[0]]) || SOME_WAIT
  return groups.map(({ total, unread, many, lines }) => {
    const rows = lines.map((line) => messageRow(line, firmId))
    const values = { n: total, unread, number: lines[0]?.number ?? '' }
    return {
      first: many ? undefined : rows[0],
      others: many ? rows : rows.slice(1),
      unread: unread > (many || lines[0]?.read ? 0 : 1),
      text: many ? fill(joined([waiting, unread > 0 && UNREAD], COMMA), values) : fill(OF_CASE, values),
      more:
        total > rows.length
          ? fill(
              { zh: '另有{n}条较早的没有列出。', en: '{n} earlier messages are not listed.' },
              { n: total - rows.length },
            )
          : undefined,
    }
  })
}

/** What several cases that have come to wait are to whoever has one turn only; true also once they are done. */
const WAITING: Readonly<Record<Turn, Bilingual>> = {
  intake: { zh: '{n}件新申请', en: '{n} new applications' },
  assessor: { zh: '{n}件案件转入评估', en: '{n} cases moved to assessment' },
  approver: { zh: '{n}件案件转入决定', en: '{n} cases moved to decision' },
  permitOfficer: { zh: '{n}份推荐函送达', en: '{n} letters received' },
  reviewPanel: { zh: '{n}件复核申请', en: '{n} requests for review' },
}
const SOME_WAIT: Bilingual = { zh: '{n}件案件转来办理', en: '{n} cases were passed to you' }
const UNREAD: Bilingual = { zh: '{unread}件未读', en: '{unread} unread' }
const OF_CASE: Bilingual = { zh: '{number}共{n}条消息', en: '{n} messages about {number}' }
