/** Messages made ready: all about one case together, and what says the same of many cases as one line. */
import { path } from '../../base/path.js'
import { fill } from '../../base/text.js'
import type { InboxLine } from '../../cases/inbox.js'
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

/** So many cases of which nothing is said but that they wait are one line. */
const FEW = 3

/** The lines by their cases, the newest first; cases that have only come to wait stand together. */
export function messageGroups(lines: readonly InboxLine[], readersFirm: number | null) {
  const about = ({ caseId, id }: InboxLine) => caseId ?? -id
  const ofCase = (line: InboxLine) => lines.filter((other) => about(other) === about(line))
  const onlyWaits = (line: InboxLine) => line.kind === 'turn' && ofCase(line).length === 1
  const waiting = lines.filter(onlyWaits)
  const together = waiting.length >= FEW ? waiting : []
  const firsts = lines.filter((line) => (together.includes(line) ? line === together[0] : line === ofCase(line)[0]))
  return firsts.map((first) => {
    const many = together.includes(first)
    const group = many ? together : ofCase(first)
    const values = { n: group.length, number: first.number ?? '' }
    const rows = group.map((line) => messageRow(line, readersFirm))
    return {
      // the newest of a case is read at once, the others on demand
      first: many ? undefined : rows[0],
      others: many ? rows : rows.slice(1),
      unread: (many ? group : group.slice(1)).some(({ read }) => !read),
      text: many
        ? fill({ zh: '{n}件案件等您办理', en: '{n} cases wait for you' }, values)
        : fill({ zh: '{number}共{n}条消息', en: '{n} messages about {number}' }, values),
    }
  })
}
