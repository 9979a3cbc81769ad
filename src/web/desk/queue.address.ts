/**
 * What narrows the queue, as it stands in its address: read strictly, so that what is unknown
 * narrows nothing; and written back, so that a view can be sent and kept.
 */
import { path, withQuery } from '../../base/path.js'
import { DUES, type DueFilter, type ListQuestion, type Tab } from '../../cases/lists.js'
import { STATES } from '../../workflow/step.js'
import { readText } from '../http/input.js'
import type { State } from '../../workflow/machine.js'

/** The address in words: codes and names of the product's own, an id for a person. */
export interface Asked {
  readonly tab?: string | undefined
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

/** Reads the query of an address of the queue. */
export function readAsked(query: unknown): Asked {
  const code = (name: string) => {
    const text = readText(query, name)
    return text && /^[\w-]{1,40}$/.test(text) ? text : undefined
  }
  const holder = /^[1-9]\d{0,8}$/.exec(readText(query, 'holder') ?? '')?.[0]
  return {
    tab: code('tab'),
    find: readText(query, 'find'),
    states: STATES.filter((state) => listIn(query, 'state').includes(state)),
    district: code('district'),
    department: code('department'),
    holder: holder === undefined ? undefined : Number(holder),
    due: DUES.find((due) => due === readText(query, 'due')),
    topic: code('topic'),
  }
}

/** The query that says the same, each name once, in one order. */
export function queryOf(asked: Asked): string {
  const { tab, find, states, district, department, holder, due, topic } = asked
  const query = new URLSearchParams()
  const said = { tab, find, state: states.join(','), district, department, holder: holder?.toString(), due, topic }
  for (const [name, value] of Object.entries(said)) if (value) query.set(name, value)
  return query.toString()
}

/** The address of the queue, narrowed so. */
export const queueAddress = (asked: Asked): string => withQuery(path.queue, queryOf(asked))

/** Whether anything but the tab narrows the list. */
export const isNarrowed = ({ tab: _, ...rest }: Asked): boolean => queryOf(rest) !== ''

/** What a code of the address stands for in the record; undefined when it stands for nothing. */
export interface Codes {
  readonly departments: ReadonlyMap<string, number>
  readonly topics: ReadonlyMap<string, readonly string[]>
}

/** The question to the lists. A code that is unknown finds nothing rather than everything. */
export function questionOf(tab: Tab, asked: Asked, codes: Codes): ListQuestion {
  const { find, states, district, department, holder, due, topic } = asked
  return {
    tab,
    find,
    filters: {
      states: states.length > 0 ? states : undefined,
      district: district || undefined,
      department: department ? (codes.departments.get(department) ?? -1) : undefined,
      holder,
      due,
      topics: topic ? (codes.topics.get(topic) ?? []) : undefined,
    },
  }
}

/** The states that both a tab and the address leave. */
export function statesIn(
  { states }: { readonly states?: readonly State[] | undefined },
  asked: readonly State[],
): readonly State[] {
  if (!states) return asked
  return asked.length > 0 ? states.filter((state) => asked.includes(state)) : states
}
