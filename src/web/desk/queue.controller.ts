/** The officers' queues: what waits for this person's roles, most urgent first. Everything that narrows a list stands in its address. */
import { Controller, Get, Query, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Bilingual } from '../../base/text.js'
import type { CaseLine } from '../../cases/caseFile.js'
import { type Tab } from '../../cases/lists.js'
import { ReadingService } from '../../cases/reading.service.js'
import { has } from '../../people/actor.js'
import type { Person } from '../../people/session.service.js'
import { For, personOf } from '../access.js'
import { Surroundings } from '../around.js'
import { type Around, dueOf, tagOf } from '../clock.view.js'
import { readText } from '../input.js'
import { addressWith, both, nearDate } from '../page.js'
import { Pages } from '../pages.js'
import { nextAfter, readPage } from '../paging.js'
import type { Chips, QueueRow, Tabs } from '../parts.js'

const TAB_WORDS: Readonly<Record<Tab, Bilingual>> = {
  todo: { zh: '待办', en: 'To do' },
  mine: { zh: '我的', en: 'Mine' },
  unclaimed: { zh: '未认领', en: 'Unclaimed' },
  dueSoon: { zh: '临近期限', en: 'Due soon' },
  overdue: { zh: '超期', en: 'Overdue' },
  waiting: { zh: '等待他人', en: 'Waiting on others' },
  open: { zh: '在办', en: 'Open' },
  done: { zh: '已结', en: 'Done' },
  all: { zh: '全部', en: 'All' },
}
const onlySupervises = (person: Person): boolean =>
  has(person, 'supervisor') && !has(person, 'intake', 'assessor', 'approver')

/** A permit officer's letters are nobody's own, and nothing waits for somebody who only supervises. */
function tabsFor(person: Person): readonly Tab[] {
  if (has(person, 'permitOfficer')) return ['todo', 'waiting', 'done', 'all']
  if (onlySupervises(person)) return ['open', 'unclaimed', 'dueSoon', 'overdue', 'done', 'all']
  return ['todo', 'mine', 'unclaimed', 'dueSoon', 'overdue', 'waiting', 'done', 'all']
}
const MOST_COUNTED = 1000

@Controller('queue')
@For('intake', 'assessor', 'approver', 'supervisor', 'reviewPanel', 'permitOfficer')
export class QueueController {
  constructor(
    private readonly pages: Pages,
    private readonly reading: ReadingService,
    private readonly around: Surroundings,
  ) {}

  @Get()
  async queue(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query() query: unknown) {
    const person = personOf(request)
    const shown = tabsFor(person)
    const asked = readText(query, 'tab')
    const find = readText(query, 'find')
    const tab = shown.find((known) => known === asked) ?? (find ? 'all' : (shown[0] ?? 'all'))
    const [around, lines, counts] = await Promise.all([
      this.around.today(),
      this.reading.list(person, { tab, find, ...readPage(query) }),
      this.reading.count(person, shown, MOST_COUNTED, find),
    ])
    const after = nextAfter(lines)
    const view = {
      title: { zh: '队列', en: 'Queue' },
      heading: titleOf(person),
      tabs: tabsOf(shown, counts, tab, find),
      find: find ?? '',
      ...(find && { chips: chipsOf(find, request.url) }),
      ...(lines.length > 0
        ? {
            queue: {
              caption: TAB_WORDS[tab],
              columns: { topic: true, holder: true },
              rows: lines.map((line) => rowOf(line, around, person)),
            },
          }
        : { empty: emptyOf(tab, find) }),
      ...(after && { more: { next: addressWith(request.url, 'after', after) } }),
    }
    return reply.send(this.pages.render(request, reply, 'desk/queue', view))
  }
}

function titleOf(person: Person): Bilingual {
  if (has(person, 'permitOfficer')) return { zh: '收到的推荐函', en: 'Letters received' }
  if (has(person, 'reviewPanel')) return { zh: '复核', en: 'Reviews' }
  if (onlySupervises(person)) return { zh: '本部门的案件', en: 'Cases of the department' }
  return { zh: '等我办的', en: 'Waiting for me' }
}

function tabsOf(shown: readonly Tab[], counts: ReadonlyMap<Tab, number>, current: Tab, find: string | undefined): Tabs {
  return {
    label: { zh: '队列的分栏', en: 'Parts of the queue' },
    tabs: shown.map((tab) => {
      const count = counts.get(tab) ?? 0
      const query = new URLSearchParams({ tab, ...(find && { find }) })
      return {
        text: TAB_WORDS[tab],
        href: `/queue?${query}`,
        count: count >= MOST_COUNTED ? `${MOST_COUNTED}+` : count,
        ...(tab === current && { current: true }),
      }
    }),
  }
}

const chipsOf = (find: string, address: string): Chips => ({
  label: { zh: '正在使用的筛选', en: 'Filters in use' },
  chips: [{ key: { zh: '查找', en: 'Search' }, value: find, href: addressWith(address, 'find', null) }],
})

function emptyOf(tab: Tab, find: string | undefined) {
  if (find)
    return {
      title: { zh: '没有找到', en: 'Nothing found' },
      text: {
        zh: '可以按编号、姓名（中文或拉丁字母）、企业名称或完整的护照号查找。',
        en: 'Search by number, name in either script, firm, or the whole passport number.',
      },
    }
  if (tab === 'todo')
    return {
      title: { zh: '都办完了', en: 'All done' },
      text: { zh: '现在没有等您办的案件。', en: 'No case is waiting for you now.' },
    }
  return { title: { zh: '这里没有案件', en: 'No cases here' } }
}

/** A limit in days or months is a date. */
const dueDate = ({ dueOn }: CaseLine, { today }: Around): Bilingual =>
  dueOn
    ? both((language) =>
        language === 'zh' ? `到${nearDate(dueOn, today, 'zh')}` : `by ${nearDate(dueOn, today, 'en')}`,
      )
    : { zh: '—', en: '—' }

function rowOf(line: CaseLine, around: Around, person: Person): QueueRow {
  const due = dueOf(line, around)
  const name = line.systemName ?? line.talentName ?? '—'
  const other = line.talentName && line.talentName.toUpperCase() !== name.toUpperCase() ? line.talentName : undefined
  return {
    href: `/cases/${line.id}`,
    number: line.number,
    name,
    firm: line.firmName,
    tag: tagOf(line.state),
    ...(due ? { due } : { dueText: dueDate(line, around) }),
    ...(other && { otherName: { text: other, lang: /\p{Script=Han}/u.test(other) ? 'ja' : 'und' } }),
    ...(line.post && { topic: line.post }),
    ...(line.claimedBy !== null &&
      (line.claimedBy === person.id ? { mine: true } : line.claimedName ? { holder: line.claimedName } : {})),
  }
}
