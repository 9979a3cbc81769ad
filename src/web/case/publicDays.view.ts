/** The days of an application as the candidate, and whoever has its number and code, read them. */
import { DUE_DAYS } from '../../workflow/firmWords.js'
import { day } from '../kit/page.js'
import { fact } from '../kit/table.js'
import { isPaused, type PageContext, promisedOn, type Timed } from './clock.view.js'

/** Of the states that count to no decision, those whose day says nothing about the outcome. */
const { awaitingCorrection, recommended, underReview } = DUE_DAYS
const OPEN_DAYS: typeof DUE_DAYS = { awaitingCorrection, recommended, underReview }

/** The day of filing, and the day that counts now. */
export function publicDays(status: Timed, context: PageContext) {
  const { state, filedOn, dueOn } = status
  const promised = isPaused(status) ? null : promisedOn(status, null, context)
  const other = promised === null && dueOn !== null ? OPEN_DAYS[state] : undefined
  return [
    filedOn && state !== 'draft' && fact('提交日期', 'Submitted', day(filedOn)),
    promised && fact('最迟决定日期', 'Decision by', day(promised, 'weekday')),
    other && dueOn && { key: other.title, line: [day(dueOn, 'weekday')] },
    isPaused(status) && fact('办理时限', 'Time limit', { zh: '已暂停', en: 'Paused' }),
    fact('查询日期', 'Date of this search', day(context.today)),
  ] as const
}
