/**
 * Searching what is no case's history, one way for all of it: who, where from, what, from day to
 * day; a page of lines; and all of them as a file.
 */
import { path, withQuery } from '../../base/path.js'
import type { Bilingual, Language } from '../../base/text.js'
import type { SealKey } from '../../cases/audit/checkpoint.js'
import { MOST_COUNTED } from '../../cases/audit/trail.service.js'
import { type Answer, file, page } from '../http/answers.js'
import { readNumber, readText } from '../http/input.js'
import type { CsvCell } from '../kit/csv.js'
import { addressWith } from '../kit/page.js'
import type { Table, Tabs } from '../kit/parts.js'
import { countText, PAGE_OF_FILE, PER_PAGE } from './count.js'
import { signedLines, tableOf } from './export.js'
import { choice, every, isDay, queryOf, startOf } from './question.js'

/** What was typed; a kind or a day that is none is as if it had not been. */
export interface AskedLines {
  readonly person: string
  readonly address: string
  readonly kind: string
  readonly from: string
  readonly to: string
}

export type Kinds = Readonly<Record<string, Bilingual>>

/** Reads the query. */
export function readLines(query: unknown, kinds: Kinds): AskedLines {
  const text = (name: string) => readText(query, name, 60) ?? ''
  const day = (name: string) => (isDay(text(name)) ? text(name) : '')
  const kind = text('kind')
  return {
    person: text('person'),
    address: text('address'),
    kind: Object.hasOwn(kinds, kind) ? kind : '',
    from: day('from'),
    to: day('to'),
  }
}

/** The question that a service understands. */
export interface LinesQuestion {
  readonly person?: string
  readonly address?: string
  readonly kind?: string
  readonly from?: Date
  readonly until?: Date
  readonly before?: number
}

const questionOf = ({ person, address, kind, from, to }: AskedLines, before: number | undefined): LinesQuestion => ({
  person: person || undefined,
  address: address || undefined,
  kind: kind || undefined,
  from: from ? startOf(from) : undefined,
  until: to ? startOf(to, 1) : undefined,
  before,
})

/** So many lines that fit, the newest first, and how many there are in all, counted so far. */
export type Finding<Line> = (
  question: LinesQuestion,
  most: number,
  counted: number,
) => Promise<{ lines: Line[]; count: number }>

/** One kind of such lines: how they are told, listed and taken away. */
export interface LinesKind<Line> {
  /** What its file is called. */
  readonly name: string
  readonly at: { readonly page: string; readonly exports: string }
  readonly title: Bilingual
  readonly lead: Bilingual
  readonly kinds: Kinds
  /** Whether lines tell network addresses. */
  readonly addresses: boolean
  readonly table: (lines: readonly Line[]) => Table
  readonly head: readonly CsvCell[]
  readonly cells: (line: Line) => CsvCell[]
}

/** The tabs above what the auditor searches. */
export const auditTabs = (current: string): Tabs => ({
  label: { zh: '查什么', en: 'What is searched' },
  tabs: [
    { href: path.audit, text: { zh: '案件', en: 'Cases' } },
    { href: path.auditPeople, text: { zh: '人员变动', en: 'People' } },
    { href: path.auditAccess, text: { zh: '登录与访问', en: 'Sign-ins and access' } },
  ].map((tab) => ({ ...tab, current: tab.href === current })),
})

/** A page of them. */
export async function linesPage<Line extends { readonly id: number }>(
  { at, title, lead, kinds, addresses, table }: LinesKind<Line>,
  find: Finding<Line>,
  url: string,
  query: unknown,
): Promise<Answer> {
  const asked = readLines(query, kinds)
  const before = readNumber(query, 'before')
  const found = await find(questionOf(asked, before), PER_PAGE + 1, MOST_COUNTED + 1)
  const lines = found.lines.slice(0, PER_PAGE)
  const last = found.lines.length > PER_PAGE ? lines.at(-1) : undefined
  const view = {
    title,
    lead,
    tabs: auditTabs(at.page),
    path: at.page,
    form: {
      ...asked,
      addresses,
      kinds: [
        choice('', every, asked.kind),
        ...Object.entries(kinds).map(([value, text]) => choice(value, text, asked.kind)),
      ],
    },
    count: countText(found.count),
    exports: withQuery(at.exports, queryOf({ ...asked })),
    table: lines.length > 0 ? table(lines) : undefined,
    empty: lines.length > 0 ? undefined : nothing,
    more: {
      previous: before === undefined ? undefined : addressWith(url, 'before', null),
      next: last && addressWith(url, 'before', String(last.id)),
    },
  }
  return page('audit/lines', view, { audience: 'desk' })
}

/** Who takes a file, when, in which language, and by which key it is signed. */
interface LinesExport {
  readonly by: string
  readonly at: Date
  readonly language: Language
  readonly key: SealKey
}

/** All that was asked for, as signed lines or as a table. */
export function linesFile<Line extends { readonly id: number }>(
  { name, kinds, head, cells }: LinesKind<Line>,
  find: Finding<Line>,
  { by, at, language, key }: LinesExport,
  query: unknown,
): Answer {
  const asked = readLines(query, kinds)
  async function* pages(): AsyncGenerator<Line[]> {
    for (let before: number | undefined; ; ) {
      const { lines } = await find(questionOf(asked, before), PAGE_OF_FILE, 1)
      if (lines.length > 0) yield lines
      before = lines.at(-1)?.id
      if (lines.length < PAGE_OF_FILE) return
    }
  }
  const called = [`haijian-${name}`, asked.from, asked.to].filter(Boolean).join('-')
  if (readText(query, 'format') === 'csv')
    return file({ mime: 'text/csv; charset=utf-8', name: `${called}.csv` }, tableOf(pages(), head, cells, language))
  const header = { what: `haijian ${name} export`, at: at.toISOString(), by, asked }
  return file({ mime: 'application/x-ndjson', name: `${called}.jsonl` }, signedLines(pages(), header, key))
}

const nothing = {
  title: { zh: '没有这样的记录', en: 'No such entry' },
  text: { zh: '放宽条件再找。', en: 'Widen the search.' },
}
