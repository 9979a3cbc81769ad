/**
 * The ledger of a case's clock for people: every stop with its reason, its days and by how much it
 * moved the deadline; the day that results; consultations with their own day.
 */
import { type Bilingual, fill } from '../../base/text.js'
import { type CaseFile, consultationEnd, type LedgerLine, type Party } from '../../cases/caseFile.js'
import { type RecomputedDay, recomputedDays } from '../../cases/ledger.js'
import { metaOf } from '../../workflow/step.js'
import type { PageContext } from '../case/clock.view.js'
import { counted, day, span } from '../kit/page.js'
import type { Line, Tag } from '../kit/parts.js'
import { below, pieces, strong, tag } from '../kit/pieces.js'

interface LedgerStop {
  readonly reason: Line
  readonly days: Line
}

export interface Ledger {
  readonly stops: readonly LedgerStop[]
  /** The day that the case is due now, and whether it is provisional. */
  readonly due: Line | undefined
  readonly consultations: readonly { readonly name: Bilingual; readonly line: Line; readonly tag: Tag }[]
}

const REASONS: Readonly<Record<LedgerLine['reason'], Bilingual>> = {
  correction: { zh: '请企业补正', en: 'Correction by the firm' },
  consultation: { zh: '征询其他部门', en: 'Consultation of another department' },
  intention: { zh: '听取企业对拟不予推荐的意见', en: 'Hearing the firm on an intended refusal' },
  basis: { zh: '等待后续政策', en: 'Waiting for a new policy' },
  outage: { zh: '服务中断', en: 'Outage of the service' },
  extension: { zh: '主管延长期限', en: 'Extended by the supervisor' },
}

const recomputedLine = ({ seq, on, was, dueOn }: RecomputedDay) => ({
  seq,
  reason: pieces(
    strong({ zh: '放假安排公布', en: 'Holidays announced' }),
    below({ zh: '期限按新日历重新计算', en: 'the time limit was recalculated' }, 'quiet'),
  ),
  days: pieces(
    fill({ zh: '{on}，由{was}改为', en: '{on}, from {was} to ' }, { on: day(on, 'short'), was: day(was, 'short') }),
    strong(day(dueOn, 'short')),
  ),
})

/** What the ledger says; undefined when nothing stopped the clock and nobody was consulted. */
export function ledgerOf(file: CaseFile, context: PageContext): Ledger | undefined {
  const { stops, parties, case: line } = file
  const consultations = parties.flatMap((party) => consultationOf(party, file, context))
  const lines = [
    ...stops.map((stop) => ({ seq: stop.seq, reason: reasonLine(stop, context), days: daysLine(stop, context) })),
    ...recomputedDays(file).map(recomputedLine),
  ].sort((one, other) => one.seq - other.seq)
  if (lines.length === 0 && consultations.length === 0) return undefined
  return {
    stops: lines,
    due: line.dueOn !== null && metaOf(line.state).clock ? dueLine(line.dueOn, line.dueProvisional) : undefined,
    consultations,
  }
}

function reasonLine({ reason, authorityId, what }: LedgerLine, { authorities }: PageContext): Line {
  const department = authorityId === null ? undefined : authorities.get(authorityId)?.short
  return pieces(strong(REASONS[reason]), department && below(department, 'quiet'), what && below(what, 'quiet'))
}

/**
 * From when until when, and what came of it. One that its own limit ended moved the deadline by
 * that limit; on its last day it still holds.
 */
function daysLine({ fromOn, toOn, untilOn, days }: LedgerLine, { today, calendar }: PageContext): Line {
  const over = toOn === null && untilOn !== null && today > untilOn
  const last = toOn ?? (over ? untilOn : null)
  if (last === null)
    return pieces(
      fill({ zh: '自{from}起，', en: 'From {from}, ' }, { from: day(fromOn, 'short') }),
      strong({ zh: '已中止计时', en: 'paused' }),
      untilOn !== null &&
        fill({ zh: '，最迟到{until}', en: ', until {until} at the latest' }, { until: day(untilOn, 'short') }),
    )
  const moved = days ?? calendar.workingDaysBetween(fromOn, last)
  const held = span({ from: fromOn, to: last }, 'short')
  return pieces(
    fill(moved > 0 ? MOVED_BY : NOT_MOVED, { days: held }),
    moved > 0 && strong({ zh: `${moved}个工作日`, en: counted(moved, 'working day', 'working days') }),
    over &&
      below({ zh: '期满没有答复，自动续计', en: 'no answer came; the time limit resumed automatically' }, 'quiet'),
  )
}

const MOVED_BY: Bilingual = { zh: '{days}，顺延', en: '{days}, extended by ' }
const NOT_MOVED: Bilingual = { zh: '{days}，期限不变', en: '{days}, not extended' }

const dueLine = (dueOn: string, provisional: boolean): Line =>
  pieces(
    { zh: '据此，现在的期限是', en: 'The time limit is now ' },
    strong(day(dueOn, 'weekday')),
    provisional && below(PROVISIONAL, 'near'),
  )

/** Said beside a day that lies beyond the announced holidays. */
const PROVISIONAL: Bilingual = {
  zh: '暂定：该年度放假安排尚未公布。',
  en: 'Provisional: the holidays of that year are not announced yet.',
}

function consultationOf(party: Party, file: CaseFile, context: PageContext) {
  const { authorityId, dueOn, runsUntil } = party
  if (dueOn === null) return []
  return [
    {
      name: context.authorities.get(authorityId)?.short ?? { zh: '部门', en: 'Department' },
      line: [fill({ zh: '期限 {on}', en: 'due {on}' }, { on: day(dueOn) })],
      tag: runsUntil === null ? ENDS[consultationEnd(file, party)] : runningTag(runsUntil, context),
    },
  ]
}

function runningTag(until: string, { today, calendar }: PageContext): Tag {
  if (today > until) return tag('超期', 'Overdue', 'red')
  const left = calendar.daysLeft(today, until)
  return tag(`还剩${left}个工作日`, `${counted(left, 'working day', 'working days')} left`, 'blue')
}

const ENDS: Readonly<Record<ReturnType<typeof consultationEnd>, Tag>> = {
  answered: tag('已答复', 'Answered', 'green'),
  corrected: tag('因补正结束', 'Ended by a correction', 'grey'),
  unanswered: tag('已结束', 'Ended', 'grey'),
}
