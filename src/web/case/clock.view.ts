/** Time on a page: the stage that a case is in, its rulers, its promise, and the head that shows them. */
import { type Bilingual, COMMA, fill, joined } from '../../base/text.js'
import type { CaseFile, CaseLine, LedgerLine, TimelineEvent } from '../../cases/caseFile.js'
import { daysStopped } from '../../cases/ledger.js'
import { outstandingOf } from '../../cases/outstanding.js'
import { wasDecided } from '../../cases/promised.js'
import { limitsInLane } from '../../criteria/fastLanes.js'
import { firmNamed } from '../../people/mandate.service.js'
import type { Authority } from '../../reference/authorities.js'
import type { Calendar, TimeLimit } from '../../reference/workingDays.js'
import type { State } from '../../workflow/machine.js'
import { metaOf, PROMISED } from '../../workflow/step.js'
import { day, workingDays } from '../kit/page.js'
import type { CaseHead, Line, Tag } from '../kit/parts.js'
import { strong } from '../kit/pieces.js'
import { type Due, due, type Ruler, type RulerSize, ruler, type Stage, stillLeft } from '../kit/ruler.js'

/** The stages of the promise, by the limits that the chart's clocks name. */
export const STAGE_LIMITS: readonly string[] = PROMISED.map(({ limit }) => limit)

/** The stages of the promise as a ruler draws them. */
export const promisedStages = (limits: ReadonlyMap<string, Pick<TimeLimit, 'amount'>>): Stage[] =>
  PROMISED.map(({ name, limit }) => ({ name, limit: limits.get(limit)?.amount ?? 0 }))

/** What a case says of its days. */
export type Timed = Pick<CaseLine, 'state' | 'filedOn' | 'dueOn' | 'daysLeft' | 'lane'>

/** What views need to know besides the case. */
export interface PageContext {
  readonly today: string
  readonly calendar: Calendar
  readonly limits: ReadonlyMap<string, TimeLimit>
  readonly authorities: ReadonlyMap<number, Authority>
}

export function tagOfState(state: State): Tag {
  const { label, tag } = metaOf(state)
  return { label, ...tag }
}

/** The limit that runs in a case's state or, while it is stopped, of the state that asked for the correction. */
function limitOf({ state }: Pick<CaseLine, 'state'>, askedFrom?: State | null): string | undefined {
  const { clock } = metaOf(state)
  return clock?.stops && askedFrom ? metaOf(askedFrom).clock?.limit : clock?.limit
}

/**
 * The stage that a case is in, by the clock of its state, or of the state that asked for the
 * correction; past the last one when all three are over.
 */
export function stageOf(line: Timed, askedFrom?: State | null): number {
  const limit = limitOf(line, askedFrom)
  const stage = limit ? STAGE_LIMITS.indexOf(limit) : -1
  return stage < 0 ? STAGE_LIMITS.length : stage
}

/** The state that asked for the correction that is open. */
export const askedFromOf = (events: readonly TimelineEvent[]): State | null =>
  events.findLast(({ action }) => action === 'requestCorrection')?.fromState ?? null

/** Whether the limit waits in its state, and nobody knows until when. */
export const isPaused = ({ dueOn, daysLeft }: Pick<CaseLine, 'dueOn' | 'daysLeft'>): boolean =>
  dueOn === null && daysLeft !== null

/** Whether the clock is stopped, and the working days left: of a stopped one those with which it goes on. */
function clockOf({ state, daysLeft, dueOn }: Timed, { calendar, today }: PageContext) {
  const stopped = (metaOf(state).clock?.stops ?? false) || isPaused({ dueOn, daysLeft })
  if (stopped) return { stopped, left: daysLeft ?? 0 }
  return { stopped, left: dueOn === null ? 0 : calendar.daysLeft(today, dueOn) }
}

const amountOf = (limit: string, { limits }: PageContext): number => limits.get(limit)?.amount ?? 0

/** The same with the limits of a case's own lane. */
export const ofLane = <Context extends PageContext>({ lane }: Pick<CaseLine, 'lane'>, context: Context): Context =>
  lane ? { ...context, limits: limitsInLane(context.limits, lane) } : context

/** The day of a consultation that the reader's own department has to answer. */
const ownDay = ({ ownDueOn, dueOn }: CaseLine): string | undefined =>
  ownDueOn !== null && ownDueOn !== dueOn ? ownDueOn : undefined

/** Whether the limit that runs now is counted in working days: only those make cells and "days left". */
const inWorkingDays = (line: CaseLine, { limits }: PageContext): boolean => {
  const { clock } = metaOf(line.state)
  return clock !== undefined && (clock.stops === true || limits.get(clock.limit)?.unit === 'workingDays')
}

/**
 * The small ruler of a queue row; undefined when nothing is due, or when it is due in days or
 * months: then its date says more.
 */
export function dueOf(line: CaseLine, context: PageContext): Due | undefined {
  const own = ownDay(line)
  if (own) return due(amountOf('consultation', context), context.calendar.daysLeft(context.today, own))
  const limit = limitOf(line, line.askedFrom)
  if (!limit || (line.dueOn === null && !isPaused(line)) || !inWorkingDays(line, context)) return undefined
  const { left, stopped } = clockOf(line, context)
  return due(amountOf(limit, ofLane(line, context)), left, stopped)
}

/** The working-day ruler of a case's three stages. */
export function caseRuler(
  line: CaseLine,
  askedFrom: State | null,
  context: PageContext,
  size: RulerSize = 'head',
): Ruler {
  return ruler(
    promisedStages(ofLane(line, context).limits),
    { stage: stageOf(line, askedFrom), ...clockOf(line, context) },
    size,
  )
}

/** The last day by which a decision is promised, as far as it can be said now. */
export function promisedOn(line: Timed, askedFrom: State | null, context: PageContext): string | null {
  const stage = stageOf(line, askedFrom)
  if (!line.filedOn || stage >= STAGE_LIMITS.length || line.dueOn === null) return null
  const { calendar, today } = context
  const { stopped, left } = clockOf(line, context)
  const start = stopped ? calendar.addWorkingDays(today, left).on : line.dueOn
  const own = ofLane(line, context)
  const rest = STAGE_LIMITS.slice(stage + 1).reduce((sum, name) => sum + amountOf(name, own), 0)
  return calendar.addWorkingDays(start, rest).on
}

/**
 * The day that was promised when the case was filed, and the same later by the days for which its clock stood. Neither
 * moves with a stage that took less or more than its limit. Undefined of what was decided once and is decided anew.
 */
export function promiseOf(file: CaseFile, context: PageContext): { first: string; kept: string } | undefined {
  const { case: line } = file
  const { calendar, limits, today } = ofLane(line, context)
  if (!line.filedOn || line.dueOn === null || stageOf(line, askedFromOf(file.events)) >= STAGE_LIMITS.length)
    return undefined
  if (wasDecided(file.events.map(({ toState }) => toState))) return undefined
  const whole = STAGE_LIMITS.reduce((sum, name) => sum + (limits.get(name)?.amount ?? 0), 0)
  const first = calendar.addWorkingDays(line.filedOn, whole).on
  const moved = daysStopped(file, calendar, today)
  return { first, kept: moved > 0 ? calendar.addWorkingDays(first, moved).on : first }
}

function clockText(line: CaseLine, context: PageContext): Bilingual {
  const { left, stopped } = clockOf(line, context)
  return joined([metaOf(line.state).label, inWorkingDays(line, context) && stillLeft(left, stopped)], COMMA)
}

/** Until when the reader's own department has, where that is not the case's day. */
function ownLimit(line: CaseLine, { calendar, today }: PageContext): Line | undefined {
  const own = ownDay(line)
  if (!own) return undefined
  const left = stillLeft(calendar.daysLeft(today, own))
  return [
    { zh: '本部门期限 ', en: 'Your department’s time limit: ' },
    strong(day(own)),
    { zh: `（${left.zh}）`, en: ` (${left.en})` },
  ]
}

const WAITS_FOR_POLICY: Bilingual = { zh: '等待后续政策', en: 'waiting for a new policy' }

/** Whom a case under assessment waits for; empty when that is nobody, or everybody reads it from the state alone. */
const outstandingLine = (ids: readonly number[], { authorities }: PageContext): Line =>
  ids.length > 0
    ? [
        { zh: '待评估 ', en: 'Still to assess: ' },
        strong(joined(ids.flatMap((id) => authorities.get(id)?.short ?? []))),
      ]
    : []

/**
 * The day in the head: what is promised, and beside it the limit of the stage where that is another day; else when the
 * limit ends; while the clock is stopped the firm's own.
 */
function promiseText({ state, dueOn }: CaseLine, promised: string | undefined): Bilingual | undefined {
  if (metaOf(state).clock?.stops && dueOn !== null)
    return fill({ zh: '企业补正期限 {on}', en: 'the firm has until {on}' }, { on: day(dueOn) })
  if (promised) {
    const inner = dueOn !== null && dueOn < promised && fill(INNER_LIMIT, { on: day(dueOn, 'short') })
    const on = day(promised, inner ? 'short' : undefined)
    return joined([fill({ zh: '承诺 {on}', en: 'promised {on}' }, { on }), inner], COMMA)
  }
  return dueOn === null ? undefined : fill({ zh: '到期 {on}', en: 'due {on}' }, { on: day(dueOn) })
}

const MOVED_BY: Readonly<Record<LedgerLine['reason'], Bilingual>> = {
  correction: { zh: '企业补正', en: 'correction' },
  consultation: { zh: '征询其他部门', en: 'consultation' },
  intention: { zh: '听取企业意见', en: 'hearing the firm' },
  basis: { zh: '等待后续政策', en: 'waiting for a new policy' },
  outage: { zh: '服务中断', en: 'outage' },
  extension: { zh: '主管延长期限', en: 'extension' },
}
const MOVED: Bilingual = { zh: '原承诺{first}，因{why}顺延{days}', en: '{days} later than {first}: {why}' }

/** Why the promised day is no longer the one of the filing; undefined where it is. */
function movedText(
  { stops }: CaseFile,
  promise: ReturnType<typeof promiseOf>,
  { calendar }: PageContext,
): Bilingual | undefined {
  if (!promise || promise.first === promise.kept) return undefined
  const why = joined([...new Set(stops.map(({ reason }) => reason))].map((reason) => MOVED_BY[reason]))
  const count = calendar.workingDaysBetween(promise.first, promise.kept)
  return count > 0 ? fill(MOVED, { first: day(promise.first, 'short'), why, days: workingDays(count) }) : undefined
}

const INNER_LIMIT: Bilingual = { zh: '内部时限 {on}', en: 'internal limit {on}' }

export function caseHead(file: CaseFile, context: PageContext): CaseHead {
  const { case: line, events } = file
  const { state, number, systemName, talentName, firmName, firmNameEn, claimedName } = line
  const asked = askedFromOf(events)
  const promised = promiseOf(file, context)
  const promise = isPaused(line) ? WAITS_FOR_POLICY : promiseText(line, promised?.kept)
  const name = systemName ?? talentName ?? number
  const other = talentName && talentName.toUpperCase() !== name.toUpperCase() ? talentName : undefined
  return {
    name,
    otherName: other ? { text: other } : undefined,
    tag: tagOfState(state),
    number,
    facts: [
      [firmNamed(firmName, firmNameEn)],
      line.lane ? [strong(line.lane.label)] : [],
      ownLimit(line, context) ?? [],
      claimedName ? [{ zh: '承办 ', en: 'Assigned to ' }, strong(claimedName)] : [],
      outstandingLine(outstandingOf(file), context),
    ].filter(({ length }) => length > 0),
    clock:
      promise === undefined
        ? undefined
        : {
            now: clockText(line, context),
            promise,
            ruler: caseRuler(line, asked, context),
            moved: isPaused(line) || metaOf(state).clock?.stops ? undefined : movedText(file, promised, context),
          },
  }
}
