/**
 * How the tables that platforms export are read: reference data of kind `platformExports`, one entry
 * a platform. Headings decide, never places of columns. What cannot be read is named with its cell;
 * nothing is filled in here. Over 250 lines because mapping, reading and comparing share one shape.
 */
import { z } from 'zod'
import { isDate, isMonth } from '../base/dates.js'
import type { Bilingual } from '../base/text.js'
import { INDICATORS } from '../forms/choices.js'
import * as ask from '../forms/engine/field.js'
import { option } from '../forms/engine/ui.js'
import { CURRENCIES } from '../forms/money.js'
import { line, order, source } from '../reference/shapes.js'
import { cellName, type ExportRow, type ExportTable } from './exportTable.js'
import type { KnownChannel } from './subject.js'

const [, , PEAK, ENGAGEMENT, SESSIONS, HOURS, , , ORDERS, RETURNS, COMPLAINTS] = INDICATORS
const FILLS = [
  option('month', '月份或日期', 'Month or day'),
  option('followers', '按月数据：粉丝数', 'By month: followers'),
  option('averageViewers', '按月数据：平均观看', 'By month: viewers'),
  option('sales', '按月数据：销售额', 'By month: sales'),
  ...[PEAK, ENGAGEMENT, SESSIONS, HOURS, ORDERS, RETURNS, COMPLAINTS],
] as const
type Fill = (typeof FILLS)[number]['value']

/** How the rows of a month, or of the whole file, become one figure. */
const JOINED: Readonly<Record<Exclude<Fill, 'month'>, 'last' | 'mean' | 'sum' | 'most'>> = {
  followers: 'last',
  averageViewers: 'mean',
  sales: 'sum',
  peakViewers: 'most',
  engagementRate: 'mean',
  sessions: 'sum',
  hours: 'sum',
  orders: 'sum',
  returnRate: 'mean',
  complaintRate: 'mean',
}

/** The body of kind `platformExports`. */
export const platformExportSchema = ask.body(
  {
    platform: ask.bilingual('平台', 'Platform'),
    /** As firms write it in the application. */
    names: ask.lines('平台的其他写法', 'Other names of the platform', line('', '', { min: 1 })),
    columns: ask.many(
      '列',
      'Columns',
      ask.part('', '', {
        fills: ask.choice('填入项目', 'Field to fill in', FILLS, { control: 'select' }),
        headings: ask.lines(
          '表头（中文、英文，任一相符即可）',
          'Headings (any one is enough)',
          line('', '', { min: 1 }),
          {
            min: 1,
          },
        ),
      }),
      { min: 2, row: { zh: '第{n}列', en: 'column {n}' } },
    ),
    currency: ask
      .choice('销售额的币种', 'Currency of the sales', CURRENCIES, {
        control: 'select',
        sorted: true,
        hint: { zh: '不选：人民币。', en: 'None: yuan.' },
      })
      .nullable(),
    where: ask.bilingual('平台上的导出位置', 'Place of the export on the platform', { long: true }),
    order,
    source,
  },
  { about: 'platform' },
)
export type PlatformExport = z.infer<typeof platformExportSchema>

type Measure = 'followers' | 'averageViewers' | 'sales'
export const MEASURES: readonly Measure[] = ['followers', 'averageViewers', 'sales']

export const MEASURE_NAMES: readonly Bilingual[] = [
  { zh: '粉丝数', en: 'Followers' },
  { zh: '平均观看', en: 'Viewers' },
  { zh: '销售额（元）', en: 'Sales (yuan)' },
]

/** A month of the file; `rows` are the first and the last row that say something of it. */
export interface FoundMonth extends Partial<Readonly<Record<Measure, number>>> {
  readonly month: string
  readonly rows: readonly [number, number]
}

/** What stands in a file, by one mapping. */
export interface FoundExport {
  readonly key: string
  readonly mapping: PlatformExport
  readonly months: readonly FoundMonth[]
  readonly indicators: readonly { readonly kind: string; readonly value: number; readonly heading: string }[]
  /** Cells that cannot be read, with what stands in them. */
  readonly unread: readonly { readonly cell: string; readonly text: string }[]
}

/** Without what people write differently: width, case, spaces, marks. */
const settled = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}%]/gu, '')

const MONTH_NAMES = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')
const two = (text: string | undefined): string => (text ?? '').padStart(2, '0')

/** The month of a cell: 2026-10, 2026/10/31, 2026年10月, 202610, 20261031, Oct 2026; undefined when it is none. */
export function monthIn(text: string): string | undefined {
  const plain = text.normalize('NFKC').trim()
  const figures =
    /^(\d{4})(?:[-/.年]\s?(\d{1,2})(?:[-/.月]\s?(\d{1,2}))?|(\d{2})(\d{2})?)[日月]?(?:[ T]\d{1,2}:.*)?$/.exec(plain)
  if (figures) {
    const [, year, month, day, joinedMonth, joinedDay] = figures
    const found = `${year}-${two(month ?? joinedMonth)}`
    const last = day ?? joinedDay
    return isMonth(found) && (last === undefined || isDate(`${found}-${two(last)}`)) ? found : undefined
  }
  const named = /^([A-Za-z]{3})[a-z]*\.?,? (\d{4})$/.exec(plain)
  const at = named ? MONTH_NAMES.indexOf((named[1] ?? '').toLowerCase()) : -1
  return at < 0 ? undefined : `${named?.[2]}-${two(String(at + 1))}`
}

const UNITS: Readonly<Record<string, number>> = { 万: 1e4, w: 1e4, 亿: 1e8, k: 1e3, m: 1e6 }

/** The figure of a cell; null where it says that there is none, undefined where it cannot be read. */
export function figureIn(text: string): number | null | undefined {
  const plain = text.normalize('NFKC').replace(/[\s,]/g, '')
  if (/^(?:-+|—+|n\/?a|null|无)?$/i.test(plain)) return null
  const found = /^(?:[¥￥$€£]|cny|rmb|usd|us\$|s\$|rm|rp|฿|₱)?(\d+(?:\.\d+)?)(?:(万|亿|[wkm])|%|元)?$/i.exec(plain)
  if (!found) return undefined
  return Number((Number(found[1]) * (UNITS[(found[2] ?? '').toLowerCase()] ?? 1)).toFixed(4))
}

interface Column {
  readonly fills: Fill
  readonly at: number
  readonly heading: string
}

/** How many rows may stand above the headings: title, period, account. */
const ABOVE = 20
const TOTAL = /^(?:合计|总计|汇总|小计|total|grandtotal|sum|summary)/

/** The columns of a row of headings; none unless it has the month and one figure. */
function columnsIn({ cells }: ExportRow, mapping: PlatformExport): Column[] {
  const found = mapping.columns.flatMap(({ fills, headings }): Column[] => {
    const wanted = new Set(headings.map(settled))
    const at = cells.findIndex((cell) => cell !== '' && wanted.has(settled(cell)))
    return at < 0 ? [] : [{ fills, at, heading: cells[at] ?? '' }]
  })
  return found.length > 1 && found.some(({ fills }) => fills === 'month') ? found : []
}

function join(how: 'last' | 'mean' | 'sum' | 'most', values: readonly number[]): number | undefined {
  const last = values.at(-1)
  if (last === undefined || how === 'last') return last
  const sum = values.reduce((all, one) => all + one, 0)
  const value = how === 'most' ? Math.max(...values) : how === 'sum' ? sum : sum / values.length
  return Number(value.toFixed(2))
}

/** The newest of a form's months. */
const MOST_MONTHS = 36

function readBy(key: string, mapping: PlatformExport, { rows }: ExportTable): FoundExport | undefined {
  const head = rows.slice(0, ABOVE).findIndex((row) => columnsIn(row, mapping).length > 0)
  const headRow = rows[head]
  if (!headRow) return undefined
  const columns = columnsIn(headRow, mapping)
  const monthAt = columns.find(({ fills }) => fills === 'month')?.at ?? 0
  const unread: { cell: string; text: string }[] = []
  const lines: { month: string; row: number; values: Partial<Record<Fill, number>> }[] = []
  for (const { row, cells } of rows.slice(head + 1)) {
    const first = cells[monthAt] ?? ''
    if (first === '' || TOTAL.test(settled(first)) || TOTAL.test(settled(cells[0] ?? ''))) continue
    const month = monthIn(first)
    if (month === undefined) {
      unread.push({ cell: cellName(row, monthAt), text: first })
      continue
    }
    const values: Partial<Record<Fill, number>> = {}
    for (const { fills, at, heading } of columns) {
      if (fills === 'month') continue
      const text = cells[at] ?? ''
      const isForeign = fills === 'sales' && mapping.currency === null && FOREIGN.test(heading + text)
      const value = isForeign ? undefined : figureIn(text)
      if (value === undefined) unread.push({ cell: cellName(row, at), text })
      else if (value !== null) values[fills] = value
    }
    lines.push({ month, row, values })
  }
  // by day or by month, rising or falling
  const sorted = (lines[0]?.month ?? '') > (lines.at(-1)?.month ?? '') ? lines.toReversed() : lines
  const named = [...new Set(sorted.map(({ month }) => month))].sort().slice(-MOST_MONTHS)
  const months = named.map((month): FoundMonth => {
    const own = sorted.filter((one) => one.month === month)
    const numbers = own.map(({ row }) => row)
    const figures = MEASURES.flatMap((measure) => {
      const value = join(
        JOINED[measure],
        own.flatMap(({ values }) => values[measure] ?? []),
      )
      return value === undefined ? [] : [[measure, Math.round(value)] as const]
    })
    return { month, rows: [Math.min(...numbers), Math.max(...numbers)], ...Object.fromEntries(figures) }
  })
  const indicators = columns.flatMap(({ fills, heading }) => {
    if (fills === 'month' || MEASURES.includes(fills as Measure)) return []
    const value = join(
      JOINED[fills],
      sorted.flatMap(({ values }) => values[fills] ?? []),
    )
    return value === undefined ? [] : [{ kind: fills, value, heading }]
  })
  return { key, mapping, months, indicators, unread }
}

/** Signs of another currency than a mapping in yuan takes. */
const FOREIGN = /[$€£฿₫]|\b(?:USD|EUR|GBP|THB|VND|SGD|MYR|IDR|PHP)\b/i

/** What stands in a table, by those mappings that understand most of its columns. */
export function readExport(table: ExportTable, mappings: ReadonlyMap<string, PlatformExport>): FoundExport[] {
  const weight = ({ months, indicators }: FoundExport) =>
    indicators.length + MEASURES.filter((measure) => months.some((one) => one[measure] !== undefined)).length
  const read = [...mappings]
    .flatMap(([key, mapping]) => readBy(key, mapping, table) ?? [])
    .filter(({ months, unread }) => months.length + unread.length > 0)
  const most = Math.max(...read.map(weight))
  return read.filter((one) => weight(one) === most).sort((one, other) => one.mapping.order - other.mapping.order)
}

/** Whether a channel's platform, as the firm writes it, is that of a mapping. */
export function isOfPlatform(typed: string | undefined, { platform, names }: PlatformExport): boolean {
  const wanted = settled(typed ?? '')
  return wanted !== '' && [platform.zh, platform.en, ...names].some((name) => settled(name) === wanted)
}

/** The months as the form asks for them: in yuan; without sales where the channel has no rate of their currency. */
export function inYuan(
  { mapping: { currency }, months }: Pick<FoundExport, 'mapping' | 'months'>,
  { soldInOther, soldIn }: Pick<KnownChannel, 'soldInOther' | 'soldIn'>,
): FoundMonth[] {
  if (currency === null) return [...months]
  const rate = soldInOther === true && soldIn.currency === currency ? soldIn.rate : undefined
  return months.map(({ sales, ...rest }) =>
    sales === undefined || rate === undefined ? rest : { ...rest, sales: Math.round(sales * rate) },
  )
}

type FormMonth = KnownChannel['export']['series'][number]

/** The channel's export with what was found: its months and indicators replaced, all others kept. */
export function filledExport(channel: KnownChannel, found: FoundExport, document: string) {
  const months = inYuan(found, channel)
  const named = new Map(months.map((one) => [one.month, one]))
  const { series, indicators } = channel.export
  const kept: FormMonth[] = series.filter(({ month }) => month !== undefined && !named.has(month))
  const joinedMonths = [...kept, ...months.map(({ rows, ...one }) => ({ ...before(series, one.month), ...one }))]
  const kinds = new Set(found.indicators.map(({ kind }) => kind))
  return {
    series: joinedMonths.sort((one, other) => ((one.month ?? '') < (other.month ?? '') ? -1 : 1)).slice(-MOST_MONTHS),
    indicators: [
      ...indicators.filter(({ kind, country }) => country !== undefined || !kinds.has(kind ?? '')),
      ...found.indicators.map(({ kind, value }) => ({ kind, value, document })),
    ],
  }
}

const before = (series: readonly FormMonth[], month: string): FormMonth | undefined =>
  series.find((one) => one.month === month)

/** Where a month's figures stand in a file: agreed when every figure that both have is the same. */
export interface MonthSource {
  readonly rows: readonly [number, number]
  readonly agrees: boolean
}

/** Where a month stands in a file. */
export const rowsText = ([first, last]: readonly [number, number]): Bilingual =>
  first === last
    ? { zh: `第${first}行`, en: `row ${first}` }
    : { zh: `第${first}—${last}行`, en: `rows ${first}–${last}` }

/** By month, for the answers of one channel. */
export function sourcesOfMonths(channel: KnownChannel, found: FoundExport): ReadonlyMap<string, MonthSource> {
  const read = new Map(inYuan(found, channel).map((one) => [one.month, one]))
  return new Map(
    channel.export.series.flatMap((one) => {
      const from = one.month === undefined ? undefined : read.get(one.month)
      if (!from) return []
      const agrees = MEASURES.every(
        (key) => one[key] === undefined || from[key] === undefined || one[key] === from[key],
      )
      return [[from.month, { rows: from.rows, agrees }] as const]
    }),
  )
}
