/** What a list is asked for after the `?`, read strictly: what a list cannot give is said, not passed over. */
import { Invalid } from '../../base/errors.js'
import { type Place, TABS, type Tab } from '../../cases/lists.js'
import type { State } from '../../workflow/machine.js'
import { STATES } from '../../workflow/step.js'
import { readText } from '../http/input.js'
import { readPlace } from '../http/paging.js'

/** So many cases a program may ask for at once. */
export const MOST_A_PAGE = 200

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

/** Where the page begins. Throws Invalid when it is no `next` of a page. */
export function readAfter(query: unknown): Place | undefined {
  const text = readText(query, 'after')
  const place = readPlace(text)
  if (text !== undefined && !place) throw new Invalid([badAfter])
  return place
}

const noSuchTab = {
  code: 'noSuchTab',
  path: 'tab',
  message: { zh: `tab 应为 ${TABS.join('、')} 之一。`, en: `tab must be one of ${TABS.join(', ')}.` },
}
const noSuchState = {
  code: 'noSuchState',
  path: 'state',
  message: { zh: `state 应为 ${STATES.join('、')} 之一或几个。`, en: `state must be some of ${STATES.join(', ')}.` },
}
const badLimit = (most: number) => ({
  code: 'badLimit',
  path: 'limit',
  message: { zh: `limit 应为 1 至 ${most} 的整数。`, en: `limit must be a whole number from 1 to ${most}.` },
})
const badAfter = {
  code: 'badAfter',
  path: 'after',
  message: { zh: 'after 应为上一页答复中的 next。', en: 'after must be the `next` of the page before.' },
}
