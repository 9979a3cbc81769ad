/** The lists of the firm's home as tables: each line with its day and one button to the thing to do. */
import { path } from '../../base/path.js'
import { type Bilingual, fill } from '../../base/text.js'
import type { FirmLine } from '../../cases/caseFile.js'
import { type FirmTask, type Renewal, renewalDays } from '../../cases/firmTasks.js'
import { NEAR } from '../../cases/lists.js'
import { firmNamed } from '../../people/mandate.service.js'
import { labelFor, isAnswered, TASK_WORDS, type TaskAct, taskText } from '../../workflow/firmWords.js'
import { actionAddress } from '../case/addresses.js'
import type { PageContext } from '../case/clock.view.js'
import { day, near, time } from '../kit/page.js'
import type { Button, Piece, Table } from '../kit/parts.js'
import { below, caution, code, link, quiet, strong } from '../kit/pieces.js'
import { type Column, column, tableOf } from '../kit/table.js'
import { CHECK_AND_SUBMIT } from './askedToSubmit.view.js'
import type { HomeTab } from './home.address.js'
import { CANCEL, END_REPORTED, permitDates } from './permit.view.js'
import { dayThatCounts, leftText, nameOf, taskOf } from './standing.js'
import { copyColumn, stateColumn } from './start.view.js'

export const TAB_WORDS: Readonly<Record<HomeTab, Bilingual>> = {
  todo: { zh: '需要贵单位办理', en: 'Your tasks' },
  waiting: { zh: '部门办理中', en: 'With the departments' },
  permits: { zh: '已获许可', en: 'Permits' },
  ended: { zh: '已结束', en: 'Ended' },
  all: { zh: '全部', en: 'All' },
}

/** What the lists are made with. */
export interface HomeContext extends PageContext {
  readonly renewal: Renewal | undefined
  /** The reader may begin an application. */
  readonly begins: boolean
  /** The reader may submit what a colleague has filled in. */
  readonly submits: boolean
  readonly readerId: number
  /** The reader's firm. */
  readonly firmId: number | null
}

/** Where each thing is done; a renewal is a button of its own. */
function placeOf(id: number, act: Exclude<TaskAct, 'renew'>): string {
  if (act === 'requestReview') return actionAddress(id, act)
  const places = {
    answerIntention: 'intention',
    answerRevocation: 'intention',
    meetCondition: 'conditions',
    settleConsent: 'consents',
    message: 'talk',
  }
  return act in places ? `${path.case(id)}#${places[act as keyof typeof places]}` : path.case(id)
}

/** A button of the form around the table, which starts the renewal with the answers of this case. */
const renewButton = (id: number, number: string, kind?: 'secondary'): Button => ({
  text: TASK_WORDS.renew.button,
  name: 'from',
  value: String(id),
  small: true,
  kind,
  about: number,
})

const SEE = { text: { zh: '查看', en: 'Open' }, small: true, kind: 'secondary' } as const

/** Filled in by somebody who has asked for it to be submitted: whether the reader is asked, or has to wait. */
const isAsked = ({ askedBy }: FirmTask, { submits, readerId }: HomeContext): boolean =>
  Boolean(askedBy) && submits && askedBy !== readerId

function taskButton({ id, number }: FirmLine, task: FirmTask, context: HomeContext): Button {
  const { begins } = context
  const { act, askedBy } = task
  const isReady = isAnswered(task) && context.submits && !askedBy
  if (isReady || isAsked(task, context))
    return { text: CHECK_AND_SUBMIT, href: path.review(id), small: true, about: number }
  if (askedBy) return { ...SEE, href: path.case(id), about: number }
  if (act === 'renew' && begins) return renewButton(id, number)
  if (act === 'renew' || !begins) return { ...SEE, href: path.case(id), about: number }
  return { text: TASK_WORDS[act].button, href: placeOf(id, act), small: true, about: number }
}

/** A day that stands out when it is near or past, with the days left. */
function dayLeft(on: string | null, context: PageContext, act?: TaskAct): Piece[] {
  if (on === null) return [quiet({ zh: '没有期限', en: 'No time limit' })]
  const { calendar, today } = context
  const text = near(on, today)
  if (on < today) return [{ text, look: 'bad', icon: 'warn' }, below({ zh: '已过', en: 'past' }, 'bad')]
  const rest = leftText(on, context, act)
  return calendar.daysLeft(today, on) <= NEAR
    ? [{ text, look: 'near', icon: 'warn' }, below(rest, 'near')]
    : [strong(text), below(quiet(rest))]
}

/** Of what an agent files: the agent reads for whom, the employer by whom. */
const filedFor = (
  { firmId, agentName, agentNameEn, firmName, employerNameEn }: FirmLine,
  own: HomeContext['firmId'],
): Piece[] => {
  if (agentName === null) return []
  const text =
    firmId === own
      ? fill({ zh: '{agent}代理', en: 'By {agent}' }, { agent: firmNamed(agentName, agentNameEn) })
      : fill({ zh: '代{firm}办理', en: 'For {firm}' }, { firm: firmNamed(firmName, employerNameEn) })
  return [below(quiet(text))]
}

const who = ({ firmId }: HomeContext): Column<FirmLine> =>
  column(
    '人选',
    'Candidate',
    (line) => [
      { text: nameOf(line), href: path.case(line.id), look: 'strong' },
      below(code(line.number)),
      ...filedFor(line, firmId),
    ],
    'heads',
  )

const BY_COLLEAGUE: Bilingual = { zh: '由有提交权限的同事提交', en: 'A colleague with the right to submit does this' }

/** What there is to do; what else waits stands below, each with its own way. */
const what = (context: HomeContext): Column<FirmLine> =>
  column('需要办理', 'Task', (line) => {
    const [first, ...others] = line.tasks ?? []
    const further = others.map((task) => {
      const text =
        task.day === null
          ? taskText(task)
          : fill({ zh: '{what}（{on}前）', en: '{what} by {on}' }, { what: taskText(task), on: day(task.day, 'short') })
      return below(task.act === 'renew' ? quiet(text) : link(text, placeOf(line.id, task.act)))
    })
    const waits = first?.askedBy && !isAsked(first, context)
    return [first && strong(taskText(first)), waits ? below(quiet(BY_COLLEAGUE)) : undefined, ...further]
  })

const todoColumns = (context: HomeContext): Column<FirmLine>[] => [
  who(context),
  stateColumn,
  what(context),
  column('最后一天', 'Last day', (line) => dayLeft(taskOf(line)?.day ?? null, context, taskOf(line)?.act)),
  column(
    '办理',
    'Action',
    (line) => {
      const first = taskOf(line)
      return first ? { button: taskButton(line, first, context) } : { line: [] }
    },
    'hidden',
  ),
]

/** The day of a case: of what the firm has to do, else of what it waits for. */
const dayOfLine = (context: HomeContext): Column<FirmLine> =>
  column('时限', 'Time limit', (line) => {
    const text = dayThatCounts(line, context)
    if (!text) return quiet('—')
    return taskOf(line)?.day ? caution(text) : text
  })
const changed: Column<FirmLine> = column('最近变动', 'Last change', ({ changedAt }) => quiet(time(changedAt, 'short')))

/** The next dated thing that a permit asks for: a condition, the renewal's first and last day, its end. */
export function nextDuty(line: FirmLine, { today, renewal, calendar }: HomeContext) {
  const { permitValidUntil: until, tasks, endReported } = line
  const condition = tasks?.find(({ act, day }) => act === 'meetCondition' && day !== null)
  const days =
    until !== null && renewal && !line.renewal && !endReported ? renewalDays(renewal, until, calendar) : undefined
  const duties = [{ on: condition?.day, what: TASK_WORDS.meetCondition.button }, ...permitDates(until, days)]
  const coming = duties.flatMap(({ on, what }) => (on && on >= today ? [{ on, what }] : []))
  return coming.sort((one, other) => (one.on < other.on ? -1 : one.on > other.on ? 1 : 0))[0]
}

/** How the conditions of a permit stand. */
export function conditionsText({ tasks, conditionsSaid }: FirmLine): Bilingual | undefined {
  const open = tasks?.filter(({ act }) => act === 'meetCondition').reduce((sum, { count }) => sum + count, 0) ?? 0
  if (open > 0) return { zh: `${open}项待落实`, en: `${open} to be met` }
  return conditionsSaid > 0 ? { zh: `${conditionsSaid}项已报告，待确认`, en: `${conditionsSaid} reported` } : undefined
}

const NOT_RECORDED = { zh: '许可机关尚未登记', en: 'Not recorded yet' }
const permitColumns = (context: HomeContext): Column<FirmLine>[] => [
  who(context),
  column('许可有效至', 'Permit until', (line) => {
    const { permitValidUntil: until, announced } = line
    const heard = announced && below(caution(labelFor(line)))
    if (until === null) return [quiet(NOT_RECORDED), heard]
    return [strong(day(until)), below(quiet(leftText(until, context))), heard]
  }),
  column('附带条件', 'Conditions', (line) => {
    const text = conditionsText(line)
    if (!text) return quiet({ zh: '无', en: 'None' })
    return line.tasks?.some(({ act }) => act === 'meetCondition') ? caution(text) : text
  }),
  column('下一项', 'Next item', (line) => {
    if (line.endReported) return [CANCEL, below(quiet(END_REPORTED))]
    const duty = nextDuty(line, context)
    return duty && [duty.what, below(quiet(day(duty.on)))]
  }),
  column('最迟在这里提交续办', 'Renew here by', ({ permitValidUntil: until, renewal: goesOn, endReported }) => {
    if (goesOn) return [link({ zh: '续办中', en: 'Renewal' }, path.case(goesOn.id)), below(code(goesOn.number))]
    if (until === null || endReported || !context.renewal) return undefined
    return dayLeft(renewalDays(context.renewal, until, context.calendar).safeUntil, context)
  }),
  column(
    '续办',
    'Renew',
    ({ id, number, renewal, tasks, endReported }) =>
      renewal || endReported || !context.begins
        ? { line: [] }
        : { button: renewButton(id, number, tasks?.some(({ act }) => act === 'renew') ? undefined : 'secondary') },
    'hidden',
  ),
]

/** One of the lists as a table. */
export function homeTable(tab: HomeTab, lines: readonly FirmLine[], context: HomeContext): Table {
  const columns: Readonly<Record<HomeTab, () => Column<FirmLine>[]>> = {
    todo: () => todoColumns(context),
    waiting: () => [who(context), stateColumn, dayOfLine(context), changed, copyColumn],
    permits: () => permitColumns(context),
    ended: () => [who(context), stateColumn, changed, copyColumn],
    all: () => [who(context), stateColumn, dayOfLine(context), changed, copyColumn],
  }
  const shown = columns[tab]().filter((one) => context.begins || one !== copyColumn)
  return tableOf(TAB_WORDS[tab], lines, shown)
}

/** What a list with nothing in it says. */
export const EMPTY: Readonly<Record<HomeTab, Bilingual>> = {
  todo: { zh: '没有需要贵单位办理的事项', en: 'You have no tasks' },
  waiting: { zh: '没有部门正在办理的申请', en: 'No application is with a department' },
  permits: { zh: '尚无人选获得许可', en: 'No permits yet' },
  ended: { zh: '没有已结束的申请', en: 'No application has ended' },
  all: { zh: '没有符合条件的申请', en: 'No application matches' },
}
