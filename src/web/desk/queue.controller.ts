/** The officers' queues: what waits for this person, most urgent first. Everything that narrows a list stands in its address, and a view can be kept under a name. */
import { randomUUID } from 'node:crypto'
import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Database } from '../../base/database.js'
import { Invalid, NotFound } from '../../base/errors.js'
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
import { Surroundings } from '../case/around.js'
import { For, personOf } from '../http/access.js'
import { readId, readText } from '../http/input.js'
import { Pages } from '../http/pages.js'
import { nextAfter, readPage } from '../http/paging.js'
import { seeOther } from '../http/send.js'
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
}

@Controller('queue')
@For('intake', 'assessor', 'approver', 'supervisor', 'reviewPanel', 'permitOfficer')
export class QueueController {
  constructor(
    private readonly pages: Pages,
    private readonly reading: ReadingService,
    private readonly around: Surroundings,
    private readonly views: SavedViews,
    private readonly bulk: Bulk,
    private readonly firms: Firms,
    private readonly db: Database,
    private readonly names: QueueNames,
    private readonly memory: QueueMemory,
  ) {}

  @Get()
  queue(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query() query: unknown) {
    return this.send(request, reply, query, {})
  }

  /** Claims, assigns or receives the cases that were ticked, or claims the one beside whose button it was. */
  @Post()
  async act(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
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
    if (missing)
      return this.send(request, reply, query, { notices: [{ kind: 'bad', title: missing }], chosen: new Set(ids) }, 422)
    const { notice, failed } = await this.bulk.run(personOf(request), {
      action,
      ids,
      input: action === 'assign' ? { to } : {},
      requestId: readText(body, '_request') ?? randomUUID(),
    })
    return this.send(request, reply, query, { notices: [notice], chosen: one.length > 0 ? new Set() : failed })
  }

  @Post('views')
  async keep(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() body: unknown) {
    const asked = readAsked(Object.fromEntries(new URLSearchParams(readText(body, 'address', 2000) ?? '')))
    try {
      await this.views.add(personOf(request), readText(body, 'name') ?? '', queryOf(asked))
    } catch (error) {
      if (!(error instanceof Invalid)) throw error
      const notices = error.problems.map(({ message }): Notice => ({ kind: 'bad', title: message }))
      return this.send(request, reply, Object.fromEntries(new URLSearchParams(queryOf(asked))), { notices }, 422)
    }
    return seeOther(reply, `/queue?${queryOf(asked)}`)
  }

  /** Renames, moves or takes out a view. */
  @Post('views/:id')
  async change(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Body() body: unknown,
  ) {
    const [person, view] = [personOf(request), readId(id)]
    const wish = readText(body, 'do')
    const back = queryOf(readAsked(Object.fromEntries(new URLSearchParams(readText(body, 'address', 2000) ?? ''))))
    if (wish === 'remove') await this.views.remove(person, view)
    else if (wish === 'up' || wish === 'down') await this.views.move(person, view, wish === 'up' ? -1 : 1)
    else if (wish === 'rename') await this.views.rename(person, view, readText(body, 'name') ?? '')
    else throw new NotFound()
    return seeOther(reply, back ? `/queue?${back}` : '/queue')
  }

  private async send(
    request: FastifyRequest,
    reply: FastifyReply,
    query: unknown,
    { notices = [], chosen = new Set() }: Shown,
    status = 200,
  ) {
    const person = personOf(request)
    const asked = readAsked(query)
    const shown = tabsFor(person)
    const current = tabOf(person, asked.tab, asked.find)
    const codes = await this.names.codes()
    const question = (tab: typeof current) =>
      questionOf(tab.tab, { ...asked, states: statesIn(tab, asked.states) }, codes)
    const [around, { lines, counts }, views, names] = await Promise.all([
      this.around.today(),
      this.reading.lists.listAndCount(
        person,
        { ...question(current), ...readPage(query) },
        shown.map(question),
        view.MOST_COUNTED,
      ),
      this.views.list(person),
      this.names.get(person),
    ])
    this.memory.keep(reply, asked.find ? undefined : { ...asked, tab: current.name })
    const bulk = await this.bulkOf(person, lines)
    const letters = has(person, 'permitOfficer') ? await this.lettersOf(person, lines, around.today) : undefined
    const after = nextAfter(lines)
    const chips = chipsOf({ ...asked, tab: current.name }, names)
    const page = {
      title: { zh: '队列', en: 'Queue' },
      heading: view.titleOf(person),
      today: both((language) => dateText(around.today, language, 'weekday')),
      notices,
      tabs: view.tabsView(shown, counts, current, asked),
      find: asked.find ?? '',
      filters: filterForm(asked, current, names),
      views: view.viewsOf(views, { ...asked, tab: current.name }),
      ...(chips && { chips }),
      live: queryOf({ ...asked, tab: current.name }),
      requestId: randomUUID(),
      ...(lines.length > 0
        ? {
            ...(bulk && { bulk }),
            queue: {
              caption: current.text,
              columns: {
                topic: true,
                holder: !letters,
                ...(letters && { letter: true }),
                ...(bulk && { choose: true }),
              },
              ...(bulk && { form: 'bulk' }),
              rows: lines.map((line) =>
                view.rowOf(line, {
                  around,
                  person,
                  ...(bulk && { chosen }),
                  claimable: (one) => bulk?.claims(one) ?? false,
                  ...(letters && { topic: (one) => letters.numbers.get(one.id), otherLetters: letters.others }),
                }),
              ),
            },
          }
        : { empty: view.emptyOf(current, { ...asked, tab: current.name }, isNarrowed(asked)) }),
      ...(after && { more: { next: addressWith(request.url, 'after', after) } }),
    }
    return reply.send(this.pages.render(request, reply, 'desk/queue', page, { status }))
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
