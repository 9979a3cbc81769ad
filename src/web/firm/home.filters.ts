/** What narrows the firm's home, in words: as a form to choose from, and as chips that take it away. */
import type { Bilingual } from '../../base/text.js'
import type { FirmFacets } from '../../cases/listing.js'
import { SORTS, type Sort } from '../../cases/lists.js'
import { NATIONALITIES } from '../../forms/choices.js'
import { labelOf } from '../../forms/engine/ui.js'
import { firmNamed } from '../../people/mandate.service.js'
import { SOUGHT } from '../../workflow/firmWords.js'
import { metaOf } from '../../workflow/step.js'
import type { PageContext } from '../case/clock.view.js'
import type { Chips, Text } from '../kit/parts.js'
import { ENDS, type HomeQuery, homeAddress } from './home.address.js'

interface Filter {
  readonly name: 'state' | 'filer' | 'employer' | 'country' | 'lead' | 'ends'
  readonly label: Bilingual
  readonly options: readonly { readonly value: string; readonly label: Text }[]
}

const SORT_WORDS: Readonly<Record<Sort, Bilingual>> = {
  day: { zh: '按期限', en: 'By last day' },
  permit: { zh: '按许可到期', en: 'By permit expiry' },
  name: { zh: '按姓名', en: 'By name' },
  newest: { zh: '最新的在前', en: 'Newest first' },
}

const endsWords = (ends: (typeof ENDS)[number]): Bilingual =>
  ends === 'past' ? { zh: '已到期', en: 'expired' } : { zh: `${ends}天内到期`, en: `ends within ${ends} days` }

/** What can be chosen: only what there is among the firm's cases, and nothing of which there is one alone. */
function listFilters(
  { states, filers, employers, countries, leads, permits }: FirmFacets,
  { authorities }: PageContext,
): Filter[] {
  const byName = <Row extends { readonly label: Bilingual }>(options: readonly Row[]) =>
    [...options].sort((one, other) => one.label.en.localeCompare(other.label.en, 'en'))
  const filters: Filter[] = [
    {
      name: 'state',
      label: { zh: '办理状态', en: 'State' },
      options: [
        ...SOUGHT.map(({ act, label }) => ({ value: act, label })),
        ...states.map((state) => ({ value: state, label: metaOf(state).label })),
      ],
    },
    {
      name: 'filer',
      label: { zh: '经办人', en: 'Filed by' },
      options: filers.map(({ id, name }) => ({ value: String(id), label: name })),
    },
    {
      name: 'employer',
      label: { zh: '用人单位', en: 'Employer' },
      options: byName(employers.map(({ id, name, nameEn }) => ({ value: String(id), label: firmNamed(name, nameEn) }))),
    },
    {
      name: 'country',
      label: { zh: '国籍', en: 'Nationality' },
      options: byName(countries.map((value) => ({ value, label: labelOf(NATIONALITIES, value) }))),
    },
    {
      name: 'lead',
      label: { zh: '主管部门', en: 'Lead department' },
      options: byName(
        leads.flatMap((id) => {
          const known = authorities.get(id)
          return known ? [{ value: String(id), label: known.short }] : []
        }),
      ),
    },
    {
      name: 'ends',
      label: { zh: '许可到期', en: 'Permit' },
      options: permits ? ENDS.map((value) => ({ value, label: endsWords(value) })) : [],
    },
  ]
  return filters.filter(({ name, options }) => options.length > (name === 'state' ? SOUGHT.length + 1 : 1))
}

/**
 * The form, and each filter in use as a link to the same address without it.
 *
 * @param found what is looked for, in plain
 */
export function filterView(query: HomeQuery, facets: FirmFacets, context: PageContext, found: string | undefined) {
  const filters = listFilters(facets, context)
  const chip = (key: Bilingual, value: Text, rest: Partial<HomeQuery>) => ({
    key,
    value,
    href: homeAddress({ ...query, ...rest }),
  })
  const chips = [
    ...(found ? [chip({ zh: '查找', en: 'Search' }, found, { find: undefined })] : []),
    ...filters.flatMap(({ name, label, options }) => {
      const chosen = options.find(({ value }) => value === query[name])
      return chosen ? [chip(label, chosen.label, { [name]: undefined })] : []
    }),
  ]
  const none = { text: { zh: '全部清除', en: 'Clear all' }, href: homeAddress({ tab: query.tab }) }
  const shown: Chips | undefined =
    chips.length > 0
      ? { label: { zh: '正在使用的筛选', en: 'Filters in use' }, chips, more: chips.length > 1 ? [none] : undefined }
      : undefined
  return {
    chips: shown,
    found: found ?? '',
    tab: query.tab ?? '',
    find: query.find ?? '',
    selects: [
      ...filters.map(({ name, label, options }) => ({
        name,
        label,
        none: { zh: '不限', en: 'Any' },
        options: options.map((option) => ({ ...option, chosen: option.value === query[name] })),
      })),
      {
        name: 'sort',
        label: { zh: '排序', en: 'Order' },
        none: { zh: '默认顺序', en: 'Default order' },
        options: SORTS.map((value) => ({ value, label: SORT_WORDS[value], chosen: value === query.sort })),
      },
    ],
  }
}
