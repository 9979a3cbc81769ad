/**
 * What the cells of a report's tables say of a figure: numbers with the cases behind them, days,
 * shares; small numbers hidden.
 */
import type { Bilingual } from '../../base/text.js'
import { type FigureQuestion, figureOf, HIDDEN, percentOf } from './figures.js'
import type { Report } from './report.js'

export interface ReportCell {
  /** Null when it is not known. */
  readonly value: string | number | Bilingual | null
  /** The figure whose cases stand behind it. */
  readonly behind?: FigureQuestion
}

/** A column of a report's tables: what it says of a figure. */
export interface FigureColumn {
  readonly head: Bilingual
  readonly cell: (report: Report, figure: FigureQuestion) => ReportCell
}

/** A number with its cases; a hidden one says nothing of how large it is. */
const numberCell = (value: number | null, behind: FigureQuestion): ReportCell =>
  value === null ? { value: HIDDEN } : { value, behind: value > 0 ? behind : undefined }

const percentText = (percent: number | null): string | null => (percent === null ? null : `${percent}%`)

const daysCell =
  (days: 'median' | 'p90'): FigureColumn['cell'] =>
  (report, question) => {
    const figure = figureOf(report, question)
    const isHidden = figure.n === null || (figure.timed !== 0 && figure.median === null)
    return { value: figure[days] ?? (isHidden ? HIDDEN : null) }
  }

export const CASES: FigureColumn = {
  head: { zh: '件数', en: 'Cases' },
  cell: (report, question) => numberCell(figureOf(report, question).n, question),
}
export const MEDIAN: FigureColumn = { head: { zh: '中位数', en: 'Median' }, cell: daysCell('median') }
export const NINETIETH: FigureColumn = { head: { zh: '第90百分位', en: '90th percentile' }, cell: daysCell('p90') }
export const LATE: FigureColumn = {
  head: { zh: '超限', en: 'Over the limit' },
  cell: (report, question) => {
    const { judged, inTime } = figureOf(report, question)
    if (judged === 0) return { value: null }
    return numberCell(judged === null || inTime === null ? null : judged - inTime, { ...question, late: true })
  },
}
export const IN_TIME: FigureColumn = {
  head: { zh: '按时比例', en: 'On time' },
  cell: (report, question) => {
    const { judged, inTime } = figureOf(report, question)
    return { value: judged === null ? HIDDEN : percentText(percentOf(inTime, judged)) }
  },
}

/** How large a part a number is of the whole of a measure. */
export const shareOf = (head: Bilingual, measure: string): FigureColumn => ({
  head,
  cell: (report, question) => {
    const { n } = figureOf(report, question)
    return { value: n === null ? HIDDEN : percentText(percentOf(n, figureOf(report, { measure }).n)) }
  },
})

/** The same column for another measure than its row's. */
export const ofMeasure = (measure: string, { head, cell }: FigureColumn): FigureColumn => ({
  head,
  cell: (report, question) => cell(report, { ...question, measure }),
})
