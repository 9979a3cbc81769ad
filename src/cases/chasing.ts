/**
 * What colleagues ask of each other in a case: a note that mentions somebody, a task with an owner and a day, and that
 * a department is chased (docs/decisions/0047-what-colleagues-ask.md). Nobody is named who may not read the case.
 */
import { row, rows, type Tx } from '../base/database.js'
import { asProblem, Invalid, type Problem } from '../base/errors.js'
import type { Cause } from './causes.js'

/** Somebody who reads the officers' notes in a case. */
export interface CaseReader {
  readonly id: number
  readonly name: string
  readonly account: string
  readonly authorityId: number
}

/** Those who have a desk in the case: of its departments, and in a review the panel; nobody who stands aside. */
const READERS = `
  select distinct p.id, p.name, p.account, p.authority_id as "authorityId"
  from people p join case_parties k on k.authority_id = p.authority_id and k.case_id = $1
  where p.ended_at is null and (
      k.part in ('lead', 'named') and p.roles && array['intake', 'assessor', 'approver', 'supervisor']
      or k.part = 'review' and 'reviewPanel' = any (p.roles))
    and not exists (
      select from events e where e.case_id = $1 and e.action = 'declareInterest' and e.actor_id = p.id)
  order by p.authority_id, p.name, p.id`

/** Who may be mentioned in a case and given a task in it. */
export const listReaders = (tx: Tx, caseId: number): Promise<CaseReader[]> => rows<CaseReader>(tx, READERS, [caseId])

/** What belongs to a longer account than the one before it. */
const GOES_ON = /^(?:[A-Za-z0-9_-]|[.@][A-Za-z0-9])/

/** Whether a text names somebody after an `@`: nothing follows that could belong to a longer account. */
const names = (text: string, name: string): boolean =>
  ['@', '＠'].some((sign) => {
    const [, ...following] = text.toLowerCase().split(sign + name.toLowerCase())
    return following.some((rest) => !GOES_ON.test(rest))
  })

/** The readers whom a note mentions, by name or account. A longer name that begins with another one is not that one. */
export function mentionedIn(text: string, readers: readonly CaseReader[]): CaseReader[] {
  const found = readers.filter(({ name, account }) => names(text, name) || names(text, account))
  const shadows = ({ name }: CaseReader) =>
    found.some((other) => other.name !== name && other.name.startsWith(name) && !names(without(text, other.name), name))
  return found.filter((reader) => names(text, reader.account) || !shadows(reader))
}
const without = (text: string, name: string): string => text.replaceAll(name, '')

export async function note(tx: Tx, { case: found, input, content }: Cause): Promise<void> {
  const mentioned = mentionedIn(String(input.text), await listReaders(tx, found.id))
  if (mentioned.length > 0) content.mentioned = mentioned.map(({ id }) => id)
}

/** One of the departments for which the case waits: the only one when none is named. */
export async function chase(_tx: Tx, { facts, input, content }: Cause): Promise<void> {
  content.department = oneOf(facts.chasable, input.department, CHASED)
}

export async function giveTask(tx: Tx, { case: found, input, today }: Cause): Promise<void> {
  const readers = await listReaders(tx, found.id)
  const wrong = [
    ...(readers.some(({ id }) => id === input.to) ? [] : [NO_READER]),
    ...(String(input.dueOn) < today ? [PAST_DAY] : []),
  ]
  if (wrong.length > 0) throw new Invalid(wrong)
}

/** What was asked, and by whom. */
const GIVEN = `
  select e.actor_id as "to", t.content -> 'what' as what
  from events e join event_contents t on t.case_id = e.case_id and t.seq = e.seq where e.case_id = $1 and e.seq = $2`

/** Whoever gave it is told (`to`). */
export async function finishTask(tx: Tx, { case: found, facts, input, content }: Cause): Promise<void> {
  const seq = oneOf(facts.tasksOpen, input.task, TASKS)
  Object.assign(content, { task: seq, ...(await row<object>(tx, GIVEN, [found.id, seq])) })
}

/** The one that is named, or the only one. Throws Invalid when it is none of them, or several are there. */
function oneOf(among: readonly number[], named: unknown, { none, which }: Record<'none' | 'which', Problem>): number {
  const meant = typeof named === 'number' ? named : among.length === 1 ? among[0] : undefined
  if (meant === undefined) throw new Invalid([which])
  if (!among.includes(meant)) throw new Invalid([none])
  return meant
}

const CHASED = {
  none: asProblem(
    'notOutstanding',
    'department',
    '本案目前无须该部门办理，或者今天已经催办过。请从列表中选择。',
    'The case is not waiting for this department, or it was chased today. Select one from the list.',
  ),
  which: asProblem('whichDepartment', 'department', '请选择催办的部门。', 'Select the department to chase.'),
}
const TASKS = {
  none: asProblem(
    'noSuchTask',
    'task',
    '没有这项子任务，或者已经完成。请从列表中选择。',
    'There is no such task, or it is done. Select one from the list.',
  ),
  which: asProblem('whichTask', 'task', '请选择已完成的任务。', 'Select the completed task.'),
}
const NO_READER = asProblem(
  'noSuchReader',
  'to',
  '此人不能查看本案，请从列表中选择。',
  'This person cannot view the case. Select one from the list.',
)
const PAST_DAY = asProblem(
  'pastDay',
  'dueOn',
  '完成日期已经过去，请填今天或以后的日期。',
  'Enter today or a later date.',
)
