/** What narrows the queue, in words: as chips that take it away, and as a form to choose from. */
import type { Bilingual } from '../../base/text.js'
import { DUES, type DueFilter } from '../../cases/lists.js'
import { DISTRICTS } from '../../forms/choices.js'
import { metaOf, STATES } from '../../workflow/step.js'
import { districtLabel } from '../case/case.view.js'
import type { Chips, Text } from '../kit/parts.js'
import { type Asked, queueAddress } from './queue.address.js'
import type { QueueTab } from './queue.tabs.js'
import type { State } from '../../workflow/machine.js'

/** What the words of filters are taken from. */
export interface Names {
  readonly departments: readonly { readonly code: string; readonly label: Bilingual }[]
  readonly people: readonly { readonly id: number; readonly name: string }[]
  readonly topics: readonly { readonly code: string; readonly label: Bilingual }[]
}

const DUE_WORDS: Readonly<Record<DueFilter, Bilingual>> = {
  overdue: { zh: '已超期', en: 'overdue' },
  soon: { zh: '两个工作日内', en: 'within two working days' },
  week: { zh: '五个工作日内', en: 'within five working days' },
  none: { zh: '中止计时或没有期限', en: 'stopped or without a limit' },
}

const stateLabel = (state: State): Bilingual => metaOf(state).label

/** Each filter in use, a link to the same address without it. */
export function chipsOf(asked: Asked, { departments, people, topics }: Names): Chips | undefined {
  const { find, states, district, department, holder, due, topic } = asked
  const chip = (key: Bilingual, value: Text, rest: Partial<Asked>) => ({
    key,
    value,
    href: queueAddress({ ...asked, ...rest }),
  })
  const label = <One extends { readonly label: Bilingual }>(found: One | undefined, code: string): Text =>
    found?.label ?? code
  const chips = [
    ...(find ? [chip({ zh: '查找', en: 'Search' }, find, { find: undefined })] : []),
    ...states.map((state) =>
      chip({ zh: '状态', en: 'State' }, stateLabel(state), { states: states.filter((one) => one !== state) }),
    ),
    ...(due ? [chip({ zh: '期限', en: 'Due' }, DUE_WORDS[due], { due: undefined })] : []),
    ...(district ? [chip({ zh: '区', en: 'District' }, districtLabel(district), { district: undefined })] : []),
    ...(department
      ? [
          chip(
            { zh: '部门', en: 'Department' },
            label(
              departments.find(({ code }) => code === department),
              department,
            ),
            { department: undefined },
          ),
        ]
      : []),
    ...(holder !== undefined
      ? [
          chip({ zh: '承办', en: 'Held by' }, people.find(({ id }) => id === holder)?.name ?? String(holder), {
            holder: undefined,
          }),
        ]
      : []),
    ...(topic
      ? [
          chip(
            { zh: '商品', en: 'Goods' },
            label(
              topics.find(({ code }) => code === topic),
              topic,
            ),
            { topic: undefined },
          ),
        ]
      : []),
  ]
  if (chips.length === 0) return undefined
  const { tab } = asked
  return {
    label: { zh: '正在使用的筛选', en: 'Filters in use' },
    chips,
    more:
      chips.length > 1
        ? [{ text: { zh: '全部去掉', en: 'Remove all' }, href: queueAddress({ tab, states: [] }) }]
        : undefined,
  }
}

/** The form of the filters: what can be chosen, and what is. */
export function filterForm(asked: Asked, current: QueueTab, { departments, people, topics }: Names) {
  const options = <One extends { label: Text }>(
    list: readonly (One & { value: string })[],
    chosen: string | undefined,
  ) => list.map(({ label, value }) => ({ label, value, chosen: value === chosen }))
  const select = (
    name: string,
    label: Bilingual,
    list: readonly { label: Text; value: string }[],
    chosen: string | undefined,
  ) => (list.length > 1 ? [{ name, label, options: options(list, chosen) }] : [])
  return {
    tab: current.name,
    find: asked.find ?? '',
    states: STATES.filter((state) => !current.states && state !== 'draft' && state !== 'discarded').map((state) => ({
      value: state,
      label: stateLabel(state),
      chosen: asked.states.includes(state),
    })),
    selects: [
      ...select(
        'due',
        { zh: '期限', en: 'Due' },
        DUES.map((value) => ({ value, label: DUE_WORDS[value] })),
        asked.due,
      ),
      ...select('district', { zh: '企业所在区', en: 'District of the firm' }, DISTRICTS, asked.district),
      ...select(
        'department',
        { zh: '参评部门', en: 'Department' },
        departments.map(({ code, label }) => ({ value: code, label })),
        asked.department,
      ),
      ...select(
        'holder',
        { zh: '承办人', en: 'Held by' },
        people.map(({ id, name }) => ({ value: String(id), label: name })),
        asked.holder?.toString(),
      ),
      ...select(
        'topic',
        { zh: '直播商品', en: 'Goods sold' },
        topics.map(({ code, label }) => ({ value: code, label })),
        asked.topic,
      ),
    ],
  }
}
