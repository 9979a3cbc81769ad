/**
 * What narrows the queue, as it stands in its address: read strictly, so that what is unknown
 * narrows nothing; and written back, so that a view can be sent and kept.
 */
import { path, withQuery } from '../../base/path.js'
import { DUES, type DueFilter, type ListQuestion, type SearchFor } from '../../cases/lists.js'
import type { State } from '../../workflow/machine.js'
import { STATES } from '../../workflow/step.js'
import { readText } from '../http/input.js'
import { readSealed } from '../http/searches.js'
import type { QueueTab } from './queue.tabs.js'

/** The address in words: codes and names of the product's own, an id for a person. */
export interface QueueQuery {
  readonly tab?: string | undefined
  /** What is looked for, sealed (http/searches.ts). */
  readonly find?: string | undefined
  readonly states: readonly State[]
  readonly district?: string | undefined
  /** The code of an authority. */
  readonly department?: string | undefined
  readonly holder?: number | undefined
  readonly due?: DueFilter | undefined
  /** The code of a category of goods. */
  readonly topic?: string | undefined
}

/** A name that occurs more than once comes as a list; the state may. */
function listIn(query: unknown, name: string): string[] {
  const value: unknown = typeof query === 'object' && query !== null ? Reflect.get(query, name) : undefined
  return [value].flat().flatMap((one) => (typeof one === 'string' ? one.split(',') : []))
}

/** Reads the query of an address of the queue, as the server has parsed it or as a text. */
export function readQuery(given: unknown): QueueQuery {
  const query: unknown = typeof given === 'string' ? Object.fromEntries(new URLSearchParams(given)) : given
  const code = (name: string) => /^[\w-]{1,40}$/.exec(readText(query, name) ?? '')?.[0]
  const holder = /^[1-9]\d{0,8}$/.exec(readText(query, 'holder') ?? '')?.[0]
  return {
    tab: code('tab'),
    find: readSealed(query),
    states: STATES.filter((state) => listIn(query, 'state').includes(state)),
    district: code('district'),
    department: code('department'),
    holder: holder === undefined ? undefined : Number(holder),
    due: DUES.find((due) => due === readText(query, 'due')),
    topic: code('topic'),
  }
}

/** The query that says the same, each name once, in one order. */
export function queryText({ tab, find, states, district, department, holder, due, topic }: QueueQuery): string {
  const query = new URLSearchParams()
  const values = { tab, find, state: states.join(','), district, department, holder: holder?.toString(), due, topic }
  for (const [name, value] of Object.entries(values)) if (value) query.set(name, value)
  return query.toString()
}

/** The address of the queue, narrowed so. */
export const queueAddress = (query: QueueQuery): string => withQuery(path.queue, queryText(query))

/** Whether anything but the tab narrows the list. */
export const isNarrowed = ({ tab: _, ...rest }: QueueQuery): boolean => queryText(rest) !== ''

/** What a code of the address stands for in the record; undefined when it stands for nothing. */
export interface Codes {
  readonly departments: ReadonlyMap<string, number>
  readonly topics: ReadonlyMap<string, readonly string[]>
  readonly search: (sealed: string | undefined) => SearchFor
}

/**
 * The question to the lists: the states are those that both the tab and the address leave. A code
 * that is unknown finds nothing rather than everything.
 */
export function questionOf(
  { tab, states: ofTab }: QueueTab,
  { find, states: asked, district, department, holder, due, topic }: QueueQuery,
  codes: Codes,
): ListQuestion {
  const states = ofTab && asked.length > 0 ? ofTab.filter((state) => asked.includes(state)) : (ofTab ?? asked)
  return {
    tab,
    ...codes.search(find),
    filters: {
      states: states.length > 0 ? states : undefined,
      district,
      department: department ? (codes.departments.get(department) ?? -1) : undefined,
      holder,
      due,
      topics: topic ? (codes.topics.get(topic) ?? []) : undefined,
    },
  }
}
