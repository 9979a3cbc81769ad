/** A case that waits for a decision while no route of a recommendation is in force: its limit waits, its firm is told once, and it goes on when a successor is in force. */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { PolicyDrafts } from '../../src/reference/draft.service.js'
import { Reference } from '../../src/reference/reference.service.js'
import { extendPlans } from '../../tools/seed/policy.js'
import { type Case, World } from '../cases/world.js'

let world: World
beforeAll(async () => {
  world = await World.open()
})
afterAll(() => world.close())

/** The next minute of the worker, as it knows the rules then. */
async function minute(on: string): Promise<void> {
  world.at(on)
  await world.app.get(Reference).refresh()
  await (await world.worker()).get(Reference).refresh()
  await (await world.tasks()).runMinute()
}
const stands = async (one: Case) => {
  const { state, dueOn, daysLeft } = await one.row()
  return { state, dueOn, daysLeft }
}
async function eventsOf(one: Case): Promise<string[]> {
  const { rows } = await world.admin.query<{ action: string }>(
    `select action from events where case_id = $1 and actor_kind = 'clock' order by seq`,
    [one.id],
  )
  return rows.map(({ action }) => action)
}
async function toldTheFirm(one: Case): Promise<string[]> {
  await world.notify()
  const { rows } = await world.admin.query<{ kind: string }>(
    `select n.kind from notifications n join people p on p.id = n.person_id
     where n.case_id = $1 and p.account = 'applicant' and n.kind in ('pauseLimit', 'resumeLimit') order by n.mark::int`,
    [one.id],
  )
  return rows.map(({ kind }) => kind)
}

test('the turn of the year with the plan lapsing, and its successor', async () => {
  const [one, refused] = [await world.caseIn('underAssessment'), await world.caseIn('underAssessment')]
  // the promise given at filing, which no limit outlasts, is to end after the lapse
  await world.admin.query(`update cases set filed_on = '2026-12-14'`)
  world.at('2026-12-30')
  for (const each of [one, refused]) await each.do('assessor', 'report')
  await minute('2026-12-31')
  expect(await stands(one)).toEqual({ state: 'awaitingDecision', dueOn: '2027-01-04', daysLeft: null })

  await minute('2027-01-01')
  await minute('2027-01-02')
  expect(await stands(one)).toEqual({ state: 'awaitingDecision', dueOn: null, daysLeft: 1 })
  expect(await toldTheFirm(one)).toEqual(['pauseLimit'])
  // whatever else is asked of the firm meanwhile does not set a day
  await refused.do('approver', 'announceRefusal')
  await refused.do('applicant', 'answerIntention', { statement: undefined, noStatement: true })
  expect(await stands(refused)).toEqual({ state: 'awaitingDecision', dueOn: null, daysLeft: 1 })
  await refused.do('approver', 'refuse')
  expect(await refused.state()).toBe('notRecommended')
  await minute('2027-01-12')
  expect(await eventsOf(one)).toEqual(['pauseLimit'])
  expect(await toldTheFirm(one)).toEqual(['pauseLimit'])

  // as the demonstration goes on after the plan
  const editors = new Map([
    ['policy', world.person('policyEditor')],
    ['policy2', world.person('otherEditor')],
  ])
  await extendPlans({ policy: world.app.get(PolicyDrafts) }, editors, '2027-01-18', '2027-01-18')
  await minute('2027-01-18')
  await minute('2027-01-18')
  expect(await stands(one)).toEqual({ state: 'awaitingDecision', dueOn: '2027-01-19', daysLeft: null })
  expect(await eventsOf(one)).toEqual(['pauseLimit', 'resumeLimit'])
  expect(await toldTheFirm(one)).toEqual(['pauseLimit', 'resumeLimit'])
  const { rows } = await world.admin.query(
    `select reason, from_on::text as "from", to_on::text as "to", days from clock_stops where case_id = $1`,
    [one.id],
  )
  expect(rows).toEqual([{ reason: 'basis', from: '2027-01-01', to: '2027-01-18', days: 11 }])
  await one.do('approver', 'recommend')
  expect(await one.state()).toBe('recommended')
})
