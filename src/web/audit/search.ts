/**
 * Searching a history, one way for all that an auditor searches: by what it is narrowed, a page of
 * its lines, and all of them as a file. What is asked for stands in the address.
 */
import type { FastifyRequest } from 'fastify'
import { startInShanghai } from '../../base/clock.js'
import { addDays, isDate } from '../../base/dates.js'
import { path, withQuery } from '../../base/path.js'
import type { Bilingual, Language } from '../../base/text.js'
import { signedLines } from '../../cases/audit/export.js'
import type { SealKey } from '../../cases/audit/checkpoint.js'
import { type Answer, csvFile, file, page } from '../http/answers.js'
import { readText } from '../http/input.js'
import { PER_PAGE } from '../http/paging.js'
import { type CsvColumn, csvStream } from '../kit/csv.js'
import { addressWith, counted, numberText } from '../kit/page.js'
import type { Empty, Notice, Pages, Table } from '../kit/parts.js'

const PAGE_OF_FILE = 1000
/** How far lines are counted. */
const MOST_COUNTED = 10_000

/** By what a history is narrowed: a text, a day, or one of some choices. */
export interface SearchField {
  readonly name: string
  readonly label: Bilingual
  readonly type?: 'date'
  readonly choices?: readonly { readonly value: string; readonly text: Bilingual }[]
}

export const textField = (name: string, zh: string, en: string): SearchField => ({ name, label: { zh, en } })

/** @param choices what can be chosen: values, each with its words */
export const choiceField = (
  name: string,
  zh: string,
  en: string,
  choices: readonly (readonly [value: string, text: Bilingual])[],
): SearchField => ({ name, label: { zh, en }, choices: choices.map(([value, text]) => ({ value, text })) })

export const PERSON = textField('person', '姓名或账号', 'Name or account')
export const PERIOD: readonly SearchField[] = [
  { name: 'from', label: { zh: '从', en: 'From' }, type: 'date' },
  { name: 'to', label: { zh: '到', en: 'To' }, type: 'date' },
]

/** What was asked for, by the names of the fields; undefined where nothing was, or nothing that there is. */
export type Search = Readonly<Record<string, string | undefined>>

function readSearch(query: unknown, fields: readonly SearchField[]): Search {
  const fits = ({ type, choices }: SearchField, text: string) =>
    choices ? choices.some(({ value }) => value === text) : type !== 'date' || isDate(text)
  return Object.fromEntries(
    fields.map((field) => {
      const text = readText(query, field.name, 60)
      return [field.name, text !== undefined && fits(field, text) ? text : undefined]
    }),
  )
}

/** The instants of a period of days: from the first, to before the second. */
export const instantsOf = ({ from, to }: Search) => ({
  from: from === undefined ? undefined : startInShanghai(from),
  until: to === undefined ? undefined : startInShanghai(addDays(to, 1)),
})

/** How an address names the line after which a page begins. */
export interface Cursor<Line> {
  readonly name: string
  readonly placeOf: (line: Line) => string
}

/** A history, how it is narrowed, listed and taken away. */
export interface History<Line> {
  /** What its file is called. */
  readonly name: string
  readonly address: string
  readonly exports: string
  readonly title: Bilingual
  readonly lead: Bilingual
  readonly unit: Unit
  /** Said when there is none. */
  readonly none: Bilingual
  readonly fields: readonly SearchField[]
  readonly cursor: Cursor<Line>
  readonly table: (lines: readonly Line[]) => Table
  readonly columns: readonly CsvColumn<Line>[]
  /** So many lines after a place, the newest first, and how many there are in all, counted so far; or why none. */
  readonly find: (search: Search, after: string | undefined, most: number, counted: number) => Promise<Lines<Line>>
}

/** What a line is called in English. */
type Unit = readonly [one: string, many: string]
export const ENTRIES = {
  unit: ['entry', 'entries'],
  none: { zh: '没有这样的记录', en: 'No such entry' },
} satisfies Partial<History<never>>

interface Lines<Line> {
  readonly lines: readonly Line[]
  readonly count: number
  /** Why there is none. */
  readonly none?: Empty
}

const isReversed = ({ from, to }: Search): boolean => from !== undefined && to !== undefined && from > to
const REVERSED = {
  zh: '起始日期晚于截止日期，请改正。',
  en: 'The first date is after the last one. Correct the dates.',
}
const WIDEN = { zh: '请放宽条件后重新查找。', en: 'Widen the search.' }

/** The tabs above what the auditor searches. */
const tabsOf = (current: string) => ({
  label: { zh: '查找范围', en: 'Search in' },
  tabs: [
    { href: path.audit, text: { zh: '案件', en: 'Cases' } },
    { href: path.auditPeople, text: { zh: '人员变动', en: 'People' } },
    { href: path.auditAccess, text: { zh: '登录与访问', en: 'Sign-ins and access' } },
  ].map((tab) => ({ ...tab, current: tab.href === current })),
})

const ALL = { value: '', text: { zh: '全部', en: 'All' } }

const fieldView = ({ choices, ...field }: SearchField, value = '') => ({
  ...field,
  value,
  choices: choices && [ALL, ...choices].map((choice) => ({ ...choice, chosen: choice.value === value })),
})

function countText(count: number, [one, many]: Unit): Bilingual {
  const most = numberText(MOST_COUNTED)
  if (count > MOST_COUNTED) return { zh: `超过 ${most} 条`, en: `more than ${most} ${many}` }
  return { zh: `${numberText(count)} 条`, en: counted(count, one, many).replace(/^\d+/, numberText(count)) }
}

/** Where what was asked for is taken away as a file, of either kind. */
export const exportsOf = (address: string, search: Search) => ({
  lines: withQuery(address, search),
  table: withQuery(address, { ...search, format: 'csv' }),
})

/** A page of lines, how many there are in all, and the ways to the pages before and after it. */
export async function pageOf<Line>(
  { url, query }: Pick<FastifyRequest, 'url' | 'query'>,
  { name, placeOf }: Cursor<Line>,
  find: (after: string | undefined, most: number, counted: number) => Promise<Lines<Line>>,
): Promise<Lines<Line> & { readonly more: Pages }> {
  const after = readText(query, name)
  const found = await find(after, PER_PAGE + 1, MOST_COUNTED + 1)
  const lines = found.lines.slice(0, PER_PAGE)
  const last = found.lines.length > PER_PAGE ? lines.at(-1) : undefined
  const more = {
    previous: after && addressWith(url, name, null),
    next: last && addressWith(url, name, placeOf(last)),
  }
  return { ...found, lines, more }
}

/** A page of a history. */
export async function searchPage<Line>(
  { address, exports, title, lead, unit, none, fields, cursor, table, find }: History<Line>,
  request: FastifyRequest,
  notices: readonly Notice[] = [],
): Promise<Answer> {
  const search = readSearch(request.query, fields)
  const { more, ...found } = await pageOf(request, cursor, (...at) => find(search, ...at))
  const isEmpty = found.lines.length === 0
  const view = {
    title,
    lead,
    notices,
    tabs: tabsOf(address),
    address,
    fields: fields.map((field) => fieldView(field, search[field.name])),
    count: countText(found.count, unit),
    exports: exportsOf(exports, search),
    table: !isEmpty && table(found.lines),
    empty: isEmpty && (found.none ?? { title: none, text: isReversed(search) ? REVERSED : WIDEN }),
    more,
  }
  return page('audit/search', view, { audience: 'desk' })
}

/** Who takes a file, when, in which language, and by which key it is signed. */
interface Taking {
  readonly by: string
  readonly at: Date
  readonly language: Language
  readonly key: SealKey
}

/** All of a history that was asked for, as signed lines or as a table. */
export function searchFile<Line extends object>(
  { name, fields, cursor, columns, find }: History<Line>,
  query: unknown,
  { by, at, language, key }: Taking,
): Answer {
  const search = readSearch(query, fields)
  async function* pages(): AsyncGenerator<readonly Line[]> {
    for (let after: string | undefined; ; ) {
      const { lines } = await find(search, after, PAGE_OF_FILE, 1)
      if (lines.length > 0) yield lines
      const last = lines.at(-1)
      if (!last || lines.length < PAGE_OF_FILE) return
      after = cursor.placeOf(last)
    }
  }
  const fileName = ['haijian', name, search.number, search.from, search.to].filter(Boolean).join('-')
  if (readText(query, 'format') === 'csv') return csvFile(fileName, csvStream(columns, pages(), language))
  const header = { what: `haijian ${name} export`, at: at.toISOString(), by, asked: search }
  return file({ mime: 'application/x-ndjson', name: `${fileName}.jsonl` }, signedLines(pages(), header, key))
}
