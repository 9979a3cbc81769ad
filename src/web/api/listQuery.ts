/** What a list is asked for after the `?`, read strictly: what a list cannot give is said, not passed over. */
import { isDate } from '../../base/dates.js'
import { asProblem, Invalid } from '../../base/errors.js'
import type { CaseLine } from '../../cases/caseFile.js'
import { type ListQuestion, type Order, ORDERS, type Place, TABS, type Tab } from '../../cases/lists.js'
import type { State } from '../../workflow/machine.js'
import { STATES } from '../../workflow/step.js'
import { readText } from '../http/input.js'
import { PER_PAGE, placeText, readPlace } from '../http/paging.js'

/** So many cases a program is given at once, and may ask for. */
export const [USUAL_A_PAGE, MOST_A_PAGE] = [PER_PAGE, 200]

/** The list that is asked for, all cases when none is. Throws Invalid. */
export function readTab(query: unknown): Tab {
  const name = readText(query, 'tab') ?? 'all'
  const tab = TABS.find((known) => known === name)
  if (!tab) throw new Invalid([noSuchTab])
  return tab
}

/** The states that are asked for, all when none are. Throws Invalid. */
export function readStates(query: unknown): readonly State[] | undefined {
  const names = readText(query, 'state', 1000)?.split(',')
  const states = names?.flatMap((name) => STATES.filter((state) => state === name))
  if (states?.length !== names?.length) throw new Invalid([noSuchState])
  return states
}

/** How many lines a page has, `usual` when nothing is said. Throws Invalid beyond `most`. */
export function readLimit(query: unknown, usual: number, most: number): number {
  const text = readText(query, 'limit') ?? String(usual)
  const limit = /^\d{1,4}$/.test(text) ? Number(text) : 0
  if (limit < 1 || limit > most) throw new Invalid([badLimit(most)])
  return limit
}

/** By its days (`due`), or in another order. */
export const SORTED = ['due', ...ORDERS] as const
type Sorted = (typeof SORTED)[number]

/** In what order, since when and from where a list of cases is asked for. Throws Invalid. */
export function readOrder(query: unknown): Pick<ListQuestion, 'order' | 'changedSince' | 'after'> {
  const changedSince = readInstant(query, 'updatedSince')
  const asked = readText(query, 'sort') ?? (changedSince ? 'changed' : 'due')
  const sort = SORTED.find((known) => known === asked)
  if (!sort) throw new Invalid([badSort])
  if (changedSince && sort !== 'changed') throw new Invalid([sortSince])
  return { order: sort === 'due' ? undefined : sort, changedSince, after: readAfter(query, sort) }
}

/** An instant with its zone (RFC 3339). Throws Invalid: a time without one could be anybody's. */
function readInstant(query: unknown, name: 'updatedSince'): Date | undefined {
  const text = readText(query, name)
  if (text === undefined) return undefined
  const [, date] = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/i.exec(text) ?? []
  const instant = new Date(text)
  if (date === undefined || !isDate(date) || Number.isNaN(instant.getTime())) throw new Invalid([badInstant(name)])
  return instant
}

/** Where the page begins. Throws Invalid when it is no `next` of a page in that order. */
function readAfter(query: unknown, sort: Sorted): Place | undefined {
  const text = readText(query, 'after')
  if (text === undefined) return undefined
  const place = placeOf(text, sort)
  if (!place) throw new Invalid([badAfter])
  return place
}

function placeOf(text: string, sort: Sorted): Place | undefined {
  if (sort === 'due') return readPlace(text)
  const [, moment, id] = /^(?:(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)_)?(\d{1,9})$/.exec(text) ?? []
  const changedAt = new Date(moment ?? 0)
  if (id === undefined || (moment !== undefined) !== (sort === 'changed') || Number.isNaN(changedAt.getTime()))
    return undefined
  return { dueOn: null, changedAt, id: Number(id) }
}

/** The `next` of a page: where the one after it begins; null when this page was not full. */
export function nextOf(lines: readonly CaseLine[], limit: number, order: Order | undefined): string | null {
  const last = lines.length === limit ? lines.at(-1) : undefined
  if (!last) return null
  if (!order) return placeText(last)
  return order === 'changed' ? `${last.changedAt.toISOString()}_${last.id}` : String(last.id)
}

const oneOf = (path: string, known: readonly string[]) =>
  [path, `${path} 应为 ${known.join('、')} 之一。`, `${path} must be one of ${known.join(', ')}.`] as const
const noSuchTab = asProblem('noSuchTab', ...oneOf('tab', TABS))
const noSuchState = asProblem(
  'noSuchState',
  'state',
  `state 应为 ${STATES.join('、')} 之一或几个。`,
  `state must be some of ${STATES.join(', ')}.`,
)
const badLimit = (most: number) =>
  asProblem('badLimit', 'limit', `limit 应为 1 至 ${most} 的整数。`, `limit must be a whole number from 1 to ${most}.`)
const badAfter = asProblem(
  'badAfter',
  'after',
  'after 应为上一页答复中的 next。',
  'after must be the `next` of the previous page.',
)
const badSort = asProblem('badSort', ...oneOf('sort', SORTED))
const sortSince = asProblem(
  'sortSince',
  'sort',
  '指定了 updatedSince 时，sort 只能是 changed。',
  'With updatedSince, sort can only be changed.',
)
const badInstant = (path: string) =>
  asProblem(
    'badInstant',
    path,
    `${path} 应为带时区的时刻（RFC 3339），例如 2026-12-01T08:00:00Z 或 ` +
      '2026-12-01T16:00:00%2B08:00（地址中的 + 写作 %2B）。',
    `${path} must be an instant with its zone (RFC 3339), for example 2026-12-01T08:00:00Z or ` +
      '2026-12-01T16:00:00%2B08:00 (in an address + is written %2B).',
  )
