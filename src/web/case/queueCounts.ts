/** What live pages ask of the desk: the counts of a queue's tabs. The desk provides them. */
import type { Person } from '../../people/session.service.js'

export abstract class QueueCounts {
  /** The same for all to whom one count is the count. */
  abstract keyOf(person: Person, query: string): string
  /** Every tab's count, by the tab's name, as it stands in the tab; but for what is the person's own. */
  abstract get(person: Person, query: string): Promise<Record<string, number | string>>
  /** The count of the person's own cases; undefined when their queue has no such tab. */
  abstract own(person: Person, query: string): Promise<Record<string, number | string> | undefined>
}
