/** What is asked of the queue: every kind of page, the counts, every kind of search. */
import type { Filters, Tab } from '../../src/cases/lists.js'
import type { ReadingService } from '../../src/cases/reading.service.js'
import { MOST_COUNTED } from '../../src/web/desk/queue.view.js'
import type { Officers } from './people.js'

const TABS: readonly Tab[] = ['todo', 'mine', 'unclaimed', 'dueSoon', 'overdue', 'waiting', 'done', 'all']

/** By name; each gives its answer. @param size so many cases there are */
export function questions(reading: ReadingService, { assessor, consulted, agency }: Officers, size: number) {
  const page =
    (tab: Tab, filters: Filters = {}, who = assessor) =>
    () =>
      reading.list(who, { tab, filters })
  const find = (word: string) => () => reading.list(assessor, { tab: 'all', find: word })
  const middle = { dueOn: new Date().toISOString().slice(0, 10), id: Math.floor(size / 2) }
  return {
    'page: to do': page('todo'),
    'page: mine': page('mine'),
    'page: unclaimed': page('unclaimed'),
    'page: due soon': page('dueSoon'),
    'page: overdue': page('overdue'),
    'page: waiting': page('waiting'),
    'page: done': page('done'),
    'page: all': page('all'),
    'page: all, from the middle': () => reading.list(assessor, { tab: 'all', after: middle }),
    'page: all, of one district': page('all', { district: '310105' }),
    'page: all, with one department': page('all', { department: consulted.authorityId ?? 0 }),
    'page: all, held by somebody': page('all', { holder: assessor.id ?? 0 }),
    'page: all, one kind of goods': page('all', { topics: ['beauty'] }),
    'page: all, the longest unchanged first': () => reading.list(assessor, { tab: 'all', order: 'changed' }),
    'page: all, changed within a minute': () =>
      reading.list(assessor, { tab: 'all', order: 'changed', changedSince: new Date(Date.now() - 60_000) }),
    'page: all, by number from the middle': () =>
      reading.list(assessor, { tab: 'all', order: 'number', after: { dueOn: null, id: middle.id } }),
    // as many at each size: of ten thousand cases ten are with it
    'page: a consulted department': () => reading.list(consulted, { tab: 'todo', limit: 10 }),
    'firm: all, by its days': () => reading.list(agency, { tab: 'all' }),
    'firm: all, the longest unchanged first': () => reading.list(agency, { tab: 'all', order: 'changed' }),
    'firm: all, changed within a minute': () =>
      reading.list(agency, { tab: 'all', order: 'changed', changedSince: new Date(Date.now() - 60_000) }),
    'firm: all, by number from the middle': () =>
      reading.list(agency, { tab: 'all', order: 'number', after: { dueOn: null, id: middle.id } }),
    'firm: permits, the newest first': () =>
      reading.list(agency, { tab: 'all', order: 'newest', filters: { states: ['permitGranted'] } }),
    'the cases before and after': () => reading.lists.beside(assessor, { tab: 'all' }, middle),
    'counts of eight tabs': () => reading.count(assessor, TABS, MOST_COUNTED),
    'counts, of one district': () =>
      reading.lists.countEach(
        assessor,
        TABS.map((tab) => ({ tab, filters: { district: '310105' } })),
        MOST_COUNTED,
      ),
    'search: number': find(`2026-${String(size - 7).padStart(7, '0')}`),
    'search: passport': find(PASSPORT),
    'search: two Han characters': find('由紀'),
    'search: a rare name': find('ashgrove'),
    'search: whole Latin name': find('sofia herrera costa'),
    'search: fragment of a name': find('lindqv'),
    'search: firm': find('虹桥'),
    'search: a mistyped rare name': find('ashgorve'),
    'search: a mistyped common name': find('sofia herrara costa'),
    'search: credit code': find('B00000000000000017'),
    'search: an account that nobody has': find('@nobodyhere'),
  }
}

/** The number that one of the generated cases is found by. */
export const PASSPORT = 'P0000017'
