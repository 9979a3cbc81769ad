/** How far a case is, in the firm's words: its name, the ways to it, the progress bar, and the day that counts. */
import { daysBetween } from '../../base/dates.js'
import { path } from '../../base/path.js'
import { type Bilingual, fill } from '../../base/text.js'
import type { CaseFile, CaseLine, TimelineEvent } from '../../cases/caseFile.js'
import type { FirmTask } from '../../cases/firmTasks.js'
import { SECTIONS, type SectionKey } from '../../forms/application.js'
import {
  DECISION_DAY,
  DUE_DAYS,
  labelFor,
  STAGE_WORDS,
  type StageWords,
  type TaskAct,
  untilText,
} from '../../workflow/firmWords.js'
import type { State } from '../../workflow/machine.js'
import { metaOf } from '../../workflow/step.js'
import { askedFromOf, ofLane, type PageContext, promisedOn, STAGE_LIMITS } from '../case/clock.view.js'
import { counted, day, workingDays } from '../kit/page.js'
import type { Steps, Tag, Text } from '../kit/parts.js'
import { link } from '../kit/pieces.js'

/** The candidate as the firm knows them; a draft without a name by its number. */
export const nameOf = ({ talentName, systemName, number }: CaseLine): Text =>
  talentName ?? systemName ?? { zh: `新申请 ${number}`, en: `New application ${number}` }

/** The way back from a page of the draft. */
export const tasksLink = (caseId: number) => link({ zh: '返回填报目录', en: 'Back to task list' }, path.case(caseId))

/** The way back from a case. */
export const casesLink = link({ zh: '全部申请', en: 'All applications' }, path.cases)

const STAGES = Object.values(STAGE_WORDS)

/** The state in which an ended case stood last. */
const stateBefore = (state: State, events: readonly TimelineEvent[]): State =>
  events.findLast(({ toState, fromState }) => toState === state && fromState !== state)?.fromState ?? state

/** The index of the stage that a case is in; past the last one when a letter is out. */
function placeOf(state: State, events: readonly TimelineEvent[]): number {
  const asked = metaOf(state).clock?.stops ? askedFromOf(events) : null
  const { stage } = metaOf(asked ?? state)
  if (stage) return STAGES.indexOf(STAGE_WORDS[stage])
  if (events.some(({ action }) => action === 'recordLetter')) return STAGES.length
  const before = stateBefore(state, events)
  return before === state ? STAGES.length : placeOf(before, events)
}

/** Under the stage that the case is in: what it is called now. */
function noteNow(state: State, index: number, { limits }: PageContext): Bilingual {
  const limit = STAGE_LIMITS[index - 1]
  const { clock, label } = metaOf(state)
  if (index === 0) return { zh: '现在', en: 'now' }
  return clock && limit === clock.limit ? workingDays(limits.get(limit)?.amount ?? 0) : label
}

/** The progress bar of a case. */
export function stepsOf({ case: line, events, assessedAt }: CaseFile, usual: PageContext): Steps {
  const { state } = line
  const context = ofLane(line, usual)
  const place = placeOf(state, events)
  // what is refused or over goes no further: no days are promised for the rest
  const ended = metaOf(state).tag.glyph === 'end'
  const noteOf = ({ endsWith }: StageWords, index: number): Text | undefined => {
    if (index === place) return noteNow(state, index, context)
    // the departments' own steps are not told but for the day on which the last one was done
    const own = endsWith.length === 0 ? assessedAt : undefined
    const at = own ?? events.findLast(({ action }) => endsWith.includes(action))?.at
    if (index < place) return at ? day(at, 'short') : { zh: '已完成', en: 'done' }
    if (ended) return undefined
    const limit = STAGE_LIMITS[index - 1]
    return limit ? workingDays(context.limits.get(limit)?.amount ?? 0) : { zh: '决定当日', en: 'the same day' }
  }
  // a refusal is the end of its stage
  const over = ended && STAGES[place]?.endsWith.some((act) => events.some(({ action }) => action === act)) === true
  return {
    label: { zh: '办理进度', en: 'Progress' },
    steps: STAGES.map((stage, index) => ({
      name: stage.name,
      note: noteOf(stage, index),
      done: index < place || (over && index === place),
      current: !over && index === place,
    })),
  }
}

/** What the firm has to do first; undefined when nothing waits for it. */
export const taskOf = ({ tasks }: CaseLine): FirmTask | undefined => tasks?.[0]

/** The tag of a case for its firm: of its state, or of what the firm is heard on until that is decided. */
export function tagOf(line: CaseLine): Tag {
  const label = labelFor(line)
  const { tag, label: usual } = metaOf(line.state)
  return label === usual ? { label, ...tag } : { label, colour: 'yellow', glyph: 'stop' }
}

/** The day that counts for the firm, in a list: until when it has to do something, else what it waits for. */
export function dayThatCounts(line: CaseLine, context: PageContext): Bilingual | undefined {
  const task = taskOf(line)
  if (task?.day) return untilText({ act: task.act, day: task.day }, context.today, day(task.day))
  if (line.dueOn === null) return undefined
  const { sentence } = DUE_DAYS[line.state] ?? DECISION_DAY
  return fill(sentence, { day: day(promisedOn(line, null, context) ?? line.dueOn) })
}

/** The limits by which the firm's own days are counted; the day of anything else is one of the calendar. */
const TASK_LIMITS: Readonly<Partial<Record<TaskAct, string>>> = {
  resubmit: 'correction',
  answerIntention: 'intention',
  answerRevocation: 'revocation',
  requestReview: 'reviewRequest',
}

/** How long the firm still has, in the unit of the limit: the same in its lists and on the page of a case. */
export function leftText(on: string, { calendar, limits, today }: PageContext, act?: TaskAct): Bilingual {
  const isWorking = limits.get((act && TASK_LIMITS[act]) ?? '')?.unit === 'workingDays'
  const left = Math.max(0, isWorking ? calendar.daysLeft(today, on) : daysBetween(today, on))
  if (left === 0) return { zh: '今天截止', en: 'today is the last day' }
  const { zh, en } = isWorking ? workingDays(left) : { zh: `${left} 天`, en: counted(left, 'day', 'days') }
  return { zh: `还剩 ${zh}`, en: `${en} left` }
}

/** Where a section stands among all. */
export function countOf(key: SectionKey): Bilingual {
  const index = SECTIONS.findIndex((section) => section.key === key)
  return { zh: `第 ${index + 1} 节，共 ${SECTIONS.length} 节`, en: `Section ${index + 1} of ${SECTIONS.length}` }
}
