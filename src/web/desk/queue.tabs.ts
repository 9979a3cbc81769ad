/**
 * The tabs of each person's queue. A permit officer's letters are nobody's own, and nothing waits
 * for somebody who only supervises.
 */
import type { Bilingual } from '../../base/text.js'
import type { Tab } from '../../cases/lists.js'
import { type Actor, has } from '../../people/actor.js'
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

const plain = (tab: Tab, zh: string, en: string): QueueTab => ({ name: tab, tab, text: { zh, en } })

const TODO = plain('todo', '待办', 'To do')
const MINE = plain('mine', '我的', 'Mine')
const UNCLAIMED = plain('unclaimed', '未认领', 'Unclaimed')
const SOON = plain('dueSoon', '临近期限', 'Due soon')
const OVERDUE: QueueTab = { ...plain('overdue', '超期', 'Overdue'), alert: true }
const WAITING = plain('waiting', '等待他人', 'Waiting on others')
const OPEN = plain('open', '在办', 'Open')
const DONE = plain('done', '已结', 'Done')
const ALL = plain('all', '全部', 'All')
const RECEIVE: QueueTab = {
  name: 'toReceive',
  tab: 'todo',
  states: ['letterIssued'],
  text: { zh: '待签收', en: 'To be received' },
}
const RECORD: QueueTab = {
  name: 'toRecord',
  tab: 'todo',
  states: ['letterReceived'],
  text: { zh: '待登记结果', en: 'Outcome to be recorded' },
}

const WORKS: readonly QueueTab[] = [TODO, MINE, UNCLAIMED, SOON, OVERDUE, WAITING, DONE, ALL]
const PERMIT: readonly QueueTab[] = [RECEIVE, RECORD, WAITING, DONE, ALL]
const SUPERVISES: readonly QueueTab[] = [OPEN, UNCLAIMED, SOON, OVERDUE, DONE, ALL]

export const onlySupervises = (person: Actor): boolean =>
  has(person, 'supervisor') && !has(person, 'intake', 'assessor', 'approver')

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
