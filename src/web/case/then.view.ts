/**
 * What will happen when an action is done, in words made from the chart: where the case goes, what
 * is caused, which time limit begins, whose turn it is.
 */
import { type Bilingual, fill } from '../../base/text.js'
import type { CaseFile } from '../../cases/caseFile.js'
import { limitsInLane } from '../../criteria/fastLanes.js'
import { type Deadline, daysLeftNow, deadlineAfter } from '../../cases/deadlines.js'
import { type Consequence, consequence, consequenceOf, WAITING_WORDS } from '../../workflow/effectWords.js'
import type { Act, State, Waiting } from '../../workflow/machine.js'
import { BRANCH_WORDS } from '../../workflow/ruleWords.js'
import { type Edge, edgesFrom, isAction, isFinal, metaOf } from '../../workflow/step.js'
import { WORDS } from '../../workflow/words.js'
import { day } from '../kit/page.js'
import type { PageContext } from './clock.view.js'

/** Where an action may lead; nowhere for an entry. */
const edgesOf = (action: Act, state: State): readonly Edge[] => (isAction(action) && edgesFrom(state).get(action)) || []

/** To a firm an entry is something that it tells the department. */
const READ_BY_DEPARTMENT = consequence('经办部门', 'Department', {
  zh: '可以看到，并记入办理记录',
  en: 'sees it; recorded in the history of the case',
})

/**
 * The consequences of an action for this case, the state first. An entry moves nothing and has none
 * but who can read it.
 *
 * @param officer whether the reader is of an authority, who is told what the firm will see
 */
export function consequencesOf(action: Act, file: CaseFile, context: PageContext, officer: boolean): Consequence[] {
  const { state } = file.case
  const edges = edgesOf(action, state)
  const [target, ...others] = [...new Set(edges.map((edge) => edge.target))]
  const moves = target && others.length === 0 && target !== state
  return [
    ...(edges.length > 0 ? [consequence('案件', 'Case', movesTo(edges, state))] : []),
    ...[...new Set(edges.flatMap(({ effects }) => effects))].flatMap((effect) => consequenceOf(effect) ?? []),
    ...(edges.length === 0 && !officer ? [READ_BY_DEPARTMENT] : []),
    ...(moves ? afterwards(target, file, context) : []),
    ...(officer ? [consequence('企业可见', 'Visible to the firm', seenByFirm(action))] : []),
  ]
}

function movesTo(edges: readonly Edge[], state: State): Bilingual {
  const nameOf = (target: State): Bilingual => {
    const { label } = metaOf(target)
    return target === state
      ? { zh: `仍是“${label.zh}”`, en: `stays “${label.en}”` }
      : { zh: `转为“${label.zh}”`, en: `becomes “${label.en}”` }
  }
  const [first, otherwise] = edges
  if (!first) return { zh: '', en: '' }
  if (!first.by.branch || !otherwise) return nameOf(first.target)
  return fill(
    { zh: '{condition}的，{first}；否则{other}', en: '{first} if {condition}; otherwise {other}' },
    { condition: BRANCH_WORDS[first.by.branch], first: nameOf(first.target), other: nameOf(otherwise.target) },
  )
}

/** The time limit that begins, and whose turn it is. */
function afterwards(target: State, file: CaseFile, context: PageContext): Consequence[] {
  if (isFinal(target)) return [consequence('结果', 'Result', { zh: '案件办结，不能再办理', en: 'the case is closed' })]
  const { waitsFor, clock } = metaOf(target)
  const { dueOn } = deadlineIn(target, file, context)
  const next = waitsFor && nextIn(target, waitsFor, file)
  const limit = clock?.stops
    ? { zh: '到{on}；办理时限停止计算', en: 'until {on}; our time limit is paused' }
    : { zh: '到{on}', en: 'until {on}' }
  return [
    ...(next ? [consequence('下一步办理', 'Next step by', next)] : []),
    ...(dueOn ? [consequence('期限', 'Time limit', fill(limit, { on: day(dueOn) }))] : []),
  ]
}

/**
 * Whose turn it is; of the firm also what it may do then, straight from the chart: nobody's where it may do nothing
 * more, as after a review.
 */
function nextIn(target: State, waitsFor: Waiting, { events }: CaseFile): Bilingual | undefined {
  const { zh, en } = WAITING_WORDS[waitsFor]
  if (waitsFor !== 'firm') return { zh, en }
  const isReviewed = events.some(({ action }) => action === 'requestReview')
  const labels = [...edgesFrom(target)].flatMap(([action, edges]) =>
    edges.some(({ by }) => by.who.includes('firm') && !(isReviewed && by.when?.includes('notReviewedYet')))
      ? [WORDS[action].label]
      : [],
  )
  if (labels.length === 0) return undefined
  return {
    zh: `${zh}，可以${labels.map((label) => label.zh).join('或')}`,
    en: `${en}: ${labels.map((label) => label.en.toLowerCase()).join(', or ')}`,
  }
}

function deadlineIn(
  target: State,
  { case: line, events, stops }: CaseFile,
  { today, calendar, limits }: PageContext,
): Deadline {
  const to = metaOf(target)
  return deadlineAfter({
    from: metaOf(line.state),
    to,
    current: line,
    left: daysLeftNow(
      calendar,
      today,
      line.dueOn,
      stops.filter(({ toOn }) => toOn === null),
    ),
    visited: events.map(({ toState }) => toState),
    today,
    calendar,
    limit: to.clock && limitsInLane(limits, line.lane).get(to.clock.limit),
  })
}

const seenByFirm = (action: Act): Bilingual =>
  WORDS[action].internal
    ? { zh: '否，内部事项', en: 'no, internal' }
    : { zh: '是，记入办理记录', en: 'yes, in the history of the case' }
