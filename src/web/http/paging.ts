/**
 * Lists page by page. A page begins after the last line of the one before, by day and id, so that
 * nothing is skipped when cases move meanwhile.
 */
import { type Place, placeDay } from '../../cases/lists.js'
import type { Bilingual } from '../../base/text.js'
import type { Option } from '../../forms/engine/ui.js'
import { readText } from './input.js'

export const PER_PAGE = 50

/**
 * What to ask of a list: how many lines, and after which (`?after=2026-12-01_17`; anything else
 * begins at the first).
 */
export function readPage(query: unknown): { limit: number; after?: Place | undefined } {
  return { limit: PER_PAGE, after: readPlace(readText(query, 'after')) }
}

/** A place of a list as text. */
export const placeText = (place: Place): string => `${placeDay(place) ?? 'none'}_${place.id}`

/** The same read again; undefined when it is none. */
export function readPlace(text = ''): Place | undefined {
  const [, day, id] = /^(\d{4}-\d\d-\d\d|none)_(\d{1,9})$/.exec(text) ?? []
  return day === undefined ? undefined : { dueOn: day === 'none' ? null : day, id: Number(id) }
}

/** The `after` of the next page; undefined when this page was not full. */
export function nextAfter(lines: readonly Place[], limit = PER_PAGE): string | undefined {
  const last = lines.at(-1)
  return lines.length === limit && last ? placeText(last) : undefined
}

/** The `before` of the next page of a list that has its newest line first; undefined when this page was not full. */
export const nextBefore = (lines: readonly { readonly id: number }[]): number | undefined =>
  lines.length === PER_PAGE ? lines.at(-1)?.id : undefined

/** The address of that page below the present one. */
export function earlierOf(lines: readonly { readonly id: number }[]): string | undefined {
  const before = nextBefore(lines)
  return before === undefined ? undefined : `?before=${before}`
}

/** Authorities to choose from. */
export const optionsOf = (names: ReadonlyMap<number, Bilingual>): Option[] =>
  [...names].map(([id, label]) => ({ value: String(id), label }))
