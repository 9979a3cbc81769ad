/** The firm's home made of its lists: the tabs with their counts, and each list with the way to the rest of it. */
import { type Bilingual, fill } from '../../base/text.js'
import type { FirmLine } from '../../cases/caseFile.js'
import type { FirmList } from '../../cases/listing.js'
import { success } from '../kit/pieces.js'
import { HOME_TABS, type HomeQuery, type HomeTab, homeAddress, isNarrowed } from './home.address.js'
import { EMPTY, type HomeContext, homeTable, TAB_WORDS } from './home.tables.js'

/** How many lines each list has on the home; the rest is a page of its own. */
export const ON_HOME: Readonly<Record<HomeTab, number>> = { todo: 20, waiting: 10, permits: 10, ended: 0, all: 0 }
/** The names of the lists are those that were asked for. */
export const homeTab = ({ tab }: FirmList): HomeTab => HOME_TABS.find((name) => name === tab) ?? 'all'

/** The places of lines in the order of the list: that of permits goes by their ends. */
export function placesOf(lines: readonly FirmLine[], { tab, sort }: HomeQuery) {
  const byPermit = (sort ?? (tab === 'permits' ? 'permit' : 'day')) === 'permit'
  return lines.map((line) => (byPermit ? { id: line.id, dueOn: line.permitValidUntil } : line))
}

export function tabsView(lists: readonly FirmList[], query: HomeQuery) {
  const tab = (name: HomeTab | undefined, text: Bilingual, count?: number) => ({
    text,
    href: homeAddress({ ...query, tab: name }),
    count: count || undefined,
    current: name === query.tab,
  })
  return {
    label: { zh: '申请分类', en: 'Views' },
    tabs: [
      tab(undefined, { zh: '首页', en: 'Home' }),
      ...lists.map((list) => tab(homeTab(list), TAB_WORDS[homeTab(list)], list.total)),
    ],
  }
}

/** One of the lists, and the way to the rest of it. */
export function listView(list: FirmList, query: HomeQuery, context: HomeContext) {
  const name = homeTab(list)
  const { lines, total } = list
  const rest = query.tab === undefined && total > lines.length
  return {
    name,
    title: TAB_WORDS[name],
    total,
    table: lines.length > 0 ? homeTable(name, lines, context) : undefined,
    empty: lines.length > 0 ? undefined : isNarrowed(query) ? EMPTY.all : EMPTY[name],
    all: rest ? { text: fill(ALL, { total }), href: homeAddress({ ...query, tab: name }) } : undefined,
    note:
      name === 'permits' && lines.length > 0 && context.renewal
        ? fill(SAFE, { ...context.renewal, decides: context.renewal.takes - context.renewal.makes })
        : undefined,
  }
}

const ALL: Bilingual = { zh: '查看全部{total}件', en: 'See all {total}' }
const SAFE: Bilingual = {
  zh:
    '许可机关在许可到期前{closes}天停止受理延期。“最迟在这里提交续办”由此倒推{takes}个工作日：' +
    '承诺的办理时限{decides}个工作日，制发推荐函{makes}个工作日；不含补正所用的时间，请尽量提前。',
  en:
    'The permit authority accepts no extension in the last {closes} days of a permit. “Renew here by” ' +
    'allows for {takes} working days before that: {decides} to the decision, as promised, and {makes} for the ' +
    'letter. It does not allow for a correction: submit earlier if you can.',
}

/** Discarding leads here, because the draft's page is only history then. */
export const DISCARDED = { discard: success('草稿已删除', 'Draft deleted') }
