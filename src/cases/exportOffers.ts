/**
 * What a platform's table says of the months and indicators of a channel, beside what stands there,
 * and the answers with it: for a person to compare, before anything is filled in.
 */
import { addDays, addMonths } from '../base/dates.js'
import type { Problem } from '../base/errors.js'
import { type Bilingual, fill } from '../base/text.js'
import {
  filledExport,
  type FoundExport,
  type FoundMonth,
  inYuan,
  isOfPlatform,
  MEASURES,
  rowsText,
  sourcesOfMonths,
} from '../criteria/platformExports.js'
import { channelName, figure } from '../criteria/streamingWords.js'
import { type KnownChannel, readChannels } from '../criteria/subject.js'
import { parseApplication } from '../forms/application.js'
import { INDICATORS, PLATFORM_EXPORT } from '../forms/choices.js'
import { withValue } from '../forms/engine/body.js'
import { type Branch, isBranch } from '../forms/engine/node.js'
import { labelOf } from '../forms/engine/ui.js'
import type { Attachment } from './caseFile.js'

/** A platform's table of the case, and what was found in it by each mapping that fits. */
export interface ReadExport {
  readonly paper: Attachment
  readonly state: 'waiting' | 'read'
  readonly found: readonly FoundExport[]
}

/** One file for one channel. */
export interface ExportOffer {
  readonly channel: number
  readonly name: Bilingual
  /** In the order of MEASURES: what the file says, and what stands there where that is another. */
  readonly months: readonly {
    readonly month: string
    readonly rows: Bilingual
    readonly figures: readonly OfferedFigure[]
  }[]
  readonly indicators: readonly Bilingual[]
  /** What is left out, and why. */
  readonly left: readonly Bilingual[]
}

interface OfferedFigure {
  readonly value: number | undefined
  readonly now: Bilingual | undefined
}

export const channelsIn = (answers: unknown): KnownChannel[] => readChannels(parseApplication(answers).partial.channels)

/** What was read of a file for a channel: by the mapping of its platform. */
const foundFor = ({ found }: ReadExport, { platform }: KnownChannel): FoundExport | undefined =>
  found.find(({ mapping }) => isOfPlatform(platform, mapping))

/** For each channel of the file's platform. */
export const offersOf = (one: ReadExport, channels: readonly KnownChannel[]): ExportOffer[] =>
  channels.flatMap((channel, index) => {
    const found = foundFor(one, channel)
    return found ? [offerOf(channel, index, found)] : []
  })

const nowText = (value: number, now: number | undefined): Bilingual | undefined =>
  now === undefined || now === value ? undefined : fill({ zh: '现填{now}', en: 'now {now}' }, { now: figure(now) })

function offerOf(channel: KnownChannel, index: number, found: FoundExport): ExportOffer {
  const { series, indicators } = channel.export
  const { mapping, unread } = found
  const months = inYuan(found, channel)
  const figureOf = (read: number | undefined, now: number | undefined): OfferedFigure => ({
    value: read,
    now: nowText(read ?? Number.NaN, now),
  })
  const lacksRate = sells(found.months) && !sells(months)
  return {
    channel: index,
    name: channelName(channel, index),
    months: months.map((one) => {
      const present = series.find(({ month }) => month === one.month)
      return {
        month: one.month,
        rows: rowsText(one.rows),
        figures: MEASURES.map((key) => figureOf(one[key], present?.[key])),
      }
    }),
    indicators: found.indicators.map(({ kind, value, heading }) => {
      const now = nowText(value, indicators.find((one) => one.kind === kind && one.country === undefined)?.value)
      const words = { label: labelOf(INDICATORS, kind), value: figure(value), heading }
      return now ? fill(INDICATOR_NOW, { ...words, now }) : fill(INDICATOR, words)
    }),
    left: [
      ...(lacksRate ? [fill(NO_RATE, { currency: mapping.currency ?? '' })] : []),
      ...unread.slice(0, MOST_UNREAD).map(({ cell, text }) => fill(UNREAD, { cell, text })),
    ],
  }
}

const MOST_UNREAD = 20
const sells = (months: readonly FoundMonth[]): boolean => months.some(({ sales }) => sales !== undefined)
const INDICATOR: Bilingual = { zh: '{label}：{value}（“{heading}”列）', en: '{label}: {value} (column “{heading}”)' }
const INDICATOR_NOW: Bilingual = {
  zh: '{label}：{value}（“{heading}”列），{now}',
  en: '{label}: {value} (column “{heading}”), {now}',
}
const UNREAD: Bilingual = {
  zh: '单元格{cell}无法识别，未采用：{text}',
  en: 'Cell {cell} cannot be read and is left out: {text}',
}
const NO_RATE: Bilingual = {
  zh: '表中销售额以{currency}计，没有采用：请在频道中选“销售额以外币结算”、填币种并保存，再填入。',
  en:
    'Sales in the file are in {currency} and were left out. In the channel, state that sales are in ' +
    'another currency, select it, save, and fill in again.',
}

/** Why a file offers nothing; undefined when it does. */
export function whyNothing(one: ReadExport, channels: readonly KnownChannel[]): Bilingual | undefined {
  if (one.state === 'waiting') return WAITING
  if (channels.some((channel) => foundFor(one, channel))) return undefined
  const [likeliest] = one.found
  return likeliest ? fill(NO_CHANNEL, { name: likeliest.mapping.platform }) : NO_HEADINGS
}

const WAITING: Bilingual = { zh: '正在识别，请稍后刷新本页。', en: 'Reading the file. Reload this page in a moment.' }
const NO_HEADINGS: Bilingual = {
  zh: '没有找到已知平台的表头（须有月份或日期，及至少一项数据），请自行填写。',
  en: 'No known headings were found (a month or day, and at least one figure). Enter the figures yourself.',
}
const NO_CHANNEL: Bilingual = {
  zh: '申请中没有平台为{name}的频道。请先填写频道并保存。',
  en: 'This looks like an export from {name}, but no channel is on that platform. Enter the channel first and save.',
}

const lastDay = (month: string): string => addDays(addMonths(`${month}-01`, 1), -1)

/**
 * The answers with what was read of a file in one channel, and the paths that were filled; undefined
 * when there is no such file or channel. The period reaches as far as the months do.
 */
export function withExport(answers: unknown, exports: readonly ReadExport[], paperId: number, index: number) {
  const one = exports.find(({ paper }) => paper.id === paperId)
  const channel = channelsIn(answers)[index]
  const found = one && channel && foundFor(one, channel)
  if (!found || !isBranch(answers)) return undefined
  const { series, indicators } = filledExport(channel, found, PLATFORM_EXPORT)
  const [first, last] = [found.months[0]?.month, found.months.at(-1)?.month]
  const { from, to } = channel.export
  const at = `channels.${index}`
  const values: readonly (readonly [string, unknown])[] = [
    [`${at}.hasExport`, true],
    [`${at}.export.series`, series],
    [`${at}.export.indicators`, indicators],
    [`${at}.export.from`, first && [from ?? '9999', `${first}-01`].sort()[0]],
    [`${at}.export.to`, last && [to ?? '', lastDay(last)].sort()[1]],
  ]
  const known = values.filter(([, value]) => value !== undefined)
  const tree = known.reduce<unknown>((full, [path, value]) => withValue(full, path.split('.'), value), answers)
  return { tree: tree as Branch, filled: known.slice(1, 3).map(([path]) => path) } // the root of a tree is a branch
}

/** Where the month of a channel stands in a platform's table, and whether that says the same. */
export interface FigureFrom {
  readonly paper: Attachment
  readonly text: Bilingual
  readonly agrees: boolean
}

/** By month; undefined when no file is of the channel's platform. */
export function sourcesIn(channel: KnownChannel, exports: readonly ReadExport[]) {
  const files = exports.flatMap((one) => {
    const found = foundFor(one, channel)
    return found ? [{ paper: one.paper, months: sourcesOfMonths(channel, found) }] : []
  })
  if (files.length === 0) return undefined
  return (month: string): FigureFrom[] =>
    files.flatMap(({ paper, months }) => {
      const source = months.get(month)
      if (!source) return []
      const text = fill(source.agrees ? FROM : NOT_FROM, { name: paper.name, rows: rowsText(source.rows) })
      return [{ paper, text, agrees: source.agrees }]
    })
}

const FROM: Bilingual = { zh: '来自{name}{rows}', en: 'from {name}, {rows}' }
const NOT_FROM: Bilingual = { zh: '与{name}{rows}不同', en: 'differs from {name}, {rows}' }

/** The form of tables was sent without one. */
export const NO_TABLE: Problem = {
  code: 'noFile',
  path: 'file',
  message: {
    zh: '请先选择平台导出的文件，再点按“上传表格”。',
    en: 'Select the file of the platform, then select “Upload the table”.',
  },
}
