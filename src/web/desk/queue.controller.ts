/**
 * The officers' queues: what waits for this person, most urgent first. Everything that narrows a
 * list stands in its address, and a view can be kept under a name.
 */
import { randomUUID } from 'node:crypto'
import { Body, Controller, Get, Post, Query } from '@nestjs/common'
import type { FastifyReply } from 'fastify'
import { NotFound } from '../../base/errors.js'
import type { CaseLine } from '../../cases/caseFile.js'
import { ReadingService } from '../../cases/reading.service.js'
import { SavedViews } from '../../cases/savedViews.js'
import { has } from '../../people/actor.js'
import type { Person } from '../../people/session.service.js'
import { PageContexts } from '../case/pageContext.js'
import { For } from '../http/access.js'
import { done, page } from '../http/answers.js'
import { readText } from '../http/input.js'
import { nextAfter, readPage } from '../http/paging.js'
import { Id, Me, Reply } from '../http/params.js'
import { Searches } from '../http/searches.js'
import { attempt } from '../http/submit.js'
import { addressWith, day } from '../kit/page.js'
import type { Notice } from '../kit/parts.js'
import { ownTasksOf } from './asked.view.js'
import { Assigning } from './assigning.js'
import { BULK, Bulk, type BulkResult, idsOf, outcomesAddress, readBulk, seenText, waitsForOutcome } from './bulk.js'
import { isNarrowed, queryText, questionOf, queueAddress, readQuery } from './queue.address.js'
import { DoneNotices } from './done.js'
import { BesideRows } from './queue.beside.js'
import { chipsOf, filterForm, NO_OPTIONS } from './queue.filters.js'
import { QueueMemory, QueueNames } from './queue.memory.js'
import { type QueueTab, tabOf, tabsFor } from './queue.tabs.js'
import { unreadIn } from './queue.triage.js'
import * as view from './queue.view.js'

interface QueuePage {
  readonly notices?: readonly Notice[]
  readonly chosen?: ReadonlySet<number>
  readonly heeds?: BulkResult['heeds'] | undefined
  /** What was said of an assignment that was not done, and to whom it would go. */
  readonly heeded?: { readonly by: string; readonly to: number | undefined } | undefined
  /** The row that one has just acted on. */
  readonly current?: number | undefined
  readonly status?: number
}

/** The queue that a form carries along. */
const queueIn = (body: unknown) => readQuery(readText(body, 'address', 2000) ?? '')

/** The reply is handed on for its cookie: which queue a case was opened from. */
@Controller('queue')
@For('intake', 'assessor', 'approver', 'supervisor', 'reviewPanel', 'permitOfficer')
export class QueueController {
  constructor(
    private readonly reading: ReadingService,
    private readonly contexts: PageContexts,
    private readonly views: SavedViews,
    private readonly bulk: Bulk,
    private readonly assigning: Assigning,
    private readonly beside: BesideRows,
    private readonly names: QueueNames,
    private readonly memory: QueueMemory,
    private readonly searches: Searches,
    private readonly done: DoneNotices,
  ) {}

  @Get()
  queue(@Me() me: Person, @Reply() reply: FastifyReply, @Query() query: unknown) {
    return this.page(me, reply, query)
  }

  /** To the queue in which that is looked for; its address does not say what. */
  @Post('find')
  find(@Body() body: unknown) {
    return done(queueAddress({ find: this.searches.seal(body), states: [] }))
  }

  /** Claims, accepts, assigns or receives the cases that were ticked, or does so with the one whose button it was. */
  @Post()
  async act(@Me() me: Person, @Reply() reply: FastifyReply, @Query() query: unknown, @Body() body: unknown) {
    const { to, requestId, seen, heeded: known, ...ticked } = readBulk(body)
    if (readText(body, 'do') === 'outcomes') return done(outcomesAddress(ticked.ids))
    const inRow = (['claim', 'accept'] as const).find((name) => readText(body, name))
    const one = inRow ? idsOf(readText(body, inRow)) : []
    const action = inRow ?? BULK.find((known) => known === readText(body, 'do'))
    if (!action) throw new NotFound()
    const ids = one.length > 0 ? one : ticked.ids
    const missing = ids.length === 0 ? NONE_CHOSEN : action === 'assign' && to === undefined ? NOBODY_CHOSEN : undefined
    if (missing) {
      const notices: Notice[] = [{ kind: 'bad', title: missing }]
      return this.page(me, reply, query, { notices, chosen: new Set(ids), status: 422 })
    }
    const input = action === 'assign' ? { to } : {}
    const request = { action, ids, input, requestId, seen, heeded: known }
    const { notice, ticked: left, heeds, heeded } = await this.bulk.run(me, request)
    return this.page(me, reply, query, {
      notices: [notice],
      chosen: one.length > 0 ? new Set() : left,
      heeds,
      heeded: heeded === undefined ? undefined : { by: heeded, to },
      current: one[0],
    })
  }

  @Post('views')
  async keep(@Me() me: Person, @Reply() reply: FastifyReply, @Body() body: unknown) {
    const query = queueIn(body)
    return attempt({
      work: () => this.views.add(me, readText(body, 'name') ?? '', queryText(query)),
      then: done(queueAddress(query)),
      again: (problems) => {
        const notices = problems.map(({ message }): Notice => ({ kind: 'bad', title: message }))
        return this.page(me, reply, queryText(query), { notices, status: 422 })
      },
    })
  }

  /** Renames, moves or takes out a view. */
  @Post('views/:id')
  async change(@Me() me: Person, @Id() id: number, @Body() body: unknown) {
    const wish = readText(body, 'do')
    if (wish === 'remove') await this.views.remove(me, id)
    else if (wish === 'up' || wish === 'down') await this.views.move(me, id, wish === 'up' ? -1 : 1)
    else if (wish === 'rename') await this.views.rename(me, id, readText(body, 'name') ?? '')
    else throw new NotFound()
    return done(queueAddress(queueIn(body)))
  }

  private async page(
    me: Person,
    reply: FastifyReply,
    given: unknown,
    { notices = [], chosen = new Set(), heeds, heeded, current: acted, status }: QueuePage = {},
  ) {
    const asked = readQuery(given)
    const tabs = tabsFor(me)
    const current = tabOf(me, asked.tab, asked.find)
    const query = { ...asked, tab: current.name }
    const codes = await this.names.codes()
    const opens = readText(given, 'filter') !== undefined
    const question = (tab: QueueTab) => questionOf(tab, query, codes)
    const [context, options] = await Promise.all([
      this.contexts.today(),
      isNarrowed(asked) || opens ? this.names.options(me) : NO_OPTIONS,
    ])
    const lists = this.reading.lists
    // all of it by one connection, in two flights: what is asked at once goes out at once
    const read = await lists.together(me, question(current), async (tx, ask) => {
      const [lines, counts, views, tasks] = await Promise.all([
        ask.list({ ...question(current), ...readPage(given) }),
        ask.count(tabs.map(question), view.MOST_COUNTED),
        this.views.list(tx, me),
        this.beside.tasks(tx, me),
      ])
      const ids = lines.map(({ id }) => id)
      const [waiting, beside] = await Promise.all([
        current.tab === 'afterLetter' ? lists.waiting(tx, me, ids) : undefined,
        this.beside.of(tx, me, lines, context.today),
      ])
      return { lines, counts, views, tasks, waiting, beside }
    })
    const { lines, counts, views, tasks, waiting, beside } = read
    this.memory.keep(reply, query.find ? undefined : query, lines)
    const shows = lines.length > 0
    const letters = has(me, 'permitOfficer')
    const bulk = shows ? await this.bulkOf(me, lines, beside.triage, heeded?.to) : undefined
    const said = [...notices, ...(await this.done.of(me, given))]
    const moved = said.length > 0
    const look: view.RowLook = { context, person: me, chosen: bulk && chosen, heeds, waiting, acted, moved, ...beside }
    const rows = lines.map((line) => view.queueRow(line, look))
    const after = nextAfter(lines)
    const queue = {
      title: { zh: '队列', en: 'Queue' },
      heading: view.titleOf(me),
      today: day(context.today, 'weekday'),
      notices: said,
      tasks: ownTasksOf(tasks, context.today),
      tabs: view.tabsView(tabs, counts, current, query),
      filters: opens ? filterForm(query, current, options) : undefined,
      filter: addressWith(queueAddress(query), 'filter', 'open'),
      views: view.viewsOf(views, query),
      chips: chipsOf(query, options, codes.search(query.find).find),
      live: queryText(query),
      requestId: randomUUID(),
      bulk,
      heeded: heeded?.by,
      queue: shows
        ? {
            caption: current.text,
            columns: {
              topic: true,
              holder: !letters,
              letter: letters,
              starts: lines.some(({ byStart }) => byStart),
              mark: !waiting && lines.some(({ id }) => beside.triage?.get(id)?.gist),
              waiting: Boolean(waiting),
              choose: Boolean(bulk),
            },
            form: bulk && 'bulk',
            rulers: view.rulersIn(rows),
            rows,
          }
        : undefined,
      empty: shows ? undefined : view.emptyOf(current, query, tabs, counts),
      more: after && { next: addressWith(queueAddress(query), 'after', after) },
    }
    return page('desk/queue', queue, { status })
  }

  /** What can be done to several of these cases at once. */
  private async bulkOf(
    person: Person,
    lines: readonly CaseLine[],
    triage: Parameters<typeof seenText>[1],
    to: number | undefined,
  ) {
    const receive = has(person, 'permitOfficer') && lines.some(({ state }) => state === 'letterIssued')
    const colleagues = has(person, 'supervisor') ? await this.assigning.options(person, to) : []
    const claim = lines.some((line) => view.canClaim(person, line))
    const accept = lines.some((line) => unreadIn(person, line, triage?.get(line.id)) === 0)
    const record = has(person, 'permitOfficer') && lines.some(waitsForOutcome)
    const some = claim || accept || receive || record || colleagues.length > 0
    return some ? { claim, accept, receive, record, colleagues, seen: seenText(lines, triage) } : undefined
  }
}

const NONE_CHOSEN = { zh: '请先勾选案件。', en: 'Tick the cases first.' }
const NOBODY_CHOSEN = { zh: '请选择指派给谁。', en: 'Choose an assignee.' }
