/** The counts of a queue's tabs while it is open: worked out once for all who look at the same queue. */
import { Injectable } from '@nestjs/common'
import type { Tab } from '../../cases/lists.js'
import { sameSight } from '../../cases/news.js'
import { ReadingService } from '../../cases/reading.service.js'
import type { Person } from '../../people/session.service.js'
import { QueueCounts } from '../case/queueCounts.js'
import { questionOf, readQuery } from './queue.address.js'
import { QueueNames } from './queue.memory.js'
import { tabsFor } from './queue.tabs.js'
import { countText, MOST_COUNTED } from './queue.view.js'

@Injectable()
export class DeskCounts extends QueueCounts {
  constructor(
    private readonly reading: ReadingService,
    private readonly names: QueueNames,
  ) {
    super()
  }

  keyOf(person: Person, query: string): string {
    return [sameSight(person), person.roles.join(','), query].join('|')
  }

  get(person: Person, query: string): Promise<Record<string, number | string>> {
    return this.count(person, query, (tab) => tab !== 'mine')
  }

  async own(person: Person, query: string): Promise<Record<string, number | string> | undefined> {
    if (!tabsFor(person).some(({ tab }) => tab === 'mine')) return undefined
    return this.count(person, query, (tab) => tab === 'mine')
  }

  private async count(person: Person, text: string, counted: (tab: Tab) => boolean) {
    const query = readQuery(text)
    const tabs = tabsFor(person).filter(({ tab }) => counted(tab))
    const codes = await this.names.codes()
    const questions = tabs.map((tab) => questionOf(tab, query, codes))
    const counts = await this.reading.lists.countEach(person, questions, MOST_COUNTED)
    return Object.fromEntries(tabs.map(({ name }, index) => [name, countText(counts[index] ?? 0)]))
  }
}
