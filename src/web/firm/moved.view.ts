/**
 * How the promised day came about, in plain words: what was promised at filing, every stop of the
 * clock with its days, and what the stages took more or less than their limits. The days add up.
 */
import { type Bilingual, fill } from '../../base/text.js'
import type { CaseFile, LedgerLine } from '../../cases/caseFile.js'
import { addsDays, endOfStop, type RecomputedDay, recomputedDays, stopMovedBy } from '../../cases/ledger.js'
import { metaOf } from '../../workflow/step.js'
import { askedFromOf, type PageContext, promisedOn, promiseOf } from '../case/clock.view.js'
import { day, workingDays } from '../kit/page.js'

interface MovedLine {
  readonly text: Bilingual
  /** The day that results, or by how much it moved. */
  readonly by: Bilingual
  readonly note?: Bilingual | undefined
  readonly strong?: boolean
  readonly near?: boolean
}

const REASONS: Readonly<Record<LedgerLine['reason'], Bilingual>> = {
  correction: { zh: '待贵单位补正', en: 'Waiting for your correction' },
  consultation: { zh: '征询其他部门', en: 'Another department was consulted' },
  intention: { zh: '待贵单位对拟不予推荐陈述意见', en: 'Waiting for your response to the intended refusal' },
  basis: { zh: '等待后续政策', en: 'Waiting for a new policy' },
  outage: { zh: '服务中断', en: 'The service was unavailable' },
  extension: { zh: '部门主管延长了办理期限', en: 'The department’s time limit was extended' },
}

/** What an outage moved instead of the promised day. */
const OWN_DAY: Partial<Record<LedgerLine['reason'], Bilingual>> = {
  correction: { zh: '补正期限顺延', en: 'extended the time for your correction' },
  consultation: { zh: '征询期限顺延，计入上项', en: 'extended the consultation; counted above' },
  intention: { zh: '陈述意见期限顺延，计入上项', en: 'extended the time for your response; counted above' },
}

const later = (count: number): Bilingual =>
  count === 0 ? NOT_MOVED : fill({ zh: '推后 {days}', en: '{days} later' }, { days: workingDays(count) })

const NOT_MOVED: Bilingual = { zh: '日期不变', en: 'no change' }

/** From when until when, within brackets. */
function spanText({ fromOn }: LedgerLine, end: string | null): Bilingual {
  const from = day(fromOn, 'short')
  if (end === null) return fill({ zh: '{from}起', en: 'since {from}' }, { from })
  return end === fromOn ? from : fill({ zh: '{from}至{to}', en: '{from} to {to}' }, { from, to: day(end, 'short') })
}

/** By how much a stop moved the day, or will; `end` is null while it lasts. */
function movedText(stop: LedgerLine, end: string | null, { calendar, today }: PageContext): Bilingual {
  const { reason, fromOn, untilOn } = stop
  const count = addsDays(stop) ? (stop.days ?? 0) : calendar.workingDaysBetween(fromOn, endOfStop(stop, today))
  if (end !== null) return later(count)
  const days = workingDays(count)
  if (count === 0 && untilOn !== null && reason !== 'correction') return NOT_MOVED
  if (reason !== 'correction' && untilOn !== null)
    return fill({ zh: '最多推后 {days}', en: 'at most {days} later' }, { days })
  return count === 0
    ? { zh: '已中止计时', en: 'paused' }
    : fill({ zh: '已中止 {days}', en: 'paused for {days}' }, { days })
}

function stopLine(stop: LedgerLine, file: CaseFile, context: PageContext): MovedLine {
  const { reason, toOn, untilOn, what } = stop
  const end = toOn ?? (untilOn !== null && untilOn < context.today ? untilOn : null)
  const extended = stopMovedBy(stop, file, context.today)
  return {
    text: fill(
      { zh: '{reason}（{span}）', en: '{reason} ({span})' },
      { reason: REASONS[reason], span: spanText(stop, end) },
    ),
    by: (extended && OWN_DAY[extended.reason]) ?? movedText(stop, end, context),
    note: what ?? undefined,
  }
}

const PROMISED: Bilingual = { zh: '提交时承诺', en: 'Promised at filing' }
const PROMISED_ANEW: Bilingual = {
  zh: '提交时承诺，按后来公布的放假安排计算',
  en: 'Promised at filing, adjusted to the holidays announced since',
}

/** The day of a stage that a new calendar moved; the days above are counted by that calendar already. */
const recomputedLine = ({ on, was, dueOn }: RecomputedDay): MovedLine => ({
  text: fill({ zh: '放假安排公布（{on}）', en: 'Holidays were announced ({on})' }, { on: day(on, 'short') }),
  by: fill(
    { zh: '{was}改为{dueOn}', en: '{was} became {dueOn}' },
    { was: day(was, 'short'), dueOn: day(dueOn, 'short') },
  ),
  note: { zh: '已计入上面的日期', en: 'counted in the day above' },
})

/** What the stages took more or less than their limits: working days, negative when they were done sooner. */
function stagesLine(days: number): MovedLine[] {
  if (days === 0) return []
  if (days > 0) return [{ text: { zh: '前面的环节用时较长', en: 'Earlier stages took longer' }, by: later(days) }]
  const by = fill({ zh: '提前 {days}', en: '{days} earlier' }, { days: workingDays(-days) })
  return [{ text: { zh: '前面的环节提前办结', en: 'Earlier stages finished sooner' }, by }]
}

/** Undefined when nothing moved the day, or when no decision is promised any more. */
export function movedLines(file: CaseFile, context: PageContext): readonly MovedLine[] | undefined {
  const { case: line, stops, events } = file
  const { calendar } = context
  const now = promisedOn(line, askedFromOf(events), context)
  const promise = promiseOf(file, context)
  if (!now || !promise) return undefined
  const { first, kept: expected } = promise
  const rest = now < expected ? -calendar.workingDaysBetween(now, expected) : calendar.workingDaysBetween(expected, now)
  const recomputed = recomputedDays(file)
  if (stops.length === 0 && recomputed.length === 0 && rest === 0) return undefined
  const provisional = !calendar.isAnnounced(now)
  return [
    { text: recomputed.length > 0 ? PROMISED_ANEW : PROMISED, by: day(first, 'short') },
    ...stops.map((stop) => stopLine(stop, file, context)),
    ...recomputed.map(recomputedLine),
    ...stagesLine(rest),
    {
      text: metaOf(line.state).clock?.stops
        ? { zh: '如今天补正，最迟', en: 'If you correct it today, by' }
        : { zh: '现在：最迟', en: 'Now: by' },
      by: day(now),
      strong: true,
      note: provisional
        ? {
            zh: '暂定：该年度放假安排尚未公布。',
            en: 'Provisional: the holidays of that year are not announced yet.',
          }
        : undefined,
      near: provisional,
    },
  ]
}
