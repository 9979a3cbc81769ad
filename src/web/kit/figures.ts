/** The few figures that say how the service does, for reports and public pages. */
import { type Figures, figureOf, HIDDEN, percentOf } from '../../cases/reports/figures.js'

const NONE = '—'

/** The figures at the top. */
export function headline(source: Figures) {
  const [filed, decided] = [figureOf(source, { measure: 'filed' }), figureOf(source, { measure: 'decided' })]
  const inTime = percentOf(decided.inTime, decided.judged)
  const shown = (value: number | null, hidden: string) => String(value ?? hidden)
  const unit = { zh: '个工作日', en: ' working days' }
  const cases = { zh: '件', en: ' cases' }
  return [
    { label: { zh: '提交', en: 'filed' }, value: shown(filed.n, HIDDEN), unit: cases },
    { label: { zh: '作出首次决定', en: 'first decisions' }, value: shown(decided.n, HIDDEN), unit: cases },
    {
      label: { zh: '半数案件在此时间内决定', en: 'half were decided within this time' },
      value: shown(decided.median, NONE),
      unit,
    },
    {
      label: { zh: '九成案件在此时间内决定', en: 'nine in ten were decided within this time' },
      value: shown(decided.p90, NONE),
      unit,
    },
    { label: { zh: '在时限内决定', en: 'decided on time' }, value: inTime === null ? NONE : `${inTime}%` },
  ]
}
