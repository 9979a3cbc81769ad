/**
 * What stands in the cells of a report's tables: numbers that lead to their cases, days, shares;
 * small numbers hidden.
 */
import type { Bilingual } from '../../base/text.js'
import type { FigureQuestion, Breakdown, Figure } from '../../cases/reports/report.service.js'
import { figureOf, NONE, percentOf, percentText, SMALL } from '../kit/figures.js'
import type { Text } from '../kit/parts.js'
import type { CsvCell } from '../kit/csv.js'
import type { Names } from './names.js'
import type { Question } from './question.js'

export interface ReportCell {
  readonly text: Text
  readonly csv: CsvCell
  readonly href?: string
}

export interface ReportTable {
  readonly id: string
  readonly title: Bilingual
  readonly head: readonly Text[]
  readonly rows: readonly { readonly name: Text; readonly cells: readonly ReportCell[] }[]
}

/** What tables are made from. */
export interface Source {
  readonly question: Question
  readonly figures: ReadonlyMap<Breakdown, readonly Figure[]>
  readonly names: Names
  /** The address of the cases behind a figure; undefined for a reader who sees none. */
  readonly addressOf?: (behind: FigureQuestion) => string
}

/** A number with its link; a hidden one says that it is small. */
export function numberCell(value: number | null, source: Source, behind: FigureQuestion): ReportCell {
  if (value === null) return { text: SMALL, csv: SMALL }
  const href = value > 0 ? source.addressOf?.(behind) : undefined
  return { text: String(value), csv: value, href }
}

const daysCell = (days: number | null, hidden: boolean): ReportCell =>
  days === null ? { text: hidden ? SMALL : NONE, csv: hidden ? SMALL : null } : { text: String(days), csv: days }

const shareCell = ({ judged, inTime }: Figure): ReportCell => {
  const percent = percentOf(inTime, judged)
  return {
    text: judged === null ? SMALL : percentText(percent),
    csv: judged === null ? SMALL : percent === null ? null : `${percent}%`,
  }
}

export const TIME_HEAD: readonly Bilingual[] = [
  { zh: '件数', en: 'Cases' },
  { zh: '中位数', en: 'Median' },
  { zh: '第90百分位', en: '90th percentile' },
  { zh: '超限', en: 'Over the limit' },
  { zh: '按时比例', en: 'In time' },
]

export function timeCells(source: Source, by: Breakdown, key: string, measure: string): ReportCell[] {
  const figure = figureOf(source, by, key, measure)
  const hidden = figure.n === null || (figure.timed !== 0 && figure.median === null)
  const late = figure.judged === null || figure.inTime === null ? null : figure.judged - figure.inTime
  return [
    numberCell(figure.n, source, { measure, by, key }),
    daysCell(figure.median, hidden),
    daysCell(figure.p90, hidden),
    figure.judged === 0 ? { text: NONE, csv: null } : numberCell(late, source, { measure, by, key, late: true }),
    shareCell(figure),
  ]
}
