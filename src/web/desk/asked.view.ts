/** What colleagues ask of each other in a case: tasks that are still to be done, and who was chased how often. */
import { path } from '../../base/path.js'
import { type Bilingual, COLON, COMMA, fill, joined, type Language, say } from '../../base/text.js'
import { type OwnTask, timesText } from '../../cases/beckons.js'
import { type CaseFile, mayDo, type TimelineEvent } from '../../cases/caseFile.js'
import { awaitedNow } from '../../cases/outstanding.js'
import type { KnownNow } from '../../forms/engine/known.js'
import { actionAddress } from '../case/addresses.js'
import type { PageContext } from '../case/clock.view.js'
import { byOf } from '../case/history.view.js'
import { day, time } from '../kit/page.js'
import type { Notice } from '../kit/parts.js'
import { tag } from '../kit/pieces.js'
import type { Reader } from './colleagues.view.js'

const textIn = ({ content }: TimelineEvent, name: string): string => String(content?.[name] ?? '')

/** The tasks that are still to be done, the most urgent first; none once the case is where none is given. */
function openTasks({ events, choices }: CaseFile): TimelineEvent[] {
  if (!choices.some(({ action }) => action === 'finishTask')) return []
  const finished = new Set(events.filter(({ action }) => action === 'finishTask').map(({ content }) => content?.task))
  return events
    .filter(({ action, seq, content }) => action === 'giveTask' && content !== null && !finished.has(seq))
    .sort((one, other) => textIn(one, 'dueOn').localeCompare(textIn(other, 'dueOn')))
}

/** How often each department was chased since the case came to where it is, with the last time. */
function chasesOf({ events }: CaseFile) {
  const moved = events.findLast(({ fromState, toState }) => fromState !== toState)?.seq ?? 0
  const chases = events.filter(({ action, seq, content }) => action === 'chase' && seq > moved && content !== null)
  const departmentOf = ({ content }: TimelineEvent) => Number(content?.department)
  return [...new Set(chases.map(departmentOf))].flatMap((department) => {
    const found = chases.filter((one) => departmentOf(one) === department)
    const last = found.at(-1)
    return last ? [{ department, times: found.length, last }] : []
  })
}

/** What parts/asked.hbs shows; undefined when nobody has asked anything of anybody. */
export function askedOf(file: CaseFile, context: PageContext) {
  const tasks = openTasks(file).map((event) => taskOf(event, context))
  const chases = chasesOf(file).map(({ department, times, last }) =>
    fill(
      { zh: '已催办{who}{times}，最近一次{at}，{by}', en: '{who} chased {times}, last on {at} by {by}' },
      {
        who: context.authorities.get(department)?.short ?? '—',
        times: timesText(times),
        at: time(last.at, 'short'),
        by: byOf(last, context) ?? '—',
      },
    ),
  )
  if (tasks.length + chases.length === 0) return undefined
  return { tasks, chases, action: mayDo(file, 'finishTask') ? actionAddress(file.case.id, 'finishTask') : undefined }
}

function taskOf(event: TimelineEvent, context: PageContext) {
  const dueOn = textIn(event, 'dueOn')
  return {
    seq: event.seq,
    what: textIn(event, 'what'),
    about: joined(
      [
        event.toName && { zh: `承办：${event.toName}`, en: `Assigned to: ${event.toName}` },
        fill({ zh: '{on}前完成', en: 'by {on}' }, { on: day(dueOn) }),
        fill({ zh: '{by}交办', en: 'assigned by {by}' }, { by: byOf(event, context) ?? '—' }),
      ],
      COMMA,
    ),
    late: dueOn < context.today ? tag('逾期', 'Overdue', 'red') : undefined,
  }
}

/** To somebody of a department that was chased. */
export function chasedNotice(file: CaseFile, context: PageContext, { authorityId }: Reader): Notice[] {
  const found = chasesOf(file).find(({ department }) => department === authorityId)
  if (!found || !awaitedNow(file).includes(found.department)) return []
  const values = {
    times: timesText(found.times),
    at: time(found.last.at, 'short'),
    by: byOf(found.last, context) ?? '—',
  }
  const remarks = textIn(found.last, 'remarks')
  const said = fill({ zh: '最近一次{at}，{by}', en: 'Last on {at}, by {by}' }, values)
  return [
    {
      kind: 'near',
      title: fill({ zh: '本案已催办贵部门{times}', en: 'Your department was chased {times}' }, values),
      text: joined([said, remarks && { zh: remarks, en: remarks }], COLON),
    },
  ]
}

/** The departments that may be chased, to choose from. */
export const departmentsKnown = (file: CaseFile, { authorities }: PageContext, language: Language): KnownNow[] =>
  awaitedNow(file).map((id) => ({ value: String(id), label: say(authorities.get(id)?.short ?? NOBODY, language) }))

const NOBODY: Bilingual = { zh: '—', en: '—' }

/** The tasks that are still to be done, to choose from. */
export const tasksKnown = (file: CaseFile): KnownNow[] =>
  openTasks(file).map((event) => ({ value: String(event.seq), label: textIn(event, 'what') }))

/** What the head of a queue says of the tasks that its reader has; undefined when there are none. */
export function ownTasksOf(tasks: readonly OwnTask[], today: string) {
  if (tasks.length === 0) return undefined
  return tasks.map(({ caseId, number, name, what, dueOn }) => ({
    href: `${path.case(caseId)}#asked`,
    what: what ?? '—',
    about: joined([[number, name].filter(Boolean).join(' '), dueText(dueOn, today)], COMMA),
    late: dueOn < today ? tag('逾期', 'Overdue', 'red') : undefined,
  }))
}

const dueText = (dueOn: string, today: string): Bilingual =>
  dueOn === today
    ? { zh: '今天完成', en: 'due today' }
    : fill({ zh: '{on}前完成', en: 'by {on}' }, { on: day(dueOn, 'short') })
