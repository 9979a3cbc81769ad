/**
 * The tabs of each person's queue. A permit officer's letters are nobody's own, and nothing waits
 * for somebody who only supervises.
 */
import type { Bilingual } from '../../base/text.js'
import type { Tab } from '../../cases/lists.js'
import { type Actor, CASE_ROLES, has } from '../../people/actor.js'
import type { State } from '../../workflow/machine.js'

/** One tab: which cases, of which states only, and under which name in the address. */
export interface QueueTab {
  readonly name: string
  readonly tab: Tab
  readonly states?: readonly State[]
  readonly text: Bilingual
  /** What it counts is late: the count stands out when there is one. */
  readonly alert?: boolean
}

const ofAll = (tab: Tab, zh: string, en: string): QueueTab => ({ name: tab, tab, text: { zh, en } })
/** Those of what waits for the reader that are in one state. */
const waitingIn = (state: State, name: string, zh: string, en: string): QueueTab => ({
  ...ofAll('todo', zh, en),
  name,
  states: [state],
})

const TODO = ofAll('todo', '待办', 'To do')
const MINE = ofAll('mine', '我承办的', 'Assigned to me')
const UNCLAIMED = ofAll('unclaimed', '未认领', 'Unclaimed')
const SOON = ofAll('dueSoon', '临近期限', 'Due soon')
const OVERDUE: QueueTab = { ...ofAll('overdue', '超期', 'Overdue'), alert: true }
const WAITING = ofAll('waiting', '等待他人', 'Waiting on others')
const OPEN = ofAll('open', '在办', 'Open')
const AFTER_LETTER = ofAll('afterLetter', '函后事项', 'After the letter')
const DONE = ofAll('done', '已结', 'Done')
const ALL = ofAll('all', '全部', 'All')
const RECEIVE = waitingIn('letterIssued', 'toReceive', '待签收', 'To be received')
const RECORD = waitingIn('letterReceived', 'toRecord', '待登记结果', 'Outcome to be recorded')
const DETAILS = ofAll('details', '待补登许可信息', 'Details to be added')

const WORKS: readonly QueueTab[] = [TODO, MINE, UNCLAIMED, SOON, OVERDUE, WAITING, AFTER_LETTER, DONE, ALL]
const PERMIT: readonly QueueTab[] = [RECEIVE, RECORD, DETAILS, WAITING, DONE, ALL]
const SUPERVISES: readonly QueueTab[] = [OPEN, UNCLAIMED, SOON, OVERDUE, AFTER_LETTER, DONE, ALL]

export const onlySupervises = (person: Actor): boolean => has(person, 'supervisor') && !has(person, ...CASE_ROLES)

/** The tabs of somebody's queue, the first being what they come for. */
export function tabsFor(person: Actor): readonly QueueTab[] {
  if (has(person, 'permitOfficer')) return PERMIT
  return onlySupervises(person) ? SUPERVISES : WORKS
}

/** The tab that an address names; when it only looks for something, all cases are looked through. */
export function tabOf(person: Actor, name: string | undefined, find: string | undefined): QueueTab {
  const tabs = tabsFor(person)
  return tabs.find((tab) => tab.name === name) ?? (find ? ALL : (tabs[0] ?? ALL))
}
