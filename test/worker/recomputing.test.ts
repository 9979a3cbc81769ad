/** A calendar comes into force: the days of open cases are counted anew, once, and those whom a moved day concerns are told. */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { PolicyDrafts } from '../../src/reference/draft.service.js'
import { Reference } from '../../src/reference/reference.service.js'
import { ROUTES, type StepLine } from '../cases/routes.js'
import { type Case, World } from '../cases/world.js'

let world: World
beforeAll(async () => {
  world = await World.open()
})
afterAll(() => world.close())

const NAME = { zh: '元旦', en: 'New Year’s Day' }
const SOURCE = { zh: '国务院办公厅通知', en: 'Notice of the General Office of the State Council' }

/** Drafted by one policy editor, approved by another, in force on that day. */
async function announce(effectiveFrom: string, off: [from: string, to: string][], working: string[]): Promise<void> {
  await world.letAllSpeak()
  const drafts = world.app.get(PolicyDrafts)
  const days = off.map(([from, to]) => ({ from, to, name: NAME }))
  const body = { year: 2027, announced: true, off: days, working, source: SOURCE }
  const draft = { effectiveFrom, body, note: 'The notice.' }
  const id = await drafts.draft(world.person('policyEditor'), 'calendar', '2027', draft)
  await drafts.approve(world.person('otherEditor'), id, 1)
  await (await world.worker()).get(Reference).refresh()
}
const minute = async (on: string) => {
  world.at(on)
  await (await world.tasks()).runMinute()
}
async function filed(on: string, state: keyof typeof ROUTES, ...steps: StepLine[]): Promise<Case> {
  world.at(on)
  const one = await filing(state)
  await one.walk(steps)
  return one
}
/** A case of somebody who still works, on the day on which the clock stands. */
async function filing(state: keyof typeof ROUTES = 'draft'): Promise<Case> {
  const resume = [
    { from: '2008-09', to: '2020-10', what: 'study' },
    { from: '2020-11', to: '2027-03', what: 'work' },
  ]
  const one = await world.draft('applicant', 'goodsHost', { resume })
  await one.walk(ROUTES[state])
  return one
}
const daysOf = async (one: Case) => {
  const { dueOn, dueProvisional } = await one.row()
  return [dueOn, dueProvisional]
}
async function entriesOf(one: Case): Promise<object[]> {
  const { rows } = await world.admin.query<{ content: object }>(
    `select t.content from events e join event_contents t using (case_id, seq) where e.case_id = $1 and e.action = 'recompute' order by seq`,
    [one.id],
  )
  return rows.map(({ content }) => content)
}
async function each<T>(cases: readonly Case[], look: (one: Case) => Promise<T>): Promise<T[]> {
  const found: T[] = []
  for (const one of cases) found.push(await look(one))
  return found
}
async function told(one: Case): Promise<string[]> {
  await world.notify()
  const { rows } = await world.admin.query<{ account: string }>(
    `select p.account from notifications n join people p on p.id = n.person_id where n.case_id = $1 and n.kind = 'recompute' order by n.mark::int, p.account`,
    [one.id],
  )
  return rows.map(({ account }) => account)
}

test('cases filed across the turn of the year, before and after the calendar is entered', async () => {
  const early = await filed('2026-12-24', 'submitted')
  const correction: StepLine = ['intake', 'requestCorrection']
  const longer = await filed('2026-12-10', 'submitted', correction)
  const correcting = await filed('2026-12-29', 'submitted', correction)
  const letter = await filed('2026-12-29', 'letterIssued')
  const moved = await filed('2026-12-28', 'submitted', ['intake', 'claim'])
  const before = await filed('2026-12-28', 'submitted') // as the release before has written it
  await world.admin.query(
    'update cases set counted_from = null, counted_days = null, counted_seq = null where id = $1',
    [before.id],
  )
  const consulting = await filed('2026-12-29', 'underAssessment', ['assessor', 'consult'])
  const all = [early, longer, correcting, letter, moved, before, consulting]

  await minute('2026-12-30')
  expect(await each(all, daysOf)).toEqual([
    ['2026-12-31', false],
    ['2027-01-11', true], // thirty days end on Saturday 9 January
    ['2027-01-28', true],
    ['2027-06-29', false], // a letter’s validity is by no calendar
    ['2027-01-05', true],
    ['2027-01-05', true],
    ['2027-01-20', true], // five days for the consultation, ten for the assessment
  ])
  expect(await each(all, entriesOf)).toEqual([[], [], [], [], [], [], []])

  // Monday 4 January is off, and Saturday 9 January worked
  await announce('2026-12-31', [['2027-01-01', '2027-01-04']], ['2027-01-09'])
  await minute('2026-12-30T23:59:00+08:00')
  expect(await daysOf(moved)).toEqual(['2027-01-05', true])
  await minute('2026-12-31T00:01:00+08:00')
  expect(await each(all, daysOf)).toEqual([
    ['2026-12-31', false],
    ['2027-01-11', false], // the firm keeps the day that it was given
    ['2027-01-28', false],
    ['2027-06-29', false],
    ['2027-01-06', false],
    ['2027-01-06', false],
    ['2027-01-20', false], // 7 January, then 8 and Saturday 9, to the 20th
  ])
  expect(await each(all, entriesOf)).toEqual([
    [],
    [{ moved: false, was: '2027-01-11', dueOn: '2027-01-11' }],
    [{ moved: false, was: '2027-01-28', dueOn: '2027-01-28' }],
    [],
    [{ moved: true, was: '2027-01-05', dueOn: '2027-01-06' }],
    [{ moved: true, was: '2027-01-05', dueOn: '2027-01-06' }],
    [{ moved: true, was: '2027-01-20', dueOn: '2027-01-20' }],
  ])
  expect(await told(moved)).toEqual(['applicant', 'firmAdmin', 'intake'])
  expect(await told(correcting)).toEqual([])
  const { rows: own } = await world.admin.query(
    `select until_on::text as until, (select due_on::text from case_parties p where p.case_id = s.case_id and p.due_on is not null) as due
     from clock_stops s where case_id = $1`,
    [consulting.id],
  )
  expect(own).toEqual([{ until: '2027-01-07', due: '2027-01-07' }])

  // filed after it was entered, and once more whoever was counted meanwhile by a process that did not know it yet
  const after = await filed('2026-12-31T09:00:00+08:00', 'submitted')
  expect(await daysOf(after)).toEqual(['2027-01-09', false])
  await world.admin.query(`update cases set due_on = '2027-01-08', due_provisional = true where id = $1`, [after.id])
  for (const at of ['09:05', '09:06', '09:07']) await minute(`2026-12-31T${at}:00+08:00`)
  expect(await daysOf(after)).toEqual(['2027-01-09', false])
  expect((await each(all, entriesOf)).map(({ length }) => length)).toEqual([0, 1, 1, 0, 1, 1, 1])
})

test('a day that has come or was acted on is not taken back', async () => {
  const near = await filed('2027-02-10', 'submitted')
  const over = await filed('2027-01-25', 'submitted')
  const late = await filed('2027-01-13', 'submitted', ['intake', 'requestCorrection'])
  expect(await each([near, over, late], daysOf)).toEqual([
    ['2027-02-17', false],
    ['2027-02-01', false],
    ['2027-02-12', false],
  ])
  await minute('2027-02-12')
  // a typhoon: 1 and 12 February are off, the weekend after is worked
  const off: [string, string][] = [
    ['2027-01-01', '2027-01-04'],
    ['2027-02-01', '2027-02-01'],
    ['2027-02-12', '2027-02-12'],
  ]
  const working = ['2027-01-09', '2027-02-13', '2027-02-14']
  await announce('2027-02-13', off, working)
  await minute('2027-02-13')
  expect(await each([near, over, late], daysOf)).toEqual([
    ['2027-02-16', false], // 11, 13, 14, 15, 16
    ['2027-02-01', false], // its supervisor was told
    ['2027-02-13', false], // it does not lapse by a day that was off
  ])
  expect(await late.state()).toBe('awaitingCorrection')
  await minute('2027-02-14')
  expect(await late.state()).toBe('lapsed')

  const due = await filed('2027-02-16', 'submitted')
  expect(await daysOf(due)).toEqual(['2027-02-23', false])
  world.at('2027-02-22')
  await announce('2027-02-22', off, [...working, '2027-02-20', '2027-02-21'])
  await minute('2027-02-22')
  expect(await daysOf(due)).toEqual(['2027-02-22', false]) // the 21st has passed: today is the day
})
