/**
 * The day that the firm waits for, or that waits for the firm, with the working-day ruler: what
 * stands at the top of the aside.
 */
import { type Bilingual, fill, joined, SENTENCES } from '../../base/text.js'
import { DECISION_DAY, DUE_DAYS, hearingOf } from '../../workflow/firmWords.js'
import { metaOf, PROMISED } from '../../workflow/step.js'
import {
  askedFromOf,
  caseRuler,
  isPaused,
  ofLane,
  type PageContext,
  promisedOn,
  STAGE_LIMITS,
  stageOf,
} from '../case/clock.view.js'
import type { OwnCase } from '../case/own.js'
import { day, workingDays } from '../kit/page.js'
import { ruler } from '../kit/ruler.js'
import { movedLines } from './moved.view.js'

const PROVISIONAL: Bilingual = {
  zh: '该年度放假安排尚未公布，日期为暂定。',
  en: 'The holidays of that year are not announced yet; the date is provisional.',
}
const IF_CORRECTED: Bilingual = {
  zh: '若请贵单位补正，补正期间不计入办理时限，日期顺延。',
  en: 'If you are asked for a correction, the time limit is paused and the date moves.',
}

/** Said before filing, of the lane that fits now, and afterwards of the one that was given. */
const IN_LANE: Bilingual = { zh: '适用快速通道“{lane}”。', en: 'In the fast lane “{lane}”.' }

/** Of a draft: by when there would be a decision if it were sent today. */
function ofDraft({ check: { judgement } }: OwnCase, context: PageContext) {
  const { lane } = judgement
  const { limits } = ofLane({ lane }, context)
  const stages = PROMISED.map(({ name, limit }) => ({ name, limit: limits.get(limit)?.amount ?? 0 }))
  const days = workingDays(stages.reduce((sum, { limit }) => sum + limit, 0))
  return {
    title: { zh: '今天提交的最迟决定日', en: 'If you submit today, decision by' },
    day: day(judgement.expectedDecisionOn),
    ruler: ruler(stages, null, 'side'),
    text: joined(
      [
        lane && fill(IN_LANE, { lane: lane.label }),
        fill({ zh: '{days}。', en: '{days}.' }, { days }),
        IF_CORRECTED,
        judgement.provisional && PROVISIONAL,
      ],
      SENTENCES,
    ),
  }
}

/** Of a case that waits for a policy: nobody knows the day. */
const ofPaused = (daysLeft: number) => ({
  title: { zh: '办理时限已暂停', en: 'Paused' },
  day: { zh: '等待后续政策', en: 'Waiting for a new policy' },
  text: fill(
    {
      zh: '推荐所依据的政策已期满，这不是不予推荐的理由。后续政策生效后继续办理，本环节还余{days}。届时另行通知。',
      en:
        'The policy for recommendations has expired. This is not a reason for refusal. Your case continues ' +
        'once a new policy is in force, with {days} left for this stage. We will inform you.',
    },
    { days: workingDays(daysLeft) },
  ),
})

/** Below the day until which the firm is heard: when there is a decision, where one is to come. */
function heardOf(own: OwnCase, context: PageContext) {
  const { case: line, events } = own.file
  const on = promisedOn(line, askedFromOf(events), context)
  if (on === null) return { text: AFTER_HEARING, moved: movedLines(own.file, context) }
  return {
    ruler: caseRuler(line, askedFromOf(events), context, 'side'),
    moved: movedLines(own.file, context),
    text: joined(
      [AFTER_HEARING, fill({ zh: '最迟{day}有决定。', en: 'A decision comes by {day}.' }, { day: day(on) })],
      SENTENCES,
    ),
  }
}

const AFTER_HEARING: Bilingual = {
  zh: '部门听取贵单位意见后再作决定。',
  en: 'The department will decide after hearing you.',
}

/** What stands in the aside; undefined when nobody waits for a day. */
export function promiseAside(own: OwnCase, context: PageContext) {
  const { case: line, events } = own.file
  const { state, dueOn, daysLeft, dueProvisional } = line
  if (state === 'draft') return ofDraft(own, context)
  // while the firm is heard its own day counts, and the decision comes after it
  for (const task of line.tasks ?? []) {
    const heard = hearingOf(task.act)
    if (heard && task.day) return { title: heard.title, day: day(task.day), ...heardOf(own, context) }
  }
  if (isPaused(line)) return ofPaused(daysLeft ?? 0)
  if (dueOn === null) return undefined
  const due = DUE_DAYS[state]
  const asked = askedFromOf(events)
  const stopped = metaOf(state).clock?.stops === true
  if (!stopped && stageOf(line, asked) >= STAGE_LIMITS.length) return due && { title: due.title, day: day(dueOn) }
  const rest = fill(
    {
      zh: '补正期间不计入办理时限，补正后继续计算，本环节还余{days}。逾期未补正的，案件终止。',
      en:
        'The time limit is paused. It continues after your correction, with {days} left for this stage. ' +
        'Without a correction by this day the case ends.',
    },
    { days: workingDays(daysLeft ?? 0) },
  )
  return {
    title: (due ?? DECISION_DAY).title,
    day: day(stopped ? dueOn : (promisedOn(line, asked, context) ?? dueOn)),
    ruler: caseRuler(line, asked, context, 'side'),
    moved: movedLines(own.file, context),
    text: stopped
      ? rest
      : joined(
          [line.lane && fill(IN_LANE, { lane: line.lane.label }), IF_CORRECTED, dueProvisional && PROVISIONAL],
          SENTENCES,
        ),
  }
}
