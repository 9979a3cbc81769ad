/** The few figures that say how the service does, for reports and public pages; small numbers stay hidden. */
import type { Bilingual } from '../../base/text.js'
import type { Breakdown, Figure } from '../../cases/reports/report.service.js'
import { both, dateText } from './page.js'

export interface Figures {
  readonly figures: ReadonlyMap<Breakdown, readonly Figure[]>
}

/** Stands for a number that is too small to be shown. */
export const SMALL = '<5'
export const NONE = '—'

const NOTHING = { n: 0, timed: 0, median: null, p90: null, judged: 0, inTime: 0 }

/** The figure of a group, or one that says that there is nothing. */
export function figureOf({ figures }: Figures, by: Breakdown, key: string, measure: string): Figure {
  const found = figures.get(by)?.find((one) => one.key === key && one.measure === measure)
  return found ?? { key, measure, ...NOTHING }
}

/** Whole per cents of a number; null when there is nothing to divide. */
export const percentOf = (part: number | null, whole: number | null): number | null =>
  part === null || !whole ? null : Math.round((100 * part) / whole)

export const percentText = (percent: number | null): string => (percent === null ? NONE : `${percent}%`)

export const periodText = ({ from, to }: { readonly from: string; readonly to: string }): Bilingual =>
  both((language) =>
    language === 'zh'
      ? `${dateText(from, 'zh')}至${dateText(to, 'zh')}`
      : `${dateText(from, 'en')} to ${dateText(to, 'en')}`,
  )

/** The figures at the top. */
export function headline(source: Figures) {
  const [filed, decided] = ['filed', 'decided'].map((measure) => figureOf(source, 'none', '', measure))
  const number = (value: number | null | undefined) => (value === null || value === undefined ? SMALL : String(value))
  const days = (value: number | null | undefined) => (value === null || value === undefined ? '—' : String(value))
  const unit = { zh: '个工作日', en: ' working days' }
  const cases = { zh: '件', en: ' cases' }
  return [
    { label: { zh: '提交', en: 'filed' }, value: number(filed?.n), unit: cases },
    { label: { zh: '作出首次决定', en: 'decided for the first time' }, value: number(decided?.n), unit: cases },
    { label: { zh: '一半案件在此之内决定', en: 'half were decided within this' }, value: days(decided?.median), unit },
    { label: { zh: '十分之九在此之内决定', en: 'nine in ten within this' }, value: days(decided?.p90), unit },
    {
      label: { zh: '在时限内决定', en: 'decided in time' },
      value: percentText(percentOf(decided?.inTime ?? null, decided?.judged ?? null)),
    },
  ]
}
