/**
 * The officers' queues: what waits for this person, most urgent first. Everything that narrows a
 * list stands in its address, and a view can be kept under a name.
 */
import { randomUUID } from 'node:crypto'
import { Body, Controller, Get, Post, Query, Res } from '@nestjs/common'
import type { FastifyReply } from 'fastify'
import { Database } from '../../base/database.js'
import { Invalid, NotFound } from '../../base/errors.js'
import { path, withQuery } from '../../base/path.js'
import { listOtherLetters } from '../../cases/duplicates.js'
import { ReadingService } from '../../cases/reading.service.js'
import { SavedViews } from '../../cases/savedViews.js'
import { readForm } from '../../forms/engine/body.js'
import { valueAt } from '../../forms/engine/node.js'
import { listNumbers } from '../../letters/numbers.js'
import { has } from '../../people/actor.js'
import { Firms } from '../../people/firm.service.js'
import { settingsOf } from '../../people/scope.js'
import type { Person } from '../../people/session.service.js'
import { PageContexts } from '../case/pageContext.js'
import { For } from '../http/access.js'
import { done, page } from '../http/answers.js'
import { readText } from '../http/input.js'
import { nextAfter, readPage } from '../http/paging.js'
import { Id, Me } from '../http/params.js'
import { addressWith, both, dateText } from '../kit/page.js'
import type { Notice } from '../kit/parts.js'
import { BULK, Bulk, idsOf } from './bulk.js'
import { workers } from './load.view.js'
import { isNarrowed, queryOf, questionOf, readAsked, statesIn } from './queue.address.js'
import { chipsOf, filterForm } from './queue.filters.js'
import { QueueMemory, QueueNames } from './queue.memory.js'
import { tabOf, tabsFor } from './queue.tabs.js'
import * as view from './queue.view.js'

interface Shown {
  readonly notices?: readonly Notice[]
  readonly chosen?: ReadonlySet<number>
  readonly status?: number
}

/** The query of an address that a form carries along. */
const queryIn = (body: unknown) => Object.fromEntries(new URLSearchParams(readText(body, 'address', 2000) ?? ''))

/** The reply is handed on for its cookie: which queue a case was opened from. */
@Controller('queue')
@For('intake', 'assessor', 'approver', 'supervisor', 'reviewPanel', 'permitOfficer')
export class QueueController {
  constructor(
    private readonly reading: ReadingService,
    private readonly contexts: PageContexts,
    private readonly views: SavedViews,
    private readonly bulk: Bulk,
    private readonly firms: Firms,
    private readonly db: Database,
    private readonly names: QueueNames,
    private readonly memory: QueueMemory,
  ) {}

  @Get()
  queue(@Me() me: Person, @Res({ passthrough: true }) reply: FastifyReply, @Query() query: unknown) {
    return this.page(me, reply, query)
  }

  /** Claims, assigns or receives the cases that were ticked, or claims the one beside whose button it was. */
  @Post()
  async act(
    @Me() me: Person,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Query() query: unknown,
    @Body() body: unknown,
  ) {
    const { tree } = readForm(body)
    const one = idsOf(readText(body, 'claim'))
    const action = one.length > 0 ? 'claim' : BULK.find((known) => known === readText(body, 'do'))
    if (!action) throw new NotFound()
    const ids = one.length > 0 ? one : idsOf(valueAt(tree, 'cases'))
    const to = idsOf(valueAt(tree, 'to'))[0]
    const missing = ids.length === 0 ? NONE_CHOSEN : action === 'assign' && to === undefined ? NOBODY_CHOSEN : undefined
    if (missing) {
      const notices: Notice[] = [{ kind: 'bad', title: missing }]
      return this.page(me, reply, query, { notices, chosen: new Set(ids), status: 422 })
    }
    const { notice, failed } = await this.bulk.run(me, {
      action,
      ids,
      input: action === 'assign' ? { to } : {},
      requestId: readText(body, '_request') ?? randomUUID(),
    })
    return this.page(me, reply, query, { notices: [notice], chosen: one.length > 0 ? new Set() : failed })
  }

  @Post('views')
  async keep(@Me() me: Person, @Res({ passthrough: true }) reply: FastifyReply, @Body() body: unknown) {
    const query = queryOf(readAsked(queryIn(body)))
    try {
      await this.views.add(me, readText(body, 'name') ?? '', query)
    } catch (error) {
      if (!(error instanceof Invalid)) throw error
      const notices = error.problems.map(({ message }): Notice => ({ kind: 'bad', title: message }))
      return this.page(me, reply, Object.fromEntries(new URLSearchParams(query)), { notices, status: 422 })
    }
    return done(withQuery(path.queue, query))
  }

  /** Renames, moves or takes out a view. */
  @Post('views/:id')
  async change(@Me() me: Person, @Id() id: number, @Body() body: unknown) {
    const wish = readText(body, 'do')
    const back = queryOf(readAsked(queryIn(body)))
    if (wish === 'remove') await this.views.remove(me, id)
    else if (wish === 'up' || wish === 'down') await this.views.move(me, id, wish === 'up' ? -1 : 1)
    else if (wish === 'rename') await this.views.rename(me, id, readText(body, 'name') ?? '')
    else throw new NotFound()
    return done(withQuery(path.queue, back))
  }

  private async page(
    me: Person,
    reply: FastifyReply,
    query: unknown,
    { notices = [], chosen = new Set(), status }: Shown = {},
  ) {
    const asked = readAsked(query)
    const shown = tabsFor(me)
    const current = tabOf(me, asked.tab, asked.find)
    const here = { ...asked, tab: current.name }
    const codes = await this.names.codes()
    const question = (tab: typeof current) =>
      questionOf(tab.tab, { ...asked, states: statesIn(tab, asked.states) }, codes)
    const [around, { lines, counts }, views, names] = await Promise.all([
      this.contexts.today(),
      this.reading.lists.listAndCount(
        me,
        { ...question(current), ...readPage(query) },
        shown.map(question),
        view.MOST_COUNTED,
      ),
      this.views.list(me),
      this.names.get(me),
    ])
    this.memory.keep(reply, asked.find ? undefined : here)
    const bulk = await this.bulkOf(me, lines)
    const letters = has(me, 'permitOfficer') ? await this.lettersOf(me, lines, around.today) : undefined
    const after = nextAfter(lines)
    const shows = lines.length > 0
    const queue = {
      title: { zh: '队列', en: 'Queue' },
      heading: view.titleOf(me),
      today: both((language) => dateText(around.today, language, 'weekday')),
      notices,
      tabs: view.tabsView(shown, counts, current, asked),
      find: asked.find ?? '',
      filters: filterForm(asked, current, names),
      views: view.viewsOf(views, here),
      chips: chipsOf(here, names),
      live: queryOf(here),
      requestId: randomUUID(),
      bulk: shows ? bulk : undefined,
      queue: shows
        ? {
            caption: current.text,
            columns: { topic: true, holder: !letters, letter: Boolean(letters), choose: Boolean(bulk) },
            form: bulk && 'bulk',
            rows: lines.map((line) =>
              view.rowOf(line, {
                around,
                person: me,
                chosen: bulk && chosen,
                claimable: (one) => bulk?.claims(one) ?? false,
                topic: letters && ((one) => letters.numbers.get(one.id)),
                otherLetters: letters?.others,
              }),
            ),
          }
        : undefined,
      empty: shows ? undefined : view.emptyOf(current, here, isNarrowed(asked)),
      more: after && { next: addressWith(reply.request.url, 'after', after) },
    }
    return page('desk/queue', queue, { status })
  }

  /** The numbers of the letters, and which others are in force for the same people. */
  private async lettersOf(person: Person, lines: readonly { readonly id: number }[], today: string) {
    const ids = lines.map(({ id }) => id)
    const [numbers, others] = await Promise.all([
      listNumbers(this.db, person, ids),
      this.db.transaction(settingsOf(person), (tx) => listOtherLetters(tx, person, ids, today)),
    ])
    return { numbers, others }
  }

  /** What can be done to several of these cases at once. */
  private async bulkOf(person: Person, lines: Parameters<typeof view.canClaim>[1][]) {
    const claims = (line: (typeof lines)[number]) => view.canClaim(person, line)
    const receives = has(person, 'permitOfficer') && lines.some(({ state }) => state === 'letterIssued')
    const colleagues = has(person, 'supervisor') ? workers(await this.firms.listColleagues(person)) : []
    const anyone = lines.some(claims)
    if (!receives && colleagues.length === 0 && !anyone) return undefined
    return { claims, claim: anyone, receive: receives, colleagues }
  }
}

const NONE_CHOSEN = { zh: '请先勾选案件。', en: 'Tick the cases first.' }
const NOBODY_CHOSEN = { zh: '请选择指派给谁。', en: 'Choose to whom they go.' }
