/**
 * What the queue's words stand for, and which queue an officer came from: that is how a case knows
 * the one before it and the one after it.
 */
import { Injectable } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Clock } from '../../base/clock.js'
import { path, withQuery } from '../../base/path.js'
import type { CaseLine } from '../../cases/caseFile.js'
import { ReadingService } from '../../cases/reading.service.js'
import { categorySchema } from '../../criteria/categories.js'
import { type Actor, has } from '../../people/actor.js'
import { Firms } from '../../people/firm.service.js'
import type { Person } from '../../people/session.service.js'
import { Authorities } from '../../reference/authorities.js'
import { Reference } from '../../reference/reference.service.js'
import { WebSettings } from '../http/access.js'
import type { CaseHead } from '../kit/parts.js'
import { workers } from './load.view.js'
import { type Asked, type Codes, queryOf, questionOf, readAsked, statesIn } from './queue.address.js'
import type { Names } from './queue.filters.js'
import { tabOf } from './queue.tabs.js'

const plain = (text: string): string => text.normalize('NFKC').trim().toLowerCase()

@Injectable()
export class QueueNames {
  constructor(
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly authorities: Authorities,
    private readonly firms: Firms,
  ) {}

  /** What the codes in an address stand for. */
  async codes(): Promise<Codes> {
    const { departments, topics } = await this.listed()
    return {
      departments: new Map(departments.map(({ code, id }) => [code, id])),
      topics: new Map(
        topics.map(([code, { label, words }]) => [code, [code, label.zh, label.en, ...words].map(plain)]),
      ),
    }
  }

  /** Departments, colleagues and categories of goods, to choose from. */
  async get(person: Actor): Promise<Names> {
    const [{ departments, topics }, people] = await Promise.all([this.listed(), this.firms.listColleagues(person)])
    return {
      departments: departments.map(({ code, short }) => ({ code, label: short })),
      people: has(person, 'permitOfficer') ? [] : workers(people),
      topics: topics.map(([code, { label }]) => ({ code, label })),
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
    private readonly settings: WebSettings,
    private readonly reading: ReadingService,
    private readonly names: QueueNames,
  ) {}

  /** Notes the queue that is shown; a search, in which a name may stand, is not noted. */
  keep(reply: FastifyReply, asked: Asked | undefined): void {
    reply.setCookie(this.settings.cookie('queue'), asked ? queryOf(asked) : '', {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: this.settings.secure,
    })
  }

  /** The links from a case to its neighbours in the queue that its reader came from. */
  async linksFrom(request: FastifyRequest, person: Person, line: CaseLine): Promise<NonNullable<CaseHead['links']>> {
    const kept = request.cookies[this.settings.cookie('queue')]
    if (!kept) return []
    const asked = readAsked(Object.fromEntries(new URLSearchParams(kept)))
    const tab = tabOf(person, asked.tab, undefined)
    const narrowed = { ...asked, find: undefined, states: statesIn(tab, asked.states) }
    const question = questionOf(tab.tab, narrowed, await this.names.codes())
    const { before, after } = await this.reading.lists.beside(person, question, line)
    const link = (to: { id: number } | undefined, rel: 'prev' | 'next') => {
      if (!to) return []
      const text = rel === 'prev' ? { zh: '上一件', en: 'Previous' } : { zh: '下一件', en: 'Next' }
      return [{ href: path.case(to.id), text, rel, key: rel === 'prev' ? 'K' : 'J' }]
    }
    return [
      {
        href: withQuery(path.queue, queryOf(asked)),
        text: { zh: `队列：${tab.text.zh}`, en: `Queue: ${tab.text.en}` },
      },
      ...link(before, 'prev'),
      ...link(after, 'next'),
    ]
  }
}
