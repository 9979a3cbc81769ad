/** The firm's applications: what is open, what is done, and a new one. */
import { randomUUID } from 'node:crypto'
import { Body, Controller, Get, Post, Query, Req } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { Clock } from '../../base/clock.js'
import { path, withQuery } from '../../base/path.js'
import type { Bilingual } from '../../base/text.js'
import { CaseService } from '../../cases/case.service.js'
import type { CaseLine } from '../../cases/caseFile.js'
import { ReadingService } from '../../cases/reading.service.js'
import { documentSchema } from '../../criteria/documents.js'
import type { Person } from '../../people/session.service.js'
import { Reference } from '../../reference/reference.service.js'
import { For } from '../http/access.js'
import { done, page } from '../http/answers.js'
import { PageContexts } from '../case/pageContext.js'
import type { PageContext } from '../case/clock.view.js'
import { readId, readText } from '../http/input.js'
import { Me } from '../http/params.js'
import { addressWith, time } from '../kit/page.js'
import { nextAfter, readPage } from '../http/paging.js'
import type { Empty, Piece, Table } from '../kit/parts.js'
import { Promises } from '../case/promise.js'
import { OwnCases } from '../case/own.js'
import { quiet, success } from '../kit/pieces.js'
import { column, tableOf } from '../kit/table.js'
import { firmNotices } from './firm.view.js'
import { dayThatCounts, waitsForFirm } from './standing.js'
import { caseColumn, copyColumn, startView, stateColumn } from './start.view.js'

const MOST_COUNTED = 1000
const TABS = ['open', 'done'] as const
type ListTab = (typeof TABS)[number]
const TAB_WORDS: Readonly<Record<ListTab, Bilingual>> = {
  open: { zh: '在办', en: 'Open' },
  done: { zh: '已办结', en: 'Done' },
}

@Controller('cases')
@For('applicant', 'firmAdmin')
export class FirmListController {
  constructor(
    private readonly reading: ReadingService,
    private readonly cases: CaseService,
    private readonly own: OwnCases,
    private readonly contexts: PageContexts,
    private readonly reference: Reference,
    private readonly promises: Promises,
    private readonly clock: Clock,
  ) {}

  @Get()
  async list(@Me() me: Person, @Req() { url }: FastifyRequest, @Query() query: unknown) {
    const tab = TABS.find((known) => known === readText(query, 'tab')) ?? 'open'
    const [firm, context, lines, counts] = await Promise.all([
      this.own.firm(me),
      this.contexts.today(),
      this.reading.list(me, { tab, ...readPage(query) }),
      this.reading.count(me, TABS, MOST_COUNTED),
    ])
    const after = nextAfter(lines)
    const view = {
      title: { zh: '申请', en: 'Applications' },
      notices: firmNotices(firm),
      firm: firm.nameZh,
      requestId: randomUUID(),
      tabs: {
        label: { zh: '申请分类', en: 'Views' },
        tabs: TABS.map((name) => ({
          text: TAB_WORDS[name],
          href: withQuery(path.cases, { tab: name === 'open' ? undefined : name }),
          count: counts.get(name) || undefined,
          current: name === tab,
        })),
      },
      table: lines.length > 0 ? applicationsTable(lines, tab, context) : undefined,
      empty: lines.length > 0 ? undefined : EMPTY[tab],
      more: after && { next: addressWith(url, 'after', after) },
    }
    return page('firm/cases', view, { done: DISCARDED })
  }

  /** Where a new one begins. */
  @Get('new')
  async begin(@Me() me: Person) {
    const [firm, rules, promise, ...lists] = await Promise.all([
      this.own.firm(me),
      this.reference.all('documents', this.clock.today(), documentSchema),
      this.promises.today(),
      this.reading.list(me, { tab: 'done' }),
      this.reading.list(me, { tab: 'open' }),
    ])
    const view = { ...startView(rules, lists.flat()), notices: firmNotices(firm), promise, requestId: randomUUID() }
    return page('firm/start', view)
  }

  /** A new draft, empty or with the answers of an earlier case; the same form sent twice makes one. */
  @Post()
  async start(@Me() me: Person, @Body() body: unknown) {
    const from = readText(body, 'from')
    const asked = readText(body, '_request')
    // one page offers several: each copy is a request of its own
    const requestId = asked && from ? `${asked}:${from}` : asked
    const { caseId } = await this.cases.start(me, requestId, from === undefined ? undefined : readId(from))
    return done(path.case(caseId))
  }
}

const EMPTY: Readonly<Record<ListTab, Empty>> = {
  open: {
    title: { zh: '还没有在办的申请', en: 'No open application' },
    text: {
      zh: '从“新建申请”开始：先自测，再填写；边填边存，随时可停。提交前一次说清还缺什么。',
      en:
        'Begin with “New application”: check first, then fill in; it is kept as you type, and you may ' +
        'stop at any time. Before you submit, all that is missing is named at once.',
    },
  },
  done: { title: { zh: '还没有办结的申请', en: 'No application is done yet' } },
}

/** The applications of a view, each leading to its page. */
const applicationsTable = (lines: readonly CaseLine[], tab: ListTab, context: PageContext): Table =>
  tableOf(TAB_WORDS[tab], lines, [
    caseColumn,
    stateColumn,
    column('时限', 'Time limit', (line) => dayPiece(line, context)),
    column('最近变动', 'Last change', ({ changedAt }) => quiet(time(changedAt, 'short'))),
    copyColumn,
  ])

/** The day of a case; what waits for the firm itself stands out. */
function dayPiece(line: CaseLine, context: PageContext): Piece {
  if (line.state === 'draft') return quiet({ zh: '还没有提交', en: 'Not submitted yet' })
  const text = dayThatCounts(line, context)
  if (!text) return quiet('—')
  return waitsForFirm(line) ? { text, look: 'near', icon: 'warn' } : { text }
}

/** Discarding leads here, because the draft's page is only history then. */
const DISCARDED = { discard: success('草稿已删除', 'The draft is discarded') }
