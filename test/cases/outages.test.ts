/** Outages as the administrator records and sees them: the deadlines that one covered get their days back through the clock, and the administrator sees numbers only. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { Forbidden, Invalid, NotFound } from '../../src/base/errors.js'
import { Outages, type OutageWish } from '../../src/cases/outage.service.js'
import { ReadingService } from '../../src/cases/reading.service.js'
import { settingsOf } from '../../src/people/scope.js'
import type { Name } from './population.js'
import { MORNING } from '../clock.js'
import { type Case, World } from './world.js'

let world: World
let outages: Outages

beforeAll(async () => {
  world = await World.open()
  outages = world.app.get(Outages)
})
afterAll(() => world.close())

const what = { zh: '机房停电', en: 'A power cut' }
const record = (by: Name, wish: Partial<OutageWish>) =>
  outages.record(world.person(by), { from: '2026-11-25', to: '2026-11-26', what, ...wish })
/** The same days again, as if those of the tests before had been others. */
const recordAnew = async (by: Name, wish: Partial<OutageWish>) => {
  await world.admin.query('update outages set from_on = from_on - 500, to_on = to_on - 500')
  await record(by, wish)
}
const problemsOf = (error: unknown) =>
  error instanceof Invalid ? error.problems.map(({ path, code }) => `${path} ${code}`) : error

describe('recording', () => {
  test.each<[Partial<OutageWish>, string[]]>([
    [{ from: '2026-11-26', to: '2026-11-25' }, ['to endsBefore']],
    [{ from: '2026-11-01', to: '2027-02-02' }, ['to tooLong']],
    [{ from: '2025-11-22', to: '2025-11-23' }, ['from tooEarly']],
  ])('refuses %j', async (wish, problems) => {
    expect(await record('systemAdmin', wish).catch(problemsOf)).toEqual(problems)
  })

  test('refuses days of which an outage is recorded: deadlines would get them back twice', async () => {
    const days = { from: '2027-05-03', to: '2027-05-05' }
    await record('systemAdmin', days)
    for (const again of [days, { from: '2027-05-05', to: '2027-05-07' }, { from: '2027-05-01', to: '2027-05-10' }])
      expect(await record('systemAdmin', again).catch(problemsOf)).toEqual(['from outageTwice'])
    await record('systemAdmin', { from: '2027-05-06', to: '2027-05-06' })
    await world.admin.query(`delete from outages where from_on >= '2027-05-01'`)
  })

  test.each<[Name]>([['supervisor'], ['securityAdmin'], ['auditor'], ['applicant']])(
    'is not for %s, nor is the list',
    async (by) => {
      await expect(record(by, {})).rejects.toBeInstanceOf(Forbidden)
      expect(() => outages.list(world.person(by))).toThrow(Forbidden)
      const past = await world.database.transaction(settingsOf(world.person(by)), (tx) =>
        tx.query('select * from outage_effects()'),
      )
      expect(past).toEqual([])
    },
  )
})

describe('an outage of two working days', () => {
  test('moves the deadlines that it covered, and the administrator sees how many, and no case', async () => {
    const one = await world.caseIn('submitted')
    const other = await world.caseIn('underAssessment')
    expect([(await one.row()).dueOn, (await other.row()).dueOn]).toEqual(['2026-12-01', '2026-12-08'])
    await record('systemAdmin', {})
    expect(outages.announced()).toMatchObject([{ from: '2026-11-25', to: '2026-11-26', what }])
    world.at('2026-11-27')
    await (await world.tasks()).runMinute()
    expect([(await one.row()).dueOn, (await other.row()).dueOn]).toEqual(['2026-12-03', '2026-12-10'])
    expect(outages.announced()).toEqual([])
    const [seen] = await outages.list(world.person('systemAdmin'))
    expect(seen).toEqual({
      id: seen?.id,
      from: '2026-11-25',
      to: '2026-11-26',
      what,
      settled: true,
      extended: 2,
      lapsed: 0,
      expired: 0,
      escalated: 0,
    })
    await expect(world.app.get(ReadingService).get(world.person('systemAdmin'), one.id)).rejects.toBeInstanceOf(
      NotFound,
    )
    const ledger = (await world.app.get(ReadingService).get(world.person('intake'), one.id)).stops
    expect(ledger).toMatchObject([{ reason: 'outage', fromOn: '2026-11-25', toOn: '2026-11-26', days: 2, what }])
  })

  test('what lapsed and became overdue while it lasted is counted', async () => {
    world.at('2026-11-27')
    const one = await world.caseIn('submitted')
    const lapsing = await world.caseIn('awaitingCorrection')
    await record('systemAdmin', { from: '2027-01-11', to: '2027-01-12' })
    world.at('2027-01-12')
    const due = { one: (await one.row()).dueOn, lapsing: (await lapsing.row()).dueOn }
    expect(due).toEqual({ one: '2026-12-04', lapsing: '2026-12-28' })
    await (await world.tasks()).runMinute()
    expect(await lapsing.state()).toBe('lapsed')
    const seen = (await outages.list(world.person('systemAdmin'))).find(({ from }) => from === '2027-01-11')
    expect(seen).toMatchObject({ settled: false, extended: 0, lapsed: 1, expired: 0 })
    expect(seen?.escalated).toBeGreaterThanOrEqual(1)
  })
})

describe('a limit of its own of which an outage took days', () => {
  const reading = () => world.app.get(ReadingService)
  const strikeOn = async (day: string) => {
    world.at(day)
    await (await world.tasks()).runMinute()
  }
  const choiceOf = async (who: Name, one: Case, act: string) =>
    (await reading().get(world.person(who), one.id)).choices.find(({ action }) => action === act)
  const contentOf = async (one: Case) =>
    (await reading().get(world.person('approver'), one.id)).events.find(({ action }) => action === 'extend')?.content

  test('a hearing is extended with the decision that waits for it: nobody can refuse before, and the firm may answer until then', async () => {
    world.at(MORNING)
    const one = await world.caseIn('awaitingDecision')
    await one.do('approver', 'announceRefusal') // the firm may answer until 1 December
    expect((await one.row()).dueOn).toBe('2026-12-03')
    await recordAnew('systemAdmin', {})
    await strikeOn('2026-11-27')
    expect(await contentOf(one)).toEqual({
      ...{ days: 2, dueOn: '2026-12-07', answerUntil: '2026-12-03', outageId: expect.any(Number) },
      ...{ from: '2026-11-25', to: '2026-11-26' },
    })
    world.at('2026-12-03')
    expect(await choiceOf('approver', one, 'refuse')).toMatchObject({
      enabled: false,
      because: [{ en: expect.stringContaining('can respond until 3 December 2026') }],
    })
    await one.do('applicant', 'answerIntention')
    expect(await choiceOf('approver', one, 'refuse')).toMatchObject({ enabled: true })
  })

  test('a hearing is extended wherever the case has gone before the outage was recorded, and no day of that stage is added', async () => {
    world.at(MORNING)
    const [one, answered] = [await world.caseIn('awaitingDecision'), await world.caseIn('awaitingDecision')]
    for (const each of [one, answered]) await each.do('approver', 'announceRefusal')
    world.at('2026-11-27')
    for (const each of [one, answered]) await each.do('approver', 'returnToAssessment')
    await answered.do('applicant', 'answerIntention')
    const { dueOn } = await one.row()
    await recordAnew('systemAdmin', {})
    await strikeOn('2026-11-30')
    expect(await contentOf(one)).toMatchObject({ days: 0, dueOn, answerUntil: '2026-12-03' })
    expect(await contentOf(answered)).toBeUndefined()
    await one.do('assessor', 'report')
    expect(await choiceOf('approver', one, 'refuse')).toMatchObject({ enabled: false })
    await strikeOn('2026-12-04')
    expect(await choiceOf('approver', one, 'refuse')).toMatchObject({ enabled: true })
  })

  test('a consultation is extended in the queue of its department, and one that was answered is not', async () => {
    world.at(MORNING)
    const [one, answered] = [await world.caseIn('underAssessment'), await world.caseIn('underAssessment')]
    for (const each of [one, answered]) await each.do('assessor', 'consult') // market has until 1 December
    await answered.do('marketAssessor', 'report')
    await recordAnew('systemAdmin', {})
    await strikeOn('2026-11-27')
    const lines = await reading().list(world.person('marketAssessor'), { tab: 'todo' })
    expect(lines.find(({ id }) => id === one.id)).toMatchObject({ ownDueOn: '2026-12-03', dueOn: '2026-12-17' })
    const partOf = async (each: Case) =>
      (await reading().get(world.person('assessor'), each.id)).parties.find(({ dueOn }) => dueOn !== null)?.dueOn
    expect([await partOf(one), await partOf(answered)]).toEqual(['2026-12-03', '2026-12-01'])
    world.at('2026-12-03')
    await one.do('marketAssessor', 'report')
    expect((await reading().get(world.person('assessor'), one.id)).stops).toMatchObject([
      { reason: 'consultation', fromOn: '2026-11-24', untilOn: '2026-12-03', toOn: '2026-12-03', days: 7 },
      { reason: 'outage', days: 2 },
    ])
  })

  test('a correction is extended in the ledger too', async () => {
    world.at(MORNING)
    const one = await world.caseIn('awaitingCorrection')
    await recordAnew('systemAdmin', {})
    await strikeOn('2026-11-27')
    const { dueOn } = await one.row()
    expect(dueOn).toBe('2026-12-28') // thirty days and two end on a Saturday, and it moves on
    expect((await reading().get(world.person('assessor'), one.id)).stops[0]).toMatchObject({ untilOn: dueOn })
  })
})
