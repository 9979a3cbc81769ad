/** Time on a page: the stage that a case is in, its rulers, its promise, and the head that shows them. */
import type { Bilingual } from '../../base/text.js'
import type { CaseFile, CaseLine, TimelineEvent } from '../../cases/caseFile.js'
import type { Authority } from '../../reference/authorities.js'
import type { Calendar, TimeLimit } from '../../reference/workingDays.js'
import { metaOf, PROMISED } from '../../workflow/step.js'
import { both, dateText } from '../kit/page.js'
import type { CaseHead, Line, Tag } from '../kit/parts.js'
import { type Due, due, leftText, type Ruler, type RulerSize, ruler } from '../kit/ruler.js'
import type { State } from '../../workflow/machine.js'

/** The stages of the promise, by the limits that the chart's clocks name. */
export const STAGE_LIMITS: readonly string[] = PROMISED.map(({ limit }) => limit)

/** What views need to know besides the case. */
export interface PageContext {
  readonly today: string
  readonly calendar: Calendar
  readonly limits: ReadonlyMap<string, TimeLimit>
  readonly authorities: ReadonlyMap<number, Authority>
}

export const tagOf = (state: State): Tag => {
  const { label, tag } = metaOf(state)
  return { label, glyph: tag.glyph, colour: tag.colour }
}

/**
 * The stage that a case is in, by the clock of its state, or of the state that asked for the
 * correction; past the last one when all three are over.
 */
export function stageOf(line: CaseLine, askedFrom?: State | null): number {
  const clock = metaOf(line.state).clock
  const limit = clock?.stops && askedFrom ? metaOf(askedFrom).clock?.limit : clock?.limit
  const stage = limit ? STAGE_LIMITS.indexOf(limit) : -1
  return stage < 0 ? STAGE_LIMITS.length : stage
}

/** The state that asked for the correction that is open. */
export const askedFromOf = (events: readonly TimelineEvent[]): State | null =>
  events.findLast(({ action }) => action === 'requestCorrection')?.fromState ?? null

const daysLeft = (line: CaseLine, { calendar, today }: PageContext): number | null =>
  line.dueOn === null ? null : calendar.daysLeft(today, line.dueOn)

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
export function dueOf(line: CaseLine, around: PageContext): Due | undefined {
  const { clock } = metaOf(line.state)
  const own = ownDay(line)
  if (own)
    return due(around.limits.get('consultation')?.amount ?? 0, around.calendar.daysLeft(around.today, own), false)
  const left = daysLeft(line, around)
  if (!clock || left === null || !inWorkingDays(line, around)) return undefined
  return due(
    around.limits.get(clock.limit)?.amount ?? 0,
    clock.stops ? (line.daysLeft ?? 0) : left,
    clock.stops ?? false,
  )
}

/** The working-day ruler of a case's three stages. */
export function caseRuler(
  line: CaseLine,
  askedFrom: State | null,
  around: PageContext,
  size: RulerSize = 'head',
): Ruler {
  const stages = PROMISED.map(({ name, limit }) => ({ name, limit: around.limits.get(limit)?.amount ?? 0 }))
  const stopped = metaOf(line.state).clock?.stops ?? false
  const left = stopped ? (line.daysLeft ?? 0) : (daysLeft(line, around) ?? 0)
  return ruler(stages, { stage: stageOf(line, askedFrom), left, stopped }, size)
}

/** The last day by which a decision is promised, as far as it can be said now. */
export function promisedOn(
  line: CaseLine,
  askedFrom: State | null,
  { calendar, limits, today }: PageContext,
): string | null {
  if (!line.filedOn) return null
  const stage = stageOf(line, askedFrom)
  if (stage >= STAGE_LIMITS.length || line.dueOn === null) return null
  const stopped = metaOf(line.state).clock?.stops ?? false
  const start = stopped ? calendar.addWorkingDays(today, line.daysLeft ?? 0).on : line.dueOn
  const rest = STAGE_LIMITS.slice(stage + 1).reduce((sum, name) => sum + (limits.get(name)?.amount ?? 0), 0)
  return calendar.addWorkingDays(start, rest).on
}

function clockText(line: CaseLine, left: number, around: PageContext): Bilingual {
  const { label, clock } = metaOf(line.state)
  if (!inWorkingDays(line, around)) return label
  const stopped = clock?.stops ?? false
  const days = leftText(stopped ? (line.daysLeft ?? 0) : left, stopped)
  return { zh: `${label.zh}，${days.zh}`, en: `${label.en}, ${days.en}` }
}

/** Until when the reader's own department has, where that is not the case's day. */
function ownLimit(line: CaseLine, { calendar, today }: PageContext): Line[] {
  const own = ownDay(line)
  if (!own) return []
  const left = leftText(calendar.daysLeft(today, own), false)
  return [
    [
      { zh: '本部门期限 ', en: 'Your department has until ' },
      { text: both((language) => dateText(own, language)), look: 'strong' },
      { zh: `（${left.zh}）`, en: ` (${left.en})` },
    ],
  ]
}

export function caseHead(file: CaseFile, around: PageContext): CaseHead {
  const { case: line, events } = file
  const asked = askedFromOf(events)
  const left = daysLeft(line, around)
  const promise = promisedOn(line, asked, around)
  const name = line.systemName ?? line.talentName ?? line.number
  const other = line.talentName && line.talentName.toUpperCase() !== name.toUpperCase() ? line.talentName : undefined
  return {
    name,
    otherName: other ? { text: other } : undefined,
    tag: tagOf(line.state),
    number: line.number,
    facts: [
      [line.firmName],
      ...ownLimit(line, around),
      ...(line.claimedName
        ? [
            [
              { zh: '承办 ', en: 'Held by ' },
              { text: line.claimedName, look: 'strong' as const },
            ],
          ]
        : []),
    ],
    clock:
      left !== null
        ? {
            now: clockText(line, left, around),
            promise: promise
              ? both((language) =>
                  language === 'zh' ? `承诺 ${dateText(promise, 'zh')}` : `promised ${dateText(promise, 'en')}`,
                )
              : both((language) =>
                  language === 'zh'
                    ? `到期 ${dateText(line.dueOn ?? '', 'zh')}`
                    : `due ${dateText(line.dueOn ?? '', 'en')}`,
                ),
            ruler: caseRuler(line, asked, around),
          }
        : undefined,
  }
}
