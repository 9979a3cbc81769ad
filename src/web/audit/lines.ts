/** Searching what is no case's history, one way for all of it: who, where from, what, from day to day; a page of lines; and all of them as a file. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Bilingual } from '../../base/text.js'
import type { SealKey } from '../../cases/audit/checkpoint.js'
import { MOST_COUNTED } from '../../cases/audit/trail.service.js'
import { readText } from '../http/input.js'
import { addressWith } from '../kit/page.js'
import type { Table, Tabs } from '../kit/parts.js'
import type { CsvCell } from '../kit/csv.js'
import { sendFile } from '../http/send.js'
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
  ...(person && { person }),
  ...(address && { address }),
  ...(kind && { kind }),
  ...(from && { from: startOf(from) }),
  ...(to && { until: startOf(to, 1) }),
  ...(before !== undefined && { before }),
})

/** So many lines that fit, the newest first, and how many there are in all, counted so far. */
export type Finding<Line> = (
  question: LinesQuestion,
  most: number,
  counted: number,
) => Promise<{ lines: Line[]; count: number }>

export interface LinesPage<Line extends { readonly id: number }> {
  readonly title: Bilingual
  readonly lead: Bilingual
  /** `/audit/people`; the file is at `…/export`. */
  readonly path: string
  readonly kinds: Kinds
  /** Whether lines tell network addresses. */
  readonly addresses: boolean
  readonly find: Finding<Line>
  readonly table: (lines: readonly Line[]) => Table
}

/** The tabs above what the auditor searches. */
export const auditTabs = (current: string): Tabs => ({
  label: { zh: '查什么', en: 'What is searched' },
  tabs: [
    { href: '/audit', text: { zh: '案件', en: 'Cases' } },
    { href: '/audit/people', text: { zh: '人员变动', en: 'People' } },
    { href: '/audit/access', text: { zh: '登录与访问', en: 'Sign-ins and access' } },
  ].map((tab) => ({ ...tab, ...(tab.href === current && { current: true }) })),
})

/** The view of a page. */
export async function linesView<Line extends { readonly id: number }>(
  { title, lead, path, kinds, addresses, find, table }: LinesPage<Line>,
  request: FastifyRequest,
  query: unknown,
) {
  const asked = readLines(query, kinds)
  const before = /^\d{1,9}$/.exec(readText(query, 'before') ?? '')?.[0]
  const found = await find(questionOf(asked, before ? Number(before) : undefined), PER_PAGE + 1, MOST_COUNTED + 1)
  const lines = found.lines.slice(0, PER_PAGE)
  const last = found.lines.length > PER_PAGE ? lines.at(-1) : undefined
  return {
    title,
    lead,
    tabs: auditTabs(path),
    path,
    form: {
      ...asked,
      addresses,
      kinds: [
        choice('', every, asked.kind),
        ...Object.entries(kinds).map(([value, text]) => choice(value, text, asked.kind)),
      ],
    },
    count: countText(found.count),
    exports: `${path}/export?${queryOf({ ...asked })}`,
    ...(lines.length > 0 ? { table: table(lines) } : { empty: nothing }),
    more: {
      ...(before && { previous: addressWith(request.url, 'before', null) }),
      ...(last && { next: addressWith(request.url, 'before', String(last.id)) }),
    },
  }
}

export interface LinesFile<Line extends { readonly id: number }> {
  readonly name: string
  readonly kinds: Kinds
  readonly find: Finding<Line>
  readonly head: readonly CsvCell[]
  readonly cells: (line: Line) => CsvCell[]
  /** Who takes it, when, and by which key it is signed. */
  readonly by: string
  readonly at: Date
  readonly key: SealKey
}

/** All that was asked for, as signed lines or as a table. */
export function sendLines<Line extends { readonly id: number }>(
  { name, kinds, find, head, cells, by, at, key }: LinesFile<Line>,
  request: FastifyRequest,
  reply: FastifyReply,
  query: unknown,
): FastifyReply {
  const asked = readLines(query, kinds)
  async function* pages(): AsyncGenerator<Line[]> {
    for (let before: number | undefined; ; ) {
      const { lines } = await find(questionOf(asked, before), PAGE_OF_FILE, 1)
      if (lines.length > 0) yield lines
      before = lines.at(-1)?.id
      if (lines.length < PAGE_OF_FILE) return
    }
  }
  const file = [`haijian-${name}`, asked.from, asked.to].filter(Boolean).join('-')
  if (readText(query, 'format') === 'csv') {
    const table = tableOf(pages(), head, cells, request.language)
    return sendFile(reply, { mime: 'text/csv; charset=utf-8', name: `${file}.csv` }, table)
  }
  const header = { what: `haijian ${name} export`, at: at.toISOString(), by, asked }
  return sendFile(reply, { mime: 'application/x-ndjson', name: `${file}.jsonl` }, signedLines(pages(), header, key))
}

const nothing = {
  title: { zh: '没有这样的记录', en: 'No such entry' },
  text: { zh: '放宽条件再找。', en: 'Widen the search.' },
}
