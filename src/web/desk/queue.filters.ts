/** What narrows the queue, in words: as chips that take it away, and as a form to choose from. */
import type { Bilingual } from '../../base/text.js'
import { DUES, type DueFilter } from '../../cases/lists.js'
import { DISTRICTS } from '../../forms/choices.js'
import { metaOf, STATES } from '../../workflow/step.js'
import type { Chips, Text } from '../kit/parts.js'
import { type QueueQuery, queueAddress } from './queue.address.js'
import type { QueueTab } from './queue.tabs.js'

interface FilterOption {
  readonly value: string
  readonly label: Text
}

/** What is chosen from and known at run time only. */
export interface QueueOptions {
  readonly departments: readonly FilterOption[]
  readonly people: readonly FilterOption[]
  readonly topics: readonly FilterOption[]
}

/** Where nothing narrows the list and nobody chooses. */
export const NO_OPTIONS: QueueOptions = { departments: [], people: [], topics: [] }

const DUE_WORDS: Readonly<Record<DueFilter, Bilingual>> = {
  overdue: { zh: '已超期', en: 'overdue' },
  soon: { zh: '两个工作日内', en: 'within two working days' },
  week: { zh: '五个工作日内', en: 'within five working days' },
  none: { zh: '没有期限', en: 'without a time limit' },
}

interface Filter {
  readonly name: 'due' | 'district' | 'department' | 'holder' | 'topic'
  /** Before its value in a chip, and in the form. */
  readonly short: Bilingual
  readonly label: Bilingual
  readonly options: readonly FilterOption[]
}

/** What one of several may be chosen of, in the order of chips and form. */
const filtersOf = ({ departments, people, topics }: QueueOptions): readonly Filter[] => [
  {
    name: 'due',
    short: { zh: '期限', en: 'Due' },
    label: { zh: '期限', en: 'Due' },
    options: DUES.map((value) => ({ value, label: DUE_WORDS[value] })),
  },
  {
    name: 'district',
    short: { zh: '区', en: 'District' },
    label: { zh: '企业所在区', en: 'District of the firm' },
    options: DISTRICTS,
  },
  {
    name: 'department',
    short: { zh: '部门', en: 'Department' },
    label: { zh: '参评部门', en: 'Department' },
    options: departments,
  },
  {
    name: 'holder',
    short: { zh: '承办', en: 'Assigned to' },
    label: { zh: '承办人', en: 'Assigned to' },
    options: people,
  },
  {
    name: 'topic',
    short: { zh: '商品', en: 'Goods' },
    label: { zh: '直播商品', en: 'Goods sold' },
    options: topics,
  },
]

/** Each filter in use, a link to the same address without it. @param find what is looked for, in plain */
export function chipsOf(query: QueueQuery, options: QueueOptions, find: string | undefined): Chips | undefined {
  const { states } = query
  const chip = (key: Bilingual, value: Text, rest: Partial<QueueQuery>) => ({
    key,
    value,
    href: queueAddress({ ...query, ...rest }),
  })
  const chips = [
    ...(find ? [chip({ zh: '查找', en: 'Search' }, find, { find: undefined })] : []),
    ...states.map((state) =>
      chip({ zh: '状态', en: 'State' }, metaOf(state).label, { states: states.filter((one) => one !== state) }),
    ),
    ...filtersOf(options).flatMap(({ name, short, options: known }) => {
      const chosen = query[name]?.toString()
      if (!chosen) return []
      return [chip(short, known.find(({ value }) => value === chosen)?.label ?? chosen, { [name]: undefined })]
    }),
  ]
  if (chips.length === 0) return undefined
  const none = { text: { zh: '全部清除', en: 'Clear all' }, href: queueAddress({ tab: query.tab, states: [] }) }
  return { label: { zh: '正在使用的筛选', en: 'Filters in use' }, chips, more: chips.length > 1 ? [none] : undefined }
}

/** The form of the filters: what can be chosen, and what is. */
export const filterForm = (query: QueueQuery, current: QueueTab, options: QueueOptions) => ({
  tab: current.name,
  find: query.find ?? '',
  states: STATES.filter((state) => !current.states && state !== 'draft' && state !== 'discarded').map((state) => ({
    value: state,
    label: metaOf(state).label,
    chosen: query.states.includes(state),
  })),
  selects: filtersOf(options)
    .filter(({ options: known }) => known.length > 1)
    .map(({ name, label, options: known }) => ({
      name,
      label,
      options: known.map((one) => ({ ...one, chosen: one.value === query[name]?.toString() })),
    })),
})
