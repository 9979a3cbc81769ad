/**
 * The firm's home: what it has to do, what is with the departments, the permits that it answers for;
 * each list by itself, narrowed, ordered, as a file. And where a new application begins.
 */
import { randomUUID } from 'node:crypto'
import { Body, Controller, Get, Post, Query, Req } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { Clock } from '../../base/clock.js'
import { Database } from '../../base/database.js'
import { path } from '../../base/path.js'
import { CaseService } from '../../cases/case.service.js'
import { FirmTexts } from '../../cases/firmTexts.js'
import { ReadingService } from '../../cases/reading.service.js'
import { documentSchema } from '../../criteria/documents.js'
import { FIRM_ROLES } from '../../people/actor.js'
import { Mandates } from '../../people/mandate.service.js'
import type { Person } from '../../people/session.service.js'
import { Reference } from '../../reference/reference.service.js'
import { OwnCases } from '../case/own.js'
import { Promises } from '../case/promise.js'
import { Exports, For } from '../http/access.js'
import { csvFile, done, page } from '../http/answers.js'
import { readId, readText, readTexts } from '../http/input.js'
import { Me } from '../http/params.js'
import { nextAfter, readPage } from '../http/paging.js'
import { Searches } from '../http/searches.js'
import { addressWith } from '../kit/page.js'
import { firmNotices } from './firm.view.js'
import { HOME_TABS, homeAddress, readHome } from './home.address.js'
import { homeFile } from './home.file.js'
import { filterView } from './home.filters.js'
import { FirmHome } from './home.lists.js'
import { DISCARDED, homeTab, listView, ON_HOME, placesOf, tabsView } from './home.view.js'
import { beginButton, startView } from './start.view.js'

@Controller('cases')
@For(...FIRM_ROLES)
export class FirmListController {
  constructor(
    private readonly db: Database,
    private readonly reading: ReadingService,
    private readonly cases: CaseService,
    private readonly own: OwnCases,
    private readonly home: FirmHome,
    private readonly mandates: Mandates,
    private readonly reference: Reference,
    private readonly promises: Promises,
    private readonly searches: Searches,
    private readonly clock: Clock,
    private readonly texts: FirmTexts,
  ) {}

  @Get()
  async show(@Me() me: Person, @Req() { url }: FastifyRequest, @Query() given: unknown) {
    const query = readHome(given)
    const { tab } = query
    const { limit, after } = readPage(given)
    const wanted = HOME_TABS.map((name) => ({ tab: name, most: tab ? (name === tab ? limit : 0) : ON_HOME[name] }))
    const found = this.searches.open(query.find)
    const context = await this.home.context(me)
    const [firm, lists, facets, notices] = await this.db.readTogether(me.speaker, () =>
      Promise.all([
        this.own.firm(me),
        this.home.lists(me, query, context.today, { after: tab && after, wanted }),
        this.home.facets(me),
        this.home.notices(me),
      ]),
    )
    const shown = lists.filter((list) => (tab ? list.tab === tab : ON_HOME[homeTab(list)] > 0))
    const next = tab && nextAfter(shown.flatMap(({ lines }) => placesOf(lines, query)))
    const view = {
      title: { zh: '申请', en: 'Applications' },
      notices: [...firmNotices(firm), ...notices],
      firm: { zh: firm.nameZh, en: firm.nameEn ?? firm.nameZh },
      requestId: randomUUID(),
      begin: beginButton(me),
      filters: filterView(query, facets, context, found.find),
      tabs: tabsView(lists, query),
      lists: shown.map((list) => listView(list, query, context)),
      // the first three steps, for whoever has nothing yet
      first: facets.states.length === 0,
      file: homeAddress(query, path.casesCsv),
      more: next && { next: addressWith(url, 'after', next) },
    }
    return page('firm/cases', view, { done: DISCARDED })
  }

  /** To the list in which that is looked for; its address does not say what. */
  @Post('find')
  find(@Body() body: unknown) {
    const query = readHome(body)
    return done(homeAddress({ ...query, tab: query.tab ?? 'all', find: this.searches.seal(body) }))
  }

  /** Every line of the list that is looked at, or of all of them. */
  @Get('csv')
  @Exports()
  async csv(@Me() me: Person, @Query() given: unknown, @Req() { language }: FastifyRequest) {
    const query = readHome(given)
    const context = await this.home.context(me)
    return csvFile('applications', homeFile(context, this.home.lines(me, query, context.today), language))
  }

  /** Where a new one begins. */
  @Get('new')
  async begin(@Me() me: Person) {
    const [firm, mandates, rules, promise, texts, ...lists] = await Promise.all([
      this.own.firm(me),
      this.mandates.listInForce(me),
      this.reference.all('documents', this.clock.today(), documentSchema),
      this.promises.today(),
      this.texts.list(me),
      this.reading.list(me, { tab: 'done' }),
      this.reading.list(me, { tab: 'open' }),
    ])
    const offered = texts.map(({ id, name }) => ({ id, name }))
    const start = startView(rules, lists.flat(), { me, firm, mandates })
    return page('firm/start', { ...start, texts: offered, promise, requestId: randomUUID() })
  }

  /** A new draft of the firm or of an employer, empty or a copy; the same form sent twice makes one. */
  @Post()
  async start(@Me() me: Person, @Body() body: unknown) {
    const from = readText(body, 'from')
    const asked = readText(body, '_request')
    // one page offers several: each copy is a request of its own
    const requestId = asked && from ? `${asked}:${from}` : asked
    const mandate = readText(body, 'mandate')
    const [earlier, mandateId] = [from, mandate].map((one) => (one ? readId(one) : undefined))
    const { caseId, repeated } = await this.cases.start(me, requestId, earlier, mandateId)
    if (earlier === undefined && !repeated) await this.texts.fill(me, caseId, readTexts(body, 'text').map(readId))
    return done(path.case(caseId))
  }
}
