/**
 * What the queue's words stand for, and which queue an officer came from: that is how a case knows
 * the one before it and the one after it.
 */
import { Injectable } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Clock } from '../../base/clock.js'
import { path } from '../../base/path.js'
import { fill } from '../../base/text.js'
import type { CaseLine } from '../../cases/caseFile.js'
import { ReadingService } from '../../cases/reading.service.js'
import { categorySchema } from '../../criteria/categories.js'
import { type Actor, has } from '../../people/actor.js'
import { Firms } from '../../people/firm.service.js'
import type { Person } from '../../people/session.service.js'
import { Authorities } from '../../reference/authorities.js'
import { Reference } from '../../reference/reference.service.js'
import { Cookies } from '../http/cookies.js'
import { Searches } from '../http/searches.js'
import type { CaseHead } from '../kit/parts.js'
import { type Codes, type QueueQuery, queryText, questionOf, queueAddress, readQuery } from './queue.address.js'
import type { QueueOptions } from './queue.filters.js'
import { tabOf } from './queue.tabs.js'

const plain = (text: string): string => text.normalize('NFKC').trim().toLowerCase()

@Injectable()
export class QueueNames {
  constructor(
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly authorities: Authorities,
    private readonly firms: Firms,
    private readonly searches: Searches,
  ) {}

  /** What the codes in an address stand for. */
  async codes(): Promise<Codes> {
    const { departments, topics } = await this.listed()
    return {
      search: (sealed) => this.searches.open(sealed),
      departments: new Map(departments.map(({ code, id }) => [code, id])),
      topics: new Map(
        topics.map(([code, { label, words }]) => [code, [code, label.zh, label.en, ...words].map(plain)]),
      ),
    }
  }

  /** Departments, colleagues and categories of goods, to choose from. */
  async options(person: Actor): Promise<QueueOptions> {
    const { departments, topics } = await this.listed()
    const people = has(person, 'permitOfficer') ? [] : await this.firms.listCaseWorkers(person)
    return {
      departments: departments.map(({ code, short }) => ({ value: code, label: short })),
      people: people.map(({ id, name }) => ({ value: String(id), label: name })),
      topics: topics.map(([code, { label }]) => ({ value: code, label })),
    }
  }

  private async listed() {
    const today = this.clock.today()
    const [authorities, categories] = await Promise.all([
      this.authorities.list(today),
      this.reference.all('productCategories', today, categorySchema),
    ])
    return {
      departments: [...authorities.values()].filter(({ kind }) => kind === 'department'),
      topics: [...categories].sort(([, one], [, other]) => one.order - other.order),
    }
  }
}

@Injectable()
export class QueueMemory {
  constructor(
    private readonly cookies: Cookies,
    private readonly reading: ReadingService,
    private readonly names: QueueNames,
  ) {}

  /** Notes the queue that is shown; a search, in which a name may stand, is not noted. */
  keep(reply: FastifyReply, query: QueueQuery | undefined): void {
    this.cookies.set(reply, 'queue', query ? queryText(query) : '')
  }

  /** The links from a case to its neighbours in the queue that its reader came from. */
  async linksFrom(request: FastifyRequest, person: Person, line: CaseLine): Promise<NonNullable<CaseHead['links']>> {
    const kept = this.cookies.read(request, 'queue')
    if (!kept) return []
    const query = readQuery(kept)
    const tab = tabOf(person, query.tab, undefined)
    const question = questionOf(tab, { ...query, find: undefined }, await this.names.codes())
    const { before, after } = await this.reading.lists.beside(person, question, line)
    const previous = { text: { zh: '上一件', en: 'Previous' }, rel: 'prev', key: 'K' } as const
    const next = { text: { zh: '下一件', en: 'Next' }, rel: 'next', key: 'J' } as const
    return [
      { href: queueAddress(query), text: fill({ zh: '队列：{tab}', en: 'Queue: {tab}' }, { tab: tab.text }) },
      ...(before ? [{ href: path.case(before.id), ...previous }] : []),
      ...(after ? [{ href: path.case(after.id), ...next }] : []),
    ]
  }
}
