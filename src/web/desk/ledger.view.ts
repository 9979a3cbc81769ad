/**
 * The ledger of a case's clock for people: every stop with its reason, its days and by how much it
 * moved the deadline; the day that results; consultations with their own day.
 */
import type { Bilingual } from '../../base/text.js'
import type { CaseFile, LedgerLine, Party } from '../../cases/caseFile.js'
import { metaOf } from '../../workflow/step.js'
import type { PageContext } from '../case/clock.view.js'
import { both, counted, dateText } from '../kit/page.js'
import type { Line, Tag } from '../kit/parts.js'

export interface LedgerStop {
  readonly reason: Line
  readonly days: Line
}

export interface Ledger {
  readonly stops?: readonly LedgerStop[]
  /** The day that the case is due now, and whether it is provisional. */
  readonly due?: Line
  readonly consultations?: readonly { readonly name: Bilingual; readonly line: Line; readonly tag: Tag }[]
}

const REASONS: Readonly<Record<LedgerLine['reason'], Bilingual>> = {
  correction: { zh: '请企业补正', en: 'Correction by the firm' },
  consultation: { zh: '征询其他部门', en: 'Another department consulted' },
  intention: { zh: '听取企业对拟不予推荐的意见', en: 'The firm heard on an intended refusal' },
  outage: { zh: '服务中断', en: 'Outage of the service' },
}

const day = (on: string): Bilingual => both((language) => dateText(on, language, 'short'))
const days = (count: number): Bilingual => ({
  zh: `${count}个工作日`,
  en: counted(count, 'working day', 'working days'),
})

/**
 * What the ledger says; undefined when nothing stopped the clock and nobody was consulted.
 *
 * @param forFirm leaves out which department was asked what
 */
export function ledgerOf(file: CaseFile, around: PageContext, forFirm = false): Ledger | undefined {
  const { stops, case: line } = file
  const consultations = forFirm ? [] : consulted(file, around)
  if (stops.length === 0 && consultations.length === 0) return undefined
  const due = line.dueOn !== null && metaOf(line.state).clock ? dueLine(file) : undefined
  return {
    stops: stops.length > 0 ? stops.map((stop) => stopLine(stop, around, forFirm)) : undefined,
    due,
    consultations: consultations.length > 0 ? consultations : undefined,
  }
}

/** A stop in two lines: why, and from when until when with the days by which it moved the deadline. */
const stopLine = (stop: LedgerLine, around: PageContext, forFirm: boolean): LedgerStop => ({
  reason: reasonLine(stop, around, forFirm),
  days: daysLine(stop, around),
})

function reasonLine({ reason, authorityId, what }: LedgerLine, { authorities }: PageContext, forFirm: boolean): Line {
  const who = authorityId === null || forFirm ? undefined : authorities.get(authorityId)?.short
  return [
    { text: REASONS[reason], look: 'strong' as const },
    ...(who ? [{ text: who, below: true, look: 'quiet' as const }] : []),
    ...(what ? [{ text: what, below: true, look: 'quiet' as const }] : []),
  ]
}

/**
 * From when until when, and what came of it. One that its own limit ended moved the deadline by
 * that limit; on its last day it still holds.
 */
function daysLine({ fromOn, toOn, untilOn, days: moved }: LedgerLine, { today, calendar }: PageContext): Line {
  const from = day(fromOn)
  const over = toOn === null && untilOn !== null && today > untilOn
  const last = toOn ?? (over ? untilOn : null)
  if (last !== null) {
    const to = day(last)
    const by = days(moved ?? calendar.workingDaysBetween(fromOn, last))
    return [
      { zh: `${from.zh}至${to.zh}，顺延`, en: `${from.en} to ${to.en}, moved by ` },
      { text: by, look: 'strong' },
      ...(over
        ? [
            {
              text: { zh: '期满没有答复，自动续计', en: 'no answer came; it went on by itself' },
              below: true,
              look: 'quiet' as const,
            },
          ]
        : []),
    ]
  }
  const until = untilOn === null ? null : day(untilOn)
  return [
    { zh: `自${from.zh}起，`, en: `From ${from.en}, ` },
    { text: { zh: '已中止计时', en: 'paused' }, look: 'strong' },
    ...(until ? [{ zh: `，最迟到${until.zh}`, en: `, until ${until.en} at the latest` }] : []),
  ]
}

function dueLine({ case: { dueOn, dueProvisional } }: CaseFile): Line {
  const on = dueOn ?? ''
  return [
    { zh: '据此，现在的期限是', en: 'The time limit is now ' },
    { text: both((language) => dateText(on, language, 'weekday')), look: 'strong' },
    ...(dueProvisional ? [{ text: PROVISIONAL, below: true, look: 'near' as const }] : []),
  ]
}

/** Said beside a day that lies beyond the announced holidays. */
export const PROVISIONAL: Bilingual = {
  zh: '暂定：那一年的放假安排还没有公布。',
  en: 'Provisional: the holidays of that year are not announced yet.',
}

function consulted(file: CaseFile, around: PageContext) {
  return file.parties.flatMap((party) => {
    const { authorityId, dueOn, runsUntil } = party
    if (dueOn === null) return []
    const tag = runsUntil === null ? endedTag(file, party) : runningTag(runsUntil, around)
    const name = around.authorities.get(authorityId)?.short ?? { zh: '部门', en: 'Department' }
    const until = both((language) =>
      language === 'zh' ? `期限 ${dateText(dueOn, 'zh')}` : `due ${dateText(dueOn, 'en')}`,
    )
    return [{ name, line: [until], tag }]
  })
}

function runningTag(until: string, { today, calendar }: PageContext): Tag {
  if (today > until) return { label: { zh: '超期', en: 'Overdue' }, colour: 'red' }
  const left = calendar.daysLeft(today, until)
  return {
    label: { zh: `还剩${left}个工作日`, en: `${counted(left, 'working day', 'working days')} left` },
    colour: 'blue',
  }
}

/** Answered in whichever round that was; a case may also move on without an answer. */
function endedTag({ assessments, events, case: line }: CaseFile, { authorityId, since }: Party): Tag {
  const reports = assessments.filter((one) => one.authorityId === authorityId && one.at >= since)
  if (reports.length >= line.assessorsNeeded) return { label: { zh: '已答复', en: 'Answered' }, colour: 'green' }
  const corrected = events.some(({ action, at }) => action === 'requestCorrection' && at > since)
  const label = corrected ? { zh: '因补正结束', en: 'Ended by a correction' } : { zh: '已结束', en: 'Ended' }
  return { label, colour: 'grey' }
}
