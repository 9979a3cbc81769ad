/**
 * What narrows the firm's home, as it stands in its address: read strictly, so that what is unknown
 * narrows nothing. A name that is looked for stands there sealed (http/searches.ts).
 */
import { addDays } from '../../base/dates.js'
import { path, withQuery } from '../../base/path.js'
import { type OwnFilters, SORTS, type Sort } from '../../cases/lists.js'
import { readText } from '../http/input.js'
import { readSealed } from '../http/searches.js'

/** The lists of the home, in the order in which they stand on it; `all` is none of them. */
export const HOME_TABS = ['todo', 'waiting', 'permits', 'ended', 'all'] as const
export type HomeTab = (typeof HOME_TABS)[number]

/** A permit ends within so many days, or has ended. */
export const ENDS = ['30', '60', '90', '120', 'past'] as const
type Ends = (typeof ENDS)[number]

export interface HomeQuery {
  /** One list alone; without it the home itself. */
  readonly tab?: HomeTab | undefined
  readonly find?: string | undefined
  /** A state, or what the firm has to do. */
  readonly state?: string | undefined
  readonly filer?: string | undefined
  readonly employer?: string | undefined
  readonly country?: string | undefined
  readonly lead?: string | undefined
  readonly ends?: Ends | undefined
  readonly sort?: Sort | undefined
}

export function readHome(query: unknown): HomeQuery {
  const code = (name: string) => /^\w{1,40}$/.exec(readText(query, name) ?? '')?.[0]
  const id = (name: string) => /^[1-9]\d{0,8}$/.exec(readText(query, name) ?? '')?.[0]
  const among = <Name extends string>(names: readonly Name[], name: string) =>
    names.find((one) => one === readText(query, name))
  return {
    tab: among(HOME_TABS, 'tab'),
    find: readSealed(query),
    state: code('state'),
    filer: id('filer'),
    employer: id('employer'),
    country: code('country'),
    lead: id('lead'),
    ends: among(ENDS, 'ends'),
    sort: among(SORTS, 'sort'),
  }
}

/** The address of the home narrowed so, each name once, in one order. */
export const homeAddress = (
  { tab, find, state, filer, employer, country, lead, ends, sort }: HomeQuery,
  at: string = path.cases,
) => withQuery(at, { tab, find, state, filer, employer, country, lead, ends, sort })

/** Whether anything but the list and its order is asked for. */
export const isNarrowed = ({ tab: _, sort: __, ...rest }: HomeQuery): boolean => homeAddress(rest) !== path.cases

/** The same for the lists of cases. */
export const filtersOf = (
  { state, filer, employer, country, lead, ends, sort }: HomeQuery,
  today: string,
): OwnFilters => ({
  wanted: state === undefined ? undefined : [state],
  filer: filer === undefined ? undefined : Number(filer),
  employer: employer === undefined ? undefined : Number(employer),
  country,
  lead: lead === undefined ? undefined : Number(lead),
  ends: ends && (ends === 'past' ? ['-infinity', addDays(today, -1)] : [today, addDays(today, Number(ends))]),
  sort,
})
