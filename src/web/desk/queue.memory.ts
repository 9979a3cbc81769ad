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
import type { Place } from '../../cases/lists.js'
import { ReadingService } from '../../cases/reading.service.js'
import { categorySchema } from '../../criteria/categories.js'
import { type Actor, has } from '../../people/actor.js'
import { Firms } from '../../people/firm.service.js'
import type { Person } from '../../people/session.service.js'
import { Authorities } from '../../reference/authorities.js'
import { Reference } from '../../reference/reference.service.js'
import { Cookies } from '../http/cookies.js'
import { placeText, readPlace } from '../http/paging.js'
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

/** The list that an officer came from, as it stood when it was shown. */
interface ShownList {
  readonly query: QueueQuery
  readonly ids: readonly number[]
  /** Where its first and its last line stood. */
  readonly first: Place | undefined
  readonly last: Place | undefined
}

@Injectable()
export class QueueMemory {
  constructor(
    private readonly cookies: Cookies,
    private readonly reading: ReadingService,
    private readonly names: QueueNames,
  ) {}

  /** Notes the page of the queue that is shown; a search, in which a name may stand, is not noted. */
  keep(reply: FastifyReply, query: QueueQuery | undefined, lines: readonly CaseLine[]): void {
    this.cookies.set(reply, 'queue', query ? textOf(query, lines) : '')
  }

  /** The links from a case to its neighbours in the list that its reader came from, which stays as it was. */
  async linksFrom(request: FastifyRequest, person: Person, line: CaseLine): Promise<NonNullable<CaseHead['links']>> {
    const shown = this.shown(request)
    if (!shown) return []
    const tab = tabOf(person, shown.query.tab, undefined)
    const { before, after } = await this.beside(person, shown, line)
    const previous = { text: { zh: '上一件', en: 'Previous' }, rel: 'prev', key: 'K' } as const
    const next = { text: { zh: '下一件', en: 'Next' }, rel: 'next', key: 'J' } as const
    return [
      { href: queueAddress(shown.query), text: fill({ zh: '队列：{tab}', en: 'Queue: {tab}' }, { tab: tab.text }) },
      ...(before ? [{ href: path.case(before), ...previous }] : []),
      ...(after ? [{ href: path.case(after), ...next }] : []),
    ]
  }

  /**
   * Where an officer goes on who has done what a case of the list waited for: to the next case of the list, or back to
   * the queue after its last one; undefined when the case was not opened from a list.
   */
  async onward(request: FastifyRequest, person: Person, caseId: number): Promise<string | undefined> {
    const shown = this.shown(request)
    if (!shown?.ids.includes(caseId)) return undefined
    const { after } = await this.beside(person, shown, { id: caseId, dueOn: null })
    return after ? path.case(after) : queueAddress(shown.query)
  }

  private shown(request: FastifyRequest): ShownList | undefined {
    const kept = this.cookies.read(request, 'queue')
    return kept ? listOf(kept) : undefined
  }

  private async beside(person: Person, shown: ShownList, line: Place) {
    const { query, ids, first, last } = shown
    const question = questionOf(
      tabOf(person, query.tab, undefined),
      { ...query, find: undefined },
      await this.names.codes(),
    )
    const at = ids.indexOf(line.id)
    if (at < 0) {
      const { before, after } = await this.reading.lists.beside(person, question, line)
      return { before: before?.id, after: after?.id }
    }
    const beyond = async (place: Place | undefined, backwards: boolean) => {
      const [found] = place
        ? await this.reading.lists.list(person, { ...question, after: place, backwards, limit: 1 })
        : []
      return found && !ids.includes(found.id) ? found.id : undefined
    }
    return { before: ids[at - 1] ?? (await beyond(first, true)), after: ids[at + 1] ?? (await beyond(last, false)) }
  }
}

/** The list as the cookie keeps it. */
function textOf(query: QueueQuery, lines: readonly CaseLine[]): string {
  const [first, last] = [lines[0], lines.at(-1)]
  const kept = new URLSearchParams(queryText(query))
  kept.set('ids', lines.map(({ id }) => id).join('.'))
  if (first && last) for (const [name, place] of Object.entries({ first, last })) kept.set(name, placeText(place))
  return kept.toString()
}

function listOf(kept: string): ShownList {
  const query = Object.fromEntries(new URLSearchParams(kept))
  const ids = (query.ids ?? '').split('.').filter((id) => ID.test(id))
  return { query: readQuery(query), ids: ids.map(Number), first: readPlace(query.first), last: readPlace(query.last) }
}

const ID = /^[1-9]\d{0,8}$/
