/**
 * Lists page by page. A page begins after the last line of the one before, by day and id, so that
 * nothing is skipped when cases move meanwhile.
 */
import { dayOf, type Place } from '../../cases/lists.js'
import { readText } from './input.js'

export const PER_PAGE = 50

/**
 * What to ask of a list: how many lines, and after which (`?after=2026-12-01_17`; anything else
 * begins at the first).
 */
export function readPage(query: unknown): { limit: number; after?: Place } {
  const after = /^(\d{4}-\d\d-\d\d|none)_(\d{1,9})$/.exec(readText(query, 'after') ?? '')
  if (!after) return { limit: PER_PAGE }
  return { limit: PER_PAGE, after: { dueOn: after[1] === 'none' ? null : (after[1] ?? null), id: Number(after[2]) } }
}

/** The `after` of the next page; undefined when this page was not full. */
export function nextAfter(lines: readonly Place[]): string | undefined {
  const last = lines.at(-1)
  return lines.length === PER_PAGE && last ? `${dayOf(last) ?? 'none'}_${last.id}` : undefined
}

/** The `before` of the next page of a list that has its newest line first; undefined when this page was not full. */
export const nextBefore = (lines: readonly { readonly id: number }[]): number | undefined =>
  lines.length === PER_PAGE ? lines.at(-1)?.id : undefined
