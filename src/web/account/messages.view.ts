/** Messages made ready: all about one case together, and what says the same of many cases as one line. */
import { path } from '../../base/path.js'
import { type Bilingual, fill } from '../../base/text.js'
import type { InboxGroup, InboxLine } from '../../cases/inbox.js'
import { notificationOf } from '../../cases/notifications.js'
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
    text: known?.text ?? { zh: '有新进展', en: 'There is news' },
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
export function messageGroups(groups: readonly InboxGroup[], readersFirm: number | null) {
  return groups.map(({ total, unread, many, lines }) => {
    const rows = lines.map((line) => messageRow(line, readersFirm))
    const values = { n: total, unread, number: lines[0]?.number ?? '' }
    const said = many ? WAITING : OF_CASE
    return {
      first: many ? undefined : rows[0],
      others: many ? rows : rows.slice(1),
      unread: unread > (many || lines[0]?.read ? 0 : 1),
      text: fill(unread > 0 && many ? SOME_UNREAD : said, values),
      more:
        total > rows.length
          ? fill(
              { zh: '另有{n}条较早的没有列出。', en: '{n} earlier ones are not listed.' },
              { n: total - rows.length },
            )
          : undefined,
    }
  })
}

const WAITING: Bilingual = { zh: '{n}件案件等您办理', en: '{n} cases wait for you' }
const SOME_UNREAD: Bilingual = {
  zh: '{n}件案件等您办理，{unread}件未读',
  en: '{n} cases wait for you, {unread} unread',
}
const OF_CASE: Bilingual = { zh: '{number}共{n}条消息', en: '{n} messages about {number}' }
